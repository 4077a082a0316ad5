"""Where a scenario counts what: the series that a run will have, looked up by place, set or name."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.scenario.names import fold
from corridor.scenario.schema import Scenario
from corridor.series import ALL, ALL_CAMPS, Series, series_of

__all__ = ["Counted"]

FIGHTERS_INITIAL = "fighters_initial"


class Counted:
    """What the runs of one scenario count."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._series = frozenset(series_of(scenario))
        self._sets = {each.id: each.places for each in scenario.sets}
        self._names = {each.id: (each.name, *each.aliases) for each in scenario.places}
        self._names |= {each.id: (each.name,) for each in scenario.sets}
        self._names |= {ALL: (), ALL_CAMPS: ()}

    @property
    def ids(self) -> list[str]:
        """Return the ids of places and sets."""
        return list(self._names)

    @property
    def labels(self) -> dict[str, str]:
        """Return every id and name → id."""
        return {label: id_ for id_, others in self._names.items() for label in (id_, *others)}

    def find(self, text: str) -> str | None:
        """Return the place or set that a text names; None where none, or more than one, does."""
        if text in self._names:
            return text
        fits = {id_ for label, id_ in self.labels.items() if fold(label) == fold(text)}
        return fits.pop() if len(fits) == 1 else None

    def members(self, place: str) -> tuple[str, ...]:
        """Return the places of a set, or the place itself."""
        return self._sets.get(place, (place,))

    def series(self, quantity: str, place: str, group: str = ALL) -> tuple[Series, ...]:
        """Return the series that add up to a quantity of a place: its own, or those of a set's places that have one."""
        own = Series(quantity, place, group)
        if own in self._series:
            return (own,)
        parts = (Series(quantity, each, group) for each in self._sets.get(place, ()))
        return tuple(part for part in parts if part in self._series)

    def places_of(self, quantity: str, group: str = ALL) -> list[str]:
        """Return where a quantity is counted."""
        return sorted(each.place for each in self._series if (each.quantity, each.group) == (quantity, group))

    def fighter_zones(self) -> tuple[str, ...]:
        """Return the zones that have fighters at first: those with a parameter of their own, else all of them."""
        ids = [parameter.id for parameter in self.scenario.parameters]
        zones: Sequence[str] = [zone.place for zone in self.scenario.operation.zones]
        own = tuple(zone for zone in zones if f"{FIGHTERS_INITIAL}.{zone}" in ids)
        return own or (tuple(zones) if FIGHTERS_INITIAL in ids else ())
