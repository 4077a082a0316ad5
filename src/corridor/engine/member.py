"""One member: days in a row, what is recorded of them, and the ledger checked every evening."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.draws import kernel
from corridor.engine.day import advance
from corridor.engine.ledger import imbalance
from corridor.model.camps import make_room
from corridor.model.choice import NO_WAY_OUT, know, measure_routes, option_shares, weigh
from corridor.model.record import ARENA_QUANTITIES, PLACE_QUANTITIES, TOTAL_QUANTITIES, ZONE_QUANTITIES, Record
from corridor.model.scratch import Scratch
from corridor.model.state import State
from corridor.model.struct import Struct
from corridor.model.theta import Theta
from corridor.model.world import World

__all__ = ["TOO_MANY", "Plan", "Tape", "fill_reference", "record_for", "run_days", "tape_for"]


#: What `run_days` returns where a number does not fit the tape.
TOO_MANY = -2
_LARGEST = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Plan(Struct):
    """What is kept: series are sums of record cells, flows are sums of cells of `state.arrived`."""

    first: NDArray[np.int64]  # (S + 1,) into `cells`
    cells: NDArray[np.int64]  # positions in the flat record
    flow_row: NDArray[np.int64]  # (T,) row of the flow table that a day fills, or -1
    flow_first: NDArray[np.int64]  # (F + 1,) into `flow_cells`
    flow_cells: NDArray[np.int64]  # positions in the flat `state.arrived`


@dataclass(frozen=True, eq=False)
class Tape(Struct):
    """What one member leaves behind."""

    values: NDArray[np.int32]  # (T, S)
    flows: NDArray[np.int32]  # (flow rows, F)


def record_for(world: World) -> tuple[NDArray[np.int64], Record]:
    """Returns one flat buffer and the Record that looks into it."""
    groups = world.groups.key.size
    shapes = (
        (len(PLACE_QUANTITIES), world.places.key.size, groups),
        (len(ZONE_QUANTITIES), world.zones.place.size, groups),
        (len(ARENA_QUANTITIES), world.arenas.place.size),
        (len(TOTAL_QUANTITIES), groups),
    )
    sizes = [int(np.prod(shape)) for shape in shapes]
    flat = np.zeros(sum(sizes), np.int64)
    ends = np.cumsum(sizes)
    parts = [flat[end - size : end].reshape(shape) for end, size, shape in zip(ends, sizes, shapes, strict=True)]
    return flat, Record(place=parts[0], zone=parts[1], arena=parts[2], total=parts[3])


def tape_for(plan: Plan) -> Tape:
    """Returns an empty tape that fits `plan`."""
    rows = int(plan.flow_row.max(initial=-1)) + 1
    return Tape(
        values=np.zeros((plan.flow_row.size, plan.first.size - 1), np.int32),
        flows=np.zeros((rows, plan.flow_first.size - 1), np.int32),
    )


@kernel
def run_days(
    world: World,
    theta: Theta,
    state: State,
    first: int,
    last: int,
    member: np.uint64,
    scratch: Scratch,
    record: Record,
    flat: NDArray[np.int64],
    plan: Plan,
    tape: Tape,
    balance: NDArray[np.int64],
) -> int:
    """Runs days `first` to `last` - 1 and fills the tape; returns -1, TOO_MANY, or the day the ledger was wrong."""
    outcome = -1
    for day in range(first, last):
        advance(world, theta, state, day, member, scratch, record)
        if imbalance(world, state, balance) != 0:
            return day
        for series in range(plan.first.size - 1):
            total = 0
            for position in range(plan.first[series], plan.first[series + 1]):
                total += flat[plan.cells[position]]
            if total > _LARGEST:
                total, outcome = _LARGEST, TOO_MANY
            tape.values[day, series] = total
        row = plan.flow_row[day]
        if row >= 0:
            _keep_flows(state, plan, tape, row)
    return outcome


@kernel
def _keep_flows(state: State, plan: Plan, tape: Tape, row: int) -> None:
    arrived = state.arrived.flat
    for flow in range(plan.flow_first.size - 1):
        total = 0
        for position in range(plan.flow_first[flow], plan.flow_first[flow + 1]):
            total += arrived[plan.flow_cells[position]]
        tape.flows[row, flow] = total


@kernel
def fill_reference(world: World, theta: Theta, scratch: Scratch, days: int) -> None:
    """Works out once what the choices of a member need: costs of distance, and the reference of what is on offer.

    The reference is the logsum of the factual options on the first day that has any, camps empty (ruling 5). `world`
    is the scenario's own, before any policy.
    """
    measure_routes(world, theta)
    scratch.load[:] = 0
    scratch.alarm[:] = 0.0
    for zone in range(world.zones.place.size):
        for group in range(world.groups.key.size):
            theta.reference[zone, group] = NO_WAY_OUT
    missing = theta.reference.size
    for day in range(days):
        if missing == 0:
            return
        make_room(world, theta.camps, scratch, day)
        know(world, theta.choice, scratch, day)
        weigh(world, theta, scratch, day)
        missing = 0
        for zone in range(world.zones.place.size):
            for group in range(world.groups.key.size):
                if theta.reference[zone, group] == NO_WAY_OUT:
                    place = world.zones.place[zone]
                    theta.reference[zone, group] = option_shares(world, theta.choice, scratch, place, day, group, 0.0)
                    if theta.reference[zone, group] == NO_WAY_OUT:
                        missing += 1
    for zone in range(world.zones.place.size):
        for group in range(world.groups.key.size):
            if theta.reference[zone, group] == NO_WAY_OUT:
                theta.reference[zone, group] = 0.0
