"""Checks across places, routes, corridors and sets: what leads where, and what each kind of place needs."""

from __future__ import annotations

from collections import defaultdict

from corridor.scenario import refusals
from corridor.scenario.draft import Draft, Found
from corridor.scenario.names import either
from corridor.scenario.schema import Place, PlaceKind, Route

__all__ = ["check_map"]

HOMES = ("camp", "host", "region", "town")
PASSAGES = ("station", "crossing")
#: Where a route may lead, by the kind of place that it starts from.
ENDS = {"zone": (*PASSAGES, *HOMES)} | dict.fromkeys((*PASSAGES, *HOMES), HOMES)
RESIDUAL_ENDS = ("host", "region")


def check_map(draft: Draft) -> None:
    """Note everything that is wrong between places, routes and corridors."""
    for found in draft.places.values():
        _check_place(found)
    _check_ramp(draft)
    for route in draft.routes.values():
        _check_route(route, draft)
    if "route" not in draft.names.missing:
        _check_ways_on(draft)
        _check_residuals(draft)
    for corridor in draft.corridors.values():
        for id_ in corridor.part.routes:
            leads_from = draft.routes[id_].part.start if id_ in draft.routes else ""
            if draft.kind_of(leads_from) not in ("zone", ""):
                what = f"is a route that starts at {leads_from!r}, a {draft.kind_of(leads_from)}"
                corridor.record.problem("routes", what, "A corridor opens routes that start in a zone.", id_)


def _check_place(found: Found[Place]) -> None:
    place, record = found.part, found.record
    if place.kind == PlaceKind.CAMP and place.capacity is None and not record.text("capacity"):
        record.problem("capacity", "is empty; a camp has a capacity", "Give people; 0 if it is not open yet.")
    if place.kind != PlaceKind.CAMP:
        for column in ("capacity", "ramp_share", "direction"):
            if record.text(column):
                record.problem(column, f"is given for a {place.kind}; only camps have one", "Empty the cell.")
    if place.initial and place.kind not in HOMES:
        remedy = f"Put them into a place of kind {either(HOMES)}; residents are the parameter population."
        record.problem("initial", f"is given for a {place.kind}, where nobody lives displaced", remedy)
    if (place.lat is None) != (place.lon is None) and bool(record.text("lat")) != bool(record.text("lon")):
        missing = "lat" if place.lat is None else "lon"
        record.problem(missing, "is empty, the other coordinate is not", "Give both, or neither.")
    if place.kind == PlaceKind.ZONE and not place.schematic:
        _check_zone_point(found)


def _check_zone_point(found: Found[Place]) -> None:
    rule = refusals.FINE_ZONE
    for column, value in (("lat", found.part.lat), ("lon", found.part.lon)):
        if value is not None and abs(round(value, 2) - value) > 1e-9:
            found.record.refuse(column, rule.reason, rule.remedy)


def _check_ramp(draft: Draft) -> None:
    shared = [found for found in draft.places.values() if found.part.ramp_share]
    total = sum(found.part.ramp_share for found in shared)
    if total > 1 + 1e-9:
        what = f"makes the shares of the ramp add up to {total:g}"
        shared[-1].record.problem("ramp_share", what, "Let them add up to 1 at most.")


def _check_route(found: Found[Route], draft: Draft) -> None:
    route, record = found.part, found.record
    if route.start == route.end:
        record.problem("to", "is the place where the route starts", "Name another place, or delete the row.")
        return
    start, end = draft.kind_of(route.start), draft.kind_of(route.end)
    if start and end and end not in ENDS[start]:
        what = f"is a {end}; from a {start} a route leads to a {either(ENDS[start])}"
        record.problem("to", what, "Lead the route elsewhere, or check the kind of either place.")
    if route.residual and end and end not in RESIDUAL_ENDS:
        what = f"is set on a route to a {end}; a residual route ends in a host or a region"
        record.problem("residual", what, "Set it on a route to a host or a region.")
    if route.days_cv and not route.days and record.text("days") == "0":
        record.problem("days_cv", "spreads a journey of 0 days", "Give days of 1 or more, or empty days_cv.")


def _check_ways_on(draft: Draft) -> None:
    starts = {found.part.start for found in draft.routes.values()}
    for id_, found in draft.places_of(PASSAGES).items():
        if id_ not in starts:
            what = f"is a {found.part.kind} without a way on: people who reach it could go nowhere"
            remedy = f"Add a route from {id_!r} to a camp, host, region or town in routes.csv."
            found.record.problem("id", what, remedy)


def _check_residuals(draft: Draft) -> None:
    by_start: dict[str, list[Found[Route]]] = defaultdict(list)
    for found in draft.routes.values():
        if found.part.residual and draft.kind_of(found.part.end) in RESIDUAL_ENDS:
            by_start[found.part.start].append(found)
    for start, several in by_start.items():
        for extra in several[1:]:
            what = f"is a second residual route out of {start!r}"
            extra.record.problem("residual", what, f"Keep one; the first is on line {several[0].record.row}.")
