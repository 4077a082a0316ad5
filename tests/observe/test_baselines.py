"""Simple rules: what they know, what they say, and how wrong they have been."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.observe.made import START, report

from corridor.observe import baselines
from corridor.observe.baselines import forecast, persistence, trend
from corridor.observe.reports import Report


def weekly(*values: float, late: int = 0) -> list[Report]:
    """Returns a count every seven days, public some days after."""
    return [report(7 * week, value, known_on=START + timedelta(days=7 * week + late)) for week, value in enumerate(values)]


def on(day: int) -> object:
    return START + timedelta(days=day)


def test_persistence_repeats_and_a_trend_goes_on() -> None:
    series = weekly(100, 200, 300, 400, 500)
    assert persistence(series, on(42)) == 500
    assert trend(series, on(42)) == pytest.approx(700)
    assert trend(series[:1], on(42)) == 100
    assert trend(weekly(400, 300, 200, 100), on(70)) == 0


def test_a_trend_is_laid_through_the_last_four() -> None:
    assert trend(weekly(9e9, 100, 200, 300, 400), on(35)) == pytest.approx(500)


def test_a_forecast_is_spread_by_the_errors_that_were_made_before() -> None:
    series = weekly(100, 110, 130, 160, 200, 250, 310, 380)
    found = forecast(persistence, series, on(56), 14)  # made on day 42, which knows 310
    assert sorted(found) == sorted(310 + np.array([130 - 100, 160 - 110, 200 - 130, 250 - 160, 310 - 200]))


def test_it_knows_only_what_was_public() -> None:
    values = (100, 110, 130, 160, 200, 250, 310, 380)
    told = forecast(persistence, weekly(*values), on(56), 14)
    late = forecast(persistence, weekly(*values, late=3), on(56), 14)
    assert told.size == 5
    assert late.size == 0  # on day 42 the last that is public is that of day 35, and one error fewer is known
    changed = forecast(persistence, weekly(*values[:7], 9e9), on(56), 14)
    assert (changed == told).all()


def test_with_too_few_errors_there_is_no_forecast() -> None:
    assert forecast(persistence, weekly(100, 110, 130, 160, 200), on(42), 14).size == 0
    assert forecast(trend, [], on(42), 14).size == 0


def test_nothing_is_forecast_below_zero() -> None:
    found = forecast(persistence, weekly(900, 700, 500, 300, 100, 90, 80, 20), on(56), 14)
    assert found.min() == 0.0


SHARES = st.lists(st.floats(0.01, 1e4), min_size=2, max_size=6)


@given(st.floats(0, 1e6), SHARES, st.lists(st.floats(0.1, 500), min_size=6, max_size=6))
def test_every_split_adds_up_to_its_total(total: float, weights: list[float], distances: list[float]) -> None:
    totals, parts = np.array([total, 2 * total]), np.array(weights)
    km = np.array(distances[: parts.size])
    for split in (
        baselines.by_last_shares(totals, parts), baselines.equally(totals, parts.size), baselines.by_capacity(totals, parts),
        baselines.by_gravity(totals, km, parts), baselines.by_flee_weights(totals, km),
    ):  # fmt: skip
        assert split.shape == (2, parts.size)
        assert split.sum(axis=1) == pytest.approx(totals)
        assert (split >= 0).all()


def test_splits_by_hand() -> None:
    total = np.array([100.0])
    assert baselines.by_capacity(total, np.array([3.0, 1.0, np.nan])).tolist() == [[75.0, 25.0, 0.0]]
    assert baselines.by_last_shares(total, np.array([0.0, 0.0])).tolist() == [[50.0, 50.0]]
    assert baselines.by_gravity(total, np.array([10.0, 20.0]), np.ones(2)).tolist() == [[80.0, 20.0]]
    assert baselines.by_gravity(total, np.array([0.0, 2.0]), np.ones(2)).tolist() == [[80.0, 20.0]]
    assert baselines.by_flee_weights(total, np.array([30.0, 90.0]))[0] == pytest.approx([71.4286, 28.5714], abs=1e-4)
