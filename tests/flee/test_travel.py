"""Travel under Flee's rules: days on a link, chaining within a day, walking, short stints, closed links."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.support.flee_situations import MANY, close, evening, place, scenario

from corridor.flee import compile_flee
from corridor.flee.run import Desk, run_member
from corridor.formats.flee.schema import Closure, FleeScenario, Road
from corridor.model.flee.travel import split

A, B, C = place("A", "conflict"), place("B", "camp"), place("C", "forward")


@pytest.mark.parametrize(("km", "days"), [(359.0, 1), (360.0, 2), (719.0, 2), (720.0, 3), (1000.0, 3)])
def test_a_link_takes_its_length_over_the_speed_and_one_day(km: float, days: int) -> None:
    run = evening(scenario([A, B], [("A", "B", km)], days=4, start={"A": 100}, camp_movechance=0.0))
    assert run["B"].tolist() == [0] * (days - 1) + [100] * (5 - days)
    assert (run["road"] + run["A"] + run["B"]).tolist() == [100] * 4


def test_two_long_links_in_one_day() -> None:
    run = evening(scenario([A, C, B], [("A", "C", 359.0), ("C", "B", 359.0)], start={"A": MANY}))
    assert close(run["B"][0], MANY, 1 / (1 + 10**-0.5))  # C sends on at once: to B, or back to the conflict at A
    assert run["A"][0] + run["B"][0] == MANY


def test_short_links_are_chained_until_the_speed_is_used_up() -> None:
    line = [place(f"n{number}", "forward") for number in range(15)]
    roads = [(f"n{number}", f"n{number + 1}", 30.0) for number in range(14)]
    run = evening(scenario(line, roads, start={"n0": MANY}))
    assert run["n12"][0] > 0
    assert run["n13"][0] + run["n14"][0] == 0
    assert sum(run[f"n{number}"][0] for number in range(1, 15, 2)) == 0  # twelve hops, not eleven


def test_people_with_time_left_may_stop_in_a_town() -> None:
    run = evening(scenario([A, place("T"), B], [("A", "T", 100.0), ("T", "B", 1000.0)], start={"A": MANY}))
    on = (1 / 1010) / (1 / 1010 + 10**-0.5 / 110)
    assert close(run["road"][0], MANY, 0.3 * on * (1 + 0.3 * (1 - on)))  # once to A and back is in time


def test_on_foot_at_first() -> None:
    made = scenario(
        [A, C, B], [("A", "C", 100.0), ("C", "B", 300.0)], days=4, start={"A": MANY}, start_on_foot=True,
        conflict_weight=0.0, camp_movechance=0.0,
    )  # fmt: skip
    run = evening(made)
    assert run["road"][:2].tolist() == [MANY, MANY]  # 35, 70, 105 km
    assert run["B"].tolist() == [0, 0, MANY, MANY]  # 30 km on the third day, then 300 by vehicle


def test_walking_by_chance() -> None:
    roads = [Road("A", "B", 300.0, walk_probability=0.5)]
    run = evening(scenario([A, B], roads, days=2, start={"A": MANY}, camp_movechance=0.0))
    assert close(run["B"][0], MANY, 0.5)
    assert close(run["B"][1], MANY, 0.75)  # 35 + 360, or 70


def test_a_road_with_its_own_speed() -> None:
    run = evening(scenario([A, B], [Road("A", "B", 100.0, speed=30.0)], days=4, start={"A": 10}, camp_movechance=0.0))
    assert run["B"].tolist() == [0, 0, 0, 10]


def test_newcomers_do_not_stop_in_a_town_early() -> None:
    made = scenario(
        [A, place("T"), B], [("A", "T", 100.0), ("T", "B", 300.0)], start={"A": MANY}, avoid_short_stints=True,
        conflict_weight=0.0,
    )  # fmt: skip
    assert evening(made)["B"][0] == MANY


def test_who_travelled_far_yesterday_may_stop_in_a_town() -> None:
    places = [place("S", "forward"), place("M", "forward"), place("T"), B]
    roads = [("S", "M", 359.0), ("M", "T", 200.0), ("T", "B", 1000.0)]
    near = scenario(places, roads, days=2, start={"M": MANY}, avoid_short_stints=True)
    run = evening(near)
    assert run["T"][0] == 0  # after 200 km everyone goes on
    assert run["T"][1] > 0  # after 400 km yesterday and 200 km today some stay


@pytest.mark.parametrize("steps", [0.0, 10.0, 50.0, 99.0, 100.0, 730.0])
@pytest.mark.parametrize("people", [1, 3, 10_000])
def test_recent_travel_is_rounded_without_loss_on_average(steps: float, people: int) -> None:
    chances = (np.arange(1000) + 0.5) / 1000
    made = np.array([split(steps, 100.0, people, chance) for chance in chances])
    assert set(made[:, 0].tolist()) == {100 * int(steps // 100)}
    assert np.ptp(made[:, 1]) <= 1  # to a person
    assert (people * made[:, 0] + 100 * made[:, 1]).mean() == pytest.approx(people * steps)


def test_recent_travel_never_outgrows_its_room_in_a_cell() -> None:
    assert split(4095.0, 100.0, 7, 0.999) == (4000, 0)


def _places_of_a_member(made: FleeScenario, *, grain: float = 0.0) -> np.ndarray:
    """Returns people at every place by day, of one member, with another grain of recent travel than usual."""
    world = compile_flee(made)
    if grain:
        world = replace(world, rules=replace(world.rules, grain=grain))
    tape = np.zeros((made.length, len(made.locations) + 2), np.int32)
    run_member(Desk(world), made, 1, 0, tape)
    return tape[:, :-2].astype(float)


def test_few_kinds_of_recent_travel_are_as_good_as_many() -> None:
    towns = [place(f"t{at}") for at in range(8)]
    line = [(f"t{at}", f"t{at + 1}", 23.0 + 31.0 * (at % 3)) for at in range(7)]
    made = scenario(
        [A, *towns, B], [("A", "t0", 61.0), *line, ("t7", "B", 45.0), ("t1", "t6", 190.0)], days=30,
        start={"A": MANY}, avoid_short_stints=True, camp_movechance=0.0,
    )  # fmt: skip
    usual, fine = _places_of_a_member(made), _places_of_a_member(made, grain=1.0)
    blind = _places_of_a_member(replace(made, settings=replace(made.settings, avoid_short_stints=False)))
    assert np.abs(usual - fine).max() <= 0.01 * MANY
    assert np.abs(blind - fine).max() >= 0.05 * MANY  # the rule matters here, so that the first line can fail


def test_a_link_closed_under_way_leads_back() -> None:
    made = scenario(
        [A, place("B", "camp", country="There")], [("A", "B", 800.0)], days=4, start={"A": 100}, camp_movechance=0.0,
        closures=[Closure("country", "Here", "There", 1, 99)],
    )  # fmt: skip
    run = evening(made)
    assert run["road"].tolist() == [100, 100, 0, 0]
    assert run["A"].tolist() == [0, 0, 100, 100]


def test_a_link_that_opened_again_leads_back_all_the_same_unless_repaired() -> None:
    made = scenario(
        [A, place("B", "camp", country="There")], [("A", "B", 800.0)], days=3, start={"A": 100}, camp_movechance=0.0,
        closures=[Closure("country", "Here", "There", 1, 2)],
    )  # fmt: skip
    assert evening(made)["B"][2] == 0
    assert evening(made, repaired=True)["B"][2] == 100
