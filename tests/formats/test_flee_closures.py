"""Closures of a Flee folder that overlap: Flee's law, its mending, and when it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.flee_folders import SOUND, flee_folder
from tests.support.flee_situations import place

from corridor.flee.opened import open_roads
from corridor.formats.flee import read_flee
from corridor.formats.flee.schema import Closure

HEAD = SOUND["input_csv/closures.csv"]
ONE = frozenset(("Brod", "Camp One"))
TOLD = "a closure that ends opens in Flee every road that it names, even one that another row keeps closed."


def folder_with(rows: str, folder: Path) -> Path:
    return flee_folder(folder, {"input_csv/closures.csv": HEAD + rows})


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("country,Here,There,0,4\nlocation,Camp One,*,0,9\n", True),
        ("location,Camp One,*,0,9\ncountry,There,Here,2,6\n", True),
        ("country,Here,There,0,4\nlocation,Camp One,*,4,9\n", True),  # closed when the other ends, whatever the order
        ("country,Here,There,0,4\nlocation,Camp One,*,9,2\n", False),  # not closed yet
        ("country,Here,There,0,9\nlocation,Camp One,*,2,9\n", False),  # both end on one day
        ("country,Here,There,0,99\nlocation,Camp One,*,2,99\n", False),  # neither ends within the run
        ("country,Here,There,0,4\nlocation,Alba,*,0,9\n", False),  # no road in common
        ("country,Here,There,0,4\ncamp,Camp One,,0,9\n", False),  # which closes no road
    ],
)
def test_it_is_told_where_one_row_opens_what_another_closes(rows: str, told: bool, tmp_path: Path) -> None:
    said = [str(notice) for notice in read_flee(folder_with(rows, tmp_path)).notices]
    assert sum(TOLD in each for each in said) == told
    assert sum("[C4]" in each for each in said) == told


def test_flees_law_opens_the_road_and_the_mending_does_not(tmp_path: Path) -> None:
    folder = folder_with("country,Here,There,0,4\nlocation,Camp One,*,0,9\n", tmp_path)
    law = open_roads(read_flee(folder), [3, 4, 9], False)
    assert [ONE in roads for roads in law] == [False, True, True]
    mended = read_flee(folder, repaired=True)
    assert [ONE in roads for roads in open_roads(mended, [3, 4, 8, 9], True)] == [False, False, False, True]
    assert any("It stays closed. [C4]" in str(notice) for notice in mended.notices)


@pytest.mark.parametrize(
    ("closure", "meant"),
    [
        (Closure("country", "There", "Here", 0, 1), True),
        (Closure("country", "There", "There", 0, 1), False),
        (Closure("link", "B", "A", 0, 1), True),
        (Closure("link", "A", "C", 0, 1), False),
        (Closure("location", "B", "anything", 0, 1), True),
        (Closure("location", "C", "B", 0, 1), False),
        (Closure("camp", "B", "", 0, 1), False),
    ],
)
def test_which_links_a_closure_means(closure: Closure, meant: bool) -> None:
    assert closure.means(place("A"), place("B", country="There")) is meant
    assert closure.means(place("B", country="There"), place("A")) is meant


@pytest.mark.parametrize(("start", "end", "days"), [(2, 5, [2, 3, 4]), (4, 1, [4, 5]), (-1, 3, []), (3, 3, [])])
def test_on_which_days_it_holds(start: int, end: int, days: list[int]) -> None:
    closure = Closure("location", "A", "", start, end)
    assert [day for day in range(6) if closure.holds_on(day)] == days


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("country,Here,There,7,3", "ends on day 3, before it starts on day 7, so that it lasts to the end of the run"),
        ("camp,Camp One,,0,-1", "ends on day -1, before it starts on day 0, so that it lasts to the end of the run"),
        ("location,Camp One,*,4,4", "ends on the day on which it starts, 4, so that nothing is closed"),
        ("country,Here,There,-5,3", "starts on day -5, before the run, and Flee closes on that very day only, so never"),
    ],
)
def test_days_that_do_not_follow_each_other_are_told(row: str, message: str, tmp_path: Path) -> None:
    said = [str(notice) for notice in read_flee(folder_with(row + "\n", tmp_path)).notices]
    assert said[0] == f"input_csv/closures.csv:2: {message}. The same here. [C6]"


@pytest.mark.parametrize("row", ["country,Here,There,3,7", "camp,Camp One,,0,19", "camp,Camp One,,3,9999"])
def test_days_that_follow_each_other_are_not(row: str, tmp_path: Path) -> None:
    assert all(notice.code != "C6" for notice in read_flee(folder_with(row + "\n", tmp_path)).notices)


@pytest.mark.parametrize("repaired", [False, True])
def test_a_closed_link_that_is_no_road_is_told_for_what_it_is(repaired: bool, tmp_path: Path) -> None:
    made = read_flee(folder_with("link,Alba,Camp One,3,5\nlink,Brod,Alba,3,5\n", tmp_path), repaired=repaired)
    said = [(notice.code, notice.row) for notice in made.notices]
    assert said == [("C8", 2), ("C2", 3)]
    assert "no road joins Alba and Camp One, so that this closure closes nothing. The same here." in str(made.notices[0])
    assert len(made.closures) == repaired


def test_a_closed_camp_that_is_none_is_told(tmp_path: Path) -> None:
    made = read_flee(folder_with("camp,Brod,,2,5\ncamp,Camp One,,2,5\n", tmp_path))
    assert [str(notice) for notice in made.notices] == [
        "input_csv/closures.csv:2: closes Brod, which is no camp: Flee makes it a town on day 2 and a camp on day 5. "
        "The same here. [C7]"
    ]


def test_a_town_that_becomes_a_camp_may_be_closed_as_one(tmp_path: Path) -> None:
    folder = folder_with("camp,Brod,,9,12\n", tmp_path)
    (folder / "input_csv" / "location_changes.csv").write_text("Brod,camp,3\n", encoding="utf-8")
    assert [notice.code for notice in read_flee(folder).notices] == ["T1"]
