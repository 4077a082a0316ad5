"""What Flee does oddly is told once each; unknown and dead keys too; and the table in the docs has every code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.flee_folders import SOUND, edited, flee_folder

from corridor.formats import flee
from corridor.formats.flee import at_day, read_flee, recognised

SET = "simsetting.yml"
CLOSED, FLOOD = "input_csv/closures.csv", "input_csv/flood_level.csv"

TOLD = [
    ("S0", {SET: None}, "simsetting.yml: is not there. Flee's default settings are used. [S0]"),
    ("S1", {SET: "move_rules:\n  max_mov_speed: 3\n"},
     "simsetting.yml:2: move_rules.max_mov_speed is not a key of Flee's, which ignores it silently. "
     "Did you mean 'move_rules.max_move_speed'? It is ignored. [S1]"),
    ("S2", {SET: "move_rules:\n  max_crossing_speed: 3\n"},
     "simsetting.yml:2: move_rules.max_crossing_speed is read by Flee and used nowhere. It is ignored. [S2]"),
    ("S6", {SET: "move_rules:\n  two_system_decision_making: 0.5\n"},
     "simsetting.yml:2: move_rules.two_system_decision_making is never active in Flee when it comes from a file. "
     "It is not supported here, and ignored. [S6]"),
    ("S7", {SET: "move_rules:\n  max_move_speed: 200\n  awareness_level: 1\n  max_move_speed: 300\n"},
     "simsetting.yml:4: move_rules.max_move_speed is given on line 2 already; Flee takes the last alone. "
     "The same here. [S7]"),
    ("T2", {"input_csv/sim_period.csv": "StartDate,2020-01-01\nstartdate,2020-03-01\nLength,20\n"},
     "input_csv/sim_period.csv:2: startdate is given on line 1 already; Flee takes the last alone. The same here. [T2]"),
    ("R2", edited("input_csv/routes.csv", "100,0", "100,1"),
     "input_csv/routes.csv:2: forced_redirection 1 redirects nobody in Flee, but lays the road twice and so doubles its "
     "weight. The same here. [R2]"),
    ("C2", {CLOSED: SOUND[CLOSED] + "link,Alba,Brod,3,5\n"},
     "input_csv/closures.csv:2: the closure of the link Alba - Brod has no effect in Flee when read from a file. "
     "It has none here; --flee-repaired closes it both ways. [C2]"),
    ("K1", {"input_csv/conflicts.csv": "#Day, Alba, Brot\n" + "".join(f"{day}, 1, 0\n" for day in range(20))},
     "input_csv/conflicts.csv:1: 'Brot' is not a name of locations.csv. Did you mean 'Brod'? It is ignored. [K1]"),
    ("K1 of floods", {FLOOD: "#Day,Alba,Brot\n0,1,0\n"},
     "input_csv/flood_level.csv:1: 'Brot' is not a name of locations.csv. Did you mean 'Brod'? It is ignored. [K1]"),
    ("F1", {FLOOD: "#Day,Alba\n0,1\n"},
     "input_csv/flood_level.csv: Flee does not read it without flood rules. It is read and checked; no number changes. "
     "[F1]"),
    ("K3", edited("input_csv/conflicts.csv", "3, 1", "3, 0.5"),
     "input_csv/conflicts.csv: the intensity changes while the conflict is on at Alba; Flee keeps the first value. "
     "The same here. [K3]"),
    ("L1", edited("input_csv/locations.csv", "town", "village"),
     "input_csv/locations.csv:3: 'village' is no location type that Flee knows; it only says so, and everybody there moves "
     "on every day. The same here. Types: camp, conflict_zone, town, marker, forwarding_hub. [L1]"),
    ("L3", {SET: "move_rules:\n  default_movechance: 0.001\n"},
     "input_csv/locations.csv:3: Flee turns a town whose move chance (0.001) is below 0.005 into a camp silently. "
     "The same here. [L3]"),
    ("M1", {SET: "move_rules:\n  awareness_level: 0\n"},
     "simsetting.yml: at awareness_level 0 nobody ever moves in Flee. The same here. [M1]"),
    ("D3", {"input_csv/registration_corrections.csv": "Camp One,2019-03-11\n"},
     "input_csv/registration_corrections.csv:1: 2019-03-11 is before the start; Flee ignores it. It is ignored. [D3]"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "message"), [case[1:] for case in TOLD], ids=[case[0] for case in TOLD])
def test_notice(tmp_path: Path, changed: dict[str, str | None], message: str) -> None:
    if "town" in message and "camp silently" in message:  # the town becomes a camp, which needs counts
        changed = {**changed, **edited("source_data/data_layout.csv", "Camp Two,", "Brod,two.csv\nCamp Two,")}
    said = [str(notice) for notice in read_flee(flee_folder(tmp_path, changed)).notices]
    assert said.count(message) == 1


def test_a_sound_folder_is_quiet(tmp_path: Path) -> None:
    scenario = read_flee(flee_folder(tmp_path))
    assert scenario.notices == ()
    assert (scenario.length, len(scenario.locations), len(scenario.roads)) == (20, 4, 3)
    assert scenario.camps == ("Camp One", "Camp Two")
    assert [place.capacity for place in scenario.locations] == [-1, -1, 9000, -1]


@pytest.mark.parametrize(
    ("text", "speed", "told"),
    [
        ("move_rules:\n  max_move_speed: 200\n  max_move_speed: 300\n", 300.0, ["move_rules.max_move_speed"]),
        ("move_rules: {max_move_speed: 200, max_move_speed: 300}\n", 300.0, ["move_rules.max_move_speed"]),
        # The first section is lost whole: what stands in it only is at its default.
        ("move_rules:\n  max_move_speed: 200\nmove_rules:\n  awareness_level: 2\n", 360.0, ["move_rules"]),
        # The same key in two sections is given once in each; the first section is not read.
        ("move_rules:\n  max_move_speed: 200\nmove_rules:\n  max_move_speed: 300\n", 300.0, ["move_rules"]),
        ("log_levels:\n  init: 0\nmove_rules:\n  max_move_speed: 300\n", 300.0, []),
    ],
)
def test_a_key_given_twice_counts_as_in_flee(tmp_path: Path, text: str, speed: float, told: list[str]) -> None:
    made = read_flee(flee_folder(tmp_path, {SET: text}))
    assert made.settings.max_move_speed == speed
    assert [notice.what.split()[0] for notice in made.notices if notice.code == "S7"] == told


def test_files_side_by_side(tmp_path: Path) -> None:
    folder = flee_folder(tmp_path / "a")
    beside = tmp_path / "b"
    beside.mkdir()
    for name, text in SOUND.items():
        (beside / name.rsplit("/", maxsplit=1)[-1]).write_text(text, encoding="utf-8")
    assert recognised(folder)
    assert recognised(beside)
    assert read_flee(beside).roads == read_flee(folder).roads
    assert not recognised(tmp_path)


def test_repaired_lays_a_road_once_and_closes_links(tmp_path: Path) -> None:
    changed = {**edited("input_csv/routes.csv", "100,0", "100,1"), CLOSED: SOUND[CLOSED] + "link,Alba,Brod,3,5\n"}
    folder = flee_folder(tmp_path, changed)
    law, repaired = read_flee(folder), read_flee(folder, repaired=True)
    assert law.roads[0].twice
    assert not repaired.roads[0].twice
    assert (len(law.closures), len(repaired.closures)) == (0, 1)


def test_every_code_stands_in_the_docs() -> None:
    sources = Path(str(flee.__path__[0])).glob("*.py")
    codes = {code for path in sources for code in re.findall(r'"([A-Z]\d)"', path.read_text(encoding="utf-8"))}
    table = (Path(__file__).parents[2] / "docs" / "flee.md").read_text(encoding="utf-8")
    assert codes
    assert not {code for code in codes if f"| {code} |" not in table}


def test_registration_correction_scales_what_came_before(tmp_path: Path) -> None:
    fix = {"input_csv/registration_corrections.csv": "Camp Two,2020-03-21\n",
           "source_data/two.csv": "2020-03-01,1000\n2020-03-11,2000\n2020-03-21,1000\n"}  # fmt: skip
    table = read_flee(flee_folder(tmp_path, fix)).data[2]
    assert [at_day(table, day) for day in (0, 10, 15, 20, 99)] == [500, 1000, 1000, 1000, 1000]


def test_two_files_are_added_step_by_step(tmp_path: Path) -> None:
    changed = {
        **edited("source_data/data_layout.csv", "two.csv", "two.csv,more.csv"),
        "source_data/two.csv": "2020-03-01,10\n2020-03-05,20\n2020-03-09,30\n",
        "source_data/more.csv": "2020-03-03,1\n2020-03-05,2\n",
    }
    folder = flee_folder(tmp_path, changed)
    table = read_flee(folder).data[2]
    assert dict(zip(table.days, table.values, strict=True)) == {0: 10, 2: 21, 4: 22}  # the last 30 is dropped
    mended = read_flee(folder, repaired=True).data[2]
    assert dict(zip(mended.days, mended.values, strict=True)) == {0: 11, 2: 16, 4: 22, 8: 32}
