"""Cells beyond the header, numbers beyond all bounds, headers without # and rows that end early, in any table of Flee's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support.flee_folders import SOUND, edited, flee_folder

from corridor.errors import ScenarioError
from corridor.formats.flee import at_day, read_flee

LOC, ROADS, CLOSED = "input_csv/locations.csv", "input_csv/routes.csv", "input_csv/closures.csv"
WAR, PERIOD, ONE = "input_csv/conflicts.csv", "input_csv/sim_period.csv", "source_data/one.csv"
FLOOD, HUNGER, AGENTS = "input_csv/flood_level.csv", "input_csv/region_attributes_IPC.csv", "input_csv/agents.csv"
GENDER, CHANGES, FIX = "input_csv/demographics_gender.csv", "input_csv/location_changes.csv", (
    "input_csv/registration_corrections.csv"
)  # fmt: skip
STARVING = {"simsetting.yml": "move_rules:\n  flee_when_starving: true\n"}
LISTED = {"simsetting.yml": "spawn_rules:\n  read_from_agents_csv_file: true\n"}
CUT = "Take out what is too much, or name its column in the header."
NINES = "9" * 5000


def asked(number: int) -> str:
    return f"Is that a thousands separator? Write {number}. If not: {CUT}"


REFUSED: list[tuple[str, Mapping[str, str | None], str]] = [
    ("population", edited(LOC, "50000", "25,617"),
     "input_csv/locations.csv:2: 'Alba,North,Here,1.0,2.0,conflict_zone,0,25,617' has 9 cells where 8 are expected. "
     + asked(25617)),
    ("millions", edited(LOC, "50000", "1,250,000"),
     "input_csv/locations.csv:2: 'Alba,North,Here,1.0,2.0,conflict_zone,0,1,250,000' has 10 cells where 8 are expected. "
     + asked(1250000)),
    ("more than the attributes", {LOC: SOUND[LOC].replace("population\n", "population,IPC\n").replace("50000", "50,000,3")},
     "input_csv/locations.csv:2: 'Alba,North,Here,1.0,2.0,conflict_zone,0,50,000,3' has 10 cells where 9 are expected. "
     + asked(50000)),
    ("a column without a name", edited(LOC, "20000", "20000,remark"),
     "input_csv/locations.csv:3: 'Brod,North,Here,1.0,2.5,town,,20000,remark' has 9 cells where 8 are expected. " + CUT),
    ("no header at all", {LOC: SOUND[LOC].split("\n", 1)[1].replace("20000", "20,000")},
     "input_csv/locations.csv:2: 'Brod,North,Here,1.0,2.5,town,,20,000' has 9 cells where 8 are expected. " + asked(20000)),
    ("distance", edited(ROADS, "100,0", "1,100,0"),
     "input_csv/routes.csv:2: 'Alba,Brod,1,100,0' has 5 cells where 4 are expected. " + asked(1100)),
    ("count", {ONE: "2020-03-01,0\n2020-03-10,1,500\n"},
     "source_data/one.csv:2: '2020-03-10,1,500' has 3 cells where 2 are expected. " + asked(1500)),
    ("length", {PERIOD: "StartDate,2020-03-01\nLength,1,000\n"},
     "input_csv/sim_period.csv:2: 'Length,1,000' has 3 cells where 2 are expected. " + asked(1000)),
    ("closure", {CLOSED: SOUND[CLOSED] + "camp,Camp Two,,3,1,000\n"},
     "input_csv/closures.csv:2: 'camp,Camp Two,,3,1,000' has 6 cells where 5 are expected. " + asked(1000)),
    ("change of type", {CHANGES: "Brod,camp,1,000\n"},
     "input_csv/location_changes.csv:1: 'Brod,camp,1,000' has 4 cells where 3 are expected. " + asked(1000)),
    ("conflict", edited(WAR, "\n3, 1", "\n3, 1, 1"),
     "input_csv/conflicts.csv:5: '3, 1, 1' has 3 cells where 2 are expected. " + CUT),
    ("flood level", {FLOOD: "#Day,Alba\n0,1,2\n"},
     "input_csv/flood_level.csv:2: '0,1,2' has 3 cells where 2 are expected. " + CUT),
    ("food insecurity", {**STARVING, HUNGER: "#Day,North,East\n0,10,20,5\n30,10,20\n"},
     "input_csv/region_attributes_IPC.csv:2: '0,10,20,5' has 4 cells where 3 are expected. " + CUT),
    ("weights", {GENDER: "gender,Default\nmale,1,000\nfemale,900\n"},
     "input_csv/demographics_gender.csv:2: 'male,1,000' has 3 cells where 2 are expected. " + asked(1000)),
    ("people", {**LISTED, AGENTS: "location,gender\nAlba,male,30\n"},
     "input_csv/agents.csv:2: 'Alba,male,30' has 3 cells where 2 are expected. " + CUT),
    ("infinite distance", edited(ROADS, "100,0", "1e400,0"),
     "input_csv/routes.csv:2:distance: '1e400' is too large a number. Correct the number."),
    ("infinite coordinate", edited(LOC, "1.0,2.5,town", "1e400,2.5,town"),
     "input_csv/locations.csv:3:x: '1e400' is too large a number. Correct the number."),
    ("5,000 digits of people", edited(LOC, "50000", NINES),
     f"input_csv/locations.csv:2:population: '{'9' * 59}…' is too large a number. Correct the number."),
    ("5,000 digits of days", {PERIOD: f"StartDate,2020-03-01\nLength,{NINES}\n"},
     f"input_csv/sim_period.csv:2:Length: '{'9' * 59}…' is too large a number. Correct the number."),
    ("5,000 digits of km", edited(ROADS, "100,0", f"{NINES},0"),
     f"input_csv/routes.csv:2:distance: '{'9' * 59}…' is too large a number. Correct the number."),
    ("population of another planet", edited(LOC, "50000", "20000000000"),
     "input_csv/locations.csv:2:population: '20000000000' is more people than there are. Correct the number."),
    ("growth of a camp", {LOC: SOUND[LOC].replace("population\n", "population,capacity_per_day\n")
                          .replace("9000\n", "9000,1e300\n")},
     "input_csv/locations.csv:4:capacity_per_day: '1e300' must be from 0 to 1,000,000,000. Correct the number."),
    ("a camp that shrinks", {LOC: SOUND[LOC].replace("population\n", "population,capacity_per_day\n")
                             .replace("9000\n", "9000,-500\n")},
     "input_csv/locations.csv:4:capacity_per_day: '-500' must be from 0 to 1,000,000,000. Correct the number."),
    ("a run beyond all calendars", {PERIOD: "StartDate,2090-03-01\nLength,36000\n"},
     "input_csv/sim_period.csv:2:Length: '36000' ends the run after 2100-12-31, the last day that can be read. "
     "Shorten it, or begin earlier."),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused(tmp_path: Path, changed: Mapping[str, str | None], message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        read_flee(flee_folder(tmp_path, changed))
    assert [str(problem) for problem in error.value.problems] == [message]


READ: list[tuple[str, Mapping[str, str | None]]] = [
    ("blank cells too many", {LOC: SOUND[LOC].replace("50000\n", "50000,, \n"),
                              ROADS: SOUND[ROADS].replace("100,0", "100,0,,"),
                              ONE: SOUND[ONE].replace("500\n", "500,,\n"), WAR: SOUND[WAR].replace("3, 1", "3, 1,")}),
    ("remarks where Flee reads no further", {ONE: SOUND[ONE].replace("500\n", "500,UNHCR\n"),
                                             PERIOD: "StartDate,2020-03-01,first\nLength,20,days\n"}),
    ("a header that names more columns", {ONE: "Date,count,of them\n" + SOUND[ONE].replace("500\n", "500,100\n")}),
    ("years beside counts", {ONE: SOUND[ONE].replace("500\n", "500,2020\n")}),
    ("remarks above the header", {LOC: "# made by hand\n" + SOUND[LOC], ROADS: "# by car\n" + SOUND[ROADS],
                                  WAR: "# of 2020\n" + SOUND[WAR]}),
    ("conflicts whose header has no #", {WAR: SOUND[WAR].replace("#Day", "Day")}),
    ("conflicts whose header begins with nothing", {WAR: SOUND[WAR].replace("#Day", "")}),
]  # fmt: skip


@pytest.mark.parametrize("changed", [case[1] for case in READ], ids=[case[0] for case in READ])
def test_read_as_the_sound_folder(tmp_path: Path, changed: Mapping[str, str | None]) -> None:
    made, sound = read_flee(flee_folder(tmp_path / "a", changed)), read_flee(flee_folder(tmp_path / "b"))
    assert made.notices == ()
    for part in ("locations", "roads", "conflicts", "data", "start", "length"):
        assert getattr(made, part) == getattr(sound, part)


def test_corrections_may_have_a_third_column(tmp_path: Path) -> None:
    counts = {ONE: "2020-03-01,5\n2020-03-11,10\n2020-03-21,2000\n"}
    made = [
        read_flee(flee_folder(tmp_path / each, {**counts, FIX: f"Camp One,2020-03-11{each}\n"})) for each in ("", ",a,b")
    ]
    assert made[0].data == made[1].data
    assert at_day(made[0].data[1], 0) == 10.0


def test_food_insecurity_whose_header_has_no_hash(tmp_path: Path) -> None:
    made = read_flee(flee_folder(tmp_path, {**STARVING, HUNGER: "Day,North,East\n0,10,20\n30,10,20\n"}))
    assert made.ipc == {"North": ((0, 10.0), (30, 10.0)), "East": ((0, 20.0), (30, 20.0))}


def test_attributes_as_far_as_the_row_goes(tmp_path: Path) -> None:
    text = (
        "#name,region,country,lat,lon,location_type,conflict_date,population,conflict_intensity,hdi\n"
        "Alba,North,Here,1.0,2.0,conflict_zone,0,50000,0.5,0.7\n"
        "Brod,North,Here,1.0,2.5,town,,20000,,0.6\n"
        "Camp One,East,There,1.5,2.5,camp,,9000\n"
        "Camp Two,East,There,1.5,3.0,camp,,,,0.4\n"
    )
    made = read_flee(flee_folder(tmp_path, {LOC: text}))
    assert [dict(place.attributes) for place in made.locations] == [
        {"conflict_intensity": 0.5, "hdi": 0.7}, {"hdi": 0.6}, {}, {"hdi": 0.4},
    ]  # fmt: skip
    assert made.notices == ()


def test_a_blank_intensity_of_a_conflict_zone_is_a_problem(tmp_path: Path) -> None:
    text = SOUND[LOC].replace("population\n", "population,conflict_intensity\n").replace("50000\n", "50000,\n")
    with pytest.raises(ScenarioError, match="2:conflict_intensity: is empty"):
        read_flee(flee_folder(tmp_path, {LOC: text}))


def test_attributes_of_roads_as_far_as_the_row_goes(tmp_path: Path) -> None:
    head = "#name1,name2,distance,forced_redirection,max_move_speed\n"
    text = head + "Alba,Brod,100,0,50\nBrod,Camp One,150\nBrod,Camp Two,300,0\n"
    made = read_flee(flee_folder(tmp_path, {ROADS: text}))
    assert [road.speed for road in made.roads] == [50.0, None, None]


def test_empty_coordinates_are_0_as_in_flee_and_told(tmp_path: Path) -> None:
    made = read_flee(flee_folder(tmp_path, edited(LOC, "1.0,2.5,town", ",2.5,town")))
    assert (made.locations[1].x, made.locations[1].y) == (0.0, 2.5)
    assert [str(notice) for notice in made.notices] == [
        "input_csv/locations.csv:3: has no x or no y; Flee takes 0 for it. The same here. [L6]"
    ]


def test_two_counts_on_one_day_as_in_flee(tmp_path: Path) -> None:
    counts = "2020-03-01,0\n2020-03-05,10\n2020-03-05,20\n2020-03-10,520\n"
    made = read_flee(flee_folder(tmp_path, {ONE: counts}))
    # What flee 3.1 gives on these days, before it cuts to whole people.
    assert [at_day(made.data[1], day) for day in (0, 2, 4, 5, 9, 30)] == [0, 5, 20, 120, 520, 520]
    assert [notice.code for notice in made.notices] == ["D4"]
    assert made.notices[0].row == 3
