"""Sums over the last axes of tables of people; most rows of most tables are empty, and are skipped by their sum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor.draws import kernel

__all__ = ["people_in"]


@kernel
def people_in(counts: NDArray[np.int64], row: int) -> int:
    """Returns the sum of `counts[row]`, of all origins and groups together; flat, it is four times as fast."""
    total = 0
    for people in counts[row].flat:
        total += people
    return total
