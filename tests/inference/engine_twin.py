"""Particles of the engine again, one after another: whole States, ordinary members of a crew, no packing, no threads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.draws import absorb, member_key, text_key
from corridor.engine.member import Tape, fill_reference, record_for, run_days, tape_for
from corridor.engine.state import copy_state, initial_state
from corridor.inference.filter_known import Progress, eve, known_world
from corridor.inference.particles_errors import Lasting
from corridor.inference.particles_noise import uniforms
from corridor.inference.particles_parameters import Parameters, touched_by
from corridor.model.scratch import scratch_for
from corridor.model.state import WAITING
from corridor.observe.keyed import key_of
from corridor.observe.reporting import Errors
from corridor.observe.truth import parts_of
from corridor.scenario.theta import layout
from corridor.scenario.world import compile_world
from corridor.series import Series, plan_for

FloatArray = NDArray[np.float64]


class Naive:
    """A `Model` for the filter; every particle is a dict."""

    def __init__(self, scenario: Any, stages: Any, series: Any, reporting: Any, particles: int, seed: int) -> None:
        self.scenario, self.stages, self.series, self.reporting = scenario, stages, series, reporting
        self.particles, self.seed = particles, seed
        self.days = stages[-1].last
        self.parameters = Parameters(scenario.parameters, "P0", seed, particles)
        self.factual = compile_world(scenario, eve(scenario))
        self.layout = layout(scenario, self.parameters.names)
        self.plan = plan_for(scenario, series, (), self.days)
        errors = reporting.start(key_of(seed, "errors"), particles)
        self.lasting = Lasting(reporting, errors)
        self.all = []
        for slot in range(particles):
            theta = self.theta(slot)
            state, key = initial_state(self.factual, theta), member_key(seed, slot)
            row = errors.values[slot]
            tape = np.zeros((self.days, len(series)), np.int32)
            self.all.append({"theta": theta, "state": state, "key": key, "fresh": False, "tape": tape, "errors": row})

    def theta(self, slot: int) -> Any:
        theta = self.layout.theta(self.parameters.values[slot])
        fill_reference(self.factual, theta, scratch_for(self.factual), self.factual.places.capacity.shape[0])
        return theta

    def leg(self, particle: Any, start: Any, key: Any, fresh: bool, stage: Any) -> Any:
        world = known_world(self.scenario, stage.day)
        state = copy_state(start)
        if fresh:
            for clock in (state.block_clock, state.pause_clock, state.trigger_clock):
                clock[:] = 0.0
        flat, record = record_for(world)
        tape: Tape = tape_for(self.plan)
        balance = np.zeros_like(state.entered)
        days, scratch = (stage.first, stage.last), scratch_for(world)
        wrong = run_days(world, particle["theta"], state, *days, key, scratch, record, flat, self.plan, tape, balance)
        assert wrong == -1
        whole = particle["tape"].copy()
        whole[stage.first : stage.last] = tape.values[stage.first : stage.last]
        return state, whole

    def advance(self, step: int) -> None:
        for slot, particle in enumerate(self.all):
            particle["before"], particle["errors before"] = copy_state(particle["state"]), particle["errors"]
            particle["key before"], particle["ancestor"] = particle["key"], slot
            made = self.leg(particle, particle["state"], particle["key"], particle["fresh"], self.stages[step])
            particle["state"], particle["tape"] = made
            particle["fresh"] = False

    def density(self, step: int, turn: int, tapes: list[Any], before: list[Any]) -> tuple[FloatArray, Any]:
        stage, errors = self.stages[step], Errors(np.stack(before))
        values = np.stack(tapes)
        days = {stage.day: stage.last - 1 for stage in self.stages}
        days |= {r.date: (r.date - self.scenario.start).days for s in self.stages for r in (*s.reports, *s.progress)}
        total = np.zeros(self.particles)
        key = key_of(self.seed, "density", step, turn)
        for report in stage.reports:
            one, errors = self.reporting.log_density(report, parts_of(report, self.series, values, days), errors, key)
            total = total + one
        for each in stage.progress:
            total = total + self.of_progress(each, values)
        return total, errors

    def of_progress(self, each: Progress, values: Any) -> FloatArray:
        day = (each.date - self.scenario.start).days
        column = self.series.index(Series("retaken_share", each.zone, "all"))
        return np.asarray(-0.5 * ((each.share - values[:, day, column] / 10_000) / 0.08) ** 2)

    def log_density(self, step: int) -> FloatArray:
        total, errors = self.density(
            step, 0, [each["tape"] for each in self.all], [each["errors before"] for each in self.all]
        )  # fmt: skip
        for particle, row in zip(self.all, errors.values, strict=True):
            particle["errors"] = row
        before = Errors(np.stack([each["errors before"] for each in self.all]))
        self.touched = touched_by(total, self.parameters.scores)
        self.lasting_touched = touched_by(total, self.lasting.scores(before))
        return total

    def select(self, step: int, turn: int, parents: Any) -> None:
        self.parameters.select(parents, self.touched)
        chosen = []
        for slot, parent in enumerate(parents.tolist()):
            particle = dict(self.all[parent])
            particle["state"], particle["tape"] = copy_state(particle["state"]), particle["tape"].copy()
            for name in ("errors", "errors before"):
                particle[name] = self.copied(self.all[slot][name], self.all[parent][name])
            if parent != slot:
                key = absorb(absorb(absorb(member_key(self.seed, slot), text_key("copy")), step), turn)
                particle |= {"key": key, "key before": key, "fresh": True}
            chosen.append(particle)
        self.all = chosen

    def copied(self, own: FloatArray, theirs: FloatArray) -> FloatArray:
        one, other = (self.lasting.scores(Errors(row[None, :])) for row in (own, theirs))
        return self.lasting.put(Errors(theirs[None, :]), np.where(self.lasting_touched, other, one)).values[0]

    def refresh(self, step: int, turn: int, power: float, log_density: FloatArray) -> FloatArray:
        made = []
        for particle in self.all:
            key = absorb(absorb(absorb(particle["key before"], text_key("offer")), step), turn)
            made.append((*self.leg(particle, particle["before"], key, True, self.stages[step]), key))
        offered, errors = self.density(
            step, turn + 1, [each[1] for each in made], [each["errors before"] for each in self.all]
        )  # fmt: skip
        u = uniforms(self.seed, "odds", step, self.particles, [str(turn)])[:, 0]
        kept = log_density.copy()
        for slot, (particle, (state, tape, key)) in enumerate(zip(self.all, made, strict=True)):
            if np.log(u[slot]) < power * (offered[slot] - kept[slot]):
                particle |= {"state": state, "tape": tape, "key": key, "fresh": False, "errors": errors.values[slot]}
                kept[slot] = offered[slot]
        return kept

    def move(self, step: int, turn: int) -> None:
        errors = Errors(np.stack([each["errors"] for each in self.all]))
        ancestors = np.array([each["ancestor"] for each in self.all])
        scores, lasting = self.lasting.scores(errors), self.lasting_touched
        scores[:, lasting] = self.parameters.move(step, ancestors, self.touched, scores[:, lasting])
        errors = self.lasting.put(errors, scores)
        waiting = np.array([each["state"].phase[0] == WAITING for each in self.all])
        names = ("duration_days", "tail_rate", "rate_contested", "coercion_contested", "death_rate")
        unused = {f"{name}.old-town": waiting for name in names}
        self.parameters.redraw(step, {k: v for k, v in unused.items() if k in self.parameters.names})
        for slot, particle in enumerate(self.all):
            particle["theta"], particle["errors"] = self.theta(slot), errors.values[slot]
