"""What a day leaves behind for the record: counts by place, zone and group, in the evening."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.draws import kernel
from corridor.model.camps import capacity
from corridor.model.counts import people_in
from corridor.model.departure import coercion
from corridor.model.scratch import Scratch
from corridor.model.state import CONTESTED, HELD, POOLS, State
from corridor.model.struct import Struct
from corridor.model.theta import Theta
from corridor.model.world import SOUGHT, STATION, World

__all__ = [
    "ARENA_QUANTITIES",
    "PLACE_QUANTITIES",
    "SHARE_UNIT",
    "TOTAL_QUANTITIES",
    "ZONE_QUANTITIES",
    "Record",
    "record_day",
]

#: Shares are kept as integers of this unit.
SHARE_UNIT = 10_000

PLACE_QUANTITIES = (
    "present",
    "arrivals",
    "passages",
    "waiting",
    "held",
    "innocent_held",
    "held_person_days",
    "queue_person_days",
    "redirected",
    "capacity",
    "unsheltered_nights",
)
ZONE_QUANTITIES = (
    "present",
    "departures",
    "turned_back",
    "displaced_current",
    "displaced_ever",
    "trapped",
    "trapped_no_exit",
    "exposed_people",
    "exposed_person_days",
    "deaths",
    "returned",
    "retaken_share",
)
TOTAL_QUANTITIES = ("in_transit", "fighters_held", "follow_on_stage")
ARENA_QUANTITIES = (
    "events",
    "event_deaths",
    "exposed_elsewhere_person_days",
    "fighters_remaining",
    "fighters_relocated",
    "fighters_embedded",
    "fighters_active",
    "fighters_killed",
    "fighters_lost",
    "fighters_surrendered",
)

#: Above this coercion nobody has a way out, whatever is open (MODEL.md section 3).
_NO_EXIT_COERCION = 0.95
_PER_PEOPLE = 100_000.0


@dataclass(frozen=True, eq=False)
class Record(Struct):
    """One evening. A quantity that does not run over groups stands at group 0 and is 0 elsewhere."""

    place: NDArray[np.int64]  # (PLACE_QUANTITIES, P, G)
    zone: NDArray[np.int64]  # (ZONE_QUANTITIES, Z, G)
    arena: NDArray[np.int64]  # (ARENA_QUANTITIES, A): zones, then regions
    total: NDArray[np.int64]  # (TOTAL_QUANTITIES, G)


@kernel
def record_day(world: World, theta: Theta, state: State, scratch: Scratch, record: Record, day: int) -> None:
    """Fills the evening's record; what is nowhere set stays 0."""
    _copy(scratch.arrivals, record.place[1])
    _copy(scratch.passages, record.place[2])
    _copy(state.held_days, record.place[6])
    _copy(state.queue_days, record.place[7])
    _copy(state.redirected, record.place[8])
    for place in world.places.stays:
        _record_present(world, scratch, record, place)
        record.place[10, place, 0] = state.unsheltered[place]
    for place in world.places.camps:
        record.place[9, place, 0] = int(min(capacity(world, theta.camps, place, day), 2.0e9))
    for place in world.places.stations:
        _record_station(world, state, record, place)
    for place in world.places.through:
        _record_present(world, scratch, record, place)
        _record_waiting(world, scratch, record, place)
    _copy(scratch.departures, record.zone[1])
    _copy(state.turned_back, record.zone[2])
    _copy(state.away, record.zone[3])
    _copy(state.ever, record.zone[4])
    _copy(state.exposed, record.zone[7])
    _copy(state.exposed_days, record.zone[8])
    _copy(state.dead, record.zone[9])
    _copy(state.returned, record.zone[10])
    for zone in range(world.zones.place.size):
        for group in range(world.groups.key.size):
            _record_zone(world, theta, state, scratch, record, zone, group)
        record.zone[11, zone, 0] = SHARE_UNIT * state.taken[zone] // world.zones.blocks[zone]
    for arena in range(world.arenas.place.size):
        _record_arena(world, theta, state, record, arena)
    _record_totals(world, state, record)


@kernel
def _copy(counts: NDArray[np.int64], plane: NDArray[np.int64]) -> None:
    for row in range(counts.shape[0]):
        for group in range(counts.shape[1]):
            plane[row, group] = counts[row, group]


@kernel
def _record_totals(world: World, state: State, record: Record) -> None:
    fighters = world.groups.fighters[0]
    record.total[1, 0] = 0
    for place in world.places.stations:
        for origin in range(world.origins.size):
            if fighters >= 0:
                record.total[1, 0] += state.held[place, origin, fighters]
    record.total[2, 0] = state.stage[0]
    for group in range(world.groups.key.size):
        record.total[0, group] = 0
    for route in range(world.routes.key.size):
        if people_in(state.under_way, route) == 0:
            continue
        for origin in range(world.origins.size):
            for group in range(world.groups.key.size):
                record.total[0, group] += state.under_way[route, origin, group]


@kernel
def _record_arena(world: World, theta: Theta, state: State, record: Record, arena: int) -> None:
    record.arena[0, arena] = state.events[arena]
    record.arena[2, arena] = state.exposed_elsewhere[arena]
    record.arena[4, arena] = state.relocated[arena]
    record.arena[5, arena] = state.embedded[arena]
    record.arena[6, arena] = state.fighters_active[arena]
    if arena >= world.zones.place.size:
        people = theta.violence.region_population[world.arenas.place[arena]]
        record.arena[1, arena] = int(theta.violence.event_lethality * people / _PER_PEOPLE * state.events[arena])
        return
    record.arena[3, arena] = state.fighters[arena]
    record.arena[7, arena] = state.fighters_killed[arena]
    record.arena[8, arena] = state.fighters_lost[arena]
    record.arena[9, arena] = state.fighters_surrendered[arena]


@kernel
def _record_present(world: World, scratch: Scratch, record: Record, place: int) -> None:
    for group in range(world.groups.key.size):
        record.place[0, place, group] = scratch.evening[place, group]


@kernel
def _record_waiting(world: World, scratch: Scratch, record: Record, place: int) -> None:
    """Whoever is on the way through and still here in the evening waits, in a station's queue or beside it."""
    for group in range(world.groups.key.size):
        queue = record.place[3, place, group] if world.places.kind[place] == STATION else 0
        record.place[3, place, group] = queue + scratch.evening[place, group]


@kernel
def _record_station(world: World, state: State, record: Record, place: int) -> None:
    for group in range(world.groups.key.size):
        queue, held = 0, 0
        for origin in range(world.origins.size):
            queue += state.queue[place, origin, group]
            held += state.held[place, origin, group]
        record.place[3, place, group] = queue
        record.place[4, place, group] = held
        record.place[5, place, group] = 0 if world.groups.role[group] == SOUGHT else held


@kernel
def _record_zone(world: World, theta: Theta, state: State, scratch: Scratch, record: Record, zone: int, group: int) -> None:
    present = 0
    for pool in range(POOLS):
        present += state.pools[zone, pool, group]
    record.zone[0, zone, group] = present
    in_reach = state.pools[zone, HELD, group] + state.pools[zone, CONTESTED, group]
    record.zone[5, zone, group] = in_reach if state.encircled_now[zone] == 1 else 0
    record.zone[6, zone, group] = _without_exit(theta, state, scratch, zone, group)


@kernel
def _without_exit(theta: Theta, state: State, scratch: Scratch, zone: int, group: int) -> int:
    """Returns how many of the trapped had no way out at all: nothing open to them, or all but certain coercion."""
    people = state.pools[zone, HELD, group] + state.pools[zone, CONTESTED, group]
    if people == 0 or state.encircled_now[zone] == 0:
        return 0
    if scratch.exit_open[zone, group] == 0:
        return people
    stuck = 0
    for pool in (HELD, CONTESTED):
        if coercion(theta.departure, scratch, zone, pool) > _NO_EXIT_COERCION:
            stuck += state.pools[zone, pool, group]
    return stuck
