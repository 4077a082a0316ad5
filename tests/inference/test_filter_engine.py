"""Particles of the engine: a naive twin, members of an ensemble, threads, copies, moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from tests.inference import made, twin
from tests.inference.engine_twin import Naive

from corridor.engine.packed import Shape
from corridor.engine.state import arrays_of, copy_state, initial_state
from corridor.ensemble import simulate
from corridor.errors import LedgerError, RunError
from corridor.inference.filter import Filter
from corridor.inference.filter_known import eve
from corridor.inference.particles import Particles, _defect
from corridor.inference.particles_noise import uniforms
from corridor.inference.particles_parameters import Parameters, normal_scores, touched_by
from corridor.model.state import CONTESTED
from corridor.parameters import draw
from corridor.scenario.world import compile_world
from corridor.series import Series


def test_the_filter_on_the_engine_is_its_naive_twin() -> None:
    """Same keys, particle by particle, whole States, a driver of plain lists: the same states and tables, bit for bit."""
    ours = made.particles(24)
    whole = Filter(ours, 3)
    updates = [whole.step(step) for step in range(len(ours.stages))]
    naive = Naive(made.tutorial(), made.stages(), made.series(), made.reporting(), 24, 3)
    weights, evidence, told = twin.run(naive, 3, len(naive.stages))
    assert max(update.rounds for update in updates) > 1, "tempering and offers are part of what is compared"
    assert [update.rounds for update in updates] == [turns for turns, _ in told]
    assert (ours.parameters.values == naive.parameters.values).all()
    assert (ours.history == np.stack([each["tape"] for each in naive.all])).all()
    assert (ours.errors.values == np.stack([each["errors"] for each in naive.all])).all()
    assert ours.now.keys.tolist() == [int(each["key"]) for each in naive.all]
    for slot, packed in enumerate(ours.now.states):
        for name, array in arrays_of(naive.all[slot]["state"]).items():
            assert (ours._shape.field(packed, name) == array).all(), (slot, name)
    assert whole.shares == pytest.approx(weights, rel=1e-9)
    assert whole.log_evidence == pytest.approx(evidence, rel=1e-9)


def test_without_counts_the_particles_are_the_members_of_an_ensemble() -> None:
    """Legs, packing and all change nothing: the same numbers as `simulate` under P0, to the day facts became known."""
    until = date(2020, 3, 4)
    stages = tuple(replace(stage, reports=(), progress=()) for stage in made.stages())
    stages = tuple(stage for stage in stages if stage.day <= until) or (
        replace(stages[0], first=0, last=4, day=until),
    )  # fmt: skip
    ours = Particles(made.tutorial(), stages, made.series(), made.reporting(), particles=6, seed=5)
    whole = Filter(ours, 5)
    for step in range(len(stages)):
        assert whole.step(step).rounds == 0
    members = simulate(made.tutorial(), members=6, seed=5, prior_set="P0")
    assert (ours.history == members.values[:, : ours.days]).all()
    assert (ours.parameters.values == members.parameters.values).all()
    assert whole.log_evidence == pytest.approx(0.0, abs=1e-12)


def test_the_number_of_threads_changes_nothing() -> None:
    one, three = made.filtered(15, jobs=1), made.filtered(15, jobs=3)
    assert isinstance(one.model, Particles)
    assert isinstance(three.model, Particles)
    assert (one.model.history == three.model.history).all()
    assert one.log_evidence == three.log_evidence
    assert one.shares.tolist() == three.shares.tolist()


def test_counts_pull_the_particles_to_them() -> None:
    """After four counts the camp holds what was counted, within the reporting error; before, it is anywhere."""
    whole = made.filtered(60)
    assert isinstance(whole.model, Particles)
    column = made.series().index(Series("present", "river-camp", "all"))
    day = (date(2020, 4, 20) - made.tutorial().start).days
    camp = whole.model.history[:, day, column]
    prior = simulate(made.tutorial(), members=60, seed=3, prior_set="P0").values[:, day, column]
    assert abs(np.median(camp) / 8400 - 1) < 0.25
    assert np.std(np.log(camp)) < 0.3 * np.std(np.log(prior + 1.0))


def test_a_copy_goes_its_own_way() -> None:
    ours = made.particles(4)
    ours.advance(0)
    ours.select(0, 0, np.array([0, 0, 0, 3]))
    assert (ours.history[0] == ours.history[1]).all()
    assert ours.now.fresh.tolist() == [False, True, True, False]
    assert len(set(ours.now.keys.tolist())) == 4
    ours.advance(1)
    later = ours.history[:, made.stages()[1].first : made.stages()[1].last]
    assert not (later[0] == later[1]).all()
    assert not (later[1] == later[2]).all()


def test_new_clocks_keep_the_law_of_the_operation() -> None:
    """A leg ended and begun anew under other keys takes blocks as fast as one under the same key, on average.

    Mean number of blocks after 40 days in 400 members, stopped every 5 days or never: a false alarm has 1e-6.
    """
    scenario = made.tutorial()
    stage = replace(made.stages()[-1], day=date(2020, 4, 9), first=0, last=40, reports=(), progress=())
    ours = Particles(scenario, (stage,), made.series(), made.reporting(), particles=400, seed=11)
    world = compile_world(scenario, eve(scenario))
    column = ours.series.index(Series("retaken_share", "old-town", "all"))
    states, rows = ours.run(ours.now, world, 0, 40)
    straight = rows[:, -1, column] / 1000
    now = ours.now
    for first, last in pairwise(range(0, 45, 5)):
        keys = np.array([key + np.uint64(last) for key in now.keys], np.uint64)
        states, rows = ours.run(replace(now, keys=keys, fresh=np.ones(400, bool)), world, first, last)
        now = replace(now, states=states)
    stopped = rows[:, -1, column] / 1000
    error = np.sqrt((straight.var() + stopped.var()) / 400)
    assert straight.std() > 1
    assert abs(straight.mean() - stopped.mean()) < 4.9 * error


def test_a_state_packs_and_unpacks() -> None:
    ours = made.particles(1)
    ours.advance(0)
    row = np.full(ours._shape.words, 7, np.int64)
    ours._shape.unpack(ours.now.states[0], row)
    state = ours._shape.state(row)
    again = Shape(state).pack_state(copy_state(state))
    assert again.words.tolist() == ours.now.states[0].words.tolist()
    assert ours._shape.field(again, "pools").sum() == state.pools.sum() > 0
    assert (ours._shape.field(again, "pools")[:, CONTESTED] == state.pools[:, CONTESTED]).all()
    assert ours._shape.field(again, "day_effect") == pytest.approx(state.day_effect)


def test_uniforms_are_those_of_the_draws() -> None:
    table = uniforms(4, "parameter", 0, 3, ["rate_held", "bypass_share"])
    drawn = draw(made.tutorial().parameters, "P0", 4, 3)
    for position, name in enumerate(["rate_held", "bypass_share"]):
        prior = Parameters(made.tutorial().parameters, "P0", 4, 3)
        column = prior.names.index(name)
        assert prior.values[:, column].tolist() == drawn.of(name).tolist()
        assert prior.scores[:, column].tolist() == normal_scores(table)[:, position].tolist()


def test_only_what_a_report_hangs_on_is_copied_with_the_survivors() -> None:
    parameters = Parameters(made.tutorial().parameters, "P0", 2, 200)
    column = parameters.names.index("rate_contested")
    touched = touched_by(parameters.scores[:, column] ** 3, parameters.scores)
    assert touched[column]
    assert touched.sum() <= 3
    assert not touched_by(np.zeros(200), parameters.scores).any()
    before = parameters.values.copy()
    parents = np.full(200, 7)
    parameters.select(parents, touched)
    assert (parameters.values[:, column] == before[7, column]).all()
    others = ~touched & np.array([not name.startswith("population") for name in parameters.names])
    assert (parameters.values[:, others] == before[:, others]).all()


@pytest.mark.statistical
def test_moves_keep_mean_and_spread_through_many_resamplings() -> None:
    """Sixty rounds of random copying and moving leave the scores N(0, 1) on average over 30 parameters.

    Copying alone would leave a thousandth of the variance; without the allowance for copies a fifth. Bounds are five
    standard errors over 30 parameters and eight seeds, found by repetition.
    """
    variances, means = [], []
    for seed in range(8):
        parameters = Parameters(made.tutorial().parameters, "P0", seed, 80)
        for turn in range(60):
            weights = -(np.log(uniforms(seed, "weights", turn, 80, ["w"])[:, 0]) ** 3)
            edges = np.cumsum(weights / weights.sum())
            parents = np.minimum(np.searchsorted(edges, (np.arange(80) + 0.5) / 80), 79)
            parameters.select(parents)
            parameters.move(turn, parents, np.ones(len(parameters.names), bool), np.zeros((80, 0)))
        moved = parameters.scores[:, parameters._moves]
        variances.append(moved.var(axis=0).mean())
        means.append(moved.mean())
    assert 0.5 < np.mean(variances) < 1.6
    assert abs(np.mean(means)) < 0.5


def test_what_has_had_no_effect_is_drawn_from_the_prior_again() -> None:
    parameters = Parameters(made.tutorial().parameters, "P0", 2, 50)
    before = parameters.values.copy()
    column = parameters.names.index("duration_days.old-town")
    unused = np.arange(50) < 20
    parameters.redraw(1, {"duration_days.old-town": unused})
    changed = parameters.values != before
    assert (changed[:, column] == unused).all()
    assert not np.delete(changed, column, axis=1).any()


def test_population_and_fixed_parameters_stay() -> None:
    parameters = Parameters(made.tutorial().parameters, "P0", 2, 50, {"sensitivity": 0.6})
    before = parameters.values.copy()
    parameters.move(0, np.arange(50), np.ones(len(parameters.names), bool), np.zeros((50, 0)))
    moved = (parameters.values != before).any(axis=0)
    stay = {"population.old-town", "sensitivity", "siege_days", "pause_rate"}
    assert not any(moved[parameters.names.index(name)] for name in stay)
    assert moved[parameters.names.index("rate_contested")]
    before = parameters.values.copy()
    parameters.move(1, np.arange(50), np.zeros(len(parameters.names), bool), np.zeros((50, 0)))
    assert (parameters.values == before).all(), "what no report touched is not moved"


def test_defects_are_told_as_such() -> None:
    assert isinstance(_defect(3, -2, date(2020, 3, 1)), RunError)
    told = _defect(3, 4, date(2020, 3, 1))
    assert isinstance(told, LedgerError)
    assert "2020-03-05" in str(told)


def test_the_first_evening_is_that_of_the_engine() -> None:
    ours = made.particles(2)
    world = compile_world(made.tutorial(), eve(made.tutorial()))
    first = initial_state(world, ours.now.thetas[0])
    assert (ours._shape.field(ours.now.states[0], "pools") == first.pools).all()
