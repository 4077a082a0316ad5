"""One day on counts: advance(world, theta, state, day, key), in the order of MODEL.md 2.13."""

from __future__ import annotations

import numpy as np

from corridor.draws import day_key, kernel
from corridor.model.camps import admit, capacity, come_from_elsewhere, make_room
from corridor.model.choice import know, weigh
from corridor.model.counts import people_in
from corridor.model.departure import leave_zones
from corridor.model.fighters import move_fighters, rejoin, settle_fighters
from corridor.model.follow_on import follow_on
from corridor.model.operation import operate
from corridor.model.passage import pass_gates
from corridor.model.record import Record, record_day
from corridor.model.returns import go_home, settle_home
from corridor.model.scratch import Scratch
from corridor.model.screening import screen
from corridor.model.state import CONTESTED, State
from corridor.model.theta import Theta
from corridor.model.transit import arrive, move_on
from corridor.model.violence import erupt, feel, remember
from corridor.model.world import CAMP, World

__all__ = ["advance"]


@kernel
def advance(world: World, theta: Theta, state: State, day: int, member: np.uint64, scratch: Scratch, record: Record) -> None:
    """Moves `state` from the evening of day - 1 to the evening of `day`, and fills `record`.

    All rates are those of the start of the day; nothing is done to a person twice in a day by a fixed order of steps.
    """
    today = day_key(member, day)
    _clear_tallies(scratch)
    follow_on(world, theta.follow_on, state, day, member)
    operate(world, theta, state, day, member)
    erupt(world, theta, state, scratch, today)
    _count_morning(world, state, scratch)
    make_room(world, theta.camps, scratch, day)
    know(world, theta.choice, scratch, day)
    feel(world, theta.violence, state, scratch)
    weigh(world, theta, scratch, day)
    leave_zones(world, theta, state, scratch, day, today)
    move_fighters(world, theta, state, scratch, day, today)
    move_on(world, theta, state, scratch, day, today)
    go_home(world, theta, state, scratch, day, today)
    pass_gates(world, theta.passage, state, scratch, day, today)
    rejoin(world, state)
    arrive(world, theta.passage, state, scratch, day, today)
    screen(world, theta.screening, state, scratch, day, today)
    come_from_elsewhere(world, theta.camps, state, scratch, today)
    _count_present(world, state, scratch)
    admit(world, theta, state, scratch, day, today)
    settle_home(world, state, scratch, today)
    settle_fighters(world, theta.fighters, state, scratch, today)
    remember(world, theta, state, scratch)
    _count_evening(world, state, scratch)
    _tally(world, theta, state, scratch, day)
    record_day(world, theta, state, scratch, record, day)


@kernel
def _clear_tallies(scratch: Scratch) -> None:
    scratch.arrivals[:] = 0
    scratch.departures[:] = 0
    scratch.passages[:] = 0


@kernel
def _count_morning(world: World, state: State, scratch: Scratch) -> None:
    for place in range(world.places.key.size):
        scratch.load[place] = people_in(state.present, place)


@kernel
def _count_present(world: World, state: State, scratch: Scratch) -> None:
    """Camps admit against who is there now: those who left today have made room."""
    for place in world.places.camps:
        scratch.load[place] = people_in(state.present, place)


@kernel
def _count_evening(world: World, state: State, scratch: Scratch) -> None:
    scratch.evening[:] = 0
    for place in range(world.places.key.size):
        if people_in(state.present, place) > 0:
            for origin in range(world.origins.size):
                for group in range(world.groups.key.size):
                    scratch.evening[place, group] += state.present[place, origin, group]


@kernel
def _tally(world: World, theta: Theta, state: State, scratch: Scratch, day: int) -> None:
    for zone in range(world.zones.place.size):
        for group in range(world.groups.key.size):
            state.exposed_days[zone, group] += state.pools[zone, CONTESTED, group]
    for place in world.places.through:
        for group in range(world.groups.key.size):
            state.queue_days[place, group] += scratch.evening[place, group]
    for place in world.places.stations:
        if people_in(state.queue, place) + people_in(state.held, place) == 0:
            continue
        for origin in range(world.origins.size):
            for group in range(world.groups.key.size):
                state.queue_days[place, group] += state.queue[place, origin, group]
                state.held_days[place, group] += state.held[place, origin, group]
    for place in world.places.stays:
        if world.places.informal[place] == 1:
            state.unsheltered[place] += people_in(state.present, place)
        elif world.places.kind[place] == CAMP:
            built = int(min(capacity(world, theta.camps, place, day), 2.0e9))
            state.unsheltered[place] += max(0, people_in(state.present, place) - built)
