"""One member under Flee's rules: days in a row, the ledger checked every evening, places recorded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor.draws import day_key, kernel
from corridor.engine.flee_day import advance_flee
from corridor.model.flee.arrivals import place_first
from corridor.model.flee.cells import Cells
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.world import FleeWorld

__all__ = ["BALANCED", "FULL", "NO_ORIGIN", "UNBALANCED", "run_flee_days"]

#: What a run ends with, beside the day.
BALANCED, FULL, NO_ORIGIN, UNBALANCED = 0, 1, 2, 3


@kernel
def run_flee_days(
    world: FleeWorld,
    state: FleeState,
    scratch: FleeScratch,
    first: int,
    last: int,
    member: np.uint64,
    tape: NDArray[np.int32],
) -> tuple[int, int]:
    """Runs days `first` to `last` - 1; `tape` (days, L + 2) takes people at places, on links, and ever made.

    Returns how the run ended and on which day: BALANCED, FULL (more cells than there was room for), NO_ORIGIN (people
    were to come, but nowhere was in conflict) or UNBALANCED (a defect).
    """
    places = world.places.key.size
    scratch.dawn[0] = scratch.phase[0] + 1  # weights of an earlier call, maybe of another world, are out of date
    if first == 0:
        place_first(world, state, scratch, day_key(member, -1))
    for day in range(first, last):
        if advance_flee(world, state, scratch, day, member) > 0:
            return NO_ORIGIN, day
        if state.stay.full[0] + state.road.full[0] + scratch.here.full[0] > 0:
            return FULL, day
        moving = _sum(state.road)
        there = 0
        for place in range(places):
            tape[day, place] = state.present[place]
            there += state.present[place]
            if state.present[place] < 0:
                return UNBALANCED, day
        tape[day, places] = moving
        tape[day, places + 1] = state.made[0]
        settled = 0
        for place in range(places):
            settled += state.settled[place]
        if there + moving != state.made[0] or _sum(state.stay) + settled != there:
            return UNBALANCED, day
    return BALANCED, last


@kernel
def _sum(cells: Cells) -> int:
    total = 0
    for at in range(cells.size[0]):
        total += cells.people[at]
    return total
