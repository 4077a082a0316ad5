"""The count engine seen through the oracle's names: the same quantities on the same evenings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from tests.oracle.compare import Sample
from tests.oracle.people import POOLS

from corridor.crew import crew_of
from corridor.draws import member_key
from corridor.engine.member import record_for, run_days, tape_for
from corridor.engine.state import arrays_of, copy_state
from corridor.model.record import PLACE_QUANTITIES, ZONE_QUANTITIES, Record
from corridor.model.scratch import scratch_for
from corridor.model.state import State
from corridor.parameters import draw
from corridor.scenario.index import Index, index
from corridor.scenario.schema import Scenario

__all__ = ["members_of"]

_Table = tuple[str, NDArray[np.generic], tuple[Sequence[str], ...]]


def members_of(
    scenario: Scenario, dates: Sequence[int], members: int, seed: int, *, factual: Scenario | None = None
) -> Sample:
    """Returns what is counted on the evenings of `dates` (ascending) in each of `members` members of the engine."""
    crew = crew_of(factual or scenario, scenario, draw(scenario.parameters, "P1", seed, 1), "P1", seed, members)
    theta, where = crew.theta(0), index(scenario)
    start = crew.start(theta)
    # Made once: what compiled code is handed takes longer to make than a day to run.
    state, scratch, tape = copy_state(start), scratch_for(crew.world), tape_for(crew.plan)
    (flat, record), balance = record_for(crew.world), np.zeros_like(state.entered)
    tables = list(_tables(where, state, record))
    names = tuple((name, *labels) for name, _, axes in tables for labels in product(*axes))
    numbers = np.empty((members, len(dates), len(names)))
    for member in range(members):
        for name, array in arrays_of(start).items():
            getattr(state, name)[...] = array
        key, first = member_key(seed, member), 0
        for row, day in enumerate(dates):
            wrong = run_days(crew.world, theta, state, first, day + 1, key, scratch, record, flat, crew.plan, tape, balance)
            assert wrong == -1, f"member {member}: the ledger is wrong on day {wrong}"
            numbers[member, row] = np.concatenate([table.ravel() for _, table, _ in _tables(where, state, record)])
            first = day + 1
    return Sample(names, numbers)


def _tables(where: Index, state: State, record: Record) -> Iterator[_Table]:
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
    for name in ("arrivals", "passages"):
        yield name, record.place[PLACE_QUANTITIES.index(name)], (places, groups)
    for name in ("departures", "trapped", "trapped_no_exit"):
        yield name, record.zone[ZONE_QUANTITIES.index(name)], (zones, groups)
    yield from _tables_of_arenas(zones, tuple(where.regions), state)


def _tables_of_arenas(zones: tuple[str, ...], regions: tuple[str, ...], state: State) -> Iterator[_Table]:
    """Yields what is counted by zone and region: fighters, violence, the next operation."""
    yield "fighting", state.fighters, (zones,)
    for name in ("killed", "lost", "surrendered"):
        yield name, getattr(state, f"fighters_{name}"), (zones,)
    abroad = slice(len(zones), None)
    for name, stock in (("flank", "under_way"), ("inactive", "inactive"), ("active", "active")):
        yield name, getattr(state, f"fighters_{stock}")[abroad], (regions,)
    for name in ("relocated", "embedded", "exposed_elsewhere"):
        yield name, getattr(state, name)[abroad], (regions,)
    yield "events", state.events, ((*zones, *regions),)
    yield "excitation", np.round(state.excitation, 6), ((*zones, *regions),)
    yield "felt", np.round(state.violence, 6), ((*zones, *regions),)
    for position, name in enumerate(("stage", "isolated", "assaulted")):
        yield name, state.stage[position : position + 1], ()
