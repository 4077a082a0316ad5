"""Tables with a column for each location and a row for each day, by position: conflicts.csv and flood_level.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.formats.flee.schema import Location
from corridor.formats.flee.values import number_of, told_surplus
from corridor.scenario.names import nearest

__all__ = ["DAY_WORDS", "Daily", "Measure", "read_daily"]

#: Flee takes the first row for the header whatever it begins with; these words it may begin with instead of #.
DAY_WORDS = ("", "day", "days", "date", "time", "t")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a cell may be, and what is said of one that is not."""

    low: float
    high: float
    allowed: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Daily:
    """A daily table: how many rows it has, and the values of every location with a column."""

    days: int
    values: Mapping[str, tuple[float, ...]]


def read_daily(
    files: FleeFiles, label: str, places: Mapping[str, Location], measure: Measure, *, required: bool = False
) -> Daily | None:
    """Returns the table, or None where there is none to use; problems and notices go to `files`."""
    header, rows = files.table(label, required=required, words=DAY_WORDS)
    if header is None:
        if files.usable(label):
            remedy = "Let the first line be '#Day,' and the names of the locations."
            files.wrong(label, 1, "", "", "has no header that begins with #", remedy)
        return None
    names = [name.strip() for name in header.cells]
    columns = _columns(files, label, header, names, places)
    values: dict[str, list[float]] = {name: [] for name in columns}
    for row in rows:
        told_surplus(files, label, row, len(names), first=1)
        if len(row.cells) < len(names) and any(column >= len(row.cells) for column in columns.values()):
            have = "1 column" if len(row.cells) == 1 else f"{len(row.cells)} columns"
            allowed = f"has {have} where the header has {len(names)}"
            files.wrong(label, row.line, "", row.get(0), allowed, "Give every location a value on every day.")
            continue
        for name, column in columns.items():
            values[name].append(_value(files, label, row, column, name, measure))
    return Daily(len(rows), {name: tuple(column) for name, column in values.items()})


def _value(files: FleeFiles, label: str, row: Cells, column: int, name: str, measure: Measure) -> float:
    value = number_of(files, label, row, column, name)
    if value is None:
        return 0.0
    if not measure.low <= value <= measure.high:
        files.wrong(label, row.line, name, row.get(column).strip(), measure.allowed, measure.remedy)
    return value


def _columns(
    files: FleeFiles, label: str, header: Cells, names: list[str], places: Mapping[str, Location]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, name in enumerate(names):
        if column == 0 or not name:
            continue
        if name in found:
            files.wrong(label, header.line, name, name, "has two columns", "Leave one of them out.")
        elif name in places:
            found[name] = column
        else:
            without = {place: place for place in places if place not in names}
            near = nearest(name, without)
            hint = f"Did you mean {near!r}? " if near else ""
            files.notice("K1", label, header.line, f"{name!r} is not a name of locations.csv", f"{hint}It is ignored.")
    return found
