"""How far places are from where people flee: along the routes of a scenario."""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from corridor.scenario.schema import PlaceKind, Scenario

__all__ = ["distances_km"]


def distances_km(scenario: Scenario) -> Mapping[str, float]:
    """Returns the kilometres by the shortest way from the nearest zone, by place; of places that no route leads to, nothing.

    Routes are taken as open, in the direction in which they are drawn.

    >>> from corridor import load
    >>> distances_km(load("tutorial"))["old-town"]
    0.0
    """
    ways: dict[str, list[tuple[str, float]]] = {}
    for route in scenario.routes:
        ways.setdefault(route.start, []).append((route.end, route.km))
    found: dict[str, float] = {}
    waiting = [(0.0, place.id) for place in scenario.places if place.kind is PlaceKind.ZONE]
    heapq.heapify(waiting)
    while waiting:
        km, place = heapq.heappop(waiting)
        if place in found:
            continue
        found[place] = km
        for end, more in ways.get(place, ()):
            heapq.heappush(waiting, (km + more, end))
    return found
