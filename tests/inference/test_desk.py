"""What makes particles quick: thetas filled in place, keys of all slots at once, and the desk of a thread."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.inference import made

from corridor.draws import absorb, following_keys, member_key, text_key
from corridor.engine.desk import Desk
from corridor.engine.member import Tape, fill_reference, record_for, run_days, tape_for
from corridor.engine.packed import Packed, Shape
from corridor.engine.state import arrays_of, copy_state, initial_state
from corridor.inference.filter_known import known_world
from corridor.model.scratch import scratch_for
from corridor.model.state import State
from corridor.model.theta import Theta
from corridor.model.world import World
from corridor.parameters import ParameterDraws, draw
from corridor.scenario.load import load
from corridor.scenario.theta import Layout, Refill, layout
from corridor.series import plan_for

DAYS = 40
WORKED_OUT = ("reference", "distance_cost")


@lru_cache
def world() -> World:
    return known_world(made.tutorial(), made.UNTIL)


@lru_cache
def draws(scenario: str = "tutorial") -> tuple[Layout, ParameterDraws]:
    loaded = load(scenario)
    found = draw(loaded.parameters, "P0", 5, 4)
    return layout(loaded, found.names), found


def theta(slot: int) -> Theta:
    where, found = draws()
    one = where.theta(found.values[slot])
    fill_reference(world(), one, scratch_for(world()), DAYS)
    return one


def numbers(one: Theta) -> dict[str, Any]:
    """Returns all numbers of a Theta as Python sees them."""
    mechanisms = [part.name for part in fields(one) if part.name not in WORKED_OUT]
    parts = {f"{name}.{field.name}": getattr(getattr(one, name), field.name)
             for name in mechanisms for field in fields(getattr(one, name))}  # fmt: skip
    return parts | {name: getattr(one, name) for name in WORKED_OUT}


def assert_same(one: Theta, other: Theta) -> None:
    for name, value in numbers(one).items():
        assert np.array_equal(value, numbers(other)[name], equal_nan=True), name


def straight(one: Theta, state: State, key: np.uint64, first: int, last: int) -> tuple[State, NDArray[np.int32]]:
    """Returns the state after some days and their tape, from plain arrays that nothing else has used."""
    after = copy_state(state)
    plan = plan_for(made.tutorial(), made.series(), (), DAYS)
    flat, record = record_for(world())
    tape: Tape = tape_for(plan)
    balance = np.zeros_like(state.entered)
    assert run_days(world(), one, after, first, last, key, scratch_for(world()), record, flat, plan, tape, balance) == -1
    return after, tape.values[first:last]


def desk() -> tuple[Desk, Shape]:
    shape = Shape(initial_state(world(), theta(0)))
    return Desk(shape, world(), plan_for(made.tutorial(), made.series(), (), DAYS)), shape


@pytest.mark.parametrize("scenario", ["tutorial", "mosul-2016"])
def test_a_theta_filled_in_place_has_the_numbers_of_a_new_one(scenario: str) -> None:
    where, found = draws(scenario)
    rows = where.rows(found.values)
    one = Refill(where, rows[0])
    for slot in (2, 1, 0):
        one.fill(rows[slot])
        assert_same(one.theta, where.theta(found.values[slot]))
    assert numbers(where.theta(found.values[1])).keys() == numbers(one.theta).keys()
    assert not np.array_equal(found.values[0], found.values[1]), "else the test would show nothing"


def test_rows_are_made_one_by_one_or_together() -> None:
    where, found = draws()
    together = where.rows(found.values)
    for slot, row in enumerate(together):
        assert np.array_equal(row, where.rows(found.values[slot]), equal_nan=True)


def test_thetas_filled_in_place_have_numbers_of_their_own() -> None:
    where, found = draws()
    rows = where.rows(found.values)
    one, other = Refill(where, rows[0]), Refill(where, rows[0])
    other.fill(rows[1])
    assert_same(one.theta, where.theta(found.values[0]))
    rows[0] = -1.0
    assert_same(one.theta, where.theta(found.values[0]))


def test_compiled_code_sees_what_was_filled_in() -> None:
    """Costs of distance hang on single numbers, a run on nearly all: the same as of a new Theta, and not as before."""
    where, found = draws()
    rows = where.rows(found.values)
    one = Refill(where, rows[0])
    fill_reference(world(), one.theta, scratch_for(world()), DAYS)
    before = one.theta.distance_cost.copy()
    one.fill(rows[1])
    fill_reference(world(), one.theta, scratch_for(world()), DAYS)
    assert_same(one.theta, theta(1))
    assert (one.theta.distance_cost != before).any()
    state, key = initial_state(world(), theta(1)), member_key(1, 0)
    ours, expected = straight(one.theta, state, key, 0, DAYS), straight(theta(1), state, key, 0, DAYS)
    assert (ours[1] == expected[1]).all()
    assert (ours[1] != straight(theta(0), state, key, 0, DAYS)[1]).any()


def test_keys_follow_as_one_by_one() -> None:
    keys = np.array([member_key(7, slot) for slot in range(5)], np.uint64)
    word = text_key("copy")
    made_up = following_keys(keys, word, 12, 3)
    assert made_up.tolist() == [int(absorb(absorb(absorb(key, word), np.uint64(12)), np.uint64(3))) for key in keys]
    assert len(set(made_up.tolist())) == 5
    assert following_keys(keys[:0], word, 12, 3).size == 0


def test_a_desk_runs_a_leg_as_plain_arrays_do() -> None:
    """One particle after another on the same desk, two legs each: what the one before left behind does not show."""
    ours, shape = desk()
    for slot in (0, 1, 2, 1):
        one, key = theta(slot), member_key(3, slot)
        state = initial_state(world(), one)
        packed = shape.pack_state(state)
        for first, last in ((0, 17), (17, DAYS)):
            packed, rows, wrong = ours.run(world(), one, packed, False, key, first, last)
            state, expected = straight(one, state, key, first, last)
            assert wrong == -1
            assert (rows == expected).all()
            for name, array in arrays_of(state).items():
                assert (shape.field(packed, name) == array).all(), (slot, name)


def test_a_desk_packs_as_a_shape_does() -> None:
    """States with few words and many, at both ends of the row, through a desk on which no day is run."""
    ours, shape = desk()
    random = np.random.default_rng(4)
    for share in (0.0, 1.0, 0.001, 0.3, 0.01):
        row = np.where(random.random(shape.words) < share, random.integers(-5, 2**40, shape.words), 0)
        row[[0, -1]] = -1, 2**62
        packed = shape.pack(row)
        after, rows, wrong = ours.run(world(), theta(0), packed, False, np.uint64(1), 5, 5)
        assert after.where.tolist() == packed.where.tolist() == np.flatnonzero(row).tolist()
        assert after.words.tolist() == packed.words.tolist() == row[row != 0].tolist()
        assert after.where.dtype == packed.where.dtype
        assert rows.shape[0] == 0
        assert wrong == -1


def test_what_a_desk_packed_stays_as_it_is() -> None:
    ours, shape = desk()
    packed = shape.pack_state(initial_state(world(), theta(0)))
    first = ours.run(world(), theta(0), packed, False, member_key(1, 0), 0, 20)[0]
    before = Packed(first.where.copy(), first.words.copy())
    ours.run(world(), theta(1), first, False, member_key(1, 1), 20, DAYS)
    assert first.where.tolist() == before.where.tolist()
    assert first.words.tolist() == before.words.tolist()


def test_under_a_new_key_the_clocks_begin_anew_and_nothing_else() -> None:
    ours, shape = desk()
    state = initial_state(world(), theta(0))
    state.block_clock[:], state.pause_clock[:], state.trigger_clock[:] = 0.3, 0.4, 0.5
    packed = shape.pack_state(state)
    clocks = ("block_clock", "pause_clock", "trigger_clock")
    for fresh in (False, True):
        after = ours.run(world(), theta(0), packed, fresh, np.uint64(1), 0, 0)[0]
        for name, array in arrays_of(state).items():
            expected = 0.0 * array if fresh and name in clocks else array
            assert (shape.field(after, name) == expected).all(), name


def test_after_a_move_every_slot_has_a_theta_of_its_own() -> None:
    ours = made.particles(4)
    ours.advance(0)
    ours.log_density(0)
    ours.select(0, 0, np.array([2, 2, 2, 3]))
    assert ours.now.thetas[0] is ours.now.thetas[2]
    ours.move(0, 1)
    assert len({id(each) for each in ours.now.thetas}) == 4
    where = layout(made.tutorial(), ours.parameters.names)
    for slot, one in enumerate(ours.now.thetas):
        expected = where.theta(ours.parameters.values[slot])
        fill_reference(ours._factual, expected, scratch_for(ours._factual), ours._factual.places.capacity.shape[0])
        assert_same(one, expected)


def test_a_copy_takes_the_past_over_and_leaves_the_days_ahead() -> None:
    """Days that the filter has not come to may hold a forecast; they are run anew before anybody reads them."""
    ours = made.particles(3)
    ours.advance(0)
    last = ours.stages[0].last
    ours.history[:, last:] = np.arange(3)[:, None, None]
    past = ours.history[:, :last].copy()
    ours.select(0, 0, np.array([2, 1, 2]))
    assert (ours.history[:, :last] == past[[2, 1, 2]]).all()
    assert (ours.history[:, last:] == np.arange(3)[:, None, None]).all()


def test_a_leg_keeps_its_world_for_the_offers() -> None:
    """The world as it was known on the day of the leg, not the one at the start, nor that of the leg before."""
    ours = made.particles(6)
    for step in range(3):
        ours.advance(step)
        stage = ours.stages[step]
        again = ours.run(ours._before, known_world(made.tutorial(), stage.day), stage.first, stage.last)[1]
        kept = ours.run(ours._before, ours._world, stage.first, stage.last)[1]
        assert (kept == again).all()
        assert (kept == ours.history[:, stage.first : stage.last]).all()
    stage = ours.stages[2]
    ignorant = ours.run(ours._before, ours._factual, stage.first, stage.last)[1]
    assert (ignorant != ours.history[:, stage.first : stage.last]).any(), "facts came in between, else nothing is shown"
