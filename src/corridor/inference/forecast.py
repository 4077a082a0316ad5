"""A forecast as of a day: the filter up to it, what is expected after it, and what changed since the last update."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter

from corridor.ensemble import Ensemble, Progress
from corridor.errors import RefusedOutput, RunError
from corridor.inference.filter import Filter, Update
from corridor.inference.filter_known import Stage, known, stages_of
from corridor.inference.forecast_ahead import HORIZONS, Ahead, ahead, look_ahead, targets_of
from corridor.inference.forecast_change import Change, Expectation, changes_of, expectation_of, one_by_one
from corridor.inference.particles import Particles
from corridor.inference.particles_ensemble import ensemble_of
from corridor.observe.reporting import reporting_of
from corridor.scenario.schema import Scenario
from corridor.series import series_of

__all__ = ["EMBARGO_DAYS", "Forecast", "forecast", "refuse_recent"]

#: A forecast says nothing of the last days before today (MODEL.md section 5, ruling 21).
EMBARGO_DAYS = 14
_PRIOR_SET = "P0"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected after `as_of`; the past days of `ensemble` are what the counts say of them."""

    as_of: date
    ensemble: Ensemble  # members of equal weight, from the first day to the last one ahead
    ahead: tuple[Ahead, ...]  # published counts at each horizon
    updated_on: date | None  # the last day on which something became known
    changes: tuple[Change, ...]
    updates: tuple[Update, ...]
    reports: int  # taken in
    log_evidence: float
    log_evidence_variance: float
    families: int  # of the first particles that have descendants


def refuse_recent(as_of: date, today: date) -> None:
    """Raises RefusedOutput for a day that is not yet old enough (ruling 21)."""
    last = today - timedelta(days=EMBARGO_DAYS)
    if as_of > last:
        raise RefusedOutput(
            f"a forecast as of {as_of} is refused: the day must lie at least {EMBARGO_DAYS} days back, so that it says "
            f"nothing of days to come or of the last ones. Allowed today is {last} or an earlier day"
        )


def forecast(
    scenario: Scenario,
    as_of: date,
    *,
    particles: int = 200,
    seed: int = 1,
    overrides: Mapping[str, float] | None = None,
    jobs: int | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Returns the forecast of `scenario` from what was public on `as_of`, under prior set P0 (rulings 15 and 19).

    A particle filter takes in every count on the day on which it became known; the forecast goes 56 days on, or to the
    end of the scenario. Raises RefusedOutput where `as_of` is less than 14 days before `today`, RunError where it lies
    outside the scenario or the counts are impossible.

    >>> from datetime import date
    >>> from corridor import load
    >>> told = forecast(load("tutorial"), date(2020, 3, 28), particles=20)
    >>> [each.horizon_days for each in told.ahead]
    [7, 14, 28]
    """
    refuse_recent(as_of, today or date.today())
    if not scenario.start <= as_of <= scenario.end:
        raise RunError(f"a forecast is as of a day from {scenario.start} to {scenario.end}; given {as_of}")
    if particles < 2:
        raise RunError(f"a filter needs at least 2 particles (members); given {particles}")
    return _Forecaster(scenario, as_of, particles, seed, overrides or {}, jobs).run(progress)


class _Forecaster:
    """The filter on its way to `as_of`, and what it notes at the last two updates."""

    def __init__(
        self, scenario: Scenario, as_of: date, particles: int, seed: int, overrides: Mapping[str, float], jobs: int | None
    ) -> None:
        began = perf_counter()
        self.scenario, self.as_of, self.overrides = known(scenario, as_of), as_of, overrides
        self.stages = stages_of(self.scenario, as_of)
        self.targets = targets_of(self.stages)
        self.reporting = reporting_of(self.scenario, series=_named(self.stages), as_of=as_of)
        self.particles = Particles(
            self.scenario,
            self.stages,
            series_of(self.scenario),
            self.reporting,
            particles=particles,
            seed=seed,
            prior_set=_PRIOR_SET,
            overrides=overrides,
            days=min((as_of - scenario.start).days + 1 + max(HORIZONS), (scenario.end - scenario.start).days + 1),
            jobs=jobs,
        )
        self.filter = Filter(self.particles, seed)
        self.days = [as_of + timedelta(days=horizon) for horizon in HORIZONS]
        self.earlier: Expectation = {}
        self.steps: tuple[Expectation, ...] = ()
        self.seconds = {"prepare": perf_counter() - began}

    def run(self, progress: Callable[[int, int], None] | None) -> Forecast:
        """Returns the forecast after all stages."""
        began = perf_counter()
        updates = [step for step, stage in enumerate(self.stages) if stage.reports or stage.progress]
        last, before = ([None, None, *updates])[-1], ([None, None, *updates])[-2]
        done = []
        for step, stage in enumerate(self.stages):
            self.particles.advance(step)
            if step == last:
                done.append(self._noted(step, stage))
            else:
                done.append(self.filter.weigh(step))
            if step == before:
                self.earlier = self._expected(stage.day)
            if progress is not None:
                progress(step + 1, len(self.stages))
        return self._finished(tuple(done), self.stages[last].day if last is not None else None, began)

    def _noted(self, step: int, stage: Stage) -> Update:
        """Takes in the last update, and notes what each of its reports did to the forecast."""
        weights, errors = self.filter.log_weights, self.particles.errors
        look_ahead(self.particles, stage.day, self._days_from(stage.day))
        self.particles.log_density(step)
        self.told = self.particles.told
        self.steps = one_by_one(
            self.particles, self.reporting, self.targets, self.days, weights, errors, self.told
        )  # fmt: skip
        return self.filter.weigh(step)

    def _expected(self, day: date) -> Expectation:
        look_ahead(self.particles, day, self._days_from(day))
        return expectation_of(
            self.particles, self.reporting, self.targets, self.days, self.filter.shares, self.particles.errors
        )

    def _days_from(self, day: date) -> int:
        return (self.as_of - day).days + max(HORIZONS)

    def _finished(self, updates: tuple[Update, ...], updated_on: date | None, began: float) -> Forecast:
        variance, families = self.filter.log_evidence_variance, self.filter.families
        shares = self.filter.shares
        look_ahead(self.particles, self.as_of, max(HORIZONS))
        expected = ahead(self.particles, self.reporting, self.targets, self.as_of, shares)
        now = expectation_of(self.particles, self.reporting, self.targets, self.days, shares, self.particles.errors)
        changes = (
            changes_of(self.as_of, self.targets, self.earlier, self.steps, self.told, now) if updated_on is not None else ()
        )
        self.seconds["simulate"] = perf_counter() - began
        return Forecast(
            as_of=self.as_of,
            ensemble=ensemble_of(self.particles, shares, self.overrides, self.seconds),
            ahead=expected,
            updated_on=updated_on,
            changes=changes,
            updates=updates,
            reports=sum(len(stage.reports) + len(stage.progress) for stage in self.stages),
            log_evidence=self.filter.log_evidence,
            log_evidence_variance=variance,
            families=families,
        )


def _named(stages: Sequence[Stage]) -> set[str]:
    return {report.series for stage in stages for report in stage.reports}
