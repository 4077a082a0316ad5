"""What real files look like is read all the same, and means the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.scenario.folders import Folder

from corridor.scenario.schema import Scenario

TABLES = ("places.csv", "routes.csv", "schedule.csv", "parameters.csv", "observations/invented.csv")
FILES = (*TABLES, "scenario.yaml")


def same(scenario: Scenario, tutorial: Scenario) -> bool:
    """Return whether two scenarios say the same, wherever they were read from."""
    return replace(scenario, folder=tutorial.folder, content_hash=tutorial.content_hash) == tutorial


def every_line(text: str, change: str) -> str:
    return "\n".join(line + change for line in text.splitlines()) + "\n"


def test_byte_order_marks(folder: Folder, tutorial: Scenario) -> None:
    for file in FILES:
        folder.write(file, b"\xef\xbb\xbf" + folder.text(file).encode())
    assert same(folder.read(), tutorial)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends(folder: Folder, tutorial: Scenario, end: str) -> None:
    for file in FILES:
        folder.write(file, folder.text(file).replace("\n", end).encode())
    assert same(folder.read(), tutorial)


def test_empty_trailing_columns(folder: Folder, tutorial: Scenario) -> None:
    for file in TABLES:
        folder.write(file, every_line(folder.text(file), ",,,"))
    assert same(folder.read(), tutorial)


def test_empty_trailing_rows(folder: Folder, tutorial: Scenario) -> None:
    for file in TABLES:
        folder.write(file, folder.text(file) + ",,,,\n\n  \n,\n")
    assert same(folder.read(), tutorial)


def test_comment_rows_even_with_a_quotation_mark(folder: Folder, tutorial: Scenario) -> None:
    for file in TABLES:
        header, _, rest = folder.text(file).partition("\n")
        folder.write(file, f'# he said "no\n{header}\n#,"also a comment\n{rest}')
    assert same(folder.read(), tutorial)


def test_rows_keep_their_physical_line_after_comments_and_quoted_lines(folder: Folder) -> None:
    folder.edit("routes.csv", "old-town,north-gate", "# a comment\nold-town,north-gate")
    folder.edit("routes.csv", "over the hills by whoever dares", '"over the hills\nby whoever dares"')
    folder.add("routes.csv", "river-camp,river-camp,,1,foot,1,,,,,,")
    assert [problem.row for problem in folder.error().problems] == [10]


@pytest.mark.parametrize(
    "number", ['"12,000"', "12 000", "12\u00a0000", "12٬000", "١٢٠٠٠", "١٢٬٠٠٠", "۱۲۰۰۰", "12'000", "1.2e4"]
)
def test_numbers_of_many_hands(folder: Folder, tutorial: Scenario, number: str) -> None:
    folder.edit("places.csv", ",500,12000,", f",500,{number},")
    assert same(folder.read(), tutorial)


def test_arabic_digits_in_dates_and_decimals(folder: Folder, tutorial: Scenario) -> None:
    folder.edit("schedule.csv", "2020-03-05", "٢٠٢٠-٠٣-٠٥").edit("places.csv", "30.10", "٣٠٫١٠")
    assert same(folder.read(), tutorial)


def test_dates_that_a_spreadsheet_gave_an_hour(folder: Folder, tutorial: Scenario) -> None:
    folder.edit("schedule.csv", "2020-03-05,,", "2020-03-05 00:00:00,,")
    assert same(folder.read(), tutorial)


@pytest.mark.parametrize("yes", ["YES", "True", "1", "y", " yes ", "نعم"])
def test_yes(folder: Folder, tutorial: Scenario, yes: str) -> None:
    folder.edit("places.csv", "20.05,yes", f"20.05,{yes}")
    assert same(folder.read(), tutorial)


def test_blanks_around_cells_and_headers(folder: Folder, tutorial: Scenario) -> None:
    folder.edit("routes.csv", "from,to,id,km", " From ,\u00a0TO,ID ,Km")
    folder.edit("routes.csv", "north-gate,river-camp", " north-gate\u00a0, river-camp\u200f")
    assert same(folder.read(), tutorial)


@pytest.mark.parametrize("name", ["Old Town", "OLD-TOWN", "old town", "Oldtown", "البلدة القديمة", "البلده القديمه"])
def test_references_by_name_and_alias(folder: Folder, tutorial: Scenario, name: str) -> None:
    folder.edit("routes.csv", "old-town,north-gate", f"{name},north-gate")
    folder.edit("schedule.csv", "2020-03-05,,old-town", f"2020-03-05,,{name}")
    assert same(folder.read(), tutorial)


def test_arabic_names_are_kept(folder: Folder) -> None:
    folder.edit("places.csv", "Hill Villages", "قرى التل")
    assert {place.name for place in folder.read().places} >= {"قرى التل"}


def test_the_order_of_rows_changes_nothing_but_the_hash(folder: Folder, tutorial: Scenario) -> None:
    header, *rows = folder.text("schedule.csv").splitlines()
    folder.write("schedule.csv", "\n".join([header, *reversed(rows)]))
    assert folder.read().schedule == tutorial.schedule


def test_schedule_and_observations_may_be_absent(folder: Folder) -> None:
    folder.remove("schedule.csv").remove("observations/invented.csv")
    (folder.path / "observations").rmdir()
    scenario = folder.read()
    assert (scenario.schedule, scenario.observations) == ((), ())
