"""Reads data_layout.csv and the counts it names, and applies registration_corrections.csv."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.formats.flee.schema import Location, Table
from corridor.formats.flee.values import date_of, number_of, told_surplus
from corridor.scenario.names import suggest

__all__ = ["at_day", "read_data"]

MOST_PEOPLE = 1e10
Points = list[tuple[dt.date, float]]


def read_data(
    files: FleeFiles, places: Mapping[str, Location], start: dt.date, length: int, repaired: bool
) -> tuple[Table, ...]:
    """Returns the counts of every row of data_layout.csv, the total first."""
    label = files.data("data_layout.csv")
    _, rows = files.table(label, required=True)
    series: dict[str, Points] = {}
    for position, row in enumerate(rows):
        _check_name(files, label, row, position, places)
        if row.get(0) in series:
            files.wrong(label, row.line, "name", row.get(0), "is given twice", "Give every camp one row with all its files.")
        series[row.get(0)] = _series(files, label, row, repaired)
    if not rows and files.usable(label):
        remedy = "Let the first row be 'total,refugees.csv', and give every camp a row after it."
        files.wrong(label, 0, "", "", "has no rows; Flee stops", remedy)
    if rows:
        for name in sorted(name for name, place in places.items() if "camp" in place.kind):
            if name not in series:
                allowed = "has no row, though it is a camp; Flee stops"
                files.wrong(label, 0, "", name, allowed, f"Add a row '{name},<file of its counts>'.")
    if rows:
        _correct(files, series, start)
    return tuple(_table(name, points, start) for name, points in series.items())


def at_day(table: Table, day: float) -> float:
    """Returns a count on a day: linear between dates, constant before the first and after the last.

    >>> at_day(Table("a", (0.0, 10.0), (0.0, 50.0)), 5)
    25.0
    """
    days, values = table.days, table.values
    if not days:
        return 0.0
    if day < days[0]:
        return values[0]
    for (x0, x1), (y0, y1) in zip(pairwise(days), pairwise(values), strict=True):
        if day < x1:  # of two counts on one day the second holds on it
            return y0 + (y1 - y0) * ((day - x0) / (x1 - x0))
    return values[-1]


def _check_name(files: FleeFiles, label: str, row: Cells, position: int, places: Mapping[str, Location]) -> None:
    name = row.get(0)
    if position == 0:
        if name.strip() != "total":
            allowed = "is the first row, which must be the total"
            files.wrong(label, row.line, "name", name, allowed, "Let the first row be 'total,refugees.csv'.")
    elif name not in places:
        if name.strip() in places:
            files.known(label, row, 0, "name", places)
        else:
            camps = [one for one, place in places.items() if "camp" in place.kind]
            what = f"{name!r} is no location; Flee counts its people among the arrivals, but they go elsewhere"
            files.notice("D1", label, row.line, what, f"The same here. {suggest(name, camps)}")


def _series(files: FleeFiles, label: str, row: Cells, repaired: bool) -> Points:
    names = [cell.strip() for cell in row.cells[1:] if cell.strip()]
    if not names:
        files.wrong(label, row.line, "file", row.get(0), "names no file", "Write the file of its counts.")
    found: Points | None = None
    for name in names:
        if not files.exists(files.data(name)):
            files.wrong(label, row.line, "file", name, "is not in the folder", _near_file(files, name))
            continue
        points = _points(files, files.data(name))
        if found is None:
            found = points
        else:
            what = f"{row.get(0)} adds up several files; Flee's sum is step-wise and may drop the last entries of the first"
            files.notice("D2", label, row.line, what, "They are interpolated and added." if repaired else "The same here.")
            found = _interpolated(found, points) if repaired else _stepwise(found, points)
    return found or []


def _near_file(files: FleeFiles, name: str) -> str:
    where = (files.folder / files.data(name)).parent
    return suggest(name, [path.name for path in where.glob("*.csv")])


def _points(files: FleeFiles, label: str) -> Points:
    points: Points = []
    width = 2
    for row in files.rows(label):
        if row.get(0).strip() in ("Date", "DateTime"):
            width = max(width, len(row.cells))  # further columns, which Flee does not read
            continue
        if not row.get(1).strip() or told_surplus(files, label, row, width, read=False, first=1):
            continue
        day = date_of(files, label, row, 0, "date")
        value = number_of(files, label, row, 1, "count")
        if day is None or value is None:
            continue
        if value < 0.0:
            files.wrong(label, row.line, "count", row.get(1), "is below 0", "Write how many people were there.")
        if value > MOST_PEOPLE:
            files.wrong(label, row.line, "count", row.get(1), "is more people than there are", "Correct the number.")
            continue
        if points and day < points[-1][0]:
            files.wrong(label, row.line, "date", row.get(0), f"is before {points[-1][0]}", "Sort the rows by date.")
            continue
        if points and day == points[-1][0]:
            what = f"a second count on {day}; until that day Flee goes by the first, from then on by the second"
            files.notice("D4", label, row.line, what, "The same here.")
        points.append((day, value))
    if not points and not len(files.problems):
        files.wrong(label, 0, "", "", "has no counts", "Write rows such as 2012-03-01,1500.")
    return points


def _stepwise(first: Points, second: Points) -> Points:
    """Adds two series as Flee does: no interpolation, and nothing of the first after the last date of the second."""
    if not first:
        return []
    total: Points = []
    at, held, exhausted = 0, 0.0, False
    for day, value in second:
        while not exhausted and first[at][0] < day:
            total.append((first[at][0], first[at][1] + held))
            exhausted = at == len(first) - 1
            at = min(at + 1, len(first) - 1)
        total.append((day, value + first[at][1]))
        held = value
        if first[at][0] == day:
            exhausted = exhausted or at == len(first) - 1
            at = min(at + 1, len(first) - 1)
    return total


def _interpolated(first: Points, second: Points) -> Points:
    days = sorted({day for day, _ in [*first, *second]})
    tables = [
        Table("", tuple(float(day.toordinal()) for day, _ in one), tuple(v for _, v in one)) for one in (first, second)
    ]
    return [(day, sum(at_day(table, day.toordinal()) for table in tables)) for day in days]


def _correct(files: FleeFiles, series: dict[str, Points], start: dt.date) -> None:
    label = files.input("registration_corrections.csv")
    for row in files.rows(label):
        name = row.get(0)
        day = date_of(files, label, row, 1, "date")
        if name not in series:
            known = name.strip() in series
            allowed = "has a blank before or after the name" if known else "is not a row of data_layout.csv"
            files.wrong(label, row.line, "name", name, allowed, suggest(name, series))
        elif day is not None and day < start:
            files.notice("D3", label, row.line, f"{day} is before the start; Flee ignores it", "It is ignored.")
        elif day is not None:
            _scale(files, label, row, series[name], day)


def _scale(files: FleeFiles, label: str, row: Cells, points: Points, day: dt.date) -> None:
    at = next((at for at, (date, _) in enumerate(points) if date == day), None)
    if at is None:
        dates: Sequence[dt.date] = [date for date, _ in points]
        near = min(dates, key=lambda date: abs((date - day).days)) if dates else None
        allowed = f"is not a date of the counts of {row.get(0)}; Flee stops"
        remedy = f"The nearest is {near}." if near else "Write a date of that table."
        files.wrong(label, row.line, "date", row.get(1), allowed, remedy)
    elif at == 0 or points[at - 1][1] < 1.0:
        allowed = f"has no count of 1 or more before it at {row.get(0)}, so that nothing can be scaled; Flee stops"
        files.wrong(label, row.line, "date", row.get(1), allowed, "Correct from a later date.")
    else:
        factor = points[at][1] / points[at - 1][1]
        points[:at] = [(date, value * factor) for date, value in points[:at]]


def _table(name: str, points: Points, start: dt.date) -> Table:
    return Table(name, tuple(float((day - start).days) for day, _ in points), tuple(value for _, value in points))
