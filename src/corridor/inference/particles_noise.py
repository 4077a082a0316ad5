"""Uniforms for every slot and named cell at once: the same numbers as `draw_key` gives one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corridor.draws import text_key, uniforms_of_cells

__all__ = ["uniforms"]

FloatArray = NDArray[np.float64]


def uniforms(seed: int, process: str, when: int, slots: int, cells: Sequence[str]) -> FloatArray:
    """Returns (slots, cells) uniforms in (0, 1): of slot i and cell c that of `draw_key(seed, i, process, c, when)`.

    >>> uniforms(1, "move", 3, 2, ["a", "b"]).shape
    (2, 2)
    """
    words = np.array([text_key(cell) for cell in cells], np.uint64)
    return uniforms_of_cells(seed, text_key(process), when, slots, words)
