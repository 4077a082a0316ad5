"""What a person at the page may change, as it comes in: a list of levers, every slip answered in plain words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.errors import PolicyError
from corridor.scenario.names import either, nearest

__all__ = [
    "KINDS",
    "MOST_LEVERS",
    "AdviceLever",
    "BorderLever",
    "CampLever",
    "CorridorLever",
    "Lever",
    "ScreeningLever",
    "read_levers",
]

MOST_LEVERS = 40
_LONGEST_ID = 200
_LARGEST = 1e9
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONSENT = ("agreed", "unilateral")
#: What changes only by one of the scenario's named policies (MODEL.md section 10, ruling 21).
_NAMED_ONLY = frozenset({"flank", "pace", "follow_on", "follow-on", "operation", "encircled"})


@dataclass(frozen=True, slots=True)
class CorridorLever:
    """A corridor is open from `start` to the day before `until` and on no other day, or closed in that window."""

    id: str
    open: bool
    start: date
    until: date | None
    capacity_per_day: float | None
    agreed: bool | None


@dataclass(frozen=True, slots=True)
class ScreeningLever:
    """A station screens or does not, from a day on; `capacity_factor` multiplies the people it serves a day."""

    id: str
    on: bool
    capacity_factor: float | None
    start: date


@dataclass(frozen=True, slots=True)
class CampLever:
    """A camp has so many places from a day on."""

    id: str
    capacity: float
    start: date


@dataclass(frozen=True, slots=True)
class BorderLever:
    """A crossing lets the named civilian groups through from a day on, or does not; no group named: all civilians."""

    id: str
    open: bool
    groups: tuple[str, ...]
    start: date


@dataclass(frozen=True, slots=True)
class AdviceLever:
    """People are asked to stay at home, or to leave, from a day on."""

    stay: bool
    start: date


Lever = CorridorLever | ScreeningLever | CampLever | BorderLever | AdviceLever


def read_levers(given: object) -> tuple[Lever, ...]:
    """Returns the levers of a JSON list; PolicyError says of the first wrong one what was given and what is allowed.

    >>> read_levers([{"kind": "advice", "stay": True, "from": "2020-03-20"}])
    (AdviceLever(stay=True, start=datetime.date(2020, 3, 20)),)
    """
    if not isinstance(given, list):
        raise PolicyError(f"levers is {_shown(given)}; give a list, [] for none.")
    if len(given) > MOST_LEVERS:
        raise PolicyError(f"levers has {len(given)} entries; allowed are {MOST_LEVERS}. Save some as a policy first.")
    return tuple(_read(number, each) for number, each in enumerate(given, 1))


def _read(number: int, given: object) -> Lever:
    if not isinstance(given, dict):
        raise PolicyError(f"Lever {number} is {_shown(given)}; give an object with a kind: {either(list(KINDS))}.")
    kind = given.get("kind")
    if isinstance(kind, str) and kind.casefold() in _NAMED_ONLY:
        raise PolicyError(
            f"Lever {number}: {kind!r} is refused: flank, pace and follow-on change only by one of the scenario's named "
            "policies. Choose such a policy instead."
        )
    if not isinstance(kind, str) or kind not in KINDS:
        raise PolicyError(f"Lever {number}: kind is {_shown(kind)}; allowed are {either(list(KINDS))}.")
    fields = _Fields(number, kind, given)
    lever = KINDS[kind](fields)
    fields.refuse_others()
    return lever


class _Fields:
    """The fields of one lever, each asked for once."""

    def __init__(self, number: int, kind: str, given: Mapping[str, Any]) -> None:
        self._where = f"Lever {number} ({kind})"
        self._given = given
        self._asked = {"kind"}

    def id(self) -> str:
        value = self._value("id")
        if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_ID:
            raise self._wrong("id", value, "an id of the scenario")
        return value

    def yes(self, name: str) -> bool:
        value = self._value(name)
        if not isinstance(value, bool):
            raise self._wrong(name, value, "true or false")
        return value

    def day(self, name: str) -> date:
        value = self._value(name)
        found = _date(value)
        if found is None:
            raise self._wrong(name, value, "a day such as 2017-06-18")
        return found

    def day_or_none(self, name: str) -> date | None:
        return None if self._value(name) is None else self.day(name)

    def number(self, name: str) -> float:
        value = self._value(name)
        known = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not known or not -_LARGEST <= value <= _LARGEST or not math.isfinite(value):
            raise self._wrong(name, value, f"a number of at most {_LARGEST:,.0f}")
        return float(value)

    def number_or_none(self, name: str) -> float | None:
        return None if self._value(name) is None else self.number(name)

    def agreed(self, name: str) -> bool | None:
        value = self._value(name)
        if value is not None and value not in _CONSENT:
            raise self._wrong(name, value, "agreed, unilateral or null")
        return None if value is None else value == "agreed"

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._value(name)
        given = [] if value is None else value
        if not isinstance(given, list) or len(given) > MOST_LEVERS or not all(isinstance(each, str) for each in given):
            raise self._wrong(name, value, "a list of civilian groups")
        return tuple(dict.fromkeys(given))

    def refuse_others(self) -> None:
        """Raises where there is a field that this kind of lever does not have: it would be ignored without a word."""
        for name in self._given:
            if name not in self._asked:
                near = nearest(name, {asked: asked for asked in self._asked})
                hint = f" Did you mean {near!r}?" if near else ""
                raise PolicyError(f"{self._where}: {_shown(name)} is no field of it; it has {_listed(self._asked)}.{hint}")

    def _value(self, name: str) -> Any:
        self._asked.add(name)
        return self._given.get(name)

    def _wrong(self, name: str, value: object, allowed: str) -> PolicyError:
        return PolicyError(f"{self._where}: {name} is {_shown(value)}; allowed is {allowed}.")


def _corridor(fields: _Fields) -> Lever:
    return CorridorLever(
        id=fields.id(),
        open=fields.yes("open"),
        start=fields.day("from"),
        until=fields.day_or_none("until"),
        capacity_per_day=fields.number_or_none("capacity_per_day"),
        agreed=fields.agreed("consent"),
    )


def _screening(fields: _Fields) -> Lever:
    return ScreeningLever(fields.id(), fields.yes("on"), fields.number_or_none("capacity_factor"), fields.day("from"))


def _camp(fields: _Fields) -> Lever:
    return CampLever(fields.id(), fields.number("capacity"), fields.day("from"))


def _border(fields: _Fields) -> Lever:
    return BorderLever(fields.id(), fields.yes("open"), fields.texts("groups"), fields.day("from"))


def _advice(fields: _Fields) -> Lever:
    return AdviceLever(fields.yes("stay"), fields.day("from"))


#: How each kind of lever is read.
KINDS: Mapping[str, Callable[[_Fields], Lever]] = {
    "corridor": _corridor,
    "screening": _screening,
    "camp": _camp,
    "border": _border,
    "advice": _advice,
}


def _date(value: object) -> date | None:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _shown(value: object) -> str:
    """Returns what was given, short enough to be read."""
    if value is None:
        return "missing"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _listed(names: Sequence[str] | set[str]) -> str:
    return ", ".join(sorted(names))
