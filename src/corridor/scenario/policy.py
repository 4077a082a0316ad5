"""Policies: the named changes by which a counterfactual differs from what happened, and the only way to ask what if."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from corridor.errors import PolicyError
from corridor.scenario.names import nearest
from corridor.scenario.schema import Change, Policy, Scenario
from corridor.scenario.terms import sorts_with

__all__ = ["FACTUAL", "apply", "combine", "find", "names"]

#: The policy that changes nothing; every scenario has it.
FACTUAL = Policy("factual", "What happened", ())


def names(scenario: Scenario) -> tuple[str, ...]:
    """Return the ids of a scenario's policies, `factual` first."""
    return (FACTUAL.id, *(policy.id for policy in scenario.policies if policy.id != FACTUAL.id))


def find(scenario: Scenario, name: str) -> Policy:
    """Return the policy of that name; raises `PolicyError` with the nearest name and all that exist."""
    wanted = name.strip()
    known = {policy.id: policy for policy in (FACTUAL, *scenario.policies)}
    if wanted in known:
        return known[wanted]
    labels = {policy.id: policy.id for policy in known.values()} | {p.name: p.id for p in known.values()}
    near = nearest(wanted[:100], labels) if wanted else None
    hint = f" Did you mean {near!r}?" if near else ""
    raise PolicyError(
        f"{scenario.id} has no policy {wanted[:60]!r}.{hint} Its policies: {', '.join(names(scenario))};"
        " several combine with '+'."
    )


def combine(scenario: Scenario, expression: str) -> Policy:
    """Return the policy that `a+b` means; raises `PolicyError` if a part is unknown or two parts contradict each other.

    >>> from corridor.scenario.builtin import locate
    >>> from corridor.scenario.read import read
    >>> combine(read(locate("tutorial")), "corridor-open+camp-half").id
    'camp-half+corridor-open'
    """
    parts = {policy.id: policy for policy in (find(scenario, name) for name in expression.split("+"))}
    if len(parts) > 1:
        parts.pop(FACTUAL.id, None)
    chosen = [parts[id_] for id_ in sorted(parts)]
    for one, other in combinations(chosen, 2):
        _check_agreement(scenario, one, other)
    if len(chosen) == 1:
        return chosen[0]
    changes = tuple(sorted((change for policy in chosen for change in policy.changes), key=lambda change: change.date))
    return Policy("+".join(policy.id for policy in chosen), ", ".join(policy.name for policy in chosen), changes)


def apply(scenario: Scenario, expression: str) -> Scenario:
    """Return a scenario whose schedule ends with the policy's changes, which win over what stands before them.

    `expression` is the id of a policy, or several joined by `+`; raises `PolicyError`.

    >>> from corridor.scenario.builtin import locate
    >>> from corridor.scenario.read import read
    >>> tutorial = read(locate("tutorial"))
    >>> len(apply(tutorial, "corridor-open").schedule) - len(tutorial.schedule)
    2
    """
    policy = combine(scenario, expression)
    return replace(scenario, schedule=scenario.schedule + policy.changes) if policy.changes else scenario


@dataclass(frozen=True, slots=True)
class _Span:
    """One setting of one target, from `first` to the day before `last`."""

    target: str
    quantity: str
    group: str
    value: float
    first: date
    last: date

    def contradicts(self, other: _Span) -> bool:
        same = (self.target, self.quantity) == (other.target, other.quantity)
        groups = self.group == other.group or not self.group or not other.group
        days = self.first < other.last and other.first < self.last
        return same and groups and days and self.value != other.value


def _check_agreement(scenario: Scenario, one: Policy, other: Policy) -> None:
    for span in _spans(scenario, one):
        for against in _spans(scenario, other):
            if span.contradicts(against):
                first, last = max(span.first, against.first), min(span.last, against.last)
                days = f"from {first} on" if last == date.max else f"from {first} to the day before {last}"
                raise PolicyError(
                    f"{one.id!r} and {other.id!r} contradict each other: {span.quantity} of {span.target!r} {days}"
                    f" is {span.value:g} in the one and {against.value:g} in the other. Choose one of the two."
                )


def _spans(scenario: Scenario, policy: Policy) -> list[_Span]:
    """Return what a policy sets, target by target; a value holds until the policy's next one for the same thing."""
    by_key: dict[tuple[str, str, str], list[Change]] = {}
    for change in policy.changes:
        for target in _targets(scenario, change):
            by_key.setdefault((target, change.quantity, change.group), []).append(change)
    return [span for key, changes in by_key.items() for span in _follow(key, changes)]


def _follow(key: tuple[str, str, str], changes: Iterable[Change]) -> Iterator[_Span]:
    ordered = sorted(changes, key=lambda change: change.date)
    for change, after in zip(ordered, [*ordered[1:], None], strict=True):
        last = min(change.until or date.max, after.date if after else date.max)
        if change.date < last:
            yield _Span(*key, change.value, change.date, last)


def _targets(scenario: Scenario, change: Change) -> tuple[str, ...]:
    """Return the single places, routes or corridors that a change concerns."""
    for places in scenario.sets:
        if places.id == change.target:
            return places.places
    if change.target != "all":
        return (change.target,)
    kinds = set(sorts_with(change.quantity))
    found = [place.id for place in scenario.places if place.kind in kinds]
    found += [route.id for route in scenario.routes if "route" in kinds]
    found += [corridor.id for corridor in scenario.corridors if "corridor" in kinds]
    return tuple(found)
