"""People on links: a day's hop each, arrival with or without time left, and the waves of one day."""

from __future__ import annotations

import numpy as np

from corridor.draws import binomial, cell_key, kernel, uniform
from corridor.model.flee.cells import (
    CLASS_MASK,
    CLASS_SHIFT,
    FOOT_SHIFT,
    HOPS_MASK,
    PLACE_MASK,
    RIDDEN_SHIFT,
    ROUTE_SHIFT,
    WALKED_SHIFT,
    Cells,
    add,
    clear,
    pack_place,
)  # fmt: skip
from corridor.model.flee.moves import ONE, cell_word, decide, further, rested
from corridor.model.flee.processes import FLEE_WALK
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.weights import look
from corridor.model.flee.world import CAMP, FleeWorld, Links

__all__ = ["sweep_links", "sweep_locations"]

TINY = 1e-9  # km
MOST_WAVES = 10_000  # a link has some length, so that a day ends


@kernel
def sweep_locations(world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64) -> None:
    """Sweep A: everyone at a location decides once; those who go wait on their link in `scratch.going`."""
    cells = state.stay
    scratch.dawn[0] = scratch.phase[0] + 1  # scores and what is open are those of today
    look(world, state, scratch, day)
    for at in range(cells.size[0]):
        place, route = cells.place[at] & PLACE_MASK, cells.place[at] >> ROUTE_SHIFT
        decide(world, state, scratch, day, today, 0, place, route, cells.person[at], 0.0, cells.people[at])


@kernel
def sweep_links(world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64) -> None:
    """Sweep B: everyone on a link travels; arrivals with time left decide again, wave after wave."""
    # Nobody under way since yesterday is in a cell of `going`: those there have no day on their link behind them.
    _hop_all(world, state, scratch, day, today, 1, state.road)
    for wave in range(1, MOST_WAVES):
        _hop_all(world, state, scratch, day, today, wave, scratch.going)
        clear(scratch.going)
        if scratch.here.size[0] == 0:
            return
        look(world, state, scratch, day)
        here = scratch.here
        for at in range(here.size[0]):
            place, route = here.place[at] & PLACE_MASK, here.place[at] >> ROUTE_SHIFT
            decide(
                world, state, scratch, day, today, wave, place, route, here.person[at], here.moved[at], here.people[at]
            )  # fmt: skip
        clear(here)


@kernel
def _hop_all(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64, wave: int, cells: Cells
) -> None:
    links = world.links
    for at in range(cells.size[0]):
        link, people, person = cells.place[at] & PLACE_MASK, cells.people[at], cells.person[at]
        walking = 0
        if (person >> FOOT_SHIFT) & 1:
            walking = people
        elif links.walk[link] > 0.0:
            route = cells.place[at] >> ROUTE_SHIFT
            group = (person >> CLASS_SHIFT) & CLASS_MASK
            word = cell_word(
                links.key[link], world.routes.key[route], world.groups.key[group], person, cells.moved[at], wave
            )  # fmt: skip
            walking = binomial(uniform(cell_key(today, FLEE_WALK, word)), people, links.walk[link])
            scratch.draws[0] += 1
        if walking > 0:
            _hop(world, state, scratch, day, cells, at, world.rules.walk_speed, WALKED_SHIFT, walking)
        if people > walking:
            _hop(world, state, scratch, day, cells, at, links.speed[link], RIDDEN_SHIFT, people - walking)


@kernel
def _hop(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int,
    cells: Cells, at: int, speed: float, shift: int, people: int,
) -> None:  # fmt: skip
    """Moves people one day along their link: they stay on it, or arrive."""
    links = world.links
    link, person, moved = cells.place[at] & PLACE_MASK, cells.person[at], cells.moved[at]
    ridden, walked = (person >> RIDDEN_SHIFT) & HOPS_MASK, (person >> WALKED_SHIFT) & HOPS_MASK
    behind = ridden * links.speed[link] + walked * world.rules.walk_speed
    if behind + speed <= links.km[link]:
        evening = rested(world, further(world, person, speed), 0)
        add(scratch.road, cells.place[at], evening + (1 << shift), 0.0, people)
        return
    person &= ONE >> 1  # the days on the link are over, and so is the first link
    person = further(world, person, links.km[link] - behind)
    moved += links.km[link] - behind
    route = cells.place[at] >> ROUTE_SHIFT
    place = links.end[link]
    stop = moved >= speed - TINY
    if links.closed_on[link] <= day < links.opened_on[link]:
        place, stop = links.start[link], True
    state.present[place] += people
    if stop:
        evening = rested(world, person, world.places.flags[day, place] & CAMP)
        add(scratch.stay, pack_place(place, route), evening, 0.0, people)
    else:
        add(scratch.here, pack_place(place, route), person, _as_good_as(links, place, moved), people)


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
