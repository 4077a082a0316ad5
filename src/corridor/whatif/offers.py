"""Which levers a scenario has, with the values they have on record, and why some are missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from corridor.scenario.schema import Change, Corridor, PlaceKind, Scenario
from corridor.whatif.changes import advised, borders, stations

__all__ = ["offers", "refusals"]

_MISSING = {
    "corridor": "scenario.yaml describes no corridor",
    "screening": "places.csv has no screening station",
    "camp": "places.csv has no camp",
    "border": "routes.csv leads to no crossing",
    "advice": "scenario.yaml has no zone that is fought over",
}
_NAMED = "changes only by one of the scenario's named policies (responsible use)"


def offers(scenario: Scenario) -> list[dict[str, Any]]:
    """Returns the kinds of lever that the scenario has, each with its targets."""
    kinds = {
        "corridor": [_corridor(scenario, each) for each in scenario.corridors],
        "screening": list(_screening(scenario)),
        "camp": list(_camps(scenario)),
        "border": [{"id": id_, "routes": list(routes)} for id_, routes in borders(scenario).items()],
        "advice": [{"id": zone} for zone in advised(scenario)],
    }
    return [{"kind": kind, "targets": targets} for kind, targets in kinds.items() if targets]


def refusals(scenario: Scenario) -> list[dict[str, str]]:
    """Returns what is no lever here, and why."""
    there = {each["kind"] for each in offers(scenario)}
    missing = [{"kind": kind, "reason": reason} for kind, reason in _MISSING.items() if kind not in there]
    named = [{"kind": kind, "reason": _NAMED} for kind in ("flank", "pace", "follow_on")]
    return missing + named


def _corridor(scenario: Scenario, corridor: Corridor) -> dict[str, Any]:
    """A corridor with the windows in which the record has it open."""
    return {"id": corridor.id, "consent": corridor.consent.value, "windows": _windows(scenario, corridor.id)}


def _windows(scenario: Scenario, corridor: str) -> list[dict[str, str | None]]:
    days = (scenario.end - scenario.start).days + 1
    is_open = [False] * days
    for change in scenario.schedule:
        if (change.target, change.quantity) == (corridor, "open"):
            first = max(0, (change.date - scenario.start).days)
            last = days if change.until is None else max(0, min(days, (change.until - scenario.start).days))
            is_open[first:last] = [change.value > 0] * (max(first, last) - first)
    return list(_spells(scenario.start, is_open))


def _spells(start: date, is_open: list[bool]) -> Iterator[dict[str, str | None]]:
    edges = [day for day in range(len(is_open) + 1) if _at(is_open, day) != _at(is_open, day - 1)]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        until = (start + timedelta(days=last)).isoformat() if last < len(is_open) else None
        yield {"from": (start + timedelta(days=first)).isoformat(), "until": until}


def _at(is_open: list[bool], day: int) -> bool:
    return 0 <= day < len(is_open) and is_open[day]


def _screening(scenario: Scenario) -> Iterator[dict[str, Any]]:
    for id_, places in stations(scenario).items():
        used = [change for change in _of(scenario, "screening") if change.target == id_]
        yield {"id": id_, "stations": list(places), "since": used[0].date.isoformat() if used else None}


def _camps(scenario: Scenario) -> Iterator[dict[str, Any]]:
    for place in scenario.places:
        if place.kind is PlaceKind.CAMP:
            steps = [
                {"from": max(change.date, scenario.start).isoformat(), "capacity": change.value}
                for change in _of(scenario, "capacity")
                if change.target == place.id
            ]
            yield {"id": place.id, "capacity": place.capacity, "steps": steps}


def _of(scenario: Scenario, quantity: str) -> list[Change]:
    return [change for change in scenario.schedule if change.quantity == quantity]
