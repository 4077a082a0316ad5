"""States in little room: of some sixty thousand counts hardly a thousand are not 0, so only those are stored."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.draws import kernel
from corridor.engine.state import arrays_of
from corridor.model.state import State

__all__ = ["Packed", "Shape", "pack"]

Words = NDArray[np.int64]

#: Words that are looked at together for one that is not 0.
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class Packed:
    """One State: the positions that are not zero, and what stands there. Nobody changes it, so copies are free."""

    where: NDArray[np.int32]
    words: Words

    @property
    def nbytes(self) -> int:
        """Returns how much memory it takes."""
        return int(self.where.nbytes + self.words.nbytes)


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
        where, words = np.empty(self.words, np.int32), np.empty(self.words, np.int64)
        count = pack(row, where, words)
        return Packed(where[:count].copy(), words[:count].copy())

    def unpack(self, packed: Packed, row: Words) -> None:
        """Writes a state into a row."""
        row[:] = 0
        row[packed.where] = packed.words

    def pack_state(self, state: State) -> Packed:
        """Returns a State of this shape, packed."""
        return self.pack(np.concatenate([array.ravel().view(np.int64) for array in arrays_of(state).values()]))

    def restore(self, packed: Packed) -> State:
        """Returns the state that was packed, in arrays of its own."""
        row = np.zeros(self.words, np.int64)
        self.unpack(packed, row)
        return self.state(row)

    def field(self, packed: Packed, name: str) -> NDArray[Any]:
        """Returns one array of a packed state."""
        part, shape, dtype = self._parts[name]
        first, last = np.searchsorted(packed.where, (part.start, part.stop))
        row = np.zeros(part.stop - part.start, np.int64)
        row[packed.where[first:last] - part.start] = packed.words[first:last]
        return row.view(dtype).reshape(shape)


@kernel
def pack(row: Words, where: NDArray[np.int32], words: Words) -> int:
    """Returns how many words of a row are not 0, after writing where and what; blocks of zeros, most of it, are skipped."""
    count = 0
    for first in range(0, row.size, _BLOCK):
        last = min(first + _BLOCK, row.size)
        some = 0
        for position in range(first, last):
            some |= row[position]
        if some != 0:
            for position in range(first, last):
                if row[position] != 0:
                    where[count] = position
                    words[count] = row[position]
                    count += 1
    return count
