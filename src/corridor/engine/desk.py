"""The working arrays of one thread, on which packed States run, one after another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.draws import kernel
from corridor.engine.member import Plan, Tape, record_for, run_days, tape_for
from corridor.engine.packed import Packed, Shape, pack
from corridor.model.record import Record
from corridor.model.scratch import Scratch, scratch_for
from corridor.model.state import State
from corridor.model.struct import Struct
from corridor.model.theta import Theta
from corridor.model.world import World

__all__ = ["Desk"]

Words = NDArray[np.int64]
Places = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class _Top(Struct):
    """What lies on a desk, handed over to compiled code as one address: a leg is short, and so is all around it."""

    row: Words  # the words of one State
    state: State  # views of the row
    scratch: Scratch
    record: Record
    flat: Words  # the numbers of the record
    plan: Plan
    tape: Tape
    balance: Words
    where: Places  # packed: the first of them are positions in the row that are not 0
    words: Words  # packed: what stands there


class Desk:
    """The working arrays of one thread: particles come to it one after another."""

    def __init__(self, shape: Shape, world: World, plan: Plan) -> None:
        row: Words = np.zeros(shape.words, np.int64)
        state = shape.state(row)
        flat, record = record_for(world)
        self.scratch: Scratch = scratch_for(world)
        self._top = _Top(
            row=row,
            state=state,
            scratch=self.scratch,
            record=record,
            flat=flat,
            plan=plan,
            tape=tape_for(plan),
            balance=np.zeros_like(state.entered),
            where=np.zeros(shape.words, np.int32),
            words=np.zeros(shape.words, np.int64),
        )
        self._count = 0

    def run(
        self, world: World, theta: Theta, packed: Packed, fresh: bool, key: np.uint64, first: int, last: int
    ) -> tuple[Packed, NDArray[np.int32], int]:
        """Returns the state after days `first` to `last` - 1, the tape (days, series) of them, and what `run_days` says.

        The tape is a view that holds until the next run. `fresh`: the key is not the one under which the clocks have
        run up their hazard. What an exponential threshold still has to go is exponential again, so the clocks begin anew
        and the law is the same.
        """
        top = self._top
        count, wrong = _leg(world, theta, top, self._count, packed.where, packed.words, fresh, key, first, last)
        self._count = count
        after = Packed(top.where[:count].copy(), top.words[:count].copy())
        return after, top.tape.values[first:last], wrong


@kernel
def _leg(
    world: World,
    theta: Theta,
    top: _Top,
    before: int,
    where: Places,
    words: Words,
    fresh: bool,
    key: np.uint64,
    first: int,
    last: int,
) -> tuple[int, int]:
    """Unpacks a state, runs it, packs it: returns how many words are not 0, and what `run_days` says.

    `before` is the number that it returned the last time.
    """
    for position in range(before):
        top.row[top.where[position]] = 0
    for position in range(where.size):
        top.row[where[position]] = words[position]
    if fresh:
        for zone in range(top.state.block_clock.size):
            top.state.block_clock[zone] = 0.0
            top.state.pause_clock[zone] = 0.0
        top.state.trigger_clock[0] = 0.0
    wrong = run_days(
        world, theta, top.state, first, last, key, top.scratch, top.record, top.flat, top.plan, top.tape, top.balance
    )
    return pack(top.row, top.where, top.words), wrong
