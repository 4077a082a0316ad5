"""One day on counts under Flee's rules, in Flee's own order."""

from __future__ import annotations

import numpy as np

from corridor.draws import binomial, cell_key, day_key, kernel, uniform
from corridor.model.flee.arrivals import arrive_today
from corridor.model.flee.cells import CLASS_MASK, CLASS_SHIFT, PLACE_MASK, Cells, add, clear
from corridor.model.flee.names import cell_word
from corridor.model.flee.processes import FLEE_SINK
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.sweeps import sweep_links, sweep_locations
from corridor.model.flee.weights import chances
from corridor.model.flee.world import CAMP, FleeWorld

__all__ = ["advance_flee"]


@kernel
def advance_flee(world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, member: np.uint64) -> int:
    """Moves `state` from the evening of day - 1 to that of `day`; returns how many found no place of origin."""
    today = day_key(member, day)
    clear(scratch.stay)
    clear(scratch.road)
    lost = arrive_today(world, state, scratch, day, today)
    chances(world, state, scratch, day)
    _recount(world, state, scratch)
    sweep_locations(world, state, scratch, day, today)
    sweep_links(world, state, scratch, day, today)
    if world.rules.sinks > 0.0:
        _settle(world, state, scratch, day, today)
    _take_over(state.stay, scratch.stay)
    _copy(state.road, scratch.road)
    return lost


@kernel
def _recount(world: FleeWorld, state: FleeState, scratch: FleeScratch) -> None:
    """Counts the displaced at every location by ethnicity and religion, if a rule asks for it."""
    rules, groups = world.rules, world.groups
    if rules.match_religion + rules.match_camp + rules.match_town + rules.match_conflict == 0.0:
        return
    for place in range(world.places.key.size):
        scratch.load[place] = state.present[place]
    scratch.matching[:] = 0
    scratch.believing[:] = 0
    for at in range(state.stay.size[0]):
        place = state.stay.place[at] & PLACE_MASK
        group = (state.stay.person[at] >> CLASS_SHIFT) & CLASS_MASK
        if groups.ethnicity[group] >= 0:
            scratch.matching[place, groups.ethnicity[group]] += state.stay.people[at]
        if groups.religion[group] >= 0:
            scratch.believing[place, groups.religion[group]] += state.stay.people[at]


@kernel
def _settle(world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64) -> None:
    """Camps that are sinks keep people for good: they are counted, and move no more."""
    cells = scratch.stay
    for at in range(cells.size[0]):
        place = cells.place[at] & PLACE_MASK
        if world.places.flags[day, place] & CAMP == 0 or world.places.sink[place] <= 0.0:
            continue
        group = (cells.person[at] >> CLASS_SHIFT) & CLASS_MASK
        word = cell_word(
            world.places.key[place], world.routes.key[0], world.groups.key[group], cells.person[at], 0.0
        )  # fmt: skip
        kept = binomial(uniform(cell_key(today, FLEE_SINK, word)), cells.people[at], min(world.places.sink[place], 1.0))
        state.settled[place] += kept
        cells.people[at] -= kept


@kernel
def _copy(into: Cells, made: Cells) -> None:
    """Takes cells that nothing will be added to: without their hash table."""
    into.full[0] |= made.full[0]
    into.size[0] = made.size[0]
    for at in range(made.size[0]):
        into.place[at] = made.place[at]
        into.person[at] = made.person[at]
        into.people[at] = made.people[at]


@kernel
def _take_over(into: Cells, made: Cells) -> None:
    """Takes cells to which tomorrow's displaced will be added."""
    clear(into)
    into.full[0] |= made.full[0]
    for at in range(made.size[0]):
        add(into, made.place[at], made.person[at], 0.0, made.people[at])
