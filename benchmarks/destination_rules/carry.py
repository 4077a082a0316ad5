"""People carried to camps by a rule: shares of each day's displaced, who arrive after the days of the way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.destination_rules.situation import Situation

__all__ = ["Rule", "carried", "setting_out"]

Floats = NDArray[np.float64]
#: Takes km (origins, camps), gives shares of the same shape.
Rule = Callable[[Floats], Floats]


def setting_out(situation: Situation, arrivals: Floats) -> Floats:
    """Returns (T, O) people who set out: the day's displaced, and those before them who had no camp in reach till today."""
    reached = np.isfinite(situation.km).any(axis=2)
    leaving = arrivals[:, None] * situation.origin
    for day in range(arrivals.size - 1):
        held = np.where(reached[situation.stretch[day]], 0.0, leaving[day])
        leaving[day] -= held
        leaving[day + 1] += held
    return leaving


def carried(situation: Situation, rule: Rule, leaving: Floats) -> Floats:
    """Returns (J, T) people in camps: those of the first day, and all who have come; D km take floor(D / speed) nights."""
    days, camps = leaving.shape[0], len(situation.camps)
    came = np.zeros((days, camps))
    for stretch, km in enumerate(situation.km):
        shares = rule(km)
        nights = np.floor_divide(km, situation.speed, out=np.full(km.shape, -1.0), where=np.isfinite(km))
        dates = np.flatnonzero(situation.stretch == stretch)
        for night in np.unique(nights[nights >= 0.0]).astype(np.int64):
            inside = dates[dates + night < days]
            came[inside + night] += leaving[inside] @ np.where(nights == night, shares, 0.0)
    return np.asarray(situation.start[:, None] + np.cumsum(came, axis=0).T)
