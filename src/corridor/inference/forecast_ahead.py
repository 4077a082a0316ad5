"""What will be published: paths of the particles into the days ahead, and the reporting model applied to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from corridor.inference.filter_known import Stage, known_world
from corridor.inference.particles import Particles
from corridor.inference.resample import systematic
from corridor.observe.keyed import key_of
from corridor.observe.reporting import Errors, Reporting
from corridor.observe.reports import Report
from corridor.observe.truth import parts_of

__all__ = ["HORIZONS", "Ahead", "ahead", "evenly", "look_ahead", "published", "targets_of", "weighted_quantiles"]

FloatArray = NDArray[np.float64]

#: Days ahead for which forecasts are made and scored (MODEL.md section 3).
HORIZONS = (7, 14, 28, 56)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What one series is expected to say on a day ahead: `draws` (n,) of the published count, of equal weight."""

    report: Report  # the last one of its series, dated to the day ahead
    horizon_days: int
    draws: FloatArray


def targets_of(stages: Sequence[Stage]) -> tuple[Report, ...]:
    """Returns the last report of every scored series that has one, by name of the series."""
    last: dict[str, Report] = {}
    for stage in stages:
        for report in stage.reports:
            if report.scored and (report.series not in last or last[report.series].date <= report.date):
                last[report.series] = report
    return tuple(last[series] for series in sorted(last))


def look_ahead(particles: Particles, day: date, days: int) -> int:
    """Returns the day of the run after the last one ahead; writes those days into the particles' history.

    The particles stand on the evening of `day` and stay there. The world is what was known on it. The filter writes
    over these days when it comes to them.
    """
    first = particles.day_of[day] + 1
    last = min(first + days, particles.days)
    if last > first:
        _, rows = particles.run(particles.now, known_world(particles.scenario, day), first, last)
        particles.history[:, first:last] = rows
    return last


def published(particles: Particles, reporting: Reporting, report: Report, day: date, errors: Errors) -> FloatArray:
    """Returns (n,) counts that might be published of the thing of `report` on a day of the history, one a slot."""
    asked = replace(report, date=day, known_on=day, low=None, high=None)
    truth = parts_of(asked, particles.series, particles.history, particles.day_of)
    return reporting.made_up(asked, truth, errors, key_of(particles.seed, "ahead", day.toordinal()))


def ahead(
    particles: Particles, reporting: Reporting, targets: Sequence[Report], day: date, shares: FloatArray
) -> tuple[Ahead, ...]:
    """Returns what every target is expected to say at every horizon within the run, after `look_ahead` from `day`."""
    chosen = evenly(shares)
    made = []
    for report in targets:
        for horizon in HORIZONS:
            when = day + timedelta(days=horizon)
            if when in particles.day_of:
                draws = published(particles, reporting, report, when, particles.errors)[chosen]
                made.append(Ahead(replace(report, date=when, known_on=when), horizon, draws))
    return tuple(made)


def evenly(shares: FloatArray) -> NDArray[np.int64]:
    """Returns slots (n,) in which each stands as often as its share says, to the nearest whole number."""
    return systematic(shares, 0.5)


def weighted_quantiles(values: FloatArray, shares: FloatArray, probabilities: Sequence[float]) -> list[float]:
    """Returns the quantiles of values (n,) that weigh `shares`: the smallest with at least that much at or below.

    >>> weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([0.2, 0.5, 0.3]), [0.5, 0.9])
    [1.0, 3.0]
    """
    order = np.argsort(values, kind="stable")
    total = np.cumsum(shares[order])
    found = np.searchsorted(total, np.array(probabilities) * total[-1] * (1.0 - 1e-12), side="left")
    return [float(values[order[min(each, values.size - 1)]]) for each in found.tolist()]
