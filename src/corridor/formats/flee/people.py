"""Reads demographics_*.csv and agents.csv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.formats.flee.schema import Agents, Demographic, Location, Settings
from corridor.formats.flee.values import number_of, told_surplus
from corridor.scenario.names import suggest

__all__ = ["goes_by_age", "is_age", "read_agents", "read_demographics"]

PREFIX = "demographics_"
#: What the first cell of a header of agents.csv says, which may stand below remarks that begin with #.
AGENT_WORDS = ("location", "location_name", "name")


def read_demographics(files: FleeFiles, places: Mapping[str, Location]) -> tuple[Demographic, ...]:
    """Returns the weights of every attribute that has a file."""
    found = (_demographic(files, name, places) for name in files.input_names(PREFIX))
    return tuple(one for one in found if one is not None)


def _demographic(files: FleeFiles, name: str, places: Mapping[str, Location]) -> Demographic | None:
    label = files.input(name)
    attribute = name.removeprefix(PREFIX).removesuffix(".csv")
    header, rows = files.table(label)
    if header is not None:
        rows = [header, *rows]
    if len(rows) < 2:
        if not files.usable(label):
            return None
        files.wrong(label, 0, "", "", "has no values", f"Write a header '{attribute},Default' and a row for each value.")
        return None
    titles = [title.strip() for title in rows[0].cells]
    if "Default" not in titles:
        allowed = "has no column Default, which Flee uses for locations without their own"
        files.wrong(label, rows[0].line, "Default", "", allowed, "Add it.")
        return None
    for title in titles[1:]:
        if places and title not in places and title != "Default":
            remedy = suggest(title, [*places, "Default"])
            files.wrong(label, rows[0].line, title, title, "is not a name of locations.csv", remedy)
    weights: dict[str, list[float]] = {title: [] for title in titles[1:]}
    for row in rows[1:]:
        told_surplus(files, label, row, len(titles), first=1)
        for column, title in enumerate(titles[1:], start=1):
            value = number_of(files, label, row, column, title)
            if value is not None and value < 0.0:
                files.wrong(label, row.line, title, row.get(column), "is below 0", "Weights are 0 or more.")
            weights[title].append(max(value or 0.0, 0.0))
    for title, column_weights in weights.items():
        if sum(column_weights) <= 0.0:
            files.wrong(label, rows[0].line, title, "", "has no weight above 0", "Give at least one value a weight.")
    values = tuple(row.get(0).strip() for row in rows[1:])
    if attribute == "age":
        _check_ages(files, label, values, [row.line for row in rows[1:]])
    own = {title: tuple(column) for title, column in weights.items() if title != "Default"}
    return Demographic(attribute, values, tuple(weights["Default"]), own)


def _check_ages(files: FleeFiles, label: str, values: tuple[str, ...], lines: list[int]) -> None:
    for value, line in zip(values, lines, strict=True):
        if not is_age(value):
            files.wrong(label, line, "age", value, "is not an age in whole years", "Write one row for each year of age.")


def is_age(text: str) -> bool:
    """Returns whether a text is an age in whole years.

    >>> is_age("38"), is_age("4.5"), is_age("-3"), is_age("")
    (True, False, False, False)
    """
    return text.isdecimal() and len(text) <= 3


def goes_by_age(settings: Settings) -> bool:
    """Returns whether a rule is on that looks at ages."""
    return settings.children_avoid_hazards or settings.elderly_avoid_hazards or settings.boys_take_risk


def read_agents(files: FleeFiles, settings: Settings, places: Mapping[str, Location]) -> tuple[Agents, ...]:
    """Returns the people of agents.csv, equal rows counted together; nobody where the settings do not ask for it."""
    label = files.input("agents.csv")
    if not settings.read_from_agents_csv_file:
        if files.exists(label):
            files.notice("A1", label, 0, "is there, but read_from_agents_csv_file is false", "It is not read.")
        return ()
    header, rows = files.table(label, required=True, words=AGENT_WORDS)
    if header is None and rows:
        header, rows = rows[0], rows[1:]
    titles = [title.strip() for title in header.cells] if header else []
    if "age" in titles:
        what = "Flee keeps ages of agents.csv as text, and its rules on age stop the run"
        files.notice("A2", label, 0, what, "Ages are read as numbers.")
    counts: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
    for row in rows:
        if not told_surplus(files, label, row, len(titles)) and files.known(label, row, 0, "location", places):
            _check_age(files, label, row, titles, settings)
            cells = tuple((title, row.get(column).strip()) for column, title in enumerate(titles) if column > 0)
            counts[row.get(0), cells] += 1
    return tuple(Agents(location, attributes, count) for (location, attributes), count in counts.items())


def _check_age(files: FleeFiles, label: str, row: Cells, titles: list[str], settings: Settings) -> None:
    """An age that is none is a problem where a rule goes by it, else told once."""
    ages = [row.get(column).strip() for column, title in enumerate(titles) if column > 0 and title == "age"]
    if all(is_age(age) for age in ages):
        return
    if goes_by_age(settings):
        allowed = "is not an age in whole years" if ages[0] else "is empty, but a rule goes by ages"
        files.wrong(label, row.line, "age", ages[0], allowed, "Write whole years, such as 38.")
    elif not any(notice.code == "A3" for notice in files.notices):
        what = f"{ages[0]!r} is no age in whole years"
        files.notice("A3", label, row.line, what, "No rule goes by it; it changes nothing.")
