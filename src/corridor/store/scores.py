"""scores.csv: one row for each series, way to forecast it, and total."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from corridor.store.tables import texts

if TYPE_CHECKING:
    from corridor.observe.table import ScoreRow
    from corridor.published import Scores

__all__ = ["SCORE_COLUMNS", "scores_csv"]

_NAMES = ("series", "quantity", "place", "forecast", "total")
_PEOPLE = ("crps", "wis", "energy", "mae", "bias")
_RATIOS = ("crps_log", "log_score", "mase", "ard")
_COVERAGE = ("coverage50", "coverage80", "coverage95")
_SKILL = ("skill", "skill_low", "skill_high")
SCORE_COLUMNS = (*_NAMES, "horizon_days", "counts", *_PEOPLE, *_RATIOS, *_COVERAGE, *_SKILL)


def scores_csv(scores: Scores) -> bytes:
    """Returns scores.csv; a cell is empty where a score is not defined."""
    lines = [",".join(SCORE_COLUMNS), *map(_line, scores.rows)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _line(row: ScoreRow) -> str:
    numbers = [f"{row.horizon_days}", f"{row.counts}"]
    numbers += [_number(getattr(row, name), 1) for name in _PEOPLE]
    numbers += [_number(getattr(row, name), 4) for name in _RATIOS]
    numbers += [_number(share, 4) for share in row.coverage]
    numbers += [_number(getattr(row, name), 4) for name in _SKILL]
    return ",".join([texts(*(getattr(row, name) for name in _NAMES)), *numbers])


def _number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}" if math.isfinite(value) else ""
