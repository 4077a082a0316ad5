"""Checks of groups, origins and the operation against the zones."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from corridor.scenario.draft import Draft
from corridor.scenario.names import listed
from corridor.scenario.record import Record

__all__ = ["check_operation", "check_people", "not_dated"]


def check_people(draft: Draft, read: bool) -> None:
    """Note everything that is wrong with groups and origins; `read` says that scenario.yaml could be read."""
    if not read:
        return
    _check_groups(draft)
    origins = list(draft.origins.values())
    for extra in origins[4:]:
        extra.record.problem(
            "id", "is a fifth origin; at most four are kept apart", "Join zones into one origin.", extra.part.id
        )
    for found in origins:
        for zone in found.part.zones:
            kind = draft.kind_of(zone)
            if kind not in ("zone", ""):
                found.record.problem("zones", f"is a {kind}, not a zone", "Name places of kind zone.", zone)
    counts = Counter(zone for found in origins for zone in found.part.zones)
    for id_, place in draft.places_of(("zone",)).items():
        if counts[id_] == 0:
            remedy = "Add it to the zones of an origin in scenario.yaml."
            place.record.problem("id", "is a zone in no origin", remedy)
        elif counts[id_] > 1:
            last = [found for found in origins if id_ in found.part.zones][-1]
            last.record.problem("zones", "is in two origins", "Keep it in one.", id_)


def _check_groups(draft: Draft) -> None:
    groups = list(draft.groups.values())
    if not groups or not draft.groups_known:
        return
    total = sum(found.part.share for found in groups)
    if abs(total - 1.0) > 1e-6:
        names = listed(found.part.id for found in groups)
        what = f"is the last share of {names}; together they make {total:.6g}, not 1"
        groups[-1].record.problem("share", what, "Change the shares so that they add up to 1.")


def check_operation(draft: Draft, mode: str, read: bool) -> None:
    """Note everything that is wrong with the operation."""
    if not read:
        return
    for id_, place in draft.places_of(("zone",)).items():
        if id_ not in draft.zones:
            remedy = "Add it to operation.zones in scenario.yaml (with a start after the end if it is not fought over)."
            place.record.problem("id", "is a zone that the operation does not name", remedy)
    for id_, found in draft.zones.items():
        if not _is_follow_on(id_, draft):
            _check_zone(id_, found.record, draft)
        if found.part.window > found.part.blocks and found.record.text("window"):
            found.record.problem("window", f"is more than the {found.part.blocks} blocks", "Give fewer.")
    _check_order(draft)
    _check_follow_on(draft)
    if mode == "replayed":
        for id_ in not_dated(draft):
            what = "is replayed, but the schedule has no share_retaken for it"
            remedy = "Add dated rows of share_retaken, or use mode: simulated."
            draft.zones[id_].record.problem("place", what, remedy, id_)


def not_dated(draft: Draft) -> list[str]:
    """Return the zones of which the schedule does not say how far they were taken."""
    dated = {found.part.target for found in draft.schedule if found.part.quantity == "share_retaken"}
    dated |= {place for set_ in draft.sets.values() if set_.part.id in dated for place in set_.part.places}
    return [id_ for id_ in draft.zones if not dated & {id_, "all"}]


def _check_zone(id_: str, record: Record, draft: Draft) -> None:
    kind = draft.kind_of(id_)
    if kind not in ("zone", ""):
        record.problem("place", f"is a {kind}, not a zone", "Name a place of kind zone.", id_)
    begins, known_on, after = (record.text(column) for column in ("begins", "known_on", "after"))
    if not begins and not after:
        record.problem("begins", "is empty, and after as well", "Give either begins: DATE or after: ZONE.")
    elif begins and after and not known_on:
        remedy = "Give either begins: DATE or after: ZONE; or both, and known_on: DATE, until which after holds."
        record.problem("begins", "is given beside after", remedy, begins)
    if known_on and not begins:
        record.problem("known_on", "is given without begins", "It says when begins was public: leave it out.", known_on)


def _is_follow_on(zone: str, draft: Draft) -> bool:
    """Return whether a zone's start is the business of follow_on (or may be, where that could not be read)."""
    return draft.follow_on_given if draft.follow_on is None else draft.follow_on.part.zone == zone


def _check_follow_on(draft: Draft) -> None:
    if draft.follow_on is None:
        return
    plan, record = draft.follow_on.part, draft.follow_on.record
    for column, place, wanted in (("zone", plan.zone, "zone"), ("region", plan.region, "region")):
        kind = draft.kind_of(place)
        if kind not in (wanted, ""):
            record.problem(column, f"is a {kind}, not a {wanted}", f"Name a place of kind {wanted}.")
    for earlier in plan.after:
        if earlier == plan.zone:
            record.problem("after", "is the zone of follow_on itself", "Name zones taken before it.", earlier)
        elif earlier not in draft.zones:
            record.problem("after", "is not a zone of the operation", "Name its zones.", earlier)
    for before, step in pairwise(("announced", "isolated", "assaulted")):
        if getattr(plan, step) < getattr(plan, before):
            what = f"is before the day on which it was {before} ({getattr(plan, before)})"
            record.problem(step, what, "Exchange them, or give a later day.")
    zone = draft.zones.get(plan.zone)
    for column in ("begins", "after"):
        if zone and zone.record.text(column):
            what = "is given for the zone of follow_on, which says when it is fought over"
            zone.record.problem(column, what, "Leave it out.")


def _check_order(draft: Draft) -> None:
    for id_, found in draft.zones.items():
        after = found.part.after
        if after is None:
            continue
        if after not in draft.zones:
            found.record.problem("after", "is not a zone of the operation", "Name one of its zones.", after)
            continue
        seen = {id_}
        while after in draft.zones and after not in seen:
            seen.add(after)
            after = draft.zones[after].part.after or ""
        if after == id_:
            found.record.problem("after", "waits for itself", "Give one zone of the circle a date in begins.")
