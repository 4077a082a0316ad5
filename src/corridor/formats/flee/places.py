"""Reads locations.csv: the places, what their type text means, and the recognised attributes."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.formats.flee.schema import MOST_INTENSITY, Location, Settings
from corridor.formats.flee.values import number_of, told_surplus, whole_of

__all__ = ["ATTRIBUTES", "kind_of", "read_locations"]

MOST_PEOPLE = 10**10
#: The attributes that a rule reads, with the least and the greatest value.
ATTRIBUTES: Mapping[str, tuple[float, float]] = {
    "conflict_intensity": (-MOST_INTENSITY, MOST_INTENSITY),
    "initial_idps": (0.0, MOST_PEOPLE),
    "capacity_per_day": (0.0, 1e9),
    "deactivation_probability": (0.0, 1.0),
    "farmer_fraction": (0.0, 1.0),
    "trade_volume": (-1e9, 1e9),
    "hdi": (-1e3, 1e3),
}
COLUMNS = ("name", "region", "country", "x", "y", "location_type", "conflict_date", "population")
SILENT_CAMP = 0.005
_KINDS = ("conflict", "forward", "marker", "flood_zone")
_SHOWN = {"town": "town", "conflict": "conflict zone"}


def kind_of(text: str) -> str:
    """Returns what a type text means to Flee: the first of these words that occurs in it wins, in whatever letter case.

    >>> kind_of("forwarding_hub"), kind_of("IDPcamp"), kind_of("village")
    ('forward', 'idpcamp', 'other')
    """
    text = text.lower()
    if "camp" in text:
        return "idpcamp" if "idp" in text else "camp"
    for kind in _KINDS:
        if kind in text:
            return kind
    return "town" if "town" in text or "default" in text else "other"


def read_locations(files: FleeFiles, settings: Settings, repaired: bool) -> tuple[Location, ...]:
    """Returns the places of a folder in file order: the order matters to Flee (home country, fixed routes)."""
    label = files.input("locations.csv")
    header, rows = files.table(label, required=True)
    found: dict[str, Location] = {}
    for row in rows:
        place = _location(files, label, row, header, settings, repaired)
        if place is None:
            continue
        if place.name in found:
            files.wrong(label, row.line, "name", place.name, "is given twice", "Give every location one row.")
        found[place.name] = place
    if files.usable(label) and not rows:
        files.wrong(label, 0, "", "", "has no locations", "Give every place a row: " + ",".join(COLUMNS) + ".")
    _check_home(files, label, list(found.values()), rows)
    return tuple(found.values())


def _location(
    files: FleeFiles, label: str, row: Cells, header: Cells | None, settings: Settings, repaired: bool
) -> Location | None:
    name = row.get(0)
    if len(row.cells) < len(COLUMNS) - 2:
        have = "1 column" if len(row.cells) == 1 else f"{len(row.cells)} columns"
        allowed = f"has {have}; Flee reads {len(COLUMNS)}"
        between = "Put commas between the columns, not semicolons: " if name.count(";") > 2 else "Write "
        files.wrong(label, row.line, "", name, allowed, between + ",".join(COLUMNS) + ".")
        return None
    if name.strip().lower() == "name" and not any(letter.isdigit() for letter in row.get(3)):
        files.wrong(label, row.line, "name", name, "is a header that Flee takes for a place", "Begin the header with #.")
        return None
    if not name.strip():
        files.wrong(label, row.line, "name", "", "is empty", "Give the location a name.")
        return None
    if name != name.strip():
        allowed = "has a blank before or after the name; Flee matches names exactly"
        files.wrong(label, row.line, "name", name, allowed, f"Write {name.strip()!r}.")
    if not row.get(3).strip() or not row.get(4).strip():
        files.notice("L6", label, row.line, "has no x or no y; Flee takes 0 for it", "The same here.")
    surplus = told_surplus(files, label, row, max(len(COLUMNS), len(header.cells) if header else 0), first=7)
    x, y = (number_of(files, label, row, at, COLUMNS[at]) if row.get(at).strip() else 0.0 for at in (3, 4))
    kind = _kind(files, label, row, settings, repaired)
    people = None if surplus else _people(files, label, row)
    attributes = _attributes(files, label, row, header, kind)
    if x is None or y is None or people is None:
        return Location(name, row.get(1), row.get(2), 0.0, 0.0, kind, 0, -1, {})
    camp = kind in ("camp", "idpcamp")
    if camp and 0 < people < settings.hasten:
        what = f"a capacity of {people:,} is less than one agent at hasten {settings.hasten:,}; Flee takes it for no limit"
        files.notice("L5", label, row.line, what, "There is room for 1 agent." if repaired else "The same here.")
    return Location(
        name, row.get(1) or "unknown", row.get(2) or "unknown", x, y, kind,
        population=0 if camp else people, capacity=people if camp and people > 0 else -1, attributes=attributes,
    )  # fmt: skip


def _kind(files: FleeFiles, label: str, row: Cells, settings: Settings, repaired: bool) -> str:
    text = row.get(5)
    kind = kind_of(text)
    if kind == "conflict":
        date = whole_of(files, label, row, 6, "conflict_date")
        kind = "town" if date is not None and date > 0 else "conflict"
    if kind == "other":
        what = f"{text!r} is no location type that Flee knows; it only says so, and everybody there moves on every day"
        files.notice("L1", label, row.line, what, "The same here. Types: camp, conflict_zone, town, marker, forwarding_hub.")
    if kind == "flood_zone":
        files.notice("L2", label, row.line, "is a flood zone", "Without the flood rules it is a place like any other.")
    chance = {"town": settings.default_movechance, "conflict": settings.conflict_movechance}.get(kind, 1.0)
    if chance < SILENT_CAMP:
        what = f"Flee turns a {_SHOWN[kind]} whose move chance ({chance:g}) is below {SILENT_CAMP} into a camp silently"
        files.notice("L3", label, row.line, what, "It stays what it is." if repaired else "The same here.")
        return kind if repaired else f"{kind}_camp"
    return kind


def _people(files: FleeFiles, label: str, row: Cells) -> int | None:
    if not row.get(7).strip():
        return 0
    people = whole_of(files, label, row, 7, "population")
    if people is not None and people < 0:
        files.wrong(label, row.line, "population", row.get(7), "is below 0", "Write 0 or leave it empty: no limit.")
    if people is not None and people > MOST_PEOPLE:
        files.wrong(label, row.line, "population", row.get(7), "is more people than there are", "Correct the number.")
    return people


def _attributes(files: FleeFiles, label: str, row: Cells, header: Cells | None, kind: str) -> dict[str, float]:
    """Returns the recognised attributes as far as the row goes; Flee reads an intensity of conflict zones alone."""
    found: dict[str, float] = {}
    for column, title in enumerate(header.cells[: len(row.cells)] if header else ()):
        name = title.strip()
        unread = name == "conflict_intensity" and not kind.startswith("conflict") and not row.get(column).strip()
        if column < len(COLUMNS) or name not in ATTRIBUTES or unread:
            continue
        value = number_of(files, label, row, column, name)
        if value is not None and _sound(files, label, row, column, name, value):
            found[name] = value
    return found


def _sound(files: FleeFiles, label: str, row: Cells, column: int, name: str, value: float) -> bool:
    """Returns whether an attribute can be what it says; who is there before the first day are whole people."""
    low, high = ATTRIBUTES[name]
    if name == "initial_idps" and (value < 0.0 or not value.is_integer()):
        allowed = "is below 0" if value < 0.0 else "is not a whole number"
        files.wrong(label, row.line, name, row.get(column), allowed, "Write the people there on the first day, 0 or more.")
        return False
    if not low <= value <= high:
        allowed = f"must be from {low:,.11g} to {high:,.11g}"
        files.wrong(label, row.line, name, row.get(column), allowed, "Correct the number.")
        return False
    return True


def _check_home(files: FleeFiles, label: str, places: list[Location], rows: list[Cells]) -> None:
    if places and places[0].kind in ("camp", "idpcamp"):
        what = f"the first row is a camp in {places[0].country}, so Flee takes {places[0].country} for the home country"
        files.notice("L4", label, rows[0].line, what, "The same here; it matters only where foreign_weight is not 1.")
