"""The formulas of nested differences, against plain loops and against data whose components are known."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.contrast import nested
from corridor.contrast.nested import draw_effects, weibull

RNG_KEY = 20_161_017


def components(parameters: float, chance: float, draws: int, replicates: int, mean: float = 5.0) -> np.ndarray:
    """Differences (draws, replicates) with these standard deviations between and within draws."""
    generator = np.random.default_rng(RNG_KEY)
    middle = mean + parameters * generator.standard_normal((draws, 1))
    return middle + chance * generator.standard_normal((draws, replicates))


def in_members(difference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    flat = difference.reshape(-1)
    return np.zeros_like(flat), flat


def test_the_error_is_that_of_the_variance_within_draws() -> None:
    difference = components(3.0, 2.0, 50, 3)
    found = nested(*in_members(difference), 3)
    within = statistics.fmean(statistics.variance(row) for row in difference.tolist())
    assert found.difference == pytest.approx(difference.mean())
    assert found.mc_se == pytest.approx(math.sqrt(within / 150))


def test_the_spread_of_draws_is_freed_of_chance() -> None:
    """Between draws 3, within 10: means of two would spread by sqrt(9 + 50) = 7.7; the estimate is good to about 1."""
    difference = components(3.0, 10.0, 4_000, 2)
    effects = draw_effects(difference)
    assert difference.mean(axis=1).std(ddof=1) == pytest.approx(7.7, abs=0.3)
    assert effects.std(ddof=1) == pytest.approx(3.0, abs=0.5)
    low, high = nested(*in_members(difference), 2).quantiles[[0, 4]]
    assert (low, high) == pytest.approx((5 - 1.645 * 3, 5 + 1.645 * 3), abs=0.8)


def test_the_variance_of_the_effects_is_exactly_the_estimated_component() -> None:
    difference = components(4.0, 5.0, 60, 4)
    between = difference.mean(axis=1).var(ddof=1)
    chance = difference.var(axis=1, ddof=1).mean()
    wanted = max(0.0, between - chance / 4) + chance / (60 * 4)
    assert draw_effects(difference).var(ddof=1) == pytest.approx(wanted)


def test_without_parameters_the_interval_is_the_monte_carlo_error() -> None:
    """Made so that no variance is left between the draws: what remains is the error of the mean itself."""
    noise = components(0.0, 10.0, 200, 2)
    difference = 5 + noise - noise.mean(axis=1, keepdims=True) + 0.01 * np.arange(200)[:, None]
    found = nested(*in_members(difference), 2)
    low, high = found.quantiles[[0, 4]]
    assert low < found.difference < high
    assert (high - low) / (2 * 1.645 * found.mc_se) == pytest.approx(1.0, abs=0.1)


def test_draws_that_a_policy_does_not_touch_stay_at_nothing() -> None:
    difference = components(3.0, 2.0, 40, 2, mean=20.0)
    difference[:10] = 0.0
    effects = draw_effects(difference)
    assert (effects[:10] == 0).all()
    assert (effects[10:] > 0).all()
    assert nested(*in_members(difference), 2).probability_positive == pytest.approx(30 / 40 + 0.5 * 10 / 40)
    assert effects.mean() == pytest.approx(difference.mean())


def test_nothing_differs_nothing_is_made_up() -> None:
    values = np.random.default_rng(1).integers(0, 1_000, (20, 7))
    found = nested(values, values.copy(), 2)
    for numbers in (found.difference, found.mc_se, found.quantiles):
        assert (numbers == 0).all()
    assert (found.probability_positive == 0.5).all()
    assert np.isinf(found.variance_reduction).all()


def test_variance_reduction_is_independent_over_paired_variance_within_draws() -> None:
    generator = np.random.default_rng(RNG_KEY)
    shared = generator.standard_normal((500, 2))
    base = 100 * np.arange(500)[:, None] + 6 * shared  # what differs between draws must play no part
    other = base + 3 + generator.standard_normal((500, 2))
    found = nested(base.reshape(-1), other.reshape(-1), 2)
    apart = base.var(axis=1, ddof=1).mean() + other.var(axis=1, ddof=1).mean()
    assert found.variance_reduction == pytest.approx(apart / (other - base).var(axis=1, ddof=1).mean())
    assert found.variance_reduction == pytest.approx(73, rel=0.2)  # (36 + 37) / 1


def test_where_there_is_no_chance_there_is_no_reduction() -> None:
    assert math.isnan(float(nested(np.ones(8), np.full(8, 2.0), 2).variance_reduction))


def test_members_of_a_draw_that_is_not_whole_are_left_out() -> None:
    whole = nested(np.zeros(6), np.array([1.0, 2, 3, 4, 5, 6]), 2)
    ragged = nested(np.zeros(7), np.array([1.0, 2, 3, 4, 5, 6, 1e9]), 2)
    assert whole.difference == ragged.difference == 3.5


@pytest.mark.parametrize(("members", "replicates"), [(8, 1), (3, 2), (0, 2)])
def test_too_few_replicates_or_draws_are_refused(members: int, replicates: int) -> None:
    with pytest.raises(ValueError, match="at least 2 replicates of 2 draws"):
        nested(np.zeros(members), np.zeros(members), replicates)


def test_one_more_draw_lies_below_a_quantile_as_often_as_it_says() -> None:
    """Of D uniforms the k-th lies at k / (D + 1) on average: the mean of the quantile at p must be p."""
    generator = np.random.default_rng(RNG_KEY)
    found = weibull(generator.random((19, 20_000)), (0.05, 0.25, 0.5, 0.75, 0.95)).mean(axis=0)
    assert found == pytest.approx([0.05, 0.25, 0.5, 0.75, 0.95], abs=0.002)


def test_with_few_draws_the_outermost_stand_for_the_ends() -> None:
    assert weibull(np.array([3.0, 1.0, 2.0]), (0.05, 0.5, 0.95)).tolist() == [1.0, 2.0, 3.0]


@given(
    st.lists(st.lists(st.integers(-1_000, 1_000), min_size=2, max_size=2), min_size=2, max_size=12),
    st.integers(-50, 50),
)
def test_any_differences_give_ordered_quantiles_about_their_mean(rows: list[list[int]], shift: int) -> None:
    difference = np.array(rows, float) + shift
    found = nested(*in_members(difference), 2)
    assert (np.diff(found.quantiles) >= -1e-9).all()
    assert found.quantiles[0] - 1e-6 <= found.difference <= found.quantiles[-1] + 1e-6 or len(rows) > 19
    assert 0.0 <= found.probability_positive <= 1.0
    assert found.mc_se >= 0


@given(st.integers(1, 5), st.integers(2, 4), st.integers(2, 6))
def test_many_numbers_at_once_are_the_same_as_one_by_one(width: int, replicates: int, draws: int) -> None:
    generator = np.random.default_rng(width)
    base, other = (generator.integers(0, 9, (draws * replicates, width)) for _ in range(2))
    together = nested(base, other, replicates)
    for column in range(width):
        alone = nested(base[:, column], other[:, column], replicates)
        np.testing.assert_allclose(together.quantiles[column], alone.quantiles, atol=1e-12)
        assert together.mc_se[column] == pytest.approx(float(alone.mc_se))
