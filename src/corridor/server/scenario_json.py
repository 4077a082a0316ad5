"""GET /api/scenario: everything about a scenario that does not change while the page is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from corridor.publish.facts import basemap, places
from corridor.published import PlaceFact
from corridor.scenario.policy import FACTUAL, combine, names
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.schema import Change, PlaceKind, Scenario
from corridor.whatif.offers import offers, refusals

__all__ = ["scenario_json"]

_KEPT_IN = frozenset({"fighters"})


def scenario_json(scenario: Scenario, savable: bool) -> dict[str, Any]:
    """Returns the scenario as the page reads it; `savable` says whether a policy can be saved into its folder."""
    facts = {fact.id: fact for fact in places(scenario)}
    return {
        "id": scenario.id,
        "title": scenario.title,
        "start": scenario.start.isoformat(),
        "end": scenario.end.isoformat(),
        "dates": [day.isoformat() for day in _days(scenario)],
        "map_dates": [day.isoformat() for day in scenario.map_dates],
        "folder": scenario.folder.name,
        "savable": savable,
        "places": [_place(scenario, index, facts) for index in range(len(scenario.places))],
        "routes": [
            {"id": route.id, "from": route.start, "to": route.end, "km": route.km, "mode": route.mode, "days": route.days}
            for route in scenario.routes
        ],
        "corridors": [
            {
                "id": corridor.id,
                "name": corridor.name,
                "routes": list(corridor.routes),
                "groups": [group for group in corridor.groups if group not in _KEPT_IN],
                "consent": corridor.consent.value,
                "announced": corridor.announced.isoformat() if corridor.announced else None,
                "hours": corridor.hours,
                "source": corridor.source,
                "note": corridor.note,
            }
            for corridor in scenario.corridors
        ],
        "groups": [{"id": group.id, "name": group.name, "share": group.share} for group in scenario.groups],
        "origins": [{"id": each.id, "name": each.name, "zones": list(each.zones)} for each in scenario.origins],
        "sets": [{"id": "camps", "name": "All camps", "places": _camps(scenario)}]
        + [{"id": each.id, "name": each.name, "places": list(each.places)} for each in scenario.sets],
        "zones": [
            {
                "place": zone.place,
                "begins": zone.begins.isoformat() if zone.begins else None,
                "after": zone.after,
                "villages": zone.villages,
            }
            for zone in scenario.operation.zones
        ],
        "policies": [_policy(scenario, id_) for id_ in names(scenario)],
        "quantities": [
            {"id": each.id, "unit": each.unit, "kind": each.kind, "sentence": each.sentence} for each in QUANTITIES.values()
        ],
        "levers": offers(scenario),
        "levers_missing": refusals(scenario),
        "events": list(_events(scenario)),
        "observations": list(_observations(scenario)),
        "sources": _sources(scenario),
        "basemap": basemap(scenario),
        "fighters": scenario.fighters,
        "claims": (scenario.folder / "claims.yaml").is_file(),
        "limits": list(scenario.limits),
    }


def _days(scenario: Scenario) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(scenario.start.toordinal(), scenario.end.toordinal() + 1))


def _camps(scenario: Scenario) -> list[str]:
    return [place.id for place in scenario.places if place.kind is PlaceKind.CAMP]


def _place(scenario: Scenario, index: int, facts: Mapping[str, PlaceFact]) -> dict[str, Any]:
    place = scenario.places[index]
    fact = facts[place.id]  # with the coordinates as they may be shown
    return {
        "id": place.id,
        "name": place.name,
        "aliases": list(place.aliases),
        "kind": fact.kind,
        "lat": fact.lat,
        "lon": fact.lon,
        "schematic": fact.schematic,
        "region": place.region or None,
        "capacity": place.capacity,
        "source": place.source,
        "confidence": place.confidence,
        "note": place.note,
    }


def _policy(scenario: Scenario, id_: str) -> dict[str, Any]:
    policy = combine(scenario, id_)
    first = min((change.date for change in policy.changes), default=None)
    return {
        "id": policy.id,
        "name": policy.name,
        "note": policy.note,
        "factual": policy.id == FACTUAL.id,
        "first_day": max(first, scenario.start).isoformat() if first else None,
        "changes": [_change(scenario, change) for change in policy.changes],
    }


def _events(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Yields the dated changes of the record, in their order."""
    for number, change in enumerate(scenario.schedule):
        yield (
            {"id": f"event-{number}"}
            | _change(scenario, change)
            | {
                "known_on": change.known_on.isoformat() if change.known_on else None,
                "source": change.source,
                "confidence": change.confidence,
                "note": change.note,
            }
        )


def _observations(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Yields the published counts that can stand on a course by day; none of fighters, and no sum over weeks."""
    for each in sorted(scenario.observations, key=lambda each: (each.series, each.date)):
        quantity = QUANTITIES[each.quantity]
        if not quantity.restricted and each.kind == quantity.kind != "flow":
            yield {
                "series": each.series,
                "date": each.date.isoformat(),
                "value": each.value,
                "low": each.low,
                "high": each.high,
                "quantity": each.quantity,
                "place": each.place,
                "group": each.group,
                "scored": each.scored,
                "source": each.source,
            }


def _change(scenario: Scenario, change: Change) -> dict[str, Any]:
    return {
        "date": change.date.isoformat(),
        "until": change.until.isoformat() if change.until else None,
        "target": change.target,
        "name": _name(scenario, change.target),
        "quantity": change.quantity,
        "group": change.group or None,
        "value": change.value,
        "text": _text(scenario, change),
    }


def _name(scenario: Scenario, target: str) -> str:
    named = {part.id: part.name for part in scenario.places}
    named |= {part.id: part.name for part in scenario.corridors} | {part.id: part.name for part in scenario.sets}
    if target in named:
        return named[target]
    route = next((route for route in scenario.routes if route.id == target), None)
    return f"{_name(scenario, route.start)} to {_name(scenario, route.end)}" if route else target


#: What a change says, by quantity: of 0, of 1, of any other value.
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "open": ("closed", "open", ""),
    "leaking": ("closed for all", "closed in principle, some still pass", ""),
    "admission": ("nobody is let through", "everybody is let through", "{:.0%} are let through"),
    "screening": ("no screening", "screening", ""),
    "advice": ("people are asked to stay", "people are asked to leave", ""),
    "encircled": ("not encircled", "encircled", ""),
    "agreed": ("one side only", "agreed by both sides", ""),
    "capacity": ("no places", "1 place", "{:,.0f} places"),
    "capacity_per_day": ("nobody a day", "1 person a day", "{:,.0f} people a day"),
    "hours": ("never open", "open 1 hour a day", "open {:g} hours a day"),
    "share_retaken": ("not retaken", "retaken", "{:.0%} retaken"),
    "flank": ("flank closed to fighters", "flank open to fighters", "flank partly open to fighters ({:g})"),
    "capacity_factor": ("no places", "places as planned", "{:g} times the places"),
    "throughput_factor": ("", "serves as many as ever", "serves {:g} times as many"),
    "pace": ("", "the operation at its own pace", "the operation at {:g} of its pace"),
    "follow_on": ("no next operation", "the next operation on its dates", ""),
}


def _text(scenario: Scenario, change: Change) -> str:
    zero, one, other = _WORDS.get(change.quantity, ("", "", ""))
    said = {0.0: zero, 1.0: one}.get(change.value, other.format(change.value)) or f"{change.quantity} {change.value:g}"
    whom = f" ({_group(scenario, change.group)})" if change.group else ""
    return f"{_name(scenario, change.target)}: {said}{whom}"


def _group(scenario: Scenario, group: str) -> str:
    return next((each.name for each in scenario.groups if each.id == group), group)


def _sources(scenario: Scenario) -> list[dict[str, Any]]:
    """Returns every source once, with how many rows of which table rest on it."""
    tables: Mapping[str, Any] = {
        "schedule": scenario.schedule,
        "places": scenario.places,
        "routes": scenario.routes,
        "corridors": scenario.corridors,
        "parameters": scenario.parameters,
        "observations": scenario.observations,
    }
    rows: dict[str, dict[str, int]] = {}
    for table, parts in tables.items():
        for part in parts:
            if part.source:
                used = rows.setdefault(part.source, {})
                used[table] = used.get(table, 0) + 1
    return [{"source": source, "rows": used} for source, used in sorted(rows.items())]
