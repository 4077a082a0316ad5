"""How well a run foretells the counts that are scored, as far as it may be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from corridor.observe.allocation import dated_vectors, together_rows
from corridor.observe.distances import distances_km
from corridor.observe.keyed import key_of
from corridor.observe.predict import predictions
from corridor.observe.reporting import reporting_of
from corridor.observe.reports import Report, reports_of
from corridor.observe.table import ScoreRow, pits, series_rows
from corridor.publish.people import people_of
from corridor.publish.rules import ROUND_TO, Disclosure, Show
from corridor.published import PIT_BINS, Published, Scores

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["scores_of", "with_scores"]


def with_scores(published: Published, ensemble: Ensemble) -> Published:
    """Returns what was published of a run with its scores added."""
    return replace(published, scores=scores_of(ensemble))


def scores_of(ensemble: Ensemble) -> Scores:
    """Returns the scores of every scored series that may be shown (MODEL.md section 3, ruling 18), and ranks of its counts.

    Numbers of people are rounded to 100 where the series may only be shown rounded. What is made up depends on the run's
    seed and the members alone.
    """
    rules = Disclosure(ensemble.scenario, people_of(ensemble))
    shown = {
        report.series: rules.of_series(report.quantity, report.place, report.group)
        for report in reports_of(ensemble.scenario)
        if report.scored
    }
    reports = [each for each in reports_of(ensemble.scenario) if shown.get(each.series, Show.NEVER) is not Show.NEVER]
    reporting = reporting_of(ensemble.scenario, series={report.series for report in reports})
    key = key_of(ensemble.seed, "score")
    found = predictions(reports, reporting, ensemble.series, ensemble.values, ensemble.dates, key)
    vectors = dated_vectors(found, _capacities(ensemble, reports), distances_km(ensemble.scenario))
    rows = (*series_rows(found, reports, key), *together_rows(vectors))
    return Scores(
        rows=tuple(_rounded(row, shown.get(row.series, Show.EXACT)) for row in rows),
        pits={series: _bins(ranks.tolist()) for series, ranks in pits(found, key).items()},
    )


def _capacities(ensemble: Ensemble, reports: Sequence[Report]) -> Mapping[tuple[str, date], float]:
    """Returns the median capacity of counted places on the days of their counts, where it was recorded."""
    columns = {each.place: column for column, each in enumerate(ensemble.series) if each.quantity == "capacity"}
    days = {day: index for index, day in enumerate(ensemble.dates)}
    return {
        (report.place, report.date): float(np.median(ensemble.values[:, days[report.date], columns[report.place]]))
        for report in reports
        if report.quantity == "present" and report.place in columns and report.date in days
    }


def _rounded(row: ScoreRow, show: Show) -> ScoreRow:
    if show is not Show.ROUNDED:
        return row
    return replace(
        row,
        crps=_coarse(row.crps),
        wis=_coarse(row.wis),
        energy=_coarse(row.energy),
        mae=_coarse(row.mae),
        bias=_coarse(row.bias),
    )


def _coarse(people: float) -> float:
    return float(np.round(people / ROUND_TO) * ROUND_TO)


def _bins(ranks: Sequence[float]) -> tuple[int, ...]:
    counts = [0] * PIT_BINS
    for rank in ranks:
        counts[min(floor(rank * PIT_BINS), PIT_BINS - 1)] += 1
    return tuple(counts)
