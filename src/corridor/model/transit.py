"""Under way: whoever passes through a place goes on, travels in whole days, and arrives."""

from __future__ import annotations

import numpy as np

from corridor.draws import absorb, binomial, kernel
from corridor.model.cells import cell, cell3, chance, chance_of_option
from corridor.model.choice import NO_WAY_OUT, option_shares
from corridor.model.counts import people_in
from corridor.model.processes import BYPASS, MOVE_ON, TRAVEL
from corridor.model.scratch import Scratch
from corridor.model.split import line_up, split_by_option
from corridor.model.state import State
from corridor.model.theta import PassageParameters, Theta
from corridor.model.world import CAMP, MAX_TRAVEL_DAYS, STATION, ZONE, World

__all__ = ["arrive", "enter", "move_on", "note_arrival"]

_SLOTS = MAX_TRAVEL_DAYS + 1


@kernel
def move_on(world: World, theta: Theta, state: State, scratch: Scratch, day: int, today: np.uint64) -> None:
    """Everyone who only passes through wants to go on; where no way is open they wait."""
    for place in world.places.through:
        if scratch.load[place] > 0:
            _move_from(world, theta, state, scratch, place, day, today)


@kernel
def _move_from(world: World, theta: Theta, state: State, scratch: Scratch, place: int, day: int, today: np.uint64) -> None:
    """Groups to which the same ways are open share what is lined up for the first of them."""
    shown, final = -1, -1
    for group in range(world.groups.key.size):
        if world.groups.alike[group] != shown:
            shown = world.groups.alike[group]
            logsum = option_shares(world, theta.choice, scratch, place, day, group, 0.0)
            final = -1 if logsum == NO_WAY_OUT else line_up(world, scratch, place, scratch.out)
        for origin in range(world.origins.size):
            people = state.present[place, origin, group]
            if people > 0 and final >= 0:
                word = cell3(world.places.key[place], world.origins[origin], world.groups.key[group])
                split_by_option(world, scratch, place, final, people, origin, group, MOVE_ON, word, today)


@kernel
def enter(
    world: World,
    state: State,
    scratch: Scratch,
    option: int,
    origin: int,
    group: int,
    people: int,
    day: int,
    today: np.uint64,
) -> None:
    """People set out; where travel times differ they are drawn now, apart for a route and for each corridor over it."""
    route = world.options.route[option]
    state.under_way[route, origin, group] += people
    if world.routes.days[route] >= 0:
        state.transit[route, (day + world.routes.days[route]) % _SLOTS, origin, group] += people
        return
    word = cell3(world.options.key[option], world.origins[origin], world.groups.key[group])
    rest = 1.0
    for days in range(world.routes.longest[route] + 1):
        share = world.routes.delay[route, days]
        if people == 0:
            return
        if share <= 0.0:
            continue
        taking = people
        if share < rest * (1.0 - 1e-12):
            u = chance_of_option(today, TRAVEL, word, np.uint64(days))
            taking = binomial(u, people, share / rest)
            scratch.draws[0] += 1
        state.transit[route, (day + days) % _SLOTS, origin, group] += taking
        people -= taking
        rest -= share


@kernel
def arrive(world: World, passage: PassageParameters, state: State, scratch: Scratch, day: int, today: np.uint64) -> None:
    """Whoever is due arrives: before a camp's gate, in a station's queue (some slip past it), or simply there."""
    slot = day % _SLOTS
    for route in range(world.routes.key.size):
        if people_in(state.under_way, route) == 0:
            continue
        for origin in range(world.origins.size):
            for group in range(world.groups.key.size):
                people = state.transit[route, slot, origin, group]
                if people > 0:
                    state.transit[route, slot, origin, group] = 0
                    state.under_way[route, origin, group] -= people
                    _settle(world, passage, state, scratch, route, origin, group, people, day, today)


@kernel
def note_arrival(world: World, state: State, scratch: Scratch, route: int, origin: int, group: int, people: int) -> None:
    """Counts people who reached the end of a route; straight from a zone, they passed an exit there."""
    place = world.routes.end[route]
    state.arrived[route, origin, group] += people
    scratch.arrivals[place, group] += people
    if world.places.kind[world.routes.start[route]] == ZONE:
        scratch.passages[place, group] += people


@kernel
def _settle(
    world: World,
    passage: PassageParameters,
    state: State,
    scratch: Scratch,
    route: int,
    origin: int,
    group: int,
    people: int,
    day: int,
    today: np.uint64,
) -> None:
    place = world.routes.end[route]
    if world.places.kind[place] == CAMP:
        scratch.arriving[route, origin, group] += people
        return
    note_arrival(world, state, scratch, route, origin, group, people)
    if world.places.kind[place] == STATION and world.places.screening[day, place] == 1:
        slipping = 0
        if passage.bypass_share > 0.0:
            word = absorb(cell(world.routes.key[route], world.groups.key[group]), world.origins[origin])
            slipping = binomial(chance(today, BYPASS, word), people, passage.bypass_share)
            scratch.draws[0] += 1
        state.queue[place, origin, group] += people - slipping
        people = slipping
    state.present[place, origin, group] += people
