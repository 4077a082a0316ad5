"""Simple rules that a forecast has to beat, spread by the empirical distribution of their errors (MODEL.md section 3).

In time: persistence and trend, which know the reports of one series up to a day. In space: rules that split a total over
places. None of them draws a random number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from corridor.observe.reports import Report

__all__ = [
    "RULES",
    "by_capacity",
    "by_flee_weights",
    "by_gravity",
    "by_last_shares",
    "equally",
    "forecast",
    "persistence",
    "trend",
    "with_errors",
]

FloatArray = NDArray[np.float64]
#: From the reports that are known and the day that is asked for to a count.
Rule = Callable[[Sequence[Report], date], float]

#: Reports that a trend is laid through.
_LAST = 4
#: Past errors that a distribution is made of, at least.
_FEWEST = 5
#: Flee's weight of a place falls with its distance and this many kilometres (its `softening`).
_SOFTENING_KM = 10.0


def persistence(known: Sequence[Report], day: date) -> float:
    """Returns the last count."""
    return known[-1].value


def trend(known: Sequence[Report], day: date) -> float:
    """Returns where the straight line through the last four counts has got to, not below 0."""
    last = known[-_LAST:]
    days = np.array([(report.date - day).days for report in last], np.float64)
    values = np.array([report.value for report in last])
    spread = days - days.mean()
    if not spread.any():
        return persistence(known, day)
    slope = float((spread * values).sum() / (spread**2).sum())
    return max(0.0, float(values.mean()) - slope * float(days.mean()))


#: The rules in time, by name.
RULES: dict[str, Rule] = {"persistence": persistence, "trend": trend}


def forecast(rule: Rule, reports: Sequence[Report], day: date, horizon: int) -> FloatArray:
    """Returns (errors,) equally likely counts of a series on `day`, forecast `horizon` days before; empty if not possible.

    `reports` are those of one series in order of their dates. The rule knows what was public `horizon` days before. Its
    central forecast is spread by the errors that it made, at the same horizon, for every count that was public by then;
    with fewer than five of these there is no forecast. Errors are added, not multiplied: counts of the displaced grow by
    steps of like size, and relative errors of the first weeks would make the rule easy to beat for ever after.

    >>> forecast(persistence, [], date(2017, 1, 1), 14).size
    0
    """
    origin = day - timedelta(days=horizon)
    centre = _central(rule, reports, day, origin)
    past = _known(reports, origin)
    errors = []
    for report in past:
        said = _central(rule, past, report.date, report.date - timedelta(days=horizon))
        if said is not None:
            errors.append(report.value - said)
    return np.empty(0) if centre is None else with_errors(centre, np.array(errors))


def with_errors(centre: float, errors: FloatArray) -> FloatArray:
    """Returns a central forecast spread by past errors (outcome - forecast), not below 0; empty with fewer than five.

    >>> with_errors(9.0, np.array([-10.0, -5.0, 0.0, 1.0, 5.0])).tolist()
    [0.0, 4.0, 9.0, 10.0, 14.0]
    """
    return np.maximum(centre + errors, 0.0) if errors.size >= _FEWEST else np.empty(0)


def by_last_shares(total: FloatArray, last: FloatArray) -> FloatArray:
    """Returns totals split as the last counts (places,) were: share-persistence."""
    return _split(total, last)


def equally(total: FloatArray, places: int) -> FloatArray:
    """Returns totals split equally.

    >>> equally(np.array([10.0]), 4).tolist()
    [[2.5, 2.5, 2.5, 2.5]]
    """
    return _split(total, np.ones(places))


def by_capacity(total: FloatArray, capacity: FloatArray) -> FloatArray:
    """Returns totals split in proportion to capacities (places,); NaN or 0 counts as none."""
    return _split(total, np.nan_to_num(capacity))


def by_gravity(total: FloatArray, km: FloatArray, size: FloatArray, exponent: float = 2.0) -> FloatArray:
    """Returns totals split in proportion to size / distance^exponent (places,); distances are taken as 1 km at least."""
    return _split(total, np.nan_to_num(size) / np.maximum(km, 1.0) ** exponent)


def by_flee_weights(total: FloatArray, km: FloatArray) -> FloatArray:
    """Returns totals split as Flee's default weights do, in proportion to 1 / (10 km + distance).

    Source: MODEL.md T2.

    >>> by_flee_weights(np.array([1.0]), np.array([30.0, 90.0])).round(6).tolist()
    [[0.714286, 0.285714]]
    """
    return _split(total, 1.0 / (_SOFTENING_KM + km))


def _split(total: FloatArray, weights: FloatArray) -> FloatArray:
    """Returns (members, places): (members,) totals in proportion to weights, equally where all of these are 0."""
    if not weights.sum() > 0.0:
        weights = np.ones(weights.size)
    return np.asarray(total[:, None] * (weights / weights.sum()))


def _known(reports: Sequence[Report], day: date) -> list[Report]:
    return [report for report in reports if report.known_on <= day]


def _central(rule: Rule, reports: Sequence[Report], day: date, origin: date) -> float | None:
    known = _known(reports, origin)
    return rule(known, day) if known else None
