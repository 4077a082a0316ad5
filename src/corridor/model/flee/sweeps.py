"""The two sweeps of a day: everyone at a location decides, everyone on a link travels and may decide again."""

from __future__ import annotations

import numpy as np

from corridor.draws import absorb, kernel
from corridor.model.flee.agenda import NOBODY, open_agenda, take
from corridor.model.flee.cells import PLACE_MASK, ROUTE_SHIFT
from corridor.model.flee.moves import MOST_TURNS, decide
from corridor.model.flee.processes import FLEE_DECIDE, FLEE_REST
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.travel import ride
from corridor.model.flee.weights import look
from corridor.model.flee.world import FleeWorld

__all__ = ["sweep_links", "sweep_locations"]

UNDER_WAY = np.uint64(0)  # the mark of people on a link since yesterday


@kernel
def sweep_locations(world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64) -> None:
    """Sweep A: everyone at a location decides once; those who go travel at once, which nobody sees before sweep B."""
    cells = state.stay
    open_agenda(scratch)
    scratch.deciding[0] = absorb(today, FLEE_DECIDE)
    scratch.resting[0] = absorb(today, FLEE_REST)
    if world.places.anew[day] != 0:
        scratch.dawn[0] = scratch.phase[0] + 1  # weights of earlier days are out of date
    look(world, state, scratch, day)
    for at in range(cells.size[0]):
        place, route = cells.place[at] & PLACE_MASK, cells.place[at] >> ROUTE_SHIFT
        decide(world, state, scratch, day, today, 0, place, route, cells.person[at], 0.0, cells.people[at])


@kernel
def sweep_links(world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64) -> None:
    """Sweep B: everyone on a link travels; then arrivals with time left decide again, those of the fewest km first."""
    cells = state.road
    for at in range(cells.size[0]):
        link, route = cells.place[at] & PLACE_MASK, cells.place[at] >> ROUTE_SHIFT
        ride(world, state, scratch, day, today, UNDER_WAY, link, route, cells.person[at], 0.0, cells.people[at])
    for slot in range(scratch.slot.size):
        for turn in range(1, MOST_TURNS):
            if scratch.slot[slot] == NOBODY:
                break
            _decide_again(world, state, scratch, day, today, turn, take(scratch, slot))


@kernel
def _decide_again(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64, turn: int, first: int
) -> None:
    """Takes the cells of a slot; whoever comes back to it by a short link has another turn."""
    look(world, state, scratch, day)
    here, at = scratch.here, first
    while at != NOBODY:
        after, people = scratch.after[at], here.people[at]
        here.people[at] = 0
        place, route = here.place[at] & PLACE_MASK, here.place[at] >> ROUTE_SHIFT
        decide(world, state, scratch, day, today, turn, place, route, here.person[at], here.moved[at], people)
        at = after
