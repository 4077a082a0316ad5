"""Quantiles and means over members, linearly interpolated, one day at a time so that memory stays small."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.spool import part

__all__ = ["quantiles_of", "summarise", "summarise_one"]

Floats = NDArray[np.float64]

#: Days of a table that are read together.
_AT_ONCE = 16


def quantiles_of(values: NDArray[Any], probabilities: Sequence[float]) -> Floats:
    """Returns quantiles along the last axis; NaN members do not count, and of NaN alone the answer is NaN.

    >>> quantiles_of(np.array([[4, 1, 2, 3]]), (0.5,))
    array([[2.5]])
    """
    ordered = np.sort(values, axis=-1)
    counted = ordered.shape[-1] - np.isnan(ordered).sum(axis=-1) if ordered.dtype.kind == "f" else None
    last = np.asarray(ordered.shape[-1] if counted is None else counted) - 1
    position = np.maximum(last, 0)[..., None] * np.asarray(probabilities)
    position = np.broadcast_to(position, (*ordered.shape[:-1], len(probabilities)))
    below = np.floor(position).astype(np.intp)
    above = np.minimum(below + 1, ordered.shape[-1] - 1)
    low = np.take_along_axis(ordered, below, axis=-1).astype(np.float64)
    high = np.take_along_axis(ordered, above, axis=-1).astype(np.float64)
    share = position - below
    # Where the position is whole the member above may be NaN, and must not matter.
    return np.where(share > 0.0, low + share * (high - low), low)


def summarise(
    values: NDArray[Any], probabilities: Sequence[float], columns: Sequence[int] | None = None
) -> tuple[Floats, Floats]:
    """Returns mean (series, days) and quantiles (series, days, probabilities) of (members, days, series).

    `columns` names the series that are wanted; without it, all. They are never copied for all days at once.
    """
    _, days, width = values.shape
    wanted = list(range(width) if columns is None else columns)
    means = np.empty((len(wanted), days))
    quantiles = np.empty((len(wanted), days, len(probabilities)))
    for first in range(0, days, _AT_ONCE):
        some = part(values, slice(first, first + _AT_ONCE), wanted)
        for day in range(some.shape[1]):
            members = np.ascontiguousarray(some[:, day].T)
            means[:, first + day] = _mean(members)
            quantiles[:, first + day] = quantiles_of(members, probabilities)
    return means, quantiles


def summarise_one(values: NDArray[Any], probabilities: Sequence[float]) -> tuple[Floats, Floats]:
    """Returns mean (days,) and quantiles (days, probabilities) of one series (members, days)."""
    members = np.ascontiguousarray(values.T)
    return _mean(members), quantiles_of(members, probabilities)


def _mean(members: NDArray[Any]) -> Floats:
    if members.dtype.kind != "f":
        # Whole numbers are added exactly, in any order.
        total = members.sum(axis=-1, dtype=np.int64)
        return np.asarray(total / members.shape[-1], dtype=np.float64)
    known = np.isfinite(members).sum(axis=-1)
    total = np.nansum(members, axis=-1)
    return np.where(known > 0, total / np.maximum(known, 1), np.nan)
