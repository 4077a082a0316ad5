"""Parameter draws → Theta: the values of one draw, laid out as the mechanisms read them."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from corridor.errors import ParameterError
from corridor.model.struct import Struct
from corridor.model.theta import Theta
from corridor.scenario.index import Index, index
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.schema import PlaceKind, Scenario

__all__ = ["Layout", "Refill", "layout"]

#: Bytes of a word of a Struct.
_WORD = 8
#: What an optional parameter is where no row gives it.
_WHERE_ABSENT = {
    "share": float("nan"),
    "embed_reference": 1.0,
    "transit_days": 7.0,
    "memory_days": 25.0,
    "violence_scale": 1.0,
    "violence_feedback": 1.0,
    "region_population": 500_000.0,
    "follow_on_progress_share": 1.0,
    "isolation_days": 200.0,
}
_MECHANISMS = tuple(field.name for field in fields(Theta) if field.name not in ("reference", "distance_cost"))
_KIND_OF = get_type_hints(Theta)


class Layout:
    """Where each parameter of a draw goes; made once for a scenario, used for every draw.

    The numbers of a Theta stand in one row, field after field in the order of its mechanisms.
    """

    def __init__(self, scenario: Scenario, names: Sequence[str]) -> None:
        where = index(scenario)
        column = {name: position for position, name in enumerate(names)}
        self._shape = (len(where.zones), len(where.groups))
        self._routes = len(where.routes)
        self._place: dict[str, int | slice] = {}  # in the row, of each field: an int of a single number
        sources: list[int] = []
        absent: list[float] = []
        for field in (field for mechanism in _MECHANISMS for field in _fields_of(mechanism)):
            targets = _targets(field, where, scenario)
            found = _sources(field, column, targets)
            self._place[field] = len(sources) if targets is None else slice(len(sources), len(sources) + len(found))
            sources += found
            absent += [_WHERE_ABSENT.get(field, 0.0)] * len(found)
        self._sources, self._absent = np.array(sources, np.int64), np.array(absent)

    def rows(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns (..., numbers) the rows of draws (..., names)."""
        return np.where(self._sources >= 0, values[..., np.maximum(self._sources, 0)], self._absent)

    def theta(self, values: NDArray[np.float64]) -> Theta:
        """Returns the Theta of one row of draws; what the engine works out of it is still zero."""
        return self.over(self.rows(values))

    def over(self, row: NDArray[np.float64]) -> Theta:
        """Returns a Theta whose arrays are views of a row."""
        parts: dict[str, Any] = {"reference": np.zeros(self._shape), "distance_cost": np.zeros(self._routes)}
        for mechanism in _MECHANISMS:
            places = {field: self._place[field] for field in _fields_of(mechanism)}
            parts[mechanism] = _KIND_OF[mechanism](
                **{field: row[at] if isinstance(at, slice) else float(row[at]) for field, at in places.items()}
            )
        return Theta(**parts)

    def singles(self, mechanism: str) -> dict[str, int]:
        """Returns where the single numbers of a mechanism stand in a row."""
        places = {field: self._place[field] for field in _fields_of(mechanism)}
        return {field: place for field, place in places.items() if isinstance(place, int)}


class Refill:
    """A Theta that takes on one row of numbers after another: making one anew takes ten times as long.

    What it said before is gone then, and `fill_reference` is to be called again.

    >>> import numpy as np
    >>> from corridor import load
    >>> scenario = load("tutorial")
    >>> names = sorted(parameter.id for parameter in scenario.parameters)
    >>> where = layout(scenario, names)
    >>> one = Refill(where, where.rows(np.full(len(names), 0.25)))
    >>> one.fill(where.rows(np.full(len(names), 0.5)))
    >>> one.theta.departure.siege_effect
    0.5
    """

    def __init__(self, where: Layout, row: NDArray[np.float64]) -> None:
        self._row = row.copy()
        self.theta = where.over(self._row)
        self._parts = [_Singles(getattr(self.theta, name), where.singles(name)) for name in _MECHANISMS]

    def fill(self, row: NDArray[np.float64]) -> None:
        """Puts the numbers of `row` in the place of those before."""
        self._row[:] = row
        for part in self._parts:
            part.fill(row)


class _Singles:
    """The single numbers of one Struct, in Python and in the words that compiled code reads when it is called.

    A Struct keeps its fields as long as compiled code runs, so they are replaced between calls only.
    """

    def __init__(self, struct: Struct, places: Mapping[str, int]) -> None:
        kind, address = struct.numba_type, struct.address
        self._struct, self._names = struct, tuple(places)
        self._from = np.array(list(places.values()), np.int64)
        offsets = [place[0] for name in places if (place := kind.place_of(name)) is not None]
        self._to = np.array(offsets, np.int64) // _WORD
        words = int(self._to.max(initial=-1)) + 1
        self._words = np.ctypeslib.as_array((ctypes.c_double * words).from_address(address))

    def fill(self, row: NDArray[np.float64]) -> None:
        numbers = row[self._from]
        self._words[self._to] = numbers
        for name, number in zip(self._names, numbers.tolist(), strict=True):
            object.__setattr__(self._struct, name, number)


def layout(scenario: Scenario, names: Sequence[str]) -> Layout:
    """Returns where each of the parameters `names` goes; ParameterError names those that are missing."""
    return Layout(scenario, names)


@lru_cache
def _fields_of(mechanism: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(_KIND_OF[mechanism]))


def _targets(field: str, where: Index, scenario: Scenario) -> Mapping[str, int | None] | None:
    """Returns the positions that a parameter runs over (None: not this target's business), or None for one number."""
    scope = PARAMETER_NAMES[field].scope
    if scope == "station":
        stations = {place.id for place in scenario.places if place.kind is PlaceKind.STATION}
        return {place: position if place in stations else None for place, position in where.places.items()}
    scopes: dict[str, Mapping[str, int | None]] = {
        "zone": where.zones,
        "place": where.places,
        "route": where.routes,
        "corridor": where.corridors,
    }
    return scopes.get(scope)


def _sources(field: str, column: Mapping[str, int], targets: Mapping[str, int | None] | None) -> list[int]:
    """Returns the column of each number of a field; -1 where it has none."""
    if targets is None:
        return [_source(field, field, column)]
    return [-1 if position is None else _source(field, f"{field}.{target}", column) for target, position in targets.items()]


def _source(field: str, name: str, column: Mapping[str, int]) -> int:
    """Returns the column of a parameter for one target: its own row wins over the plain one."""
    found = column.get(name, column.get(field))
    if found is not None:
        return found
    if PARAMETER_NAMES[field].optional:
        return -1
    raise ParameterError(f"the scenario has no parameter {name!r}; add a row to parameters.csv")
