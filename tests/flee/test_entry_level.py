"""The behavioural cases of Flee's own tests, rewritten from their description; the number is that of the list there.

Cases 4, 9 and 10 stand in test_arrivals.py, 25 to 29 in part in test_choice.py; the five flood cases (17 to 21) are refused
here, so that 25 of the 30 are held.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.flee_folders import SOUND, edited, flee_folder
from tests.support.flee_situations import MANY, evening, place, routes_from, scenario

from corridor.errors import ScenarioError
from corridor.flee import compile_flee, read_flee, simulate_flee
from corridor.formats.flee import at_day
from corridor.formats.flee.schema import Closure, Demographic, Table, TypeChange

WEB = [("A", "B", 834.0), ("A", "C", 1368.0), ("A", "D", 536.0)]
SEVEN = [place(name) for name in "ABCDEFG"]
ROADS = [
    ("A", "B", 10.0),
    ("A", "C", 10.0),
    ("B", "D", 10.0),
    ("C", "D", 30.0),
    ("D", "E", 10.0),
    ("E", "F", 10.0),
    ("F", "G", 10.0),
]


def test_1_one_person_stays_one() -> None:
    run = evening(scenario([place("A", "conflict"), *(place(name) for name in "BCD")], WEB, days=30, start={"A": 1}))
    assert run["made"].tolist() == [1] * 30
    assert (sum(run[name] for name in "ABCD") + run["road"]).tolist() == [1] * 30


@pytest.mark.parametrize("awareness", [0, 1, 2, 3, 4])
def test_2_awareness_levels_run(awareness: int) -> None:
    run = evening(scenario(SEVEN, ROADS, days=10, start={"A": 1000}, awareness_level=awareness))
    assert run["made"][-1] == 1000
    assert (run["A"][-1] == 1000) == (awareness == 0)


def test_3_a_marker_with_awareness_5() -> None:
    places = [place("A"), place("M", "marker"), place("B"), place("D")]
    found = routes_from(
        scenario(places, [("A", "M", 5.0), ("M", "B", 5.0), ("A", "D", 5.0), ("B", "D", 5.0)], awareness_level=5), "A"
    )
    assert len(found) == 4
    assert {route[-1] for route in found} == {"B", "D"}


@pytest.mark.parametrize(("number", "kind"), [(8, "location"), (31, "link")])
def test_8_and_31_a_closed_place_or_link_has_no_way(number: int, kind: str) -> None:
    made = scenario(SEVEN, ROADS, days=2, closures=[Closure(kind, "B", "A", 1, 9)])
    assert ("B",) in routes_from(made, "A", 0, repaired=True)
    assert ("B",) not in routes_from(made, "A", 1, repaired=True)


def test_11_crawling() -> None:
    made = scenario(SEVEN, ROADS, awareness_level=2, start={"A": 1})
    found = routes_from(made, "A")
    assert {route[-1] for route in found} == {"B", "C", "D"}
    world = compile_flee(made)
    best = max((way for way in range(len(found)) if found[way][-1] == "D"), key=lambda way: world.ways.scale[way])
    assert found[best] == ("B", "D")
    assert np.all(world.ways.scale > 0)
    assert np.all(world.places.score == 1.0)
    major = scenario(SEVEN, ROADS, awareness_level=2, fixed_routes=True, major_routes=[("A", "B", "D", "E")])
    assert ("B", "D", "E") in routes_from(major, "A")


def test_12_changes_and_major_routes(tmp_path: Path) -> None:
    changed = {
        "input_csv/location_changes.csv": "#name,type,day\nBrod,idpcamp,5\nAlba,town,7\n",
        "input_csv/major_routes.csv": "Alba,Brod,Camp One\nBrod,Camp Two\n",
    }
    made = read_flee(flee_folder(tmp_path, changed))
    assert made.major_routes == (("Alba", "Brod", "Camp One"), ("Brod", "Camp Two"))
    world = compile_flee(made)
    assert world.places.chance[[4, 5], 1].tolist() == [0.3, 0.1]
    assert world.places.flags[[6, 7], 0].tolist() == [4, 1]


def test_13_tables_of_conflict_and_food_insecurity(tmp_path: Path) -> None:
    changed = {
        "input_csv/conflicts.csv": "#Day, Alba, Brod\n" + "".join(f"{day}, 1, {int(day >= 10)}\n" for day in range(20)),
        "input_csv/region_attributes_IPC.csv": "#Day,North,East\n0,2,8\n10,12,8\n20,12,8\n",
        **edited("simsetting.yml", "max_move_speed", "flee_when_starving: true\n  max_move_speed"),
    }
    made = read_flee(flee_folder(tmp_path, changed))
    assert (made.conflicts["Brod"][9], made.conflicts["Brod"][10], made.conflicts["Alba"][0]) == (0, 1, 1)
    assert compile_flee(made).places.hunger[5].tolist() == pytest.approx([0.07, 0.07, 0.08, 0.08])
    assert evening(made)["made"].size == 20


def test_14_tables_are_interpolated() -> None:
    table = Table("total", (0.0, 300.0, 400.0), (2775.0, 21075.0, 30000.0))
    assert [at_day(table, day) for day in (0, 150, 300, 350, 999)] == [2775, 11925, 21075, 25537.5, 30000]


@pytest.mark.parametrize("number", [15, 32])
def test_15_and_32_share_of_an_attribute(number: int) -> None:
    ages = Demographic("age", ("5", "30"), (20.0, 980.0), {})
    made = scenario([place("A"), place("B")], [("A", "B", 9.0)], demographics=[ages], children_avoid_hazards=True)
    assert sorted(compile_flee(made).groups.share[0]) == pytest.approx([0.02, 0.98])


def test_16_and_22_demographics_from_files(tmp_path: Path) -> None:
    file = {"input_csv/demographics_religion.csv": "religion,Default,Alba\nx,1,0\ny,1,3\nz,2,1\n"}
    made = read_flee(flee_folder(tmp_path, file))
    assert made.demographics[0].values == ("x", "y", "z")
    rules = {**file, **edited("simsetting.yml", "max_move_speed", "MatchCampReligion: true\n  max_move_speed")}
    world = compile_flee(read_flee(flee_folder(tmp_path, rules)))
    assert world.groups.share.tolist() == [[0.0, 0.75, 0.25], *[[0.25, 0.25, 0.5]] * 3]


@pytest.mark.parametrize("number", [17, 18, 19, 20, 21])
def test_17_to_21_floods_are_refused(tmp_path: Path, number: int) -> None:
    text = SOUND["simsetting.yml"] + "spawn_rules:\n  flood_zone_spawning_only: true\n"
    with pytest.raises(ScenarioError, match="flood rules, which are not supported"):
        read_flee(flee_folder(tmp_path, {"simsetting.yml": text}))


def test_23_people_from_a_file(tmp_path: Path) -> None:
    text = SOUND["simsetting.yml"] + "spawn_rules:\n  read_from_agents_csv_file: true\n"
    people = {"input_csv/agents.csv": "#location,age\nAlba,30\nAlba,30\nBrod,5\n", "simsetting.yml": text}
    made = read_flee(flee_folder(tmp_path, people))
    assert [(one.location, one.count) for one in made.agents] == [("Alba", 2), ("Brod", 1)]
    assert evening(made)["made"][0] == 3


@pytest.mark.parametrize("fixed", [False, True])
def test_25_and_26_near_places_are_preferred(fixed: bool) -> None:
    places = [place("A", "conflict"), place("B", "camp"), place("C", "camp")]
    made = scenario(
        places, [("A", "B", 10.0), ("A", "C", 200.0)], days=20, start={"A": 100}, distance_power=5.0, fixed_routes=fixed
    )  # fmt: skip
    assert evening(made)["C"][-1] < 2


def test_27_foreign_weight_0() -> None:
    places = [place("A", "conflict", people=1000), place("B", "camp"), place("D", "camp", country="There")]
    data = [Table("total", (0.0, 10.0), (0.0, 900.0)), Table("B", (0.0, 10.0), (0.0, 900.0))]
    made = scenario(places, [("A", "B", 10.0), ("A", "D", 10.0)], days=10, data=data, foreign_weight=0.0)
    assert evening(made)["D"].tolist() == [0] * 10


@pytest.mark.parametrize(
    ("weights", "threshold", "kept"), [((1, 8, 4, 12), 2.0, "CE"), ((1, 8, 9, 12), 1.1, "E")], ids=["28", "29"]
)
def test_28_and_29_pruning(weights: tuple[int, ...], threshold: float, kept: str) -> None:
    places = [place("A", "conflict"), *(place(name, "camp") for name in "BCDE")]
    roads = [("A", name, 1000.0 / weight - 10.0) for name, weight in zip("BCDE", weights, strict=True)]  # 1 / (10 + km)
    made = scenario(
        places, roads, start={"A": MANY}, camp_movechance=0.0, max_move_speed=2000.0, pruning_threshold=threshold
    )  # fmt: skip
    run = evening(made)
    assert "".join(name for name in "BCDE" if run[name][0] > 0) == kept


def test_33_a_tiny_closure() -> None:
    places = [place("A", "conflict"), place("B", "camp")]
    made = scenario(
        places, [("A", "B", 10.0)], days=100, camp_movechance=0.0, spawn_mode="constant", displaced_per_conflict_day=1.0,
        closures=[Closure("location", "B", "", 3, 999)],
    )  # fmt: skip
    run = evening(made)
    assert (run["A"][-1], run["B"][-1]) == (97, 3)


@pytest.mark.parametrize(("empty", "displaced"), [(False, 1135), (True, 135)], ids=["34", "35"])
def test_34_and_35_a_growing_number_escapes(empty: bool, displaced: int) -> None:
    places = [place("A", "conflict", people=9000), place("B", "camp", capacity=100, capacity_per_day=10_000.0)]
    rows = [Table(name, (0.0, 9.0), (1000.0, 1135.0)) for name in ("total", "B")]
    made = scenario(places, [("A", "B", 10.0)], days=10, data=rows, camp_movechance=0.0, empty_camps_on_day0=empty)
    assert simulate_flee(made, members=1).displaced[0, -1] == displaced
    assert evening(made)["B"][-1] == displaced


def test_a_place_can_change_its_kind_twice() -> None:
    made = scenario(SEVEN, ROADS, days=3, changes=[TypeChange("B", "camp", 1), TypeChange("B", "town", 2)])
    assert compile_flee(made).places.flags[:, 1].tolist() == [1, 2, 1]
