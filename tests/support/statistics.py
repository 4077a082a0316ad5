"""Tests of law: how surprising a sample is under a law, and how often a right engine would look this surprising.

Seeds are fixed, so that a pass is a pass for ever; the rates say how often a right engine would have failed with other
seeds. All of them stand in `RATES`, and a test adds them up (tests/laws/test_false_alarms.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

__all__ = [
    "FAMILY", "RATES", "accept", "binomial_p", "chi_square_p", "correlation_p", "detect", "mean_p", "same_mean_p",
    "same_variance_p", "variance_p",
]  # fmt: skip

#: No more than this, all checks together.
FAMILY = 1e-4
_EACH = 1e-6
_CHECKS = (
    "T1 mean", "T1 variance", "T1 day of departure",
    "T2 mean", "T2 covariance",
    "T3 linear part", "T3 throttled part",
    "T7 mean", "T7 variance", "T7 Poisson stays Poisson",
    "T8 predictive value .001", "T8 predictive value .005", "T8 predictive value .02",
    "T9 mean", "T9 variance", "T9 Poisson",
    "T14 mean", "T14 negative binomial", "T14 mean with pauses",
    "T15 by day 120", "T15 split",
    "T17 engine, one day", "T17 engine, two half days",
    "T18 mean", "T18 variance", "T18 relaxation", "T18 flow out", "T18 flow home",
    "T19 shares", "T19 covariance",
    "T20 mean a", "T20 mean b", "T20 mean c", "T20 variance a", "T20 variance b", "T20 variance c",
    "T20 correlation ab", "T20 correlation bc", "T20 correlation ac",
    "T21 mean", "T21 variance at 100", "T21 spread",
    "T24 mean", "T24 variance",
    "T10 day 10", "T10 day 50", "T11 variance", "T11 window", "T12 mean", "T12 sizes", "T13 one", "T13 other",
    "T16 cut on day 37", "T16 never closed", "T16 closed from the start", "guise",
    "toy of 2.15",
    "doubling: away", "doubling: in camps", "doubling: in hosts", "doubling: dead",
    "I9 groups: mean", "I9 groups: variance", "I9 zones: mean", "I9 zones: variance",
    "T22 families", "T22 published people", "T22 published families", "T25 mean", "T25 variance", "T25 backlog",
    "T27 fair", "T27 plain",
)  # fmt: skip
#: How often a right engine fails each check.
RATES: Mapping[str, float] = MappingProxyType(dict.fromkeys(_CHECKS, _EACH))

Sample = NDArray[np.floating] | NDArray[np.integer]


def accept(found: Mapping[str, float]) -> None:
    """Asserts that no check is too surprising: `found` holds the p-value of each, by its name in RATES."""
    for name, p in found.items():
        assert p > RATES[name], f"{name}: p = {p:.3g}"


def detect(found: Mapping[str, float]) -> None:
    """Asserts that at least one of these checks sees that something is wrong."""
    assert any(p <= RATES[name] for name, p in found.items()), f"nothing noticed: {dict(found)}"


def mean_p(sample: Sample, mean: float, variance: float | None = None) -> float:
    """Returns the two-sided p-value of the sample's mean; the variance is the law's, or else the sample's own."""
    error = np.sqrt((sample.var(ddof=1) if variance is None else variance) / sample.size)
    return float(2 * stats.norm.sf(abs(sample.mean() - mean) / error))


def variance_p(sample: Sample, variance: float) -> float:
    """Returns the two-sided p-value of the sample's variance, whose own error comes from the fourth moment."""
    spread = sample - sample.mean()
    error = np.sqrt((np.mean(spread**4) - variance**2) / sample.size)
    return float(2 * stats.norm.sf(abs(np.mean(spread**2) - variance) / error))


def correlation_p(one: Sample, other: Sample, correlation: float = 0.0) -> float:
    """Returns the two-sided p-value of a correlation, by Fisher's z."""
    found = np.corrcoef(one, other)[0, 1]
    z = (np.arctanh(found) - np.arctanh(correlation)) * np.sqrt(one.size - 3)
    return float(2 * stats.norm.sf(abs(z)))


def chi_square_p(observed: ArrayLike, expected: ArrayLike) -> float:
    """Returns the p-value of counts against expected counts; both have the same sum."""
    seen, law = np.asarray(observed, float), np.asarray(expected, float)
    return float(stats.chisquare(seen, law * (seen.sum() / law.sum())).pvalue)


def binomial_p(successes: int, trials: int, probability: float) -> float:
    """Returns the exact two-sided p-value of a count of successes."""
    return float(stats.binomtest(successes, trials, probability).pvalue)


def same_mean_p(one: Sample, other: Sample) -> float:
    """Returns the two-sided p-value of two independent samples having the same mean."""
    error = np.sqrt(one.var(ddof=1) / one.size + other.var(ddof=1) / other.size)
    return 1.0 if error == 0 else float(2 * stats.norm.sf(abs(one.mean() - other.mean()) / error))


def same_variance_p(one: Sample, other: Sample) -> float:
    """Returns the two-sided p-value of two independent samples having the same variance."""
    error = np.sqrt(sum((np.mean((x - x.mean()) ** 4) - x.var() ** 2) / x.size for x in (one, other)))
    return float(2 * stats.norm.sf(abs(one.var() - other.var()) / error))
