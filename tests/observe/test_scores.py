"""Scores: equal to `scoringrules` on random cases, and to numbers worked out by hand."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from corridor.observe import scores
from corridor.observe.bootstrap import skill_with_interval

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import scoringrules

NUMBERS = st.floats(0, 1e6)
MEMBERS = st.integers(2, 40).flatmap(lambda size: arrays(np.float64, size, elements=NUMBERS))


def close(expected: float) -> object:
    return pytest.approx(expected, rel=1e-9, abs=1e-4)


@given(MEMBERS, NUMBERS)
def test_the_crps_is_that_of_scoringrules(members: np.ndarray, outcome: float) -> None:
    assert scores.crps(members, outcome) == close(scoringrules.crps_ensemble(outcome, members, estimator="fair"))
    assert scores.crps(members, outcome, fair=False) == close(scoringrules.crps_ensemble(outcome, members, estimator="nrg"))


@given(st.integers(2, 20), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_energy_score_is_that_of_scoringrules(members: int, parts: int, random: object) -> None:
    generator = np.random.default_rng(random.randrange(10**9))  # type: ignore[attr-defined]
    said, outcome = generator.gamma(2.0, 100.0, (members, parts)), generator.gamma(2.0, 100.0, parts)
    assert scores.energy_score(said, outcome) == close(scoringrules.es_ensemble(outcome, said, estimator="fair"))
    assert scores.energy_score(said, outcome, fair=False) == close(scoringrules.es_ensemble(outcome, said, estimator="nrg"))


@given(MEMBERS, NUMBERS)
def test_of_one_part_the_energy_score_is_the_crps(members: np.ndarray, outcome: float) -> None:
    assert scores.energy_score(members[:, None], np.array([outcome])) == close(scores.crps(members, outcome))


@given(MEMBERS, NUMBERS)
def test_the_weighted_interval_score_is_that_of_scoringrules(members: np.ndarray, outcome: float) -> None:
    alpha = 1.0 - np.array(scores.LEVELS)
    low, high = np.quantile(members, alpha / 2), np.quantile(members, 1 - alpha / 2)
    assert scores.wis(members, outcome) == close(
        scoringrules.weighted_interval_score(outcome, np.median(members), low, high, alpha)
    )


@pytest.mark.parametrize("score", [scores.crps, lambda members, y: scores.energy_score(members[:, None], np.array([y]))])
def test_one_member_is_scored_by_its_distance(score: Callable[[np.ndarray, float], float]) -> None:
    assert score(np.array([7.0]), 10.0) == 3.0


@pytest.mark.parametrize(("level", "low", "high"), [(0.5, 25, 75), (0.8, 10, 90), (0.95, 2.5, 97.5)])
def test_a_count_on_the_edge_is_inside(level: float, low: float, high: float) -> None:
    members = np.arange(101.0)
    inside = [scores.covered(members, outcome, level) for outcome in (low - 0.1, low, high, high + 0.1)]
    assert inside == [False, True, True, False]


@given(MEMBERS, NUMBERS, st.floats(0.001, 0.999))
def test_a_rank_lies_within_its_own_slot(members: np.ndarray, outcome: float, u: float) -> None:
    found = scores.randomised_pit(members, outcome, u)
    below, ties = (members < outcome).sum(), (members == outcome).sum()
    assert below / (members.size + 1) < found < (below + ties + 1) / (members.size + 1)


@pytest.mark.statistical
def test_ranks_are_uniform_however_few_members_and_many_ties() -> None:
    """Fails by chance once in a million."""
    generator = np.random.default_rng(1)
    drawn = generator.poisson(2.0, (8000, 7))
    ranks = [
        scores.randomised_pit(row[1:].astype(float), float(row[0]), u)
        for row, u in zip(drawn, generator.random(8000), strict=True)
    ]
    assert stats.kstest(ranks, "uniform").pvalue > 1e-6


def test_errors_of_forecasts_by_hand() -> None:
    said, counts = np.array([10.0, 20.0, 40.0]), np.array([12.0, 18.0, 30.0])
    assert scores.mae(said, counts) == pytest.approx(14 / 3)
    assert scores.bias(said, counts) == pytest.approx(10 / 3)
    assert scores.mase(said, counts) == pytest.approx((14 / 3) / 9)
    assert np.isnan(scores.mase(said, np.full(3, 5.0)))
    assert np.isnan(scores.mase(said[:1], counts[:1]))


def test_the_relative_difference_in_both_columns() -> None:
    said, counts = np.array([30.0, 10.0]), np.array([60.0, 20.0])
    assert scores.relative_difference(said, counts) == 0.5
    assert scores.relative_difference(said, counts, total_given=True) == 0.0
    assert scores.relative_difference(np.array([80.0, 0.0]), np.array([0.0, 80.0])) == 2.0
    assert np.isnan(scores.relative_difference(said, np.zeros(2)))
    assert scores.relative_difference(np.zeros(2), counts, total_given=True) == 1.0


def test_skill_over_a_perfect_reference_is_undefined() -> None:
    assert scores.skill(1.0, 4.0) == 0.75
    assert np.isnan(scores.skill(1.0, 0.0))


def test_skill_is_of_the_dates_that_both_forecast() -> None:
    mine, theirs = np.array([1.0, 2.0, np.nan, 4.0]), np.array([2.0, np.nan, 5.0, 6.0])
    found = skill_with_interval(mine, theirs, key=1)
    assert (found.count, found.skill) == (2, 1 - 5 / 8)
    assert np.isnan([found.low, found.high]).all()
    assert skill_with_interval(mine[:0], theirs[:0], key=1).count == 0


def test_the_interval_holds_the_skill_and_narrows_with_more_dates() -> None:
    generator = np.random.default_rng(2)
    theirs = generator.gamma(4.0, 1.0, 400)
    few, many = (skill_with_interval(theirs[:n] * 0.7 + generator.random(n), theirs[:n], key=1) for n in (20, 400))
    for found in (few, many):
        assert found.low < found.skill < found.high
    assert many.high - many.low < few.high - few.low
    assert many.excludes_zero


def test_neighbours_are_drawn_together() -> None:
    """Errors that hang together leave more doubt than as many that do not: the interval is wider with longer blocks."""
    mine = np.repeat(np.random.default_rng(3).gamma(2.0, 1.0, 20), 10)
    single, blocks = (skill_with_interval(mine, np.full(200, 3.0), key=1, block=block) for block in (1, 20))
    assert blocks.high - blocks.low > 1.5 * (single.high - single.low)


@pytest.mark.statistical
def test_the_bootstrap_interval_holds_what_it_promises() -> None:
    """Of 200 intervals at 90 %, fewer than 150 holding the truth would happen less than once in a million (binomial)."""
    generator = np.random.default_rng(4)
    held = 0
    for key in range(200):
        theirs = generator.gamma(4.0, 1.0, 100)
        found = skill_with_interval(generator.gamma(4.0, 0.8, 100), theirs, key=key, block=1, draws=300)
        held += found.low <= 0.2 <= found.high
    assert held >= 150
