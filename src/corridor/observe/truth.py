"""What a member counts of the thing that a report counts; the one owner of that mapping.

A stock is compared with the evening of its day. A cumulative count is compared with the running total since the first
day of the run (of a daily quantity: the sum of its days). A flow is people per day, and is compared with that day's own
flow; of a running total that is the day's increase. What a source counted over several days is entered as its mean per
day on the last of them: a report has one date, no length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.errors import RunError
from corridor.model.record import SHARE_UNIT
from corridor.observe.reports import Report
from corridor.scenario.quantities import QUANTITIES
from corridor.series import ALL, ALL_CAMPS, Series

__all__ = ["countable", "parts_of", "truth_of"]

FloatArray = NDArray[np.float64]
Values = NDArray[Any]
Days = Mapping[date, int]

#: Of whom it is known how many are in camps and how many elsewhere.
_SOMEWHERE = frozenset({"displaced_current", "displaced_ever"})


def countable(report: Report, series: Sequence[Series], day_of: Days) -> bool:
    """Returns whether tables with these series and days hold what the report counts."""
    return report.date in day_of and bool(_terms(report, tuple(series)))


def truth_of(report: Report, series: Sequence[Series], values: Values, day_of: Days) -> FloatArray:
    """Returns (members,) what each member counts on the report's day, in the report's unit.

    `series` names the columns of `values`, which is (members, days, series), from day 0 of the run; `day_of` gives the
    row of a date. A load is NaN where there is no capacity yet. Raises RunError where the tables do not hold it.
    """
    terms = _terms(report, tuple(series))
    if report.date not in day_of:
        raise RunError(f"{report.series} of {report.date} is outside the days of the run; see `countable`")
    if not terms:
        raise RunError(f"{report.series}: no {report.quantity} of {report.place!r} ({report.group}) was recorded")
    day = day_of[report.date]
    if report.quantity == "load" and len(terms) > 1:
        half = len(terms) // 2
        present, capacity = (_sum(values, columns, day) for columns in (terms[:half], terms[half:]))
        load = np.full(present.shape, np.nan)
        np.divide(present, capacity, out=load, where=capacity > 0)
        return load
    known = QUANTITIES.get(report.quantity)
    kind = known.kind if known else "stock"
    if report.kind == "cumulative" and kind == "flow":
        total = sum(values[:, : day + 1, column].sum(axis=1, dtype=np.int64) for column in terms)
        return np.asarray(total, np.float64)
    now = _sum(values, terms, day)
    if report.kind == "flow" and kind == "cumulative" and day > 0:
        return now - _sum(values, terms, day - 1)
    return now / SHARE_UNIT if kind == "ratio" else now


def parts_of(report: Report, series: Sequence[Series], values: Values, day_of: Days) -> FloatArray:
    """Returns (members, 2): the truth of a report inside camps and outside; the two add up to `truth_of`.

    Displaced people are split by the share of all displaced people who are in camps on that day, whatever their origin.
    Where the tables do not tell, everybody counts as inside. Raises RunError as `truth_of` does.
    """
    whole = truth_of(report, series, values, day_of)
    inside = whole * _share(report, tuple(series), values, day_of[report.date])
    return np.stack([inside, whole - inside], axis=1)


def _share(report: Report, series: tuple[Series, ...], values: Values, day: int) -> FloatArray | float:
    if report.setting == "outside":
        return 0.0
    columns = _columns(series)
    camps = columns.get(Series("present", ALL_CAMPS, ALL))
    displaced = columns.get(Series("displaced_current", ALL, ALL))
    if report.setting == "camps" or report.quantity not in _SOMEWHERE or camps is None or displaced is None:
        return 1.0
    of = np.maximum(values[:, day, displaced].astype(np.float64), 1.0)
    return np.minimum(values[:, day, camps] / of, 1.0)


@lru_cache(maxsize=8)
def _columns(series: tuple[Series, ...]) -> dict[Series, int]:
    return {each: column for column, each in enumerate(series)}


def _terms(report: Report, series: tuple[Series, ...]) -> list[int]:
    """Returns the columns that add up to the count; of a load those of people, then those of capacity; [] if not kept."""
    columns = _columns(series)
    whole = columns.get(Series(report.quantity, report.place, report.group))
    if whole is not None:
        return [whole]
    quantities = ("present", "capacity") if report.quantity == "load" else (report.quantity,)
    if len(report.places) > 1 and not _adds_up(report.quantity):
        return []
    found = [columns.get(Series(each, place, report.group)) for each in quantities for place in report.places]
    return [] if None in found else [column for column in found if column is not None]


def _adds_up(quantity: str) -> bool:
    """Returns whether the number of a set is made from those of its places: not of shares and stages."""
    known = QUANTITIES.get(quantity)
    return quantity == "load" or known is None or (known.kind != "ratio" and known.unit != "stage")


def _sum(values: Values, columns: Sequence[int], day: int) -> FloatArray:
    total = np.zeros(values.shape[0])
    for column in columns:
        total += values[:, day, column]
    return total
