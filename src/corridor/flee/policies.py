"""What a policy makes of a Flee scenario: other closures, other capacities, roads that only it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from corridor.errors import PolicyError
from corridor.formats.flee.schema import NEVER, Closure, FleeScenario, Room
from corridor.scenario.names import nearest
from corridor.scenario.policy import FACTUAL
from corridor.scenario.schema import Change, Policy

__all__ = ["changed", "combined"]

Span = tuple[int, int]  # closed from a day to the day before another


def combined(scenario: FleeScenario, expression: str) -> Policy:
    """Returns the policy that `a+b` means; PolicyError where a part is unknown or two parts contradict each other."""
    parts = {policy.id: policy for policy in (_found(scenario, name.strip()) for name in expression.split("+"))}
    if len(parts) > 1:
        parts.pop(FACTUAL.id, None)
    chosen = [parts[id_] for id_ in sorted(parts)]
    for one, other in combinations(chosen, 2):
        _check_agreement(one, other)
    if len(chosen) == 1:
        return chosen[0]
    changes = tuple(change for policy in chosen for change in policy.changes)
    return Policy("+".join(policy.id for policy in chosen), ", ".join(policy.name for policy in chosen), changes)


def _found(scenario: FleeScenario, name: str) -> Policy:
    known = {policy.id: policy for policy in (FACTUAL, *scenario.policies)}
    if name in known:
        return known[name]
    near = nearest(name, {id_: id_ for id_ in known}) if name else None
    hint = f" Did you mean {near!r}?" if near else ""
    where = "" if scenario.policies else " Policies stand in policies.yaml beside the other files; the folder has none."
    raise PolicyError(f"{scenario.name} has no policy {name!r}.{hint} Its policies: {', '.join(known)}.{where}")


def _check_agreement(one: Policy, other: Policy) -> None:
    for first in one.changes:
        for second in other.changes:
            same = (first.target, first.quantity) == (second.target, second.quantity) and first.value != second.value
            if same and first.date < (second.until or date.max) and second.date < (first.until or date.max):
                raise PolicyError(
                    f"{one.id!r} and {other.id!r} contradict each other: {first.quantity} of {first.target!r} is "
                    f"{first.value:g} in the one and {second.value:g} in the other on the same days. Choose one of the two."
                )


def changed(scenario: FleeScenario, policy: Policy) -> FleeScenario:
    """Returns the scenario under a policy, whose changes win over the folder's own closures and capacities.

    A closure acts as Flee's own do: people on a road that is closed are put back at its start.
    """
    ordered = sorted(policy.changes, key=lambda change: change.date)
    made = scenario
    for change in ordered:
        if change.quantity == "open":
            made = _closed(made, change)
    names = dict.fromkeys(change.target for change in ordered if change.quantity != "open")
    rooms = [room for name in names for room in _rooms(scenario, name, [each for each in ordered if each.target == name])]
    return replace(made, rooms=(*made.rooms, *rooms)) if rooms else made


def _closed(scenario: FleeScenario, change: Change) -> FleeScenario:
    kind, first, second = _ends(scenario, change.target)
    span = _days(scenario, change)
    mine = [each for each in scenario.closures if _same(each, kind, first, second)]
    rest = tuple(each for each in scenario.closures if not _same(each, kind, first, second))
    spans = [(each.start, each.end if each.end >= each.start else NEVER) for each in mine if each.start >= 0]
    combine: Callable[[list[Span], Span], list[Span]] = _without if change.value else _with
    closures = tuple(Closure(kind, first, second, start, end, firm=True) for start, end in combine(spans, span))
    return replace(scenario, closures=rest + closures)


def _ends(scenario: FleeScenario, target: str) -> tuple[str, str, str]:
    """Returns what a target is to Flee: a kind of closure and its one or two names."""
    if any(place.name == target for place in scenario.locations):
        return "location", target, ""
    for road in scenario.roads:
        if target in (f"{road.start}>{road.end}", f"{road.end}>{road.start}"):
            return "link", road.start, road.end
    first, _, second = target.partition("|")
    return "country", first, second


def _same(closure: Closure, kind: str, first: str, second: str) -> bool:
    if closure.kind != kind:
        return False
    if kind == "location":  # Flee ignores the second name
        return closure.first == first
    return {closure.first, closure.second} == {first, second}


def _days(scenario: FleeScenario, change: Change) -> Span:
    return (change.date - scenario.start).days, (change.until - scenario.start).days if change.until else NEVER


def _with(spans: list[Span], more: Span) -> list[Span]:
    """Returns the union of spans, in order."""
    found: list[Span] = []
    for start, end in sorted([*spans, more]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _without(spans: list[Span], less: Span) -> list[Span]:
    """Returns spans without the days of another."""
    first, last = less
    parts = [part for start, end in spans for part in ((start, min(end, first)), (max(start, last), end))]
    return sorted((start, end) for start, end in parts if start < end)


def _rooms(scenario: FleeScenario, name: str, changes: Sequence[Change]) -> list[Room]:
    """Returns the steps of a camp's capacity: the folder's, what is set in its place, times the factor."""
    own = next(place.capacity for place in scenario.locations if place.name == name)
    spans = [(change, *_days(scenario, change)) for change in changes if change.quantity != "open"]
    steps = sorted({day for _, *ends in spans for day in ends if day < scenario.length})
    rooms, before = [], own
    for day in steps:
        holding = [change for change, start, end in spans if start <= day < end]
        capacity = next((each.value for each in reversed(holding) if each.quantity == "capacity"), own)
        factor = next((each.value for each in reversed(holding) if each.quantity == "capacity_factor"), 1.0)
        people = max(1, round(capacity * factor)) if capacity > 0 else own
        if people != before:
            rooms.append(Room(name, day, people))
            before = people
    return rooms
