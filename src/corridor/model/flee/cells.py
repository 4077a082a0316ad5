"""Sparse cells: equal people counted together, in an open hash table that grows by being made anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.draws import kernel
from corridor.draws.keys import wrap_multiply
from corridor.model.struct import Struct

__all__ = ["Cells", "add", "cells_for", "clear", "find", "pack_person", "pack_place"]

Ints = NDArray[np.int64]

ROUTE_SHIFT = 20
CLASS_SHIFT = 12
FOOT_SHIFT = 28
RIDDEN_SHIFT = 32
WALKED_SHIFT = 44
PLACE_MASK = (1 << 20) - 1
RECENT_MASK = (1 << 12) - 1
CLASS_MASK = (1 << 16) - 1
HOPS_MASK = (1 << 12) - 1
POSITION_BITS = 28
POSITION_MASK = (1 << POSITION_BITS) - 1
MOVED_UNIT = 1024.0  # km of today are named in 1/1024 km
# Odd numbers that spread words over the table; any would do for correctness.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_MOVED = np.uint64(0xC2B2AE3D27D4EB4F)
_PERSON = np.uint64(0xFF51AFD7ED558CCD)
_HIGH = np.uint64(32)


@dataclass(frozen=True, eq=False)
class Cells(Struct):
    """`place` is a location or link with the route still to go; `person` all else that the future depends on."""

    place: Ints
    person: Ints
    moved: NDArray[np.float64]  # km today
    people: Ints
    size: Ints  # (1,)
    full: Ints  # (1,) 1: more cells than fit; the run is made anew with more room
    table: Ints  # by hash: the generation in which a slot was filled, and the position
    generation: Ints  # (1,)


def cells_for(room: int) -> Cells:
    """Returns room for `room` cells; the hash table is at most a quarter full."""
    slots = 1 << max(4, (4 * room - 1).bit_length())
    return Cells(
        place=np.zeros(room, np.int64),
        person=np.zeros(room, np.int64),
        moved=np.zeros(room),
        people=np.zeros(room, np.int64),
        size=np.zeros(1, np.int64),
        full=np.zeros(1, np.int64),
        table=np.zeros(slots, np.int64),
        generation=np.ones(1, np.int64),
    )


@kernel
def clear(cells: Cells) -> None:
    """Empties a table without touching its slots."""
    cells.size[0] = 0
    cells.generation[0] += 1


@kernel
def pack_place(place: int, route: int) -> int:
    """Returns a location or link and the route still to go as one word."""
    return place | (route << ROUTE_SHIFT)


@kernel
def pack_person(recent: int, group: int, on_foot: int) -> int:
    """Returns the recent-travel index in thousandths, the class, and whether no link has been completed yet."""
    return recent | (group << CLASS_SHIFT) | (on_foot << FOOT_SHIFT)


@kernel
def find(cells: Cells, place: int, person: int, moved: float) -> int:
    """Returns the position of a cell, made with nobody in it if need be; -1 where there is no room."""
    word = wrap_multiply(np.uint64(person), _PERSON) ^ wrap_multiply(np.uint64(int(moved * MOVED_UNIT)), _MOVED)
    word = wrap_multiply(word ^ np.uint64(place), _SPREAD)
    mask = cells.table.size - 1
    slot = np.int64((word >> _HIGH) & np.uint64(mask))
    now = cells.generation[0]
    while cells.table[slot] >> POSITION_BITS == now:
        at = cells.table[slot] & POSITION_MASK
        if cells.place[at] == place and cells.person[at] == person and cells.moved[at] == moved:
            return at
        slot = (slot + 1) & mask
    at = cells.size[0]
    if at == cells.place.size:
        cells.full[0] = 1
        return -1
    cells.table[slot] = (now << POSITION_BITS) | at
    cells.place[at] = place
    cells.person[at] = person
    cells.moved[at] = moved
    cells.people[at] = 0
    cells.size[0] = at + 1
    return at


@kernel
def add(cells: Cells, place: int, person: int, moved: float, people: int) -> None:
    """Adds people to their cell, made if need be."""
    if people == 0:
        return
    at = find(cells, place, person, moved)
    if at >= 0:
        cells.people[at] += people
