"""Scores as far as they may be told: which series, how round, and what they are scored on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.publish.made import ensemble, observation, scenario

from corridor.observe.allocation import TOGETHER
from corridor.observe.table import FORECAST, MODEL, ScoreRow
from corridor.publish import publish
from corridor.publish.scores import scores_of, with_scores
from corridor.published import PIT_BINS, Scores

CAMPS = {("present", "camp-a", "all"): 900, ("present", "camp-b", "all"): 300, ("capacity", "camp-a", "all"): 3000,
         ("capacity", "camp-b", "all"): 1000}  # fmt: skip


def scored(*observations: Any, **numbers: Any) -> Scores:
    series = CAMPS | {("trapped", "big-zone", "all"): 250_000, ("trapped", "small-zone", "all"): 5000}
    return scores_of(ensemble(series, members=20, of=scenario(observations=observations), **numbers))


def model_row(scores: Scores, series: str) -> ScoreRow:
    return next(row for row in scores.rows if (row.series, row.forecast, row.total) == (series, MODEL, FORECAST))


def test_only_scored_series_are_scored() -> None:
    found = scored(observation("present", "camp-a", 2, 950), observation("present", "camp-b", 2, 290, scored=False))
    assert {row.series for row in found.rows} == {"present-camp-a"}
    assert set(found.pits) == {"present-camp-a"}


def test_a_place_too_small_to_be_shown_is_not_scored() -> None:
    found = scored(observation("trapped", "small-zone", 2, 5000), observation("trapped", "big-zone", 2, 250_000))
    assert {row.series for row in found.rows} == {"trapped-big-zone"}


@pytest.mark.parametrize("name", ["crps", "wis", "mae", "bias"])
def test_people_of_a_zone_are_rounded(name: str) -> None:
    found = model_row(scored(observation("trapped", "big-zone", 2, 240_000)), "trapped-big-zone")
    assert getattr(found, name) % 100 == 0
    assert found.ard % 0.01 != 0


def test_people_of_a_camp_are_told_as_they_are() -> None:
    found = model_row(scored(observation("present", "camp-a", 2, 950)), "present-camp-a")
    assert found.crps % 100 != 0
    assert found.bias == pytest.approx(-50, abs=60)


def test_the_same_run_has_the_same_scores_and_another_seed_others() -> None:
    row = observation("present", "camp-a", 2, 950)
    assert repr(scored(row)) == repr(scored(row))  # repr, since NaN is not equal to itself
    assert model_row(scored(row), "present-camp-a").crps != model_row(scored(row, seed=2), "present-camp-a").crps


def test_ranks_are_counted_in_tenths() -> None:
    low, high = scored(observation("present", "camp-a", 2, 1)), scored(observation("present", "camp-a", 2, 9e6))
    assert low.pits["present-camp-a"] == (1, *[0] * (PIT_BINS - 1))
    assert high.pits["present-camp-a"] == (*[0] * (PIT_BINS - 1), 1)


def test_camps_of_one_date_are_scored_together_by_capacity_too() -> None:
    rows = scored(observation("present", "camp-a", 2, 750), observation("present", "camp-b", 2, 250)).rows
    together = {(row.forecast, row.total): row for row in rows if row.series == TOGETHER}
    assert together["capacity-proportional", "given"].ard == pytest.approx(0.0)
    assert together["equal split", "given"].ard == pytest.approx(0.5)
    assert 0.0 < together[MODEL, "forecast"].ard < 0.5


def test_only_the_latest_revision_is_scored() -> None:
    first = observation("present", "camp-a", 2, 1)
    revised = replace(first, value=900, known_on=first.date.replace(day=28))
    found = model_row(scored(first, revised), "present-camp-a")
    assert found.counts == 1
    assert abs(found.bias) < 400


def test_a_scenario_without_scored_counts_has_no_rows() -> None:
    assert scored() == Scores((), {})
    assert scored(observation("present", "camp-a", 2, 950, scored=False)) == Scores((), {})


def test_scores_are_added_to_what_was_published() -> None:
    run = ensemble(CAMPS, members=20, of=scenario(observations=(observation("present", "camp-a", 2, 950),)))
    published = publish(run)
    assert published.scores is None
    added = with_scores(published, run)
    assert added.scores is not None
    assert model_row(added.scores, "present-camp-a").counts == 1
    assert added.fans is published.fans
