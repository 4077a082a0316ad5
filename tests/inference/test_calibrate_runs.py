"""What a calibration compares: summaries of published counts, and the runs that make them up."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.inference.compared_counts import TUTORIAL, compared, counted

from corridor.errors import RunError
from corridor.inference.calibrate_runs import runs_of
from corridor.inference.calibrate_stages import lots_of
from corridor.inference.summaries import name_of, summaries_of
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Summary


def test_published_numbers_are_intervals_on_a_log_scale() -> None:
    scenario = compared(
        counted(10, value=99.0),
        counted(20, value=50.0, low=9.0, high=99.0),
        counted(30, value=50.0, high=99.0),
        counted(40, value=50.0, low=9.0),
    )
    assert scenario.calibration is not None
    low, high = summaries_of(scenario, scenario.calibration.summaries).observed()
    assert np.exp(low) - 1.0 == pytest.approx([99.0, 9.0, 0.0, 9.0])
    assert np.exp(high[:3]) - 1.0 == pytest.approx([99.0, 99.0, 99.0])
    assert np.isinf(high[3])


def test_the_steepest_rise_is_taken_over_a_week_at_least() -> None:
    scenario = compared(
        *(counted(day, value=value) for day, value in ((0, 0.0), (1, 600.0), (7, 700.0), (20, 800.0))), rise=True
    )
    assert scenario.calibration is not None
    found = summaries_of(scenario, scenario.calibration.summaries)
    low, high = found.observed()
    assert low == high == pytest.approx(np.log1p([100.0]))  # 0 to 700 in seven days; 600 in one day is no week
    assert found.names == ("steepest rise of present-river-camp",)


def test_members_are_published_as_the_reporting_model_would() -> None:
    """Nobody is counted where nobody is; where many are, numbers lie about them, and every lot has its own."""
    scenario = compared(counted(10), counted(50))
    assert scenario.calibration is not None
    found = summaries_of(scenario, scenario.calibration.summaries)
    values = np.zeros((200, 51, len(found.series)), np.int32)
    values[:, 50, :] = 30_000
    made = np.exp(found.of(values, key=1)) - 1.0
    assert np.median(made[:, 0]) < 20
    assert np.median(made[:, 1]) == pytest.approx(30_000, rel=0.2)
    assert len(np.unique(made[:, 1])) > 50
    assert np.array_equal(found.of(values, key=1), found.of(values, key=1))
    assert not np.array_equal(found.of(values, key=1), found.of(values, key=2))


def test_a_count_that_no_run_makes_is_named() -> None:
    scenario = compared(counted(10, quantity="retaken_share"))
    assert scenario.calibration is not None
    with pytest.raises(RunError, match=r"no run of tutorial counts retaken_share of 'river-camp' .* calibration\.summaries"):
        summaries_of(scenario, scenario.calibration.summaries)


def test_names_of_summaries() -> None:
    assert name_of(Summary("dtm", date(2020, 3, 1), "count")) == "dtm 2020-03-01"


def test_points_become_quantiles_of_the_priors() -> None:
    assert TUTORIAL.calibration is not None
    runs = runs_of(TUTORIAL, TUTORIAL.calibration, "P1", 1, {}, 1)
    assert runs.free == ("rate_contested", "siege_effect")
    values = runs.values(np.array([[0.0, 0.0], [1.0, -2.0], [99.0, 0.0]]))
    assert values[0] == pytest.approx([0.008, 1.8])
    assert values[1] == pytest.approx([0.008 * np.exp(0.5), 1.8 - 0.9])
    assert np.isfinite(values).all()


def test_summaries_depend_on_points_and_batch_and_not_on_threads() -> None:
    assert TUTORIAL.calibration is not None
    one, two = (runs_of(TUTORIAL, TUTORIAL.calibration, "P1", 1, {}, jobs) for jobs in (1, 2))
    points = lots_of(5)(0, 0, 12, 2) - 0.5
    assert np.array_equal(one(points, 3), two(points, 3))
    assert not np.array_equal(one(points, 3), one(points, 4))
    # The points matter, and only through what is free.
    assert one(points + 1.0, 3)[:, -1].mean() > one(points - 1.0, 3)[:, -1].mean()


def test_what_is_free_cannot_be_set() -> None:
    assert TUTORIAL.calibration is not None
    with pytest.raises(RunError, match=r"rate_contested is free in the calibration of tutorial and cannot be set"):
        runs_of(TUTORIAL, TUTORIAL.calibration, "P1", 1, {"rate_contested": 0.01}, 1)


def test_the_operation_is_replayed_where_the_scenario_says_so() -> None:
    mosul = read(locate("mosul-2016"))
    assert mosul.calibration is not None
    runs = runs_of(mosul, mosul.calibration, "P1", 1, {}, 1)
    assert (mosul.operation.mode, runs.recipe.scenario.operation.mode) == ("simulated", "replayed")
    assert runs.recipe.until == date(2017, 6, 22)
