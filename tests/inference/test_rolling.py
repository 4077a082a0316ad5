"""The rolling study: origins, targets, scores, and forecasts that are those of `forecast` on the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pytest
from tests.inference import made

from corridor.errors import RunError
from corridor.inference.filter import Filter
from corridor.inference.forecast import forecast
from corridor.inference.forecast_ahead import look_ahead, targets_of
from corridor.inference.rolling import LEVELS, Rolling, _nearest, rolling
from corridor.inference.rolling_experiments import EXPERIMENTS, Experiment, effects_at, experiments_of
from corridor.inference.rolling_summary import pits_of, score_rows, summary
from corridor.observe.reports import reports_of
from corridor.observe.scores import crps
from corridor.scenario.load import load
from corridor.scenario.schema import Observation, Scenario


@lru_cache
def counted() -> Scenario:
    """The tutorial with a count every week, of the same camp."""
    tutorial = made.tutorial()
    first = tutorial.observations[0]
    days = range(7, 60, 7)
    return replace(tutorial, observations=tuple(_count(first, day) for day in days))


def _count(first: Observation, day: int) -> Observation:
    when = date(2020, 3, 1) + timedelta(days=day)
    people = 120.0 * day + 204.0 * ((day // 7) ** 2 * 5 % 11)
    return replace(first, date=when, known_on=when, value=people, families=people / 6)


@lru_cache
def study() -> Rolling:
    return rolling(counted(), particles=40, seed=2, jobs=1)


def test_every_report_date_from_day_28_is_an_origin() -> None:
    origins = sorted({each.origin for each in study().scored})
    assert origins[0] == date(2020, 3, 1) + timedelta(days=28)
    assert all((origin - date(2020, 3, 1)).days % 7 == 0 for origin in origins)
    assert len(origins) == 4  # the last report has nothing ahead


def test_each_count_is_scored_once_for_each_origin_and_horizon() -> None:
    keys = [(each.origin, each.horizon_days) for each in study().scored]
    assert len(keys) == len(set(keys))
    for each in study().scored:
        assert each.lead_days == (each.report.date - each.origin).days > 0
        assert abs(each.lead_days - each.horizon_days) <= 3
        assert each.low <= each.median <= each.high
        assert set(each.inside) == set(LEVELS)
        assert 0 < each.pit < 1
        assert each.crps >= -1e-9


def test_a_forecast_of_the_study_is_the_forecast_as_of_that_day() -> None:
    """One pass, many origins: the same numbers as a filter that was run for that day alone."""
    origin = date(2020, 3, 1) + timedelta(days=42)
    alone = forecast(counted(), origin, particles=40, seed=2, jobs=1)
    by_horizon = {each.horizon_days: each for each in alone.ahead}
    found = [each for each in study().scored if each.origin == origin and each.lead_days == each.horizon_days]
    assert [each.horizon_days for each in found] == [7, 14]
    for each in found:
        assert each.median == np.median(by_horizon[each.horizon_days].draws)
        assert each.crps == crps(by_horizon[each.horizon_days].draws, each.report.value)
    assert alone.log_evidence == pytest.approx(sum(update.log_evidence for update in study().updates[: len(alone.updates)]))


def test_later_counts_change_no_earlier_forecast() -> None:
    changed = replace(
        counted(),
        observations=tuple(
            replace(each, value=each.value * 3) if each.date > date(2020, 4, 15) else each for each in counted().observations
        ),
    )
    again = rolling(changed, particles=40, seed=2, jobs=1)
    before = [(each.origin, each.horizon_days, each.median) for each in study().scored if each.origin <= date(2020, 4, 15)]
    assert before
    assert before == [
        (each.origin, each.horizon_days, each.median) for each in again.scored if each.origin <= date(2020, 4, 15)
    ]


def test_the_nearest_count_is_the_target() -> None:
    reports = list(reports_of(counted()))
    origin, last = reports[0].date - timedelta(days=7), date(2020, 4, 29)
    assert _nearest(reports, origin, 7, last) == reports[0]
    assert _nearest(reports, origin - timedelta(days=2), 7, last) == reports[0]
    assert _nearest(reports, origin - timedelta(days=4), 7, last) is None
    assert _nearest([], origin, 7, last) is None
    pair = [replace(reports[0], date=origin + timedelta(days=lead)) for lead in (9, 5)]
    found = _nearest(pair, origin, 7, last)
    assert found is not None
    assert (found.date - origin).days == 5, "of two as near the earlier"
    assert _nearest(pair, origin, 7, origin + timedelta(days=4)) is None


def test_the_summary_compares_with_the_better_baseline_on_the_same_dates() -> None:
    for row in summary(study()):
        scored = [each for each in study().scored if each.horizon_days == row.horizon_days]
        assert row.forecasts == len(scored)
        both = [each for each in scored if all(np.isfinite(list(each.baselines.values())))]
        assert row.compared == len(both)
        if both:
            means = {name: np.mean([each.baselines[name] for each in both]) for name in ("persistence", "trend")}
            assert row.reference == min(means, key=lambda name: means[name])
            assert row.skill.skill == pytest.approx(1 - np.mean([each.crps for each in both]) / means[row.reference])
        else:
            assert row.reference == ""
            assert np.isnan(row.skill.skill)


def test_rows_of_the_table_and_ranks() -> None:
    rows = score_rows(study())
    assert {row.forecast for row in rows} == {"model", "persistence", "trend"}
    assert {row.total for row in rows} == {"forecast"}
    own = [row for row in rows if row.forecast == "model" and row.horizon_days == 7]
    assert own[0].counts == sum(each.horizon_days == 7 for each in study().scored)
    pits = pits_of(study(), 10)
    assert sum(pits["invented-camp"]) == len(study().scored)


def test_nothing_to_score_is_an_error() -> None:
    silent = replace(counted(), observations=tuple(replace(each, scored=False) for each in counted().observations))
    with pytest.raises(RunError, match=r"tutorial has no scored count .* Mark series as scored in observations"):
        rolling(silent, particles=4)


def test_an_experiment_differs_by_what_became_known_alone() -> None:
    """The tutorial's advice to leave, known on 31 March: more are expected in the camp; a fact of no effect shows none."""
    scenario = made.tutorial()
    until = date(2020, 4, 29)
    model = made.particles(40, until=until)
    whole = Filter(model, 3)
    steps = [step for step, stage in enumerate(made.stages(until)) if stage.day <= date(2020, 4, 6)]
    for step in steps:
        whole.step(step)
    day, targets = made.stages(until)[steps[-1]].day, targets_of(made.stages(until)[: len(steps)])
    told = Experiment("told to leave", scenario.id, date(2020, 3, 31))
    effects = effects_at(told, model, made.reporting(), targets, day, whole.shares)
    assert [each.horizon_days for each in effects] == [7, 14]
    assert all(each.share_higher > 0.8 > each.share_lower for each in effects)
    assert all(each.knowing[1] > each.without[1] for each in effects)
    nothing = effects_at(replace(told, known_on=day), model, made.reporting(), targets, day, whole.shares)
    assert all(each.knowing == each.without for each in nothing)
    assert all(each.share_higher == each.share_lower == 0 for each in nothing)


def test_experiments_are_dated_as_the_record_has_them() -> None:
    mosul = load("mosul-2016")
    known = {change.known_on for change in mosul.schedule}
    assert {each.known_on for each in EXPERIMENTS} <= known
    assert [each.name for each in experiments_of(mosul)] == [each.name for each in EXPERIMENTS]
    assert experiments_of(made.tutorial()) == ()


def test_looking_ahead_leaves_the_filter_where_it_is() -> None:
    one, other = made.particles(10), made.particles(10)
    for step in range(len(made.stages())):
        one.advance(step)
        look_ahead(one, made.stages()[step].day, 20)
        other.advance(step)
    assert (one.history == other.history).all()
    assert [packed.words.tolist() for packed in one.now.states] == [packed.words.tolist() for packed in other.now.states]
