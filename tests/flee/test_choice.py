"""Decisions under Flee's rules: chance of moving, candidates, weights, full camps."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.flee_situations import MANY, close, evening, place, routes_from, scenario

from corridor.flee import compile_flee
from corridor.formats.flee.schema import Closure, Demographic, FleeScenario, Road, TypeChange

A = place("A", "conflict")
FAR = [("A", "B", 90.0), ("A", "C", 190.0)]  # weights 1/100 and 1/200 with the softening of 10 km


def fork(**settings: Any) -> FleeScenario:
    """A conflict zone with two camps at 90 and 190 km."""
    places = [A, place("B", "camp", people=10**6), place("C", "camp")]
    return scenario(places, FAR, start={"A": MANY}, camp_movechance=0.0, **settings)


def share_at_b(made: FleeScenario, *, repaired: bool = False) -> float:
    return float(evening(made, repaired=repaired)["B"][0]) / MANY


@pytest.mark.parametrize(
    ("settings", "odds"),
    [
        ({}, 2.0),
        ({"softening": 90.0}, 280 / 180),
        ({"distance_power": 2.0}, 4.0),
        ({"weight_power": 3.0}, 8.0),
        ({"weight_softening": 1.0}, 2.0),
        ({"pruning_threshold": 1.5}, 1e18),
        ({"pruning_threshold": 3.0}, 2.0),
        ({"camp_weight": 0.0}, 1.0),  # all weights 0: all alike
    ],
)
def test_odds_of_two_camps(settings: dict[str, Any], odds: float) -> None:
    assert close(share_at_b(fork(**settings)) * MANY, MANY, odds / (1 + odds))


def test_chance_of_moving() -> None:
    made = scenario([place("A"), place("B", "camp")], [("A", "B", 90.0)], start={"A": MANY}, camp_movechance=0.0)
    assert close(evening(made)["B"][0], MANY, 0.3)


def test_chance_of_moving_by_population() -> None:
    places = [place("A", people=40_000), place("B", "camp")]
    made = scenario(places, [("A", "B", 90.0)], start={"A": MANY}, camp_movechance=0.0, movechance_pop_scale_factor=0.5)
    assert close(evening(made)["B"][0], MANY, 0.3 * 2.0)


def test_hunger_moves_people() -> None:
    made = scenario(
        [place("A"), place("B", "camp", region="East")], [("A", "B", 90.0)], start={"A": MANY}, camp_movechance=0.0,
        flee_when_starving=True, ipc={"North": ((0, 50.0), (9, 50.0))},
    )  # fmt: skip
    assert close(evening(made)["B"][0], MANY, 0.5 + 0.5 * 0.3)


def test_a_full_camp_refuses() -> None:
    for inside, arrivals in ((93, 50), (94, 50), (96, 0)):  # kappa 0.7, 0.6, 0.4 at capacity 100
        places = [A, place("B", "camp", capacity=100)]
        made = scenario(places, [("A", "B", 90.0)], start={"A": 50, "B": inside}, camp_movechance=0.0)
        assert evening(made)["B"][0] == inside + arrivals


def test_a_full_camp_may_be_passed_through() -> None:
    places = [A, place("B", "camp", capacity=100), place("C", "camp")]
    roads = [("A", "B", 90.0), ("B", "C", 100.0)]
    made = scenario(places, roads, start={"A": 500, "B": 200}, camp_movechance=0.0, awareness_level=2)
    run = evening(made)
    assert (run["A"][0], run["B"][0], run["C"][0]) == (0, 200, 500)


def test_people_under_way_are_not_counted_so_that_a_camp_is_overfilled() -> None:
    made = scenario(
        [A, place("B", "camp", capacity=100)], [("A", "B", 800.0)], days=8, camp_movechance=0.0,
        displaced_per_conflict_day=100.0, spawn_mode="constant",
    )  # fmt: skip
    assert evening(made)["B"][-1] == 300  # those of days 0, 1 and 2 had left before the first arrived


def test_near_full_camps_attract_less() -> None:
    places = [A, place("B", "camp", capacity=1000), place("C", "camp")]
    roads = [("A", "B", 90.0), ("A", "C", 90.0)]
    made = scenario(places, roads, start={"A": MANY, "B": 940}, camp_movechance=0.0)
    assert close(evening(made)["C"][0], MANY, 1 / 1.6)


def test_foreign_weight() -> None:
    places = [A, place("B", "camp"), place("C", "camp", country="There")]
    roads = [("A", "B", 90.0), ("A", "C", 90.0)]
    made = scenario(places, roads, start={"A": MANY}, camp_movechance=0.0, foreign_weight=0.5)
    assert close(evening(made)["C"][0], MANY, 1 / 3)
    none = scenario(places, roads, start={"A": MANY}, camp_movechance=0.0, foreign_weight=0.0)
    assert evening(none)["C"][0] == 0


def test_economic_pull() -> None:
    places = [A, place("B", "camp"), place("C", "camp", country="There", trade_volume=0.75, hdi=0.5)]
    roads = [("A", "B", 90.0), ("A", "C", 90.0)]
    made = scenario(places, roads, start={"A": MANY}, camp_movechance=0.0, use_economic_pull=True)
    assert close(evening(made)["C"][0], MANY, 2 / 3)


def test_population_weighs_where_no_camp_is() -> None:
    places = [A, place("B", "camp"), place("C", "forward", people=10_000)]
    roads = [("A", "B", 400.0), ("A", "C", 400.0)]
    made = scenario(
        places, roads, days=2, start={"A": MANY}, camp_movechance=0.0, use_pop_for_loc_weight=True,
        pop_power_for_loc_weight=0.5,
    )  # fmt: skip
    assert close(evening(made)["B"][1], MANY, 1 / 101)


def test_stay_close_to_home_swaps_coordinates_unless_repaired() -> None:
    # one degree of longitude at 60 degrees north is half as long as one of latitude
    places = [place("A", "conflict", x=60.0, y=0.0), place("B", "camp", x=60.0, y=2.0), place("C", "camp", x=61.0, y=0.0)]
    roads = [("A", "B", 90.0), ("A", "C", 90.0)]
    made = scenario(places, roads, start={"A": MANY}, camp_movechance=0.0, stay_close_to_home=True, home_distance_power=1.0)
    assert close(share_at_b(made) * MANY, MANY, 1 / 3)
    assert abs(share_at_b(made, repaired=True) - 0.5) < 0.01


def test_a_forced_road_counts_twice() -> None:
    places = [A, place("B", "camp"), place("C", "camp")]
    roads = [Road("A", "B", 90.0, twice=True), Road("A", "C", 90.0)]
    made = scenario(places, roads, start={"A": MANY}, camp_movechance=0.0)
    assert close(share_at_b(made) * MANY, MANY, 2 / 3)


def test_awareness_0_and_below() -> None:
    assert evening(fork(awareness_level=0))["A"][0] == MANY
    assert abs(share_at_b(fork(awareness_level=0), repaired=True) - 2 / 3) < 0.34
    assert share_at_b(fork(awareness_level=-1)) == pytest.approx(2 / 3, abs=0.01)


def test_markers_take_no_step_and_are_no_candidates() -> None:
    places = [place(name, kind) for name, kind in (("A", "conflict"), ("M", "marker"), ("B", "camp"), ("D", "town"))]
    roads = [("A", "M", 10.0), ("M", "B", 10.0), ("B", "D", 10.0), ("A", "D", 10.0)]
    assert sorted(routes_from(scenario(places, roads, awareness_level=5), "A")) == [
        ("D",), ("D", "B"), ("M", "B"), ("M", "B", "D"),
    ]  # fmt: skip
    assert sorted(routes_from(scenario(places, roads, awareness_level=1), "A")) == [("D",), ("M", "B")]
    assert routes_from(scenario(places, roads, awareness_level=-1), "A") == [("D",)]


def test_every_simple_path_is_a_candidate_of_its_own() -> None:
    places = [place(name) for name in "ABCD"]
    roads = [("A", "B", 10.0), ("A", "C", 10.0), ("B", "D", 10.0), ("C", "D", 10.0)]
    found = routes_from(scenario(places, roads, awareness_level=2), "A")
    assert sorted(found) == [("B",), ("B", "D"), ("C",), ("C", "D")]
    assert len(routes_from(scenario(places, roads, awareness_level=3), "A")) == 6


def test_the_rest_of_a_route_is_followed() -> None:
    places = [A, place("B", "town"), place("C", "camp")]
    roads = [("A", "B", 400.0), ("B", "C", 300.0)]
    made = scenario(
        places, roads, days=4, start={"A": MANY}, awareness_level=2, camp_movechance=0.0, default_movechance=0.01
    )
    first = (1 / 410) / (1 / 410 + 1 / 710)
    assert close(evening(made)["C"][1], MANY, 1 - first)  # the second day ends in B for those who meant B


def test_fixed_routes_count_the_score_twice_and_ignore_capacity() -> None:
    places = [A, place("B", "camp", country="There", capacity=1000), place("C", "camp")]
    roads = [("A", "B", 90.0), ("A", "C", 90.0)]
    made = scenario(
        places, roads, days=2, start={"A": MANY, "B": 940}, camp_movechance=0.0, fixed_routes=True, foreign_weight=0.5,
        conflicts={"A": [1.0, 1.0]},
    )  # fmt: skip
    # day 0: the table still has yesterday's score 1 for B; the other factor is of today
    assert close(evening(made)["B"][0] - 940, MANY, 1 / 3)
    later = scenario(
        places, roads, days=1, start={"A": MANY}, camp_movechance=0.0, fixed_routes=True, foreign_weight=0.5
    )  # fmt: skip
    assert close(evening(later, repaired=True)["B"][0], MANY, 1 / 3)


def test_major_routes_are_a_quarter_as_long() -> None:
    places = [A, place("B", "forward"), place("C", "camp")]
    roads = [("A", "B", 100.0), ("B", "C", 100.0)]
    made = scenario(places, roads, fixed_routes=True, major_routes=[("A", "B", "C")])
    world = compile_flee(made)
    assert ("B", "C") in routes_from(made, "A")
    assert pytest.approx(world.ways.scale[routes_from(made, "A").index(("B", "C"))]) == 1 / (10 + 50)


def test_children_avoid_hazards_twice() -> None:
    ages = Demographic("age", ("10", "40"), (1.0, 1.0), {})
    places = [place("A", "conflict", country="Here", people=100), place("B", "camp"), place("C", "camp", country="There")]
    made = scenario(
        places, [("A", "B", 90.0), ("A", "C", 90.0)], days=1, camp_movechance=0.0, foreign_weight=0.5,
        children_avoid_hazards=True, demographics=[ages], displaced_per_conflict_day=float(MANY), spawn_mode="constant",
    )  # fmt: skip
    assert close(evening(made)["C"][0], MANY, 0.5 * (1 / 3) + 0.5 * (0.25 / 1.25))


def test_boys_take_risk_only_beside_children_and_every_male() -> None:
    ages = Demographic("age", ("40",), (1.0,), {})
    genders = Demographic("gender", ("male", "female"), (1.0, 1.0), {})
    places = [A, place("B", "camp"), place("C", "camp", country="There")]

    def abroad(repaired: bool = False, **rules: bool) -> float:
        made = scenario(
            places, [("A", "B", 90.0), ("A", "C", 90.0)], camp_movechance=0.0, foreign_weight=0.5,
            demographics=[ages, genders], displaced_per_conflict_day=float(MANY), spawn_mode="constant", **rules,
        )  # fmt: skip
        return float(evening(made, repaired=repaired)["C"][0])

    assert close(abroad(boys_take_risk=True), MANY, 1 / 3)
    assert close(abroad(boys_take_risk=True, children_avoid_hazards=True), MANY, 0.5 * 0.5 + 0.5 / 3)
    assert close(abroad(True, boys_take_risk=True, children_avoid_hazards=True), MANY, 1 / 3)


def test_ethnicity_draws_people_to_towns_with_their_own() -> None:
    ethnic = Demographic("ethnicity", ("x", "y"), (1.0, 0.0), {})
    places = [A, place("B", "town", people=1000), place("C", "town", people=1000)]
    made = scenario(
        places, [("A", "B", 90.0), ("A", "C", 90.0)], days=2, demographics=[ethnic], default_movechance=0.005,
        match_town_ethnicity=True, displaced_per_conflict_day=1000.0, spawn_mode="constant", max_move_speed=50.0,
    )  # fmt: skip
    assert evening(made)["made"][1] == 2000


def test_location_changes_and_closed_camps() -> None:
    places = [A, place("B", "camp")]
    made = scenario(
        places, [("A", "B", 90.0)], days=6, changes=[TypeChange("B", "town", 2), TypeChange("B", "conflict", 4)],
        closures=[Closure("camp", "B", "", 0, 1)],
    )  # fmt: skip
    world = compile_flee(made)
    assert world.places.chance[:, 1].tolist() == [0.3, 0.001, 0.3, 0.3, 1.0, 1.0]
    assert world.places.flags[:, 1].tolist() == [1, 2, 1, 1, 4, 4]
