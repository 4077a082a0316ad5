"""Streams: the reports of one instrument on one thing, which share their errors; and the columns that hold these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.observe.reports import Report
from corridor.observe.settings import Method, Settings
from corridor.priors import parse

__all__ = ["BY_CONVENTION", "COLUMNS", "COVERED", "Errors", "Stream", "stream_of", "streams_of"]

FloatArray = NDArray[np.float64]

#: People to a family where families are counted and people published (MODEL.md 1i: the convention of DTM).
BY_CONVENTION = 6.0
#: What is remembered of a stream, a column each.
COLUMNS = ("k", "memory_days", "recorded_per_day", "level", "gain", "variance", "day", "backlog", "people")
#: What is remembered of an instrument that does not find everybody.
COVERED = ("inside", "outside", "outside_after")


@dataclass(frozen=True, slots=True)
class Stream:
    """What reports of one instrument on one thing have in common."""

    id: str
    method: Method
    families: float  # published individuals are this many times the families; 0: individuals were counted

    @property
    def instrument(self) -> str:
        """Returns the instrument's name; a stream's own where the method names none."""
        return self.method.instrument or self.id


@dataclass(frozen=True, slots=True)
class Errors:
    """What the reporting model remembers, a row a particle: `values` is (particles, numbers), float64.

    Rows are independent of one another, so that a filter may copy, drop and reorder them.
    """

    values: FloatArray

    @property
    def particles(self) -> int:
        """Returns how many rows there are."""
        return int(self.values.shape[0])

    def take(self, slots: NDArray[np.intp]) -> Errors:
        """Returns the rows of `slots`, in that order: what a filter does when it resamples.

        >>> Errors(np.array([[1.0], [2.0]])).take(np.array([1, 1])).values.tolist()
        [[2.0], [2.0]]
        """
        return Errors(self.values[slots])


def stream_of(report: Report, settings: Settings) -> Stream:
    """Returns the stream that a report belongs to.

    Reports of a named instrument on the same quantity, place, group and kind are one stream whatever their series, so
    that its level is carried over a documented break. Without a named instrument every series is its own.
    """
    method = _method_of(report, settings)
    thing = (method.instrument, report.quantity, report.place, report.group, report.kind)
    families = method.families or (BY_CONVENTION if _by_convention(report) else 0.0)
    return Stream("/".join(thing) if method.instrument else report.series, method, families)


def streams_of(reports: Iterable[Report], settings: Settings) -> dict[str, Stream]:
    """Returns the stream of every series of some reports; a series says by one report that its unit is the family.

    Raises PriorError for an unreadable prior.
    """
    found: dict[str, Stream] = {}
    for report in reports:
        stream = stream_of(report, settings)
        if report.series not in found or stream.families:
            found[report.series] = stream
    for stream in found.values():
        _check(stream.method)
    return found


def _by_convention(report: Report) -> bool:
    return report.families is not None and report.value == BY_CONVENTION * report.families


def _method_of(report: Report, settings: Settings) -> Method:
    for method in settings.methods:
        if report.method and report.method in method.names:
            return method
    unnamed = [method for method in settings.methods if not method.names]
    for method in unnamed:
        if report.quantity in method.quantities:
            return method
    return next(method for method in unnamed if not method.quantities)


def _check(method: Method) -> None:
    coverage = method.coverage
    shares = (coverage.inside, coverage.outside, coverage.outside_after) if coverage else ()
    for prior in (method.k, method.memory_days, *shares):
        parse(prior)
