"""scores.csv: its header, its cells, what is empty."""

from __future__ import annotations

import csv
import io

from corridor.observe.table import ScoreRow
from corridor.published import Scores
from corridor.store.scores import SCORE_COLUMNS, scores_csv

FULL = ScoreRow(
    *("camp", "present", "river-camp", "persistence", 14, "forecast", 9), crps=12.34, crps_log=0.123456, wis=11.0,
    energy=13.0, log_score=7.5, mae=20.0, mase=0.5, bias=-3.25, ard=0.25, coverage=(0.5, 0.75, 1.0), skill=-0.5,
    skill_low=-1.25, skill_high=0.125,
)  # fmt: skip


def rows(*given: ScoreRow) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(scores_csv(Scores(given, {})).decode())))


def test_every_number_has_its_column() -> None:
    (row,) = rows(FULL)
    assert tuple(row) == SCORE_COLUMNS
    assert row == {
        "series": "camp", "quantity": "present", "place": "river-camp", "forecast": "persistence", "total": "forecast",
        "horizon_days": "14", "counts": "9", "crps": "12.3", "wis": "11.0", "energy": "13.0", "mae": "20.0", "bias": "-3.2",
        "crps_log": "0.1235", "log_score": "7.5000", "mase": "0.5000", "ard": "0.2500", "coverage50": "0.5000",
        "coverage80": "0.7500", "coverage95": "1.0000", "skill": "-0.5000", "skill_low": "-1.2500", "skill_high": "0.1250",
    }  # fmt: skip


def test_what_is_not_defined_is_empty() -> None:
    (row,) = rows(ScoreRow("camp", "present", "all", "trend", 28, "forecast", 0))
    assert {name for name, cell in row.items() if cell} == {
        "series", "quantity", "place", "forecast", "total", "horizon_days", "counts",
    }  # fmt: skip


def test_a_name_that_a_spreadsheet_would_run_is_defused() -> None:
    (row,) = rows(ScoreRow("=cmd()", "present", "a,b", "model", 0, "given", 1))
    assert (row["series"], row["place"]) == ("'=cmd()", "a,b")


def test_without_scores_there_is_a_header() -> None:
    assert scores_csv(Scores((), {})).decode() == ",".join(SCORE_COLUMNS) + "\n"
