"""Densities, tails and draws of counts whose level is uncertain, against SciPy and against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from corridor.observe import negative_binomial as nb

MEANS = st.floats(0.5, 1e6)
SHAPES = st.floats(2.0, 1e4)
COUNTS = st.integers(0, 2_000_000)


def one(*numbers: float) -> tuple[np.ndarray, ...]:
    return tuple(np.array([float(number)]) for number in numbers)


@given(COUNTS, MEANS, SHAPES)
def test_the_density_is_that_of_scipy(count: int, mean: float, shape: float) -> None:
    expected = stats.nbinom.logpmf(count, shape, shape / (shape + mean))
    assert nb.log_pmf(*one(count, mean, shape))[0] == pytest.approx(expected, rel=1e-7, abs=1e-6)


@pytest.mark.parametrize(("count", "mean"), [(0, 5), (1, 1), (40, 30), (1000, 2500), (60_000, 20_000), (3, 4000)])
@pytest.mark.parametrize("shape", [3.0, 400.0, 5000.0])
def test_the_density_after_a_jump_is_the_integral_over_jumps(count: int, mean: float, shape: float) -> None:
    found, jump = nb.log_pmf_after_jump(*one(count, mean, shape), 0.4)

    def inside(size: float) -> float:
        density = float(nb.log_pmf(*one(count, mean * np.exp(size), shape))[0]) + stats.norm.logpdf(size, scale=0.4)
        return float(np.exp(density - found[0]))

    centre, sd = jump.centre[0], jump.sd[0]
    total = integrate.quad(inside, centre - 12 * sd, centre + 12 * sd, points=[centre])[0]
    assert total == pytest.approx(1.0, abs=2e-3)


@settings(max_examples=60)
@given(MEANS, SHAPES, COUNTS, COUNTS)
def test_the_probability_of_a_range_is_that_of_scipy(mean: float, shape: float, low: int, width: int) -> None:
    law = stats.nbinom(shape, shape / (shape + mean))
    expected = law.cdf(low + width) - law.cdf(low - 1)
    if expected > 1e-9:
        found = np.exp(nb.log_within(*one(low, low + width, mean, shape))[0])
        assert found == pytest.approx(expected, rel=1e-5, abs=1e-12)


def test_a_far_tail_keeps_its_digits() -> None:
    found = nb.log_within(*one(300, np.inf, 100, 1e6))[0]
    assert found == pytest.approx(stats.nbinom.logsf(299, 1e6, 1e6 / (1e6 + 100)), rel=1e-4)
    assert found < -100


def test_ranges_open_at_either_end_make_up_the_whole() -> None:
    below, above = nb.log_within(*one(0, 99, 120, 8))[0], nb.log_within(*one(100, np.inf, 120, 8))[0]
    assert np.exp(below) + np.exp(above) == pytest.approx(1.0)
    assert nb.log_within(*one(-5, np.inf, 120, 8))[0] == pytest.approx(0.0)


@pytest.mark.parametrize("high", [150.0, np.inf])
def test_a_count_within_a_range_follows_the_law_cut_to_it(high: float) -> None:
    u = np.linspace(0.001, 0.999, 999)
    low, top, mean, shape = (np.full(u.size, each) for each in (80.0, high, 100.0, 12.0))
    found = nb.quantile_within(u, low, top, mean, shape)
    law = stats.nbinom(12, 12 / 112)
    whole = np.ceil(found - 1e-6)
    assert (np.diff(found) > 0).all()
    assert whole.min() >= 80
    assert whole.max() <= high
    end = law.cdf(high) if np.isfinite(high) else 1.0
    assert (law.cdf(whole) >= law.cdf(79) + u * (end - law.cdf(79)) - 1e-6).all()
    assert (law.cdf(whole - 1) <= law.cdf(79) + u * (end - law.cdf(79)) + 1e-6).all()


@pytest.mark.statistical
@pytest.mark.parametrize(("mean", "shape"), [(0.7, 3.0), (25.0, 12.0)])
def test_drawn_counts_follow_the_law(mean: float, shape: float) -> None:
    """Each fails by chance once in a million."""
    generator = np.random.default_rng(5)
    size = 20_000
    drawn = nb.draw_count(generator.random(size), generator.random(size), np.full(size, mean), np.full(size, shape))
    law = stats.nbinom(shape, shape / (shape + mean))
    top = int(law.ppf(0.999))
    seen = np.bincount(np.minimum(drawn, top).astype(int), minlength=top + 1)
    expected = size * np.append(law.pmf(np.arange(top)), law.sf(top - 1))
    keep = expected >= 5
    assert stats.chisquare(seen[keep], expected[keep] * seen[keep].sum() / expected[keep].sum()).pvalue > 1e-6


def test_a_larger_uniform_never_draws_fewer() -> None:
    u = np.linspace(0.01, 0.99, 50)
    half = np.full(50, 0.5)
    for first, second in ((u, half), (half, u)):
        assert (np.diff(nb.draw_count(first, second, np.full(50, 300.0), np.full(50, 20.0))) >= 0).all()
