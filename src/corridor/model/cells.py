"""Cell keys: ids, not positions, name a cell, so that adding or re-ordering rows changes no draw."""

from __future__ import annotations

import numpy as np

from corridor.draws import absorb, cell_key, kernel, rotl, uniform

__all__ = ["cell", "cell3", "chance", "chance_of_option"]


@kernel
def cell(place: np.uint64, group: np.uint64) -> np.uint64:
    """Returns the word of a (place, group) cell; the turn keeps (a, b) apart from (b, a)."""
    return place ^ rotl(group, 21)


@kernel
def cell3(place: np.uint64, origin: np.uint64, group: np.uint64) -> np.uint64:
    """Returns the word of a (place, origin, group) cell."""
    return place ^ rotl(group, 21) ^ rotl(origin, 42)


@kernel
def chance(today: np.uint64, process: np.uint64, word: np.uint64) -> float:
    """Returns the uniform number of a process in a cell on the day of the key `today`."""
    return uniform(cell_key(today, process, word))


@kernel
def chance_of_option(today: np.uint64, process: np.uint64, word: np.uint64, option: np.uint64) -> float:
    """Returns the uniform number of one option of a cell: closing it leaves those of the others as they were."""
    return uniform(absorb(cell_key(today, process, word), option))
