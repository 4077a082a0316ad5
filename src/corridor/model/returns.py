"""Going home: once a block has been retaken for two weeks, or at once to villages (MODEL.md 1g, 2.11)."""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import binomial, kernel
from corridor.model.cells import cell, cell3, chance
from corridor.model.processes import HOME, RETURN
from corridor.model.scratch import Scratch
from corridor.model.state import RETURNED, State
from corridor.model.theta import ReturnParameters
from corridor.model.world import World

__all__ = ["go_home", "settle_home"]

_SAFE_DAYS = 14


@kernel
def go_home(
    world: World, theta: ReturnParameters, state: State, scratch: Scratch, day: int, today: np.uint64
) -> None:
    """Draws who sets out for home from camps, hosts and regions; they are home in the evening (`settle_home`)."""
    for zone in range(world.zones.place.size):
        scratch.readiness[zone] = _readiness(world, theta, state, zone, day)
    for origin in range(world.origins.size - 1):
        for group in range(world.groups.key.size):
            rate = _origin_rate(world, theta, state, scratch, origin, group)
            if rate > 0.0:
                _set_out_for_home(world, state, scratch, origin, group, rate, today)


@kernel
def _set_out_for_home(
    world: World, state: State, scratch: Scratch, origin: int, group: int, rate: float, today: np.uint64
) -> None:
    share = -math.expm1(-rate)
    for place in world.places.stays:
        people = state.present[place, origin, group]
        if people == 0:
            continue
        word = cell3(world.places.key[place], world.origins[origin], world.groups.key[group])
        going = binomial(chance(today, RETURN, word), people, share)
        scratch.draws[0] += 1
        state.present[place, origin, group] -= going
        scratch.homeward[origin, group] += going


@kernel
def _origin_rate(
    world: World, theta: ReturnParameters, state: State, scratch: Scratch, origin: int, group: int
) -> float:
    """Returns the daily rate of an origin's people: the average over its zones, by who is away from each."""
    away, weighted = 0, 0.0
    for zone in range(world.zones.place.size):
        if world.zones.origin[zone] == origin:
            away += state.away[zone, group]
            weighted += state.away[zone, group] * scratch.readiness[zone]
    if away == 0:
        return 0.0
    return theta.return_rate * (1.0 - theta.return_bar) * weighted / away


@kernel
def _readiness(world: World, theta: ReturnParameters, state: State, zone: int, day: int) -> float:
    """Returns the share of a zone's blocks that one can go home to; fresh village blocks count `village_boost` times."""
    safe, fresh = 0, 0
    for block in range(state.taken[zone]):
        if day - state.taken_on[zone, block] >= _SAFE_DAYS:
            safe += 1
        else:
            fresh += 1
    ready = float(safe)
    if world.zones.villages[zone] == 1:
        ready += theta.village_boost * fresh
    return ready / world.zones.blocks[zone]


@kernel
def settle_home(world: World, state: State, scratch: Scratch, today: np.uint64) -> None:
    """Divides those who came home among the zones of their origin, by who is away and what is ready."""
    for origin in range(world.origins.size - 1):
        for group in range(world.groups.key.size):
            people = scratch.homeward[origin, group]
            if people > 0:
                scratch.homeward[origin, group] = 0
                _divide(world, state, scratch, origin, group, people, today)


@kernel
def _divide(
    world: World, state: State, scratch: Scratch, origin: int, group: int, people: int, today: np.uint64
) -> None:
    rest = 0.0
    for zone in range(world.zones.place.size):
        if world.zones.origin[zone] == origin:
            rest += state.away[zone, group] * scratch.readiness[zone]
    for zone in range(world.zones.place.size):
        if world.zones.origin[zone] != origin or people == 0:
            continue
        weight = state.away[zone, group] * scratch.readiness[zone]
        if weight <= 0.0:
            continue
        coming = people
        if weight < rest * (1.0 - 1e-12):
            word = cell(world.places.key[world.zones.place[zone]], world.groups.key[group])
            coming = binomial(chance(today, HOME, word), people, weight / rest)
            scratch.draws[0] += 1
        people -= _come_home(state, zone, group, min(coming, state.away[zone, group]))
        rest -= weight
    _fit_the_rest(world, state, origin, group, people)


@kernel
def _come_home(state: State, zone: int, group: int, people: int) -> int:
    state.away[zone, group] -= people
    state.returned[zone, group] += people
    state.pools[zone, RETURNED, group] += people
    return people


@kernel
def _fit_the_rest(world: World, state: State, origin: int, group: int, people: int) -> None:
    """Nobody comes home to a zone that has nobody away: the few left over by the lot go where people are missing."""
    for zone in range(world.zones.place.size):
        if people > 0 and world.zones.origin[zone] == origin:
            people -= _come_home(state, zone, group, min(people, state.away[zone, group]))
