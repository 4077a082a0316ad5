"""The working arrays of one thread, on which packed States run one after another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor.engine.member import Plan, Tape, record_for, run_days, tape_for
from corridor.engine.packed import Packed, Shape
from corridor.model.scratch import Scratch, scratch_for
from corridor.model.theta import Theta
from corridor.model.world import World

__all__ = ["Desk"]

Words = NDArray[np.int64]


class Desk:
    """The working arrays of one thread: particles come to it one after another."""

    def __init__(self, shape: Shape, world: World, plan: Plan) -> None:
        self.scratch: Scratch = scratch_for(world)
        self._shape, self._plan = shape, plan
        self._row: Words = np.zeros(shape.words, np.int64)
        self._state = shape.state(self._row)
        self._flat, self._record = record_for(world)
        self._tape: Tape = tape_for(plan)
        self._balance = np.zeros_like(self._state.entered)
        self._left: NDArray[np.int32] = np.zeros(0, np.int32)  # where the row is not zero

    def run(
        self, world: World, theta: Theta, packed: Packed, fresh: bool, key: np.uint64, first: int, last: int
    ) -> tuple[Packed, NDArray[np.int32], int]:
        """Returns the state after days `first` to `last` - 1, the tape (days, series) of them, and what `run_days` says.

        `fresh`: the key is not the one under which the clocks have run up their hazard. What an exponential threshold
        still has to go is exponential again, so the clocks begin anew and the law is the same.
        """
        self._row[self._left] = 0
        self._row[packed.where] = packed.words
        state, record = self._state, self._record
        if fresh:
            state.block_clock[:] = 0.0
            state.pause_clock[:] = 0.0
            state.trigger_clock[:] = 0.0
        wrong = run_days(
            world, theta, state, first, last, key, self.scratch, record, self._flat, self._plan, self._tape, self._balance
        )
        after = self._shape.pack(self._row)
        self._left = after.where
        return after, self._tape.values[first:last].copy(), wrong
