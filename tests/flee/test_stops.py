"""What stops every run of a Flee folder is told before any draw, with its cause: by `check`, by `run` and in Python."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.flee.command_line import MEMBERS, Captured
from tests.support.flee_folders import SOUND, edited, flee_folder
from tests.support.flee_situations import evening, place, scenario

from corridor.cli import main
from corridor.errors import RunError
from corridor.flee import read_flee, simulate_flee
from corridor.flee.stops import prepared
from corridor.formats.flee.schema import Agents, Demographic, FleeScenario, Table

PLACES, SET, LAYOUT = "input_csv/locations.csv", "simsetting.yml", "source_data/data_layout.csv"
CONFLICTS = "input_csv/conflicts.csv"
WAR = "#Day, Alba\n"
WAIT = "shorten Length in sim_period.csv, or run with --flee-repaired, which makes them wait."
OTHER_FILES = {
    "conflicts.csv": "schedule.csv",
    "locations.csv": "places.csv",
    "Length in sim_period.csv": "the run in scenario.yaml",
    "run with --flee-repaired": "set `repaired: yes` there",
}

NO_ORIGIN = {
    "the conflict ends": (
        {CONFLICTS: WAR + "".join(f"{day}, {int(day < 5)}\n" for day in range(20))},
        "day 5 (2020-03-06): 150 people are to be displaced, but no location with people is in conflict; Flee stops here. "
        f"Add a conflict to conflicts.csv, {WAIT}",
    ),
    "one agent stands for more people than there are": (
        {SET: "optimisations:\n  hasten: 200\n", **edited(PLACES, "50000", "150")},
        "day 2 (2020-03-03): 1 agent is to be displaced, but no location in conflict has as many people as one agent "
        f"stands for, 200 (Alba has 150); Flee stops here. Lower hasten, {WAIT}",
    ),
    "nobody lives in the zone": (
        edited(PLACES, "50000", ""),
        "day 1 (2020-03-02): 150 people are to be displaced, but no location with people is in conflict: Alba has none; "
        f"Flee stops here. Give it a population in locations.csv, {WAIT}",
    ),
    "the decay ends at 0": (
        {SET: "spawn_rules:\n  conflict_spawn_decay: [1.0, 0.0]\n  conflict_spawn_decay_interval: 8\n"},
        "day 8 (2020-03-09): 150 people are to be displaced, but conflict_spawn_decay is 0 wherever there is conflict; Flee "
        f"stops here. Let its last number be above 0 in the settings, {WAIT}",
    ),
    "a single place": (
        {
            PLACES: SOUND[PLACES].splitlines()[0] + "\nCamp One,East,There,1.5,2.5,camp,,\n",
            "input_csv/routes.csv": "#name1,name2,distance,forced_redirection\n",
            CONFLICTS: "#Day\n" + "0\n" * 20,
            LAYOUT: "total,refugees.csv\nCamp One,one.csv\n",
        },
        "day 1 (2020-03-02): 50 people are to be displaced, but no location with people is in conflict; Flee stops here. "
        f"Add a conflict to conflicts.csv, {WAIT}",
    ),
}  # fmt: skip
STEEP = "move_rules:\n  distance_power: {}\n  weight_power: {}\n"


def stopped(folder: Path | str, capsys: Captured) -> str:
    """Returns what `check` says of a folder that cannot be run; `run` says the same, and writes nothing."""
    said = []
    for line in (["check"], ["run", *MEMBERS, "--out", "made"]):
        assert main([line[0], str(folder), *line[1:]]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        said.append(err.splitlines()[-1])
    assert said[0] == said[1]
    assert not Path("made").exists()
    return said[0].removeprefix("corridor: ")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("changed", "message"), NO_ORIGIN.values(), ids=list(NO_ORIGIN))
def test_people_to_come_from_nowhere(tmp_path: Path, changed: dict[str, str | None], message: str, capsys: Captured) -> None:
    folder = flee_folder(tmp_path / "one", changed)
    assert stopped(folder, capsys) == message
    with pytest.raises(RunError) as caught:
        simulate_flee(read_flee(folder), members=1)
    assert str(caught.value) == message
    assert main(["check", "one", "--flee-repaired"]) == 0  # they wait
    assert "No problems." in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("name", list(NO_ORIGIN)[:3])
def test_an_imported_folder_is_told_of_its_own_files(tmp_path: Path, name: str, capsys: Captured) -> None:
    changed, message = NO_ORIGIN[name]
    flee_folder(tmp_path / "one", changed)
    assert main(["import", "flee", "one", "--out", "ours"]) == 0
    capsys.readouterr()
    for flees, ours in OTHER_FILES.items():
        message = message.replace(flees, ours)
    assert stopped("ours", capsys) == message


def test_a_run_cut_before_that_day_is_sound(tmp_path: Path, capsys: Captured) -> None:
    flee_folder(tmp_path / "one", NO_ORIGIN["the conflict ends"][0])
    assert main(["run", "one", "--members", "2", "--until", "2020-03-05", "--out", "made"]) == 0
    assert main(["run", "one", "--members", "2", "--until", "2020-03-06", "--out", "more"]) == 1
    assert "day 5 (2020-03-06): 150 people" in capsys.readouterr().err


def test_a_comparison_is_stopped_for_the_same_reason(tmp_path: Path, capsys: Captured) -> None:
    changed, message = NO_ORIGIN["the conflict ends"]
    shut = "policies:\n  - {id: shut, name: Shut, changes: [{target: Camp One, quantity: open, value: 0}]}\n"
    flee_folder(tmp_path / "one", {**changed, "policies.yaml": shut})
    assert main(["compare", "one", "--policy", "factual", "--policy", "shut", *MEMBERS]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == f"corridor: {message}"


def test_people_used_up_by_chance_stop_a_run_not_a_check(tmp_path: Path, capsys: Captured) -> None:
    """150 a day from 400 people: on day 4 there is nobody left, by whichever draws."""
    changed = {**edited(PLACES, "50000", "400"), SET: "spawn_rules:\n  take_from_population: true\n"}
    flee_folder(tmp_path / "one", changed)
    assert main(["check", "one"]) == 0
    capsys.readouterr()
    assert main(["run", "one", *MEMBERS]) == 1
    message = (
        "day 4 (2020-03-05): 150 people are to be displaced, but everybody at Alba is displaced already; Flee stops here. "
        f"Switch take_from_population off, {WAIT}"
    )
    assert capsys.readouterr().err.splitlines()[-1] == f"corridor: {message}"


def small(**settings: object) -> FleeScenario:
    """Five people are to come on day 2, when A is in conflict still."""
    tables = [Table("total", (0.0, 1.0, 2.0), (0.0, 0.0, 5.0)), Table("C", (0.0, 1.0, 2.0), (0.0, 0.0, 5.0))]
    places = [place("A", "conflict", people=100), place("C", "camp")]
    return scenario(places, [("A", "C", 90.0)], days=3, data=tables, **settings)  # type: ignore[arg-type]


def test_without_anybody_to_come_no_conflict_is_needed() -> None:
    made = small()
    peace = {"A": (1.0, 0.0, 0.0)}
    with pytest.raises(RunError, match=r"day 2 \(2020-01-03\): 5 people are to be displaced, but no location with people"):
        prepared(replace(made, conflicts=peace), False)
    prepared(made, False)
    prepared(replace(made, conflicts=peace), True)
    prepared(replace(made, conflicts=peace, data=()), False)
    prepared(replace(made, conflicts=peace, settings=replace(made.settings, spawn_mode="constant")), False)


def test_hunger_alone_may_bring_people() -> None:
    hungry = {"ipc": {"North": ((0, 10.0), (2, 10.0))}, "conflicts": {"A": (1.0, 0.0, 0.0)}}
    asked = {"starvation_driven_spawning": True}
    with pytest.raises(RunError, match="no location with people is in conflict"):
        prepared(small(**hungry, **asked), False)
    assert evening(small(**hungry, **asked, conflict_zone_spawning_only=False))["made"].tolist() == [0, 0, 5]


# --- weights that are no numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("distance", "weight"),
    [(-400, 1), (400, -50), (-100, 5), (100, -5), (1, 1e6), (1, -1e6)],
)
def test_weights_that_are_no_number(tmp_path: Path, distance: float, weight: float, capsys: Captured) -> None:
    flee_folder(tmp_path / "one", {SET: STEEP.format(distance, f"{weight:f}") + "  camp_weight: 1000000\n"})
    said = stopped("one", capsys)
    assert said.startswith(
        f"the settings: with distance_power {distance:g} and weight_power {weight:g} the weight of the way"
    )
    assert said.endswith("Bring both nearer to 1, and other weights too if they are very large or 0.")


def test_the_way_is_named(tmp_path: Path, capsys: Captured) -> None:
    flee_folder(tmp_path / "one", {SET: STEEP.format(-400, 1)})
    assert " the weight of the way from Alba to Brod is no number, " in stopped("one", capsys)
    # (10 + 150)^140 is 1e308.6, (10 + 100)^140 is 1e285.8: the first road is short enough
    flee_folder(tmp_path / "two", {SET: STEEP.format(-140, 1)})
    assert " the weight of the way from Brod to Camp One is no number, " in stopped("two", capsys)


@pytest.mark.parametrize(("distance", "weight"), [(-100, 1), (400, 1), (400, 50), (0, -3), (2.5, 0), (-1, -1)])
def test_weights_that_are_numbers_are_let_through(tmp_path: Path, distance: float, weight: float) -> None:
    prepared(read_flee(flee_folder(tmp_path, {SET: STEEP.format(distance, weight)})), False)


def test_scores_that_are_squared_count_squared() -> None:
    """1e160 is a number, its square is none; classes are squared where a rule asks for it."""
    sexes = Demographic("gender", ("female", "male"), (1.0, 1.0), {})
    made = replace(small(camp_weight=1e160), demographics=(sexes,))
    prepared(made, False)
    with pytest.raises(RunError, match="the weight of the way from A to C is no number"):
        prepared(replace(made, settings=replace(made.settings, women_avoid_hazards=True)), False)


def test_populations_count_where_a_rule_asks_for_them() -> None:
    huge = {"use_pop_for_loc_weight": True, "pop_power_for_loc_weight": 155.0}
    with pytest.raises(RunError, match="the weight of the way from C to A is no number"):
        prepared(small(**huge), False)  # 100^155
    prepared(small(**{**huge, "use_pop_for_loc_weight": False}), False)


def test_a_place_without_roads_has_no_weights() -> None:
    prepared(replace(small(distance_power=-400.0), roads=()), False)


# --- names, first people, crowds; all at once -------------------------------------------------------------------------


def test_a_camp_called_as_all_camps_together_are(tmp_path: Path, capsys: Captured) -> None:
    named = {name: text.replace("Camp One", "all") for name, text in SOUND.items()}
    flee_folder(tmp_path / "one", named)
    message = (
        "locations.csv: a camp is called 'all', and so are all camps together in the scores. "
        "Give the camp another name, in all files."
    )
    assert stopped("one", capsys) == message
    assert main(["import", "flee", "one", "--out", "ours"]) == 0
    capsys.readouterr()
    assert stopped("ours", capsys) == message.replace("locations.csv", "places.csv")


@pytest.mark.parametrize("name", ["All", "ALL", "all camps"])
def test_other_names_are_told_apart(tmp_path: Path, name: str) -> None:
    named = {key: text.replace("Camp One", name) for key, text in SOUND.items()}
    prepared(read_flee(flee_folder(tmp_path, named)), False)


def test_a_town_may_be_called_all(tmp_path: Path) -> None:
    """It has no scores, so nothing is confused."""
    prepared(read_flee(flee_folder(tmp_path, {key: text.replace("Brod", "all") for key, text in SOUND.items()})), False)


def test_fewer_than_nobody_cannot_be_there() -> None:
    made = small()
    with pytest.raises(RunError, match=r"locations.csv: -5 people are at C before the first day. Correct initial_idps"):
        prepared(replace(made, locations=(made.locations[0], place("C", "camp", initial_idps=-5.0))), False)


def test_everything_that_stops_a_run_is_told_at_once() -> None:
    made = small(distance_power=-400.0)
    worst = replace(
        made, conflicts={"A": (0.0, 1.0, 0.0)}, agents=(Agents("A", (), 3_000_000_000),),
        locations=(made.locations[0], place("C", "camp", initial_idps=-5.0)),
    )  # fmt: skip
    with pytest.raises(RunError) as caught:
        prepared(worst, False)
    expected = ["locations.csv: -5 people", "the settings: with", "about 3,000,000,000 agents are", "day 2 (2020-01-03): 5"]
    for line, beginning in zip(str(caught.value).splitlines(), expected, strict=True):
        assert line.startswith(beginning)


def test_check_tells_of_crowds_as_a_run_does(tmp_path: Path, capsys: Captured) -> None:
    flee_folder(tmp_path / "one", edited("source_data/one.csv", "2000", "3000000000"))
    assert "a run holds 2,000,000,000 at most." in stopped("one", capsys)
