"""The tables of our own folder with `rules: flee`: their columns, and how the settings stand in parameters.csv."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from corridor.formats.flee.places import ATTRIBUTES
from corridor.formats.flee.schema import CAMPS, Settings
from corridor.scenario.names import fold
from corridor.scenario.tables import Columns

__all__ = [
    "AGENTS",
    "ARRIVALS",
    "BY_DATA",
    "CLASSES",
    "DECAY",
    "HUNGER",
    "KINDS",
    "NUMBERS",
    "OBSERVATIONS",
    "PARAMETERS",
    "PLACES",
    "ROUTES",
    "SCHEDULE",
    "TOTAL",
    "ids_of",
    "rules_flee",
]

#: The kinds of a place, as Flee's types come to be read.
KINDS = (*CAMPS, "conflict", "town", "forward", "marker", "flood_zone", "other")
#: Where the number of people who become displaced comes from.
BY_DATA = "counts"
ARRIVALS = (BY_DATA, "constant", "pop_ratio", "poisson")
#: The series of everybody, which has no place.
TOTAL = "total"

PLACES = Columns(
    ("id", "name", "kind", "region", "country", "x", "y", "population", "capacity", *ATTRIBUTES),
    ("id", "name", "kind", "region", "country", "x", "y"),
)
ROUTES = Columns(("from", "to", "km", "twice", "speed", "walk_probability", "open"), ("from", "to", "km"))
SCHEDULE = Columns(("date", "until", "target", "quantity", "value"), ("date", "target", "quantity", "value"))
PARAMETERS = Columns(("id", "p1"), ("id", "p1"))
OBSERVATIONS = Columns(
    ("series", "date", "value", "quantity", "place", "kind"), ("series", "date", "value", "quantity", "place", "kind")
)
HUNGER = Columns(("region", "date", "value"), ("region", "date", "value"))
CLASSES = Columns(("attribute", "value", "place", "weight"), ("attribute", "value", "place", "weight"))
AGENTS = Columns(("place", "people", "attributes"), ("place", "people", "attributes"))

#: The settings that are one number or one switch, in the order of the schema; all that parameters.csv may set ...
NUMBERS = {each.name: each.type for each in fields(Settings) if each.type in ("int", "float", "bool")}
#: ... but for this one, a list, of which the rows are numbered: conflict_spawn_decay.1, .2, ...
DECAY = "conflict_spawn_decay"

_RULES = re.compile(r"^rules:[ \t]*['\"]?flee\b", re.MULTILINE)
_RESERVED = ("", "all", "elsewhere", TOTAL)


def rules_flee(folder: Path) -> bool:
    """Returns whether a folder of our own format is to be run under Flee's rules."""
    path = folder / "scenario.yaml"
    return path.is_file() and _RULES.search(path.read_text(encoding="utf-8", errors="replace")) is not None


def ids_of(names: Iterable[str]) -> dict[str, str]:
    """Returns an id for every name: lower-case ASCII letters, digits and hyphens, each once.

    >>> ids_of(["Fassala-Mbera", "Camp 1", "Camp  1", "all"])
    {'Fassala-Mbera': 'fassala-mbera', 'Camp 1': 'camp-1', 'Camp  1': 'camp-1-2', 'all': 'all-2'}
    """
    found: dict[str, str] = {}
    taken = set(_RESERVED)
    for name in names:
        slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "place"
        number, id_ = 1, slug
        while id_ in taken:
            number += 1
            id_ = f"{slug}-{number}"
        taken.add(id_)
        found[name] = id_
    return found
