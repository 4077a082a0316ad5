"""Zones pooled to whole cities, so that no number of fighters stands for a part of one (MODEL.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corridor.publish.rules import FIGHTER_RULE
from corridor.scenario.schema import PlaceKind

if TYPE_CHECKING:
    from corridor.publish.rules import Disclosure
    from corridor.scenario.schema import Scenario

__all__ = ["OTHER_ZONES", "names_of", "pools_of"]

#: Zones that are no city of their own, counted together.
OTHER_ZONES = "other-zones"


def pools_of(scenario: Scenario, rules: Disclosure) -> Mapping[str, tuple[str, ...]]:
    """Returns, by the name under which its fighters are counted, the zones of each city.

    Zones that an operation takes one after another are one city. The next city is counted under its governorate. What
    is left, or has too few people, is counted together; where that would be one zone alone it joins the first city.
    Too few people in all: no pool.
    """
    cities = [zones for zones in _chains(scenario) if _people(zones, rules) >= FIGHTER_RULE.city_people]
    whole = [zones for zones in cities if len(zones) > 1 or _is_next(zones, scenario) or _alone(scenario)]
    taken = {zone for zones in whole for zone in zones}
    rest = tuple(sorted({zone.place for zone in scenario.operation.zones} - taken))
    pools = {_name(zones, scenario): zones for zones in whole}
    if len(rest) == 1 and whole and not _is_next(whole[0], scenario):
        pools[_name(whole[0], scenario)] = tuple(sorted((*whole[0], *rest)))
    elif len(rest) > 1 and _people(rest, rules) >= FIGHTER_RULE.city_people:
        pools[OTHER_ZONES] = rest
    return pools


def names_of(scenario: Scenario, pools: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Returns the names of pools and regions, for people."""
    places = {place.id: place.name for place in scenario.places}
    sets = {each.id: each.name for each in scenario.sets}
    regions = {place.id: place.name for place in scenario.places if place.kind is PlaceKind.REGION}
    named = {pool: sets.get(pool) or " and ".join(places[zone] for zone in zones) for pool, zones in pools.items()}
    other = {OTHER_ZONES: "Other zones together"} if OTHER_ZONES in pools else {}
    return named | other | regions


def _chains(scenario: Scenario) -> list[tuple[str, ...]]:
    """Zones linked by `after`, in the order of their first zone."""
    zones = scenario.operation.zones
    head = {zone.place: zone.after for zone in zones}

    def first(zone: str) -> str:
        before = head[zone]
        return zone if before is None or before not in head else first(before)

    chains: dict[str, list[str]] = {}
    for zone in zones:
        chains.setdefault(first(zone.place), []).append(zone.place)
    return sorted((tuple(sorted(chain)) for chain in chains.values()), key=lambda chain: (-len(chain), chain))


def _people(zones: tuple[str, ...], rules: Disclosure) -> float:
    return sum(rules.people(zone) for zone in zones)


def _is_next(zones: tuple[str, ...], scenario: Scenario) -> bool:
    return scenario.follow_on is not None and zones == (scenario.follow_on.zone,)


def _alone(scenario: Scenario) -> bool:
    """Whether the scenario has one zone beside the next city: then that zone is a city as a whole."""
    following = {scenario.follow_on.zone} if scenario.follow_on else set()
    return len({zone.place for zone in scenario.operation.zones} - following) == 1


def _name(zones: tuple[str, ...], scenario: Scenario) -> str:
    if scenario.follow_on is not None and _is_next(zones, scenario):
        return scenario.follow_on.region
    for each in scenario.sets:
        if set(each.places) == set(zones):
            return each.id
    return "+".join(zones)
