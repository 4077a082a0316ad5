"""Two policies of one scenario as arrays: the first day on which they differ, and which ways are open when."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corridor.model.world import World

__all__ = ["DATED", "first_difference", "open_days"]

#: Every array of a World whose first axis is the day. The rest no change of a schedule can touch, but for `alike`.
DATED = {
    "places": ("capacity", "ramp", "screening", "throughput_factor"),
    "zones": ("advice", "encircled", "share_retaken", "pace", "flank"),
    "follow_on": ("mode",),
    "routes": ("open", "leaking", "capacity", "admission"),
    "corridors": ("open", "agreed", "hours", "capacity"),
}


def first_difference(one: World, other: World) -> int | None:
    """Returns the first day on which anything is set otherwise, or None where nothing ever is."""
    days = [day for part, name in _dated() if (day := _first(one, other, part, name)) is not None]
    return min(days, default=None)


def open_days(world: World) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Returns (days, routes) and (days, corridors): whether each is open; both in the order of their ids."""
    return world.routes.open > 0, world.corridors.open > 0


def _dated() -> Iterator[tuple[str, str]]:
    return ((part, name) for part, names in DATED.items() for name in names)


def _first(one: World, other: World, part: str, name: str) -> int | None:
    before, after = (getattr(getattr(world, part), name) for world in (one, other))
    differs = before != after
    if before.dtype.kind == "f":
        differs &= ~(np.isnan(before) & np.isnan(after))
    days = np.flatnonzero(differs.reshape(differs.shape[0], -1).any(axis=1))
    return int(days[0]) if days.size else None
