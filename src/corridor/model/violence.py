"""Self-exciting violence, by zone and region: where it comes from and what it does (MODEL.md 2.9, ruling 12)."""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import kernel, poisson
from corridor.model.cells import chance
from corridor.model.counts import people_in
from corridor.model.processes import EVENTS
from corridor.model.scratch import Scratch
from corridor.model.state import ON, State
from corridor.model.theta import Theta, ViolenceParameters
from corridor.model.world import World

__all__ = ["erupt", "feel", "remember"]

_WINDOW_DAYS = 14.0
_PER_PEOPLE = 100_000.0


@kernel
def feel(world: World, theta: ViolenceParameters, state: State, scratch: Scratch) -> None:
    """Fills `scratch.alarm`, log(1 + V/V0) of every arena as people feel it; 0 with the feedback off.

    A place without an arena has arena -1 and so the last of them, where nothing ever happens.
    """
    for arena in range(world.arenas.place.size):
        scratch.alarm[arena] = 0.0
        if state.violence[arena] > 0.0:
            scratch.alarm[arena] = theta.violence_feedback * math.log1p(state.violence[arena] / theta.violence_scale)


@kernel
def erupt(world: World, theta: Theta, state: State, scratch: Scratch, today: np.uint64) -> None:
    """Draws today's events of every arena: Poisson, at the intensity of the morning."""
    for arena in range(world.arenas.place.size):
        intensity = _intensity(world, theta, state, arena)
        scratch.events[arena] = 0
        if intensity > 0.0:
            key = world.places.key[world.arenas.place[arena]]
            scratch.events[arena] = poisson(chance(today, EVENTS, key), intensity)
            scratch.draws[0] += 1


@kernel
def _intensity(world: World, theta: Theta, state: State, arena: int) -> float:
    """mu + psi act + theta_F (F / 100)^kappa + theta_C C / 10^4 + S, never below 0; C arrived yesterday."""
    violence = theta.violence
    intensity = violence.base_events[world.arenas.place[arena]] + state.excitation[arena]
    zones = world.zones.place.size
    fighters = state.fighters_active[arena]
    if arena < zones:
        fighters = state.fighters[arena]
        if state.phase[arena] == ON:
            intensity += violence.operation_events[arena]
    else:
        intensity += violence.arrival_events * state.newcomers[arena] / 10_000.0
    if fighters > 0 and violence.fighter_events > 0.0:
        intensity += violence.fighter_events * math.pow(fighters / 100.0, violence.fighter_elasticity)
    return max(0.0, intensity)


@kernel
def _displaced_in(world: World, state: State, arena: int) -> int:
    """Returns how many displaced civilians stay in a region."""
    people = 0
    for place in world.places.stays:
        if world.places.arena[place] == arena:
            people += people_in(state.present, place)
    return people


@kernel
def remember(world: World, theta: Theta, state: State, scratch: Scratch) -> None:
    """Updates excitation and what people have lived through: S' = (1 - w) S + w n Y; V is a 14-day weighted average."""
    violence = theta.violence
    forgetting = 1.0 / violence.memory_days
    for arena in range(world.arenas.place.size):
        events = scratch.events[arena]
        state.events[arena] += events
        state.excitation[arena] *= 1.0 - forgetting
        state.excitation[arena] += forgetting * _children_in(world, violence, scratch, arena)
        people = _population(world, theta, arena)
        rate = events * _WINDOW_DAYS * _PER_PEOPLE / max(people, 1.0)
        state.violence[arena] += (rate - state.violence[arena]) / _WINDOW_DAYS
        if events > 0 and arena >= world.zones.place.size:
            state.exposed_elsewhere[arena] += _displaced_in(world, state, arena)
    _count_newcomers(world, state, scratch)


@kernel
def _children_in(world: World, theta: ViolenceParameters, scratch: Scratch, arena: int) -> float:
    """Returns the direct children in an arena of all events of today; those that spill over are spread evenly."""
    arenas = world.arenas.place.size
    children = 0.0
    for parent in range(arenas):
        if scratch.events[parent] == 0:
            continue
        place = world.arenas.place[parent]
        born = theta.branching_ratio[place] * scratch.events[parent]
        if parent == arena:
            children += born * (1.0 - theta.spillover_share[place])
        elif arenas > 1:
            children += born * theta.spillover_share[place] / (arenas - 1)
    return children


@kernel
def _count_newcomers(world: World, state: State, scratch: Scratch) -> None:
    for arena in range(world.arenas.place.size):
        state.newcomers[arena] = 0
    for place in world.places.stays:
        if world.places.arena[place] >= 0:
            for group in range(world.groups.key.size):
                if group != world.groups.fighters[0]:
                    state.newcomers[world.places.arena[place]] += scratch.arrivals[place, group]


@kernel
def _population(world: World, theta: Theta, arena: int) -> float:
    if arena < world.zones.place.size:
        return float(theta.departure.population[arena])
    return float(theta.violence.region_population[world.arenas.place[arena]])
