"""Paired differences under Flee's rules: their statistics in closed form, and what the pairing is worth."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from scipy import stats
from tests.support.flee_situations import place, scenario

from corridor.errors import RunError
from corridor.flee.contrast import check_members, numbers_of, paired
from corridor.flee.run import simulate_flee, simulate_flee_together
from corridor.formats.flee.schema import Closure

DAYS = (dt.date(2020, 1, 1), dt.date(2020, 1, 2))
NAMES = ("factual", "other")


def one(before: list[list[int]], after: list[list[int]]):  # type: ignore[no-untyped-def]
    series = {("present", "A"): np.array(before)}, {("present", "A"): np.array(after)}
    (contrast,) = paired(*series, NAMES, DAYS, range(2), "people")
    return contrast


def test_interval_is_that_of_students_t() -> None:
    before, after = [[5, 1], [7, 1], [6, 1], [9, 1]], [[6, 1], [9, 1], [6, 1], [13, 1]]
    contrast = one(before, after)
    pairs = [1.0, 2.0, 0.0, 4.0]
    low, high = stats.t.interval(0.9, 3, loc=np.mean(pairs), scale=stats.sem(pairs))
    assert contrast.difference[0] == np.mean(pairs)
    assert contrast.mc_se[0] == pytest.approx(stats.sem(pairs))
    assert contrast.quantiles[0, [0, 4]].tolist() == pytest.approx([low, high])
    assert contrast.quantiles[0, 2] == pytest.approx(np.mean(pairs))
    assert contrast.probability_positive[0] == pytest.approx(stats.t.cdf(np.mean(pairs) / stats.sem(pairs), 3))
    apart = np.var([5, 7, 6, 9], ddof=1) + np.var([6, 9, 6, 13], ddof=1)
    assert contrast.variance_reduction[0] == pytest.approx(apart / np.var(pairs, ddof=1))


def test_without_chance_the_sign_is_certain_or_there_is_none() -> None:
    contrast = one([[5, 1], [7, 2]], [[8, 1], [10, 2]])
    assert contrast.quantiles[0].tolist() == [3.0] * 5
    assert contrast.probability_positive.tolist() == [1.0, 0.5]
    assert contrast.mc_se.tolist() == [0.0, 0.0]
    assert np.isinf(contrast.variance_reduction[0])


def test_two_members_are_needed() -> None:
    check_members(2)
    with pytest.raises(RunError, match=r"at least 2 members of each policy.*given 1"):
        check_members(1)


def test_pairs_are_worth_more_than_independent_members() -> None:
    places = [place("A", "conflict", people=900), place("B", "camp"), place("C", "camp"), place("D", "camp")]
    roads = [("A", "B", 90.0), ("A", "C", 120.0), ("A", "D", 700.0)]
    driven = {"spawn_mode": "poisson", "displaced_per_conflict_day": 60.0}
    factual = scenario(places, roads, days=20, **driven)
    other = scenario(places, roads, days=20, closures=[Closure("location", "D", "", 10, 99)], **driven)
    ensembles = simulate_flee_together([factual, other], members=60)
    series = [numbers_of(each, "") for each in ensembles]
    found = {each.place: each for each in paired(*series, NAMES, ensembles[0].dates, range(20), "people")}
    assert found["D"].difference[-1] < 0
    assert found["B"].probability_positive[-1] > 0.99
    assert found["B"].variance_reduction[-1] > 3  # a fifth of it is redrawn
    assert not found["B"].difference[:10].any()


def test_together_is_the_same_as_alone() -> None:
    places = [place("A", "conflict"), place("B", "camp"), place("C", "camp")]
    both = [scenario(places, [("A", "B", 90.0), ("A", "C", km)], days=9, start={"A": 500}) for km in (100.0, 150.0)]
    together = simulate_flee_together(both, members=4, seed=3, jobs=2)
    for made, ensemble in zip(both, together, strict=True):
        assert np.array_equal(simulate_flee(made, members=4, seed=3).values, ensemble.values)
