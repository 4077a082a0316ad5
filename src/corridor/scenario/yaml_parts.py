"""scenario.yaml as typed parts: groups, origins, operation, corridors, sets, policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from corridor.scenario import refusals
from corridor.scenario.csv_parts import by_day, check_id, check_labels, read_change
from corridor.scenario.document import Node, texts_of
from corridor.scenario.draft import Draft, Entry, Found
from corridor.scenario.names import suggest
from corridor.scenario.problems import Problems
from corridor.scenario.record import Record
from corridor.scenario.schema import Change, Consent, Corridor, FollowOn, Group, Origin, PlaceSet, Policy, Zone

__all__ = [
    "FILE",
    "Section",
    "add_corridors",
    "add_follow_on",
    "add_groups",
    "add_operation",
    "add_origins",
    "add_policies",
    "add_sets",
]

FILE = "scenario.yaml"
_COMMON = ("source", "confidence", "note")
_FOLLOW_ON_DAYS = ("announced", "isolated", "assaulted")
MOST_BLOCKS = 1000


class Section:
    """One mapping of the YAML file: single texts through `record`, lists through `items` and `texts`."""

    def __init__(self, node: Node, prefix: str, problems: Problems) -> None:
        self.node, self.prefix, self.problems = node, prefix, problems
        self.record = Record(FILE, node.row, texts_of(node), problems, prefix, node.key_rows)

    def check_keys(self, single: Sequence[str], several: Sequence[str] = ()) -> None:
        """Note keys that nobody knows, and lists where a single text is due."""
        for key, child in (self.node.entries or {}).items():
            if key in single and child.text is None:
                self.record.problem(key, "is a list or mapping where one value is due", "Write one value.", "")
            elif key not in single and key not in several and refusals.forbids("key", key) is None:
                allowed = (*single, *several, *_COMMON)
                if key not in allowed and key not in ("optimise", "optimize"):
                    self.record.problem(key, "is not a key here", suggest(key, allowed), key)

    def items(self, key: str) -> Iterator[Section]:
        """Yield the mappings of a list."""
        for child in self._children(key):
            if child.entries is None:
                what = "is not a mapping with keys"
                self.problems.add(FILE, child.row, self.prefix + key, child.text or "", what, "Write {id: …, name: …}.")
            else:
                yield Section(child, f"{self.prefix}{key}.", self.problems)

    def texts(self, key: str) -> list[str]:
        """Return the texts of a list; a single text counts as a list of one."""
        found = []
        for child in self._children(key):
            if child.text is None:
                what = "is a list or mapping where a text is due"
                self.problems.add(FILE, child.row, self.prefix + key, "", what, "Write one text for each item.")
            elif child.text.strip():
                found.append(child.text.strip())
        return found

    def mapping(self, key: str) -> Section | None:
        """Return a mapping inside this one; None where there is none."""
        child = (self.node.entries or {}).get(key)
        if child is None or child.empty:
            return None
        if child.entries is None:
            self.record.problem(key, "is not a mapping with keys", "Write its keys below it, indented.", child.text or "")
            return None
        return Section(child, f"{self.prefix}{key}.", self.problems)

    def _children(self, key: str) -> list[Node]:
        child = (self.node.entries or {}).get(key)
        if child is None or child.empty:
            return []
        if child.entries is not None:
            self.record.problem(key, "is a mapping where a list is due", "Begin each item with '- '.", "")
            return []
        return child.items if child.items is not None else [child]


def _identified(section: Section, taken: Mapping[str, Found[Group]] | Mapping[str, Found[Origin]]) -> tuple[str, str] | None:
    """Return the id and name of a part; the name defaults to the id."""
    id_ = check_id(section.record)
    if id_ is None:
        return None
    if id_ in taken:
        section.record.problem("id", "is given twice", "Give each its own id.")
        return None
    return id_, section.record.text("name") or id_


def add_groups(top: Section, draft: Draft) -> None:
    """Enter the groups."""
    for section in top.items("groups"):
        section.check_keys(("id", "name", "share"))
        known = _identified(section, draft.groups)
        record = section.record
        share = record.number("share", 0, 1) if record.needed("share", "0.7") else None
        if known is None or share is None:
            draft.groups_known = False
        elif known[0] == refusals.FIGHTERS:
            draft.groups_known = False
            what = "is not a share of a zone's people"
            record.problem("id", what, "Leave it out; fighters are described by parameters of their own.")
        else:
            draft.groups[known[0]] = Found(Group(*known, share), record)


def add_origins(top: Section, draft: Draft) -> None:
    """Enter the origins."""
    for section in top.items("origins"):
        section.check_keys(("id", "name"), ("zones",))
        known = _identified(section, draft.origins)
        zones = _references(section, "zones", draft, ("place",))
        if known:
            draft.origins[known[0]] = Found(Origin(*known, tuple(zones)), section.record)


def _references(section: Section, key: str, draft: Draft, sorts: tuple[str, ...]) -> list[str]:
    texts = section.texts(key)
    if not texts:
        section.record.problem(key, "is empty", "Name at least one.", "")
    found = [draft.names.find(section.record, key, sorts, text) for text in texts]
    ids = [entry.id for entry in found if entry]
    for id_ in dict.fromkeys(i for i in ids if ids.count(i) > 1):
        section.record.problem(key, "is named twice", "Name it once.", id_)
    return list(dict.fromkeys(ids))


def add_operation(top: Section, draft: Draft) -> str:
    """Enter the operation's zones; return its mode."""
    section = top.mapping("operation")
    if section is None:
        return "simulated"
    section.check_keys(("mode",), ("zones",))
    mode = section.record.choice("mode", ("simulated", "replayed"), "a mode of operation")
    for zone in section.items("zones"):
        _refuse_blocks(zone)
        zone.check_keys(("place", "blocks", "window", "begins", "known_on", "after", "villages"))
        _add_zone(zone, draft)
    return mode or "simulated"


def _refuse_blocks(section: Section) -> None:
    blocks = (section.node.entries or {}).get("blocks")
    if blocks is not None and blocks.text is None:
        rule = refusals.NAMED_BLOCKS
        section.record.refuse("blocks", rule.reason, rule.remedy, "a list")


def _add_zone(section: Section, draft: Draft) -> None:
    record = section.record
    place = draft.names.find(record, "place", ("place",))
    single = (section.node.entries or {}).get("blocks")
    counted = single is None or single.text is not None
    blocks = record.whole("blocks", 1, MOST_BLOCKS) if counted and record.needed("blocks", "40") else None
    window = record.whole("window", 1, MOST_BLOCKS)
    begins, villages = record.date("begins"), record.yes("villages", False)
    after = draft.names.find(record, "after", ("place",)) if record.text("after") else None
    if place is None:
        return
    if place.id in draft.zones:
        record.problem("place", "is in the operation twice", "Keep one entry.")
        return
    count = blocks or MOST_BLOCKS
    zone = Zone(
        place=place.id,
        blocks=count,
        window=min(3, count) if window is None else window,
        begins=begins,
        after=after.id if after else None,
        villages=villages,
        known_on=record.date("known_on"),
    )
    draft.zones[place.id] = Found(zone, record)


def add_follow_on(top: Section, draft: Draft) -> None:
    """Enter the operation against the next city."""
    section = top.mapping("follow_on")
    if section is None:
        return
    section.check_keys(("zone", "region", *_FOLLOW_ON_DAYS), ("after",))
    record, draft.follow_on_given = section.record, True
    zone, region = (draft.names.find(record, key, ("place",)) for key in ("zone", "region"))
    after = _references(section, "after", draft, ("place",))
    days = [record.date(key) if record.needed(key, "2016-11-06") else None for key in _FOLLOW_ON_DAYS]
    announced, isolated, assaulted = days
    if zone is None or region is None or announced is None or isolated is None or assaulted is None:
        return
    follow_on = FollowOn(
        zone.id, region.id, tuple(after), announced, isolated, assaulted, record.text("source"), record.text("note")
    )
    draft.follow_on = Found(follow_on, record)


def add_corridors(top: Section, draft: Draft) -> None:
    """Enter the corridors."""
    for section in top.items("corridors"):
        section.check_keys(("id", "name", "consent", "announced", "hours"), ("routes", "groups"))
        record = section.record
        check_labels(record, ("id", "name"))
        id_, name = check_id(record), record.text("name")
        routes, groups = _references(section, "routes", draft, ("route",)), _mask(section)
        consent = None
        if record.needed("consent", "agreed"):
            consent = record.choice("consent", tuple(Consent), "a kind of consent")
        announced, hours = record.date("announced"), record.number("hours", 0, 24)
        if id_ is None:
            continue
        new = id_ not in draft.names.entries
        draft.names.add(Entry(id_, "corridor"), record, (name or id_,))
        if new:
            corridor = Corridor(
                id_, name or id_, tuple(routes), groups, Consent(consent or "unilateral"), announced,
                24.0 if hours is None else hours, record.text("source"), record.text("note"),
            )  # fmt: skip
            draft.corridors[id_] = Found(corridor, record)


def _mask(section: Section) -> tuple[str, ...]:
    """Return who may pass; without a list, everyone of the civilian groups."""
    groups = section.texts("groups")
    for group in groups:
        if group not in refusals.BUILT_IN_GROUPS:
            section.record.refuse("groups", refusals.CORRIDOR_MASK.reason, refusals.CORRIDOR_MASK.remedy, group)
    if groups and set(groups) == {refusals.FIGHTERS}:
        section.record.refuse("groups", refusals.ARMED_CORRIDOR.reason, refusals.ARMED_CORRIDOR.remedy, groups[0])
    if not groups:
        section.record.problem("groups", "is empty", f"Name who may pass: {', '.join(refusals.BUILT_IN_GROUPS[:3])}.", "")
    return tuple(dict.fromkeys(groups))


def add_sets(top: Section, draft: Draft) -> None:
    """Enter the sets of places."""
    for section in top.items("sets"):
        section.check_keys(("id", "name"), ("places",))
        check_labels(section.record, ("id", "name"))
        id_ = check_id(section.record)
        places = _references(section, "places", draft, ("place",))
        if id_ is None:
            continue
        name = section.record.text("name") or id_
        new = id_ not in draft.names.entries
        draft.names.add(Entry(id_, "set"), section.record, (name,))
        if new:
            draft.sets[id_] = Found(PlaceSet(id_, name, tuple(places)), section.record)


def add_policies(top: Section, draft: Draft, start: date) -> None:
    """Enter the policies with their changes."""
    for section in top.items("policies"):
        section.check_keys(("id", "name"), ("changes",))
        id_ = check_id(section.record)
        found: list[Found[Change]] = []
        for item in section.items("changes"):
            item.check_keys(("date", "until", "target", "quantity", "group", "value", "known_on"))
            change = read_change(item.record, draft, start, known_on=False)
            if change:
                found.append(Found(change, item.record))
        if id_ is None:
            continue
        if id_ in draft.policies:
            section.record.problem("id", "is given twice", "Give each policy its own id.")
            continue
        changes = tuple(sorted((item.part for item in found), key=by_day(draft)))
        policy = Policy(id_, section.record.text("name") or id_, changes, section.record.text("note"))
        draft.policies[id_] = Found(policy, section.record)
        draft.changes[id_] = found
