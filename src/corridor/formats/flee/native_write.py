"""A Flee scenario as a folder of our own format, `rules: flee`, that gives the same numbers bit for bit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import yaml

from corridor.formats.flee.native_schedule import borders
from corridor.formats.flee.native_tables import (
    AGENTS,
    BY_DATA,
    CLASSES,
    DECAY,
    HUNGER,
    NUMBERS,
    OBSERVATIONS,
    PARAMETERS,
    PLACES,
    ROUTES,
    SCHEDULE,
    TOTAL,
    ids_of,
)  # fmt: skip
from corridor.formats.flee.places import ATTRIBUTES
from corridor.formats.flee.schema import Closure, FleeScenario
from corridor.scenario.problems import Problems
from corridor.scenario.tables import Columns

__all__ = ["native_files"]

Row = Sequence[object]


def native_files(scenario: FleeScenario, repaired: bool) -> dict[str, str]:
    """Returns the files of the folder, by name; ScenarioError where two borders would be written alike."""
    _check_borders(scenario)
    ids = ids_of(place.name for place in scenario.locations)
    files = {
        "scenario.yaml": _top(scenario, repaired),
        "places.csv": _table(PLACES, _places(scenario, ids)),
        "routes.csv": _table(ROUTES, _routes(scenario, ids)),
        "schedule.csv": _table(SCHEDULE, _schedule(scenario, ids)),
        "parameters.csv": _table(PARAMETERS, _parameters(scenario)),
        "observations/counts.csv": _table(OBSERVATIONS, _observations(scenario, ids)),
        "SOURCES.md": _sources(scenario),
    }
    more = {
        "hunger.csv": (HUNGER, [*_hunger(scenario)]),
        "classes.csv": (CLASSES, [*_classes(scenario, ids)]),
        "people.csv": (AGENTS, [*_people(scenario, ids)]),
    }
    return files | {name: _table(columns, rows) for name, (columns, rows) in more.items() if rows}


def _table(columns: Columns, rows: Iterable[Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns.known)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    """Numbers are written so that the very same number is read again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)


def _top(scenario: FleeScenario, repaired: bool) -> str:
    top: dict[str, Any] = {
        "id": ids_of([scenario.name])[scenario.name],
        "title": scenario.name,
        "start": scenario.start.isoformat(),
        "end": (scenario.start + timedelta(days=scenario.length - 1)).isoformat(),
        "rules": "flee",
        "repaired": repaired,
        "arrivals": scenario.settings.spawn_mode or BY_DATA,
        "major_routes": [list(route) for route in scenario.major_routes],
        "policies": [_policy(policy) for policy in scenario.policies],
        "notices": [
            {"code": one.code, "file": one.file, "row": one.row, "what": one.what, "instead": one.instead}
            for one in scenario.notices
        ],
    }
    kept = {key: value for key, value in top.items() if value != []}
    return "".join(_yaml(key, value) for key, value in kept.items())


def _yaml(key: str, value: object) -> str:
    if isinstance(value, list):
        return f"{key}:\n" + "".join(f"  - {json.dumps(item, ensure_ascii=False)}\n" for item in value)
    return str(yaml.safe_dump({key: value}, allow_unicode=True, width=1000))


def _policy(policy: Any) -> dict[str, Any]:
    changes = [
        {
            "target": change.target,
            "quantity": change.quantity,
            "value": change.value,
            "date": change.date.isoformat(),
            **({"until": change.until.isoformat()} if change.until else {}),
        }
        for change in policy.changes
    ]
    return {"id": policy.id, "name": policy.name, "changes": changes}


def _places(scenario: FleeScenario, ids: dict[str, str]) -> Iterator[Row]:
    for place in scenario.locations:
        limit = place.capacity if place.capacity > 0 else None
        rest = [place.attributes.get(name) for name in ATTRIBUTES]
        yield (ids[place.name], place.name, place.kind, place.region, place.country, place.x, place.y, place.population,
               limit, *rest)  # fmt: skip


def _routes(scenario: FleeScenario, ids: dict[str, str]) -> Iterator[Row]:
    added = {(each.first, each.second) for each in scenario.closures if each.firm}
    for road in scenario.roads:
        shut = (road.start, road.end) in added
        yield (ids[road.start], ids[road.end], road.km, road.twice or None, road.speed, road.walk_probability,
               False if shut else None)  # fmt: skip


def _schedule(scenario: FleeScenario, ids: dict[str, str]) -> Iterator[Row]:
    def day(number: int) -> str:
        """What is before the run or after it is as good as a day before or after."""
        return (scenario.start + timedelta(days=min(max(number, -1), scenario.length))).isoformat()

    for closure in scenario.closures:
        if not closure.firm:
            until = None if closure.end >= scenario.length else day(closure.end)
            yield day(closure.start), until, _target(closure, ids), _quantity(closure), 0
    for name, levels in scenario.conflicts.items():
        for number, (before, now) in enumerate(pairwise((0.0, *levels[: scenario.length]))):
            if now != before:
                yield day(number), None, ids[name], "conflict", now
    for change in scenario.changes:
        if 0 <= change.day < scenario.length:
            yield day(change.day), None, ids[change.name], "kind", change.kind


def _check_borders(scenario: FleeScenario) -> None:
    """A border is written X|Y, and countries may have a | in their names: it must be read as what it was."""
    countries = {place.country for place in scenario.locations}
    problems = Problems()
    for closure in scenario.closures:
        pair = (closure.first, closure.second)
        read = [each for each in borders("|".join(pair)) if countries.issuperset(each)]
        if closure.kind == "country" and read[0] != pair:
            allowed = f"could be the border of {read[0][0]} and {read[0][1]} too"
            problems.add("closures.csv", 0, "", "|".join(pair), allowed, "Take the | out of the names of these countries.")
    problems.raise_if_any()


def _quantity(closure: Closure) -> str:
    return closure.kind if closure.kind in ("camp", "idpcamp") else "open"


def _target(closure: Closure, ids: dict[str, str]) -> str:
    if closure.kind == "country":
        return f"{closure.first}|{closure.second}"
    return f"{ids[closure.first]}>{ids[closure.second]}" if closure.kind == "link" else ids[closure.first]


def _parameters(scenario: FleeScenario) -> Iterator[Row]:
    for name in NUMBERS:
        value = getattr(scenario.settings, name)
        yield name, f"={int(value) if isinstance(value, bool) else value!r}"
    for number, value in enumerate(getattr(scenario.settings, DECAY), 1):
        yield f"{DECAY}.{number}", f"={value!r}"


def _observations(scenario: FleeScenario, ids: dict[str, str]) -> Iterator[Row]:
    for at, table in enumerate(scenario.data):
        place = "all" if at == 0 else ids.get(table.name, "elsewhere")
        quantity, kind = ("displaced_ever", "cumulative") if at == 0 else ("present", "stock")
        for day, value in zip(table.days, table.values, strict=True):
            date = scenario.start + timedelta(days=int(day))
            yield TOTAL if at == 0 else table.name, date.isoformat(), value, quantity, place, kind


def _hunger(scenario: FleeScenario) -> Iterator[Row]:
    for region, points in scenario.ipc.items():
        for day, value in points:
            yield region, (scenario.start + timedelta(days=day)).isoformat(), value


def _classes(scenario: FleeScenario, ids: dict[str, str]) -> Iterator[Row]:
    for one in scenario.demographics:
        for place, weights in (("all", one.default), *((ids[name], row) for name, row in one.by_location.items())):
            for value, weight in zip(one.values, weights, strict=True):
                yield one.attribute, value, place, weight


def _people(scenario: FleeScenario, ids: dict[str, str]) -> Iterator[Row]:
    for one in scenario.agents:
        yield ids[one.location], one.count, json.dumps(dict(one.attributes), ensure_ascii=False)


def _sources(scenario: FleeScenario) -> str:
    return (
        f"# Sources of {scenario.name}\n\nImported from a folder of the simulator Flee. Whoever made that folder says where "
        "its facts come from;\nthe counts stand here after its registration corrections, several files of a camp added up.\n"
    )
