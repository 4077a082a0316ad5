"""The first members of the latest what-ifs: whoever lets go of the mouse asks again what was asked while it was dragged."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from corridor.scenario.schema import Change
from corridor.whatif.question import FIRST

__all__ = ["Beginning", "Beginnings", "Key"]

#: The policy that it is branched from, and what the policy changes: nothing else decides what a member does.
Key = tuple[str, tuple[Change, ...]]
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Beginning:
    """Members 0, 1, … of a what-if; read only."""

    values: NDArray[np.int32]  # (members, days, series)
    flows: NDArray[np.int32]  # (members, flow dates, flows)

    @property
    def members(self) -> int:
        """Returns how many there are."""
        return len(self.values)


class Beginnings:
    """Keeps a few of them, at most as many members as the first picture has; the one used longest ago makes room."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Beginning] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Key) -> Beginning | None:
        """Returns the members that are known, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Key, values: NDArray[np.int32], flows: NDArray[np.int32]) -> None:
        """Keeps a copy of the first members, where they are more than are known."""
        members = min(values.shape[0], FIRST)
        with self._lock:
            known = self._kept.get(key)
            if members == 0 or (known is not None and known.members >= members):
                return
            self._kept[key] = Beginning(values[:members].copy(), flows[:members].copy())
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
