"""Going home, once a block has been retaken for two weeks, or fleeing again (MODEL.md 1g, 2.9, 2.11)."""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import binomial, kernel
from corridor.model.cells import cell, cell3, chance
from corridor.model.choice import NO_WAY_OUT, option_shares
from corridor.model.processes import FLEE_AGAIN, HOME, RETURN
from corridor.model.scratch import Scratch
from corridor.model.split import line_up, split_by_option
from corridor.model.state import RETURNED, State
from corridor.model.theta import ReturnParameters, Theta
from corridor.model.world import World

__all__ = ["go_home", "settle_home"]

_SAFE_DAYS = 14


@kernel
def go_home(world: World, theta: Theta, state: State, scratch: Scratch, day: int, today: np.uint64) -> None:
    """Draws who leaves the places where displaced people stay: for home, or, where there is violence, fleeing again.

    Those who go home are there in the evening (`settle_home`); those who flee again are left as demand.
    """
    for zone in range(world.zones.place.size):
        scratch.readiness[zone] = _readiness(world, theta, state, zone, day)
        for group in range(world.groups.key.size):
            scratch.pull[zone, group] = state.away[zone, group] * scratch.readiness[zone]
    for origin in range(world.origins.size):
        for group in range(world.groups.key.size):
            home = _origin_rate(world, theta.returns, state, scratch, origin, group)
            scratch.home[origin, group] = home
            scratch.home_chance[origin, group] = -math.expm1(-home)
    for place in world.places.stays:
        if scratch.load[place] > 0:
            again = _again_rate(world, theta, scratch, place)
            for group in range(world.groups.key.size):
                if group != world.groups.fighters[0]:
                    _leave_stay(world, theta, state, scratch, place, group, again, day, today)


@kernel
def _leave_stay(
    world: World,
    theta: Theta,
    state: State,
    scratch: Scratch,
    place: int,
    group: int,
    again: float,
    day: int,
    today: np.uint64,
) -> None:
    final = -1
    if again > 0.0 and option_shares(world, theta.choice, scratch, place, day, group, 0.0) != NO_WAY_OUT:
        final = line_up(world, scratch, place, scratch.out)
    for origin in range(world.origins.size):
        people = state.present[place, origin, group]
        home = scratch.home[origin, group]
        if people == 0 or home + again <= 0.0:
            continue
        going_chance = scratch.home_chance[origin, group] if again == 0.0 else -math.expm1(-(home + again))
        word = cell3(world.places.key[place], world.origins[origin], world.groups.key[group])
        going = binomial(chance(today, RETURN, word), people, going_chance)
        scratch.draws[0] += 1
        if again > 0.0 and going > 0:
            fleeing = binomial(chance(today, FLEE_AGAIN, word), going, again / (home + again))
            scratch.draws[0] += 1
            going -= fleeing
            split_by_option(world, scratch, place, final, fleeing, origin, group, FLEE_AGAIN, word, today)
        state.present[place, origin, group] -= going
        scratch.homeward[origin, group] += going


@kernel
def _again_rate(world: World, theta: Theta, scratch: Scratch, place: int) -> float:
    """Returns the daily rate of fleeing a second time: r2 ((1 + V/V0)^beta_V - 1), where a way on is on the map."""
    if theta.violence.secondary_rate <= 0.0 or world.options.first[place] == world.options.first[place + 1]:
        return 0.0
    felt = scratch.alarm[world.places.arena[place]]
    return theta.violence.secondary_rate * math.expm1(theta.violence.violence_departure * felt)


@kernel
def _origin_rate(world: World, theta: ReturnParameters, state: State, scratch: Scratch, origin: int, group: int) -> float:
    """Returns the daily rate of an origin's people: the average over its zones, by who is away from each."""
    away, weighted = 0, 0.0
    for zone in range(world.zones.place.size):  # nobody from elsewhere goes home: no zone has that origin
        if world.zones.origin[zone] == origin:
            away += state.away[zone, group]
            weighted += state.away[zone, group] * scratch.readiness[zone]
    if away == 0:
        return 0.0
    return theta.return_rate * (1.0 - theta.return_bar) * weighted / away


@kernel
def _readiness(world: World, theta: Theta, state: State, zone: int, day: int) -> float:
    """Returns the share of a zone's blocks that one can go home to, less for violence there.

    Fresh blocks of villages count `village_boost` times; other blocks count after two weeks.
    """
    safe, fresh = 0, 0
    for block in range(state.taken[zone]):
        if day - state.taken_on[zone, block] >= _SAFE_DAYS:
            safe += 1
        else:
            fresh += 1
    ready = float(safe)
    if world.zones.villages[zone] == 1:
        ready += theta.returns.village_boost * fresh
    deterred = theta.violence.violence_feedback * theta.violence.violence_return_delay * state.violence[zone]
    return ready / world.zones.blocks[zone] * math.exp(-deterred)


@kernel
def settle_home(world: World, state: State, scratch: Scratch, today: np.uint64) -> None:
    """Divides those who came home among the zones of their origin, by who is away and what is ready."""
    for origin in range(world.origins.size - 1):
        for group in range(world.groups.key.size):
            people = scratch.homeward[origin, group]
            if people > 0:
                scratch.homeward[origin, group] = 0
                _divide(world, state, scratch, origin, group, people, today)


@kernel
def _divide(world: World, state: State, scratch: Scratch, origin: int, group: int, people: int, today: np.uint64) -> None:
    rest = 0.0
    for zone in range(world.zones.place.size):
        if world.zones.origin[zone] == origin:
            rest += scratch.pull[zone, group]
    for zone in range(world.zones.place.size):
        if world.zones.origin[zone] != origin or people == 0:
            continue
        weight = scratch.pull[zone, group]
        if weight <= 0.0:
            continue
        coming = people
        if weight < rest * (1.0 - 1e-12):
            word = cell(world.places.key[world.zones.place[zone]], world.groups.key[group])
            coming = binomial(chance(today, HOME, word), people, weight / rest)
            scratch.draws[0] += 1
        people -= _come_home(state, zone, group, min(coming, state.away[zone, group]))
        rest -= weight
    _fit_the_rest(world, state, origin, group, people)


@kernel
def _come_home(state: State, zone: int, group: int, people: int) -> int:
    state.away[zone, group] -= people
    state.returned[zone, group] += people
    state.pools[zone, RETURNED, group] += people
    return people


@kernel
def _fit_the_rest(world: World, state: State, origin: int, group: int, people: int) -> None:
    """Nobody comes home to a zone that has nobody away: the few left over by the lot go where people are missing."""
    for zone in range(world.zones.place.size):
        if people > 0 and world.zones.origin[zone] == origin:
            people -= _come_home(state, zone, group, min(people, state.away[zone, group]))
