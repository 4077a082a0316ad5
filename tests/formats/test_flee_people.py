"""agents.csv: ages that are none, headers below remarks."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.flee_folders import flee_folder

from corridor.errors import ScenarioError
from corridor.formats.flee import read_flee

AGENTS = "input_csv/agents.csv"
ASKED = "spawn_rules:\n  read_from_agents_csv_file: true\n"
AGES = {"input_csv/demographics_age.csv": "age,Default\n10,1\n30,1\n70,1\n"}
RULES = ("ChildrenAvoidHazards", "ElderlyAvoidHazards", "BoysTakeRisk")


def folder_with(folder: Path, agents: str, rule: str = "") -> Path:
    more = f"move_rules:\n  {rule}: true\n" if rule else ""
    gender = {"input_csv/demographics_gender.csv": "gender,Default\nmale,1\nfemale,1\n"}
    return flee_folder(folder, {**AGES, **gender, AGENTS: agents, "simsetting.yml": ASKED + more})


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (",old", "'old' is not an age in whole years"),
        (",-3", "'-3' is not an age in whole years"),
        (",4.5", "'4.5' is not an age in whole years"),
        (f",{'9' * 5000}", f"'{'9' * 59}…' is not an age in whole years"),
        (",", "is empty, but a rule goes by ages"),
        ("", "is empty, but a rule goes by ages"),
    ],
)
def test_an_age_that_is_none_where_a_rule_goes_by_it(tmp_path: Path, cell: str, message: str, rule: str) -> None:
    with pytest.raises(ScenarioError) as error:
        read_flee(folder_with(tmp_path, f"location,age\nAlba,5\nBrod{cell}\n", rule))
    assert [str(problem) for problem in error.value.problems] == [
        f"{AGENTS}:3:age: {message}. Write whole years, such as 38."
    ]


def test_without_such_a_rule_it_is_told_once(tmp_path: Path) -> None:
    made = read_flee(folder_with(tmp_path, "location,age\nAlba,5\nBrod,old\nBrod,4.5\nBrod,old\n"))
    assert [str(notice) for notice in made.notices if notice.code == "A3"] == [
        f"{AGENTS}:3: 'old' is no age in whole years. No rule goes by it; it changes nothing. [A3]"
    ]
    assert [(agents.location, agents.count) for agents in made.agents] == [("Alba", 1), ("Brod", 2), ("Brod", 1)]


@pytest.mark.parametrize(
    "head",
    ["location,age\n", "#location,age\n", "# made by hand\nlocation,age\n", "# by hand\n#location,age\n", "name,age\n"],
)
def test_the_header_may_stand_below_remarks(tmp_path: Path, head: str) -> None:
    made = read_flee(folder_with(tmp_path, head + "Alba,5\nAlba,5\nBrod,40\n", RULES[0]))
    assert [(agents.location, dict(agents.attributes), agents.count) for agents in made.agents] == [
        ("Alba", {"age": "5"}, 2), ("Brod", {"age": "40"}, 1),
    ]  # fmt: skip


def test_an_unknown_place(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="3:location: 'Zed' is not a name of locations"):
        read_flee(folder_with(tmp_path, "location,age\nAlba,5\nZed,5\n"))
