"""Reads policies.yaml, which Flee does not know: named changes to closures, capacities and roads, as in our own folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from corridor.formats.flee.files import FleeFiles
from corridor.formats.flee.schema import FleeScenario, Road
from corridor.scenario.document import Node, read_document, texts_of
from corridor.scenario.names import either, nearest, suggest
from corridor.scenario.problems import Problems
from corridor.scenario.record import Record
from corridor.scenario.schema import Change, Policy

__all__ = ["FILE", "QUANTITIES", "PolicyReader", "read_policies", "targets_of"]

FILE = "policies.yaml"
#: By the sort of a target, what may be set of it: the least and the greatest value.
QUANTITIES: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "location": {"open": (0, 1)},
    "camp": {"open": (0, 1), "capacity": (1, 1e9), "capacity_factor": (0.001, 1000)},
    "road": {"open": (0, 1)},
    "border": {"open": (0, 1)},
}
_REMEDY = "Begin with 'policies:' and a list below it, or delete the file: the folder runs without it."
_NOTES = ("source", "confidence", "note")
_CHANGE = ("date", "until", "target", "quantity", "value", *_NOTES)
_ROAD = ("from", "to", "km", *_NOTES)


def read_policies(files: FleeFiles, scenario: FleeScenario) -> tuple[tuple[Road, ...], tuple[Policy, ...]]:
    """Returns the roads that only a policy opens, and the policies; nothing without the file. Problems go to `files`."""
    text = files.text(FILE)
    top = read_document(FILE, text, files.problems, _REMEDY) if text is not None else None
    if top is None:
        return (), ()
    reader = PolicyReader(files.problems, scenario, FILE)
    reader.keys(top, ("routes", "policies"), "")
    roads = reader.roads(top)
    return roads, reader.policies(top, roads)


def targets_of(scenario: FleeScenario, roads: Sequence[Road] = ()) -> dict[str, str]:
    """Returns what a policy may name, with its sort: locations, `A>B` for a road in both directions, `X|Y` for a border."""
    found: dict[str, str] = {}
    countries = sorted({place.country for place in scenario.locations})
    found |= {f"{one}|{other}": "border" for one in countries for other in countries if one != other}
    for road in (*scenario.roads, *roads):
        found |= {f"{road.start}>{road.end}": "road", f"{road.end}>{road.start}": "road"}
    return found | {place.name: "camp" if "camp" in place.kind else "location" for place in scenario.locations}


class PolicyReader:
    """Reads the mappings of a YAML file; what is wrong is noted with its line."""

    def __init__(self, problems: Problems, scenario: FleeScenario, file: str) -> None:
        self.problems, self.scenario, self.file = problems, scenario, file
        self.targets: dict[str, str] = {}

    def record(self, node: Node, prefix: str) -> Record:
        """Returns the plain texts of a mapping."""
        return Record(self.file, node.row, texts_of(node), self.problems, prefix, node.key_rows)

    def keys(self, node: Node, known: Sequence[str], prefix: str) -> None:
        """Notes keys that nobody knows."""
        for key, row in node.key_rows.items():
            if key not in known:
                self.problems.add(self.file, row, prefix + key, key, "is not a key here", suggest(key, known))

    def items(self, node: Node, key: str, known: Sequence[str], prefix: str = "") -> list[tuple[Node, Record]]:
        """Returns the mappings of a list, each with its texts."""
        child = (node.entries or {}).get(key)
        if child is None or child.empty:
            return []
        found = []
        for item in child.items if child.items is not None else [child]:
            if item.entries is None:
                what = "is not a mapping with keys"
                self.problems.add(self.file, item.row, prefix + key, item.text or "", what, f"Write {{{known[0]}: …, …}}.")
                continue
            self.keys(item, known, f"{prefix}{key}.")
            found.append((item, self.record(item, f"{prefix}{key}.")))
        return found

    def roads(self, top: Node) -> tuple[Road, ...]:
        """Returns the roads that are closed until a policy opens them."""
        names = {place.name: place.name for place in self.scenario.locations}
        joined = {frozenset((road.start, road.end)) for road in self.scenario.roads}
        found = []
        for _, record in self.items(top, "routes", _ROAD):
            ends = [record.required(key, "Brod") for key in ("from", "to")]
            for key, name in zip(("from", "to"), ends, strict=True):
                if name and name not in names:
                    record.problem(key, "is not a name of locations.csv", suggest(name, names))
            km = record.number("km", 0.001, 50_000.0) if record.needed("km", "120") else None
            start, end = (name or "" for name in ends)
            if start not in names or end not in names or km is None:
                continue
            if frozenset((start, end)) in joined or start == end:
                record.problem("to", "is joined to the other end already", "A policy can close and open that road.")
                continue
            joined.add(frozenset((start, end)))
            found.append(Road(start, end, km))
        return tuple(found)

    def policies(self, top: Node, roads: Sequence[Road]) -> tuple[Policy, ...]:
        """Returns the policies."""
        self.targets = targets_of(self.scenario, roads)
        found: dict[str, Policy] = {}
        for node, record in self.items(top, "policies", ("id", "name", "changes", *_NOTES)):
            id_ = record.required("id", "camps-half")
            changes = [self.change(item) for _, item in self.items(node, "changes", _CHANGE, "policies.")]
            if id_ is None:
                continue
            if id_ in found or id_ == "factual":
                record.problem("id", "is taken already", "Give each policy an id of its own; factual changes nothing.")
            elif "+" in id_ or id_ != id_.strip():
                record.problem("id", "has a + in it, which joins policies", "Write letters, digits and hyphens.")
            else:
                kept = tuple(change for change in changes if change is not None)
                found[id_] = Policy(id_, record.text("name") or id_, kept, record.text("note"))
        return tuple(found.values())

    def change(self, record: Record) -> Change | None:
        """Returns one change, or None with a problem noted."""
        target, quantity = record.required("target", "Brod"), record.required("quantity", "open")
        first, until = record.date("date") or self.scenario.start, record.date("until")
        value = record.number("value") if record.needed("value", "0") else None
        if target is None or quantity is None or value is None or not self._dates(record, first, until):
            return None
        sort = self.targets.get(target)
        if sort is None:
            near = nearest(target, {name: name for name in self.targets})
            hint = f"Did you mean {near!r}? " if near else ""
            what = "is no location, road (A>B) or border (X|Y) of the folder"
            record.problem("target", what, f"{hint}Names are those of locations.csv and routes.csv.")
            return None
        if not self._fits(record, target, sort, quantity, value):
            return None
        return Change(first, target, quantity, value, until, note=record.text("note"), source=record.text("source"))

    def _dates(self, record: Record, first: date, until: date | None) -> bool:
        start, length = self.scenario.start, self.scenario.length
        last = start + timedelta(days=length - 1)
        before = len(self.problems)
        if not start <= first <= last:
            record.problem("date", f"is outside of the run, {start} to {last}", "Give a day of the run.", str(first))
        elif until is not None and until <= first:
            record.problem("until", "is not after the date", "Give the first day on which it no longer holds.")
        return len(self.problems) == before

    def _fits(self, record: Record, target: str, sort: str, quantity: str, value: float) -> bool:
        known = QUANTITIES[sort]
        if quantity not in known:
            record.problem("quantity", f"is nothing that can be set of a {sort}", f"Set {either(tuple(known))}.")
            return False
        low, high = known[quantity]
        if quantity == "open" and value not in (0, 1):
            record.problem("value", "must be 0 (closed) or 1 (open)", "Write 0 or 1.")
            return False
        if not low <= value <= high:
            remedy = "Flee takes 0 as no limit; to shut a camp, set open to 0." if quantity == "capacity" else "Correct it."
            record.problem("value", f"must be from {low:g} to {high:,.10g}", remedy)
            return False
        limits = {place.name: place.capacity for place in self.scenario.locations}
        if quantity == "capacity_factor" and limits[target] <= 0:
            record.problem("quantity", "needs a capacity in locations.csv, and the camp has none", "Set capacity instead.")
            return False
        return True
