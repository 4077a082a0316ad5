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
