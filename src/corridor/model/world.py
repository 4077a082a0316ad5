"""What the mechanisms read of a scenario: dense arrays, no strings, no parameters.

Letters in shapes: T days, P places, Z zones, A arenas, R routes, C corridors, E options, G groups, O origins (the last
is "elsewhere").
Everything is in id order, so that no number depends on the order of rows in a file.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.model.struct import Struct

__all__ = [
    "CAMP",
    "CROSSING",
    "DATED",
    "DELAYED",
    "ELSEWHERE",
    "HOST",
    "MAX_TRAVEL_DAYS",
    "NEVER",
    "REGION",
    "SCREENED",
    "SOUGHT",
    "STATION",
    "TOWN",
    "TRIGGERED",
    "UNSCREENED",
    "ZONE",
    "Arenas",
    "Corridors",
    "FollowOn",
    "Groups",
    "Options",
    "Places",
    "Routes",
    "World",
    "Zones",
]

Ints = NDArray[np.int64]
Flags = NDArray[np.int8]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

# Kinds of places.
ZONE, TOWN, CAMP, STATION, CROSSING, HOST, REGION = range(7)
# What a screening station does with a group: let it pass, or look (false positives), or look (true positives).
UNSCREENED, SCREENED, SOUGHT = range(3)
# How the next operation begins.
NEVER, DATED, TRIGGERED, DELAYED = range(4)
# No journey takes longer.
MAX_TRAVEL_DAYS = 30
# Position of the origin of people who come from outside the scenario.
ELSEWHERE = -1


@dataclass(frozen=True, eq=False)
class Groups(Struct):
    """Who moves."""

    key: Words  # (G,) hash of the id
    share: Floats  # (G,) of the population of every zone
    role: Ints  # (G,) UNSCREENED, SCREENED or SOUGHT (fighters among civilians)
    fighters: Ints  # (1,) position of the fighters, or -1
    guise: Ints  # (1,) position of the group as which they pass: men and boys, or the first
    alike: Ints  # (G,) position of the first group to which the same ways are open on every day


@dataclass(frozen=True, eq=False)
class Places(Struct):
    """Nodes of the map."""

    key: Words  # (P,) hash of the id
    kind: Ints  # (P,)
    initial: Ints  # (P,) people there on day 0, of origin "elsewhere"
    capacity: Floats  # (T, P) people; infinity: no limit
    ramp: Floats  # (T, P) days of `ramp_per_day` built by then
    screening: Flags  # (T, P)
    throughput_factor: Floats  # (T, P)
    informal: Flags  # (P,) only takes whom no camp could: people there are unsheltered
    zone: Ints  # (P,) its position among zones, or -1
    arena: Ints  # (P,) position of the arena whose violence people there live with, or -1
    camps: Ints  # positions of the camps
    stations: Ints  # positions of the screening stations
    through: Ints  # positions of the places through which people only pass
    stays: Ints  # positions of the places where displaced people stay
    into_first: Ints  # (P + 1,) into `into`
    into: Ints  # (R,) routes by the place where they end


@dataclass(frozen=True, eq=False)
class Zones(Struct):
    """Parts of a city that an operation takes."""

    place: Ints  # (Z,)
    origin: Ints  # (Z,)
    blocks: Ints  # (Z,)
    window: Ints  # (Z,) blocks contested at a time
    begins: Ints  # (Z,) day, or -1
    after: Ints  # (Z,) the zone that must be taken first, or -1
    villages: Flags  # (Z,) people may go home at once
    replayed: Flags  # (1,) the dated share_retaken drives the clock
    advice: Floats  # (T, Z) 0 stay, 1 leave
    encircled: Flags  # (T, Z) -1: not on record, then from the day the operation begins
    share_retaken: Floats  # (T, Z)
    pace: Floats  # (T, Z)
    flank: Floats  # (T, Z) how open the encirclement is to fighters, 0 to 1
    retreat: Ints  # (Z,) the zone to which fighters retreat, or -1


@dataclass(frozen=True, eq=False)
class Arenas(Struct):
    """Where violence is counted: the zones, in their order, then the regions."""

    place: Ints  # (A,)


@dataclass(frozen=True, eq=False)
class FollowOn(Struct):
    """The operation against the next city."""

    zone: Ints  # (1,) or -1
    arena: Ints  # (1,) the region whose fighters trigger it
    after: Flags  # (Z,) the zones whose progress triggers it
    mode: Ints  # (T,) NEVER, DATED, TRIGGERED or DELAYED
    days: Ints  # (3,) announced, isolated, assaulted


@dataclass(frozen=True, eq=False)
class Routes(Struct):
    """Directed links."""

    key: Words  # (R,)
    start: Ints  # (R,)
    end: Ints  # (R,)
    km: Floats  # (R,)
    days: Ints  # (R,) days under way where all take the same, else -1
    delay: Floats  # (R, MAX_TRAVEL_DAYS + 1) probability of each number of days, where they differ
    longest: Ints  # (R,) the largest number of days that has any probability
    open: Flags  # (T, R)
    leaking: Flags  # (T, R)
    capacity: Floats  # (T, R) people a day; infinity: no limit
    admission: Floats  # (T, R, G)


@dataclass(frozen=True, eq=False)
class Corridors(Struct):
    """Passages opened over routes out of zones."""

    key: Words  # (C,)
    open: Flags  # (T, C)
    agreed: Flags  # (T, C)
    hours: Floats  # (T, C) open hours a day, as a fraction of 24
    capacity: Floats  # (T, C) people a day; NaN: as the parameter says
    mask: Flags  # (C, G) who may pass
    announced: Ints  # (C,) day; large negative: known from the start


@dataclass(frozen=True, eq=False)
class Options(Struct):
    """Ways on out of a place: a route, or a corridor over a route.

    Options of place p are rows first[p] to first[p + 1]: those that no policy touches in id order, then those
    that some policy can close, the residual last (ruling 1).
    """

    first: Ints  # (P + 1,)
    key: Words  # (E,)
    route: Ints  # (E,)
    corridor: Ints  # (E,) or -1
    end: Ints  # (E,)
    residual: Flags  # (E,)
    nest: Ints  # (E,) position among the nests of its place
    nests: Ints  # (P,) how many nests


@dataclass(frozen=True, eq=False)
class World(Struct):
    """A scenario under one policy, as arrays."""

    groups: Groups
    origins: Words  # (O,) hash of each origin's id; the last is "elsewhere"
    places: Places
    zones: Zones
    arenas: Arenas
    follow_on: FollowOn
    routes: Routes
    corridors: Corridors
    options: Options
