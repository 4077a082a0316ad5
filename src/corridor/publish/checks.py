"""Published counts beside what the ensemble says of the same thing, as `corridor.observe.truth` counts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corridor.observe.reports import Report, reports_of
from corridor.observe.truth import countable, truth_of
from corridor.publish.fans import counted
from corridor.publish.rules import Disclosure, Show, disclose
from corridor.publish.statistics import quantiles_of
from corridor.published import QUANTILES, ObservationCheck
from corridor.series import ALL, ALL_CAMPS

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["checks", "pit"]

_PROBABILITIES = (0.01, *QUANTILES, 0.99)


def checks(ensemble: Ensemble, rules: Disclosure) -> tuple[ObservationCheck, ...]:
    """Returns a check for each observation inside the run whose series was recorded and may be shown."""
    return tuple(_all_checks(ensemble, rules))


def pit(members: NDArray[Any], value: float) -> float:
    """Returns the share of members below a value; ties count half.

    >>> pit(np.array([1, 2, 2, 3]), 2)
    0.5
    """
    return float(((members < value).sum() + 0.5 * (members == value).sum()) / members.size)


def _all_checks(ensemble: Ensemble, rules: Disclosure) -> Iterator[ObservationCheck]:
    days = {day: index for index, day in enumerate(ensemble.dates)}
    kept = _counted_somewhere(ensemble, reports_of(ensemble.scenario))
    for report in sorted(reports_of(ensemble.scenario), key=lambda each: (each.series, each.date)):
        show = rules.of_series(report.quantity, report.place, report.group)
        if show is not Show.NEVER and countable(report, kept.series, days):
            yield _check(report, show, truth_of(report, kept.series, kept.values, days))


def _counted_somewhere(ensemble: Ensemble, reports: Sequence[Report]) -> Ensemble:
    """Only series that may be part of what was reported: of many members, all of them would not fit into memory."""
    places = {place for report in reports for place in (report.place, *report.places)} | {ALL, ALL_CAMPS}
    quantities = {report.quantity for report in reports} | {"present", "capacity"}  # a load is made of these two
    wanted = [
        column for column, series in enumerate(ensemble.series) if series.place in places and series.quantity in quantities
    ]
    return ensemble.keeping(wanted)


def _check(report: Report, show: Show, members: NDArray[Any]) -> ObservationCheck:
    finite = members[np.isfinite(members)]
    count = counted(report.quantity)
    mean = float(finite.mean()) if finite.size else np.nan
    numbers = [mean, *quantiles_of(members[None, :], _PROBABILITIES)[0].tolist()]
    shown_mean, q01, q05, q25, q50, q75, q95, q99 = disclose(np.array(numbers), show, counted=count).tolist()
    return ObservationCheck(
        series=report.series,
        date=report.date,
        value=report.value,
        low=report.low,
        high=report.high,
        quantity=report.quantity,
        place=report.place,
        group=report.group,
        kind=report.kind,
        scored=report.scored,
        source=report.source,
        confidence=report.confidence,
        mean=shown_mean if np.isfinite(q95) else np.nan,
        q01=q01,
        quantiles=(q05, q25, q50, q75, q95),
        q99=q99,
        pit=pit(finite, report.value) if finite.size else np.nan,
    )
