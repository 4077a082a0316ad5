"""The order of a day under Flee's rules: who decides when, what is remembered of weights, and that no row order matters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.support.flee_situations import MANY, close, evening, place, scenario

from corridor.draws import member_key
from corridor.engine.flee_member import BALANCED, run_flee_days
from corridor.flee import compile_flee, simulate_flee
from corridor.formats.flee.schema import Closure, Demographic, FleeScenario, Road
from corridor.model.flee.agenda import NOBODY, open_agenda, put, take
from corridor.model.flee.cells import pack_place
from corridor.model.flee.state import MOST_SLOTS, FleeScratch, flee_scratch, flee_state

A, T, B = place("A", "conflict", people=1000), place("T"), place("B", "camp", capacity=120)
ROADS = [("A", "T", 40.0), ("T", "B", 60.0), ("A", "B", 170.0)]


def fresh() -> FleeScratch:
    scratch = flee_scratch(compile_flee(scenario([A, T, B], ROADS, max_move_speed=200.0)), 16)
    open_agenda(scratch)
    return scratch


def taken(scratch: FleeScratch) -> list[list[tuple[float, int]]]:
    """Empties the agenda; returns (km, people) of the cells slot by slot."""
    found = []
    for slot in range(scratch.slot.size):
        at, cells = take(scratch, slot), []
        while at != NOBODY:
            cells.append((float(scratch.here.moved[at]), int(scratch.here.people[at])))
            at = int(scratch.after[at])
        found.append(sorted(cells))
    return found


def busy(days: int = 12) -> FleeScenario:
    """Camps that fill, a road that closes and a conflict that ends."""
    return scenario(
        [A, T, B, place("C", "camp", country="There")], [*ROADS, ("T", "C", 90.0)], days=days, max_move_speed=200.0,
        spawn_mode="constant", displaced_per_conflict_day=50.0, conflicts={"A": [1.0] * 8 + [0.0] * 4},
        closures=[Closure("country", "Here", "There", 2, 5)],
    )  # fmt: skip


def test_slots_are_as_long_as_the_shortest_link() -> None:
    scratch = fresh()
    assert scratch.slot.size == 5
    assert scratch.width.tolist() == [40.0]
    tiny = compile_flee(scenario([A, T, B], [("A", "T", 0.01), ("T", "B", 60.0)], max_move_speed=200.0))
    assert flee_scratch(tiny, 16).slot.size == MOST_SLOTS


def test_equal_arrivals_share_a_cell_in_the_slot_of_their_km() -> None:
    scratch = fresh()
    for km, people in ((0.0, 1), (39.0, 2), (39.0, 3), (40.0, 4), (199.0, 5), (900.0, 6)):
        put(scratch, pack_place(1, 0), 0, km, people)
    assert taken(scratch) == [[(0.0, 1), (39.0, 5)], [(40.0, 4)], [], [], [(199.0, 5), (900.0, 6)]]
    assert taken(scratch) == [[], [], [], [], []]


def test_a_cell_that_has_decided_can_be_filled_again() -> None:
    scratch = fresh()
    put(scratch, pack_place(1, 0), 0, 39.0, 7)
    at = take(scratch, 0)
    scratch.here.people[at] = 0  # they have decided
    put(scratch, pack_place(1, 0), 0, 39.0, 2)
    assert take(scratch, 0) == at
    assert scratch.here.people[at] == 2


def test_links_shorter_than_a_slot_lead_to_another_turn() -> None:
    line = [place(f"n{number}", "forward") for number in range(8)]
    roads = [(f"n{number}", f"n{number + 1}", 0.5) for number in range(6)] + [("n6", "n7", 300.0)]
    run = evening(scenario(line, roads, start={"n0": MANY}, max_move_speed=100.0))
    there = sum(run[f"n{number}"][0] for number in range(8)) + run["road"][0]
    assert there == MANY
    assert run["road"][0] > 0  # in turn after turn many have come to the long road by the end of the day


def test_a_day_of_three_hops_is_three_hops_for_everybody() -> None:
    places = [place("S", "forward"), place("X", "forward"), place("Y", "forward")]
    run = evening(scenario(places, [("S", "X", 1.0), ("X", "Y", 1.0)], start={"S": MANY}, max_move_speed=3.0, softening=1.0))
    assert run["X"][0] == MANY  # S-X-S-X or S-X-Y-X


def test_a_run_in_two_calls_is_the_run_in_one() -> None:
    made = busy()
    world = compile_flee(made)
    tapes = []
    for stretches in ([(0, 12)], [(0, 3), (3, 4), (4, 12)]):
        state, scratch = flee_state(world, 256), flee_scratch(world, 256)
        tape = np.zeros((12, len(made.locations) + 2), np.int32)
        for first, last in stretches:
            assert run_flee_days(world, state, scratch, first, last, member_key(1, 0), tape)[0] == BALANCED
        tapes.append(tape)
    np.testing.assert_array_equal(*tapes)


def test_weights_that_are_kept_are_those_that_would_be_made_anew() -> None:
    made = busy()
    world = compile_flee(made)
    assert 0 in world.places.anew
    always = replace(world, places=replace(world.places, anew=np.ones_like(world.places.anew)))
    tapes = []
    for one in (world, always):
        state, scratch = flee_state(one, 256), flee_scratch(one, 256)
        tape = np.zeros((12, len(made.locations) + 2), np.int32)
        run_flee_days(one, state, scratch, 0, 12, member_key(1, 0), tape)
        tapes.append(tape)
    np.testing.assert_array_equal(*tapes)


def test_weights_are_made_anew_when_a_conflict_or_a_road_changes() -> None:
    assert compile_flee(busy()).places.anew.tolist() == [1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0]


def test_weights_are_made_anew_daily_where_they_count_people() -> None:
    ethnic = Demographic("ethnicity", ("x", "y"), (1.0, 1.0), {})
    matched = replace(busy(), demographics=(ethnic,), settings=replace(busy().settings, match_town_ethnicity=True))
    assert compile_flee(matched).places.anew.all()
    emptied = replace(busy().settings, use_pop_for_loc_weight=True, take_from_population=True)
    assert compile_flee(replace(busy(), settings=emptied)).places.anew.all()


def test_the_order_of_locations_does_not_matter() -> None:
    made = busy()
    turned = replace(made, locations=(made.locations[0], *made.locations[:0:-1]))
    one, other = simulate_flee(made, members=3, jobs=1), simulate_flee(turned, members=3, jobs=1)
    for name in one.places:
        np.testing.assert_array_equal(one.present(name), other.present(name))


@pytest.mark.statistical
def test_walkers_on_two_ways_of_one_road_are_drawn_apart() -> None:
    # Two equal candidates over the same first link: with one draw for both, the variance of walkers would be twice as large.
    roads = [Road("A", "B", 300.0, walk_probability=0.5), Road("A", "B", 300.0, walk_probability=0.5)]
    made = scenario([A, B], roads, start={"A": 400}, camp_movechance=0.0)
    there = simulate_flee(made, members=1000, jobs=1).present("B")[:, 0].astype(float)
    # Sample variance of 1,000: a relative standard deviation of 0.045; 1.3 is more than six of them away (1e-9).
    assert close(there.sum(), 400_000, 0.5)
    assert 0.7 < there.var(ddof=1) / 100.0 < 1.3
