"""Forecasts: what they start from, what changed them, when they are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pytest
from tests.inference import made

from corridor.errors import RefusedOutput, RunError
from corridor.inference.filter_known import stages_of
from corridor.inference.forecast import Forecast, forecast, refuse_recent
from corridor.inference.forecast_ahead import HORIZONS, evenly, targets_of, weighted_quantiles
from corridor.inference.forecast_change import changes_of
from corridor.observe.reports import Report
from corridor.series import Series

AS_OF = date(2020, 4, 10)


@lru_cache
def told() -> Forecast:
    return forecast(made.tutorial(), AS_OF, particles=60, seed=4)


def test_it_goes_on_from_the_last_count() -> None:
    expected = {each.horizon_days: each for each in told().ahead}
    assert sorted(expected) == [7, 14]  # the scenario ends before 28 days
    assert expected[7].report.date == AS_OF + timedelta(days=7)
    assert 5400 < np.median(expected[7].draws) < 2 * 5400
    assert np.ptp(expected[14].draws) > 0
    assert told().ensemble.dates[-1] == made.tutorial().end
    assert told().reports == 3
    assert told().updated_on == date(2020, 4, 6)


def test_intervals_widen_with_the_horizon() -> None:
    early = forecast(made.tutorial(), date(2020, 3, 27), particles=100, seed=4)
    widths = [np.diff(np.quantile(each.draws, [0.05, 0.95]))[0] for each in early.ahead]
    assert [each.horizon_days for each in early.ahead] == [7, 14, 28]
    assert widths[0] < widths[1] < widths[2]


def test_the_same_seed_gives_the_same_forecast_whatever_the_threads() -> None:
    again = forecast(made.tutorial(), AS_OF, particles=60, seed=4, jobs=2)
    assert (again.ensemble.values == told().ensemble.values).all()
    assert again.changes == told().changes
    other = forecast(made.tutorial(), AS_OF, particles=60, seed=5)
    assert not (other.ensemble.values == told().ensemble.values).all()


def test_a_change_adds_up_to_the_forecast() -> None:
    changes = [change for change in told().changes if np.isfinite(change.before)]
    assert [change.horizon_days for change in changes] == [7, 14]
    for change in changes:
        total = change.before + change.facts + sum(shift.by for shift in change.shifts) + change.rest
        assert total == pytest.approx(change.now)
        assert [shift.report.date for shift in change.shifts] == [date(2020, 4, 5)]
        assert change.most == change.shifts[0]


def test_a_fact_that_became_known_is_told_apart_from_the_count() -> None:
    """On 31 March people were told to leave; without that row nothing but the count changes the forecast."""
    tutorial = made.tutorial()
    silent = replace(tutorial, schedule=tuple(each for each in tutorial.schedule if each.date != date(2020, 4, 1)))
    without = forecast(silent, AS_OF, particles=60, seed=4)
    assert all(change.facts == 0 for change in without.changes)
    assert all(change.facts > 0 for change in told().changes)


def test_a_high_count_raises_the_forecast_and_is_named() -> None:
    tutorial = made.tutorial()
    raised = tuple(
        replace(each, value=8100.0, families=1350.0) if each.date == date(2020, 4, 5) else each
        for each in tutorial.observations
    )
    high = forecast(replace(tutorial, observations=raised), AS_OF, particles=60, seed=4)
    for change, usual in zip(high.changes, told().changes, strict=True):
        assert change.before == usual.before
        assert change.facts == usual.facts
        most = change.most
        assert most is not None
        assert isinstance(most.report, Report)
        assert most.report.value == 8100.0
        assert most.by > abs(change.rest) / 4
        assert change.now > usual.now


def test_the_filtered_past_is_near_the_counts_and_the_prior_is_not() -> None:
    ensemble = told().ensemble
    column = ensemble.series.index(Series("present", "river-camp", "all"))
    day = (date(2020, 4, 5) - made.tutorial().start).days
    assert abs(np.median(ensemble.values[:, day, column]) / 5400 - 1) < 0.2


def test_without_any_count_the_forecast_is_the_prior() -> None:
    early = forecast(made.tutorial(), date(2020, 3, 5), particles=5)
    assert early.ahead == ()
    assert early.updated_on is None
    assert early.changes == ()
    assert early.log_evidence == pytest.approx(0.0, abs=1e-12)
    assert early.families == 5


def test_horizons_are_cut_at_the_end_of_the_scenario() -> None:
    last = forecast(made.tutorial(), made.tutorial().end, particles=5)
    assert last.ahead == ()
    assert last.ensemble.dates[-1] == made.tutorial().end


def test_a_recent_day_is_refused() -> None:
    refuse_recent(date(2020, 5, 1), today=date(2020, 5, 15))
    with pytest.raises(
        RefusedOutput, match=r"as of 2020-05-02 is refused: the day must lie at least 14 days back.*2020-05-01"
    ):
        refuse_recent(date(2020, 5, 2), today=date(2020, 5, 15))
    with pytest.raises(RefusedOutput, match="refused"):
        forecast(made.tutorial(), date(2020, 4, 10), today=date(2020, 4, 20))


@pytest.mark.parametrize("as_of", [date(2020, 2, 29), date(2020, 4, 30)])
def test_a_day_outside_the_scenario_is_refused(as_of: date) -> None:
    with pytest.raises(RunError, match=rf"from 2020-03-01 to 2020-04-29; given {as_of}"):
        forecast(made.tutorial(), as_of)


def test_one_particle_is_no_filter() -> None:
    with pytest.raises(RunError, match=r"at least 2 particles \(members\); given 1"):
        forecast(made.tutorial(), AS_OF, particles=1)


def test_targets_are_the_last_reports_of_scored_series() -> None:
    stages = stages_of(made.tutorial(), AS_OF)
    assert [each.date for each in targets_of(stages)] == [date(2020, 4, 5)]
    assert targets_of(stages[:0]) == ()


def test_quantiles_of_weighted_values() -> None:
    values, shares = np.array([5.0, 1.0, 3.0]), np.array([0.1, 0.6, 0.3])
    assert weighted_quantiles(values, shares, [0.05, 0.6, 0.61, 0.95]) == [1.0, 1.0, 3.0, 5.0]
    assert sorted(evenly(np.array([0.25, 0.75, 0.0, 0.0])).tolist()) == [0, 1, 1, 1]


def test_changes_need_a_forecast_now() -> None:
    report = targets_of(stages_of(made.tutorial(), AS_OF))[0]
    assert changes_of(AS_OF, [report], {}, [], [], {}) == ()
    assert HORIZONS == (7, 14, 28, 56)
