"""From tables of a run to rows of scores: what is scored, in both columns, beside which rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import isnan

import numpy as np
import pytest
from tests.observe.made import START, method, model, report, settings

from corridor.observe.allocation import TOGETHER, Dated, dated_vectors, together_rows
from corridor.observe.distances import distances_km
from corridor.observe.predict import Prediction, predictions, total_series
from corridor.observe.reports import Report
from corridor.observe.table import FORECAST, GIVEN, MODEL, pits, series_rows
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.series import Series

DATES = [START + timedelta(days=day) for day in range(80)]
SERIES = (Series("present", "camp", "all"), Series("displaced_current", "all", "all"))
EXACT = settings(method(k="=1e9"))


def displaced(day: int, value: float, **more: object) -> Report:
    fields: dict[str, object] = {"series": "away", "quantity": "displaced_current", "place": "all", "setting": "both"}
    return report(day, value, **(fields | more))


def tables(people: float = 1000.0, away: float = 5000.0, members: int = 60) -> np.ndarray:
    """Returns (members, days, series): constant in time, members from half to one and a half of the numbers."""
    share = np.linspace(0.5, 1.5, members)[:, None, None]
    return np.broadcast_to(share * np.array([people, away]), (members, len(DATES), 2)).astype(np.int32)


def predicted(*reports: Report, values: np.ndarray | None = None) -> tuple[Prediction, ...]:
    return predictions(reports, model(EXACT, *reports), SERIES, tables() if values is None else values, DATES, key=1)


def test_what_is_scored_has_a_number_and_lies_within_the_run() -> None:
    kept = report(5, 900.0)
    left_out = (
        report(6, 900.0, scored=False), report(7, 900.0, low=800.0), report(8, 900.0, high=950.0), report(99, 900.0),
        report(9, 900.0, series="elsewhere", place="elsewhere", places=("elsewhere",)),
    )  # fmt: skip
    assert [each.report for each in predicted(kept, *left_out)] == [kept]


def test_members_say_what_would_be_published_of_their_own_truth() -> None:
    (found,) = predicted(report(5, 900.0))
    assert found.members == pytest.approx(tables()[:, 0, 0], abs=6 * np.sqrt(1500))
    assert (found.members != tables()[:, 0, 0]).any()
    assert found.given is None


def test_with_the_total_given_members_differ_only_in_the_share() -> None:
    reports = (displaced(4, 10_000.0), report(5, 900.0), displaced(6, 20_000.0))
    camp = next(each for each in predicted(*reports) if each.report.series == "camp")
    assert camp.given is not None
    assert camp.given == pytest.approx(np.full(60, 15_000 * 0.2), rel=0.25)
    assert camp.members.std() / camp.members.mean() > 2 * camp.given.std() / camp.given.mean()


def test_outside_the_dates_of_the_total_it_is_not_given() -> None:
    reports = (report(2, 900.0), displaced(4, 10_000.0), displaced(6, 20_000.0), report(7, 900.0))
    assert [each.given is None for each in predicted(*reports)] == [True] * 4


def test_the_total_is_the_longest_scored_series_of_the_displaced() -> None:
    reports = [displaced(1, 1), displaced(2, 1), displaced(1, 1, series="b"), displaced(3, 1, series="b", scored=False)]
    assert total_series(reports) == "away"
    assert total_series([displaced(1, 1, kind="flow"), report(1)]) == ""


def test_the_log_score_is_that_of_the_mixture_of_members() -> None:
    (found,) = predicted(report(5, 900.0), values=tables(members=1))
    (two,) = predicted(report(5, 900.0), values=np.repeat(tables(members=1), 2, axis=0))
    assert two.log_score == pytest.approx(found.log_score)
    (far,) = predicted(report(5, 2.0), values=tables(members=1))
    assert far.log_score > found.log_score + 100


def test_adding_members_changes_nobody() -> None:
    few, many = (predicted(report(5, 900.0), values=tables()[:n])[0].members for n in (10, 60))
    assert (few == many[:10]).all()


def weekly() -> tuple[Report, ...]:
    return tuple(report(7 * week, 600.0 + 60.0 * week) for week in range(11))


def test_rows_of_a_series_are_the_model_and_each_rule_at_each_horizon() -> None:
    rows = series_rows(predicted(*weekly()), weekly(), key=1)
    assert [(row.forecast, row.horizon_days, row.total) for row in rows] == [
        (MODEL, 0, FORECAST), ("persistence", 14, FORECAST), ("persistence", 28, FORECAST), ("trend", 14, FORECAST),
        ("trend", 28, FORECAST),
    ]  # fmt: skip
    modelled, persisted, _, trended, _ = rows
    assert modelled.counts == 11
    assert persisted.counts == 3  # five errors are known on day 42, so day 56 is the first that is forecast
    assert (persisted.mae, persisted.crps) == pytest.approx((0.0, 0.0))
    assert trended.counts == 3
    assert isnan(modelled.skill)
    assert not isnan(modelled.log_score)
    assert isnan(persisted.log_score)


def test_a_good_model_has_skill_over_a_bad_rule() -> None:
    values = np.broadcast_to(np.array([1000.0, 5000.0]), (20, 80, 2)).astype(np.int32)
    jumping = tuple(report(3 * n, 1000.0 if n % 2 else 400.0) for n in range(26))
    level = tuple(replace(each, value=1000.0) for each in jumping)
    good, bad = (series_rows(predicted(*each, values=values), jumping, key=1) for each in (level, jumping))
    assert next(row for row in good if row.forecast == "persistence").crps > good[0].crps
    assert next(row for row in bad if row.forecast == "persistence").skill < 1.0
    skilled = next(row for row in good if row.forecast == "persistence" and row.horizon_days == 14)
    assert 0 < skilled.skill_low <= skilled.skill <= skilled.skill_high


def test_both_columns_are_told_where_there_is_a_total() -> None:
    reports = tuple(each for day in range(4, 60, 4) for each in (displaced(day, 6000.0), report(day, 1200.0)))
    rows = series_rows(predicted(*reports), reports, key=1)
    told = {(row.series, row.total): row for row in rows if row.forecast == MODEL}
    assert set(told) == {("away", FORECAST), ("camp", FORECAST), ("camp", GIVEN)}
    assert told["camp", GIVEN].crps < told["camp", FORECAST].crps


def test_ranks_are_keyed_and_by_series() -> None:
    found = predicted(*weekly(), displaced(5, 6000.0))
    ranks = pits(found, key=1)
    assert {series: values.size for series, values in ranks.items()} == {"away": 1, "camp": 11}
    assert (pits(found[::-1], key=1)["camp"] == ranks["camp"][::-1]).all()
    assert (pits(found, key=2)["camp"] != ranks["camp"]).any()


def vector(day: int, counts: list[float], members: list[list[float]]) -> Dated:
    size = len(counts)
    return Dated(
        DATES[day], tuple("ab"[:size]), np.array(counts), np.array(members), np.array([300.0, 100.0]), np.array([30.0, 90.0])
    )


def test_places_of_a_date_are_scored_as_one_vector_in_both_columns() -> None:
    rows = together_rows([vector(0, [60, 20], [[30, 10], [30, 10]]), vector(7, [60, 20], [[30, 10], [30, 10]])])
    told = {(row.forecast, row.total): row for row in rows}
    assert told[MODEL, FORECAST].ard == 0.5
    assert told[MODEL, GIVEN].ard == 0.0
    assert told["capacity-proportional", GIVEN].ard == 0.0
    assert told["equal split", GIVEN].ard == pytest.approx(0.5)
    assert told["share-persistence", GIVEN].counts == 1
    assert told["share-persistence", GIVEN].ard == 0.0
    assert told["Flee weights", GIVEN].ard == pytest.approx(2 * (0.75 - 5 / 7))
    assert told["gravity", GIVEN].ard == pytest.approx(2 * (27 / 28 - 0.75))
    assert told[MODEL, FORECAST].energy == pytest.approx(np.hypot(30, 10))
    assert {row.series for row in rows} == {TOGETHER}


def test_a_rule_is_spread_by_its_errors_once_it_has_made_five() -> None:
    dates = [vector(7 * n, [60 + n, 20], [[30, 10], [40, 10]] * 10) for n in range(9)]
    few, many = (together_rows(dates[:n]) for n in (5, 9))
    energies = [
        next(row.energy for row in rows if (row.forecast, row.total) == ("equal split", GIVEN)) for rows in (few, many)
    ]
    assert energies[1] < energies[0]  # having learnt what it misses


def test_only_places_apart_are_put_together() -> None:
    def said(day: int, series: str, *places: str) -> Prediction:
        return Prediction(report(day, 10.0, series=series, place=series, places=places), np.ones(3), None, 0.0)

    found = dated_vectors(
        [said(1, "both", "a", "b"), said(1, "one", "a"), said(1, "other", "c"), said(2, "one", "a")],
        {("both", DATES[1]): 500.0}, {"a": 10.0, "b": 30.0},
    )  # fmt: skip
    (only,) = found
    assert only.places == ("both", "other")
    assert only.capacity[0] == 500.0
    assert isnan(only.capacity[1])
    assert only.km.tolist() == [20.0, 20.0]
    assert together_rows(()) == ()


def test_distances_are_those_of_the_shortest_way_from_a_zone() -> None:
    tutorial = read(locate("tutorial"))
    km = distances_km(tutorial)
    legs = {(route.start, route.end): route.km for route in tutorial.routes}
    assert km["old-town"] == 0.0
    assert km["north-gate"] == legs["old-town", "north-gate"]
    assert all(km[end] <= km[start] + length for (start, end), length in legs.items())
