"""Camps of a run under Flee's rules: which were counted, how many people they hold, how many they have room for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor.flee.run import FleeEnsemble
from corridor.flee.world import limit

__all__ = ["capacities", "counted_camps", "in_camps"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def counted_camps(ensemble: FleeEnsemble) -> tuple[str, ...]:
    """Returns the camps of which there are data, in the order of the folder."""
    return tuple(camp for camp in ensemble.scenario.camps if camp in ensemble.data.camps)


def in_camps(ensemble: FleeEnsemble) -> Ints:
    """Returns (members, days) people in all camps together."""
    columns = [ensemble.places.index(camp) for camp in ensemble.scenario.camps]
    return np.asarray(ensemble.values[:, :, columns].sum(axis=2, dtype=np.int64))


def capacities(ensemble: FleeEnsemble) -> dict[str, Floats]:
    """Returns (days,) places in agents of every camp that has a limit, NaN on days without: as in the folder, with growth.

    Flee may charge people of the first day against it (P1 in docs/flee.md); what the camp was built for is told here.
    """
    scenario, days = ensemble.scenario, np.arange(len(ensemble.dates))
    found = {}
    for place in scenario.locations:
        level = np.full(days.size, np.nan)
        steps = [(0, place.capacity), *((room.day, room.capacity) for room in scenario.rooms if room.name == place.name)]
        growth = place.attributes.get("capacity_per_day", 0.0)
        for day, people in steps:
            # What a policy sets is at least one agent; what the folder says may be less, and is no limit then (L5).
            agents = limit(people, scenario.settings.hasten, ensemble.repaired or people != place.capacity)
            level[day:] = agents if agents > 0 or (agents == 0 and growth != 0.0) else np.nan
        if place.name in scenario.camps and np.isfinite(level).any():
            found[place.name] = level + np.floor(growth * (days + 1))
    return found
