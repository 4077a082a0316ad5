"""Fighters as aggregate stocks: killed, surrendered, over an open flank, among leaving civilians (MODEL.md 2.8).

Nothing here has a place finer than a zone or a region, and nothing leaves the program but weekly ranges (section 5).
"""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import absorb, binomial, kernel
from corridor.model.cells import chance, chance_of_option
from corridor.model.choice import NO_WAY_OUT, next_level, option_shares
from corridor.model.processes import (
    ACTIVATION,
    ARRIVAL,
    DEAL,
    DEAL_SIZE,
    EMBED,
    FATE,
    FIGHTERS,
    LOSS,
    REGION_OF,
)
from corridor.model.scratch import Scratch
from corridor.model.split import line_up, split_by_option
from corridor.model.state import DONE, HELD, ON, PAUSED, POOLS, State
from corridor.model.theta import FighterParameters, Theta
from corridor.model.world import World

__all__ = ["move_fighters", "rejoin", "settle_fighters"]

_PAUSED_ACTIVITY = 0.3
#: A negotiated exit is possible once this share of the zone is retaken.
_DEAL_SHARE_RETAKEN = 0.9
_KILLED, _SURRENDERED, _EXFILTRATED, _EMBEDDED = range(4)


@kernel
def move_fighters(world: World, theta: Theta, state: State, scratch: Scratch, day: int, today: np.uint64) -> None:
    """Draws what befalls the fighters of every zone today: competing risks, then a negotiated exit if there is one."""
    for zone in range(world.zones.place.size):
        if state.fighters[zone] > 0:
            _one_day(world, theta, state, scratch, zone, day, today)
            _negotiate(world, theta.fighters, state, scratch, zone, day, today)


@kernel
def _one_day(world: World, theta: Theta, state: State, scratch: Scratch, zone: int, day: int, today: np.uint64) -> None:
    fighters = theta.fighters
    share = state.taken[zone] / world.zones.blocks[zone]
    activity = _activity(state, zone)
    openness = world.zones.flank[day, zone]
    killed = fighters.fighters_killed_rate * activity * (1.0 + fighters.fighters_squeeze * share)
    surrendered = fighters.surrender_rate[zone] * activity
    out = fighters.exfiltration_rate * (openness + fighters.flank_leak * (1.0 - openness))
    out *= max(0.0, 1.0 + fighters.exfiltration_response * share)
    joining = _embedding_rate(world, fighters, state, scratch, zone)
    back = fighters.retreat_rate * share if world.zones.retreat[zone] >= 0 else 0.0
    total = killed + surrendered + out + joining + back
    if total <= 0.0:
        return
    key = world.places.key[world.zones.place[zone]]
    gone = binomial(chance(today, FIGHTERS, key), state.fighters[zone], -math.expm1(-total))
    scratch.draws[0] += 1
    state.fighters[zone] -= gone
    taken = _share_of(scratch, gone, killed, total, key, _KILLED, today)
    state.fighters_killed[zone] += taken
    gone, total = gone - taken, total - killed
    taken = _share_of(scratch, gone, surrendered, total, key, _SURRENDERED, today)
    state.fighters_surrendered[zone] += taken
    gone, total = gone - taken, total - surrendered
    taken = _share_of(scratch, gone, out, total, key, _EXFILTRATED, today)
    _exfiltrate(world, fighters, state, scratch, zone, taken, FATE, today)
    gone, total = gone - taken, total - out
    taken = _share_of(scratch, gone, joining, total, key, _EMBEDDED, today)
    _embed(world, theta, state, scratch, zone, taken, day, today)
    if gone > taken:
        # They are fighters of the next zone from the evening on (`rejoin`): nobody meets two zones' risks in a day.
        state.pools[world.zones.retreat[zone], HELD, world.groups.fighters[0]] += gone - taken


@kernel
def _activity(state: State, zone: int) -> float:
    if state.phase[zone] == ON or state.phase[zone] == DONE:
        return 1.0
    return _PAUSED_ACTIVITY if state.phase[zone] == PAUSED else 0.0


@kernel
def _share_of(scratch: Scratch, people: int, rate: float, total: float, key: np.uint64, fate: int, today: np.uint64) -> int:
    """Returns how many of `people` met one fate, of those that are left in their fixed order."""
    if people == 0 or rate <= 0.0:
        return 0
    if rate >= total * (1.0 - 1e-12):
        return people
    scratch.draws[0] += 1
    return binomial(chance_of_option(today, FATE, key, np.uint64(fate)), people, rate / total)


@kernel
def _embedding_rate(world: World, theta: FighterParameters, state: State, scratch: Scratch, zone: int) -> float:
    """Returns m0 (civilians leaving / civilians) / reference: nobody can hide among people who do not move."""
    if theta.embed_rate <= 0.0:
        return 0.0
    leaving, people = 0, 0
    place = world.zones.place[zone]
    for group in range(world.groups.key.size):
        if group == world.groups.fighters[0]:
            continue
        for pool in range(POOLS):
            people += state.pools[zone, pool, group]
            for option in range(world.options.first[place], world.options.first[place + 1]):
                leaving += scratch.demand[option, pool, group]
    if people == 0:
        return 0.0
    return theta.embed_rate * (leaving / people) / theta.embed_reference


@kernel
def _exfiltrate(
    world: World,
    theta: FighterParameters,
    state: State,
    scratch: Scratch,
    zone: int,
    people: int,
    occasion: np.uint64,
    today: np.uint64,
) -> None:
    """Some are lost on the way; the others head for regions by weight."""
    if people == 0:
        return
    key = absorb(occasion, world.places.key[world.zones.place[zone]])
    lost = binomial(chance(today, LOSS, key), people, theta.transit_loss)
    scratch.draws[0] += 1
    rest, last = 0.0, -1
    for arena in range(world.zones.place.size, world.arenas.place.size):
        weight = theta.relocation_weight[world.arenas.place[arena]]
        if weight > 0.0:
            rest += weight
            last = arena
    if last < 0:  # nowhere to go: whoever is not lost stays
        state.fighters_lost[zone] += lost
        state.fighters[zone] += people - lost
        return
    state.fighters_lost[zone] += lost
    people -= lost
    for arena in range(world.zones.place.size, last + 1):
        place = world.arenas.place[arena]
        weight = theta.relocation_weight[place]
        if people == 0 or weight <= 0.0:
            continue
        heading = people
        if arena < last:
            u = chance_of_option(today, REGION_OF, key, world.places.key[place])
            heading = binomial(u, people, min(1.0, weight / rest))
            scratch.draws[0] += 1
        state.fighters_under_way[arena] += heading
        people -= heading
        rest -= weight


@kernel
def _embed(
    world: World, theta: Theta, state: State, scratch: Scratch, zone: int, people: int, day: int, today: np.uint64
) -> None:
    """Puts fighters among those who leave: they go by the ways of men and boys, and know what those know (MODEL.md 2.8).

    Who knows of no way open to him stays.
    """
    if people == 0:
        return
    group = world.groups.fighters[0]
    state.pools[zone, HELD, group] += people
    place = world.zones.place[zone]
    key = world.places.key[place]
    knowing = _mix_ways(world, theta, scratch, place, day)
    if knowing <= 0.0:
        return
    if knowing < 1.0 - 1e-12:
        people = binomial(chance(today, EMBED, key), people, knowing)
        scratch.draws[0] += 1
    final = line_up(world, scratch, place, scratch.chance[0])
    split_by_option(world, scratch, place, final, people, HELD, group, EMBED, key, today)


@kernel
def _mix_ways(world: World, theta: Theta, scratch: Scratch, place: int, day: int) -> float:
    """Fills `scratch.chance[0]`, the ways of men and boys mixed over what people know; returns who knows of any."""
    first, last = world.options.first[place], world.options.first[place + 1]
    scratch.chance[0, first:last] = 0.0
    knowing, level = 0.0, 0.0
    while level < 1.0:
        upper = next_level(world, scratch, place, level)
        if option_shares(world, theta.choice, scratch, place, day, world.groups.guise[0], level) != NO_WAY_OUT:
            knowing += upper - level
            for option in range(first, last):
                scratch.chance[0, option] += (upper - level) * scratch.out[option]
        level = upper
    return knowing


@kernel
def _negotiate(
    world: World,
    theta: FighterParameters,
    state: State,
    scratch: Scratch,
    zone: int,
    day: int,
    today: np.uint64,
) -> None:
    """Near the end some of those left may leave by a deal, once in a zone's life."""
    if state.deal_tried[zone] == 1 or state.taken[zone] < _DEAL_SHARE_RETAKEN * world.zones.blocks[zone]:
        return
    state.deal_tried[zone] = 1
    sealed = world.zones.flank[day, zone] < 0.5
    probability = theta.deal_probability_sealed if sealed else theta.deal_probability_open
    key = world.places.key[world.zones.place[zone]]
    if chance(today, DEAL, key) < probability:
        leaving = binomial(chance(today, DEAL_SIZE, key), state.fighters[zone], theta.deal_share)
        state.fighters[zone] -= leaving
        _exfiltrate(world, theta, state, scratch, zone, leaving, DEAL, today)


@kernel
def rejoin(world: World, state: State) -> None:
    """Whoever wanted to leave among civilians and could not is a fighter of the zone again."""
    group = world.groups.fighters[0]
    if group < 0:
        return
    for zone in range(world.zones.place.size):
        for pool in range(POOLS):
            state.fighters[zone] += state.pools[zone, pool, group]
            state.pools[zone, pool, group] = 0


@kernel
def settle_fighters(world: World, theta: FighterParameters, state: State, scratch: Scratch, today: np.uint64) -> None:
    """Arrivals in regions over the flank and among civilians; some of those there become active."""
    group = world.groups.fighters[0]
    if group < 0:
        return
    for arena in range(world.zones.place.size, world.arenas.place.size):
        key = world.places.key[world.arenas.place[arena]]
        if state.fighters_inactive[arena] > 0:
            share = -math.expm1(-theta.activation_rate)
            active = binomial(chance(today, ACTIVATION, key), state.fighters_inactive[arena], share)
            scratch.draws[0] += 1
            state.fighters_inactive[arena] -= active
            state.fighters_active[arena] += active
        if state.fighters_under_way[arena] > 0:
            share = -math.expm1(-1.0 / theta.transit_days)
            there = binomial(chance(today, ARRIVAL, key), state.fighters_under_way[arena], share)
            scratch.draws[0] += 1
            state.fighters_under_way[arena] -= there
            state.fighters_inactive[arena] += there
            state.relocated[arena] += there
    for place in world.places.stays:
        arena = world.places.arena[place]
        if arena < 0:
            continue
        for origin in range(world.origins.size):
            there = state.present[place, origin, group]
            state.present[place, origin, group] = 0
            state.fighters_inactive[arena] += there
            state.embedded[arena] += there
