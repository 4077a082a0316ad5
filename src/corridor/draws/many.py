"""Keys and uniforms of many slots at once: the same as one by one, in one compiled loop."""

import numpy as np
from numpy.typing import NDArray

from corridor.draws.jit import kernel
from corridor.draws.keys import absorb, cell_key, day_key, member_key, uniform

__all__ = ["following_keys", "uniforms", "uniforms_of_cells"]

FloatArray = NDArray[np.float64]
Keys = NDArray[np.uint64]


def uniforms(key: int, slots: int) -> FloatArray:
    """Return (slots,) numbers in (0, 1): slot i's depends on the key and on i, not on how many slots there are.

    >>> bool((uniforms(7, 3) == uniforms(7, 5)[:3]).all())
    True
    """
    made = np.empty(slots)
    _fill_slots(np.uint64(key), made)
    return made


def uniforms_of_cells(seed: int, process: np.uint64, day: int, slots: int, cells: NDArray[np.uint64]) -> FloatArray:
    """Return (slots, cells) numbers in (0, 1): of slot i and cell c that of `draw_key(seed, i, process, c, day)`.

    >>> uniforms_of_cells(1, text_key("move"), 3, 2, np.array([text_key("a")])).shape
    (2, 1)
    """
    made = np.empty((slots, cells.size))
    _fill_cells(seed, process, day, cells, made)
    return made


def following_keys(keys: Keys, process: np.uint64, step: int, turn: int) -> Keys:
    """Return the keys that follow `keys` when a process, a step and a turn are taken in.

    >>> following_keys(np.array([5], np.uint64), np.uint64(2), 1, 0)[0] == absorb(absorb(absorb(np.uint64(5), 2), 1), 0)
    np.True_
    """
    made = np.empty_like(keys)
    _follow(keys, process, np.uint64(step), np.uint64(turn), made)
    return made


@kernel
def _fill_slots(key: np.uint64, made: FloatArray) -> None:
    for slot in range(made.size):
        made[slot] = uniform(absorb(key, np.uint64(slot)))


@kernel
def _fill_cells(seed: int, process: np.uint64, day: int, cells: NDArray[np.uint64], made: FloatArray) -> None:
    for slot in range(made.shape[0]):
        today = day_key(member_key(seed, slot), day)
        for column in range(made.shape[1]):
            made[slot, column] = uniform(cell_key(today, process, cells[column]))


@kernel
def _follow(keys: Keys, process: np.uint64, step: np.uint64, turn: np.uint64, made: Keys) -> None:
    for slot in range(keys.size):
        made[slot] = absorb(absorb(absorb(keys[slot], process), step), turn)
