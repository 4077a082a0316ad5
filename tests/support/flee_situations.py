"""Small Flee scenarios made in code, and what a single decision or a whole run of them gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.flee import compile_flee, simulate_flee
from corridor.formats.flee.schema import (
    Agents,
    Closure,
    Demographic,
    FleeScenario,
    Location,
    Road,
    Settings,
    Table,
    TypeChange,
)  # fmt: skip

MANY = 200_000


def place(
    name: str, kind: str = "town", *, country: str = "Here", people: int = 0, capacity: int = -1, region: str = "North",
    x: float = 0.0, y: float = 0.0, **attributes: float,
) -> Location:  # fmt: skip
    return Location(name, region, country, x, y, kind, people, capacity, attributes)


def scenario(
    places: Sequence[Location],
    roads: Sequence[tuple[str, str, float] | Road],
    *,
    days: int = 1,
    start: Mapping[str, int] | None = None,
    conflicts: Mapping[str, Sequence[float]] | None = None,
    closures: Sequence[Closure] = (),
    changes: Sequence[TypeChange] = (),
    major_routes: Sequence[tuple[str, ...]] = (),
    ipc: Mapping[str, tuple[tuple[int, float], ...]] | None = None,
    demographics: Sequence[Demographic] = (),
    data: Sequence[Table] = (),
    **settings: Any,
) -> FleeScenario:
    """Returns a scenario in which `start` people stand at places before day 0 and, without data, nobody comes."""
    laid = tuple(road if isinstance(road, Road) else Road(*road) for road in roads)
    agents = tuple(Agents(name, (), count) for name, count in (start or {}).items())
    wars = {name: tuple(values) for name, values in (conflicts or {}).items()}
    if not data and "spawn_mode" not in settings:
        settings = {"spawn_mode": "constant", "displaced_per_conflict_day": 0.0, **settings}
    return FleeScenario(
        "small", Path(), dt.date(2020, 1, 1), days, Settings(**settings), tuple(places), laid, tuple(major_routes),
        tuple(closures), wars, tuple(changes), ipc or {}, tuple(demographics), agents, tuple(data), (),
    )  # fmt: skip


def evening(made: FleeScenario, *, repaired: bool = False, seed: int = 1) -> dict[str, NDArray[np.int32]]:
    """Returns one run: people at every place by day, on links ('road') and ever displaced ('made')."""
    ensemble = simulate_flee(made, members=1, seed=seed, repaired=repaired, jobs=1)
    found = {name: ensemble.present(name)[0] for name in ensemble.places}
    return {**found, "road": ensemble.under_way[0], "made": ensemble.displaced[0]}


def routes_from(made: FleeScenario, name: str, day: int = 0, *, repaired: bool = False) -> list[tuple[str, ...]]:
    """Returns the candidate routes from a place on a day, as names."""
    world = compile_flee(made, repaired)
    names = [one.name for one in made.locations]
    row = world.places.epoch[day] * len(names) + names.index(name)
    found = []
    for way in range(world.ways.first[row], world.ways.first[row + 1]):
        route, here = world.ways.route[way], []
        while route:
            here.append(names[world.routes.next[route]])
            route = world.routes.tail[route]
        found.append(tuple(here))
    return found


def close(count: float, n: float, share: float) -> bool:
    """Returns whether a binomial count is within five standard deviations of what it should be (false alarm 6e-7)."""
    return abs(count - n * share) <= 5.0 * np.sqrt(max(n * share * (1.0 - share), 1.0))
