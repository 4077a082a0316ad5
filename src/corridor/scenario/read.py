"""A scenario folder becomes a Scenario; everything that is wrong with it is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from corridor.scenario import csv_parts, refusals, yaml_parts
from corridor.scenario.calibration_parts import read_calibration
from corridor.scenario.check_changes import check_changes
from corridor.scenario.check_map import check_map
from corridor.scenario.check_numbers import check_observations, check_parameters
from corridor.scenario.check_people import check_operation, check_people
from corridor.scenario.document import Node, read_document
from corridor.scenario.draft import Draft, Found
from corridor.scenario.files import Files
from corridor.scenario.names import listed
from corridor.scenario.problems import Problems
from corridor.scenario.record import Record
from corridor.scenario.schema import Operation, Scenario
from corridor.scenario.tables import Columns, read_table
from corridor.scenario.text import EARLIEST
from corridor.scenario.yaml_parts import Section

__all__ = ["read"]

T = TypeVar("T")
LONGEST_DAYS = 3660


def read(folder: Path | str) -> Scenario:
    """Return the scenario that a folder describes.

    The folder's format is docs/design/2026-11-22-scenario-folder.md. Raises `ScenarioError` with every problem
    found in any file, or `RefusedInput` if one of them is something that responsible use forbids.

    >>> from corridor.scenario.builtin import locate
    >>> read(locate("tutorial")).title
    'Old Town: three places and one corridor'
    """
    problems = Problems()
    files = Files(Path(folder), problems)
    if not files.usable():
        problems.raise_if_any()
    scenario = _Reader(files, problems).scenario()
    problems.raise_if_any()
    return scenario


class _Reader:
    """Reads the files of one folder in the order in which they refer to each other."""

    def __init__(self, files: Files, problems: Problems) -> None:
        self.files, self.problems, self.draft = files, problems, Draft()

    def scenario(self) -> Scenario:
        """Return the scenario; only to be used when no problem was noted."""
        top = self._top()
        has_top = (top.node.entries or {}) != {}
        self._places_and_routes(top)
        start, end = _period(top) if has_top else (None, None)
        self._parts(top, start)
        mode = yaml_parts.add_operation(top, self.draft)
        yaml_parts.add_follow_on(top, self.draft)
        self._tables(start)
        self._check(top, mode, has_top)
        return self._assemble(top, mode, start or date.min, end or date.max)

    def _top(self) -> Section:
        text = self.files.text(yaml_parts.FILE)
        node = read_document(yaml_parts.FILE, text, self.problems) if text is not None else None
        top = Section(node or Node(1, entries={}), "", self.problems)
        if node is not None:
            node.row = 0  # what is missing from the file stands on no line
            top = Section(node, "", self.problems)
            _refuse_keys(node, self.problems)
            top.check_keys(
                ("id", "title", "start", "end", "rules", "fighters", "source", "confidence", "note"),
                ("groups", "origins", "operation", "follow_on", "corridors", "sets", "policies", "map", "limits",
                 "calibration"),
            )  # fmt: skip
            _check_top(top)
        return top

    def _places_and_routes(self, top: Section) -> None:
        self._rows("places.csv", csv_parts.PLACES, csv_parts.add_place, "place")
        csv_parts.join_regions(self.draft)
        self._rows("routes.csv", csv_parts.ROUTES, csv_parts.add_route, "route")

    def _parts(self, top: Section, start: date | None) -> None:
        if not top.node.entries:
            self.draft.names.missing |= {"set", "corridor"}
        yaml_parts.add_groups(top, self.draft)
        yaml_parts.add_origins(top, self.draft)
        yaml_parts.add_sets(top, self.draft)
        yaml_parts.add_corridors(top, self.draft)
        yaml_parts.add_policies(top, self.draft, start or EARLIEST)

    def _tables(self, start: date | None) -> None:
        def add_change(record: Record, draft: Draft) -> None:
            change = csv_parts.read_change(record, draft, None, known_on=True)
            if change:
                draft.schedule.append(Found(change, record))

        self._rows("schedule.csv", csv_parts.SCHEDULE, add_change)
        self._rows("parameters.csv", csv_parts.PARAMETERS, csv_parts.add_parameter, "parameter")
        before = len(self.problems)
        names = self.files.observation_names()
        if len(self.problems) > before:
            self.draft.names.missing.add("observation")
        for name in names:
            self._rows(name, csv_parts.OBSERVATIONS, csv_parts.add_observation)

    def _rows(self, file: str, columns: Columns, add: Callable[[Record, Draft], None], sort: str = "") -> None:
        text = self.files.text(file)
        records, whole = read_table(file, text, columns, self.problems) if text is not None else ([], False)
        if whole and sort and not records:
            whole = False
            self.problems.add(file, 0, "", "", "has no rows below its header", "Add at least one.")
        if not whole:
            self.draft.names.missing.add(sort)
        for record in records:
            add(record, self.draft)

    def _check(self, top: Section, mode: str, has_top: bool) -> None:
        draft = self.draft
        native = top.record.text("rules") != "flee"
        check_map(draft)
        check_people(draft, has_top)
        check_operation(draft, mode, has_top and native)
        check_changes(draft)
        check_parameters(draft, native and "parameter" not in draft.names.missing, self.problems)
        check_observations(draft)

    def _assemble(self, top: Section, mode: str, start: date, end: date) -> Scenario:
        draft, record = self.draft, top.record
        return Scenario(
            id=record.text("id"),
            title=record.text("title"),
            start=start,
            end=end,
            rules=record.text("rules") or "native",
            groups=_parts(draft.groups.values()),
            origins=_parts(draft.origins.values()),
            places=_parts(draft.places.values()),
            routes=_parts(draft.routes.values()),
            operation=Operation(mode, _parts(draft.zones.values())),
            corridors=_parts(draft.corridors.values()),
            schedule=tuple(sorted(_parts(draft.schedule), key=csv_parts.by_day(draft))),
            policies=_parts(draft.policies.values()),
            parameters=_parts(draft.parameters.values()),
            observations=_parts(draft.observations),
            sets=_parts(draft.sets.values()),
            map_dates=_map_dates(top, start, end),
            limits=tuple(top.texts("limits")),
            folder=self.files.folder,
            content_hash=self.files.content_hash(),
            fighters=record.yes("fighters", False),
            follow_on=draft.follow_on.part if draft.follow_on else None,
            calibration=read_calibration(top, draft, record.text("rules") != "flee"),
        )


def _parts(found: Iterable[Found[T]]) -> tuple[T, ...]:
    return tuple(item.part for item in found)


def _refuse_keys(node: Node, problems: Problems) -> None:
    for path, row, key in node.walk():
        of_the_format = not path and key == refusals.FIGHTERS  # whether they are simulated: a yes or no, no description
        rule = None if of_the_format else refusals.forbids("key", key)
        if rule:
            problems.refuse(yaml_parts.FILE, row, path + key, key, rule.reason, rule.remedy)
    for key in ("optimise", "optimize"):
        section = (node.entries or {}).get(key)
        if section is not None:
            _refuse_optimiser(key, section, node.key_rows[key], problems)


def _refuse_optimiser(key: str, section: Node, row: int, problems: Problems) -> None:
    words = " ".join(section.words()).casefold()
    military = [word for word in ("operation", "flank", "pace", "duration", "blocks", "zone", "encircl") if word in words]
    if military:
        rule = refusals.OPTIMISER
        problems.refuse(yaml_parts.FILE, row, key, listed(military), rule.reason, rule.remedy)
    else:
        what = "is not a key here: a scenario describes, it does not search"
        problems.add(yaml_parts.FILE, row, key, key, what, "Describe the choices as policies and compare them.")


def _check_top(top: Section) -> None:
    record = top.record
    csv_parts.check_id(record)
    record.required("title", "'Old Town: three places and one corridor'")
    record.choice("rules", ("native", "flee"), "a set of rules")
    for key in ("groups", "origins", "operation"):
        if not (top.node.entries or {}).get(key):
            record.problem(key, "is missing", f"Add {key}: to scenario.yaml.", "")


def _period(top: Section) -> tuple[date | None, date | None]:
    record = top.record
    start = record.date("start") if record.needed("start", "2016-10-17") else None
    end = record.date("end") if record.needed("end", "2017-10-31") else None
    if start and end and end < start:
        record.problem("end", f"is before the start ({start})", "Give a later day.")
    elif start and end and (end - start).days > LONGEST_DAYS:
        record.problem("end", f"is more than {LONGEST_DAYS:,} days after the start ({start})", "Give an earlier day.")
    return start, end


def _map_dates(top: Section, start: date, end: date) -> tuple[date, ...]:
    section = top.mapping("map")
    if section is None or end < start:
        return ()
    section.check_keys((), ("dates",))
    found = []
    for text in section.texts("dates"):
        record = Record(yaml_parts.FILE, section.record.row_of("dates"), {"dates": text}, top.problems, "map.")
        day = record.date("dates")
        if day and not start <= day <= end:
            record.problem("dates", f"is outside the scenario ({start} to {end})", "Give a day within it.")
        elif day:
            found.append(day)
    return tuple(sorted(set(found)))
