"""Which way on: a nested logit over open ways, with fixed shares where evidence gives a share (MODEL.md 2.4)."""

from __future__ import annotations

import math

from corridor.draws import kernel
from corridor.model.scratch import Scratch
from corridor.model.theta import ChoiceParameters, Theta
from corridor.model.world import CAMP, World

__all__ = ["NO_WAY_OUT", "know", "measure_routes", "next_level", "option_shares", "weigh", "weight_for"]

#: The logsum of an empty set of options.
NO_WAY_OUT = -math.inf
_LEAST_SCALE = 0.01
#: Fixed shares leave at least this much to the other options, while there are any.
_LEAST_REST = 0.05


@kernel
def measure_routes(world: World, theta: Theta) -> None:
    """Fills `theta.distance_cost`, gamma log(delta0 + km), which no day changes."""
    choice = theta.choice
    for route in range(world.routes.key.size):
        length = choice.distance_offset_km + world.routes.km[route]
        theta.distance_cost[route] = choice.distance_exponent * math.log(length)


@kernel
def weigh(world: World, theta: Theta, scratch: Scratch, day: int) -> None:
    """Fills `scratch.weight` with exp(utility) of every option as of the start of the day, 0 where it is closed.

    U = A + w log(free + 1) - gamma log(delta0 + km) - eta risk + log phi(crowding) + log trust
    - zeta log(1 + V/V0), risk in deaths per 1,000.
    What depends on the group (admission, masks) is left to `option_shares`.
    """
    choice = theta.choice
    for place in range(world.places.key.size):
        scratch.appeal[place] = _attractiveness(world, choice, scratch, place)
    for option in range(world.options.key.size):
        route = world.options.route[option]
        corridor = world.options.corridor[option]
        end = world.options.end[option]
        scratch.weight[option] = 0.0
        scratch.share[option] = choice.share[route]
        if corridor >= 0:
            if world.corridors.open[day, corridor] == 0:
                continue
            scratch.share[option] = math.nan  # the share is of the road as it was, not of the corridor over it
        elif world.routes.open[day, route] == 0:
            if world.routes.leaking[day, route] == 0:
                continue
            scratch.share[option] *= choice.leak_multiplier
        utility = scratch.appeal[end]
        if utility == NO_WAY_OUT:
            continue
        utility -= theta.distance_cost[route]
        utility -= choice.risk_aversion * 1000.0 * theta.passage.passage_risk[route]
        utility -= theta.violence.violence_aversion * scratch.alarm[world.places.arena[end]]
        if corridor >= 0:
            agreed = world.corridors.agreed[day, corridor] == 1
            trust = choice.trust_agreed if agreed else choice.trust_unilateral
            if trust <= 0.0:
                continue
            utility += math.log(trust)
        scratch.weight[option] = math.exp(utility)


@kernel
def _attractiveness(world: World, theta: ChoiceParameters, scratch: Scratch, place: int) -> float:
    """Returns what speaks for a place whatever the way there; NO_WAY_OUT for a camp that is full or not open."""
    utility: float = theta.attraction[place]
    if world.places.kind[place] != CAMP:
        return utility
    room = scratch.room[place]
    if room == math.inf:
        return utility
    if room < 1.0:
        return NO_WAY_OUT
    filled = scratch.load[place] / room
    if filled >= 1.0:
        return NO_WAY_OUT
    if filled > theta.crowding_start:
        utility += math.log((1.0 - filled) / (1.0 - theta.crowding_start))
    return utility + theta.free_place_weight * math.log(room - scratch.load[place] + 1.0)


@kernel
def know(world: World, theta: ChoiceParameters, scratch: Scratch, day: int) -> None:
    """Fills the share of people who know of each corridor: 1 - (1 - a0) exp(-mu days since the announcement)."""
    for corridor in range(world.corridors.key.size):
        since = day - world.corridors.announced[corridor]
        scratch.awareness[corridor] = 0.0
        if since >= 0:
            scratch.awareness[corridor] = 1.0 - (1.0 - theta.awareness_start) * math.exp(-theta.awareness_rate * since)


@kernel
def next_level(world: World, scratch: Scratch, place: int, level: float) -> float:
    """Returns up to where people less attentive than `level` know the same ways out of `place`; at most 1."""
    upper = 1.0
    for option in range(world.options.first[place], world.options.first[place + 1]):
        corridor = world.options.corridor[option]
        if corridor >= 0 and scratch.weight[option] > 0.0 and level < scratch.awareness[corridor] < upper:
            upper = scratch.awareness[corridor]
    return upper


@kernel
def option_shares(
    world: World, theta: ChoiceParameters, scratch: Scratch, place: int, day: int, group: int, level: float
) -> float:
    """Fills `scratch.out` for the options of `place` and returns the logsum.

    `level` is how little attention people pay: they know a corridor where its awareness exceeds it. The nests of the
    others are scaled to what the fixed shares leave; if nothing else is open, fixed shares are scaled to 1.
    """
    first, last = world.options.first[place], world.options.first[place + 1]
    nests = world.options.nests[place]
    # A nest of one option has no scale; at scale 0 the best option would take all, which a power cannot say.
    scale = 1.0 if nests == last - first else max(theta.nest_scale, _LEAST_SCALE)
    for nest in range(nests):
        scratch.nest[nest] = 0.0
    fixed, fixed_weight = 0.0, 0.0
    for option in range(first, last):
        weight = weight_for(world, scratch, option, day, group, level)
        scratch.out[option] = weight
        if weight == 0.0:
            continue
        if not math.isnan(scratch.share[option]):
            admitted = world.routes.admission[day, world.options.route[option], group]
            scratch.out[option] = scratch.share[option] * admitted
            fixed += scratch.out[option]
            fixed_weight += weight
        elif world.options.residual[option] == 0:
            scratch.power[option] = _power(weight, 1.0 / scale)
            scratch.nest[world.options.nest[option]] += scratch.power[option]
    free = 0.0
    for nest in range(nests):
        scratch.nest_power[nest] = _power(scratch.nest[nest], scale)
        free += scratch.nest_power[nest]
    return _normalise(world, scratch, place, free, fixed, fixed_weight)


@kernel
def _power(x: float, exponent: float) -> float:
    return x if exponent == 1.0 else math.pow(x, exponent)


@kernel
def weight_for(world: World, scratch: Scratch, option: int, day: int, group: int, level: float) -> float:
    """Returns the weight of an option for a group; 0 where it is closed to it, or a corridor not known at `level`."""
    weight = scratch.weight[option]
    if weight == 0.0:
        return 0.0
    corridor = world.options.corridor[option]
    if corridor >= 0 and (world.corridors.mask[corridor, group] == 0 or scratch.awareness[corridor] <= level):
        return 0.0
    return float(weight * world.routes.admission[day, world.options.route[option], group])


@kernel
def _normalise(world: World, scratch: Scratch, place: int, free: float, fixed: float, fixed_weight: float) -> float:
    first, last = world.options.first[place], world.options.first[place + 1]
    if free == 0.0 and fixed == 0.0:
        return _only_the_residual(world, scratch, first, last)
    if free == 0.0:
        fixed_scale, rest = 1.0 / fixed, 0.0
    else:
        fixed_scale = min(1.0, (1.0 - _LEAST_REST) / fixed) if fixed > 0.0 else 1.0
        rest = 1.0 - fixed * fixed_scale
    for option in range(first, last):
        weight = scratch.out[option]
        if weight == 0.0:
            continue
        if not math.isnan(scratch.share[option]):
            scratch.out[option] = weight * fixed_scale
        elif world.options.residual[option] == 1 or rest == 0.0:
            scratch.out[option] = 0.0
        else:
            nest = world.options.nest[option]
            within = scratch.power[option] / scratch.nest[nest]
            scratch.out[option] = rest * within * (scratch.nest_power[nest] / free)
    if free == 0.0:
        return math.log(fixed_weight)
    return math.log(free) - math.log(rest)


@kernel
def _only_the_residual(world: World, scratch: Scratch, first: int, last: int) -> float:
    """Whoever no other option can take goes to the residual, if it is open."""
    logsum = NO_WAY_OUT
    for option in range(first, last):
        if scratch.out[option] > 0.0:
            logsum = math.log(scratch.out[option])
            scratch.out[option] = 1.0
    return logsum
