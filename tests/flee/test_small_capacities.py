"""Capacities below one agent (L5): no limit in Flee, room for one agent where that is mended; and who is there at first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.support.flee_folders import SOUND, edited, flee_folder
from tests.support.flee_situations import MANY, evening, place, scenario

from corridor.errors import ScenarioError
from corridor.flee import compile_flee, read_flee, simulate_flee
from corridor.flee.camps import capacities
from corridor.flee.world import limit
from corridor.formats.flee.schema import FleeScenario, Room

PLACES = "input_csv/locations.csv"
HASTEN = "optimisations:\n  hasten: 100\n"


def small(capacity: int = 99, days: int = 2, **attributes: float) -> FleeScenario:
    """A camp in which one agent is already, and many agents whose only way leads there."""
    return scenario(
        [place("A", "conflict"), place("C", "camp", capacity=capacity, **attributes)], [("A", "C", 90.0)], days=days,
        start={"A": MANY, "C": 1}, hasten=100, camp_movechance=0.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("capacity", "law", "mended"), [(-1, -1, -1), (0, -1, -1), (1, 0, 1), (99, 0, 1), (100, 1, 1), (299, 2, 2)]
)
def test_a_capacity_in_agents(capacity: int, law: int, mended: int) -> None:
    assert (limit(capacity, 100, False), limit(capacity, 100, True)) == (law, mended)
    for repaired, agents in ((False, law), (True, mended)):
        assert compile_flee(small(capacity), repaired).places.capacity[1] == agents


def test_by_flees_law_it_is_no_limit_and_mended_it_is_one_agent() -> None:
    assert evening(small())["C"][0] == MANY + 1
    mended = evening(small(), repaired=True)
    assert mended["C"].tolist() == [1, 1]
    assert mended["A"].tolist() == [MANY, MANY]


def test_the_capacity_that_is_shown_is_the_one_that_acts() -> None:
    law, mended = (simulate_flee(small(days=4), members=1, repaired=repaired, jobs=1) for repaired in (False, True))
    assert capacities(law) == {}
    assert capacities(mended)["C"].tolist() == [1.0] * 4
    grown = simulate_flee(small(days=3, capacity_per_day=2.0), members=1, jobs=1)
    assert capacities(grown)["C"].tolist() == [2.0, 4.0, 6.0]


def test_what_a_policy_sets_is_at_least_one_agent() -> None:
    law = simulate_flee(replace(small(days=4), rooms=(Room("C", 2, 50),)), members=1, jobs=1)
    np.testing.assert_array_equal(capacities(law)["C"], [np.nan, np.nan, 1.0, 1.0])


def test_it_is_told_with_what_happens_instead(tmp_path: Path) -> None:
    folder = flee_folder(tmp_path, {**edited(PLACES, "camp,,9000", "camp,,99"), "simsetting.yml": HASTEN})
    for repaired, instead in ((False, "The same here."), (True, "There is room for 1 agent.")):
        (said,) = (str(each) for each in read_flee(folder, repaired=repaired).notices)
        what = "a capacity of 99 is less than one agent at hasten 100; Flee takes it for no limit."
        assert said == f"{PLACES}:4: {what} {instead} [L5]"


@pytest.mark.parametrize("capacity", ["100", "0", ""])
def test_other_capacities_are_not_told(tmp_path: Path, capacity: str) -> None:
    changed = {**edited(PLACES, "camp,,9000", f"camp,,{capacity}"), "simsetting.yml": HASTEN}
    assert read_flee(flee_folder(tmp_path, changed)).notices == ()


# --- people who are there before the first day ------------------------------------------------------------------------


def first_people(value: str) -> dict[str, str | None]:
    lines = SOUND[PLACES].splitlines()
    cells = ["initial_idps", "0", value, "0", "0"]
    return {PLACES: "\n".join(f"{line},{cell}" for line, cell in zip(lines, cells, strict=True)) + "\n"}


@pytest.mark.parametrize(("value", "people"), [("0", 0), ("7", 7), ("12.0", 12)])
def test_people_of_the_first_day(tmp_path: Path, value: str, people: int) -> None:
    made = read_flee(flee_folder(tmp_path, first_people(value)))
    assert compile_flee(made).places.start.tolist() == [0, people, 0, 0]


@pytest.mark.parametrize(
    ("value", "allowed"), [("-5", "is below 0"), ("1.5", "is not a whole number"), ("-0.5", "is below 0")]
)
def test_people_of_the_first_day_are_whole_people(tmp_path: Path, value: str, allowed: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_flee(flee_folder(tmp_path, first_people(value)))
    remedy = "Write the people there on the first day, 0 or more."
    assert [str(each) for each in caught.value.problems] == [f"{PLACES}:3:initial_idps: {value!r} {allowed}. {remedy}"]
