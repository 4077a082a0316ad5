"""What a run says would be published: every scored report made up anew for every member, total forecast and total given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.observe.keyed import key_of
from corridor.observe.reporting import Reporting
from corridor.observe.reports import Report
from corridor.observe.truth import countable, parts_of
from corridor.series import Series

__all__ = ["Prediction", "predictions", "total_series"]

FloatArray = NDArray[np.float64]

#: The quantity that says how many people there are to be found.
_TOTAL = "displaced_current"


@dataclass(frozen=True, slots=True)
class Prediction:
    """A scored report, and what each member says would have been published in its place."""

    report: Report
    members: FloatArray  # total forecast
    given: FloatArray | None  # scaled by the published total over the member's; None where there is no total
    log_score: float  # minus the log probability of the published number; NaN where it has none


def predictions(
    reports: Sequence[Report],
    reporting: Reporting,
    series: Sequence[Series],
    values: NDArray[Any],
    dates: Sequence[date],
    key: int,
) -> tuple[Prediction, ...]:
    """Returns a prediction of every scored report that the tables hold, in the order of the reports.

    `series`, `values` (members, days, series) and `dates` are those of an ensemble. A member's made-up reports hang
    together as published ones do: each goes on from the errors of the ones before it. A report that only bounds a count is
    left out: it has no number to be scored.
    """
    days = {day: index for index, day in enumerate(dates)}
    errors = reporting.start(key_of(key, "errors"), values.shape[0])
    made: list[tuple[Report, FloatArray, float]] = []
    for report in reports:
        if not (report.scored and _exact(report) and countable(report, series, days)):
            continue
        truth = parts_of(report, series, values, days)
        if not np.isfinite(truth).all():
            continue  # the load of a camp that has no capacity yet
        density, _ = reporting.log_density(report, truth, errors, key)
        numbers = reporting.made_up(report, truth, errors, key)
        _, errors = reporting.log_density(report, truth, errors, key, value=numbers)
        made.append((report, numbers, _minus_log_mean(density)))
    return _with_totals(made)


def total_series(reports: Sequence[Report]) -> str:
    """Returns the scored series that says how many are displaced in all: the one with most counts; "" if there is none."""
    found = [report.series for report in reports if report.scored and report.quantity == _TOTAL and report.kind == "stock"]
    return max(sorted(set(found)), key=found.count, default="")


def _exact(report: Report) -> bool:
    return report.low is None and report.high is None


def _minus_log_mean(density: FloatArray) -> float:
    top = float(density.max())
    return -(top + float(np.log(np.exp(density - top).mean())))


def _with_totals(made: Sequence[tuple[Report, FloatArray, float]]) -> tuple[Prediction, ...]:
    """Adds what each member would say if its total were the published one, between the first and the last total."""
    name = total_series([report for report, _, _ in made])
    totals = {report.date: (report.value, numbers) for report, numbers, _ in made if report.series == name}
    return tuple(
        Prediction(report, numbers, None if report.series == name else _given(report, numbers, totals), score)
        for report, numbers, score in made
    )


def _given(report: Report, numbers: FloatArray, totals: Mapping[date, tuple[float, FloatArray]]) -> FloatArray | None:
    known = sorted(totals)
    before = [day for day in known if day <= report.date]
    after = [day for day in known if day >= report.date]
    if not before or not after:
        return None
    published, simulated = _between(before[-1], after[0], report.date, totals)
    return np.asarray(numbers * published / np.maximum(simulated, 1.0))


def _between(
    first: date, last: date, day: date, totals: Mapping[date, tuple[float, FloatArray]]
) -> tuple[float, FloatArray]:
    """Returns the published and the members' totals on a day, on the straight line between two reports."""
    share = (day - first).days / (last - first).days if last > first else 0.0
    (value, members), (later, later_members) = totals[first], totals[last]
    return value + share * (later - value), members + share * (later_members - members)
