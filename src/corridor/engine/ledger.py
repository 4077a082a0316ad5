"""Double entry for people: everyone who was ever in the scenario is somewhere, per origin and group (MODEL.md 2.14)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor.draws import kernel
from corridor.model.state import POOLS, State
from corridor.model.world import World

__all__ = ["imbalance"]


@kernel
def imbalance(world: World, state: State, balance: NDArray[np.int64]) -> int:
    """Returns how many people are missing or too many, summed over origins and groups; 0 is the only right answer.

    A negative count anywhere is returned as a negative number. `balance` is (O, G) working space.
    """
    for origin in range(balance.shape[0]):
        for group in range(balance.shape[1]):
            balance[origin, group] = state.entered[origin, group]
    lowest = 0
    for zone in range(world.zones.place.size):
        origin = world.zones.origin[zone]
        for group in range(world.groups.key.size):
            for pool in range(POOLS):
                balance[origin, group] -= state.pools[zone, pool, group]
                lowest = min(lowest, state.pools[zone, pool, group])
            balance[origin, group] -= state.dead[zone, group]
            lowest = min(lowest, state.away[zone, group])
    lowest = min(lowest, _subtract(state.present, balance))
    lowest = min(lowest, _subtract(state.queue, balance))
    lowest = min(lowest, _subtract(state.held, balance))
    lowest = min(lowest, _subtract(state.under_way, balance))
    if lowest < 0:
        return lowest
    missing = _displaced(world, state) + _fighters(world, state, balance)
    for origin in range(balance.shape[0]):
        for group in range(balance.shape[1]):
            missing += abs(balance[origin, group])
    return missing


@kernel
def _subtract(counts: NDArray[np.int64], balance: NDArray[np.int64]) -> int:
    """Returns 0, or a negative number if a count is negative: its sign is the sign of all counts or-ed together."""
    signs = 0
    for first in range(counts.shape[0]):
        people = 0
        for count in counts[first].flat:
            signs |= count
            people += count
        if people != 0:
            for origin in range(counts.shape[1]):
                for group in range(counts.shape[2]):
                    balance[origin, group] -= counts[first, origin, group]
    return min(signs, 0)


@kernel
def _displaced(world: World, state: State) -> int:
    """Returns by how much the tally of people away differs from the people of those origins who are out there."""
    difference = 0
    for zone in range(world.zones.place.size):
        for group in range(world.groups.key.size):
            if group == world.groups.fighters[0]:
                continue
            difference += state.away[zone, group]
            for pool in range(POOLS):
                difference += state.pools[zone, pool, group]
            difference += state.dead[zone, group]
    for origin in range(world.origins.size - 1):
        for group in range(world.groups.key.size):
            if group != world.groups.fighters[0]:
                difference -= state.entered[origin, group]
    return abs(difference)


@kernel
def _fighters(world: World, state: State, balance: NDArray[np.int64]) -> int:
    """Returns how many fighters are missing, all origins together (MODEL.md 2.8), and takes them out of the balance.

    Outside the civilians' ways their stocks carry no origin.
    """
    group = world.groups.fighters[0]
    if group < 0:
        return 0
    missing = 0
    for origin in range(world.origins.size):
        missing += balance[origin, group]
        balance[origin, group] = 0
    for zone in range(world.zones.place.size):
        missing -= state.fighters[zone] + state.fighters_killed[zone]
        missing -= state.fighters_lost[zone] + state.fighters_surrendered[zone]
    for arena in range(world.arenas.place.size):
        missing -= state.fighters_under_way[arena] + state.fighters_inactive[arena] + state.fighters_active[arena]
    return abs(missing)
