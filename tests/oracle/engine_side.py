"""The count engine seen through the oracle's names: the same quantities on the same evenings."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from tests.oracle.compare import Sample
from tests.oracle.people import POOLS

from corridor.crew import Crew, crew_of
from corridor.engine.member import record_for, tape_for
from corridor.model.record import PLACE_QUANTITIES, ZONE_QUANTITIES
from corridor.model.state import State
from corridor.model.theta import Theta
from corridor.parameters import draw
from corridor.scenario.index import Index, index
from corridor.scenario.schema import Scenario

__all__ = ["members_of"]

_Table = tuple[str, NDArray[np.integer], tuple[Sequence[str], ...]]


def members_of(
    scenario: Scenario, dates: Sequence[int], members: int, seed: int, *, factual: Scenario | None = None
) -> Sample:
    """Returns what is counted on the evenings of `dates` (ascending) in each of `members` members of the engine."""
    parameters = draw(scenario.parameters, "P1", seed, 1)
    crew = crew_of(factual or scenario, scenario, parameters, "P1", seed, members)
    size = record_for(crew.world)[0].size
    crew = replace(crew, plan=replace(crew.plan, first=np.arange(size + 1), cells=np.arange(size)))
    where = index(scenario)
    theta = crew.theta(0)
    numbers = np.stack([_member(crew, theta, where, member, dates) for member in range(members)])
    return Sample(_names(crew, theta, where), numbers)


def _member(crew: Crew, theta: Theta, where: Index, member: int, dates: Sequence[int]) -> NDArray[np.float64]:
    """Returns (dates, names)."""
    state = crew.start(theta)
    tape = tape_for(crew.plan)
    evenings, first = [], 0
    for day in dates:
        crew.run(member, theta, state, first, day + 1, tape)
        tables = _tables(crew, where, state, tape.values[day])
        evenings.append(np.concatenate([table.ravel() for _, table, _ in tables]))
        first = day + 1
    return np.array(evenings, np.float64)


def _names(crew: Crew, theta: Theta, where: Index) -> tuple[Hashable, ...]:
    state = crew.start(theta)
    tables = _tables(crew, where, state, np.zeros(crew.plan.first.size - 1, np.int32))
    return tuple((name, *labels) for name, _, axes in tables for labels in product(*axes))


def _tables(crew: Crew, where: Index, state: State, flat: NDArray[np.int32]) -> Iterator[_Table]:
    """Yields every table of an evening with its name and the labels of its axes."""
    groups, origins, routes = tuple(where.groups), tuple(where.origins), tuple(where.routes)
    places, zones = tuple(where.places), tuple(where.zones)
    yield "pool", state.pools, (zones, POOLS, groups)
    yield "free", state.present.sum(1), (places, groups)
    yield "queue", state.queue.sum(1), (places, groups)
    yield "held", state.held.sum(1), (places, groups)
    yield "road", state.under_way.sum(1), (routes, groups)
    yield "arrived", state.arrived.sum(2), (routes, origins)
    for name in ("dead", "away", "ever", "returned", "exposed", "exposed_days", "turned_back"):
        yield name, getattr(state, name), (zones, groups)
    for name in ("queue_days", "held_days", "redirected"):
        yield name, getattr(state, name), (places, groups)
    yield "unsheltered", state.unsheltered, (places,)
    yield "taken", state.taken, (zones,)
    yield "days_encircled", state.encircled_days, (zones,)
    whole, record = record_for(crew.world)
    whole[:] = flat
    for name in ("arrivals", "passages"):
        yield name, record.place[PLACE_QUANTITIES.index(name)], (places, groups)
    for name in ("departures", "trapped", "trapped_no_exit"):
        yield name, record.zone[ZONE_QUANTITIES.index(name)], (zones, groups)
