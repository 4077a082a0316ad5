"""Which numbers of a scenario are kept day by day, and which cells of the record each one adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor.engine.member import Plan
from corridor.errors import RefusedOutput
from corridor.model.record import ARENA_QUANTITIES, PLACE_QUANTITIES, TOTAL_QUANTITIES, ZONE_QUANTITIES
from corridor.scenario.index import FIGHTERS, Index, index
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.schema import PlaceKind, Route, Scenario

__all__ = [
    "ALL",
    "ALL_CAMPS",
    "FlowKey",
    "Series",
    "flow_days",
    "flow_keys_of",
    "plan_for",
    "refuse_fighters",
    "series_of",
]

ALL = "all"
#: Every camp of the scenario, counted together.
ALL_CAMPS = "camps"

_WEEK = 7
_ZONE_TOTALS = tuple(quantity for quantity in ZONE_QUANTITIES if quantity not in ("present", "retaken_share"))
_PLACE_TOTALS = ("held", "innocent_held", "waiting", "held_person_days", "queue_person_days", "redirected")
_UNGROUPED = frozenset(
    {"capacity", "unsheltered_nights", "retaken_share", "fighters_held", "follow_on_stage", *ARENA_QUANTITIES}
)
#: The group whom the stations check, beside fighters.
_SCREENED = "men_boys"
_BY_KIND: Mapping[PlaceKind, tuple[str, ...]] = {
    PlaceKind.ZONE: ZONE_QUANTITIES,
    PlaceKind.CAMP: ("present", "arrivals", "capacity"),
    PlaceKind.HOST: ("present", "arrivals"),
    PlaceKind.REGION: ("present", "arrivals"),
    PlaceKind.STATION: ("waiting", "held", "arrivals"),
    PlaceKind.CROSSING: ("waiting", "arrivals"),
    PlaceKind.TOWN: ("waiting", "arrivals"),
}


#: Where a quantity can be anything but 0, for those that are summed over all places.
_FILLED: Mapping[str, tuple[PlaceKind, ...]] = {
    "held": (PlaceKind.STATION,),
    "innocent_held": (PlaceKind.STATION,),
    "held_person_days": (PlaceKind.STATION,),
    "waiting": (PlaceKind.STATION, PlaceKind.CROSSING, PlaceKind.TOWN),
    "queue_person_days": (PlaceKind.STATION, PlaceKind.CROSSING, PlaceKind.TOWN),
    "redirected": (PlaceKind.CAMP,),
}


@dataclass(frozen=True, slots=True, order=True)
class Series:
    """What is recorded day by day: a quantity of a place (or set, or "all") and a group (or "all")."""

    quantity: str
    place: str
    group: str


@dataclass(frozen=True, slots=True, order=True)
class FlowKey:
    """Who left by which exit to where."""

    origin: str
    exit: str
    destination: str
    group: str


def refuse_fighters(series: Series) -> None:
    """Raises RefusedOutput where a series is about fighters: what a user asks by name is answered with ranges only."""
    known = QUANTITIES.get(series.quantity)
    if series.group == FIGHTERS or (known is not None and known.restricted):
        raise RefusedOutput(
            f"{series.quantity} of {series.place} is refused: numbers of fighters leave the program by region and week "
            "only, as ranges. Ask for corridor.summarise(...).fighters, or read fighters_weekly.csv."
        )


def series_of(scenario: Scenario) -> tuple[Series, ...]:
    """Returns what is kept day by day: places and sets for all together, totals also by group, and what was counted."""
    groups = [ALL, *sorted(group.id for group in scenario.groups)]
    wanted: set[Series] = set()
    for place in scenario.places:
        wanted.update(Series(quantity, place.id, ALL) for quantity in _BY_KIND[place.kind])
    for exit_ in _exits(scenario):
        wanted.add(Series("passages", exit_, ALL))
    for set_id in (ALL_CAMPS, *(places.id for places in scenario.sets)):
        wanted.update(Series(quantity, set_id, ALL) for quantity in ("present", "arrivals", "capacity"))
    for quantity in (*_ZONE_TOTALS, *_PLACE_TOTALS, "in_transit"):
        wanted.update(Series(quantity, ALL, group) for group in groups)
    wanted.update(_arena_series(scenario))
    wanted.update(_screened_series(scenario))
    wanted.add(Series("unsheltered_nights", ALL, ALL))
    wanted.update(Series(seen.quantity, seen.place, seen.group) for seen in scenario.observations)
    where = index(scenario)
    return tuple(sorted(series for series in wanted if _cells_of(series, scenario, where)))


def _arena_series(scenario: Scenario) -> set[Series]:
    """Returns what is kept of violence, of fighters and of the next city, where a scenario has them."""
    arenas = [place.id for place in scenario.places if place.kind in (PlaceKind.ZONE, PlaceKind.REGION)]
    kept = {"follow_on_stage"} if scenario.follow_on else set()
    kinds = [quantity for quantity in ARENA_QUANTITIES if scenario.fighters or not quantity.startswith(FIGHTERS)]
    if scenario.fighters:
        kept.add("fighters_held")
    if not scenario.fighters and not any(one.id.startswith("base_events") for one in scenario.parameters):
        return {Series(quantity, ALL, ALL) for quantity in kept}
    return {Series(quantity, ALL, ALL) for quantity in (*kept, *kinds)} | {
        Series(quantity, arena, ALL) for quantity in kinds for arena in arenas
    }


def _screened_series(scenario: Scenario) -> set[Series]:
    """Returns who comes to a station to be picked out, rightly or wrongly; what is said of fighters is never shown."""
    kept = [group.id for group in scenario.groups if group.id == _SCREENED] + [FIGHTERS] * scenario.fighters
    stations = [place.id for place in scenario.places if place.kind is PlaceKind.STATION]
    return {Series("arrivals", station, group) for station in stations for group in kept}


def flow_keys_of(scenario: Scenario) -> tuple[FlowKey, ...]:
    """Returns the flows that are kept: every origin by every exit to every destination that a route leads to."""
    origins = [origin.id for origin in scenario.origins]
    return tuple(
        sorted(
            {
                FlowKey(origin, *ends, ALL)
                for route in scenario.routes
                for origin in origins
                if (ends := _exit_and_destination(scenario, route)) is not None
            }
        )
    )


def flow_days(days: int) -> tuple[int, ...]:
    """Returns the days on which flows are kept: the last of every week, and the last of all."""
    return tuple(sorted({*range(_WEEK - 1, days, _WEEK), days - 1}))


def plan_for(scenario: Scenario, series: Sequence[Series], flows: Sequence[FlowKey], days: int) -> Plan:
    """Returns which cells of the flat record every series adds up, and which of `state.arrived` every flow."""
    where = index(scenario)
    first, cells = _ragged(_cells_of(one, scenario, where) for one in series)
    ends = {route.id: _exit_and_destination(scenario, route) for route in scenario.routes}
    flow_first, flow_cells = _ragged(_flow_cells(key, ends, where) for key in flows)
    rows = np.full(days, -1, np.int64)
    kept = flow_days(days)
    rows[list(kept)] = np.arange(len(kept))
    return Plan(first, cells, rows, flow_first, flow_cells)


def flow_dates(dates: Sequence[date]) -> tuple[date, ...]:
    """Returns the dates of the flow table's rows."""
    return tuple(dates[day] for day in flow_days(len(dates)))


def _ragged(rows: Iterable[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    lists = [list(row) for row in rows]
    first = np.concatenate(([0], np.cumsum([len(row) for row in lists]))).astype(np.int64)
    return first, np.array([cell for row in lists for cell in row], np.int64)


def _exits(scenario: Scenario) -> set[str]:
    zones = {place.id for place in scenario.places if place.kind is PlaceKind.ZONE}
    return {route.end for route in scenario.routes if route.start in zones}


def _passing(scenario: Scenario) -> set[str]:
    """Returns the places through which people only pass."""
    kinds = {PlaceKind.STATION, PlaceKind.CROSSING, PlaceKind.TOWN}
    starts = {route.start for route in scenario.routes}
    return {place.id for place in scenario.places if place.kind in kinds and place.id in starts}


def _exit_and_destination(scenario: Scenario, route: Route) -> tuple[str, str] | None:
    if route.end in _passing(scenario):
        return None
    zones = {place.id for place in scenario.places if place.kind is PlaceKind.ZONE}
    return (route.end if route.start in zones else route.start), route.end


def _flow_cells(key: FlowKey, ends: Mapping[str, tuple[str, str] | None], where: Index) -> list[int]:
    groups, origins = len(where.groups), len(where.origins)
    return [
        (where.routes[route] * origins + where.origins[key.origin]) * groups + group
        for route, exit_and_destination in ends.items()
        if exit_and_destination == (key.exit, key.destination)
        for name, group in where.groups.items()
        if name != FIGHTERS
    ]


def _cells_of(series: Series, scenario: Scenario, where: Index) -> list[int]:
    """Returns the record cells that a series adds up; none if the scenario has no such number."""
    groups = _group_positions(series, where)
    if groups is None:
        return []
    if series.quantity in TOTAL_QUANTITIES:
        return _total_cells(series, where, groups)
    places = _members(series.place, scenario)
    if series.quantity in ARENA_QUANTITIES:
        return _arena_cells(series.quantity, places, where)
    zone_ids = [place for place in places if place in where.zones]
    if series.quantity in ZONE_QUANTITIES and zone_ids and (len(zone_ids) == len(places) or series.place == ALL):
        return _zone_cells(series.quantity, zone_ids, where, groups)
    if series.quantity in PLACE_QUANTITIES:
        return _place_cells(series.quantity, places, scenario, where, groups)
    return []


def _group_positions(series: Series, where: Index) -> list[int] | None:
    if series.quantity in _UNGROUPED:
        return [0] if series.group == ALL else None
    civilians = {group: position for group, position in where.groups.items() if group != FIGHTERS}
    if series.group == ALL:
        return list(civilians.values())
    if series.group == FIGHTERS and series.quantity == "arrivals" and FIGHTERS in where.groups:
        return [where.groups[FIGHTERS]]
    return [civilians[series.group]] if series.group in civilians else None


def _members(place: str, scenario: Scenario) -> list[str]:
    if place == ALL:
        return [one.id for one in scenario.places]
    if place == ALL_CAMPS:
        return [one.id for one in scenario.places if one.kind is PlaceKind.CAMP]
    for places in scenario.sets:
        if places.id == place:
            return list(places.places)
    return [place] if any(one.id == place for one in scenario.places) else []


def _sizes(where: Index) -> tuple[int, int, int]:
    return len(where.places), len(where.zones), len(where.groups)


def _arena_cells(quantity: str, places: Sequence[str], where: Index) -> list[int]:
    all_places, all_zones, width = _sizes(where)
    arenas = {**where.zones, **{region: all_zones + position for region, position in where.regions.items()}}
    offset = (len(PLACE_QUANTITIES) * all_places + len(ZONE_QUANTITIES) * all_zones) * width
    base = offset + ARENA_QUANTITIES.index(quantity) * len(arenas)
    return [base + arenas[place] for place in places if place in arenas]


def _place_cells(quantity: str, places: Sequence[str], scenario: Scenario, where: Index, groups: Sequence[int]) -> list[int]:
    all_places, _, width = _sizes(where)
    base = PLACE_QUANTITIES.index(quantity) * all_places
    kinds = _FILLED.get(quantity, tuple(PlaceKind))
    filled = {place.id for place in scenario.places if place.kind in kinds}
    return [(base + where.places[place]) * width + group for place in places if place in filled for group in groups]


def _zone_cells(quantity: str, zones: Sequence[str], where: Index, groups: Sequence[int]) -> list[int]:
    all_places, all_zones, width = _sizes(where)
    offset = len(PLACE_QUANTITIES) * all_places * width
    base = ZONE_QUANTITIES.index(quantity) * all_zones
    return [offset + (base + where.zones[zone]) * width + group for zone in zones for group in groups]


def _total_cells(series: Series, where: Index, groups: Sequence[int]) -> list[int]:
    if series.place != ALL:
        return []
    all_places, all_zones, width = _sizes(where)
    offset = (len(PLACE_QUANTITIES) * all_places + len(ZONE_QUANTITIES) * all_zones) * width
    offset += len(ARENA_QUANTITIES) * (all_zones + len(where.regions))
    return [offset + TOTAL_QUANTITIES.index(series.quantity) * width + group for group in groups]
