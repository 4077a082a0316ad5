"""The published counts in short: how each series sits in the ensemble, and which of its dates to print."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from statistics import fmean
from typing import TYPE_CHECKING

from corridor.published import CheckSummary

if TYPE_CHECKING:
    from corridor.published import ObservationCheck, Published

__all__ = ["check_summary", "chosen_checks"]


def check_summary(published: Published) -> tuple[CheckSummary, ...]:
    """Returns one row for each series, its scored counts apart from the others; scored first, then by name."""
    rows = [_row(name, counts) for name, counts in _by_series(published.observations)]
    return tuple(sorted(rows, key=lambda row: (not row.scored, row.series)))


def chosen_checks(published: Published, rows: int = 14) -> tuple[ObservationCheck, ...]:
    """Returns at most `rows` scored counts, spread over the scored series and over the dates of each."""
    series = [counts for _, counts in _by_series(check for check in published.observations if check.scored)]
    series = series[:rows]
    chosen: list[ObservationCheck] = []
    for index, counts in enumerate(series):
        share = (rows - len(chosen)) // (len(series) - index)
        chosen += _spread(counts, share)
    return tuple(chosen)


def _spread(counts: Sequence[ObservationCheck], rows: int) -> list[ObservationCheck]:
    """The last count and others at even steps before it."""
    if len(counts) <= rows:
        return list(counts)
    if rows == 1:
        return [counts[-1]]
    step = (len(counts) - 1) / (rows - 1)
    return [counts[round(index * step)] for index in range(rows)]


def _by_series(checks: Iterable[ObservationCheck]) -> list[tuple[str, list[ObservationCheck]]]:
    """Scored counts of a series apart from the others, by date."""
    ordered = sorted(checks, key=lambda check: (check.series, not check.scored, check.date))
    groups = groupby(ordered, key=lambda check: (check.series, check.scored))
    return [(name, list(counts)) for (name, _), counts in groups]


def _row(series: str, counts: Sequence[ObservationCheck]) -> CheckSummary:
    first = counts[0]
    return CheckSummary(
        series=series,
        quantity=first.quantity,
        place=first.place,
        group=first.group,
        scored=first.scored,
        counts=len(counts),
        inside_50=fmean(_inside(check, check.quantiles[1], check.quantiles[3]) for check in counts),
        inside_90=fmean(_inside(check, check.quantiles[0], check.quantiles[4]) for check in counts),
        mean_pit=_mean([check.pit for check in counts]),
        band_width=_mean([_width(check) for check in counts]),
        outside=sum(not _inside(check, check.q01, check.q99) for check in counts),
    )


def _inside(check: ObservationCheck, low: float, high: float) -> bool:
    # A suppressed edge is a number below 50.
    return _or_zero(low) <= check.value <= _or_zero(high)


def _width(check: ObservationCheck) -> float:
    low, _, median, _, high = (_or_zero(value) for value in check.quantiles)
    return (high - low) / median if median > 0 else math.nan


def _mean(numbers: Sequence[float]) -> float:
    known = [number for number in numbers if math.isfinite(number)]
    return fmean(known) if known else math.nan


def _or_zero(number: float) -> float:
    return number if math.isfinite(number) else 0.0
