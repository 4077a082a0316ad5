"""Who leaves a zone, and who dies there first: competing risks of one day (MODEL.md 2.3, 2.4; rulings 1, 5, 9, 12)."""

from __future__ import annotations

import math

import numpy as np

from corridor.draws import binomial, kernel, normal
from corridor.model.cells import cell, chance
from corridor.model.choice import NO_WAY_OUT, next_level, option_shares
from corridor.model.processes import DAY_EFFECT, DEATH, LEAVE, OPTION
from corridor.model.scratch import Scratch
from corridor.model.split import line_up, split_by_option
from corridor.model.state import CONTESTED, HELD, POOLS, RETAKEN, RETURNED, State
from corridor.model.theta import DepartureParameters, Theta
from corridor.model.world import World

__all__ = ["coercion", "leave_zones"]

#: The share that flees again is of half a year.
_REFLIGHT_DAYS = 180.0
#: Numbers no sane prior reaches; they keep a rate a number.
_LEAST_DAYS = 1e-6
_MOST_EFFECT = 50.0
_PER_PEOPLE = 100_000.0


@kernel
def leave_zones(world: World, theta: Theta, state: State, scratch: Scratch, day: int, today: np.uint64) -> None:
    """Draws who leaves each pool of each zone and by which option; deaths take effect, demand is left in scratch."""
    for zone in range(world.zones.place.size):
        _drift(world, theta.departure, state, zone, day, today)
        scratch.relief[zone] = _relief(world, theta.departure, zone, day)
        _leave_zone(world, theta, state, scratch, zone, day, today)


@kernel
def _drift(world: World, theta: DepartureParameters, state: State, zone: int, day: int, today: np.uint64) -> None:
    """The zone's day effect: AR(1) on the log scale, with the stationary spread `day_effect_sd`."""
    kept = theta.day_effect_persistence if day > 0 else 0.0  # stationary from the first day on
    shock = theta.day_effect_sd * math.sqrt(1.0 - kept * kept)
    if shock > 0.0:
        u = chance(today, DAY_EFFECT, world.places.key[world.zones.place[zone]])
        state.day_effect[zone] = kept * state.day_effect[zone] + shock * normal(u)


@kernel
def _leave_zone(world: World, theta: Theta, state: State, scratch: Scratch, zone: int, day: int, today: np.uint64) -> None:
    """Groups to which the same ways are open have the same chances: these are worked out once for them."""
    for pool in range(POOLS):
        scratch.crowd[pool] = 0
        for group in range(world.groups.key.size):
            scratch.crowd[pool] += state.pools[zone, pool, group]
    shown = -1
    for group in range(world.groups.key.size):
        people = 0
        for pool in range(POOLS):
            people += state.pools[zone, pool, group]
        if people == 0:
            continue
        if shown < 0 or not _same_chances(world, theta, zone, group, shown):
            _mix(world, theta, state, scratch, zone, group, day)
            shown = group
        scratch.exit_open[zone, group] = scratch.exit_open[zone, shown]
        for pool in range(POOLS):
            if state.pools[zone, pool, group] > 0:
                _draw(world, state, scratch, zone, pool, group, today)


@kernel
def _same_chances(world: World, theta: Theta, zone: int, one: int, other: int) -> bool:
    if world.groups.alike[one] != world.groups.alike[other]:
        return False
    return bool(theta.reference[zone, one] == theta.reference[zone, other])


@kernel
def _mix(world: World, theta: Theta, state: State, scratch: Scratch, zone: int, group: int, day: int) -> None:
    """Fills the chances of death and of every option for each pool, mixed over what people know.

    Attention is one number in [0, 1] a person and day: whoever knows a corridor knows every better known one.
    """
    place = world.zones.place[zone]
    first, last = world.options.first[place], world.options.first[place + 1]
    scratch.dying[:] = 0.0
    scratch.chance[:, first:last] = 0.0
    scratch.exit_open[zone, group] = 0
    urge = _urge(world, theta.departure, state, zone, day)
    level = 0.0
    while level < 1.0:
        upper = next_level(world, scratch, place, level)
        logsum = option_shares(world, theta.choice, scratch, place, day, group, level)
        if logsum != NO_WAY_OUT:
            scratch.exit_open[zone, group] = 1
        for pool in range(POOLS):
            if scratch.crowd[pool] > 0:
                rate = _rate(theta, state, scratch, zone, pool, group, urge, logsum)
                _add(theta, scratch, zone, pool, rate, upper - level, first, last)
        level = upper


@kernel
def _add(theta: Theta, scratch: Scratch, zone: int, pool: int, rate: float, weight: float, first: int, last: int) -> None:
    """Adds the competing risks of one day, for the share `weight` of people: P(e) = (r_e / R)(1 - exp(-R))."""
    death = theta.departure.death_rate[zone]
    if pool != CONTESTED:  # what contested blocks suffer is in their own rate
        death = theta.violence.violence_feedback * theta.violence.event_lethality * scratch.events[zone] / _PER_PEOPLE
    if rate + death <= 0.0:
        return
    gone = -math.expm1(-(rate + death)) * weight
    scratch.dying[pool] += gone * (death / (rate + death))
    leaving = gone * (rate / (rate + death))
    for option in range(first, last):
        scratch.chance[pool, option] += leaving * scratch.out[option]


@kernel
def _urge(world: World, theta: DepartureParameters, state: State, zone: int, day: int) -> float:
    """Returns what siege and advice add to the log rate of those whom the zone's holders have in reach."""
    deprivation = -math.expm1(-state.encircled_days[zone] / max(theta.siege_days, _LEAST_DAYS))
    return theta.siege_effect * deprivation + theta.advice_effect * world.zones.advice[day, zone]


@kernel
def _rate(
    theta: Theta, state: State, scratch: Scratch, zone: int, pool: int, group: int, urge: float, logsum: float
) -> float:
    """Returns the daily departure rate of a pool: base rate, coercion, siege, advice, options and the day's effect."""
    if logsum == NO_WAY_OUT:
        return 0.0
    departure = theta.departure
    rate = _base_rate(departure, zone, pool) * (1.0 - coercion(departure, scratch, zone, pool))
    effect = state.day_effect[zone] - 0.5 * departure.day_effect_sd * departure.day_effect_sd
    effect += theta.violence.violence_departure * scratch.alarm[zone]
    effect += departure.logsum_weight * (logsum - theta.reference[zone, group])
    if pool == HELD or pool == CONTESTED:
        effect += urge
    return float(rate * math.exp(min(effect, _MOST_EFFECT)))


@kernel
def _base_rate(theta: DepartureParameters, zone: int, pool: int) -> float:
    if pool == HELD:
        return float(theta.rate_held[zone])
    if pool == CONTESTED:
        return float(theta.rate_contested[zone])
    if pool == RETAKEN:
        return float(theta.rate_retaken[zone])
    return -math.log1p(-min(theta.reflight_share, 1.0 - 1e-12)) / _REFLIGHT_DAYS


@kernel
def coercion(theta: DepartureParameters, scratch: Scratch, zone: int, pool: int) -> float:
    """Returns the share of people who are kept from leaving; an open, agreed corridor relieves it (ruling 9)."""
    if pool == RETAKEN or pool == RETURNED:
        return 0.0
    kept: float = theta.coercion_held[zone] if pool == HELD else theta.coercion_contested[zone]
    return kept * scratch.relief[zone]


@kernel
def _relief(world: World, theta: DepartureParameters, zone: int, day: int) -> float:
    place = world.zones.place[zone]
    for option in range(world.options.first[place], world.options.first[place + 1]):
        corridor = world.options.corridor[option]
        if corridor >= 0 and world.corridors.open[day, corridor] == 1 and world.corridors.agreed[day, corridor] == 1:
            return 1.0 - theta.coercion_relief
    return 1.0


@kernel
def _draw(world: World, state: State, scratch: Scratch, zone: int, pool: int, group: int, today: np.uint64) -> None:
    """Leavers first, then where: the total, then causes and options in order, each keyed by its own id (ruling 1)."""
    place = world.zones.place[zone]
    dying = scratch.dying[pool]
    total = dying
    for option in range(world.options.first[place], world.options.first[place + 1]):
        total += scratch.chance[pool, option]
    if total <= 0.0:
        return
    word = cell(world.places.key[place], world.groups.key[group]) ^ np.uint64(pool)
    gone = binomial(chance(today, LEAVE, word), state.pools[zone, pool, group], min(total, 1.0))
    scratch.draws[0] += 1
    if gone > 0 and dying > 0.0:
        dead = binomial(chance(today, DEATH, word), gone, min(dying / total, 1.0))
        scratch.draws[0] += 1
        state.pools[zone, pool, group] -= dead
        state.dead[zone, group] += dead
        gone -= dead
    final = line_up(world, scratch, place, scratch.chance[pool])
    split_by_option(world, scratch, place, final, gone, pool, group, OPTION, word, today)
