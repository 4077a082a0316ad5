"""At a passage: ration, then the risk on those admitted; refusal is in the choice (MODEL.md 2.5, ruling 6)."""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import absorb, binomial, kernel, normal
from corridor.model.cells import cell, chance
from corridor.model.counts import people_in
from corridor.model.processes import MASS_EVENT, MASS_EVENT_SIZE, PASSAGE, RATION
from corridor.model.scratch import Scratch
from corridor.model.split import choose_by_lot
from corridor.model.state import CONTESTED, POOLS, RETURNED, State
from corridor.model.theta import PassageParameters
from corridor.model.transit import enter
from corridor.model.world import ZONE, World

__all__ = ["pass_gates"]

#: A mass event never takes more than this share of the day's leavers.
_MASS_EVENT_MOST = 0.5


@kernel
def pass_gates(world: World, theta: PassageParameters, state: State, scratch: Scratch, day: int, today: np.uint64) -> None:
    """Demand becomes movement: rationed by lot, then those admitted set out and some die on the way."""
    for corridor in range(world.corridors.key.size):
        if world.corridors.open[day, corridor] == 0:
            continue
        limit = world.corridors.capacity[day, corridor]
        if math.isnan(limit):
            limit = theta.corridor_capacity[corridor]
        limit *= world.corridors.hours[day, corridor]
        _ration(world, state, scratch, world.corridors.key[corridor], corridor, True, limit, today)
    for route in range(world.routes.key.size):
        limit = world.routes.capacity[day, route]
        if limit < math.inf:
            _ration(world, state, scratch, world.routes.key[route], route, False, limit, today)
    for place in range(world.places.key.size):
        if world.places.zone[place] < 0 and scratch.load[place] > 0:
            _set_out(world, state, scratch, place, day, today)
    for zone in range(world.zones.place.size):
        _leave(world, theta, state, scratch, zone, day, today)


@kernel
def _through(world: World, option: int, gate: int, is_corridor: bool) -> bool:
    if is_corridor:
        return bool(world.options.corridor[option] == gate)
    return bool(world.options.route[option] == gate and world.options.corridor[option] < 0)


@kernel
def _ration(
    world: World,
    state: State,
    scratch: Scratch,
    gate_key: np.uint64,
    gate: int,
    is_corridor: bool,
    limit: float,
    today: np.uint64,
) -> None:
    """If more want to pass than the gate takes, a uniformly random sample passes; the others stay where they were."""
    total = 0
    for option in range(world.options.key.size):
        if _through(world, option, gate, is_corridor):
            total += people_in(scratch.demand, option)
    if total <= limit:
        return
    cells = _list_cells(world, scratch, gate_key, gate, is_corridor, today)
    admitted = int(math.floor(limit))
    choose_by_lot(scratch, cells, admitted)
    cells = 0
    for option in range(world.options.key.size):
        if _through(world, option, gate, is_corridor):
            for across in range(scratch.demand.shape[1]):
                for group in range(world.groups.key.size):
                    scratch.demand[option, across, group] = scratch.taken[cells]
                    _turn_back(world, state, option, group, scratch.counts[cells] - scratch.taken[cells])
                    cells += 1


@kernel
def _list_cells(world: World, scratch: Scratch, gate_key: np.uint64, gate: int, is_corridor: bool, today: np.uint64) -> int:
    """Fills count and key of every cell of demand at a gate; returns how many there are."""
    base = absorb(absorb(today, RATION), gate_key)
    cells = 0
    for option in range(world.options.key.size):
        if _through(world, option, gate, is_corridor):
            for across in range(scratch.demand.shape[1]):
                for group in range(world.groups.key.size):
                    word = cell(world.options.key[option], world.groups.key[group])
                    scratch.keys[cells] = absorb(base, word ^ _across_key(world, option, across))
                    scratch.counts[cells] = scratch.demand[option, across, group]
                    cells += 1
    return cells


@kernel
def _across_key(world: World, option: int, across: int) -> np.uint64:
    """Returns what names the cell within an option: a pool in a zone, an origin elsewhere."""
    if world.places.kind[world.routes.start[world.options.route[option]]] == ZONE or across >= world.origins.size:
        return np.uint64(across + 1)
    return world.origins[across]


@kernel
def _turn_back(world: World, state: State, option: int, group: int, people: int) -> None:
    """Counts people who were refused at the edge of a zone; they are still in their pool."""
    zone = world.places.zone[world.routes.start[world.options.route[option]]]
    if zone >= 0:
        state.turned_back[zone, group] += people


@kernel
def _set_out(world: World, state: State, scratch: Scratch, place: int, day: int, today: np.uint64) -> None:
    """People who pass through a place, or who are displaced again, leave it."""
    for option in range(world.options.first[place], world.options.first[place + 1]):
        if people_in(scratch.demand, option) == 0:
            continue
        for origin in range(world.origins.size):
            for group in range(world.groups.key.size):
                people = scratch.demand[option, origin, group]
                if people > 0:
                    scratch.demand[option, origin, group] = 0
                    state.present[place, origin, group] -= people
                    enter(world, state, scratch, option, origin, group, people, day, today)


@kernel
def _leave(
    world: World, theta: PassageParameters, state: State, scratch: Scratch, zone: int, day: int, today: np.uint64
) -> None:
    place = world.zones.place[zone]
    mass = _mass_event_risk(world, theta, state, scratch, zone, today)
    for option in range(world.options.first[place], world.options.first[place + 1]):
        if people_in(scratch.demand, option) == 0:
            continue
        route = world.options.route[option]
        risk = min(1.0, theta.passage_risk[route] + mass)
        for group in range(world.groups.key.size):
            people = _take_from_pools(state, scratch, zone, option, group)
            if people == 0:
                continue
            word = cell(world.options.key[option], world.groups.key[group])
            dead = binomial(chance(today, PASSAGE, word), people, risk)
            scratch.draws[0] += 1
            state.dead[zone, group] += dead
            if group != world.groups.fighters[0]:
                state.away[zone, group] += people - dead
            scratch.departures[zone, group] += people
            enter(world, state, scratch, option, world.zones.origin[zone], group, people - dead, day, today)


@kernel
def _take_from_pools(state: State, scratch: Scratch, zone: int, option: int, group: int) -> int:
    """Returns how many leave by an option; those who had never left before are counted as newly displaced."""
    total = 0
    for pool in range(POOLS):
        people = scratch.demand[option, pool, group]
        scratch.demand[option, pool, group] = 0
        state.pools[zone, pool, group] -= people
        if pool != RETURNED:
            state.ever[zone, group] += people
        total += people
    return total


@kernel
def _mass_event_risk(
    world: World, theta: PassageParameters, state: State, scratch: Scratch, zone: int, today: np.uint64
) -> float:
    """Returns the extra risk of passing on a day of a rare mass event: a log-normal number over the day's leavers."""
    contested = 0
    for group in range(world.groups.key.size):
        contested += state.pools[zone, CONTESTED, group]
    key = world.places.key[world.zones.place[zone]]
    if contested == 0 or theta.mass_event_rate <= 0.0:
        return 0.0
    if chance(today, MASS_EVENT, key) >= -math.expm1(-theta.mass_event_rate):
        return 0.0
    size = theta.mass_event_size * math.exp(theta.mass_event_spread * normal(chance(today, MASS_EVENT_SIZE, key)))
    place, leaving = world.zones.place[zone], 0
    for option in range(world.options.first[place], world.options.first[place + 1]):
        leaving += people_in(scratch.demand, option)
    return min(_MASS_EVENT_MOST, size / max(leaving, 1))
