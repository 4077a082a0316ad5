"""Screening stations: queue, service in random order, who is held, who is let go (MODEL.md 2.6).

Rates differ by group only as far as the model must: no personal attribute enters, no rule can be optimised (section 5).
"""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import absorb, binomial, kernel
from corridor.model.cells import cell3, chance
from corridor.model.counts import people_in
from corridor.model.processes import FLAG, RELEASE, SERVE
from corridor.model.scratch import Scratch
from corridor.model.split import choose_by_lot
from corridor.model.state import State
from corridor.model.theta import ScreeningParameters
from corridor.model.world import SCREENED, SOUGHT, World

__all__ = ["screen"]


@kernel
def screen(world: World, theta: ScreeningParameters, state: State, scratch: Scratch, day: int, today: np.uint64) -> None:
    """Lets go some of those held, then serves the queue; whoever is not flagged is free to go on tomorrow."""
    for place in world.places.stations:
        if people_in(state.held, place) > 0:
            _release(world, theta, state, scratch, place, today)
        waiting = people_in(state.queue, place)
        if waiting > 0:
            _serve(world, theta, state, scratch, place, waiting, day, today)


@kernel
def _release(world: World, theta: ScreeningParameters, state: State, scratch: Scratch, place: int, today: np.uint64) -> None:
    for group in range(world.groups.key.size):
        sought = world.groups.role[group] == SOUGHT
        share = -math.expm1(-(theta.false_clearance_rate if sought else theta.release_rate))
        for origin in range(world.origins.size):
            people = state.held[place, origin, group]
            if people == 0:
                continue
            word = cell3(world.places.key[place], world.origins[origin], world.groups.key[group])
            released = binomial(chance(today, RELEASE, word), people, share)
            scratch.draws[0] += 1
            state.held[place, origin, group] -= released
            state.present[place, origin, group] += released


@kernel
def _serve(
    world: World,
    theta: ScreeningParameters,
    state: State,
    scratch: Scratch,
    place: int,
    waiting: int,
    day: int,
    today: np.uint64,
) -> None:
    cells = 0
    for origin in range(world.origins.size):
        for group in range(world.groups.key.size):
            scratch.counts[cells] = state.queue[place, origin, group]
            scratch.taken[cells] = scratch.counts[cells]
            cells += 1
    if world.places.screening[day, place] == 1:
        served = int(math.floor(theta.throughput[place] * world.places.throughput_factor[day, place]))
        if served < waiting:
            _choose_served(world, scratch, place, served, today)
    cells = 0
    for origin in range(world.origins.size):
        for group in range(world.groups.key.size):
            if scratch.taken[cells] > 0:
                _clear(world, theta, state, scratch, place, origin, group, scratch.taken[cells], day, today)
            cells += 1


@kernel
def _choose_served(world: World, scratch: Scratch, place: int, served: int, today: np.uint64) -> None:
    """Service in random order: a uniformly random sample of the queue."""
    cells = 0
    for origin in range(world.origins.size):
        for group in range(world.groups.key.size):
            word = cell3(world.places.key[place], world.origins[origin], world.groups.key[group])
            scratch.keys[cells] = absorb(absorb(today, SERVE), word)
            cells += 1
    choose_by_lot(scratch, cells, served)


@kernel
def _clear(
    world: World,
    theta: ScreeningParameters,
    state: State,
    scratch: Scratch,
    place: int,
    origin: int,
    group: int,
    served: int,
    day: int,
    today: np.uint64,
) -> None:
    """Some of those served are flagged and held; a station that stopped screening lets everyone go."""
    flagged = 0
    role = world.groups.role[group]
    if world.places.screening[day, place] == 1 and (role == SCREENED or role == SOUGHT):
        rate = theta.sensitivity if role == SOUGHT else theta.false_positive_rate
        word = cell3(world.places.key[place], world.origins[origin], world.groups.key[group])
        flagged = binomial(chance(today, FLAG, word), served, rate)
        scratch.draws[0] += 1
    state.queue[place, origin, group] -= served
    state.held[place, origin, group] += flagged
    state.present[place, origin, group] += served - flagged
