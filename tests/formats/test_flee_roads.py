"""Roads that lead nowhere: a folder without any, and markers at which all of them end."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.flee_folders import SOUND, edited, flee_folder

from corridor.errors import ScenarioError
from corridor.flee import simulate_flee
from corridor.formats.flee import read_flee

LOC, ROADS, WAR = "input_csv/locations.csv", "input_csv/routes.csv", "input_csv/conflicts.csv"
HEAD = SOUND[ROADS].splitlines()[0] + "\n"
#: A market town that nobody fights over, joined to what `roads` say; one marker leads on, the other nowhere.
MORE = SOUND[LOC] + "Pass,North,Here,1.0,2.1,marker,,\nEnd,North,Here,1.0,2.2,marker,,\nMarket,North,Here,1,2,town,,10\n"
REST = "Brod,Camp One,150,0\nBrod,Camp Two,300,0\n"


def told(folder: Path) -> list[str]:
    with pytest.raises(ScenarioError) as error:
        read_flee(folder)
    return [str(problem) for problem in error.value.problems]


def codes(folder: Path) -> list[str]:
    return [notice.code for notice in read_flee(folder).notices]


@pytest.mark.parametrize("roads", ["Alba,End,50,0\n", "Alba,End,50,0\nEnd,Pass,20,0\n", "Alba,End,50,0\nAlba,Pass,20,0\n"])
def test_an_origin_at_a_dead_end_is_refused(tmp_path: Path, roads: str) -> None:
    folder = flee_folder(tmp_path, {LOC: MORE, ROADS: HEAD + roads + REST + "Market,Brod,10,0\n"})
    assert told(folder) == [
        "input_csv/routes.csv: 'Alba' all roads from Alba end at markers that lead nowhere; Flee stops when somebody there "
        "looks for a way. Lead the roads on to another place, or make the marker a town."
    ]
    mended = read_flee(folder, repaired=True)
    assert [notice.code for notice in mended.notices] == ["R5"]
    ensemble = simulate_flee(mended, members=3, repaired=True, jobs=1)
    assert ensemble.displaced[:, -1].min() > 0
    assert (ensemble.present("Alba") == ensemble.displaced).all()  # they stay


@pytest.mark.parametrize(
    "roads",
    ["Alba,Pass,50,0\nPass,Brod,50,0\n", "Alba,End,50,0\nAlba,Brod,50,0\n", "Alba,Pass,5,0\nPass,End,5,0\nEnd,Brod,5,0\n"],
)
def test_markers_that_lead_on(tmp_path: Path, roads: str) -> None:
    assert codes(flee_folder(tmp_path, {LOC: MORE, ROADS: HEAD + roads + REST + "Market,Brod,10,0\n"})) == []


def test_a_dead_end_where_nobody_need_be_is_told(tmp_path: Path) -> None:
    folder = flee_folder(tmp_path, {LOC: MORE, ROADS: SOUND[ROADS] + "Market,End,10,0\n"})
    made = read_flee(folder)
    assert [str(notice) for notice in made.notices] == [
        "input_csv/routes.csv: all roads from Market end at markers that lead nowhere; Flee stops if somebody there looks "
        "for a way. People stay there. [R5]"
    ]


def test_where_nobody_ever_moves_no_way_is_looked_for(tmp_path: Path) -> None:
    roads = {LOC: MORE, ROADS: HEAD + "Alba,End,50,0\n" + REST, "simsetting.yml": "move_rules:\n  awareness_level: 0\n"}
    assert codes(flee_folder(tmp_path, roads)) == ["M1"]


@pytest.mark.parametrize("text", [HEAD, "", "name1,name2,distance\n"])
def test_a_folder_without_roads_is_told(tmp_path: Path, text: str) -> None:
    made = read_flee(flee_folder(tmp_path, {ROADS: text}))
    assert made.roads == ()
    assert [str(notice) for notice in made.notices] == [
        "input_csv/routes.csv: has no roads, so that nobody can go anywhere. The same here. [R4]"
    ]


def test_a_wrong_road_does_not_make_a_dead_end(tmp_path: Path) -> None:
    changed = {LOC: MORE, **edited(ROADS, "Alba,Brod,100", "Alba,Brod,far")}
    changed[ROADS] += "Alba,End,50,0\n"
    assert len(told(flee_folder(tmp_path, changed))) == 1
