"""Uniformity and independence of keyed uniforms, and the laws of MODEL.md 2.17 that rest on draws alone.

Keys are fixed, so a pass is a pass for ever; each comparison states how often a right generator would fail it.
"""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from corridor.draws import (
    absorb,
    binomial,
    draw_key,
    hypergeometric,
    mix64,
    multinomial,
    multivariate_hypergeometric,
    normal,
    poisson,
    text_key,
    uniform,
)

pytestmark = pytest.mark.statistical

FALSE_ALARM = 1e-6
SIGMAS = float(stats.norm.isf(FALSE_ALARM / 2))
AXES: dict[str, Callable[[int], tuple[int, int, int, int, int]]] = {
    "seed": lambda i: (i, 3, 1, 4, 1),
    "member": lambda i: (1, i, 1, 4, 1),
    "process": lambda i: (1, 3, i, 4, 1),
    "cell": lambda i: (1, 3, 1, i, 1),
    "day": lambda i: (1, 3, 1, 4, i),
    "cell and day": lambda i: (1, 3, 1, i % 300, i // 300),
    "high bits of cell": lambda i: (1, 3, 1, i << 40, 1),
}


def uniforms(axis: str, count: int) -> NDArray[np.float64]:
    return np.array([uniform(draw_key(*AXES[axis](i))) for i in range(count)])


@pytest.mark.parametrize("axis", AXES)
def test_uniform_along_each_axis(axis: str) -> None:
    u = uniforms(axis, 40_000)
    counts = np.bincount((u * 256).astype(int), minlength=256)
    assert stats.chisquare(counts).pvalue > FALSE_ALARM
    assert stats.kstest(u, "uniform").pvalue > FALSE_ALARM
    low = (u * 2.0**48 % 256).astype(int)  # the bits that follow the first 40
    assert stats.chisquare(np.bincount(low, minlength=256)).pvalue > FALSE_ALARM


@pytest.mark.parametrize("axis", AXES)
def test_neighbours_along_each_axis_are_independent(axis: str) -> None:
    u = uniforms(axis, 40_000)
    for lag in (1, 2, 7):
        correlation = np.corrcoef(u[:-lag], u[lag:])[0, 1]
        assert abs(correlation) * np.sqrt(len(u) - lag) < SIGMAS
        pairs = (u[:-lag] * 16).astype(int) * 16 + (u[lag:] * 16).astype(int)
        # overlapping pairs: compare every second one, which are disjoint for odd lags and independent for all
        assert stats.chisquare(np.bincount(pairs[:: lag + 1], minlength=256)).pvalue > FALSE_ALARM


def test_axes_are_independent_of_each_other() -> None:
    columns = np.array([uniforms(axis, 20_000) for axis in AXES])[:, 10:]
    correlation = np.corrcoef(columns) - np.eye(len(AXES))
    pairs = len(AXES) * (len(AXES) - 1) / 2
    assert np.abs(correlation).max() * np.sqrt(columns.shape[1]) < stats.norm.isf(FALSE_ALARM / 2 / pairs)


@pytest.mark.parametrize("hashing", [mix64, lambda x: absorb(np.uint64(99), x), lambda x: absorb(x, np.uint64(99))])
def test_every_bit_moves_every_bit(hashing: Callable[[np.uint64], int]) -> None:
    words = [np.uint64(int(text_key(f"word {i}")) if i % 2 else i) for i in range(800)]
    before = np.array([hashing(word) for word in words], np.uint64)
    limit = stats.norm.isf(FALSE_ALARM / 2 / 64**2)
    for bit in range(64):
        after = np.array([hashing(word ^ np.uint64(1 << bit)) for word in words], np.uint64)
        flips = [np.count_nonzero((before ^ after) >> np.uint64(out) & np.uint64(1)) for out in range(64)]
        z = (np.array(flips) - len(words) / 2) / np.sqrt(len(words) / 4)
        assert np.abs(z).max() < limit, bit


def test_no_two_of_many_keys_are_equal() -> None:
    keys = {draw_key(1, member, process, cell, day) for member in range(12) for process in range(12)
            for cell in range(12) for day in range(12)}  # fmt: skip
    assert len(keys) == 12**4


def close_moments(sample: NDArray[np.float64], mean: float, variance: float) -> None:
    """Assert mean and variance within `SIGMAS` standard errors of the law's."""
    count = len(sample)
    spread = sample - mean
    fourth = np.mean(spread**4)
    assert abs(sample.mean() - mean) < SIGMAS * np.sqrt(variance / count)
    assert abs(np.mean(spread**2) - variance) < SIGMAS * np.sqrt((fourth - variance**2) / count)


def level(member: int, process: int = 0, cell: int = 0) -> float:
    return uniform(draw_key(2, member, process, cell, 0))


def test_t2_split_between_two_camps() -> None:
    counts = split_many(10_000, [2.5, 1.0], 5000)
    close_moments(counts[:, 0], 10_000 * 0.714286, 2040.82)
    covariance = np.cov(counts.T)[0, 1]
    assert covariance == pytest.approx(-2040.82, rel=SIGMAS * np.sqrt(2 / 5000))


def test_multinomial_means_and_covariances() -> None:
    shares = np.array([0.05, 0.5, 0.0, 0.15, 0.3])
    n, members = 400, 8000
    counts = split_many(n, list(shares * 7), members)
    for j in (0, 1, 3, 4):
        close_moments(counts[:, j], n * shares[j], n * shares[j] * (1 - shares[j]))
    expected = n * (np.diag(shares) - np.outer(shares, shares))
    error = np.sqrt((np.outer(np.diag(expected), np.diag(expected)) + expected**2) / members)
    assert np.all(np.abs(np.cov(counts.T) - expected) <= SIGMAS * error * 1.05 + 1e-9)


def split_many(n: int, weights: list[float], members: int) -> NDArray[np.float64]:
    counts = np.zeros((members, len(weights)), np.int64)
    for member in range(members):
        keys = np.array([draw_key(3, member, j, 0, 0) for j in range(len(weights))], np.uint64)
        multinomial(keys, n, np.array(weights), counts[member])
    return counts.astype(float)


def test_t7_screening_as_thinning() -> None:
    passed = [binomial(level(i, 1), binomial(level(i), 500, 0.4), 0.4) for i in range(20_000)]
    close_moments(np.array(passed, float), 80.0, 67.2)


def test_t7_thinned_poisson_stays_poisson() -> None:
    passed = np.array([binomial(level(i, 1), poisson(level(i), 30.0), 0.4) for i in range(20_000)])
    close_moments(passed.astype(float), 12.0, 12.0)
    cells = np.bincount(np.clip(passed, 4, 22), minlength=23)[4:]
    expected = np.diff(np.r_[0.0, stats.poisson.cdf(np.arange(4, 22), 12.0), 1.0]) * len(passed)
    assert stats.chisquare(cells, expected).pvalue > FALSE_ALARM


def test_t24_rationing_by_group() -> None:
    admitted = np.array([hypergeometric(level(i), 100, 900, 300) for i in range(20_000)], float)
    close_moments(admitted, 30.0, 18.919)
    out, counts = np.zeros((20_000, 2), np.int64), np.array([900, 100])
    for i in range(20_000):
        keys = np.array([draw_key(4, i, 0, 0, 0), draw_key(4, i, 1, 0, 0)], np.uint64)
        multivariate_hypergeometric(keys, counts, 300, out[i])
    close_moments(out[:, 1].astype(float), 30.0, 18.919)


@pytest.mark.parametrize(("n", "p"), [(7, 0.3), (60, 0.2), (3000, 0.01)])
def test_binomial_frequencies(n: int, p: float) -> None:
    drawn = np.array([binomial(level(i, n), n, p) for i in range(20_000)])
    low, high = stats.binom.ppf([0.002, 0.998], n, p).astype(int)
    cells = np.bincount(np.clip(drawn, low, high) - low, minlength=high - low + 1)
    expected = np.diff(np.r_[0.0, stats.binom.cdf(np.arange(low, high), n, p), 1.0]) * len(drawn)
    assert stats.chisquare(cells, expected).pvalue > FALSE_ALARM


def test_normal_is_normal() -> None:
    assert stats.kstest([normal(level(i, 5)) for i in range(40_000)], "norm").pvalue > FALSE_ALARM


def test_quantile_coupling_has_the_variance_that_the_model_promises() -> None:
    # MODEL.md 2.16: N = 10,000, p = .10 against .12: independent 1,956, coupled (s1 - s2)**2 = 6.2
    gap = np.array([binomial(level(i), 10_000, 0.12) - binomial(level(i), 10_000, 0.10) for i in range(20_000)])
    assert gap.mean() == pytest.approx(200.0, abs=SIGMAS * np.sqrt(6.3 / len(gap)))
    assert 6.0 < gap.var() < 6.5
