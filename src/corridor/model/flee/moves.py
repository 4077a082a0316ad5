"""One decision of equal people at a location: stay, or draw a way and step on its first link."""

from __future__ import annotations

import numpy as np

from corridor.draws import absorb, binomial, cell_key, kernel, uniform
from corridor.model.flee.cells import (
    CLASS_MASK,
    CLASS_SHIFT,
    FOOT_SHIFT,
    RECENT_MASK,
    add,
    pack_place,
)  # fmt: skip
from corridor.model.flee.processes import FLEE_MOVE, FLEE_WAY
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.weights import stale, weigh
from corridor.model.flee.world import CAMP, TOWN, FleeWorld

__all__ = ["cell_word", "decide", "further", "rested"]

ONE = (1 << FOOT_SHIFT + 1) - 1  # all but the days on a link


@kernel
def further(world: FleeWorld, person: int, moved: float) -> int:
    """Returns a person after `moved` km: only the sum of recent travel and today's km matters from then on."""
    if world.rules.short_stints == 0.0:
        return person
    steps = int(moved / world.rules.unit + 0.5)
    return person + min(steps, RECENT_MASK - (person & RECENT_MASK))


@kernel
def rested(world: FleeWorld, person: int, in_camp: int) -> int:
    """Returns a person as they are in the evening: recent travel and today's km halved, rounded to a grain."""
    if world.rules.short_stints == 0.0:
        return person
    recent = person & RECENT_MASK
    grain = world.rules.camp_grain if in_camp != 0 else world.rules.grain
    return person - recent + int(int(0.5 * recent / grain + 0.5 - 1e-9) * grain)


@kernel
def cell_word(key: np.uint64, route: np.uint64, group: np.uint64, person: int, moved: float, wave: int) -> np.uint64:
    """Returns what names a cell in draw keys: ids and plain numbers, no position in an array."""
    rest = person & ~(CLASS_MASK << CLASS_SHIFT)
    word = absorb(absorb(absorb(key, route), group), np.uint64(rest))
    if wave > 0:
        word = absorb(absorb(word, np.uint64(int(moved * 1024.0))), np.uint64(wave))
    return word


@kernel
def decide(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64, wave: int,
    place: int, route: int, person: int, moved: float, people: int,
) -> None:  # fmt: skip
    """Splits the people of a cell: those who go are added to `scratch.going`, the others to `scratch.stay`."""
    if route != 0:
        step(world, state, scratch, day, place, route, person, moved, people)
        return
    group = (person >> CLASS_SHIFT) & CLASS_MASK
    chance = scratch.chance[place]
    row = world.places.epoch[day] * world.places.key.size + place
    first, last = world.ways.first[row], world.ways.first[row + 1]
    if first == last or world.rules.stuck > 0.0:
        _remain(world, scratch, day, place, person, people)
        return
    if wave > 0 and world.rules.short_stints > 0.0 and world.places.flags[day, place] & TOWN:
        if (person & RECENT_MASK) * world.rules.unit < world.rules.max_speed:
            chance = 1.0
    word = cell_word(
        world.places.key[place], world.routes.key[0], world.groups.key[group], person, moved, wave
    )  # fmt: skip
    leaving = people
    if chance < 1.0:
        leaving = binomial(uniform(cell_key(today, FLEE_MOVE, word)), people, max(chance, 0.0))
        scratch.draws[0] += 1
        _remain(world, scratch, day, place, person, people - leaving)
    if leaving > 0:
        _spread(world, state, scratch, day, cell_key(today, FLEE_WAY, word), place, group, person, moved, leaving)


@kernel
def _remain(world: FleeWorld, scratch: FleeScratch, day: int, place: int, person: int, people: int) -> None:
    evening = rested(world, person, world.places.flags[day, place] & CAMP)
    add(scratch.stay, place, evening, 0.0, people)


@kernel
def _spread(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, key: np.uint64,
    place: int, group: int, person: int, moved: float, leaving: int,
) -> None:  # fmt: skip
    """Draws a way for everyone who leaves."""
    if stale(world, scratch, day, place, group):
        weigh(world, scratch, day, place, group)
        scratch.fresh[place * world.groups.key.size + group] = scratch.phase[0]
    ways = world.ways
    row = world.places.epoch[day] * world.places.key.size + place
    last = ways.first[row + 1]
    base = group * ways.goal.size
    for way in range(ways.first[row], last):
        if leaving == 0:
            return
        weight = scratch.weight[base + way]
        if weight <= 0.0:
            continue
        taken = leaving
        if way + 1 < last and scratch.beyond[base + way + 1] > 0.0:
            share = min(weight / scratch.beyond[base + way], 1.0)
            taken = binomial(uniform(absorb(key, ways.key[way])), leaving, share)
            scratch.draws[0] += 1
        if taken > 0:
            step(world, state, scratch, day, place, ways.route[way], person, moved, taken)
            leaving -= taken


@kernel
def step(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int,
    place: int, route: int, person: int, moved: float, people: int,
) -> None:  # fmt: skip
    """Puts people on the first open link to the next place of their route, unless a full camp refuses them."""
    goal = world.routes.goal[route]
    link = -1
    if not (world.places.flags[day, goal] & CAMP and scratch.room[goal] < 0.5):
        row = world.places.epoch[day] * world.places.key.size + place
        for position in range(world.links.first[row], world.links.first[row + 1]):
            if world.links.end[world.links.out[position]] == world.routes.next[route]:
                link = world.links.out[position]
                break
    if link < 0:
        _remain(world, scratch, day, place, person, people)
        return
    add(scratch.going, pack_place(link, world.routes.tail[route]), person, moved, people)
    state.present[place] -= people
