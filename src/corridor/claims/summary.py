"""Values by member → an estimate with its interval, and how often the statement holds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.claims.schema import Measure, Number
from corridor.contrast.nested import draw_effects, weibull

__all__ = ["Estimate", "difference", "effects_of", "one_policy", "summarise", "wilson"]

Floats = NDArray[np.float64]
_TAILS = (0.05, 0.95)
_Z90 = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number under one prior set. NaN where the number decides nothing."""

    middle: float
    low: float
    high: float
    probability: float  # that the statement holds
    probability_low: float  # 90 % interval for the number of draws
    probability_high: float
    mc_se: float  # Monte-Carlo error of the mean difference, apart from what the parameters spread
    draws: int


def summarise(number: Number, values: Floats, against: Floats | None, replicates: int) -> Estimate:
    """Returns the estimate of a number from its values by member, and those of the policy it is held against."""
    if against is None:
        return one_policy(number, values, replicates)
    return difference(number, values - against, replicates)


def one_policy(number: Number, values: Floats, replicates: int) -> Estimate:
    """Returns median and 90 % interval over members; of a probability, the share of members and its interval."""
    draws = -(-values.size // replicates)
    chance, low, high = _holding(number, values, draws)
    if number.measure is Measure.PROBABILITY:
        return Estimate(chance, low, high, *_asked(number, chance, low, high), math.nan, draws)
    bottom, middle, top = np.quantile(values, (_TAILS[0], 0.5, _TAILS[1])).tolist()
    return Estimate(middle, bottom, top, *_asked(number, chance, low, high), math.nan, draws)


def difference(number: Number, values: Floats, replicates: int) -> Estimate:
    """Returns the mean difference and its 90 % interval over parameter draws, from paired differences by member.

    Chance is taken out as `corridor compare` does (corridor.contrast.nested): how far two coupled worlds lie apart in
    one member is no property of the world (MODEL.md 0.12), so that spread is never shown.
    """
    effects, error = effects_of(values, replicates)
    chance, low, high = _holding(number, effects, effects.size)
    bottom, top = weibull(effects, _TAILS).tolist()
    asked = _asked(number, chance, low, high)
    return Estimate(float(values.mean()), bottom, top, *asked, error, effects.size)


def effects_of(values: Floats, replicates: int) -> tuple[Floats, float]:
    """Returns the difference of every parameter draw with its chance taken out, and the Monte-Carlo error of the mean.

    With one replicate a draw there is no telling chance from parameters: the differences stand as they are, the error
    is NaN. Members of a draw that is not whole are left out.

    >>> effects_of(np.array([1.0, 1.0, 5.0, 5.0]), 2)
    (array([1., 5.]), 0.0)
    """
    draws = values.size // replicates
    if replicates < 2 or draws < 2:
        return values, math.nan
    table = values[: draws * replicates].reshape(draws, replicates)
    inside = float(table.var(axis=1, ddof=1).mean())
    return draw_effects(table), math.sqrt(inside / table.size)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Returns the 90 % Wilson interval of a probability.

    >>> [round(end, 3) for end in wilson(90, 100)]
    [0.839, 0.939]
    """
    share, square = successes / trials, _Z90**2 / trials
    centre = (share + square / 2) / (1 + square)
    half = _Z90 / (1 + square) * math.sqrt(share * (1 - share) / trials + square / (4 * trials))
    return max(0.0, centre - half), min(1.0, centre + half)


def _holding(number: Number, values: Floats, draws: int) -> tuple[float, float, float]:
    """Returns how often the condition holds; the interval counts draws, since replicates of one are alike."""
    if number.true_if is None:
        return math.nan, math.nan, math.nan
    share = float(number.true_if.holds(values).mean())
    low, high = wilson(round(share * draws), draws)
    return share, min(low, share), max(high, share)


def _asked(number: Number, *chance: float) -> tuple[float, float, float]:
    if not number.decides:
        return math.nan, math.nan, math.nan
    share, low, high = chance
    return share, low, high
