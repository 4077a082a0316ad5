"""Uniforms for every slot and cell at once: the same numbers as `draw_key` gives one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corridor.draws import cell_key, day_key, kernel, member_key, text_key, uniform

__all__ = ["uniforms"]

FloatArray = NDArray[np.float64]


def uniforms(seed: int, process: str, when: int, slots: int, cells: Sequence[str]) -> FloatArray:
    """Returns (slots, cells) uniforms in (0, 1): of slot i and cell c that of `draw_key(seed, i, process, c, when)`.

    >>> uniforms(1, "move", 3, 2, ["a", "b"]).shape
    (2, 2)
    """
    made = np.empty((slots, len(cells)))
    words = np.array([text_key(cell) for cell in cells], np.uint64)
    _fill(seed, text_key(process), when, words, made)
    return made


@kernel
def _fill(seed: int, process: np.uint64, when: int, cells: NDArray[np.uint64], made: FloatArray) -> None:
    for slot in range(made.shape[0]):
        today = day_key(member_key(seed, slot), when)
        for column in range(made.shape[1]):
            made[slot, column] = uniform(cell_key(today, process, cells[column]))
