"""Summaries: what a calibration compares, as published and as each member would have had it published, on a log scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from corridor.errors import RunError
from corridor.observe import Report, Reporting, countable, parts_of, reporting_of, reports_of
from corridor.scenario.calibration_parts import RISE_DAYS
from corridor.scenario.schema import Scenario, Summary
from corridor.series import ALL, ALL_CAMPS, Series, series_of

__all__ = ["Summaries", "name_of", "summaries_of"]

FloatArray = NDArray[np.float64]
#: What `parts_of` needs to tell who is inside camps.
_SPLIT = (Series("present", ALL_CAMPS, ALL), Series("displaced_current", ALL, ALL))


@dataclass(frozen=True, slots=True)
class Summaries:
    """The summaries of a scenario: the published numbers as intervals, and the way from members to made-up numbers."""

    wanted: tuple[Summary, ...]
    reports: tuple[Report, ...]  # in order of date: all that any summary needs
    reporting: Reporting
    series: tuple[Series, ...]  # what must be recorded of a member
    start: date

    @property
    def names(self) -> tuple[str, ...]:
        """Returns one name a summary."""
        return tuple(map(name_of, self.wanted))

    @property
    def last(self) -> date:
        """Returns the last day that is compared: members need not run on."""
        return max(report.date for report in self.reports)

    def observed(self) -> tuple[FloatArray, FloatArray]:
        """Returns the lower and upper ends (S,) of what was published: equal where a number was, not a range."""
        values = np.array([[report.value for report in self.reports]])
        ends = []
        for end in ("low", "high"):
            bounds = np.array([[_bound(report, end) for report in self.reports]])
            ends.append(np.array([self._one(each, values if each.measure == "rise" else bounds)[0] for each in self.wanted]))
        return ends[0], ends[1]

    def of(self, values: NDArray[np.int32], key: int) -> FloatArray:
        """Returns (members, S) from `values` (members, days, series): what might have been published of each member."""
        members = values.shape[0]
        day_of = {self.start + timedelta(day): day for day in range(values.shape[1])}
        errors = self.reporting.start(key, members)
        published = np.empty((members, len(self.reports)))
        for column, report in enumerate(self.reports):
            truth = parts_of(report, self.series, values, day_of)
            published[:, column] = self.reporting.made_up(report, truth, errors, key)
            _, errors = self.reporting.log_density(report, truth, errors, key, value=published[:, column])
        return np.column_stack([self._one(summary, published) for summary in self.wanted])

    def _one(self, summary: Summary, published: FloatArray) -> FloatArray:
        """Returns one summary (n,) of numbers (n, reports)."""
        columns = [column for column, report in enumerate(self.reports) if report.series == summary.series]
        if summary.measure == "count":
            (column,) = (column for column in columns if self.reports[column].date == summary.date)
            return np.log1p(published[:, column])
        days = [self.reports[column].date for column in columns]
        return np.log1p(_steepest(published[:, columns], days))


def summaries_of(scenario: Scenario, wanted: Sequence[Summary]) -> Summaries:
    """Returns the summaries of a scenario; RunError where its runs do not count what one of them compares.

    >>> from corridor import load
    >>> scenario = load("tutorial")
    >>> summaries_of(scenario, (Summary("invented-camp", scenario.observations[0].date, "count"),)).names
    ('invented-camp 2020-03-15',)
    """
    reports = tuple(report for report in reports_of(scenario) if any(_needs(each, report) for each in wanted))
    kept = series_of(scenario)
    days = {scenario.start + timedelta(day): day for day in range((scenario.end - scenario.start).days + 1)}
    for report in reports:
        if not countable(report, kept, days):
            raise RunError(
                f"{report.series} of {report.date}: no run of {scenario.id} counts {report.quantity} of {report.place!r} on "
                "that day. Take it out of calibration.summaries in scenario.yaml."
            )
    series = tuple(sorted({*_recorded(reports, kept), *(each for each in _SPLIT if each in kept)}))
    model = reporting_of(scenario, series={report.series for report in reports})
    return Summaries(tuple(wanted), reports, model, series, scenario.start)


def name_of(summary: Summary) -> str:
    """Returns a summary in a few words.

    >>> name_of(Summary("dtm", None, "rise"))
    'steepest rise of dtm'
    """
    return f"steepest rise of {summary.series}" if summary.measure == "rise" else f"{summary.series} {summary.date}"


def _needs(summary: Summary, report: Report) -> bool:
    return report.series == summary.series and summary.date in (None, report.date)


def _recorded(reports: Sequence[Report], kept: Sequence[Series]) -> set[Series]:
    """Returns the series behind reports: that of the set where it is kept, else those of its places."""
    found: set[Series] = set()
    for report in reports:
        whole = Series(report.quantity, report.place, report.group)
        places = (report.place,) if whole in kept else report.places
        found.update(Series(report.quantity, place, report.group) for place in places)
    return found


def _bound(report: Report, end: str) -> float:
    bound = report.low if end == "low" else report.high
    if report.low is None and report.high is None:
        return report.value
    return (0.0 if end == "low" else np.inf) if bound is None else bound


def _steepest(published: FloatArray, days: Sequence[date]) -> FloatArray:
    """Returns (n,) the largest rise a day between a number and the first one at least a week later; at least 0."""
    rise = np.zeros(published.shape[0])
    for first, day in enumerate(days):
        later = next((column for column, other in enumerate(days) if (other - day).days >= RISE_DAYS), None)
        if later is not None:
            rise = np.maximum(rise, (published[:, later] - published[:, first]) / (days[later] - day).days)
    return rise
