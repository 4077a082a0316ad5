"""One decision of equal people at a location: stay, or draw a way and step on its first link."""

from __future__ import annotations

import numpy as np

from corridor.draws import absorb, binomial, kernel, uniform
from corridor.model.flee.cells import CLASS_MASK, CLASS_SHIFT, MOVED_UNIT, RECENT_MASK
from corridor.model.flee.names import REST
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.travel import remain, ride
from corridor.model.flee.weights import link_to, stale, weigh
from corridor.model.flee.world import TOWN, FleeWorld

__all__ = ["MOST_TURNS", "decide"]

MOVED_SHIFT = 29
TURN_SHIFT = 53
MOST_TURNS = 1 << 64 - TURN_SHIFT


@kernel
def decide(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64, turn: int,
    place: int, route: int, person: int, moved: float, people: int,
) -> None:  # fmt: skip
    """Splits the people of a cell into those who stay and those who go by each way; `turn` is 0 in the morning."""
    group = (person >> CLASS_SHIFT) & CLASS_MASK
    key = _key(scratch, place * world.groups.key.size + group, person, moved, turn)
    if route != 0:
        _go_on(world, state, scratch, day, today, key, place, route, person, moved, people)
        return
    row = world.places.epoch[day] * world.places.key.size + place
    first, last = world.ways.first[row], world.ways.first[row + 1]
    if first == last or world.rules.stuck > 0.0:
        remain(world, scratch, place, 0, person, people)
        return
    chance = scratch.chance[place]
    if turn > 0 and world.rules.short_stints > 0.0 and world.places.flags[day, place] & TOWN:
        if (person & RECENT_MASK) * world.rules.unit < world.rules.max_speed:
            chance = 1.0
    leaving = people
    if chance < 1.0:
        leaving = binomial(uniform(key), people, max(chance, 0.0))
        scratch.draws[0] += 1
    kept = people - leaving
    if leaving > 0:
        kept += _spread(world, state, scratch, day, today, key, place, group, person, moved, leaving)
    if kept > 0:
        remain(world, scratch, place, 0, person, kept)


@kernel
def _key(scratch: FleeScratch, name: int, person: int, moved: float, turn: int) -> np.uint64:
    """Returns the key of a cell's decision today: of its place and class, and of all else in one word."""
    rest = (person & REST) ^ (int(moved * MOVED_UNIT) << MOVED_SHIFT) ^ (turn << TURN_SHIFT)
    return absorb(absorb(scratch.deciding[0], scratch.name[name]), np.uint64(rest))


@kernel
def _go_on(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64, key: np.uint64,
    place: int, route: int, person: int, moved: float, people: int,
) -> None:  # fmt: skip
    """Takes people one link further on the way that they drew before."""
    link = link_to(world, scratch, day, place, route)
    if link < 0:
        remain(world, scratch, place, 0, person, people)
        return
    state.present[place] -= people
    mark = absorb(key, world.routes.key[route])
    ride(world, state, scratch, day, today, mark, link, world.routes.tail[route], person, moved, people)


@kernel
def _spread(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64, key: np.uint64,
    place: int, group: int, person: int, moved: float, leaving: int,
) -> int:  # fmt: skip
    """Draws a way for everyone who leaves; returns how many a full camp refused."""
    if stale(world, scratch, day, place, group):
        weigh(world, scratch, day, place, group)
    ways = world.ways
    row = world.places.epoch[day] * world.places.key.size + place
    base = group * ways.goal.size
    refused = 0
    for way in range(ways.first[row], ways.first[row + 1]):
        share = scratch.share[base + way]
        if share <= 0.0:
            continue
        mark = absorb(key, ways.key[way])
        taken = leaving
        if share < 1.0:
            taken = binomial(uniform(mark), leaving, share)
            scratch.draws[0] += 1
        if taken == 0:
            continue
        leaving -= taken
        link = scratch.link[base + way]
        if link < 0:
            refused += taken
        else:
            state.present[place] -= taken
            ride(world, state, scratch, day, today, mark, link, world.routes.tail[ways.route[way]], person, moved, taken)
        if leaving == 0:
            break
    return refused
