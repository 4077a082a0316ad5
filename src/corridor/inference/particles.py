"""Particles of the engine: parameters, State and reporting errors, one a slot, moved by whole legs of `run_days`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from corridor.draws import following_keys, member_key, text_key
from corridor.engine.desk import Desk
from corridor.engine.member import TOO_MANY, fill_reference
from corridor.engine.packed import Packed, Shape
from corridor.engine.state import initial_state
from corridor.errors import LedgerError, RunError
from corridor.inference.filter_known import Progress, Stage, eve, known_world
from corridor.inference.particles_errors import Lasting
from corridor.inference.particles_noise import uniforms
from corridor.inference.particles_parameters import Parameters, touched_by
from corridor.inference.resample import accepted
from corridor.model.record import SHARE_UNIT
from corridor.model.state import WAITING
from corridor.model.theta import Theta
from corridor.model.world import World
from corridor.observe.keyed import key_of
from corridor.observe.reporting import Errors, Reporting
from corridor.observe.reports import Report
from corridor.observe.truth import parts_of
from corridor.scenario.index import index
from corridor.scenario.schema import Scenario
from corridor.scenario.theta import Refill, layout
from corridor.scenario.world import compile_world
from corridor.series import ALL, Series, plan_for

__all__ = ["Particles", "Snapshot", "Told"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Tables = NDArray[np.int32]
Keys = NDArray[np.uint64]

#: Standard deviation of a published share taken about the model's: claims of one day differ by some 0.1 (SOURCES.md).
_PROGRESS_SD = 0.08
_COPY, _OFFER = text_key("copy"), text_key("offer")
#: They act only while their zone is fought over.
_IN_BATTLE = ("duration_days", "tail_rate", "rate_contested", "coercion_contested", "death_rate")


@dataclass(frozen=True, slots=True)
class Told:
    """What one report said of the particles, in the slots in which they stood when it came."""

    report: Report | Progress
    log_density: FloatArray
    errors: Errors  # after it


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where all particles stand on an evening, and what their future needs; nobody changes it.

    But for the thetas: of those there are n in all, which every move fills with the parameters of then.
    """

    thetas: tuple[Theta, ...]
    states: tuple[Packed, ...]
    keys: Keys
    fresh: NDArray[np.bool_]  # the clocks ran up under another key


class Particles:
    """The particles of a scenario; a `Model` for the filter.

    `history` is (n, days, series): what each particle and its ancestors counted, from the first day on. A particle that
    was never copied is the member of that number of `simulate` with the same seed and prior set.
    """

    def __init__(
        self,
        scenario: Scenario,
        stages: Sequence[Stage],
        series: Sequence[Series],
        reporting: Reporting,
        *,
        particles: int,
        seed: int,
        prior_set: str = "P0",
        overrides: Mapping[str, float] | None = None,
        days: int | None = None,
        jobs: int | None = None,
    ) -> None:
        self.scenario, self.stages, self.series, self.reporting = scenario, tuple(stages), tuple(series), reporting
        self.particles, self.seed = particles, seed
        self.days = days or stages[-1].last
        self.dates = tuple(scenario.start + timedelta(days=day) for day in range(self.days))
        self.day_of = {when: day for day, when in enumerate(self.dates)}
        self.parameters = Parameters(scenario.parameters, prior_set, seed, particles, overrides)
        self.history: Tables = np.zeros((particles, self.days, len(self.series)), np.int32)
        self.errors = reporting.start(key_of(seed, "errors"), particles)
        self.told: tuple[Told, ...] = ()
        self._errors_before = self.errors
        self._ancestors: IntArray = np.arange(particles)
        self._lasting = Lasting(reporting, self.errors)
        self._touched = np.ones(len(self.parameters.names), bool)
        self._lasting_touched = np.ones(self._lasting.scores(self.errors).shape[1], bool)
        self._factual = compile_world(scenario, eve(scenario))
        self._layout = layout(scenario, self.parameters.names)
        self._zones = index(scenario).zones
        self._jobs = max(1, min(jobs or os.cpu_count() or 1, particles))
        self._world = self._factual  # of the last leg
        self._slots = np.array([member_key(seed, slot) for slot in range(particles)], np.uint64)
        self._thetas = [Refill(self._layout, row) for row in self._layout.rows(self.parameters.values)]
        self._shape = Shape(initial_state(self._factual, self._thetas[0].theta))
        plan = plan_for(scenario, self.series, (), self.days)
        self._desks = [Desk(self._shape, self._factual, plan) for _ in range(self._jobs)]
        self.now = self._before = self._first_evening()
        self._refer()

    def advance(self, step: int) -> None:
        """Runs the leg of a stage."""
        stage = self.stages[step]
        self._before, self._errors_before = self.now, self.errors
        self._ancestors = np.arange(self.particles)
        self._world = known_world(self.scenario, stage.day)
        states, rows = self.run(self.now, self._world, stage.first, stage.last)
        self.now = replace(self.now, states=states, fresh=np.zeros(self.particles, bool))
        self.history[:, stage.first : stage.last] = rows

    def log_density(self, step: int) -> FloatArray:
        """Returns the log density of what became known on the stage's day; `told` has each report's own part."""
        density, self.errors, self.told = self._density(step, 0)
        self._touched = touched_by(density, self.parameters.scores)
        self._lasting_touched = touched_by(density, self._lasting.scores(self._errors_before))
        return density

    def select(self, step: int, turn: int, parents: IntArray) -> None:
        """Copies particles with their past; a copy draws on under a key of its slot, step and turn."""
        copied = np.flatnonzero(parents != np.arange(self.particles))
        self.parameters.select(parents, self._touched)
        self._ancestors = self._ancestors[parents]
        past = slice(0, self.stages[step].last)  # the days after it are run anew
        self.history[copied, past] = self.history[parents[copied], past]
        self.errors, self._errors_before = self._copied(self.errors, parents), self._copied(self._errors_before, parents)
        self.now = self._chosen(self.now, parents, copied, step, turn)
        self._before = self._chosen(self._before, parents, copied, step, turn)

    def refresh(self, step: int, turn: int, power: float, log_density: FloatArray) -> FloatArray:
        """Runs the leg again under other keys, and keeps what the odds allow; returns the densities now."""
        stage = self.stages[step]
        keys = following_keys(self._before.keys, _OFFER, step, turn)
        start = replace(self._before, keys=keys, fresh=np.ones(self.particles, bool))
        states, rows = self.run(start, self._world, stage.first, stage.last)
        old_rows, old_errors = self.history[:, stage.first : stage.last].copy(), self.errors
        self.history[:, stage.first : stage.last] = rows
        offered, errors, _ = self._density(step, turn + 1)
        wins = accepted(uniforms(self.seed, "odds", step, self.particles, [str(turn)])[:, 0], power, offered, log_density)
        self.history[~wins, stage.first : stage.last] = old_rows[~wins]
        self.errors = Errors(np.where(wins[:, None], errors.values, old_errors.values))
        self.now = Snapshot(
            thetas=self.now.thetas,
            states=tuple(new if won else old for won, new, old in zip(wins, states, self.now.states, strict=True)),
            keys=np.where(wins, keys, self.now.keys),
            fresh=np.where(wins, False, self.now.fresh),
        )
        return np.where(wins, offered, log_density)

    def move(self, step: int, turn: int) -> None:
        """Moves parameters and what the reporting model carries for life; draws anew what has had no effect yet."""
        scores = self._lasting.scores(self.errors)
        lasting = self._lasting_touched
        scores[:, lasting] = self.parameters.move(step, self._ancestors, self._touched, scores[:, lasting])
        self.errors = self._lasting.put(self.errors, scores)
        self.parameters.redraw(step, self._unused())
        for theta, row in zip(self._thetas, self._layout.rows(self.parameters.values), strict=True):
            theta.fill(row)
        self._refer()
        self.now = replace(self.now, thetas=tuple(each.theta for each in self._thetas))

    def run(self, start: Snapshot, world: World, first: int, last: int) -> tuple[tuple[Packed, ...], Tables]:
        """Returns the states after days `first` to `last` - 1 from a snapshot, and (n, days, series) of those days."""
        rows: Tables = np.zeros((self.particles, last - first, len(self.series)), np.int32)
        states: list[Packed] = list(start.states)

        def part(job: int) -> None:
            for slot in range(job, self.particles, self._jobs):
                theta, fresh = start.thetas[slot], bool(start.fresh[slot])
                states[slot], rows[slot], wrong = self._desks[job].run(
                    world, theta, start.states[slot], fresh, start.keys[slot], first, last
                )
                if wrong != -1:
                    raise _defect(slot, wrong, self.scenario.start)

        if self._jobs == 1:
            part(0)
        else:
            with ThreadPoolExecutor(self._jobs) as pool:
                list(pool.map(part, range(self._jobs)))
        return tuple(states), rows

    def _first_evening(self) -> Snapshot:
        """Returns where all particles stand before the first day."""
        thetas = tuple(each.theta for each in self._thetas)
        states = tuple(self._shape.pack_state(initial_state(self._factual, theta)) for theta in thetas)
        return Snapshot(thetas, states, self._slots, fresh=np.zeros(self.particles, bool))

    def _refer(self) -> None:
        """Works out the reference of the choices of every slot's parameters."""
        days = self._factual.places.capacity.shape[0]
        for each in self._thetas:
            fill_reference(self._factual, each.theta, self._desks[0].scratch, days)

    def _density(self, step: int, turn: int) -> tuple[FloatArray, Errors, tuple[Told, ...]]:
        stage, errors = self.stages[step], self._errors_before
        key = key_of(self.seed, "density", step, turn)
        told: list[Told] = []
        for report in stage.reports:
            truth = parts_of(report, self.series, self.history, self.day_of)
            density, errors = self.reporting.log_density(report, truth, errors, key)
            told.append(Told(report, density, errors))
        told += [Told(each, self._of_progress(each), errors) for each in stage.progress]
        total: FloatArray = np.sum([each.log_density for each in told], axis=0) if told else np.zeros(self.particles)
        return total, errors, tuple(told)

    def _of_progress(self, progress: Progress) -> FloatArray:
        """Returns the log density of a published share of a zone: normal about the model's."""
        column = self.series.index(Series("retaken_share", progress.zone, ALL))
        share = self.history[:, self.day_of[progress.date], column] / SHARE_UNIT
        distance: FloatArray = (progress.share - share) / _PROGRESS_SD
        return -0.5 * distance**2

    def _chosen(self, snapshot: Snapshot, parents: IntArray, copied: IntArray, step: int, turn: int) -> Snapshot:
        keys, fresh = snapshot.keys.copy(), snapshot.fresh.copy()
        keys[copied] = following_keys(self._slots[copied], _COPY, step, turn)
        fresh[copied] = True
        order = parents.tolist()
        return Snapshot(
            tuple(snapshot.thetas[each] for each in order), tuple(snapshot.states[each] for each in order), keys, fresh
        )

    def _copied(self, errors: Errors, parents: IntArray) -> Errors:
        """Returns the errors of the parents; what lasts for life, and the reports say nothing about, stays in its slot."""
        own, theirs = self._lasting.scores(errors), self._lasting.scores(errors.take(parents))
        return self._lasting.put(errors.take(parents), np.where(self._lasting_touched, theirs, own))

    def _unused(self) -> dict[str, NDArray[np.bool_]]:
        """Returns for the parameters of single zones in which slots nothing has hung on them yet."""
        phases = np.array([self._shape.field(packed, "phase") for packed in self.now.states])
        names = ((f"{name}.{zone}", column) for name in _IN_BATTLE for zone, column in self._zones.items())
        return {name: phases[:, column] == WAITING for name, column in names if name in self.parameters.names}


def _defect(slot: int, wrong: int, start: date) -> Exception:
    if wrong == TOO_MANY:
        return RunError(
            f"particle {slot}: a running total passed 2,147,483,647, more than a table holds. "
            "Shorten the forecast, or split the scenario"
        )
    return LedgerError(
        f"particle {slot}: people were lost or invented on {start + timedelta(days=wrong)}; this is a defect of Corridor. "
        "Please report it with the scenario, the seed and this line"
    )
