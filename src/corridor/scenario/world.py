"""Scenario → World: names become numbers here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.draws.keys import text_key
from corridor.model.world import (
    CAMP,
    CROSSING,
    DATED,
    HOST,
    MAX_TRAVEL_DAYS,
    REGION,
    SCREENED,
    SOUGHT,
    STATION,
    TOWN,
    UNSCREENED,
    ZONE,
    Arenas,
    Corridors,
    FollowOn,
    Groups,
    Places,
    Routes,
    World,
    Zones,
)
from corridor.scenario.calendar import Calendar
from corridor.scenario.delays import delay_shares
from corridor.scenario.index import FIGHTERS, Index, index
from corridor.scenario.options import options_of
from corridor.scenario.schema import Consent, Corridor, Place, PlaceKind, Route, Scenario, Zone

__all__ = ["compile_world"]

_KINDS = {
    PlaceKind.ZONE: ZONE,
    PlaceKind.TOWN: TOWN,
    PlaceKind.CAMP: CAMP,
    PlaceKind.STATION: STATION,
    PlaceKind.CROSSING: CROSSING,
    PlaceKind.HOST: HOST,
    PlaceKind.REGION: REGION,
}
_ROLES = {"men_boys": SCREENED, "fighters": SOUGHT}
_LONG_AGO = -100_000
_HOURS = 24.0


def compile_world(scenario: Scenario, as_of: date | None = None) -> World:
    """Returns the dense arrays of `scenario`; facts that became public after `as_of` are left out."""
    where = index(scenario)
    calendar = Calendar(scenario, as_of)
    routes, corridors = _routes(scenario, where, calendar), _corridors(scenario, where, calendar)
    return World(
        groups=_groups(scenario, where, _alike(routes, corridors)),
        origins=_words(where.origins),
        places=_places(scenario, where, calendar),
        zones=_zones(_plans(scenario, as_of), scenario, where, calendar),
        arenas=Arenas(place=np.array([where.places[arena] for arena in (*where.zones, *where.regions)], np.int64)),
        follow_on=_follow_on(scenario, where, calendar),
        routes=routes,
        corridors=corridors,
        options=options_of(scenario, where),
    )


def _words(ids: Iterable[str]) -> NDArray[np.uint64]:
    return np.array([text_key(identifier) for identifier in ids], np.uint64)


def _alike(routes: Routes, corridors: Corridors) -> NDArray[np.int64]:
    """Returns for every group the first one to which the same ways are open: those need be weighed only once."""
    groups = range(routes.admission.shape[2])
    ways = [(routes.admission[:, :, group].tobytes(), corridors.mask[:, group].tobytes()) for group in groups]
    return np.array([ways.index(way) for way in ways], np.int64)


def _groups(scenario: Scenario, where: Index, alike: NDArray[np.int64]) -> Groups:
    share = {group.id: group.share for group in scenario.groups}
    return Groups(
        key=_words(where.groups),
        share=np.array([share.get(group, 0.0) for group in where.groups], np.float64),
        role=np.array([_ROLES.get(group, UNSCREENED) for group in where.groups], np.int64),
        fighters=np.array([where.groups.get(FIGHTERS, -1)], np.int64),
        guise=np.array([_guise(where)], np.int64),
        alike=alike,
    )


def _guise(where: Index) -> int:
    """Returns the group as which fighters pass: men and boys, or the first of the civilians."""
    civilians = (position for group, position in where.groups.items() if group != FIGHTERS)
    return where.groups.get("men_boys", next(civilians, 0))


def _hide(by_group: NDArray[Any], where: Index) -> NDArray[Any]:
    """Fighters among civilians are let through as those among whom they hide (MODEL.md 2.8); groups are the last axis."""
    if FIGHTERS in where.groups:
        by_group[..., where.groups[FIGHTERS]] = by_group[..., _guise(where)]
    return by_group


def _places(scenario: Scenario, where: Index, calendar: Calendar) -> Places:
    places = sorted(scenario.places, key=lambda place: place.id)
    by_id = {place.id: place for place in places}
    camps = {place.id: where.places[place.id] for place in places if place.kind is PlaceKind.CAMP}
    informal = {route.end for route in scenario.routes if route.residual} - _chosen_ends(scenario)

    def built(camp: str) -> float:
        capacity = by_id[camp].capacity
        return np.inf if capacity is None or camp not in camps else float(capacity)

    factor = calendar.values("capacity_factor", where.places, lambda _: 1.0)
    capacity = calendar.values("capacity", where.places, built)
    shares = np.array([place.ramp_share for place in places])
    kind = np.array([_KINDS[place.kind] for place in places], np.int64)
    through = np.isin(kind, (STATION, CROSSING, TOWN)) & np.isin(list(where.places), [r.start for r in scenario.routes])
    into_first, into = _routes_by_end(scenario, where)
    return Places(
        key=_words(where.places),
        kind=kind,
        initial=np.array([place.initial for place in places], np.int64),
        capacity=capacity * np.where(np.isinf(capacity), 1.0, factor),
        ramp=np.arange(1, calendar.days + 1)[:, None] * shares * factor,
        screening=calendar.values("screening", where.places, lambda _: 1.0).astype(np.int8),
        throughput_factor=calendar.values("throughput_factor", where.places, lambda _: 1.0),
        informal=np.array([place.id in informal for place in places], np.int8),
        zone=np.array([where.zones.get(place.id, -1) for place in places], np.int64),
        arena=np.array([_arena(place, where) for place in places], np.int64),
        camps=np.flatnonzero(kind == CAMP),
        stations=np.flatnonzero(kind == STATION),
        through=np.flatnonzero(through),
        stays=np.flatnonzero(~through & (kind != ZONE)),
        into_first=into_first,
        into=into,
    )


def _arena(place: Place, where: Index) -> int:
    """Returns the position of a place's arena: a zone is its own, a region too, others name theirs."""
    if place.id in where.zones:
        return where.zones[place.id]
    region = place.id if place.kind is PlaceKind.REGION else place.region
    return len(where.zones) + where.regions[region] if region else -1


def _routes_by_end(scenario: Scenario, where: Index) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ends = {route.id: where.places[route.end] for route in scenario.routes}
    end = np.array([ends[route] for route in where.routes], np.int64)
    counts = np.bincount(end, minlength=len(where.places))
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64), np.argsort(end, kind="stable").astype(np.int64)


def _chosen_ends(scenario: Scenario) -> set[str]:
    """Returns the places that somebody may choose; others only take whom nobody else can."""
    return {route.end for route in scenario.routes if not route.residual}


def _plans(scenario: Scenario, as_of: date | None) -> dict[str, Zone]:
    return {zone.place: zone.as_known(as_of) for zone in scenario.operation.zones}


def _zones(plans: Mapping[str, Zone], scenario: Scenario, where: Index, calendar: Calendar) -> Zones:
    origin_of = {zone: where.origins[origin.id] for origin in scenario.origins for zone in origin.zones}
    ordered = [plans[zone] for zone in where.zones]
    never = calendar.days + 1

    def begins(plan_begins: date | None, after: str | None) -> int:
        day = calendar.day(plan_begins)
        return max(day, 0) if day is not None else (-1 if after else never)

    encircled = calendar.values("encircled", where.zones, lambda _: -1.0)
    for zone, position in where.zones.items():
        if calendar.mentions("encircled", zone):  # on record for some days: not encircled on the others
            encircled[encircled[:, position] < 0, position] = 0.0
    return Zones(
        place=np.array([where.places[plan.place] for plan in ordered], np.int64),
        origin=np.array([origin_of[plan.place] for plan in ordered], np.int64),
        blocks=np.array([plan.blocks for plan in ordered], np.int64),
        window=np.array([plan.window for plan in ordered], np.int64),
        begins=np.array([begins(plan.begins, plan.after) for plan in ordered], np.int64),
        after=np.array([where.zones[plan.after] if plan.after else -1 for plan in ordered], np.int64),
        villages=np.array([plan.villages for plan in ordered], np.int8),
        replayed=np.array([scenario.operation.mode == "replayed"], np.int8),
        advice=calendar.values("advice", where.zones, lambda _: 0.0),
        encircled=encircled.astype(np.int8),
        share_retaken=calendar.values("share_retaken", where.zones, lambda _: 0.0),
        pace=calendar.values("pace", where.zones, lambda _: 1.0),
        flank=calendar.values("flank", where.zones, lambda _: 0.0),
        retreat=np.array([_retreat(zone, plans, where) for zone in where.zones], np.int64),
    )


def _retreat(zone: str, plans: Mapping[str, Zone], where: Index) -> int:
    """Returns the zone that the operation takes after this one, where its fighters withdraw to."""
    return next((where.zones[plan.place] for plan in plans.values() if plan.after == zone), -1)


def _follow_on(scenario: Scenario, where: Index, calendar: Calendar) -> FollowOn:
    plan = scenario.follow_on
    zones = len(where.zones)
    if plan is None:
        return FollowOn(
            zone=np.array([-1]),
            arena=np.array([-1]),
            after=np.zeros(zones, np.int8),
            mode=np.zeros(calendar.days, np.int64),
            days=np.zeros(3, np.int64),
        )
    mode = calendar.values("follow_on", {plan.zone: 0}, lambda _: float(DATED))
    return FollowOn(
        zone=np.array([where.zones[plan.zone]]),
        arena=np.array([zones + where.regions[plan.region]]),
        after=np.array([zone in plan.after for zone in where.zones], np.int8),
        mode=mode[:, 0].astype(np.int64),
        days=np.array([(when - scenario.start).days for when in (plan.announced, plan.isolated, plan.assaulted)]),
    )


def _routes(scenario: Scenario, where: Index, calendar: Calendar) -> Routes:
    routes = sorted(scenario.routes, key=lambda route: route.id)
    by_id = {route.id: route for route in routes}
    delay = _delays(routes)
    return Routes(
        key=_words(where.routes),
        start=np.array([where.places[route.start] for route in routes], np.int64),
        end=np.array([where.places[route.end] for route in routes], np.int64),
        km=np.array([route.km for route in routes], np.float64),
        days=np.array([route.days if route.days_cv == 0.0 else -1 for route in routes], np.int64),
        delay=delay,
        longest=MAX_TRAVEL_DAYS - np.argmax(delay[:, ::-1] > 0.0, axis=1),
        open=calendar.values("open", where.routes, lambda route: float(by_id[route].open)).astype(np.int8),
        leaking=calendar.values("leaking", where.routes, lambda _: 0.0).astype(np.int8),
        capacity=calendar.values("capacity_per_day", where.routes, lambda _: np.inf),
        admission=_hide(calendar.values_by_group("admission", where.routes, where.groups, 1.0), where),
    )


def _delays(routes: list[Route]) -> NDArray[np.float64]:
    table = np.zeros((len(routes), MAX_TRAVEL_DAYS + 1))
    for position, route in enumerate(routes):
        table[position] = delay_shares(route.days, route.days_cv, MAX_TRAVEL_DAYS)
    return table


def _corridors(scenario: Scenario, where: Index, calendar: Calendar) -> Corridors:
    corridors = sorted(scenario.corridors, key=lambda corridor: corridor.id)
    by_id = {corridor.id: corridor for corridor in corridors}

    def announced(corridor: Corridor) -> int:
        day = calendar.day(corridor.announced)
        return _LONG_AGO if day is None else day

    mask = np.array([[group in corridor.groups for group in where.groups] for corridor in corridors], np.int8)
    return Corridors(
        key=_words(where.corridors),
        open=calendar.values("open", where.corridors, lambda _: 0.0).astype(np.int8),
        agreed=calendar.values(
            "agreed", where.corridors, lambda corridor: float(by_id[corridor].consent is Consent.AGREED)
        ).astype(np.int8),
        hours=calendar.values("hours", where.corridors, lambda corridor: by_id[corridor].hours) / _HOURS,
        capacity=calendar.values("capacity_per_day", where.corridors, lambda _: np.nan),
        mask=_hide(mask.reshape(len(corridors), len(where.groups)), where),
        announced=np.array([announced(corridor) for corridor in corridors], np.int64),
    )
