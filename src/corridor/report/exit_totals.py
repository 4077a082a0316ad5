"""Sums of the published flows: by exit, and by origin, exit and destination."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from corridor.published import Flow, Published
from corridor.report.numbers import Interval, of

__all__ = ["ALL", "Total", "by_exit", "detailed", "final_day", "on_day", "summed", "together"]

ALL = "all"
Quantiles = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Total:
    """People who had arrived by way of one exit. Where the run publishes only parts, the quantiles are
    those of parts that rise and fall together: the widest interval that the sum can have."""

    exit: str
    mean: float
    quantiles: Quantiles
    exact: bool

    @property
    def interval(self) -> Interval:
        """Returns median, 5 % and 95 %."""
        return of(self.quantiles)


def final_day(published: Published) -> date | None:
    """Returns the last day for which flows are known."""
    return max((flow.date for flow in published.flows), default=None)


def on_day(published: Published, day: date) -> tuple[Flow, ...]:
    """Returns the flows of the last day not after `day`: arrivals, everybody where the run says so."""
    earlier = {flow.date for flow in published.flows if flow.date <= day}
    if not earlier:
        return ()
    latest = max(earlier)
    rows = [flow for flow in published.flows if flow.date == latest]
    rows = [flow for flow in rows if flow.quantity == _quantity(rows)]
    whole = [flow for flow in rows if flow.group == ALL]
    return tuple(whole or rows)


def _quantity(rows: Iterable[Flow]) -> str:
    names = sorted({flow.quantity for flow in rows})
    return "arrivals" if "arrivals" in names else names[0]


def detailed(rows: Iterable[Flow]) -> tuple[Flow, ...]:
    """Returns the rows that are not sums themselves, without what is suppressed or empty."""
    return tuple(flow for flow in rows if ALL not in (flow.origin, flow.exit, flow.destination) and flow.mean > 0)


def by_exit(published: Published, day: date | None = None) -> tuple[Total, ...]:
    """Returns a total for each exit, most people first; without a day, at the end."""
    last = day or final_day(published)
    rows = on_day(published, last) if last else ()
    sums = [flow for flow in rows if flow.exit != ALL and flow.origin == flow.destination == ALL]
    if sums:
        totals = [Total(flow.exit, flow.mean, flow.quantiles, True) for flow in sums if flow.mean > 0]
    else:
        totals = summed(detailed(rows), lambda flow: flow.exit)
    return tuple(sorted(totals, key=lambda total: (-total.mean, total.exit)))


def together(totals: Iterable[Total]) -> Interval | None:
    """Returns the sum of several totals, or None where there is none."""
    table = [total.quantiles for total in totals]
    return of(np.nansum(np.array(table), axis=0)) if table else None


def summed(rows: Iterable[Flow], pick: Callable[[Flow], str]) -> list[Total]:
    """Returns sums over the rows that `pick` names alike."""
    parts: dict[str, list[Flow]] = {}
    for flow in rows:
        parts.setdefault(pick(flow), []).append(flow)
    return [_sum(name, flows) for name, flows in parts.items()]


def _sum(name: str, flows: list[Flow]) -> Total:
    table = np.array([flow.quantiles for flow in flows])
    middle = np.nansum(table, axis=0)
    quantiles = (float(middle[0]), float(middle[1]), float(middle[2]), float(middle[3]), float(middle[4]))
    return Total(name, float(sum(flow.mean for flow in flows)), quantiles, len(flows) == 1)
