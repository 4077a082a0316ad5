"""What a scenario says: dated settings, parameter values, the ways on out of every place. The same for every run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import cache

from tests.oracle.choice import Option

from corridor.scenario.schema import Change, Consent, Corridor, Group, Place, PlaceKind, Scenario

__all__ = ["Facts"]

_PASSED_THROUGH = (PlaceKind.STATION, PlaceKind.CROSSING, PlaceKind.TOWN)


class Facts:
    """A scenario under one policy, with the values of its parameters (`name`, or `name.place` for one place's own)."""

    def __init__(self, scenario: Scenario, values: Mapping[str, float]) -> None:
        self.scenario = scenario
        self.values = values
        self.days = (scenario.end - scenario.start).days + 1
        self.groups: list[Group] = sorted(scenario.groups, key=lambda one: one.id)
        self.places: dict[str, Place] = {one.id: one for one in sorted(scenario.places, key=lambda one: one.id)}
        self.zones = {zone.place: zone for zone in sorted(scenario.operation.zones, key=lambda one: one.place)}
        self.origin_of = {zone: origin.id for origin in scenario.origins for zone in origin.zones}
        self.zones_of = {origin.id: sorted(origin.zones) for origin in scenario.origins}
        self.camps = [one.id for one in self.places.values() if one.kind is PlaceKind.CAMP]
        self.stations = [one.id for one in self.places.values() if one.kind is PlaceKind.STATION]
        self.options = {place: self._options_from(place) for place in self.places}
        self.passed_through = {
            one.id for one in self.places.values() if one.kind in _PASSED_THROUGH and self.options[one.id]
        }
        self.regions = [one.id for one in self.places.values() if one.kind is PlaceKind.REGION]
        self.arenas = [*self.zones, *self.regions]
        self.arena_of = {one.id: self._arena(one) for one in self.places.values()}
        self.next_zone = {zone.after: zone.place for zone in scenario.operation.zones if zone.after is not None}
        self.alike = {one.id: self._first_alike(one.id) for one in self.groups}
        self.on = cache(self._on)
        self.value = cache(self._value)

    def _value(self, name: str, target: str = "", default: float | None = None) -> float:
        """Returns a parameter: a target's own row wins over the plain one."""
        found = self.values.get(f"{name}.{target}", self.values.get(name, default))
        assert found is not None, f"no value for {name} of {target}"
        return found

    def day_of(self, when: date | None) -> float:
        """Returns the number of a day; what has no date was always so."""
        return -math.inf if when is None else (when - self.scenario.start).days

    def _on(self, day: int, quantity: str, target: str, default: float, group: str = "") -> float:
        """Returns what a quantity of a target is on a day: the last setting in force, else `default`."""
        setting = default
        for change in self.scenario.schedule:
            if change.quantity != quantity or change.group not in ("", group):
                continue
            until = math.inf if change.until is None else self.day_of(change.until)
            if self.day_of(change.date) <= day < until and self._concerns(change.target, target):
                setting = change.value
        return setting

    def mentioned(self, quantity: str, target: str) -> bool:
        """Returns whether a quantity of a target is on record at all."""
        return any(one.quantity == quantity and self._concerns(one.target, target) for one in self.scenario.schedule)

    def _concerns(self, named: str, target: str) -> bool:
        if named in (target, "all"):
            return True
        return any(target in one.places for one in self.scenario.sets if one.id == named)

    def capacity(self, camp: str, day: int) -> float:
        """Returns the people a camp is built for: dated places, and so many more every day."""
        place = self.places[camp]
        built = self.on(day, "capacity", camp, math.inf if place.capacity is None else float(place.capacity))
        factor = self.on(day, "capacity_factor", camp, 1.0)
        ramp = (day + 1) * place.ramp_share * factor * self.value("ramp_per_day")
        return (built if built == math.inf else built * factor) + ramp

    def room(self, camp: str, day: int) -> float:
        """Returns how many people a camp takes at most, overload included."""
        most = self.capacity(camp, day) * self.value("overload")
        return most if most == math.inf else math.floor(most)

    def corridor_is_open(self, corridor: Corridor, day: int) -> bool:
        """Returns whether a corridor is open; closed unless a dated change opens it."""
        return self.on(day, "open", corridor.id, 0.0) == 1.0

    def is_agreed(self, corridor: Corridor, day: int) -> bool:
        """Returns whether those who hold the city agree to a corridor on a day."""
        return self.on(day, "agreed", corridor.id, float(corridor.consent is Consent.AGREED)) == 1.0

    def is_screening(self, station: str, day: int) -> bool:
        """Returns whether a station screens on a day."""
        return self.on(day, "screening", station, 1.0) == 1.0

    def is_informal(self, place: str) -> bool:
        """Returns whether nobody chooses a place: it only takes whom nobody else takes."""
        ending = [one for one in self.scenario.routes if one.end == place]
        return bool(ending) and all(one.residual for one in ending)

    def _first_alike(self, group: str) -> str:
        """Returns the first group to which the same ways are open: what lies before the one lies before the other."""
        return next(one.id for one in self.groups if self._ways_of(one.id) == self._ways_of(group))

    def _ways_of(self, group: str) -> tuple[set[str], list[Change]]:
        corridors = {one.id for one in self.scenario.corridors if group in one.groups}
        return corridors, [one for one in self.scenario.schedule if one.group == group]

    def _arena(self, place: Place) -> str | None:
        """Returns the zone or region whose violence people at a place live with."""
        return place.id if place.kind in (PlaceKind.ZONE, PlaceKind.REGION) else place.region or None

    def _options_from(self, place: str) -> list[Option]:
        routes = {one.id: one for one in self.scenario.routes}
        own = [Option(one, None, self._nest(one.end, one.id)) for one in routes.values() if one.start == place]
        over = [
            Option(routes[route], corridor, self._nest(routes[route].end, f"{corridor.id}/{route}"))
            for corridor in self.scenario.corridors
            for route in corridor.routes
            if routes[route].start == place
        ]
        return own + over

    def _nest(self, end: str, option: str) -> str:
        """Camps of one direction share what nobody observed; everything else is a nest of its own."""
        direction = self.places[end].direction if self.places[end].kind is PlaceKind.CAMP else ""
        return f"direction {direction}" if direction else f"option {option}"
