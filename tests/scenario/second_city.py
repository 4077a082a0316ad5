"""Edits of the tutorial: a region, a second city in it, and rows of fighters."""

from __future__ import annotations

from tests.scenario.folders import Edit, Folder, add, edit

SCENARIO = "scenario.yaml"
PARAMETERS = "parameters.csv"
OBSERVED = "observations/invented.csv"
PLAIN = "far-plain,Far Plain,region,,,,,,,,,,,"
PLAN = (
    "follow_on: {zone: new-town, region: far-plain, after: [old-town], announced: 2020-03-08, "
    "isolated: 2020-03-20, assaulted: 2020-04-10, source: invented}"
)
COUNT = "invented-count,{},100,{},{},all,{},,,,,,,,,,"
SECOND_CITY: tuple[Edit, ...] = (
    add("places.csv", PLAIN),
    add("places.csv", "new-town,New Town,zone,,,,,,,,,,,"),
    edit(SCENARIO, "zones: [old-town]", "zones: [old-town, new-town]"),
    edit(SCENARIO, "begins: 2020-03-05}", "begins: 2020-03-05}\n    - {place: new-town, blocks: 4}"),
    add(PARAMETERS, "population.new-town,2.4,people,,=20000,,,,,yes,,,"),
    add(PARAMETERS, "duration_days.new-town,2.10,days,,=20,,,,,yes,,,"),
    add(SCENARIO, PLAN),
)


def regions(folder: Folder) -> None:
    """Give places.csv a column of regions, empty so far."""
    header, *rows = folder.text("places.csv").splitlines()
    folder.write("places.csv", "\n".join([f"{header},region", *(f"{row}," for row in rows)]) + "\n")


def in_region(place: str, region: str) -> Edit:
    def change(folder: Folder) -> None:
        lines = folder.text("places.csv").splitlines()
        lines = [line + region if line.startswith(f"{place},") else line for line in lines]
        folder.write("places.csv", "\n".join(lines) + "\n")

    return change


def changed(folder: Folder, *edits: Edit) -> Folder:
    for each in edits:
        each(folder)
    return folder
