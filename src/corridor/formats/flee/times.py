"""Reads what depends on the day: sim_period, conflicts, location_changes and regional food insecurity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.formats.flee.places import kind_of
from corridor.formats.flee.schema import MOST_INTENSITY, Location, Settings, TypeChange
from corridor.formats.flee.values import date_of, number_of, whole_of
from corridor.scenario.names import listed, nearest

__all__ = ["read_changes", "read_conflicts", "read_ipc", "read_period"]

MOST_DAYS = 36_600


def read_period(files: FleeFiles) -> tuple[dt.date, int] | None:
    """Returns the first day and the number of days of sim_period.csv."""
    label = files.input("sim_period.csv")
    _, rows = files.table(label, required=True)
    given = {row.get(0).strip().lower(): row for row in rows}
    start = length = None
    if not files.exists(label):
        return None
    for key, shown in (("startdate", "StartDate,YYYY-MM-DD"), ("length", "Length,300")):
        row = given.get(key)
        if row is None:
            files.wrong(label, 0, shown.split(",")[0], "", "is missing", f"Write a line such as {shown}.")
        elif key == "startdate":
            start = date_of(files, label, row, 1, "StartDate")
        else:
            length = whole_of(files, label, row, 1, "Length")
            if length is not None and not 1 <= length <= MOST_DAYS:
                files.wrong(label, row.line, "Length", row.get(1), f"must be from 1 to {MOST_DAYS}", "Write days.")
                length = None
    return None if start is None or length is None else (start, length)


def read_conflicts(
    files: FleeFiles, places: Mapping[str, Location], length: int, repaired: bool
) -> dict[str, tuple[float, ...]]:
    """Returns the intensity of conflict by day for every location that has a column; rows are days, by position."""
    label = files.input("conflicts.csv")
    header, rows = files.table(label, required=True)
    if header is None:
        if files.exists(label):
            remedy = "Let the first line be '#Day,' and the names of the locations."
            files.wrong(label, 1, "", "", "has no header that begins with #", remedy)
        return {}
    names = [name.strip() for name in header.cells]
    columns = _columns(files, label, header, names, places)
    values: dict[str, list[float]] = {name: [] for name in columns}
    for row in rows:
        if len(row.cells) < len(names) and any(column >= len(row.cells) for column in columns.values()):
            have = "1 column" if len(row.cells) == 1 else f"{len(row.cells)} columns"
            allowed = f"has {have} where the header has {len(names)}"
            files.wrong(label, row.line, "", row.get(0), allowed, "Give every location a value on every day.")
            continue
        for name, column in columns.items():
            value = number_of(files, label, row, column, name)
            if value is not None and abs(value) > MOST_INTENSITY:
                allowed = f"is out of range; an intensity is at most {MOST_INTENSITY:,.0f}"
                files.wrong(label, row.line, name, row.get(column).strip(), allowed, "Usual are 0 (none) to 1.")
            values[name].append(value if value is not None else 0.0)
    if len(rows) < length:
        allowed = f"has {len(rows)} days, but the simulation lasts {length}; Flee stops on day {len(rows)}"
        files.wrong(label, 0, "", "", allowed, "Add a row for every day, or shorten Length in sim_period.csv.")
    _check_intensities(files, label, values, repaired)
    return {name: tuple(column) for name, column in values.items()}


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


def _check_intensities(files: FleeFiles, label: str, values: dict[str, list[float]], repaired: bool) -> None:
    odd = sorted(name for name, days in values.items() if any(not 0.0 <= value <= 1.0 for value in days))
    if odd:
        what = f"intensities outside 0 to 1 at {listed(odd)}; Flee does not check"
        files.notice("K2", label, 0, what, "They are used as they stand.")
    frozen = sorted(name for name, days in values.items() if _changes_while_on(days))
    if frozen:
        what = f"the intensity changes while the conflict is on at {listed(frozen)}; Flee keeps the first value"
        files.notice("K3", label, 0, what, "It follows the file." if repaired else "The same here.")


def _changes_while_on(days: list[float]) -> bool:
    return any(before > 1e-6 and now > 1e-6 and before != now for before, now in pairwise(days))


def read_changes(files: FleeFiles, places: Mapping[str, Location], settings: Settings) -> tuple[TypeChange, ...]:
    """Returns the dated changes of location types."""
    label = files.input("location_changes.csv")
    if not files.exists(label) and files.exists("location_changes.csv"):
        label = "location_changes.csv"
    rows = files.rows(label)
    found = []
    for row in rows:
        known = files.known(label, row, 0, "name", places)
        day = whole_of(files, label, row, 2, "day")
        kind = kind_of(row.get(1))
        if kind == "other":
            remedy = "Write camp, idpcamp, conflict_zone, town, marker or forwarding_hub."
            files.wrong(label, row.line, "type", row.get(1), "is not a location type", remedy)
        elif known and day is not None:
            found.append(TypeChange(row.get(0), kind, day))
    if found:
        what = "Flee looks for this file in the working directory, not in the input folder"
        files.notice("T1", label, 0, what, "It is read from the folder.")
    return tuple(found)


def read_ipc(
    files: FleeFiles, places: Mapping[str, Location], settings: Settings, length: int
) -> dict[str, tuple[tuple[int, float], ...]]:
    """Returns food insecurity by region: (day, per cent) points; linear in between."""
    label = files.input("region_attributes_IPC.csv")
    wanted = settings.starvation_driven_spawning or settings.flee_when_starving
    wanted = wanted or settings.avoid_food_deprived_locations
    if not wanted:
        if files.exists(label):
            files.notice("I1", label, 0, "is there, but no setting makes use of it", "It is not read.")
        return {}
    header, rows = files.table(label, required=True)
    if header is None:
        if files.exists(label):
            files.wrong(label, 1, "", "", "has no header that begins with #", "Let it be '#Day,' and the regions.")
        return {}
    regions = {name.strip(): column for column, name in enumerate(header.cells) if column > 0 and name.strip()}
    for region in sorted({place.region for place in places.values()} - set(regions)):
        files.wrong(label, header.line, region, "", "has no column", "Give every region of locations.csv a column.")
    points: dict[str, list[tuple[int, float]]] = {region: [] for region in regions}
    for row in rows:
        day = whole_of(files, label, row, 0, "Day")
        for region, column in regions.items():
            value = number_of(files, label, row, column, region)
            if value is not None and not 0.0 <= value <= 100.0:
                files.wrong(label, row.line, region, row.get(column), "must be from 0 to 100", "Write per cent.")
            elif value is not None and day is not None:
                points[region].append((day, value))
    days = [day for day, _ in next(iter(points.values()), [])]
    if days and (min(days) > 0 or max(days) < length - 1):
        allowed = f"covers days {min(days)} to {max(days)}, but the simulation days 0 to {length - 1}"
        files.wrong(label, 0, "Day", "", allowed, "Add rows for the first and the last day.")
    return {region: tuple(sorted(listed_)) for region, listed_ in points.items()}
