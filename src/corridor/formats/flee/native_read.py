"""Reads a folder of our own format with `rules: flee`: every problem at once, and the same numbers as Flee's folder."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from corridor.formats.flee.native_schedule import Dated
from corridor.formats.flee.native_tables import (
    AGENTS,
    ARRIVALS,
    BY_DATA,
    CLASSES,
    DECAY,
    HUNGER,
    KINDS,
    NUMBERS,
    OBSERVATIONS,
    PARAMETERS,
    PLACES,
    ROUTES,
    SCHEDULE,
)  # fmt: skip
from corridor.formats.flee.people import goes_by_age, is_age
from corridor.formats.flee.places import ATTRIBUTES
from corridor.formats.flee.policies import PolicyReader
from corridor.formats.flee.schema import (
    NEVER,
    Agents,
    Closure,
    Demographic,
    FleeScenario,
    Location,
    Notice,
    Road,
    Settings,
    Table,
)  # fmt: skip
from corridor.scenario.document import Node, read_document
from corridor.scenario.files import Files
from corridor.scenario.names import suggest
from corridor.scenario.problems import Problems
from corridor.scenario.record import Record
from corridor.scenario.tables import Columns, read_table

__all__ = ["read_native_flee"]

TOP = "scenario.yaml"
_KEYS = ("id", "title", "start", "end", "rules", "repaired", "arrivals", "major_routes", "policies", "notices", "limits",
         "source", "confidence", "note")  # fmt: skip
MOST_DAYS = 36_600
_FIXED = re.compile(r"=[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")


def read_native_flee(folder: Path | str) -> tuple[FleeScenario, bool]:
    """Returns the scenario, and whether Flee's defects are mended in it; raises ScenarioError with every problem found."""
    problems = Problems()
    files = Files(Path(folder), problems)
    if not files.usable():
        problems.raise_if_any()
    scenario, repaired = _Reader(files, problems).scenario()
    problems.raise_if_any()
    assert scenario is not None  # without a start there is a problem
    return scenario, repaired


class _Reader:
    """Reads the files of one folder in the order in which they refer to each other."""

    def __init__(self, files: Files, problems: Problems) -> None:
        self.files, self.problems = files, problems
        self.names: dict[str, str] = {}  # id -> name
        self.roads: list[Road] = []
        self.shut: list[Closure] = []
        self.by_age = False

    def scenario(self) -> tuple[FleeScenario | None, bool]:
        text = self.files.text(TOP)
        node = read_document(TOP, text, self.problems) if text is not None else None
        top = node or Node(1, entries={})
        yaml = PolicyReader(self.problems, _EMPTY, TOP)
        yaml.keys(top, _KEYS, "")
        record = yaml.record(top, "")
        start, length = self._period(record)
        spawn = record.choice("arrivals", ARRIVALS, "a source of arrivals") or BY_DATA
        places = tuple(self._each("places.csv", PLACES, self._place))
        self._roads()
        settings = self._settings("" if spawn == BY_DATA else spawn)
        self.by_age = goes_by_age(settings)
        if start is None:
            return None, False
        dated = Dated(self.names, {place.country for place in places}, start, length)
        for change in self._rows("schedule.csv", SCHEDULE):
            dated.take(change)
        made = FleeScenario(
            record.text("title") or record.text("id"), self.files.folder, start, length, settings, places,
            tuple(self.roads), self._major(top), (*dated.closures, *self.shut), dated.conflicts(), tuple(dated.changes),
            self._hunger(start), self._classes(), tuple(self._each("people.csv", AGENTS, self._agents, optional=True)),
            self._counts(start), tuple(self._notices(top, yaml)),
        )  # fmt: skip
        yaml.scenario = made
        made = replace(made, policies=yaml.policies(top, ()), content_hash=self.files.content_hash())
        return made, record.yes("repaired", False)

    def _period(self, record: Record) -> tuple[dt.date | None, int]:
        start = record.date("start") if record.needed("start", "2012-02-29") else None
        end = record.date("end") if record.needed("end", "2012-12-24") else None
        if start is None or end is None:
            return None, 0
        days = (end - start).days + 1
        if not 1 <= days <= MOST_DAYS:
            record.problem("end", f"must be from the start to {MOST_DAYS:,} days later", "Correct one of the two.")
            return None, 0
        return start, days

    def _rows(self, file: str, columns: Columns, optional: bool = False) -> list[Record]:
        if optional and not (self.files.folder / file).is_file():
            return []
        text = self.files.text(file)
        return read_table(file, text, columns, self.problems)[0] if text is not None else []

    def _each(self, file: str, columns: Columns, read: Callable[[Record], Any], optional: bool = False) -> Iterator[Any]:
        for record in self._rows(file, columns, optional):
            made = read(record)
            if made is not None:
                yield made

    def _place(self, record: Record) -> Location | None:
        id_, name = record.required("id", "camp-one"), _as_it_stands(record, "name", "Camp One")
        kind = record.choice("kind", KINDS, "a kind of place") if record.needed("kind", "camp") else None
        x, y = (record.number(axis) if record.needed(axis, "12.5") else None for axis in ("x", "y"))
        people, capacity = record.whole("population", 0, 10**10), record.whole("capacity", 1, 10**10)
        if id_ is None or name is None:
            return None
        if id_ in self.names or name in self.names.values():
            record.problem("id" if id_ in self.names else "name", "is given twice", "Give each place its own.")
            return None
        self.names[id_] = name
        given = {each: record.number(each, low, high) for each, (low, high) in ATTRIBUTES.items()}
        more = {each: value for each, value in given.items() if value is not None}
        if kind is None or x is None or y is None:
            return None
        where = record.texts.get("region", ""), record.texts.get("country", "")
        return Location(name, *where, x, y, kind, people or 0, -1 if capacity is None else capacity, more)

    def _name(self, record: Record, column: str) -> str | None:
        """Returns the name of the place whose id a cell holds."""
        id_ = record.required(column, next(iter(self.names), "camp-one"))
        if id_ is None or id_ in self.names:
            return self.names[id_] if id_ else None
        record.problem(column, "is not an id of places.csv", suggest(id_, self.names))
        return None

    def _roads(self) -> None:
        for record in self._rows("routes.csv", ROUTES):
            start, end = self._name(record, "from"), self._name(record, "to")
            km = record.number("km", 0.0) if record.needed("km", "120") else None
            speed, walk = record.number("speed", 1e-9), record.number("walk_probability", 0.0, 1.0)
            twice, open_ = record.yes("twice", False), record.yes("open", True)
            if start is None or end is None or km is None:
                continue
            self.roads.append(Road(start, end, km, twice, speed, walk))
            if not open_:
                self.shut.append(Closure("link", start, end, 0, NEVER, firm=True))

    def _settings(self, spawn: str) -> Settings:
        values: dict[str, Any] = {"spawn_mode": spawn}
        decay: dict[int, float] = {}
        for record in self._rows("parameters.csv", PARAMETERS):
            id_ = record.required("id", "max_move_speed")
            value = _fixed(record)
            name, dot, number = (id_ or "").partition(".")
            if id_ is None or value is None:
                continue
            if name == DECAY and dot and number.isdigit():
                decay[int(number)] = value
            elif id_ not in NUMBERS:
                record.problem("id", "is not a setting of Flee's", suggest(id_, [*NUMBERS, f"{DECAY}.1"]))
            elif NUMBERS[id_] != "float" and value != int(value):
                record.problem("p1", "is not a whole number", f"Write ={round(value)}.")
            else:
                values[id_] = {"int": int, "float": float, "bool": bool}[NUMBERS[id_]](value)
        if decay:
            values[DECAY] = tuple(value for _, value in sorted(decay.items()))
        return Settings(**values)

    def _major(self, top: Node) -> tuple[tuple[str, ...], ...]:
        found = []
        for item in ((top.entries or {}).get("major_routes") or Node(0)).items or ():
            names = tuple(each.text or "" for each in item.items or ())
            strange = [name for name in names if name not in self.names.values()]
            if strange or len(names) < 2:
                what = "is not a list of two or more names of places.csv"
                remedy = suggest(strange[0], self.names.values()) if strange else "Name every place along the road."
                self.problems.add(TOP, item.row, "major_routes", ", ".join(strange), what, remedy)
            else:
                found.append(names)
        return tuple(found)

    def _counts(self, start: dt.date) -> tuple[Table, ...]:
        series: dict[str, list[tuple[float, float]]] = {}
        for name in self.files.observation_names():
            for record in self._rows(name, OBSERVATIONS):
                key = _as_it_stands(record, "series", "Camp One")
                date = record.date("date") if record.needed("date", "2012-03-01") else None
                value = record.number("value", 0.0) if record.needed("value", "500") else None
                if key is not None and date is not None and value is not None:
                    series.setdefault(key, []).append((float((date - start).days), value))
        return tuple(Table(key, *map(tuple, zip(*points, strict=True))) for key, points in series.items())

    def _hunger(self, start: dt.date) -> dict[str, tuple[tuple[int, float], ...]]:
        found: dict[str, list[tuple[int, float]]] = {}
        for record in self._rows("hunger.csv", HUNGER, optional=True):
            region = _as_it_stands(record, "region", "North")
            date = record.date("date") if record.needed("date", "2012-03-01") else None
            value = record.number("value", 0.0, 100.0) if record.needed("value", "20") else None
            if region is not None and date is not None and value is not None:
                found.setdefault(region, []).append(((date - start).days, value))
        return {region: tuple(sorted(points)) for region, points in found.items()}

    def _classes(self) -> tuple[Demographic, ...]:
        found: dict[str, dict[str, dict[str, float]]] = {}
        for record in self._rows("classes.csv", CLASSES, optional=True):
            attribute, value = record.required("attribute", "gender"), _as_it_stands(record, "value", "female")
            place = "all" if record.text("place") == "all" else self._name(record, "place")
            weight = record.number("weight", 0.0) if record.needed("weight", "0.5") else None
            if attribute == "age" and value is not None and not is_age(value):
                record.problem("value", "is not an age in whole years", "Write one row for each year of age.")
            if attribute is not None and value is not None and place is not None and weight is not None:
                found.setdefault(attribute, {}).setdefault(place, {})[value] = weight
        for attribute, rows in found.items():
            for place in sorted(place for place, weights in rows.items() if sum(weights.values()) <= 0.0):
                what = f"has no weight above 0 of {attribute} at {place}"
                self.problems.add("classes.csv", 0, "weight", "", what, "Give at least one value a weight.")
        return tuple(_demographic(attribute, rows) for attribute, rows in found.items())

    def _agents(self, record: Record) -> Agents | None:
        place = self._name(record, "place")
        people = record.whole("people", 1, 10**9) if record.needed("people", "100") else None
        try:
            given = json.loads(record.text("attributes") or "{}")
        except ValueError:
            given = None
        if not isinstance(given, dict):
            record.problem("attributes", "is not a mapping", 'Write {} or {"age": "30"}.')
        elif self.by_age and not is_age(str(given.get("age", "0"))):
            record.problem("attributes", "has no age in whole years, but a rule goes by ages", 'Write {"age": "30"}.')
        elif place is not None and people is not None:
            return Agents(place, tuple((str(key), str(value)) for key, value in given.items()), people)
        return None

    def _notices(self, top: Node, yaml: PolicyReader) -> Iterator[Notice]:
        for _, record in yaml.items(top, "notices", ("code", "file", "row", "what", "instead")):
            words = (record.text(key) for key in ("what", "instead"))
            yield Notice(record.text("code"), record.text("file"), record.whole("row", 0, 10**9) or 0, *words)


def _as_it_stands(record: Record, column: str, example: str) -> str | None:
    """Returns a name with its blanks: Flee matches names exactly, and draws are keyed by them."""
    return record.texts[column] if record.needed(column, example) else None


def _fixed(record: Record) -> float | None:
    """Returns the number of `=x`: Flee's settings are taken as they stand."""
    text = record.required("p1", "=200")
    if text is None:
        return None
    if _FIXED.fullmatch(text):
        return float(text[1:])
    record.problem("p1", "is not a fixed number; Flee's rules draw no parameter", "Write = and a number, such as =200.")
    return None


def _demographic(attribute: str, rows: dict[str, dict[str, float]]) -> Demographic:
    values = tuple(dict.fromkeys(value for row in rows.values() for value in row))
    weights = {place: tuple(row.get(value, 0.0) for value in values) for place, row in rows.items()}
    default = weights.pop("all", (1.0,) * len(values))
    return Demographic(attribute, values, default, weights)


_EMPTY = FleeScenario("", Path(), dt.date(2000, 1, 1), 1, Settings(), (), (), (), (), {}, (), {}, (), (), (), ())
