"""Parameter draws → Theta: the values of one draw, laid out as the mechanisms read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from corridor.errors import ParameterError
from corridor.model.theta import Theta
from corridor.scenario.index import Index, index
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.schema import PlaceKind, Scenario

__all__ = ["Layout", "layout"]

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
    """Where each parameter of a draw goes; made once for a scenario, used for every draw."""

    def __init__(self, scenario: Scenario, names: Sequence[str]) -> None:
        where = index(scenario)
        column = {name: position for position, name in enumerate(names)}
        self._shape = (len(where.zones), len(where.groups))
        self._routes = len(where.routes)
        self._fill = {
            field: _filler(field, column, _targets(field, where, scenario))
            for mechanism in _MECHANISMS
            for field in _fields_of(mechanism)
        }

    def theta(self, values: NDArray[np.float64]) -> Theta:
        """Returns the Theta of one row of draws; what the engine works out of it is still zero."""
        parts: dict[str, Any] = {"reference": np.zeros(self._shape), "distance_cost": np.zeros(self._routes)}
        for mechanism in _MECHANISMS:
            parts[mechanism] = _KIND_OF[mechanism](**{field: self._fill[field](values) for field in _fields_of(mechanism)})
        return Theta(**parts)


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


def _filler(
    field: str, column: Mapping[str, int], targets: Mapping[str, int | None] | None
) -> Callable[[NDArray[np.float64]], Any]:
    plain = column.get(field)
    if targets is None:
        if plain is None and PARAMETER_NAMES[field].optional:
            constant = _WHERE_ABSENT.get(field, 0.0)
            return lambda values: constant
        if plain is None:
            raise ParameterError(f"the scenario has no parameter {field!r}; add a row to parameters.csv")
        return lambda values: float(values[plain])
    sources = np.array([_source(field, target, column, position) for target, position in targets.items()], np.int64)
    absent = _WHERE_ABSENT.get(field, 0.0)
    return lambda values: np.where(sources >= 0, values[np.maximum(sources, 0)], absent)


def _source(field: str, target: str, column: Mapping[str, int], position: int | None) -> int:
    """Returns the column of a parameter for one target: its own row wins over the plain one."""
    if position is None:
        return -1
    found = column.get(f"{field}.{target}", column.get(field))
    if found is not None:
        return found
    if PARAMETER_NAMES[field].optional:
        return -1
    raise ParameterError(f"the scenario has no parameter '{field}.{target}'; add a row to parameters.csv")
