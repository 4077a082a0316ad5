"""Scores as Flee's users know them, and out.csv in Flee's layout."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from tests.support.flee_situations import place, scenario

from corridor.flee import out_csv, scores_of, simulate_flee
from corridor.flee.scores import naive_forecasts, relative_difference
from corridor.formats.flee.schema import Table


def made(**settings: object):  # type: ignore[no-untyped-def]
    places = [place("A", "conflict", people=100), place("B", "camp"), place("C", "camp")]
    days = (0.0, 10.0)
    tables = [Table("total", days, (0.0, 300.0)), Table("B", days, (20.0, 120.0)), Table("C", days, (0.0, 50.0))]
    return scenario(places, [("A", "B", 90.0), ("A", "C", 190.0)], days=11, data=tables, **settings)


def test_relative_difference() -> None:
    sim, data = np.array([[8.0, 0.0], [2.0, 0.0]]), np.array([[10.0, 4.0], [10.0, 4.0]])
    assert relative_difference(sim, data) == pytest.approx((10 / 20 + 1.0) / 2)
    assert relative_difference(sim, data, rescaled=True) == pytest.approx((12 / 20 + 1.0) / 2)


def test_naive_forecasts_are_right() -> None:
    data = np.array([[0.0, 1.0, 2.0, 3.0], [0.0, 3.0, 6.0, 9.0]])
    forecasts = naive_forecasts(data, 1)
    assert forecasts["flat"].tolist() == [[1.0] * 4, [3.0] * 4]
    assert np.allclose(forecasts["sloped"], data)  # a line is forecast without error
    assert np.allclose(forecasts["share"], data)


def test_scores_of_an_ensemble() -> None:
    ensemble = simulate_flee(made(), members=5)
    scores = scores_of(ensemble)
    assert scores.ard.shape == (5,)
    assert sum(scores.by_camp.values()) == pytest.approx(scores.ard.mean())
    assert set(scores.mase) == {"flat from day 7", "sloped from day 7", "share from day 7"}
    assert np.all(scores.rescaled >= 0.0)


def test_out_csv_has_flees_columns() -> None:
    ensemble = simulate_flee(made(), members=3)
    rows = list(csv.DictReader(io.StringIO(out_csv(ensemble))))
    assert list(rows[0]) == [
        "Day", "Date", "B sim", "B data", "B error", "C sim", "C data", "C error", "Total error",
        "refugees in camps (UNHCR)", "total refugees (simulation)", "raw UNHCR refugee count",
        "refugees in camps (simulation)", "refugee_debt",
    ]  # fmt: skip
    assert len(rows) == 11
    assert rows[0]["Date"] == "2020-01-02"  # a day after the data's
    last = rows[10]
    assert (last["B data"], last["C data"], last["refugees in camps (UNHCR)"]) == ("120", "50", "170")
    assert last["raw UNHCR refugee count"] == "170"  # day 0: total 0, camps 20
    assert last["total refugees (simulation)"] == "170"
    sim = int(last["B sim"])
    assert float(last["B error"]) == pytest.approx(abs(sim / 120 - 1), abs=1e-4)
    apart = abs(sim - 120) + abs(int(last["C sim"]) - 50)
    assert float(last["Total error"]) == pytest.approx(apart / 170, abs=1e-4)


def test_out_csv_of_conflict_driven_runs_has_noughts_unless_repaired() -> None:
    driven = made(spawn_mode="constant", displaced_per_conflict_day=10.0)
    law = list(csv.DictReader(io.StringIO(out_csv(simulate_flee(driven, members=2)))))
    assert {row["raw UNHCR refugee count"] for row in law} == {"0"}
    mended = list(csv.DictReader(io.StringIO(out_csv(simulate_flee(driven, members=2, repaired=True)))))
    assert mended[10]["refugees in camps (UNHCR)"] == "170"
    assert mended[0]["Date"] == "2020-01-01"
