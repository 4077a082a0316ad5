"""Reads what depends on the day: sim_period, conflicts, flood levels, location_changes, regional food insecurity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise

from corridor.formats.flee.daily import DAY_WORDS, Measure, read_daily
from corridor.formats.flee.files import Cells, FleeFiles
from corridor.formats.flee.places import kind_of
from corridor.formats.flee.schema import MOST_INTENSITY, Location, Settings, TypeChange
from corridor.formats.flee.values import date_of, number_of, told_surplus, whole_of
from corridor.scenario.names import listed
from corridor.scenario.text import LATEST

__all__ = ["read_changes", "read_conflicts", "read_floods", "read_ipc", "read_period"]

MOST_DAYS = 36_600
INTENSITY = Measure(
    -MOST_INTENSITY, MOST_INTENSITY, f"is out of range; an intensity is at most {MOST_INTENSITY:,.0f}",
    "Usual are 0 (none) to 1.",
)  # fmt: skip
FLOOD_LEVEL = Measure(0.0, 4.0, "must be from 0 to 4", "Write 0 where there is no flood.")


def read_period(files: FleeFiles) -> tuple[dt.date, int] | None:
    """Returns the first day and the number of days of sim_period.csv."""
    label = files.input("sim_period.csv")
    given = _period_rows(files, label)
    start = length = None
    if not files.usable(label):
        return None
    for key, shown in (("startdate", "StartDate,YYYY-MM-DD"), ("length", "Length,300")):
        row = given.get(key)
        if row is None:
            files.wrong(label, 0, shown.split(",")[0], "", "is missing", f"Write a line such as {shown}.")
        elif key == "startdate":
            start = date_of(files, label, row, 1, "StartDate")
        else:
            length = _length(files, label, row)
    if start is None or length is None:
        return None
    if start + dt.timedelta(days=length) > LATEST:
        allowed = f"ends the run after {LATEST}, the last day that can be read"
        files.wrong(label, given["length"].line, "Length", str(length), allowed, "Shorten it, or begin earlier.")
        return None
    return start, length


def _period_rows(files: FleeFiles, label: str) -> dict[str, Cells]:
    found: dict[str, Cells] = {}
    for row in files.rows(label, required=True):
        key = row.get(0).strip().lower()
        if key in ("startdate", "length") and key in found:
            what = f"{row.get(0).strip()} is given on line {found[key].line} already; Flee takes the last alone"
            files.notice("T2", label, row.line, what, "The same here.")
        found[key] = row
    return found


def _length(files: FleeFiles, label: str, row: Cells) -> int | None:
    if told_surplus(files, label, row, 2, read=False, first=1):
        return None
    length = whole_of(files, label, row, 1, "Length")
    if length is not None and not 1 <= length <= MOST_DAYS:
        files.wrong(label, row.line, "Length", row.get(1), f"must be from 1 to {MOST_DAYS}", "Write days.")
        return None
    return length


def read_conflicts(
    files: FleeFiles, places: Mapping[str, Location], length: int, repaired: bool
) -> Mapping[str, tuple[float, ...]]:
    """Returns the intensity of conflict by day for every location that has a column; rows are days, by position."""
    label = files.input("conflicts.csv")
    table = read_daily(files, label, places, INTENSITY, required=True)
    if table is None:
        return {}
    if table.days < length:
        allowed = f"has {table.days} days, but the simulation lasts {length}; Flee stops on day {table.days}"
        files.wrong(label, 0, "", "", allowed, "Add a row for every day, or shorten Length in sim_period.csv.")
    _check_intensities(files, label, table.values, repaired)
    return table.values


def read_floods(files: FleeFiles, places: Mapping[str, Location]) -> Mapping[str, tuple[float, ...]]:
    """Returns the flood level by day for every location that has a column; nothing without the file."""
    label = files.input("flood_level.csv")
    if not files.exists(label):
        return {}
    table = read_daily(files, label, places, FLOOD_LEVEL)
    files.notice("F1", label, 0, "Flee does not read it without flood rules", "It is read and checked; no number changes.")
    return table.values if table is not None else {}


def _check_intensities(files: FleeFiles, label: str, values: Mapping[str, tuple[float, ...]], repaired: bool) -> None:
    odd = sorted(name for name, days in values.items() if any(not 0.0 <= value <= 1.0 for value in days))
    if odd:
        what = f"intensities outside 0 to 1 at {listed(odd)}; Flee does not check"
        files.notice("K2", label, 0, what, "They are used as they stand.")
    frozen = sorted(name for name, days in values.items() if _changes_while_on(days))
    if frozen:
        what = f"the intensity changes while the conflict is on at {listed(frozen)}; Flee keeps the first value"
        files.notice("K3", label, 0, what, "It follows the file." if repaired else "The same here.")


def _changes_while_on(days: tuple[float, ...]) -> bool:
    return any(before > 1e-6 and now > 1e-6 and before != now for before, now in pairwise(days))


def read_changes(files: FleeFiles, places: Mapping[str, Location], settings: Settings) -> tuple[TypeChange, ...]:
    """Returns the dated changes of location types."""
    label = files.input("location_changes.csv")
    if not files.exists(label) and files.exists("location_changes.csv"):
        label = "location_changes.csv"
    rows = files.rows(label)
    found = []
    for row in rows:
        if told_surplus(files, label, row, 3, read=False, first=2):
            continue
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
    header, rows = files.table(label, required=True, words=DAY_WORDS)
    if header is None:
        if files.usable(label):
            files.wrong(label, 1, "", "", "has no header that begins with #", "Let it be '#Day,' and the regions.")
        return {}
    regions = {name.strip(): column for column, name in enumerate(header.cells) if column > 0 and name.strip()}
    for region in sorted({place.region for place in places.values()} - set(regions)):
        files.wrong(label, header.line, region, "", "has no column", "Give every region of locations.csv a column.")
    points: dict[str, list[tuple[int, float]]] = {region: [] for region in regions}
    for row in rows:
        told_surplus(files, label, row, len(header.cells))
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
