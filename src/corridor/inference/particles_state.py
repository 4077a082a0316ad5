"""Many States in little room: what is not zero of each, and one working copy a thread."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.draws import kernel
from corridor.engine.member import Plan, Tape, record_for, run_days, tape_for
from corridor.engine.state import arrays_of
from corridor.model.scratch import Scratch, scratch_for
from corridor.model.state import State
from corridor.model.theta import Theta
from corridor.model.world import World

__all__ = ["Desk", "Packed", "Shape"]

Words = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Packed:
    """One State: the positions that are not zero, and what stands there. Nobody changes it, so copies are free."""

    where: NDArray[np.int32]
    words: Words


class Shape:
    """Where the arrays of a State stand in one row of 64-bit words."""

    def __init__(self, example: State) -> None:
        self._parts: dict[str, tuple[slice, tuple[int, ...], np.dtype[Any]]] = {}
        end = 0
        for name, array in arrays_of(example).items():
            self._parts[name] = slice(end, end + array.size), array.shape, array.dtype
            end += array.size
        self.words = end

    def state(self, row: Words) -> State:
        """Returns a State whose arrays are views of a row."""
        made = {name: row[part].view(dtype).reshape(shape) for name, (part, shape, dtype) in self._parts.items()}
        return State(**{field.name: made[field.name] for field in fields(State)})

    def pack(self, row: Words) -> Packed:
        """Returns what is not zero in a row."""
        found = np.empty(self.words, np.int32)
        where = found[: _find(row, found)].copy()
        return Packed(where, row[where])

    def unpack(self, packed: Packed, row: Words) -> None:
        """Writes a state into a row."""
        row[:] = 0
        row[packed.where] = packed.words

    def pack_state(self, state: State) -> Packed:
        """Returns a State of this shape, packed."""
        return self.pack(np.concatenate([array.ravel().view(np.int64) for array in arrays_of(state).values()]))

    def field(self, packed: Packed, name: str) -> NDArray[Any]:
        """Returns one array of a packed state."""
        part, shape, dtype = self._parts[name]
        first, last = np.searchsorted(packed.where, (part.start, part.stop))
        row = np.zeros(part.stop - part.start, np.int64)
        row[packed.where[first:last] - part.start] = packed.words[first:last]
        return row.view(dtype).reshape(shape)


@kernel
def _find(row: Words, found: NDArray[np.int32]) -> int:
    """Returns how many words of a row are not 0, after writing where (three times as fast as NumPy)."""
    count = 0
    for position in range(row.size):
        if row[position] != 0:
            found[count] = position
            count += 1
    return count


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
