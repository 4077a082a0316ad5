"""Natural experiments: facts that came from outside, and what knowing of them does to a forecast (MODEL.md section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from corridor.inference.filter_known import known_world
from corridor.inference.forecast_ahead import HORIZONS, published, weighted_quantiles
from corridor.inference.particles import Particles
from corridor.observe.reporting import Reporting
from corridor.observe.reports import Report
from corridor.scenario.schema import Scenario

__all__ = ["EXPERIMENTS", "Effect", "Experiment", "effects_at", "experiments_of"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Experiment:
    """A change that nobody made because of the counts, and the day on which it was known."""

    name: str
    scenario: str
    known_on: date


#: Those that section 3 of MODEL.md names, by the days on which schedule.csv has them known.
EXPERIMENTS = (
    Experiment("western flank cut", "mosul-2016", date(2016, 11, 23)),
    Experiment("bridges closed by flood", "mosul-2016", date(2017, 4, 17)),
    Experiment("advice reversed: leave", "mosul-2016", date(2017, 5, 29)),
)


@dataclass(frozen=True, slots=True)
class Effect:
    """One forecast without and with what became known: medians and 90 % intervals of the published count.

    Both start from the same particles with the same keys, so that they differ by the facts alone: all those that became
    known from `known_on` to the origin.
    """

    experiment: Experiment
    series: str
    origin: date
    horizon_days: int
    without: tuple[float, float, float]  # 5, 50, 95 %
    knowing: tuple[float, float, float]
    share_lower: float  # of the particles whose count is lower for the facts
    share_higher: float


def experiments_of(scenario: Scenario) -> tuple[Experiment, ...]:
    """Returns the experiments of a scenario."""
    return tuple(each for each in EXPERIMENTS if each.scenario == scenario.id)


def effects_at(
    experiment: Experiment,
    particles: Particles,
    reporting: Reporting,
    targets: Sequence[Report],
    day: date,
    shares: FloatArray,
) -> list[Effect]:
    """Returns what the facts of an experiment do to the forecasts from `day`, by series and horizon."""
    ignorant = _ahead(particles, reporting, targets, day, experiment.known_on - timedelta(days=1))
    knowing = _ahead(particles, reporting, targets, day, day)
    return [
        Effect(
            experiment,
            series,
            day,
            horizon,
            _quantiles(ignorant[series, horizon], shares),
            _quantiles(after, shares),
            float(shares @ (after < ignorant[series, horizon])),
            float(shares @ (after > ignorant[series, horizon])),
        )
        for (series, horizon), after in knowing.items()
    ]


def _ahead(
    particles: Particles, reporting: Reporting, targets: Sequence[Report], day: date, as_of: date
) -> dict[tuple[str, int], FloatArray]:
    first = particles.day_of[day] + 1
    last = min(first + max(HORIZONS), particles.days)
    _, rows = particles.run(particles.now, known_world(particles.scenario, as_of), first, last)
    particles.history[:, first:last] = rows
    return {
        (report.series, horizon): published(particles, reporting, report, when, particles.errors)
        for report in targets
        for horizon in HORIZONS
        if (when := day + timedelta(days=horizon)) in particles.day_of
    }


def _quantiles(draws: FloatArray, shares: FloatArray) -> tuple[float, float, float]:
    low, middle, high = weighted_quantiles(draws, shares, (0.05, 0.5, 0.95))
    return low, middle, high
