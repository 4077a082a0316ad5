"""Working arrays of one day, allocated once for a member."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.model.state import POOLS
from corridor.model.struct import Struct
from corridor.model.world import World

__all__ = ["Scratch", "scratch_for"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Scratch(Struct):
    """Overwritten every day; nothing of the future depends on it."""

    load: Ints  # (P,) people present at the start of the day; of camps, when they begin to admit, those still there
    room: Floats  # (P,) people that a camp takes at most, overload included; infinity: no limit
    alarm: Floats  # (A + 1,) log(1 + V/V0) as people feel it this morning; the last: nowhere, 0
    appeal: Floats  # (P,) what speaks for a place whatever the way there
    weight: Floats  # (E,) exp(utility) of each option, 0 where it is closed
    share: Floats  # (E,) fixed share, or NaN
    awareness: Floats  # (C,) share of people who know of a corridor
    power: Floats  # (E,) weight of each option within its nest
    nest: Floats  # (E,) sums over nests
    nest_power: Floats  # (E,) weight of each nest
    out: Floats  # (E,) probability of each option, for one group
    beyond: Floats  # (E,) probability of all options after it
    turn: Floats  # (E,) probability of each option for those who took none before it
    relief: Floats  # (Z,) what an open, agreed corridor leaves of coercion
    crowd: Ints  # (POOLS,) people in each pool of one zone, all groups
    chance: Floats  # (POOLS, E) the same times the chance of leaving, by pool, mixed over awareness
    dying: Floats  # (POOLS,) chance of dying today
    exit_open: Ints  # (Z, G) whether any way out was open
    readiness: Floats  # (Z,) share of a zone's blocks that one can go home to
    home: Floats  # (O, G) daily rate of going home
    home_chance: Floats  # (O, G) the same as a probability
    demand: Ints  # (E, A, G) who wants to go: A is the pool in a zone, the origin elsewhere
    counts: Ints  # (N,) cells of one rationing
    taken: Ints  # (N,)
    keys: Words  # (N,)
    arriving: Ints  # (R, O, G) at camps today
    refused: Ints  # (R, O, G) whom a camp refused in this round
    pull: Floats  # (Z, G) this morning's weights of those who go home
    homeward: Ints  # (O, G) going home today
    evening: Ints  # (P, G) people present in the evening
    events: Ints  # (A,) of today
    arrivals: Ints  # (P, G) of today, for the record
    departures: Ints  # (Z, G)
    passages: Ints  # (P, G)
    draws: Ints  # (1,) how many random numbers the day took


def scratch_for(world: World) -> Scratch:
    """Returns working arrays that fit `world`; `out`, `taken` and `keys` need no fixed meaning between uses."""
    places, zones = world.places.key.size, world.zones.place.size
    routes, groups = world.routes.key.size, world.groups.key.size
    options = world.options.key.size
    origins = int(world.zones.origin.max(initial=-1)) + 2
    across = max(POOLS, origins)
    cells = max(options, routes, places, 1) * across * groups

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, np.int64)

    def floats(size: int) -> Floats:
        return np.zeros(max(size, 1), np.float64)

    return Scratch(
        load=ints(places),
        room=np.full(max(places, 1), np.inf),
        alarm=floats(world.arenas.place.size + 1),
        appeal=floats(places),
        weight=floats(options),
        share=floats(options),
        awareness=floats(world.corridors.key.size),
        power=floats(options),
        nest=floats(options),
        nest_power=floats(options),
        out=floats(options),
        beyond=floats(options),
        turn=floats(options),
        relief=floats(zones),
        crowd=ints(POOLS),
        chance=np.zeros((POOLS, max(options, 1))),
        dying=floats(POOLS),
        exit_open=ints(zones, groups),
        readiness=floats(zones),
        home=np.zeros((origins, groups)),
        home_chance=np.zeros((origins, groups)),
        demand=ints(options, across, groups),
        counts=ints(cells),
        taken=ints(cells),
        keys=np.zeros(cells, np.uint64),
        arriving=ints(routes, origins, groups),
        refused=ints(routes, origins, groups),
        pull=np.zeros((zones, groups), np.float64),
        homeward=ints(origins, groups),
        evening=ints(places, groups),
        events=ints(world.arenas.place.size),
        arrivals=ints(places, groups),
        departures=ints(zones, groups),
        passages=ints(places, groups),
        draws=ints(1),
    )
