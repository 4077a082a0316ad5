"""What changed a forecast since the last update: new facts on record, then one count after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from corridor.inference.filter_known import Progress
from corridor.inference.forecast_ahead import HORIZONS, published, weighted_quantiles
from corridor.inference.particles import Particles, Told
from corridor.inference.resample import shares_of
from corridor.observe.reporting import Errors, Reporting
from corridor.observe.reports import Report

__all__ = ["Change", "Expectation", "Shift", "changes_of", "expectation_of", "one_by_one"]

FloatArray = NDArray[np.float64]
#: Median of the published count by (series, day ahead).
Expectation = Mapping[tuple[str, date], float]


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much one report moved the median of a forecast."""

    report: Report | Progress
    by: float


@dataclass(frozen=True, slots=True)
class Change:
    """How the median of one forecast came to be what it is: before + facts + all shifts + rest = now."""

    series: str
    day: date
    horizon_days: int
    before: float  # the forecast of the update before, for the same day; NaN where there was none
    facts: float  # what became known of places and ways since, and the days that passed without a count
    shifts: tuple[Shift, ...]  # in the order in which the reports stand
    rest: float  # from copying and moving particles: chance
    now: float

    @property
    def most(self) -> Shift | None:
        """Returns the report that moved the forecast most; None where nothing was reported."""
        return max(self.shifts, key=lambda shift: abs(shift.by), default=None)


def expectation_of(
    particles: Particles,
    reporting: Reporting,
    targets: Sequence[Report],
    days: Sequence[date],
    shares: FloatArray,
    errors: Errors,
) -> Expectation:
    """Returns the median of what every target will say on each of the days, which the history must hold."""
    return {
        (report.series, day): weighted_quantiles(published(particles, reporting, report, day, errors), shares, [0.5])[0]
        for report in targets
        for day in days
        if day in particles.day_of
    }


def one_by_one(
    particles: Particles,
    reporting: Reporting,
    targets: Sequence[Report],
    days: Sequence[date],
    log_weights: FloatArray,
    before: Errors,
    told: Sequence[Told],
) -> tuple[Expectation, ...]:
    """Returns the expectations before the reports of an update, after the first of them, after the second, and so on.

    The paths ahead and the chance in what is published are the same in all; only weights and reporting errors change.
    """
    weights, found = log_weights, [
        expectation_of(particles, reporting, targets, days, shares_of(log_weights), before)
    ]  # fmt: skip
    for each in told:
        weights = weights + each.log_density
        if not np.isfinite(weights.max()):
            break
        found.append(expectation_of(particles, reporting, targets, days, shares_of(weights), each.errors))
    return tuple(found)


def changes_of(
    as_of: date,
    targets: Sequence[Report],
    earlier: Expectation,
    steps: Sequence[Expectation],
    told: Sequence[Told],
    now: Expectation,
) -> tuple[Change, ...]:
    """Returns the change of every target at every horizon for which there is a forecast now."""
    made = []
    for report in targets:
        for horizon in HORIZONS:
            key = (report.series, as_of + timedelta(days=horizon))
            if key in now:
                values = [step[key] for step in steps]
                shifts = tuple(
                    Shift(each.report, after - before)
                    for each, before, after in zip(told, values[:-1], values[1:], strict=False)
                )
                before = earlier.get(key, np.nan)
                made.append(Change(*key, horizon, before, values[0] - before, shifts, now[key] - values[-1], now[key]))
    return tuple(made)
