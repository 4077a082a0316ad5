"""States kept small: of some sixty thousand counts hardly a thousand are not 0, so only those are stored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.engine.state import arrays_of, copy_state
from corridor.model.state import State

__all__ = ["Kept", "keep", "restore"]


@dataclass(frozen=True, slots=True)
class Kept:
    """The words of a State that are not 0, and where they stand among all of its words."""

    where: NDArray[np.int32]
    words: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """Returns how much memory it takes."""
        return int(self.where.nbytes + self.words.nbytes)


def keep(state: State) -> Kept:
    """Returns a state in short, exact to the bit."""
    words = np.concatenate([array.ravel().view(np.int64) for array in arrays_of(state).values()])
    where = np.flatnonzero(words).astype(np.int32)
    return Kept(where, words[where])


def restore(kept: Kept, like: State) -> State:
    """Returns the state that was kept; `like` is any state of the same scenario, and is not changed."""
    state = copy_state(like)
    arrays = list(arrays_of(state).values())
    words = np.zeros(sum(array.size for array in arrays), np.int64)
    words[kept.where] = kept.words
    first = 0
    for array in arrays:
        array[...] = words[first : first + array.size].view(array.dtype).reshape(array.shape)
        first += array.size
    return state
