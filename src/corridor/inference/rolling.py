"""Rolling-origin study: one pass of the filter, a forecast from every report date, and a score for every count ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corridor.ensemble import Ensemble, Progress
from corridor.errors import RunError
from corridor.inference.filter import Filter, Update
from corridor.inference.filter_known import Stage, stages_of
from corridor.inference.forecast_ahead import HORIZONS, evenly, look_ahead, published, targets_of
from corridor.inference.particles import Particles
from corridor.inference.particles_ensemble import ensemble_of
from corridor.inference.rolling_experiments import Effect, effects_at, experiments_of
from corridor.observe import baselines
from corridor.observe.reporting import reporting_of
from corridor.observe.reports import Report, reports_of
from corridor.observe.scores import covered, crps, randomised_pit, wis
from corridor.scenario.schema import Scenario
from corridor.series import ALL, ALL_CAMPS, Series, series_of

__all__ = ["FIRST_ORIGIN_DAY", "LEVELS", "Rolling", "Scored", "rolling", "series_needed"]

FloatArray = NDArray[np.float64]

#: The first day of the run from which forecasts are scored (MODEL.md section 3).
FIRST_ORIGIN_DAY = 28
#: A count is ahead by a horizon if its date is at most this many days from it.
_NEAR_DAYS = 3
#: Central intervals whose coverage is told.
LEVELS = (0.5, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecast and the count that came: scores are in the unit of the count, NaN where a baseline had none."""

    report: Report
    origin: date
    horizon_days: int
    lead_days: int  # from the origin to the date of the count
    median: float
    low: float  # 5 %
    high: float  # 95 %
    crps: float
    wis: float
    baselines: Mapping[str, float]  # CRPS of persistence and trend
    inside: Mapping[float, bool]  # whether each central interval holds the count
    pit: float


@dataclass(frozen=True, slots=True)
class Rolling:
    """A whole study."""

    scenario: str
    particles: int
    seed: int
    scored: tuple[Scored, ...]
    effects: tuple[Effect, ...]
    updates: tuple[Update, ...]
    log_evidence: float
    log_evidence_variance: float
    ensemble: Ensemble  # what the filter says of all days, of the series that were kept


def rolling(
    scenario: Scenario,
    *,
    particles: int = 200,
    seed: int = 1,
    until: date | None = None,
    overrides: Mapping[str, float] | None = None,
    keep_all: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Rolling:
    """Returns the scores of forecasts from every report date, from day 28 to `until` (the last scored count).

    A forecast sees what was public on its day and prior set P0 (ruling 15); only what it says of scored series is
    scored, before any break of their method (ruling 18). Nothing is fitted to what is scored afterwards. `keep_all` keeps
    every series of the run, to be published, and not only those that are compared with counts. Raises RunError where no
    scored count lies ahead of an origin.
    """
    reports = [report for report in reports_of(scenario) if report.scored]
    last = min(until or scenario.end, max((report.known_on for report in reports), default=scenario.start))
    study = _Study(scenario, last, particles, seed, overrides or {}, keep_all, jobs)
    return study.run(reports, progress)


def series_needed(stages: Sequence[Stage], scenario: Scenario) -> tuple[Series, ...]:
    """Returns the series that the filter compares with reports, and no others: a table of all would be large."""
    seen = {(r.quantity, place, r.group) for stage in stages for r in stage.reports for place in (r.place, *r.places)}
    always = {("present", ALL_CAMPS, ALL), ("displaced_current", ALL, ALL)}
    zones = {("retaken_share", zone.place, ALL) for zone in scenario.operation.zones}
    wanted = seen | always | zones
    return tuple(each for each in series_of(scenario) if (each.quantity, each.place, each.group) in wanted)


class _Study:
    """The filter on its way, and what is scored from where it stands."""

    def __init__(
        self,
        scenario: Scenario,
        last: date,
        particles: int,
        seed: int,
        overrides: Mapping[str, float],
        keep_all: bool,
        jobs: int | None,
    ) -> None:
        self.scenario, self.seed, self.overrides = scenario, seed, overrides
        self.stages = stages_of(scenario, last)
        self.names = {report.series for stage in self.stages for report in stage.reports}
        self.particles = Particles(
            scenario,
            self.stages,
            series_of(scenario) if keep_all else series_needed(self.stages, scenario),
            reporting_of(scenario, series=self.names, as_of=last),
            particles=particles,
            seed=seed,
            overrides=overrides,
            days=self.stages[-1].last,
            jobs=jobs,
        )
        self.filter = Filter(self.particles, seed)
        self.experiments = experiments_of(scenario)

    def run(self, reports: Sequence[Report], progress: Progress | None) -> Rolling:
        """Returns the study after all stages."""
        by_series: dict[str, list[Report]] = {}
        for report in reports:
            by_series.setdefault(report.series, []).append(report)
        scored: list[Scored] = []
        effects: list[Effect] = []
        updates = []
        began = perf_counter()
        for step, stage in enumerate(self.stages):
            updates.append(self.filter.step(step))
            if stage.reports and stage.first and stage.last > FIRST_ORIGIN_DAY:
                scored += self._from(step, by_series)
                effects += self._effects(step)
            if progress is not None:
                progress(step + 1, len(self.stages))
        if not scored:
            raise RunError(
                f"{self.scenario.id} has no scored count within {max(HORIZONS)} days of a report after its day "
                f"{FIRST_ORIGIN_DAY}. Mark series as scored in observations, or extend the run with --until"
            )
        return Rolling(
            scenario=self.scenario.id,
            particles=self.particles.particles,
            seed=self.seed,
            scored=tuple(scored),
            effects=tuple(effects),
            updates=tuple(updates),
            log_evidence=self.filter.log_evidence,
            log_evidence_variance=self.filter.log_evidence_variance,
            ensemble=ensemble_of(self.particles, self.filter.shares, self.overrides, {"simulate": perf_counter() - began}),
        )

    def _from(self, step: int, by_series: Mapping[str, Sequence[Report]]) -> list[Scored]:
        origin = self.stages[step].day
        known = targets_of(self.stages[: step + 1])
        pairs = [
            (report, horizon, target)
            for report in known
            for horizon in HORIZONS
            if (target := _nearest(by_series.get(report.series, ()), origin, horizon, self.particles.dates[-1]))
        ]
        if not pairs:
            return []
        look_ahead(self.particles, origin, max((target.date - origin).days for _, _, target in pairs))
        model = reporting_of(self.scenario, series=self.names, as_of=origin)
        chosen = evenly(self.filter.shares)
        return [
            _score(
                target,
                origin,
                horizon,
                published(self.particles, model, report, target.date, self.particles.errors)[chosen],
                _baselines(by_series[report.series], target, origin),
            )
            for report, horizon, target in pairs
        ]

    def _effects(self, step: int) -> list[Effect]:
        """Returns what a natural experiment did to the forecasts, at the first origin that knows of it."""
        day, before = self.stages[step].day, self.stages[step - 1].day
        targets = targets_of(self.stages[: step + 1])
        model = reporting_of(self.scenario, series=self.names, as_of=day)
        return [
            effect
            for experiment in self.experiments
            if before < experiment.known_on <= day
            for effect in effects_at(experiment, self.particles, model, targets, day, self.filter.shares)
        ]


def _nearest(reports: Sequence[Report], origin: date, horizon: int, last: date) -> Report | None:
    """Returns the count nearest to the horizon; of two as near, the earlier."""
    wanted = origin + timedelta(days=horizon)
    near = [each for each in reports if abs((each.date - wanted).days) <= _NEAR_DAYS and origin < each.date <= last]
    return min(near, key=lambda each: (abs((each.date - wanted).days), each.date), default=None)


def _baselines(reports: Sequence[Report], target: Report, origin: date) -> dict[str, float]:
    lead = (target.date - origin).days
    made = {name: baselines.forecast(rule, reports, target.date, lead) for name, rule in baselines.RULES.items()}
    return {name: crps(members, target.value) if members.size else np.nan for name, members in made.items()}


def _score(target: Report, origin: date, horizon: int, draws: FloatArray, against: Mapping[str, float]) -> Scored:
    low, median, high = (float(each) for each in np.quantile(draws, [0.05, 0.5, 0.95]))
    return Scored(
        report=target,
        origin=origin,
        horizon_days=horizon,
        lead_days=(target.date - origin).days,
        median=median,
        low=low,
        high=high,
        crps=crps(draws, target.value),
        wis=wis(draws, target.value),
        baselines=against,
        inside={level: covered(draws, target.value, level) for level in LEVELS},
        pit=randomised_pit(draws, target.value, 0.5),
    )
