"""How a difference may be shown: as the table of `corridor.publish.rules` says of the numbers it is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.compared import Contrast
from corridor.publish.fans import counted
from corridor.publish.rules import FIGHTERS, ROUND_TO, Disclosure, Show, Where
from corridor.scenario.quantities import QUANTITIES

if TYPE_CHECKING:
    from corridor.series import Series

__all__ = ["FIGHTER_STEP", "Manner", "disclosed", "manner_of", "of_fighters"]

Floats = NDArray[np.float64]

#: Ranges of fighters end at multiples of this.
FIGHTER_STEP = 100
_DAYS_A_WEEK = 7


class Manner(StrEnum):
    """How a difference may leave the program."""

    EXACT = "counts whole, ratios as they are"
    ROUNDED = "rounded to 100"
    RANGE = "fighters: by region and week, only the ends of the 90 % interval, outwards to 100"
    NEVER = "not at all"


def of_fighters(series: Series) -> bool:
    """Returns whether a series counts fighters."""
    known = QUANTITIES.get(series.quantity)
    return series.group == FIGHTERS or (known is not None and known.restricted)


def manner_of(series: Series, rules: Disclosure) -> Manner:
    """Returns how the differences of a series may be shown."""
    if of_fighters(series):
        region = rules.where(series.place) is Where.REGION
        return Manner.RANGE if region and series.group == "all" else Manner.NEVER
    if series.quantity == "capacity" and rules.where(series.place) is not Where.CAMPS:
        return Manner.NEVER  # of a place without a limit no number makes sense
    return {
        Show.NEVER: Manner.NEVER,
        Show.EXACT: Manner.EXACT,
    }.get(rules.of_series(series.quantity, series.place, series.group), Manner.ROUNDED)


def disclosed(contrast: Contrast, manner: Manner, start: date) -> Contrast:
    """Returns the contrast as it may be shown; `start` is the first day of the run, from which weeks are counted."""
    if manner is Manner.RANGE:
        return _range(contrast, start)
    if manner is Manner.NEVER:
        raise ValueError(f"{contrast.quantity} of {contrast.place} may not be shown")
    if not counted(contrast.quantity):
        return contrast
    step = 1 if manner is Manner.EXACT else ROUND_TO
    small = (np.abs(contrast.quantiles) < step / 2).all(axis=1) & (contrast.quantiles != 0).any(axis=1)
    hidden = small & (step > 1)  # a difference too small to be shown gives no sign away either
    return replace(
        contrast,
        difference=_to(contrast.difference, step),
        quantiles=_to(contrast.quantiles, step),
        mc_se=np.where(hidden, np.nan, contrast.mc_se),
        probability_positive=np.where(hidden, np.nan, contrast.probability_positive),
        variance_reduction=np.where(hidden, np.nan, contrast.variance_reduction),
    )


def _to(numbers: Floats, step: int) -> Floats:
    return np.asarray(np.rint(numbers / step) * step + 0.0)


def _range(contrast: Contrast, start: date) -> Contrast:
    """Only whole weeks, only the two ends, rounded away from each other."""
    week = np.array([(day - start).days % _DAYS_A_WEEK == _DAYS_A_WEEK - 1 for day in contrast.dates], bool)
    blank = np.full(len(contrast.dates), np.nan)
    quantiles = np.full_like(contrast.quantiles, np.nan)
    low, high = contrast.quantiles[:, 0], contrast.quantiles[:, -1]
    quantiles[week, 0] = np.floor(low[week] / FIGHTER_STEP) * FIGHTER_STEP
    quantiles[week, -1] = np.ceil(high[week] / FIGHTER_STEP) * FIGHTER_STEP
    return replace(
        contrast,
        difference=blank,
        mc_se=blank,
        quantiles=quantiles + 0.0,
        probability_positive=blank,
        variance_reduction=blank,
    )
