"""What names a cell in the keys of its draws."""

from __future__ import annotations

import numpy as np

from corridor.draws import absorb, kernel
from corridor.model.flee.cells import CLASS_MASK, CLASS_SHIFT, MOVED_UNIT

__all__ = ["cell_word"]

REST = ~(CLASS_MASK << CLASS_SHIFT)


@kernel
def cell_word(key: np.uint64, route: np.uint64, group: np.uint64, person: int, moved: float) -> np.uint64:
    """Returns what names a cell in draw keys: ids and plain numbers, no position in an array."""
    word = absorb(absorb(absorb(key, route), group), np.uint64(person & REST))
    return absorb(word, np.uint64(int(moved * MOVED_UNIT)))
