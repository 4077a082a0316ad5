"""A scenario while it is being read: typed parts beside the records that they came from, and the index of names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from corridor.scenario.names import either, fold, listed, nearest
from corridor.scenario.record import Record
from corridor.scenario.schema import (
    Change,
    Corridor,
    FollowOn,
    Group,
    Observation,
    Origin,
    Parameter,
    Place,
    PlaceSet,
    Policy,
    Route,
    Zone,
)

__all__ = ["Draft", "Entry", "Found", "Names"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A part of a scenario and the record that describes it."""

    part: T
    record: Record


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that other rows may refer to: by its id, its name or an alias."""

    id: str
    sort: str  # place, route, set or corridor
    kind: str = ""  # of a place; empty where it could not be read


@dataclass(slots=True)
class Names:
    """Everything that has a name; the one place where references are resolved."""

    entries: dict[str, Entry] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)  # folded label → ids
    spellings: dict[str, str] = field(default_factory=dict)  # label as written → id, for suggestions
    missing: set[str] = field(default_factory=set)  # sorts whose source could not be read: no verdict on them

    def add(self, entry: Entry, record: Record, labels: Collection[str] = ()) -> None:
        """Enter something under its id and labels; an id that is taken is a problem."""
        if entry.id in self.entries:
            other = self.entries[entry.id].sort
            record.problem("id", f"is the id of another {other} already", "Give each its own id.", entry.id)
            return
        self.entries[entry.id] = entry
        for label in dict.fromkeys((entry.id, *labels)):
            self.spellings.setdefault(label, entry.id)
            ids = self.labels.setdefault(fold(label), [])
            if entry.id not in ids:
                ids.append(entry.id)

    def find(self, record: Record, column: str, sorts: Collection[str], text: str | None = None) -> Entry | None:
        """Return what a text refers to; None after noting an empty, unknown or ambiguous reference."""
        given = record.text(column) if text is None else text
        if not given:
            record.problem(column, "is empty", f"Name {_one_of(sorts)}.")
            return None
        exact = self.entries.get(given)
        if exact and exact.sort in sorts:
            return exact
        fits = [i for i in self.labels.get(fold(given), ()) if self.entries[i].sort in sorts]
        if len(fits) == 1:
            return self.entries[fits[0]]
        if fits:
            record.problem(column, f"is a name of {listed(fits)}", "Write the id of the one that is meant.", given)
        elif not self.missing & set(sorts):
            record.problem(column, f"is not {_one_of(sorts)}", self._remedy(given, sorts), given)
        return None

    def _remedy(self, given: str, sorts: Collection[str]) -> str:
        labels = {label: i for label, i in self.spellings.items() if self.entries[i].sort in sorts}
        near = nearest(given, labels)
        if near is None:
            return f"Known: {listed(set(labels.values()))}."
        others = next((label for label, i in labels.items() if i == near and label != near), "")
        return f"Did you mean {near!r} ({others})?" if others else f"Did you mean {near!r}?"


def _one_of(sorts: Collection[str]) -> str:
    return either([f"a {sort}" for sort in ("place", "set", "route", "corridor") if sort in sorts])


@dataclass(slots=True)
class Draft:
    """What was understood so far."""

    names: Names = field(default_factory=Names)
    places: dict[str, Found[Place]] = field(default_factory=dict)
    routes: dict[str, Found[Route]] = field(default_factory=dict)
    groups: dict[str, Found[Group]] = field(default_factory=dict)
    groups_known: bool = True  # false where one could not be read
    origins: dict[str, Found[Origin]] = field(default_factory=dict)
    zones: dict[str, Found[Zone]] = field(default_factory=dict)
    follow_on: Found[FollowOn] | None = None
    follow_on_given: bool = False  # also where it could not be read
    corridors: dict[str, Found[Corridor]] = field(default_factory=dict)
    sets: dict[str, Found[PlaceSet]] = field(default_factory=dict)
    schedule: list[Found[Change]] = field(default_factory=list)
    policies: dict[str, Found[Policy]] = field(default_factory=dict)
    changes: dict[str, list[Found[Change]]] = field(default_factory=dict)  # by policy
    parameters: dict[str, Found[Parameter]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)  # parameters whose row could not be read
    observations: list[Found[Observation]] = field(default_factory=list)

    def kind_of(self, place: str) -> str:
        """Return a place's kind; empty where it is unknown."""
        entry = self.names.entries.get(place)
        return entry.kind if entry else ""

    def places_of(self, kinds: Collection[str]) -> Mapping[str, Found[Place]]:
        """Return the places of some kinds, by id."""
        return {i: found for i, found in self.places.items() if found.part.kind in kinds}
