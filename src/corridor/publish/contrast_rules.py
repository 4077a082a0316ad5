"""How a difference may be shown: as the table of `corridor.publish.rules` says of the numbers it is made of.

Differences in fighters keep to FIGHTER_RULE as their numbers do: by region, on the Sundays of whole weeks that are not
under the embargo, as the two ends of a range rounded away from each other, and from at least so many parameter draws.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.compared import Contrast
from corridor.publish.fans import counted, is_shown
from corridor.publish.rules import FIGHTER_RULE, FIGHTERS, ROUND_TO, Disclosure, Show, What, Where, what

if TYPE_CHECKING:
    from corridor.series import Series

__all__ = ["FIGHTER_STEP", "Manner", "Manners", "disclosed", "rounded"]

Floats = NDArray[np.float64]

#: Ranges of differences in fighters end at multiples of this.
FIGHTER_STEP = FIGHTER_RULE.coarse_step
_SUNDAY = 6


class Manner(StrEnum):
    """How a difference may leave the program."""

    EXACT = "counts whole, ratios as they are"
    ROUNDED = "rounded to 100"
    RANGE = "fighters: by region and week, only the ends of the 90 % interval, outwards to 100"
    NEVER = "not at all"


@dataclass(frozen=True, slots=True)
class Manners:
    """The rules for one comparison; `draws` are its parameter draws, `today` the day the embargo is counted from."""

    rules: Disclosure
    draws: int
    start: date
    today: date

    def of(self, series: Series) -> Manner:
        """Returns how the differences of a series may be shown."""
        if what(series.quantity) is What.FIGHTERS or series.group == FIGHTERS:
            region = self.rules.where(series.place) is Where.REGION and series.group == "all"
            return Manner.RANGE if region and self.draws >= FIGHTER_RULE.fewest_draws else Manner.NEVER
        if not is_shown(series, self.rules):
            return Manner.NEVER
        show = self.rules.of_series(series.quantity, series.place, series.group)
        return Manner.EXACT if show is Show.EXACT else Manner.ROUNDED

    def show(self, series: Series, contrast: Contrast) -> Contrast:
        """Returns the contrast as it may be shown."""
        return disclosed(contrast, self.of(series), [self.is_week(day) for day in contrast.dates])

    def is_week(self, day: date) -> bool:
        """Returns whether a day ends a whole week of the run of which something may be said of fighters."""
        open_ = day <= self.today - timedelta(days=FIGHTER_RULE.embargo_days)
        return open_ and day.weekday() == _SUNDAY and (day - self.start).days >= _SUNDAY


def disclosed(contrast: Contrast, manner: Manner, weeks: list[bool]) -> Contrast:
    """Returns the contrast as a manner has it; `weeks` says of which dates something may be said of fighters."""
    if manner is Manner.RANGE:
        return _range(contrast, np.array(weeks, bool))
    if manner is Manner.NEVER:
        raise ValueError(f"{contrast.quantity} of {contrast.place} may not be shown")
    if not counted(contrast.quantity):
        return contrast
    step = _step(manner)
    small = (np.abs(contrast.quantiles) < step / 2).all(axis=1) & (contrast.quantiles != 0).any(axis=1)
    hidden = small & (step > 1)  # a difference too small to be shown gives no sign away either
    return replace(
        contrast,
        difference=_to(contrast.difference, step),
        quantiles=rounded(contrast.quantity, contrast.quantiles, manner),
        mc_se=np.where(hidden, np.nan, contrast.mc_se),
        probability_positive=np.where(hidden, np.nan, contrast.probability_positive),
        variance_reduction=np.where(hidden, np.nan, contrast.variance_reduction),
    )


def rounded(quantity: str, quantiles: Floats, manner: Manner) -> Floats:
    """Returns the quantiles of a difference that is shown exactly or rounded."""
    return _to(quantiles, _step(manner)) if counted(quantity) else quantiles


def _step(manner: Manner) -> int:
    return 1 if manner is Manner.EXACT else ROUND_TO


def _to(numbers: Floats, step: int) -> Floats:
    return np.asarray(np.rint(numbers / step) * step + 0.0)


def _range(contrast: Contrast, week: NDArray[np.bool_]) -> Contrast:
    """Only whole weeks, only the two ends, rounded away from each other; nothing where nothing differs."""
    blank = np.full(len(contrast.dates), np.nan)
    quantiles = np.full_like(contrast.quantiles, np.nan)
    low, high = contrast.quantiles[week, 0], contrast.quantiles[week, -1]
    quantiles[week, 0] = np.floor(low / FIGHTER_STEP) * FIGHTER_STEP
    ends = np.ceil(high / FIGHTER_STEP) * FIGHTER_STEP
    some = (low != 0) | (high != 0)
    quantiles[week, -1] = np.where(some & (ends <= quantiles[week, 0]), ends + FIGHTER_STEP, ends)
    return replace(
        contrast,
        difference=blank,
        mc_se=blank,
        quantiles=quantiles + 0.0,
        probability_positive=blank,
        variance_reduction=blank,
    )
