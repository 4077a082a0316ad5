"""places.csv, routes.csv, schedule.csv, parameters.csv and observations as typed parts, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from corridor.scenario import refusals
from corridor.scenario.draft import Draft, Entry, Found
from corridor.scenario.names import fold
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.record import Record
from corridor.scenario.schema import Change, Observation, Parameter, Place, PlaceKind, Route
from corridor.scenario.tables import Columns

__all__ = [
    "OBSERVATIONS",
    "PARAMETERS",
    "PLACES",
    "ROUTES",
    "SCHEDULE",
    "TARGETS",
    "add_observation",
    "add_parameter",
    "add_place",
    "add_route",
    "by_day",
    "check_id",
    "check_labels",
    "join_regions",
    "read_change",
]

PLACES = Columns(
    ("id", "name", "kind", "aliases", "lat", "lon", "schematic", "region", "direction", "initial", "capacity",
     "ramp_share"),
    ("id", "name", "kind"),
)  # fmt: skip
ROUTES = Columns(
    ("from", "to", "id", "km", "mode", "days", "days_cv", "open", "residual"),
    ("from", "to", "km", "mode", "days"),
)
SCHEDULE = Columns(
    ("date", "until", "target", "quantity", "group", "value", "known_on"),
    ("date", "target", "quantity", "value", "known_on"),
)
PARAMETERS = Columns(
    ("id", "equation", "unit", "p0", "p1", "p2", "p3", "low", "high", "assumed"),
    ("id", "p1"),
)
OBSERVATIONS = Columns(
    ("series", "date", "value", "quantity", "place", "group", "kind", "scope", "method", "families", "low", "high",
     "known_on", "scored"),
    ("series", "date", "value", "quantity", "place", "kind"),
)  # fmt: skip

TARGETS = ("place", "set", "route", "corridor")
MODES = ("foot", "vehicle", "crossing")
MOST_PEOPLE = 10**9
MOST_DAYS = 30
#: Words that mean something else where an id is due.
RESERVED = ("all", "elsewhere")
_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_ROUTE_ID = re.compile(r"[a-z0-9]+(?:[->][a-z0-9]+)*")


def check_id(record: Record, column: str = "id") -> str | None:
    """Return an id: lower-case ASCII, digits and hyphens."""
    text = record.required(column, "old-town")
    if text in RESERVED:
        record.problem(column, "is a reserved word", "Give another id.")
        return None
    if text is None or _ID.fullmatch(text):
        return text
    better = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    remedy = f"Write {better!r} and put {text!r} into the name." if better else "Write a short Latin id."
    record.problem(column, "is not an id: lower-case Latin letters, digits, single hyphens or underscores", remedy)
    return better or None


def check_labels(record: Record, columns: tuple[str, ...]) -> None:
    """Refuse ids and names that speak of armed actors."""
    for column in columns:
        rule = refusals.forbids("label", record.text(column))
        if rule:
            record.refuse(column, rule.reason, rule.remedy)


def add_place(record: Record, draft: Draft) -> None:
    """Enter one row of places.csv."""
    check_labels(record, ("id", "name", "aliases"))
    id_, name = check_id(record), record.required("name", "Old town")
    kind = record.choice("kind", tuple(PlaceKind), "a kind of place") if record.needed("kind", "camp") else None
    aliases = tuple(part.strip() for part in record.text("aliases").split(";") if part.strip())
    if id_ is None:
        return
    new = id_ not in draft.names.entries
    draft.names.add(Entry(id_, "place", kind or ""), record, (name or id_, *aliases))
    place = _place(record, id_, name or id_, kind, aliases)
    if new and place:
        draft.places[id_] = Found(place, record)


def _place(record: Record, id_: str, name: str, kind: str | None, aliases: tuple[str, ...]) -> Place | None:
    capacity = record.whole("capacity", 0, MOST_PEOPLE)
    initial = record.whole("initial", 0, MOST_PEOPLE) or 0
    lat, lon = record.number("lat", -90, 90), record.number("lon", -180, 180)
    schematic, ramp = record.yes("schematic", False), record.number("ramp_share", 0, 1) or 0.0
    if kind is None:
        return None
    return Place(
        id_, name, PlaceKind(kind), aliases, lat, lon, schematic, id_ if kind == PlaceKind.REGION else "",
        record.text("direction"), initial, capacity, ramp,
        record.text("source"), record.text("confidence"), record.text("note"),
    )  # fmt: skip


def join_regions(draft: Draft) -> None:
    """Enter the region that each place lies in; a region is its own, a zone has none."""
    for id_, found in draft.places.items():
        place, record = found.part, found.record
        if not record.text("region"):
            continue
        entry = draft.names.find(record, "region", ("place",))
        if place.kind == PlaceKind.ZONE:
            what = "is given for a zone, which has its own violence"
            record.problem("region", what, "Empty the cell.")
        elif entry and entry.kind not in (PlaceKind.REGION, ""):
            record.problem("region", f"is a {entry.kind}, not a region", "Name a place of kind region.")
        elif entry and place.kind == PlaceKind.REGION and entry.id != id_:
            record.problem("region", "is another region; a region is its own", "Empty the cell.")
        elif entry:
            draft.places[id_] = Found(replace(place, region=entry.id), record)


def add_route(record: Record, draft: Draft) -> None:
    """Enter one row of routes.csv."""
    check_labels(record, ("id",))
    start = draft.names.find(record, "from", ("place",))
    end = draft.names.find(record, "to", ("place",))
    mode = record.choice("mode", MODES, "a mode") if record.needed("mode", "foot") else None
    km = record.number("km", 0, 5000) if record.needed("km", "35") else None
    days = record.whole("days", 0, MOST_DAYS) if record.needed("days", "1") else None
    cv = record.number("days_cv", 0, 5) or 0.0
    is_open, residual = record.yes("open", True), record.yes("residual", False)
    id_ = _route_id(record, f"{start.id}>{end.id}") if start and end else None
    if start is None or end is None or id_ is None:
        draft.names.missing.add("route")  # so that nobody complains about what this row might have been
        return
    new = id_ not in draft.names.entries
    draft.names.add(Entry(id_, "route"), record)
    if new:
        route = Route(
            id_, start.id, end.id, km or 0.0, mode or MODES[0], days or 0, cv, is_open, residual,
            record.text("source"), record.text("confidence"), record.text("note"),
        )  # fmt: skip
        draft.routes[id_] = Found(route, record)


def _route_id(record: Record, default: str) -> str | None:
    text = record.text("id")
    if not text or _ROUTE_ID.fullmatch(text):
        return text or default
    record.problem("id", "is not an id: lower-case Latin letters, digits and hyphens", f"Leave it empty for {default!r}.")
    return None


def read_change(record: Record, draft: Draft, default_date: date | None, known_on: bool) -> Change | None:
    """Return one dated change, of the schedule or of a policy (whose date has a default)."""
    day = record.date("date")
    if day is None and not record.text("date"):
        day = default_date
        if day is None:
            record.needed("date", "2016-10-17")
    until, known = record.date("until"), record.date("known_on")
    if known_on:
        record.needed("known_on", "2016-10-17, the day on which it was public")
    if day and until and until <= day:
        record.problem("until", "is not after the date", f"Give a day after {day}, or leave it empty.")
    target = _target(record, draft)
    value = record.number("value") if record.needed("value", "1") else None
    quantity = record.required("quantity", "capacity")
    if day is None or target is None or value is None or quantity is None:
        return None
    return Change(
        day, target, quantity.casefold(), value, until, _group(record), known,
        record.text("source"), record.text("confidence"), record.text("note"),
    )  # fmt: skip


def by_day(draft: Draft) -> Callable[[Change], tuple[object, ...]]:
    """Return the order in which changes take effect: by day, and on one day what names more single targets later."""

    def order(change: Change) -> tuple[object, ...]:
        width = 0 if change.target == "all" else 1 if change.target in draft.sets else 2
        return (change.date, width, change.target, change.quantity, change.group)

    return order


def _group(record: Record) -> str:
    """Return a group; nobody in particular is everyone."""
    group = record.text("group")
    return "" if group.casefold() == "all" else group


def _target(record: Record, draft: Draft) -> str | None:
    if record.text("target").casefold() == "all":
        return "all"
    entry = draft.names.find(record, "target", TARGETS)
    return entry.id if entry else None


def add_parameter(record: Record, draft: Draft) -> None:
    """Enter one row of parameters.csv; what its distributions say is checked later."""
    id_ = record.required("id", "release_rate")
    p1 = record.required("p1", "LN(0.03,0.8)")
    low, high = record.number("low"), record.number("high")
    if low is not None and high is not None and low > high:
        record.problem("low", f"is above high ({high:g})", "Exchange them.")
        low = high = None
    assumed = record.yes("assumed", False)
    if id_ is None or p1 is None:
        draft.unreadable.add(id_ or "")
        return
    if id_ in draft.parameters:
        row = draft.parameters[id_].record.row
        record.problem("id", f"is given on line {row} already", "Keep one of the two rows.")
        return
    p0, p2, p3 = (record.text(column) or p1 for column in ("p0", "p2", "p3"))
    parameter = Parameter(
        id_, record.text("equation"), record.text("unit"), (p0, p1, p2, p3), low, high,
        record.text("source"), assumed, record.text("note"),
    )  # fmt: skip
    draft.parameters[id_] = Found(parameter, record)


def add_observation(record: Record, draft: Draft) -> None:
    """Enter one row of an observations table."""
    series, day = record.required("series", "dtm-displaced"), record.date("date")
    record.needed("date", "2016-10-17")
    value = record.number("value", 0) if record.needed("value", "1200") else None
    quantity, kind = _quantity(record), None
    if record.needed("kind", "stock"):
        kind = record.choice("kind", ("stock", "flow", "cumulative"), "a kind of count")
    place = "all" if record.text("place").casefold() == "all" else None
    if place is None:
        entry = draft.names.find(record, "place", ("place", "set"))
        place = entry.id if entry else None
    low, high, families = record.number("low", 0), record.number("high", 0), record.number("families", 0)
    known, scored = record.date("known_on"), record.yes("scored", False)
    if series is None or day is None or value is None or quantity is None or kind is None or place is None:
        draft.names.missing.add("observation")
        return
    observation = Observation(
        series, day, value, quantity, place, kind, record.text("group") or "all", record.text("scope"),
        record.text("method"), families, low, high, known, scored,
        record.text("source"), record.text("confidence"), record.text("note"),
    )  # fmt: skip
    draft.observations.append(Found(observation, record))


def _quantity(record: Record) -> str | None:
    if not record.needed("quantity", "present"):
        return None
    text = record.text("quantity")
    rule = refusals.forbids("quantity", text)
    if rule and text.casefold().replace(" ", "_") not in QUANTITIES:
        record.refuse("quantity", rule.reason, rule.remedy)
        return None
    return record.choice("quantity", tuple(QUANTITIES), "a quantity")
