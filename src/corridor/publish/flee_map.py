"""What the map of a Flee scenario shows: its locations, its roads, and which of them were open when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from corridor.flee.opened import open_roads
from corridor.formats.flee.schema import CAMPS
from corridor.published import PlaceFact, RouteFact

if TYPE_CHECKING:
    from corridor.flee.run import FleeEnsemble
    from corridor.formats.flee.schema import FleeScenario, Location

__all__ = ["map_days", "places_of", "roads_of"]

_KINDS = {**dict.fromkeys(CAMPS, "camp"), "conflict": "zone", "forward": "crossing", "marker": "crossing"}
_SHARES = (0.25, 0.5, 0.75)


def map_days(ensemble: FleeEnsemble) -> tuple[date, ...]:
    """Returns the days that are drawn: after each quarter of the run, and the last."""
    dates = ensemble.dates
    return tuple(sorted({*(dates[int(share * (len(dates) - 1))] for share in _SHARES), dates[-1]}))


def places_of(scenario: FleeScenario) -> tuple[PlaceFact, ...]:
    """Returns the locations; a zone is what is in conflict on some day.

    Flee's x is the latitude in nearly all folders, and where it cannot be, the longitude.
    """
    swapped = any(abs(place.x) > 90.0 for place in scenario.locations)
    known = any(place.x or place.y for place in scenario.locations)
    fought = {name for name, days in scenario.conflicts.items() if any(days[: scenario.length])}
    return tuple(_place(place, swapped, known, place.name in fought) for place in scenario.locations)


def _place(place: Location, swapped: bool, known: bool, fought: bool) -> PlaceFact:
    lat, lon = (place.y, place.x) if swapped else (place.x, place.y)
    kind = _KINDS.get(place.kind, "zone" if fought else "town")
    fine = known and abs(lat) <= 90.0 and abs(lon) <= 180.0
    return PlaceFact(place.name, place.name, kind, _degrees(lat, kind) if fine else None,
                     _degrees(lon, kind) if fine else None, False)  # fmt: skip


def _degrees(value: float, kind: str) -> float:
    """Only camps are placed finer than about a kilometre, as on every map."""
    return value if kind == "camp" else round(value, 2)


def roads_of(ensemble: FleeEnsemble, days: tuple[date, ...]) -> tuple[RouteFact, ...]:
    """Returns the roads, and on which of the map's days each could be taken in either direction."""
    scenario = ensemble.scenario
    start = ensemble.dates[0]
    open_on = open_roads(scenario, [(day - start).days for day in days], ensemble.repaired)
    return tuple(
        RouteFact(f"{road.start}>{road.end}", road.start, road.end, road.km, tuple(pair in each for each in open_on))
        for road in scenario.roads
        for pair in [frozenset((road.start, road.end))]
    )
