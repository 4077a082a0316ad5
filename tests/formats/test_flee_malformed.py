"""Malformed Flee folders: each gets a message that says where, what, what is allowed and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support.flee_folders import SOUND, edited, flee_folder

from corridor.errors import ScenarioError
from corridor.formats.flee import read_flee

LOC, ROADS, CLOSED = "input_csv/locations.csv", "input_csv/routes.csv", "input_csv/closures.csv"
WAR, PERIOD, LAYOUT = "input_csv/conflicts.csv", "input_csv/sim_period.csv", "source_data/data_layout.csv"
ONE, SET, FIX = "source_data/one.csv", "simsetting.yml", "input_csv/registration_corrections.csv"
STEPS, FLOOD = "input_csv/demographics_gender.csv", "input_csv/flood_level.csv"


def closure(row: str) -> dict[str, str]:
    return {CLOSED: SOUND[CLOSED] + row + "\n"}


def setting(text: str) -> dict[str, str]:
    return {SET: text + "\n"}


CASES: list[tuple[str, Mapping[str, str | None], str]] = [
    ("thousands in population", edited(LOC, "50000", '"50,000"'),
     "input_csv/locations.csv:2:population: '50,000' has thousands separators; Flee stops at them. Write 50000."),
    ("population in words", edited(LOC, "50000", "many"),
     "input_csv/locations.csv:2:population: 'many' is not a whole number. Write a whole number."),
    ("population with decimals", edited(LOC, "50000", "50000.5"),
     "input_csv/locations.csv:2:population: '50000.5' is not a whole number. Write 50000."),
    ("population below 0", edited(LOC, "50000", "-5"),
     "input_csv/locations.csv:2:population: '-5' is below 0. Write 0 or leave it empty: no limit."),
    ("trailing blank in a location", edited(LOC, "Brod,", "Brod ,"),
     "input_csv/locations.csv:3:name: 'Brod ' has a blank before or after the name; Flee matches names exactly. "
     "Write 'Brod'."),
    ("empty name", edited(LOC, "Brod,", ","), "input_csv/locations.csv:3:name: is empty. Give the location a name."),
    ("name twice", edited(LOC, "Camp Two", "Camp One"),
     "input_csv/locations.csv:5:name: 'Camp One' is given twice. Give every location one row."),
    ("decimal comma", edited(LOC, "1.0,2.5", '"1,0",2.5'),
     "input_csv/locations.csv:3:x: '1,0' is not a number. Write digits such as 1234 or 0.5, without a unit."),
    ("conflict without a date", edited(LOC, "conflict_zone,0,", "conflict_zone,,"),
     "input_csv/locations.csv:2:conflict_date: is empty. Write a whole number."),
    ("semicolons", edited(LOC, "Brod,North,Here,1.0,2.5,town,,20000", "Brod;North;Here;1.0;2.5;town;;20000"),
     "input_csv/locations.csv:3: 'Brod;North;Here;1.0;2.5;town;;20000' has 1 column; Flee reads 8. Put commas between the "
     "columns, not semicolons: name,region,country,x,y,location_type,conflict_date,population."),
    ("short row of locations", edited(LOC, "Camp Two,East,There,1.5,3.0,camp,,", "Camp Two,East,There"),
     "input_csv/locations.csv:5: 'Camp Two' has 3 columns; Flee reads 8. "
     "Write name,region,country,x,y,location_type,conflict_date,population."),
    ("header without #", edited(LOC, "#name", "name"),
     "input_csv/locations.csv:1:name: 'name' is a header that Flee takes for a place. Begin the header with #."),
    ("blank attribute", {LOC: SOUND[LOC].replace("population\n", "population,hdi\n").replace("50000\n", "50000,\n")},
     "input_csv/locations.csv:2:hdi: is empty. Write a number."),
    ("no locations", {LOC: None},
     "input_csv/locations.csv: is missing. A Flee folder has locations.csv, routes.csv, closures.csv, conflicts.csv and "
     "sim_period.csv in input_csv."),
    ("empty locations", {LOC: "#name\n"},
     "input_csv/locations.csv: has no locations. "
     "Give every place a row: name,region,country,x,y,location_type,conflict_date,population."),
    ("not UTF-8 text", {LOC: SOUND[LOC] + "\0"},
     "input_csv/locations.csv: has a NUL byte; it is not a text file. Save it again as plain text."),
    ("unknown end of a road", edited(ROADS, "Alba,Brod", "Alba,Brood"),
     "input_csv/routes.csv:2:name2: 'Brood' is not a name of locations.csv. Did you mean 'Brod'?"),
    ("trailing blank in a road", edited(ROADS, "Alba,Brod", "Alba ,Brod"),
     "input_csv/routes.csv:2:name1: 'Alba ' has a blank before or after the name; Flee matches names exactly. "
     "Write 'Alba'."),
    ("distance with a unit", edited(ROADS, "100,0", "100 km,0"),
     "input_csv/routes.csv:2:distance: '100 km' is not a number. Write digits such as 1234 or 0.5, without a unit."),
    ("thousands in a distance", edited(ROADS, "100,0", '"1,100",0'),
     "input_csv/routes.csv:2:distance: '1,100' has thousands separators; Flee stops at them. Write 1100."),
    ("distance 0", edited(ROADS, "100,0", "0,0"),
     "input_csv/routes.csv:2:distance: '0' must be greater than 0. Write the distance in km."),
    ("a road to itself", edited(ROADS, "Alba,Brod", "Brod,Brod"),
     "input_csv/routes.csv:2:name2: 'Brod' is the place where the road starts. Write another place."),
    ("forced redirection in words", edited(ROADS, "100,0", "100,yes"),
     "input_csv/routes.csv:2:forced_redirection: 'yes' is not 0, 1 or 2. Write 0, or leave it empty."),
    ("short closure", closure("country,Here,There,3"),
     "input_csv/closures.csv:2: 'country,Here,There,3' has 4 columns; Flee reads 5. "
     "Write closure_type,name1,name2,closure_start,closure_end."),
    ("unknown closure type", closure("border,Here,There,3,5"),
     "input_csv/closures.csv:2:closure_type: 'border' is not a type of closure. "
     "Known: camp, country, idpcamp, link, location, remove_forced_redirection."),
    ("unknown country", closure("country,Here,Thee,3,5"),
     "input_csv/closures.csv:2:name2: 'Thee' is not a country of locations.csv. Did you mean 'There'?"),
    ("unknown closed camp", closure("camp,Camp Tow,,3,5"),
     "input_csv/closures.csv:2:name1: 'Camp Tow' is not a name of locations.csv. Did you mean 'Camp Two'?"),
    ("closure date as a date", closure("camp,Camp Two,,2020-03-04,5"),
     "input_csv/closures.csv:2:closure_start: '2020-03-04' is not a whole number. Write a whole number."),
    ("no closures file", {CLOSED: None},
     "input_csv/closures.csv: is missing. A Flee folder has locations.csv, routes.csv, closures.csv, conflicts.csv and "
     "sim_period.csv in input_csv."),
    ("short conflicts", {WAR: "#Day,Alba\n0,1\n1,1\n"},
     "input_csv/conflicts.csv: has 2 days, but the simulation lasts 20; Flee stops on day 2. "
     "Add a row for every day, or shorten Length in sim_period.csv."),
    ("conflict row too short", edited(WAR, "3, 1", "3"),
     "input_csv/conflicts.csv:5: '3' has 1 column where the header has 2. Give every location a value on every day."),
    ("conflict in words", edited(WAR, "3, 1", "3, on"),
     "input_csv/conflicts.csv:5:Alba: 'on' is not a number. Write digits such as 1234 or 0.5, without a unit."),
    ("conflict beyond all bounds", edited(WAR, "3, 1", "3, 1e308"),
     "input_csv/conflicts.csv:5:Alba: '1e308' is out of range; an intensity is at most 1,000,000. Usual are 0 (none) to 1."),
    ("conflicts without header", {WAR: "0,1\n" * 20},
     "input_csv/conflicts.csv:1: has no header that begins with #. "
     "Let the first line be '#Day,' and the names of the locations."),
    ("floods without header", {FLOOD: "0,1\n" * 20},
     "input_csv/flood_level.csv:1: has no header that begins with #. "
     "Let the first line be '#Day,' and the names of the locations."),
    ("empty floods", {FLOOD: ""},
     "input_csv/flood_level.csv:1: has no header that begins with #. "
     "Let the first line be '#Day,' and the names of the locations."),
    ("flood level in words", {FLOOD: "#Day,Alba\n0,high\n"},
     "input_csv/flood_level.csv:2:Alba: 'high' is not a number. Write digits such as 1234 or 0.5, without a unit."),
    ("flood level blank", {FLOOD: "#Day,Alba,Brod\n0,,1\n"},
     "input_csv/flood_level.csv:2:Alba: is empty. Write a number."),
    ("flood level above 4", {FLOOD: "#Day,Alba\n0,4\n1,4.5\n"},
     "input_csv/flood_level.csv:3:Alba: '4.5' must be from 0 to 4. Write 0 where there is no flood."),
    ("flood level below 0", {FLOOD: "#Day,Alba\n0,-1\n"},
     "input_csv/flood_level.csv:2:Alba: '-1' must be from 0 to 4. Write 0 where there is no flood."),
    ("flood row too short", {FLOOD: "#Day,Alba,Brod\n0,1,1\n1,1\n"},
     "input_csv/flood_level.csv:3: '1' has 2 columns where the header has 3. Give every location a value on every day."),
    ("floods of a place twice", {FLOOD: "#Day,Alba,Alba\n0,1,1\n"},
     "input_csv/flood_level.csv:1:Alba: 'Alba' has two columns. Leave one of them out."),
    ("conflicts of a place twice", {WAR: "#Day,Alba,Alba\n" + "0,1,1\n" * 20},
     "input_csv/conflicts.csv:1:Alba: 'Alba' has two columns. Leave one of them out."),
    ("empty policies", {"policies.yaml": "# none yet\n"},
     "policies.yaml:1: is not a mapping. "
     "Begin with 'policies:' and a list below it, or delete the file: the folder runs without it."),
    ("policies as a list", {"policies.yaml": "- id: a\n"},
     "policies.yaml:1: is not a mapping. "
     "Begin with 'policies:' and a list below it, or delete the file: the folder runs without it."),
    ("no length", {PERIOD: "StartDate,2020-03-01\n"},
     "input_csv/sim_period.csv:Length: is missing. Write a line such as Length,300."),
    ("start the other way round", {PERIOD: "StartDate,21/03/2020\nLength,20\n"},
     "input_csv/sim_period.csv:1:StartDate: '21/03/2020' is not a date of the form YYYY-MM-DD. Write 2020-03-21."),
    ("length 0", {PERIOD: "StartDate,2020-03-01\nLength,0\n"},
     "input_csv/sim_period.csv:2:Length: '0' must be from 1 to 36600. Write days."),
    ("total not first", {LAYOUT: "Camp One,one.csv\nCamp Two,two.csv\ntotal,refugees.csv\n"},
     "source_data/data_layout.csv:1:name: 'Camp One' is the first row, which must be the total. "
     "Let the first row be 'total,refugees.csv'."),
    ("camp without counts", edited(LAYOUT, "Camp Two,two.csv\n", ""),
     "source_data/data_layout.csv: 'Camp Two' has no row, though it is a camp; Flee stops. "
     "Add a row 'Camp Two,<file of its counts>'."),
    ("camp with two rows of counts", edited(LAYOUT, "Camp Two,two.csv\n", "Camp Two,two.csv\nCamp Two,one.csv\n"),
     "source_data/data_layout.csv:4:name: 'Camp Two' is given twice. Give every camp one row with all its files."),
    ("empty layout", {LAYOUT: ""},
     "source_data/data_layout.csv: has no rows; Flee stops. "
     "Let the first row be 'total,refugees.csv', and give every camp a row after it."),
    ("no counts at all", {LAYOUT: None, ONE: None, "source_data/two.csv": None, "source_data/refugees.csv": None},
     "source_data/data_layout.csv: is missing. "
     "A Flee folder has source_data/data_layout.csv: 'total,refugees.csv', then a row per camp and its file."),
    ("more people than there are", edited(ONE, "2000", "1e308"),
     "source_data/one.csv:3:count: '1e308' is more people than there are. Correct the number."),
    ("counts file missing", edited(LAYOUT, "one.csv", "won.csv"),
     "source_data/data_layout.csv:2:file: 'won.csv' is not in the folder. Did you mean 'one.csv'?"),
    ("thousands in counts", edited(ONE, "2000", '"2,000"'),
     "source_data/one.csv:3:count: '2,000' has thousands separators; Flee stops at them. Write 2000."),
    ("counts out of order", edited(ONE, "2020-03-11", "2020-02-11"),
     "source_data/one.csv:2:date: '2020-02-11' is before 2020-03-01. Sort the rows by date."),
    ("correction date absent", {FIX: "Camp One,2020-03-12\n"},
     "input_csv/registration_corrections.csv:1:date: '2020-03-12' is not a date of the counts of Camp One; Flee stops. "
     "The nearest is 2020-03-11."),
    ("correction of an unknown camp", {FIX: "Camp Won,2020-03-11\n"},
     "input_csv/registration_corrections.csv:1:name: 'Camp Won' is not a row of data_layout.csv. Did you mean 'Camp One'?"),
    ("correction after nobody", {FIX: "Camp One,2020-03-11\n"},
     "input_csv/registration_corrections.csv:1:date: '2020-03-11' has no count of 1 or more before it at Camp One, "
     "so that nothing can be scaled; Flee stops. Correct from a later date."),
    ("settings are not YAML", setting("move_rules: {"),
     "simsetting.yml:2: is not YAML: expected the node content, but found '<stream end>'. "
     "Check the indentation and the colons of this line."),
    ("flag in words", setting("move_rules:\n  start_on_foot: perhaps"),
     "simsetting.yml:2:move_rules.start_on_foot: 'perhaps' is neither true nor false. Write true or false."),
    ("speed in words", setting("move_rules:\n  max_move_speed: fast"),
     "simsetting.yml:2:move_rules.max_move_speed: 'fast' is not a number. Write a number without quotes."),
    ("speed 0", setting("move_rules:\n  max_move_speed: 0"),
     "simsetting.yml:2:move_rules.max_move_speed: '0' must be greater than 0. Correct the number."),
    ("hasten 0", setting("optimisations:\n  hasten: 0"),
     "simsetting.yml:2:optimisations.hasten: '0' must be 1 or more. Correct the number."),
    ("unknown spawn mode", setting("spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: random"),
     "simsetting.yml:3:spawn_rules.conflict_driven_spawning.spawn_mode: 'random' is not one of constant, pop_ratio or "
     "poisson. Write one of these."),
    ("harvest months", setting("move_rules:\n  harvest_months: [6, 7]"),
     "simsetting.yml:2:move_rules.harvest_months: '[6, 7]' asks for Flee's harvest months, which are not supported. "
     "Take the key out to run the folder without them."),
    ("floods", setting("spawn_rules:\n  flood_zone_spawning_only: true"),
     "simsetting.yml:2:spawn_rules.flood_zone_spawning_only: 'True' asks for Flee's flood rules, which are not supported. "
     "Take the key out to run the folder without them."),
    ("a rule without its attribute", setting("move_rules:\n  WomenAvoidHazards: true"),
     "input_csv/demographics_gender.csv: is missing, but a rule needs it. "
     "Add demographics_gender.csv, or switch the rule off."),
    ("demographics without Default", {STEPS: "gender,Alba\nmale,1\nfemale,1\n"},
     "input_csv/demographics_gender.csv:1:Default: has no column Default, which Flee uses for locations without their own. "
     "Add it."),
    ("demographics without weight", {STEPS: "gender,Default\nmale,0\nfemale,0\n"},
     "input_csv/demographics_gender.csv:1:Default: has no weight above 0. Give at least one value a weight."),
    ("age that is no number", {"input_csv/demographics_age.csv": "age,Default\n²,1\n30,1\n"},
     "input_csv/demographics_age.csv:2:age: '²' is not an age in whole years. Write one row for each year of age."),
    ("food insecurity ends early",
     {**setting("move_rules:\n  flee_when_starving: true"),
      "input_csv/region_attributes_IPC.csv": "#Day,North,East\n0,10,20\n10,10,20\n"},
     "input_csv/region_attributes_IPC.csv:Day: covers days 0 to 10, but the simulation days 0 to 19. "
     "Add rows for the first and the last day."),
    ("a region without food insecurity",
     {**setting("move_rules:\n  flee_when_starving: true"),
      "input_csv/region_attributes_IPC.csv": "#Day,North\n0,1\n30,1\n"},
     "input_csv/region_attributes_IPC.csv:1:East: has no column. Give every region of locations.csv a column."),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "message"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_message(tmp_path: Path, changed: Mapping[str, str | None], message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        read_flee(flee_folder(tmp_path, changed))
    assert message in [str(problem) for problem in error.value.problems]


def test_all_problems_at_once(tmp_path: Path) -> None:
    changed = {**edited(LOC, "50000", "x"), **edited(ROADS, "Alba,Brod", "Alba,Brood"), PERIOD: "Length,x\n"}
    with pytest.raises(ScenarioError) as error:
        read_flee(flee_folder(tmp_path, changed))
    assert {problem.file for problem in error.value.problems} >= {LOC, ROADS, PERIOD}


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="is not a folder of Flee's"):
        read_flee(tmp_path)


def test_without_places_only_the_places_are_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        read_flee(flee_folder(tmp_path, {LOC: SOUND[LOC].replace(",", ";")}))
    assert {problem.file for problem in error.value.problems if "name" in problem.column} <= {LOC}


def test_files_side_by_side_of_which_one_is_missing(tmp_path: Path) -> None:
    folder = flee_folder(tmp_path) / "input_csv"
    (folder / "routes.csv").unlink()
    with pytest.raises(ScenarioError, match=r"routes\.csv: is missing"):
        read_flee(folder)


def test_the_folder_of_the_inputs_alone(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="the folder of the inputs alone") as error:
        read_flee(flee_folder(tmp_path) / "input_csv")
    assert len(error.value.problems) == 1
