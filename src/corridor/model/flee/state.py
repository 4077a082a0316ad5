"""State under Flee's rules, and the working arrays of a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.draws import absorb
from corridor.model.flee.cells import Cells, cells_for
from corridor.model.flee.world import FleeWorld
from corridor.model.struct import Struct

__all__ = ["FleeScratch", "FleeState", "flee_scratch", "flee_state", "restart"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
#: In how many slots a day is cut; as many as there are shortest links in it, if these are fewer.
MOST_SLOTS = 64


@dataclass(frozen=True, eq=False)
class FleeState(Struct):
    """Everything that the future depends on, in the evening."""

    stay: Cells  # people at locations
    road: Cells  # people on links
    present: Ints  # (L,)
    settled: Ints  # (L,) of these, who stay for good
    population: Floats  # (L,)
    made: Ints  # (1,) people who ever came
    waiting: Ints  # (1,) people who found no place of origin (repaired only)


@dataclass(frozen=True, eq=False)
class FleeScratch(Struct):
    """Overwritten every day."""

    stay: Cells
    road: Cells
    here: Cells  # arrived within the day, with time left,
    after: Ints  # (room,) the next such cell in its slot
    slot: Ints  # (S,) the first cell of those who have covered about as many km today
    width: Floats  # (1,) km of a slot
    name: Words  # (L * C,) a location and a class in draw keys
    deciding: Words  # (1,) the key of today's decisions,
    resting: Words  # and of the rounding of recent travel
    load: Ints  # (L,) people present as decisions see it
    room: Floats  # (L,) capacity multiplier
    chance: Floats  # (L,) of moving today
    worth: Floats  # (L,) factor of population on the score
    weight: Floats  # (C * candidates,) of the candidates,
    share: Floats  # of a candidate among itself and all later ones,
    link: Ints  # its first link; -1: none, or a full camp refuses
    fresh: Ints  # (L * C,) the phase in which weights were made
    phase: Ints  # (1,) counts the times at which decisions look around
    dawn: Ints  # (1,) the first phase since scores or what is open changed
    touched: Ints  # (L,) the phase in which the capacity multiplier last changed,
    latest: Ints  # (1,) and that of any location
    origin: Floats  # (L,) weights of arrivals
    matching: Ints  # (L, values) displaced by ethnicity,
    believing: Ints  # and by religion
    draws: Ints  # (1,)


def flee_state(world: FleeWorld, room: int) -> FleeState:
    """Returns an empty state with room for `room` cells of either kind."""
    places = world.places.key.size
    return FleeState(
        stay=cells_for(room),
        road=cells_for(room),
        present=np.zeros(places, np.int64),
        settled=np.zeros(places, np.int64),
        population=world.places.population.copy(),
        made=np.zeros(1, np.int64),
        waiting=np.zeros(1, np.int64),
    )


def flee_scratch(world: FleeWorld, room: int) -> FleeScratch:
    """Returns working arrays that fit `world`."""
    places, groups = world.places.key.size, world.groups.key.size
    candidates = max(world.ways.goal.size, 1)
    fastest = float(max(world.rules.max_speed, world.rules.walk_speed, world.links.speed.max(initial=0.0)))
    slots = int(min(MOST_SLOTS, max(1.0, np.ceil(fastest / world.links.km.min(initial=fastest)))))
    return FleeScratch(
        stay=cells_for(room),
        road=cells_for(room),
        here=cells_for(room),
        after=np.zeros(room, np.int64),
        slot=np.full(slots, -1, np.int64),
        width=np.array([fastest / slots]),
        name=_names(world),
        deciding=np.zeros(1, np.uint64),
        resting=np.zeros(1, np.uint64),
        load=np.zeros(places, np.int64),
        room=np.ones(places),
        chance=np.zeros(places),
        worth=np.ones(places),
        weight=np.zeros(groups * candidates),
        share=np.zeros(groups * candidates),
        link=np.zeros(groups * candidates, np.int64),
        fresh=np.zeros(places * groups, np.int64),
        phase=np.zeros(1, np.int64),
        dawn=np.zeros(1, np.int64),
        touched=np.zeros(places, np.int64),
        latest=np.zeros(1, np.int64),
        origin=np.zeros(places),
        matching=np.zeros((places, int(world.groups.ethnicity.max(initial=0)) + 1), np.int64),
        believing=np.zeros((places, int(world.groups.religion.max(initial=0)) + 1), np.int64),
        draws=np.zeros(1, np.int64),
    )


def _names(world: FleeWorld) -> Words:
    places, groups = world.places.key, world.groups.key
    return np.array([absorb(place, group) for place in places for group in groups], np.uint64)


def restart(world: FleeWorld, state: FleeState, scratch: FleeScratch) -> None:
    """Empties state and working arrays for another member: cheaper than new ones."""
    for cells in (state.stay, state.road, scratch.stay, scratch.road, scratch.here):
        cells.size[0] = 0
        cells.full[0] = 0
        cells.generation[0] += 1
    for counts in (state.present, state.settled, state.made, state.waiting, scratch.draws):
        counts[:] = 0
    state.population[:] = world.places.population
    scratch.room[:] = 1.0
