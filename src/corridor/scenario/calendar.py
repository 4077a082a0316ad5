"""Dated changes → one value a day: the schedule first, a policy's changes over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from corridor.scenario.schema import Change, Scenario

__all__ = ["Calendar"]

Floats = NDArray[np.float64]
#: The target that stands for every target of a quantity.
EVERYTHING = "all"


class Calendar:
    """The days of a scenario and what is set on each of them.

    Facts that became public after `as_of` are left out, so that a forecast sees only what its day knew (ruling 15).
    """

    def __init__(self, scenario: Scenario, as_of: date | None = None) -> None:
        self.start = scenario.start
        self.days = (scenario.end - scenario.start).days + 1
        self.dates = tuple(scenario.start + timedelta(days=day) for day in range(self.days))
        self._sets = {places.id: frozenset(places.places) for places in scenario.sets}
        self._changes = tuple(change for change in scenario.schedule if _was_known(change, as_of))
        self._by_policy = frozenset(change for policy in scenario.policies for change in policy.changes)

    def day(self, when: date | None) -> int | None:
        """Returns the position of a date, which may lie before the start or after the end."""
        return None if when is None else (when - self.start).days

    def values(self, quantity: str, positions: Mapping[str, int], default: Callable[[str], float]) -> Floats:
        """Returns (days, targets): what `quantity` of each target is on each day; changes of single groups left out."""
        table = np.empty((self.days, len(positions)))
        for target, position in positions.items():
            table[:, position] = default(target)
        for change in self._of(quantity):
            if not change.group:
                for position in self._targets(change, positions):
                    self._set(table[:, position], change)
        return table

    def values_by_group(
        self, quantity: str, positions: Mapping[str, int], groups: Mapping[str, int], default: float
    ) -> Floats:
        """Returns (days, targets, groups); a change that names no group holds for all of them."""
        table = np.full((self.days, len(positions), len(groups)), default)
        for change in self._of(quantity):
            chosen = [groups[change.group]] if change.group else list(groups.values())
            for position in self._targets(change, positions):
                for group in chosen:
                    self._set(table[:, position, group], change)
        return table

    def mentions(self, quantity: str, target: str) -> bool:
        """Returns whether the record sets `quantity` of `target` on any day; what a policy sets is not on record."""
        recorded = (change for change in self._of(quantity) if change not in self._by_policy)
        return any(
            target in (change.target, *self._sets.get(change.target, ())) or change.target == EVERYTHING
            for change in recorded
        )

    def _of(self, quantity: str) -> list[Change]:
        return [change for change in self._changes if change.quantity == quantity]

    def _targets(self, change: Change, positions: Mapping[str, int]) -> list[int]:
        if change.target == EVERYTHING:
            return list(positions.values())
        members = self._sets.get(change.target, frozenset((change.target,)))
        return [positions[target] for target in sorted(members) if target in positions]

    def _set(self, column: Floats, change: Change) -> None:
        first = max((change.date - self.start).days, 0)
        last = self.days if change.until is None else max((change.until - self.start).days, 0)
        column[first:last] = change.value


def _was_known(change: Change, as_of: date | None) -> bool:
    return as_of is None or change.known_on is None or change.known_on <= as_of
