"""Factorials without cancellation: Stirling's error, and the deviance of a count from its mean."""

import math

import numpy as np

from corridor.draws.jit import kernel

TWO_PI = 2.0 * math.pi
_SMALL = np.array([
    0.0,
    0.08106146679532726,
    0.04134069595540929,
    0.02767792568499834,
    0.020790672103765093,
    0.016644691189821193,
    0.013876128823070748,
    0.011896709945891770,
    0.010411265261972096,
    0.009255462182712733,
    0.008330563433362871,
    0.007573675487951841,
    0.006942840107209530,
    0.006408994188004207,
    0.005951370112758848,
    0.005554733551962801,
])  # fmt: skip


@kernel
def stirling_error(n: float) -> float:
    """Return log(n!) - log(sqrt(2 pi n) (n/e)**n) for a whole number n >= 0; by convention 0 at 0.

    Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).

    >>> round(stirling_error(1.0), 12)
    0.081061466795
    """
    if n < 15.5:
        return float(_SMALL[int(n)])
    r = 1.0 / n
    rr = r * r
    return r * (1 / 12 - rr * (1 / 360 - rr * (1 / 1260 - rr * (1 / 1680 - rr * (1 / 1188 - rr * (691 / 360360))))))


@kernel
def root_factor(n: float) -> float:
    """Return 2 pi n, or 1 at n = 0: the square of the root in Stirling's formula, right for 0! = 1 too."""
    return TWO_PI * n if n > 0.0 else 1.0


@kernel
def deviance(mean: float, excess: float) -> float:
    """Return x log(x / mean) - (x - mean) for x = mean + excess >= 0, to full relative precision.

    >>> round(deviance(10.0, 2.0), 12) == round(12.0 * math.log(1.2) - 2.0, 12)
    True
    """
    t = excess / mean
    if t <= -1.0:
        return mean
    if abs(t) > 0.15:
        return mean * ((1.0 + t) * math.log1p(t) - t)
    v = t / (2.0 + t)
    w = v * v
    series = w * (1 / 3 + w * (1 / 5 + w * (1 / 7 + w * (1 / 9 + w * (1 / 11 + w * (1 / 13 + w * (1 / 15)))))))
    return excess * v + 2.0 * (mean + excess) * v * series
