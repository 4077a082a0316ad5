"""Checks of dated changes: the quantity fits the target, the value the quantity, no policy contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.scenario import refusals
from corridor.scenario.draft import Draft, Found
from corridor.scenario.names import listed, suggest
from corridor.scenario.record import Record
from corridor.scenario.schema import Change
from corridor.scenario.terms import TERMS, Term, sorts_with

__all__ = ["check_changes"]


def check_changes(draft: Draft) -> None:
    """Note everything that is wrong with the schedule and the policies."""
    for found in draft.schedule:
        _check_change(found, draft)
    _check_twice(draft.schedule, "is set twice by the schedule")
    for id_, changes in draft.changes.items():
        for found in changes:
            _check_change(found, draft)
        _check_twice(changes, f"contradicts the policy {id_!r} itself")
    factual = draft.policies.get("factual")
    if factual and factual.part.changes:
        what = "is the policy that changes nothing"
        factual.record.problem("id", what, "Remove its changes, or give it another id.")


def _check_change(found: Found[Change], draft: Draft) -> None:
    change, record = found.part, found.record
    rule = refusals.forbids("quantity", change.quantity)
    if rule:
        record.refuse("quantity", rule.reason, rule.remedy)
        return
    sorts = sorts_with(change.quantity)
    if not sorts:
        every = {quantity for terms in TERMS.values() for quantity in terms}
        record.problem("quantity", "is not a quantity that can be set", suggest(change.quantity, every))
        return
    term = _term(change, record, sorts, draft)
    if term is None:
        return
    if not term.allows(change.value):
        record.problem("value", f"is out of range; allowed is {term.words}", "Check the unit and the value.")
    _check_group(change, record, term, draft)
    if change.quantity == "follow_on":
        _check_follow_on(change, record, draft)


def _check_follow_on(change: Change, record: Record, draft: Draft) -> None:
    if not draft.follow_on_given:
        what = "is set, but scenario.yaml has no follow_on"
        record.problem("quantity", what, "Describe it there: zone, region, after and three days.")
    elif draft.follow_on and change.target != draft.follow_on.part.zone:
        remedy = f"Name {draft.follow_on.part.zone!r}."
        record.problem("target", "is not the zone of follow_on in scenario.yaml", remedy)


def _term(change: Change, record: Record, sorts: list[str], draft: Draft) -> Term | None:
    """Return the rule for a change; None after noting that target and quantity do not fit."""
    if change.target == "all":
        if len(sorts) > 1:
            what = f"could mean every {' or every '.join(sorts)}"
            record.problem("target", what, f"Name the {' or '.join(sorts)} that {change.quantity!r} is set for.")
            return None
        return TERMS[sorts[0]][change.quantity]
    for kind in sorted(_kinds(change.target, draft), key=lambda kind: (kind in sorts, kind)):
        if kind not in sorts:
            fits = listed(TERMS.get(kind, ()))
            what = f"does not fit {change.target!r}, which is or contains a {kind}"
            record.problem("quantity", what, f"It fits a {' or '.join(sorts)}; a {kind} has {fits}.")
            return None
        return TERMS[kind][change.quantity]
    return None


def _kinds(target: str, draft: Draft) -> set[str]:
    entry = draft.names.entries[target]
    if entry.sort == "set":
        members = draft.sets[target].part.places if target in draft.sets else ()
        return {draft.kind_of(place) for place in members} - {""}
    kind = entry.kind if entry.sort == "place" else entry.sort
    return {kind} - {""}


def _check_group(change: Change, record: Record, term: Term, draft: Draft) -> None:
    if not change.group:
        return
    if change.group == refusals.FIGHTERS:
        record.refuse("group", refusals.ARMED_PLACE.reason, refusals.ARMED_PLACE.remedy)
    elif not term.grouped:
        record.problem("group", f"is given, but {change.quantity} is the same for everyone", "Empty the cell.")
    elif change.group not in draft.groups and draft.groups_known:
        record.problem("group", "is not a group of scenario.yaml", suggest(change.group, draft.groups))


def _check_twice(changes: Iterable[Found[Change]], what: str) -> None:
    seen: dict[tuple[object, ...], Found[Change]] = {}
    for found in changes:
        change = found.part
        key = (change.target, change.quantity, change.group, change.date)
        first = seen.setdefault(key, found)
        if first is not found:
            line = f"{what}: line {first.record.row} gives {first.part.value:g} for the same target, quantity and day"
            found.record.problem("value", line, "Keep one of the two.")
