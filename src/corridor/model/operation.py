"""The taking of zones, block by block; the people of a block change pools with it (MODEL.md 2.10, rulings 2 and 10)."""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import absorb, binomial, cell_key, exponential, kernel, uniform
from corridor.model.cells import cell
from corridor.model.processes import BLOCK, FALL, PAUSE
from corridor.model.state import ASSAULT, CONTESTED, DONE, HELD, ON, PAUSED, RETAKEN, WAITING, State
from corridor.model.theta import OperationParameters, Theta
from corridor.model.world import World

__all__ = ["operate"]

#: Fighters who have left can speed an operation up at most fivefold.
_LEAST_DRAG = 0.2
#: A pause that never ends is no measure of a battle: beyond this it does not count towards its usual length.
_LEAST_RESUME_RATE = 0.001
#: The share of a zone's fighters that is left on an average day of a battle, to which durations refer.
_USUAL_SHARE_LEFT = 0.5


@kernel
def operate(world: World, theta: Theta, state: State, day: int, member: np.uint64) -> None:
    """Moves the operation's clocks by one day.

    Draws are keyed by zone and block, not by day: when the pace changes, the same thresholds are met sooner or later.
    """
    for zone in range(world.zones.place.size):
        if state.phase[zone] == WAITING and _begins(world, theta.operation, state, zone, day):
            state.phase[zone] = ON
            for contested in range(min(world.zones.window[zone], world.zones.blocks[zone])):
                _contest_next(world, state, zone, contested, member)
        if state.phase[zone] == ON or state.phase[zone] == PAUSED:
            if world.zones.replayed[0]:
                _replay(world, state, zone, day, member)
            else:
                _simulate(world, theta, state, zone, day, member)
    for zone in range(world.zones.place.size):
        encircled = world.zones.encircled[day, zone]
        if encircled < 0:
            encircled = 1 if _cut_off(world, state, zone) else 0
        state.encircled_now[zone] = encircled
        state.encircled_days[zone] += encircled


@kernel
def _cut_off(world: World, state: State, zone: int) -> bool:
    """Where no record says, a zone is encircled while it is fought over, and while the zone before it is or was."""
    if state.phase[zone] == WAITING:
        before = world.zones.after[zone]
        return bool(before >= 0 and state.phase[before] != WAITING)
    return bool(state.phase[zone] != DONE)


@kernel
def _begins(world: World, theta: OperationParameters, state: State, zone: int, day: int) -> bool:
    if zone == world.follow_on.zone[0]:
        return bool(state.stage[0] >= ASSAULT)
    if world.zones.begins[zone] >= 0:
        return day >= world.zones.begins[zone]
    before = world.zones.after[zone]
    if before < 0 or state.done_on[before] < 0:
        return False
    return day >= state.done_on[before] + 1 + math.floor(theta.gap_days[zone] + 0.5)


@kernel
def _simulate(world: World, theta: Theta, state: State, zone: int, day: int, member: np.uint64) -> None:
    zone_key = world.places.key[world.zones.place[zone]]
    if state.phase[zone] == ON:
        state.block_clock[zone] += _block_hazard(world, theta, state, zone, day)
        threshold = exponential(uniform(cell_key(member, BLOCK, absorb(zone_key, np.uint64(state.taken[zone])))))
        if state.block_clock[zone] >= threshold:
            state.block_clock[zone] = 0.0
            _take_block(world, state, zone, day, member)
    if state.phase[zone] != DONE:
        _pause_or_resume(theta.operation, state, zone, zone_key, member)


@kernel
def _block_hazard(world: World, theta: Theta, state: State, zone: int, day: int) -> float:
    """Returns the next block's hazard today. `duration_days` is that of the whole battle, pauses, tail and all."""
    operation = theta.operation
    blocks = world.zones.blocks[zone]
    in_tail = state.taken[zone] + 1 > (1.0 - operation.tail_share) * blocks
    pace = world.zones.pace[day, zone] * (operation.tail_rate[zone] if in_tail else 1.0)
    usual, now = 1.0, 1.0
    if world.groups.fighters[0] >= 0 and theta.fighters.fighters_initial[zone] > 0.0:
        left = state.fighters[zone] / theta.fighters.fighters_initial[zone]
        usual = max(_LEAST_DRAG, 1.0 + _USUAL_SHARE_LEFT * operation.fighter_drag)
        now = max(_LEAST_DRAG, 1.0 + operation.fighter_drag * left)
    return blocks * pace * _slowness(operation, zone) * (usual / now) / operation.duration_days[zone]


@kernel
def _slowness(operation: OperationParameters, zone: int) -> float:
    """Returns how many days pass for each day of steady advance: pauses last a/b of it, the tail is 1/r as slow."""
    pauses = 1.0 + operation.pause_rate / max(operation.resume_rate, _LEAST_RESUME_RATE)
    return pauses * (1.0 - operation.tail_share + operation.tail_share / operation.tail_rate[zone])


@kernel
def _pause_or_resume(theta: OperationParameters, state: State, zone: int, zone_key: np.uint64, member: np.uint64) -> None:
    """A pause ends at the earliest the day after it began; the two daily probabilities are exact for whole days."""
    probability = theta.pause_rate if state.phase[zone] == ON else theta.resume_rate
    state.pause_clock[zone] += -math.log1p(-min(probability, 1.0 - 1e-12))
    threshold = exponential(uniform(cell_key(member, PAUSE, absorb(zone_key, np.uint64(state.pauses[zone])))))
    if state.pause_clock[zone] >= threshold:
        state.pause_clock[zone] = 0.0
        state.pauses[zone] += 1
        state.phase[zone] = PAUSED if state.phase[zone] == ON else ON


@kernel
def _replay(world: World, state: State, zone: int, day: int, member: np.uint64) -> None:
    due = math.floor(world.zones.blocks[zone] * world.zones.share_retaken[day, zone] + 1e-9)
    while state.taken[zone] < due:
        _take_block(world, state, zone, day, member)


@kernel
def _contested(world: World, state: State, zone: int) -> int:
    """Returns how many blocks are contested: the window, less what is taken of the last ones."""
    if state.phase[zone] == WAITING or state.phase[zone] == DONE:
        return 0
    return min(world.zones.window[zone], world.zones.blocks[zone] - state.taken[zone])


@kernel
def _take_block(world: World, state: State, zone: int, day: int, member: np.uint64) -> None:
    contested = _contested(world, state, zone)
    for group in range(world.groups.key.size):
        moved = _of_one_block(
            world, state.pools[zone, CONTESTED, group], contested, zone, group, 2 * state.taken[zone], member
        )
        state.pools[zone, CONTESTED, group] -= moved
        state.pools[zone, RETAKEN, group] += moved
    state.taken_on[zone, state.taken[zone]] = day
    state.taken[zone] += 1
    if state.taken[zone] == world.zones.blocks[zone]:
        state.phase[zone] = DONE
        state.done_on[zone] = day
    else:
        _contest_next(world, state, zone, contested - 1, member)


@kernel
def _contest_next(world: World, state: State, zone: int, contested: int, member: np.uint64) -> None:
    """The next held block, if there is one, becomes contested; its people are exposed from now on."""
    blocks_held = world.zones.blocks[zone] - state.taken[zone] - contested
    if blocks_held <= 0:
        return
    step = 2 * (state.taken[zone] + contested) + 1
    for group in range(world.groups.key.size):
        moved = _of_one_block(world, state.pools[zone, HELD, group], blocks_held, zone, group, step, member)
        state.pools[zone, HELD, group] -= moved
        state.pools[zone, CONTESTED, group] += moved
        state.exposed[zone, group] += moved


@kernel
def _of_one_block(world: World, people: int, blocks: int, zone: int, group: int, step: int, member: np.uint64) -> int:
    """Returns how many of `people`, spread evenly and independently over `blocks`, live in one of them."""
    if people == 0 or blocks <= 0:
        return 0
    word = cell(world.places.key[world.zones.place[zone]], world.groups.key[group])
    u = uniform(absorb(cell_key(member, FALL, word), np.uint64(step)))
    return binomial(u, people, 1.0 / blocks)
