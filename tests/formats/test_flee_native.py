"""`corridor import flee`: a folder of our own format, `rules: flee`, that gives the same numbers, member by member."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.flee import twin
from tests.support.flee_folders import SOUND, edited, flee_folder
from tests.support.flee_policies import POLICIES, with_policies
from tests.support.flee_situations import place, scenario

from corridor import load
from corridor.cli import main
from corridor.errors import ScenarioError
from corridor.flee import simulate_flee
from corridor.flee.policies import changed, combined
from corridor.formats.flee import native_files, read_flee, read_native_flee, recognised, rules_flee
from corridor.formats.flee.native_tables import ids_of
from corridor.formats.flee.schema import Agents, Closure, FleeScenario

SHARED = Path(__file__).parents[3] / "shared" / "data" / "flee-scenarios"
Captured = pytest.CaptureFixture[str]


def written(files: Mapping[str, str], folder: Path) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def again(made: FleeScenario, folder: Path, repaired: bool = False) -> FleeScenario:
    """Writes a scenario as a folder of ours and reads it."""
    found, mended = read_native_flee(written(native_files(made, repaired), folder))
    assert mended == repaired
    return found


def same(one: FleeScenario, other: FleeScenario, repaired: bool = False, members: int = 2) -> bool:
    values = [simulate_flee(each, members=members, repaired=repaired, jobs=1).values for each in (one, other)]
    return bool(np.array_equal(*values))


@pytest.mark.parametrize("name", twin.scenarios())
def test_every_rule_gives_the_same_members(name: str, tmp_path: Path) -> None:
    made, repaired = twin.scenarios()[name]
    made = replace(made, rooms=())  # of a policy, and no part of a folder
    found = again(made, tmp_path, repaired)
    assert found.settings == made.settings
    assert found.locations == made.locations
    assert found.roads == made.roads
    assert found.demographics == made.demographics
    assert found.data == made.data
    assert same(made, found, repaired)


def test_flood_levels_change_no_number_and_stay_behind(tmp_path: Path) -> None:
    dry = read_flee(flee_folder(tmp_path / "a" / "place"))
    wet = read_flee(flee_folder(tmp_path / "b" / "place", {"input_csv/flood_level.csv": "#Day,Alba\n0,4\n"}))
    assert wet.flood_level("Alba", 0) == 4.0
    assert same(dry, wet)
    found = again(wet, tmp_path / "ours")
    assert (dict(found.floods), found.notices) == ({}, wet.notices)
    assert same(wet, found)


def test_load_says_who_reads_a_folder_under_flees_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = flee_folder(tmp_path / "place")
    written(native_files(read_flee(folder), False), tmp_path / "ours")
    for where, told in (
        (folder, "place: is a folder of the simulator Flee, not one of Corridor's own rules. "
                 "Read it with corridor.flee.read_flee, or run it with `corridor run`."),
        (tmp_path / "ours", "scenario.yaml:rules: 'flee' asks for Flee's rules, and this reads scenarios of Corridor's own. "
                            "Read it with corridor.flee.read_native_flee, or run it with `corridor run`."),
    ):  # fmt: skip
        monkeypatch.chdir(where)
        for name in (where, "."):
            with pytest.raises(ScenarioError) as error:
                load(name)
            assert [str(problem) for problem in error.value.problems] == [told]


def test_a_folder_with_everything(tmp_path: Path) -> None:
    changes = {
        "policies.yaml": POLICIES,
        "input_csv/location_changes.csv": "#name,type,day\nBrod,idpcamp,5\nBrod,town,400\n",
        "input_csv/major_routes.csv": "Alba,Brod,Camp One\n",
        "input_csv/closures.csv": SOUND["input_csv/closures.csv"]
        + "country,Here,There,-4,3\nlocation,Brod,*,9,5\ncamp,Camp Two,,0,8\nlocation,Camp One,*,12,99999999\n",
        "input_csv/region_attributes_IPC.csv": "#Day,North,East\n0,2,8\n10,12,8\n20,12,8\n",
        "input_csv/agents.csv": "#location,age\nAlba,30\nAlba,30\nBrod,5\n",
        "input_csv/demographics_age.csv": "age,Default,Alba\n9,1,0.25\n40,1,0.75\n",
        "simsetting.yml": "move_rules:\n  max_move_speed: 133.7\n  flee_when_starving: true\n  ChildrenAvoidHazards: true\n"
        "  max_mov_speed: 3\nspawn_rules:\n  read_from_agents_csv_file: true\n  conflict_spawn_decay: [1.0, 0.3]\n",
    }
    made = read_flee(flee_folder(tmp_path / "flee", changes))
    found = again(made, tmp_path / "ours")
    assert found.policies == made.policies
    assert found.notices == made.notices
    assert found.major_routes == made.major_routes
    assert found.ipc == made.ipc
    assert found.agents == made.agents
    assert (found.name, found.start, found.length) == (made.name, made.start, made.length)
    assert same(made, found)
    for policy in ("new-road", "border-closed", "camp-one-small"):
        assert same(*(changed(each, combined(each, policy)) for each in (made, found)))


def test_what_is_written_again_is_the_same(tmp_path: Path) -> None:
    made = read_flee(with_policies(tmp_path / "flee", closures="country,Here,There,2,12\n"))
    files = native_files(made, False)
    found, _ = read_native_flee(written(files, tmp_path / "ours"))
    assert native_files(found, False) == files


def test_mended_defects_stay_mended(tmp_path: Path) -> None:
    folder = flee_folder(tmp_path / "flee", edited("input_csv/closures.csv", "\n", "\nlink,Alba,Brod,3,9\n"))
    law, mended = read_flee(folder), read_flee(folder, repaired=True)
    assert same(mended, again(mended, tmp_path / "mended", True), repaired=True)
    assert again(mended, tmp_path / "once", True).closures == (Closure("link", "Alba", "Brod", 3, 9),)
    assert again(law, tmp_path / "law").closures == ()


def test_blanks_and_strange_names_are_kept(tmp_path: Path) -> None:
    odd = scenario(
        [place(" A ", "conflict", region="x "), place("B,\"'", "camp"), place("مخيم", "camp"), place("all", "camp")],
        [(" A ", "B,\"'", 9.0), (" A ", "مخيم", 9.0), (" A ", "all", 9.0)], days=3, start={" A ": 90},
    )  # fmt: skip
    found = again(odd, tmp_path)
    assert found.locations == odd.locations
    assert found.agents == (Agents(" A ", (), 90),)
    assert same(odd, found)


@pytest.mark.parametrize("name", ["mali2012", "burundi", "car", "ssudan2013"])
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared Flee scenarios are not beside this checkout")
def test_the_shared_scenarios_give_the_same_members(name: str, tmp_path: Path) -> None:
    made = read_flee(SHARED / name, settings="simsetting-hasten100.yml")
    assert same(made, again(made, tmp_path), members=3)


def test_ids_are_unique_and_plain() -> None:
    found = ids_of(["Fassala-Mbera", "Camp 1", "camp 1", "مخيم", "all", "total", "elsewhere"])
    assert found["Camp 1"] == "camp-1"
    assert found["camp 1"] == "camp-1-2"
    assert found["all"] == "all-2"
    assert len(set(found.values())) == 7
    assert all(id_.isascii() and id_ == id_.lower() for id_ in found.values())


def test_the_folder_is_recognised_by_what_it_says(tmp_path: Path) -> None:
    folder = written(native_files(read_flee(flee_folder(tmp_path / "flee")), False), tmp_path / "ours")
    assert rules_flee(folder)
    assert not recognised(folder)
    (folder / "scenario.yaml").write_text("id: a\nrules: native\n", encoding="utf-8")
    assert not rules_flee(folder)
    assert not rules_flee(tmp_path / "flee")


def test_the_commands_take_it_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(tmp_path)
    with_policies(tmp_path / "place", closures="link,Alba,Brod,3,9\n")
    assert main(["import", "flee", "place", "--out", "ours"]) == 0
    captured = capsys.readouterr()
    assert "place: 4 places and 4 roads, written to ours." in captured.out
    assert captured.err.rstrip().endswith("[C2]")
    for command in (["check"], ["list"], ["run", "--members", "6", "--out", "b"]):
        assert main([command[0], "ours", *command[1:]]) == 0
    assert capsys.readouterr().err.count("[C2]") == 2  # told again by check and run
    assert main(["run", "place", "--members", "6", "--out", "a"]) == 0
    for name in ("daily.csv", "scores.csv"):
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes()
    pair = ["--policy", "factual", "--policy", "new-road", "--members", "6"]
    assert main(["compare", "place", *pair, "--out", "c"]) == 0
    assert main(["compare", "ours", *pair, "--out", "d"]) == 0
    assert Path("c/contrast.csv").read_bytes() == Path("d/contrast.csv").read_bytes()
    assert json.loads(Path("d/manifest.json").read_text())["rules"] == "flee"


def test_import_overwrites_nothing_and_takes_flees_folders_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    flee_folder(tmp_path / "place")
    assert main(["import", "flee", "place", "--out", "place"]) == 1
    assert "place exists and is not empty. Name another folder with --out." in capsys.readouterr().err
    assert main(["import", "flee", "tutorial", "--out", "new"]) == 1
    assert "is not a folder of Flee's" in capsys.readouterr().err
    assert main(["import", "flee", "place", "--out", "ours", "--flee-repaired"]) == 0
    for options in (["--flee-repaired"], ["--settings", "a.yml"]):
        assert main(["run", "ours", *options]) == 1
        assert f"{options[0]} is for Flee's own folders" in capsys.readouterr().err


WRONG = [
    ("scenario.yaml", "start: '2020-03-01'", "start: soon", "scenario.yaml:3:start: 'soon' "),
    ("scenario.yaml", "end: '2020-03-20'", "end: '2020-02-20'", "end: '2020-02-20' must be from the start to 36,600 days"),
    ("scenario.yaml", "arrivals: counts", "arrivals: count", "arrivals: 'count' is not a source of arrivals"),
    ("scenario.yaml", "arrivals: counts", "arivals: counts", "'arivals' is not a key here. Did you mean 'arrivals'?"),
    ("scenario.yaml", "arrivals: counts", "major_routes: [[Alba, Brot]]",
     "major_routes: 'Brot' is not a list of two or more names of places.csv. Did you mean 'Brod'?"),
    ("scenario.yaml", "target\": \"Camp One", "target\": \"Camp Oen", "policies.changes.target: 'Camp Oen' is no location"),
    ("places.csv", "brod,Brod,town", "brod,Brod,village", "places.csv:3:kind: 'village' is not a kind of place"),
    ("places.csv", "brod,Brod", "alba,Brod", "places.csv:3:id: 'alba' is given twice"),
    ("places.csv", "brod,Brod", "brod,Alba", "places.csv:3:name: 'Alba' is given twice"),
    ("places.csv", "brod,Brod", "brod,", "places.csv:3:name: is empty"),
    ("routes.csv", "alba,brod,100.0", "alba,brot,100.0",
     "routes.csv:2:to: 'brot' is not an id of places.csv. Did you mean 'brod'?"),
    ("routes.csv", "alba,brod,100.0", "alba,brod,-1", "routes.csv:2:km: '-1' is out of range"),
    ("schedule.csv", "alba,conflict,1.0", "alba,conflict,much", "schedule.csv:2:value: 'much' "),
    ("schedule.csv", "alba,conflict,1.0", "alba,open,1",
     "value: '1' must be 0: what is closed opens again on the day of `until`"),
    ("schedule.csv", "alba,conflict,1.0", "alba>brot,open,0", "target: 'alba>brot' is no place, road (a>b) or border (X|Y)"),
    ("schedule.csv", "alba,conflict,1.0", "alba,kind,village", "value: 'village' is not a kind of place"),
    ("schedule.csv", "alba,conflict,1.0", "albo,conflict,1",
     "target: 'albo' is not an id of places.csv. Did you mean 'alba'?"),
    ("parameters.csv", "max_move_speed,=200.0", "max_mov_speed,=200.0",
     "id: 'max_mov_speed' is not a setting of Flee's. Did you mean 'max_move_speed'?"),
    ("parameters.csv", "max_move_speed,=200.0", '"max_move_speed","U(1,2)"',
     "p1: 'U(1,2)' is not a fixed number; Flee's rules draw no parameter. Write = and a number, such as =200."),
    ("parameters.csv", "hasten,=1", "hasten,=1.5", "p1: '=1.5' is not a whole number. Write =2."),
    ("observations/counts.csv", "Camp One,2020-03-11,500.0", "Camp One,2020-03-11,-5", "value: '-5' is out of range"),
    ("observations/counts.csv", "Camp One,2020-03-11,500.0", "Camp One,11.3.2020,500.0", "date: '11.3.2020' "),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), WRONG, ids=[f"{each[0]} {at}" for at, each in enumerate(WRONG)])
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    files = native_files(read_flee(with_policies(tmp_path / "flee")), False)
    assert old in files[file]
    with pytest.raises(ScenarioError) as error:
        read_native_flee(written({**files, file: files[file].replace(old, new, 1)}, tmp_path / "ours"))
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("age,30", "age,thirty", "classes.csv:3:value: 'thirty' is not an age in whole years"),
        ("0.5", "0", "classes.csv:weight: has no weight above 0 of age at all. Give at least one value a weight."),
    ],
    ids=["an age in words", "no weight"],
)
def test_classes_that_nobody_can_be_of_are_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    ages = {"input_csv/demographics_age.csv": "age,Default\n10,0.5\n30,0.5\n"}
    files = native_files(read_flee(flee_folder(tmp_path / "flee", ages)), False)
    assert old in files["classes.csv"]
    with pytest.raises(ScenarioError) as error:
        read_native_flee(written({**files, "classes.csv": files["classes.csv"].replace(old, new)}, tmp_path / "ours"))
    assert message in str(error.value)


@pytest.mark.parametrize("name", ["scenario.yaml", "places.csv", "routes.csv", "parameters.csv"])
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    files = native_files(read_flee(flee_folder(tmp_path / "flee")), False)
    with pytest.raises(ScenarioError, match=f"{name}: is missing"):
        read_native_flee(written({key: text for key, text in files.items() if key != name}, tmp_path / "ours"))
