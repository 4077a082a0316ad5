"""Camps: room by date, admission by lot, people sent on, arrivals from elsewhere (MODEL.md 2.7, ruling 14)."""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import absorb, binomial, kernel, poisson
from corridor.model.cells import cell, cell3, chance
from corridor.model.choice import option_shares, weight_for
from corridor.model.counts import people_in
from corridor.model.processes import ADMIT, INFLOW, INFLOW_GROUP, REDIRECT
from corridor.model.scratch import Scratch
from corridor.model.split import choose_by_lot, line_up, split_by_option
from corridor.model.state import State
from corridor.model.theta import CampParameters, Theta
from corridor.model.transit import note_arrival
from corridor.model.world import CAMP, MAX_TRAVEL_DAYS, STATION, ZONE, World

__all__ = ["admit", "capacity", "come_from_elsewhere", "make_room"]

_ROUNDS = 3


@kernel
def capacity(world: World, theta: CampParameters, place: int, day: int) -> float:
    """Returns the people a camp is built for on a day; infinity where there is no limit."""
    return float(world.places.capacity[day, place] + world.places.ramp[day, place] * theta.ramp_per_day)


@kernel
def make_room(world: World, theta: CampParameters, scratch: Scratch, day: int) -> None:
    """Fills how many people each camp takes at most, overload included."""
    for place in world.places.camps:
        limit = capacity(world, theta, place, day) * theta.overload
        scratch.room[place] = math.floor(limit) if limit < math.inf else math.inf


@kernel
def admit(world: World, theta: Theta, state: State, scratch: Scratch, day: int, today: np.uint64) -> None:
    """Admits whoever stands before a camp as far as there is room; the others are sent on, at most three times.

    After that they go to the residual of the place they came from, or, if that is closed or there is none, wait.
    """
    for attempt in range(_ROUNDS + 1):
        refused = 0
        for place in world.places.camps:
            refused += _admit_to(world, state, scratch, place, attempt, today)
        if refused == 0:
            return
        _step_back(scratch)
        _send_on(world, theta, state, scratch, attempt, day, today)


@kernel
def _step_back(scratch: Scratch) -> None:
    """Whom no camp took leaves the gates, before anybody is sent on to stand at another one."""
    for route in range(scratch.arriving.shape[0]):
        for origin in range(scratch.arriving.shape[1]):
            for group in range(scratch.arriving.shape[2]):
                scratch.refused[route, origin, group] = scratch.arriving[route, origin, group]
                scratch.arriving[route, origin, group] = 0


@kernel
def _admit_to(world: World, state: State, scratch: Scratch, place: int, attempt: int, today: np.uint64) -> int:
    """Admits a uniformly random sample of those at the gate; returns how many are left standing there."""
    waiting = 0
    for position in range(world.places.into_first[place], world.places.into_first[place + 1]):
        waiting += people_in(scratch.arriving, world.places.into[position])
    if waiting == 0:
        return 0
    free = max(0.0, scratch.room[place] - scratch.load[place])
    admitted = waiting
    if waiting > free:
        admitted = int(free)
        _admit_some(world, state, scratch, place, admitted, attempt, today)
    else:
        _admit_all(world, state, scratch, place)
    scratch.load[place] += admitted
    return waiting - admitted


@kernel
def _admit_all(world: World, state: State, scratch: Scratch, place: int) -> None:
    for position in range(world.places.into_first[place], world.places.into_first[place + 1]):
        route = world.places.into[position]
        for origin in range(world.origins.size):
            for group in range(world.groups.key.size):
                people = scratch.arriving[route, origin, group]
                if people > 0:
                    _take_in(world, state, scratch, route, origin, group, people)


@kernel
def _admit_some(
    world: World, state: State, scratch: Scratch, place: int, admitted: int, attempt: int, today: np.uint64
) -> None:
    cells = _list_cells(world, scratch, place, attempt, today)
    choose_by_lot(scratch, cells, admitted)
    cells = 0
    for position in range(world.places.into_first[place], world.places.into_first[place + 1]):
        route = world.places.into[position]
        for origin in range(world.origins.size):
            for group in range(world.groups.key.size):
                if scratch.counts[cells] > 0:
                    _take_in(world, state, scratch, route, origin, group, scratch.taken[cells])
                    state.redirected[place, group] += scratch.counts[cells] - scratch.taken[cells]
                cells += 1


@kernel
def _list_cells(world: World, scratch: Scratch, place: int, attempt: int, today: np.uint64) -> int:
    """Fills count and key of every cell at a camp's gate; returns how many there are."""
    base = absorb(absorb(today, ADMIT), np.uint64(attempt))
    cells = 0
    for position in range(world.places.into_first[place], world.places.into_first[place + 1]):
        route = world.places.into[position]
        for origin in range(world.origins.size):
            for group in range(world.groups.key.size):
                word = cell3(world.routes.key[route], world.origins[origin], world.groups.key[group])
                scratch.keys[cells] = absorb(base, word)
                scratch.counts[cells] = scratch.arriving[route, origin, group]
                cells += 1
    return cells


@kernel
def _take_in(world: World, state: State, scratch: Scratch, route: int, origin: int, group: int, people: int) -> None:
    scratch.arriving[route, origin, group] -= people
    state.present[world.routes.end[route], origin, group] += people
    note_arrival(world, state, scratch, route, origin, group, people)


@kernel
def _send_on(world: World, theta: Theta, state: State, scratch: Scratch, attempt: int, day: int, today: np.uint64) -> None:
    """Sends the refused of every route on among what is left at the place it starts from."""
    for route in range(world.routes.key.size):
        if people_in(scratch.refused, route) == 0:
            continue
        shown, final = -1, -1
        for group in range(world.groups.key.size):
            if world.groups.alike[group] != shown:
                shown = world.groups.alike[group]
                final = _what_is_left(world, theta, scratch, world.routes.start[route], day, group, attempt)
            for origin in range(world.origins.size):
                if scratch.refused[route, origin, group] > 0:
                    _send_cell_on(world, state, scratch, route, final, origin, group, attempt, day, today)


@kernel
def _send_cell_on(
    world: World,
    state: State,
    scratch: Scratch,
    route: int,
    final: int,
    origin: int,
    group: int,
    attempt: int,
    day: int,
    today: np.uint64,
) -> None:
    people = scratch.refused[route, origin, group]
    start = world.routes.start[route]
    word = cell3(world.routes.key[route], world.origins[origin], world.groups.key[group])
    word = absorb(word, np.uint64(attempt))
    split_by_option(world, scratch, start, final, people, origin, group, REDIRECT, word, today)
    sent = _hand_over(world, state, scratch, start, day, origin, group)
    _let_wait(world, state, route, day, origin, group, people - sent)


@kernel
def _what_is_left(world: World, theta: Theta, scratch: Scratch, start: int, day: int, group: int, attempt: int) -> int:
    """Lines up the usual shares over camps with room; after the last round only the residual."""
    option_shares(world, theta.choice, scratch, start, day, group, 0.0)
    total, residual = 0.0, -1
    for option in range(world.options.first[start], world.options.first[start + 1]):
        end = world.options.end[option]
        full = world.places.kind[end] == CAMP and scratch.load[end] >= scratch.room[end]
        scratch.chance[0, option] = 0.0 if full or attempt == _ROUNDS else scratch.out[option]
        if world.options.residual[option] == 1 and weight_for(world, scratch, option, day, group, 0.0) > 0.0:
            residual = option
        total += scratch.chance[0, option]
    if total == 0.0 and residual >= 0:
        scratch.chance[0, residual] = 1.0
    return line_up(world, scratch, start, scratch.chance[0])


@kernel
def _let_wait(world: World, state: State, route: int, day: int, origin: int, group: int, people: int) -> None:
    """Whom nobody takes waits where he chose, and chooses again; who left a zone stands at the gate until tomorrow."""
    start = world.routes.start[route]
    if world.places.kind[start] != ZONE:
        state.present[start, origin, group] += people
        return
    state.under_way[route, origin, group] += people
    state.transit[route, (day + 1) % (MAX_TRAVEL_DAYS + 1), origin, group] += people


@kernel
def _hand_over(world: World, state: State, scratch: Scratch, start: int, day: int, origin: int, group: int) -> int:
    """Puts redirected people before the next camp's gate, in a station's queue, or simply there; returns how many."""
    sent = 0
    for option in range(world.options.first[start], world.options.first[start + 1]):
        people = scratch.demand[option, origin, group]
        if people == 0:
            continue
        scratch.demand[option, origin, group] = 0
        sent += people
        route, end = world.options.route[option], world.options.end[option]
        if world.places.kind[end] == CAMP:
            scratch.arriving[route, origin, group] += people
            continue
        if world.places.kind[end] == STATION and world.places.screening[day, end] == 1:
            state.queue[end, origin, group] += people
        else:
            state.present[end, origin, group] += people
        note_arrival(world, state, scratch, route, origin, group, people)
    return sent


@kernel
def come_from_elsewhere(world: World, theta: CampParameters, state: State, scratch: Scratch, today: np.uint64) -> None:
    """People from outside the scenario arrive: Poisson, divided by the groups' shares."""
    origin = world.origins.size - 1
    for place in range(world.places.key.size):
        if theta.inflow[place] <= 0.0:
            continue
        key = world.places.key[place]
        people = poisson(chance(today, INFLOW, key), theta.inflow[place])
        scratch.draws[0] += 1
        rest = 1.0
        for group in range(world.groups.key.size):
            share = world.groups.share[group]
            taking = people
            if share < rest * (1.0 - 1e-12):
                u = chance(today, INFLOW_GROUP, cell(key, world.groups.key[group]))
                taking = binomial(u, people, share / rest)
                scratch.draws[0] += 1
            people -= taking
            rest -= share
            state.present[place, origin, group] += taking
            state.entered[origin, group] += taking
            scratch.arrivals[place, group] += taking
