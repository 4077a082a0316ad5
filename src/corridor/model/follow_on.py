"""The operation against the next city: isolated, then assaulted, on its dates or when triggered (MODEL.md 2.11)."""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import cell_key, exponential, kernel, uniform
from corridor.model.processes import ISOLATE
from corridor.model.state import ASSAULT, DONE, ISOLATION, NOT_BEGUN, OVER, State
from corridor.model.theta import FollowOnParameters
from corridor.model.world import DELAYED, NEVER, TRIGGERED, World

__all__ = ["follow_on"]


@kernel
def follow_on(world: World, theta: FollowOnParameters, state: State, day: int, member: np.uint64) -> None:
    """Moves the next operation's stage; the zone's own clock begins with the assault (`operate`)."""
    zone = world.follow_on.zone[0]
    if zone < 0 or world.follow_on.mode[day] == NEVER:
        return
    if state.stage[0] == NOT_BEGUN and _isolates(world, theta, state, day, member):
        state.stage[0] = ISOLATION
        state.stage[1] = day
    if state.stage[0] == ISOLATION and day >= _assault_day(world, theta, state, day):
        state.stage[0] = ASSAULT
        state.stage[2] = day
    if state.stage[0] == ASSAULT and state.phase[zone] == DONE:
        state.stage[0] = OVER


@kernel
def _isolates(world: World, theta: FollowOnParameters, state: State, day: int, member: np.uint64) -> bool:
    if world.follow_on.mode[day] != TRIGGERED:
        return bool(day >= world.follow_on.days[1] + _delay(world, theta, day))
    state.trigger_clock[0] += _hazard(world, theta, state, day)
    key = world.places.key[world.zones.place[world.follow_on.zone[0]]]
    return bool(state.trigger_clock[0] >= exponential(uniform(cell_key(member, ISOLATE, key))))


@kernel
def _hazard(world: World, theta: FollowOnParameters, state: State, day: int) -> float:
    """eta0 once announced, eta1 once the first city is so far taken, eta2 for every 100 fighters who relocated."""
    hazard = theta.follow_on_planned if day >= world.follow_on.days[0] else 0.0
    taken, blocks = 0, 0
    for zone in range(world.zones.place.size):
        if world.follow_on.after[zone] == 1:
            taken += state.taken[zone]
            blocks += world.zones.blocks[zone]
    if blocks > 0 and taken >= theta.follow_on_progress_share * blocks:
        hazard += theta.follow_on_progress
    arena = world.follow_on.arena[0]
    if arena >= 0:
        hazard += theta.follow_on_relocated * (state.relocated[arena] + state.embedded[arena]) / 100.0
    return hazard


@kernel
def _assault_day(world: World, theta: FollowOnParameters, state: State, day: int) -> int:
    if world.follow_on.mode[day] == TRIGGERED:
        return int(state.stage[1] + math.floor(theta.isolation_days + 0.5))
    return int(world.follow_on.days[2] + _delay(world, theta, day))


@kernel
def _delay(world: World, theta: FollowOnParameters, day: int) -> int:
    return int(math.floor(theta.follow_on_delay + 0.5)) if world.follow_on.mode[day] == DELAYED else 0
