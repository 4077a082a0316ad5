"""Arrivals with time left today, in the order of the km that they have covered: who has covered fewer decides first."""

from __future__ import annotations

from corridor.draws import kernel
from corridor.model.flee.cells import clear, find
from corridor.model.flee.state import FleeScratch

__all__ = ["NOBODY", "open_agenda", "put", "take"]

NOBODY = -1


@kernel
def open_agenda(scratch: FleeScratch) -> None:
    """Empties the agenda for a new day."""
    clear(scratch.here)
    for slot in range(scratch.slot.size):
        scratch.slot[slot] = NOBODY


@kernel
def put(scratch: FleeScratch, place: int, person: int, moved: float, people: int) -> None:
    """Adds people to the cell of arrivals like them, and the cell to the slot of its km."""
    here = scratch.here
    at = find(here, place, person, moved)
    if at < 0:
        return
    if here.people[at] == 0:
        slot = min(int(moved / scratch.width[0]), scratch.slot.size - 1)
        scratch.after[at] = scratch.slot[slot]
        scratch.slot[slot] = at
    here.people[at] += people


@kernel
def take(scratch: FleeScratch, slot: int) -> int:
    """Empties a slot and returns the first of its cells; `scratch.after` gives the next, NOBODY ends them."""
    first = scratch.slot[slot]
    scratch.slot[slot] = NOBODY
    return first
