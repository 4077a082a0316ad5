"""Scores of a run under Flee's rules as rows: as its users know them first, then those that ask for an interval."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.flee.published import ALL, ScoreRow
from corridor.flee.scores import scores_of

if TYPE_CHECKING:
    from corridor.flee.run import FleeEnsemble
    from corridor.flee.scores import DatedScore

__all__ = ["SCORES", "score_rows"]

#: What each score is, for tables and docs.
SCORES = {
    "ard": "averaged relative difference: mean over days of sum of |sim - data| over the camps ÷ sum of the data",
    "ard_rescaled": "the same, the simulated camps of a day multiplied so that they add up to the data",
    "ard_total": "the same of all camps together, however people are split between them",
    "mase": "error of the mean run ÷ error of a naive forecast, on the days after it was made; below 1 is better",
    "crps": "continuous ranked probability score at the dated counts, in agents",
    "coverage_50": "share of the dated counts within the middle half of the members",
    "coverage_90": "share of the dated counts within the middle nine tenths of the members",
}
_NONE = float("nan")


def score_rows(ensemble: FleeEnsemble) -> tuple[ScoreRow, ...]:
    """Returns every score of a run, those of all camps first; none where the folder has no counts."""
    found = scores_of(ensemble)
    if not found.camps:
        return ()
    days = len(ensemble.dates)
    rows = [
        _over_members("ard", ALL, found.ard, days),
        _over_members("ard_rescaled", ALL, found.rescaled, days),
        _over_members("ard_total", ALL, found.total, days),
    ]
    rows += [_over_members("ard", camp, values, days) for camp, values in found.camps.items()]
    for name, value in found.mase.items():
        rows.append(ScoreRow(f"mase: {name}", ALL, value, _NONE, _NONE, days - 1 - int(name.rsplit(" ", maxsplit=1)[-1])))
    for place in (ALL, *found.camps):
        rows += _dated(place, found.dated[place])
    return tuple(rows)


def _over_members(score: str, place: str, values: NDArray[np.float64], days: int) -> ScoreRow:
    low, high = np.quantile(values, (0.05, 0.95)).tolist()
    return ScoreRow(score, place, float(values.mean()), low, high, days)


def _dated(place: str, score: DatedScore) -> Iterator[ScoreRow]:
    if score.counts:
        yield ScoreRow("crps", place, score.crps, _NONE, _NONE, score.counts)
        yield ScoreRow("coverage_50", place, score.inside_50, _NONE, _NONE, score.counts)
        yield ScoreRow("coverage_90", place, score.inside_90, _NONE, _NONE, score.counts)
