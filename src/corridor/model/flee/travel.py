"""A day's hop along a link: people stay on it, or arrive, with or without time left."""

from __future__ import annotations

import numpy as np

from corridor.draws import absorb, binomial, cell_key, kernel, uniform
from corridor.model.flee.agenda import put
from corridor.model.flee.cells import (
    CLASS_MASK,
    CLASS_SHIFT,
    FOOT_SHIFT,
    HOPS_MASK,
    RECENT_MASK,
    RIDDEN_SHIFT,
    WALKED_SHIFT,
    Cells,
    add,
    pack_place,
)  # fmt: skip
from corridor.model.flee.names import cell_word
from corridor.model.flee.processes import FLEE_WALK
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.world import FleeWorld, Links

__all__ = ["further", "remain", "ride", "split"]

TINY = 1e-9  # km
AT_PLACES = (1 << FOOT_SHIFT + 1) - 1  # all of a person but the days on a link


@kernel
def further(world: FleeWorld, person: int, moved: float) -> int:
    """Returns a person after `moved` km: only the sum of recent travel and today's km matters from then on."""
    if world.rules.short_stints == 0.0:
        return person
    steps = int(moved / world.rules.unit + 0.5)
    return person + min(steps, RECENT_MASK - (person & RECENT_MASK))


@kernel
def split(steps: float, grain: float, people: int, chance: float) -> tuple[int, int]:
    """Returns the multiple of `grain` below `steps`, and how many are counted one grain higher.

    As many as keep the mean, to a person, whom `chance` (even in 0 to 1) decides: recent travel then takes few values,
    with no draw for everyone.
    """
    low = np.floor(steps / grain)
    if low >= np.floor(RECENT_MASK / grain):  # no room for more
        return int(np.floor(RECENT_MASK / grain) * grain), 0
    return int(low * grain), int(people * (steps / grain - low) + chance)


@kernel
def _sleep(
    world: FleeWorld, scratch: FleeScratch, cells: Cells, at: int, where: np.uint64, person: int, people: int
) -> None:
    """Adds people to their cell of the evening: recent travel and today's km are halved."""
    if world.rules.short_stints == 0.0:
        add(cells, at, person, 0.0, people)
        return
    recent = person & RECENT_MASK
    chance = uniform(absorb(absorb(scratch.resting[0], where), np.uint64(person)))
    low, more = split(0.5 * recent, world.rules.grain, people, chance)
    rested = person - recent + low
    add(cells, at, rested, 0.0, people - more)
    add(cells, at, rested + int(world.rules.grain), 0.0, more)


@kernel
def remain(world: FleeWorld, scratch: FleeScratch, place: int, route: int, person: int, people: int) -> None:
    """Leaves people at a location for the night."""
    name = scratch.name[place * world.groups.key.size + ((person >> CLASS_SHIFT) & CLASS_MASK)]
    _sleep(world, scratch, scratch.stay, pack_place(place, route), name, person, people)


@kernel
def ride(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64, mark: np.uint64,
    link: int, route: int, person: int, moved: float, people: int,
) -> None:  # fmt: skip
    """Moves people along a link for a day, by vehicle or on foot; `mark` tells apart who is alike but came otherwise."""
    links = world.links
    walking = 0
    if (person >> FOOT_SHIFT) & 1:
        walking = people
    elif links.walk[link] > 0.0:
        group = (person >> CLASS_SHIFT) & CLASS_MASK
        word = cell_word(links.key[link], world.routes.key[route], world.groups.key[group], person, moved)
        walking = binomial(uniform(absorb(cell_key(today, FLEE_WALK, word), mark)), people, links.walk[link])
        scratch.draws[0] += 1
    if walking > 0:
        _hop(world, state, scratch, day, link, route, person, moved, world.rules.walk_speed, WALKED_SHIFT, walking)
    if people > walking:
        _hop(world, state, scratch, day, link, route, person, moved, links.speed[link], RIDDEN_SHIFT, people - walking)


@kernel
def _hop(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int,
    link: int, route: int, person: int, moved: float, speed: float, shift: int, people: int,
) -> None:  # fmt: skip
    links = world.links
    ridden, walked = (person >> RIDDEN_SHIFT) & HOPS_MASK, (person >> WALKED_SHIFT) & HOPS_MASK
    behind = ridden * links.speed[link] + walked * world.rules.walk_speed
    if behind + speed <= links.km[link]:
        tired = further(world, person, speed) + (1 << shift)
        _sleep(world, scratch, scratch.road, pack_place(link, route), links.key[link], tired, people)
        return
    person &= AT_PLACES >> 1  # the days on the link are over, and so is the first link
    person = further(world, person, links.km[link] - behind)
    moved += links.km[link] - behind
    place = links.end[link]
    stop = moved >= speed - TINY
    if links.closed_on[link] <= day < links.opened_on[link]:
        place, stop = links.start[link], True
    state.present[place] += people
    if stop:
        remain(world, scratch, place, route, person, people)
    else:
        put(scratch, pack_place(place, route), person, _as_good_as(links, place, moved), people)


@kernel
def _as_good_as(links: Links, place: int, moved: float) -> float:
    """Returns the least km of today from which the rest of the day goes alike, so that equal people share a cell."""
    low, high = links.edge_first[place], links.edge_first[place + 1]
    if low == high:
        return moved
    first = low
    while low < high:
        middle = (low + high) // 2
        if links.edge[middle] <= moved + TINY:
            low = middle + 1
        else:
            high = middle
    return links.edge[low - 1] if low > first else 0.0
