"""The worlds of a run whose capacities change on a day: one for each stretch of days between two changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor.flee.world import at_start
from corridor.formats.flee.schema import FleeScenario
from corridor.model.flee.world import FleeWorld

__all__ = ["Stages", "stages_of"]

#: (first day, world) in order; the first begins on day 0.
Stages = tuple[tuple[int, FleeWorld], ...]


def stages_of(scenario: FleeScenario, world: FleeWorld, repaired: bool) -> Stages:
    """Returns the worlds of a run, made from that of the folder; one alone where no policy sets a capacity.

    A capacity is charged with the people of day 0 as the folder's own are (P1 in docs/flee.md), but never below 1: what
    Flee would take as no limit at all is a camp that is full.
    """
    if not scenario.rooms:
        return ((0, world),)
    charged = at_start(scenario, repaired)
    names = [place.name for place in scenario.locations]
    capacity = world.places.capacity.copy()
    stages: list[tuple[int, FleeWorld]] = []
    for day in sorted({0, *(room.day for room in scenario.rooms)}):
        for room in scenario.rooms:
            if room.day == day:
                at = names.index(room.name)
                agents = room.capacity // scenario.settings.hasten
                own = room.capacity == scenario.locations[at].capacity
                capacity[at] = world.places.capacity[at] if own else max(1.0, float(agents - charged[at]))
        stages.append((day, replace(world, places=replace(world.places, capacity=np.array(capacity)))))
    return tuple(stages)
