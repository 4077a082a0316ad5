"""What a location is to Flee: types in any letter case, towns and zones taken for camps, camps closed during a conflict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.support.flee_folders import SOUND, edited, flee_folder
from tests.support.flee_situations import MANY, close, evening, place, scenario

from corridor.cli import main
from corridor.flee import compile_flee, read_flee, read_native_flee, simulate_flee
from corridor.formats.flee.schema import CAMPS, Closure, FleeScenario, TypeChange
from corridor.model.flee.world import CAMP, CONFLICT, TOWN
from corridor.publish.flee_map import places_of

PLACES, LAYOUT, CLOSED = "input_csv/locations.csv", "source_data/data_layout.csv", "input_csv/closures.csv"
NOBODY = {"source_data/none.csv": "2020-03-01,0\n2020-03-21,0\n"}
LOW_TOWNS = {
    "simsetting.yml": "move_rules:\n  default_movechance: 0.004\n  camp_movechance: 0.5\n",
    **edited(LAYOUT, "Camp Two,", "Brod,none.csv\nCamp Two,"), **NOBODY,
}  # fmt: skip
LOW_ZONES = {
    "simsetting.yml": "move_rules:\n  conflict_movechance: 0.001\n",
    **edited(LAYOUT, "Camp Two,", "Alba,none.csv\nCamp Two,"), **NOBODY,
}  # fmt: skip


def kinds(made: FleeScenario) -> dict[str, str]:
    return {each.name: each.kind for each in made.locations}


@pytest.mark.parametrize("change", [str.upper, str.title, str.swapcase])
def test_types_may_be_in_any_letter_case(tmp_path: Path, change: object) -> None:
    assert callable(change)
    text = SOUND[PLACES]
    for word in ("conflict_zone", "town", "camp,"):
        text = text.replace(f",{word}", f",{change(word)}")
    made = read_flee(flee_folder(tmp_path / "other", {PLACES: text}))
    assert made.locations == read_flee(flee_folder(tmp_path / "sound")).locations
    assert made.notices == ()


def test_changes_of_type_may_be_in_any_letter_case(tmp_path: Path) -> None:
    rows = "#name,type,day\nBrod,Conflict_Zone,3\nCamp One,IDPCamp,5\nBrod,Town,9\n"
    made = read_flee(flee_folder(tmp_path, {"input_csv/location_changes.csv": rows}))
    assert [(each.name, each.kind, each.day) for each in made.changes] == [
        ("Brod", "conflict", 3), ("Camp One", "idpcamp", 5), ("Brod", "town", 9),
    ]  # fmt: skip


def test_a_town_taken_for_a_camp_keeps_its_residents_and_has_no_limit(tmp_path: Path) -> None:
    folder = flee_folder(tmp_path, LOW_TOWNS)
    made = read_flee(folder)
    brod = made.locations[1]
    assert (brod.kind, brod.population, brod.capacity) == ("town_camp", 20_000, -1)
    assert made.camps == ("Brod", "Camp One", "Camp Two")
    assert [notice.code for notice in made.notices] == ["L3"]
    mended = read_flee(folder, repaired=True)
    assert kinds(mended)["Brod"] == "town"
    assert mended.camps == ("Camp One", "Camp Two")


def test_a_town_taken_for_a_camp_is_left_by_the_chance_of_a_town() -> None:
    """Everybody reaches B on day 1, 400 km being more than a day, and decides there once more on the same day."""
    made = scenario(
        [place("A", "conflict"), place("B", "town_camp", people=50)], [("A", "B", 400.0)], days=2, start={"A": MANY},
        default_movechance=0.004, camp_movechance=0.5,
    )  # fmt: skip
    run = evening(made)
    assert run["road"][0] == MANY
    assert run["B"][1] + run["road"][1] == MANY
    assert close(run["road"][1], MANY, 0.004)
    flags = compile_flee(made).places.flags[:, 1]
    assert (flags == CAMP).all()


def test_a_town_taken_for_a_camp_is_a_town_too_after_a_conflict() -> None:
    """As in Flee: the conflict takes the small chance away, its end gives it back, and the camp stays a camp."""
    made = scenario(
        [place("A", "conflict", people=9), place("B", "town_camp", people=50)], [("A", "B", 400.0)], days=4,
        default_movechance=0.004, conflicts={"B": (0.0, 1.0, 1.0, 0.0)},
    )  # fmt: skip
    found = compile_flee(made).places
    assert found.flags[:, 1].tolist() == [CAMP, CAMP | CONFLICT, CAMP | CONFLICT, CAMP | TOWN]
    assert found.chance[:, 1].tolist() == [0.004, 1.0, 1.0, 0.004]


def test_a_zone_taken_for_a_camp_stays_in_conflict_and_sends_people(tmp_path: Path) -> None:
    made = read_flee(flee_folder(tmp_path, LOW_ZONES))
    assert kinds(made)["Alba"] == "conflict_camp"
    world = compile_flee(made)
    assert (world.places.flags[:, 0] == CAMP | CONFLICT).all()
    assert (world.places.spawn[:, 0] == 1.0).all()
    assert (world.places.chance[:, 0] == 0.001).all()
    ensemble = simulate_flee(made, members=3, jobs=1)
    people = int(ensemble.data.arrivals.sum())
    assert people > 3000
    assert (ensemble.displaced[:, -1] == people).all()
    assert (ensemble.present("Alba")[:, -1] > 0.9 * people).all()  # 0.001 of them leave on a day


def test_a_zone_taken_for_a_camp_has_its_own_intensity() -> None:
    made = scenario(
        [place("A", "conflict_camp", people=10, conflict_intensity=0.25), place("B")], [("A", "B", 9.0)], data=()
    )
    assert compile_flee(replace(made, settings=replace(made.settings, spawn_mode=""))).places.spawn[0, 0] == 0.25


@pytest.mark.parametrize("changed", [LOW_TOWNS, LOW_ZONES], ids=["town", "zone"])
def test_what_is_taken_for_a_camp_stays_it_when_imported(tmp_path: Path, changed: dict[str, str | None]) -> None:
    folder, ours = flee_folder(tmp_path / "flee", changed), tmp_path / "ours"
    assert main(["import", "flee", str(folder), "--out", str(ours)]) == 0
    made, (found, _) = read_flee(folder), read_native_flee(ours)
    assert found.locations == made.locations
    runs = [simulate_flee(each, members=2, jobs=1).values for each in (made, found)]
    np.testing.assert_array_equal(*runs)


def test_every_kind_of_camp_is_a_camp_on_the_map() -> None:
    made = scenario([place(kind, kind, x=1.23456, y=2.0) for kind in CAMPS], [("camp", "idpcamp", 9.0)])
    assert [each.kind for each in places_of(made)] == ["camp"] * len(CAMPS)


def test_a_change_of_type_makes_a_town_of_a_town_taken_for_a_camp() -> None:
    made = scenario(
        [place("A", "conflict"), place("B", "town_camp")], [("A", "B", 9.0)], days=3, default_movechance=0.004,
        changes=[TypeChange("B", "town", 1)],
    )  # fmt: skip
    assert compile_flee(made).places.flags[:, 1].tolist() == [CAMP, TOWN, TOWN]


# --- a camp closed, and opened again, while there is conflict ---------------------------------------------------------


def fought(*closures: Closure, kind: str = "camp", days: int = 8, b: tuple[float, ...] = ()) -> FleeScenario:
    """A is in conflict on all days, B as `b` says."""
    made = scenario(
        [place("A", "conflict", people=100), place("B", kind, people=100)], [("A", "B", 90.0)], days=days,
        closures=closures, conflicts={"A": (1.0,) * days, "B": b or (1.0,) * days}, camp_movechance=0.001,
    )  # fmt: skip
    return replace(made, settings=replace(made.settings, spawn_mode=""))


def course(made: FleeScenario, *, repaired: bool = False) -> tuple[list[float], list[int], list[float]]:
    """Returns weights of arrivals, flags and chances of B by day."""
    found = compile_flee(made, repaired).places
    return found.spawn[:, 1].tolist(), found.flags[:, 1].tolist(), found.chance[:, 1].tolist()


def test_a_closure_of_a_camp_ends_the_conflict_there() -> None:
    """People come from there on the day of the closure still: closures are acted on after arrivals."""
    spawn, flags, chance = course(fought(Closure("camp", "B", "", 2, 5)))
    assert spawn == [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert flags == [CAMP | CONFLICT] * 2 + [TOWN] * 3 + [CAMP] * 3
    assert chance == [1.0] * 2 + [0.3] * 3 + [0.001] * 3


def test_opening_a_camp_ends_a_conflict_that_began_while_it_was_closed() -> None:
    spawn, flags, chance = course(fought(Closure("camp", "B", "", 2, 5), b=(0.0,) * 3 + (1.0,) * 5))
    assert spawn == [0.0] * 3 + [1.0] * 3 + [0.0] * 2
    assert flags == [CAMP] * 2 + [TOWN] + [CONFLICT] * 2 + [CAMP] * 3
    assert chance == [0.001] * 2 + [0.3] + [1.0] * 2 + [0.001] * 3
    assert course(fought(Closure("camp", "B", "", -1, 2)))[0] == [1.0] * 3 + [0.0] * 5


def test_a_conflict_that_rises_anew_begins_anew() -> None:
    spawn, flags, _ = course(fought(Closure("camp", "B", "", 1, 99), b=(1.0, 1.0, 1.0, 0.0, 0.5, 0.5, 0.5, 0.5)))
    assert spawn == [1.0, 1.0, 0.0, 0.0, 0.5, 0.5, 0.5, 0.5]
    assert flags == [CAMP | CONFLICT] + [TOWN] * 3 + [CONFLICT] * 4


def test_mended_the_conflict_goes_on() -> None:
    for closure in (Closure("camp", "B", "", 2, 5), Closure("idpcamp", "B", "", 2, 5)):
        spawn, flags, chance = course(fought(closure), repaired=True)
        assert spawn == [1.0] * 8
        assert flags == [CAMP | CONFLICT] * 2 + [CONFLICT] * 3 + [CAMP | CONFLICT] * 3
        assert chance == [1.0] * 8
    _, flags, chance = course(fought(Closure("camp", "B", "", 2, 5), b=(0.0,) * 8), repaired=True)
    assert flags == [CAMP] * 2 + [TOWN] * 3 + [CAMP] * 3
    assert chance == [0.001] * 2 + [0.3] * 3 + [0.001] * 3


def test_from_a_camp_closed_in_conflict_nobody_comes_any_more() -> None:
    made = fought(Closure("camp", "B", "", 2, 99), days=6)
    driven = replace(
        made, locations=(place("A"), made.locations[1]), conflicts={"B": (1.0,) * 6},
        settings=replace(made.settings, spawn_mode="constant", displaced_per_conflict_day=7.0),
    )  # fmt: skip
    assert evening(driven)["made"].tolist() == [7, 14, 21, 21, 21, 21]
    assert evening(driven, repaired=True)["made"].tolist() == [7, 14, 21, 28, 35, 42]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("camp,Alba,x,3,9\n", True),
        ("idpcamp,Alba,x,3,9\n", True),
        ("camp,Alba,x,-1,9\n", True),  # opened alone
        ("camp,Camp One,x,3,9\n", False),
        ("camp,Alba,x,-1,200\n", False),  # neither within the run
        ("location,Alba,x,3,9\n", False),
    ],
)
def test_that_a_closure_ends_a_conflict_is_told(tmp_path: Path, row: str, told: bool) -> None:
    folder = flee_folder(tmp_path, {CLOSED: SOUND[CLOSED] + row})
    for repaired, instead in ((False, "The same here."), (True, "The conflict goes on.")):
        said = [str(each) for each in read_flee(folder, repaired=repaired).notices if each.code == "C5"]
        words = "a closure of kind camp ends the conflict at Alba in Flee, whatever conflicts.csv says."
        assert said == ([f"{CLOSED}: {words} {instead} [C5]"] if told else [])


def test_a_zone_of_which_nothing_is_said_is_in_conflict_from_the_start(tmp_path: Path) -> None:
    silent = {"input_csv/conflicts.csv": "#Day, Brod\n" + "".join(f"{day}, 1\n" for day in range(20))}
    for row, told in (("camp,Alba,x,3,9\n", True), ("camp,Brod,x,3,9\n", True), ("camp,Camp Two,x,3,9\n", False)):
        made = read_flee(flee_folder(tmp_path, {**silent, CLOSED: SOUND[CLOSED] + row}))
        assert ("C5" in [each.code for each in made.notices]) is told
