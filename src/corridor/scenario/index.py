"""Ids in the order in which arrays hold them: the only place where names become numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corridor.scenario.schema import PlaceKind, Scenario

__all__ = ["ELSEWHERE", "FIGHTERS", "Index", "group_ids", "index"]

#: The origin of people who come from outside the scenario, or were there before it.
ELSEWHERE = "elsewhere"
#: The group of fighters who hide among civilians.
FIGHTERS = "fighters"


@dataclass(frozen=True, slots=True)
class Index:
    """Positions by id, each in id order, so that the order of rows in a file changes nothing."""

    places: Mapping[str, int]
    zones: Mapping[str, int]
    routes: Mapping[str, int]
    corridors: Mapping[str, int]
    groups: Mapping[str, int]
    origins: Mapping[str, int]
    regions: Mapping[str, int]  # among arenas: after the zones


def group_ids(scenario: Scenario) -> list[str]:
    """Returns the ids of the groups that are simulated; fighters are not among a scenario's own groups."""
    return [group.id for group in scenario.groups] + ([FIGHTERS] if scenario.fighters else [])


def index(scenario: Scenario) -> Index:
    """Returns where each id of `scenario` stands in the arrays of its World."""
    origins = dict(_positions(origin.id for origin in scenario.origins))
    origins[ELSEWHERE] = len(origins)
    return Index(
        places=_positions(place.id for place in scenario.places),
        zones=_positions(place.id for place in scenario.places if place.kind is PlaceKind.ZONE),
        routes=_positions(route.id for route in scenario.routes),
        corridors=_positions(corridor.id for corridor in scenario.corridors),
        groups=_positions(group_ids(scenario)),
        origins=MappingProxyType(origins),
        regions=_positions(place.id for place in scenario.places if place.kind is PlaceKind.REGION),
    )


def _positions(ids: Iterable[str]) -> Mapping[str, int]:
    return MappingProxyType({identifier: position for position, identifier in enumerate(sorted(ids))})
