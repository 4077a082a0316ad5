"""What a run under Flee's rules needs, as dense arrays: days, locations, links, route tables, classes of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.model.struct import Struct

__all__ = ["CAMP", "CONFLICT", "TOWN", "FleeWorld", "Groups", "Links", "Places", "Routes", "Rules", "Ways"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

#: Bits of `Places.flags`.
TOWN, CAMP, CONFLICT = 1, 2, 4


@dataclass(frozen=True, eq=False)
class Rules(Struct):
    """Settings as numbers; switches are 0.0 or 1.0."""

    max_speed: float  # km per day
    walk_speed: float
    weight_softening: float
    weight_power: float
    pruning: float  # below 1.001: none
    buffer: float  # share of a capacity from which a camp attracts less
    scaling: float  # of capacities
    move_base: float  # people
    move_power: float
    population_power: float  # 0: population does not weigh
    short_stints: float  # short stints are avoided
    on_foot: float
    fixed_routes: float
    take_population: float
    stuck: float  # nobody ever moves (awareness 0)
    match_religion: float  # factor, 0: off
    match_camp: float  # ethnicity, factor, 0: off
    match_town: float
    match_conflict: float
    repaired: float
    arrivals_by_data: float
    poisson: float
    sinks: float
    unit: float  # km of recent travel in a step of its index
    grain: float  # steps to which it is rounded in the evening


@dataclass(frozen=True, eq=False)
class Places(Struct):
    """Locations by day: T days, L locations, E epochs between changes of what is open."""

    key: Words  # (L,)
    capacity: Floats  # (L,) agents, before daily growth; below 1: no limit
    growth: Floats  # (L,) agents per day
    population: Floats  # (L,)
    sink: Floats  # (L,) chance that a person in a camp stays for good
    start: Ints  # (L,) people there before day 0
    score: Floats  # (T + 1, L), row 0 is the day before the first
    chance: Floats  # (T, L) of moving, before population and hunger
    hunger: Floats  # (T, L)
    flags: Ints  # (T, L)
    spawn: Floats  # (T, L) weight for each resident, or rate a day
    spawn_people: Floats  # (T, L) rate a day whatever the population
    arrivals: Ints  # (T,) people who come, if by data
    epoch: Ints  # (T,)
    anew: Ints  # (T,) 1: weights of ways differ from those of the day before for other reasons than capacities


@dataclass(frozen=True, eq=False)
class Links(Struct):
    """Directed links; one that is opened again after a closure is another one."""

    key: Words
    start: Ints
    end: Ints
    km: Floats
    speed: Floats  # km per day
    walk: Floats  # chance of walking, per day
    closed_on: Ints  # day from which people on it are put back at its start
    opened_on: Ints  # day from which they are not any more
    first: Ints  # (E * L + 1,) into `out`
    out: Ints  # open links in Flee's order
    edge_first: Ints  # (L + 1,) into `edge`; all 0 where km of today are kept as they stand
    edge: Floats  # km of today between which nothing differs for the rest of the day, ascending


@dataclass(frozen=True, eq=False)
class Routes(Struct):
    """Ways still to go, as places in a row; 0 is none."""

    key: Words
    next: Ints  # location
    tail: Ints  # route after it
    goal: Ints  # last location


@dataclass(frozen=True, eq=False)
class Ways(Struct):
    """Candidates of a decision: every simple path within the awareness, by epoch and location."""

    first: Ints  # (E * L + 1,)
    goal: Ints
    route: Ints
    scale: Floats  # (softening + km) ** -distance power
    near: Floats  # factor on the score
    key: Words


@dataclass(frozen=True, eq=False)
class Groups(Struct):
    """Classes of people under one set of rules: C of them."""

    key: Words
    square: Ints  # (C,) 0: score as it is, 1: squared, 2: one
    ethnicity: Ints  # (C,) or -1
    religion: Ints
    share: Floats  # (L, C) of those who start at a location
    first_place: Ints  # people before day 0 with given attributes: where,
    first_class: Ints  # of which class,
    first_people: Ints  # how many


@dataclass(frozen=True, eq=False)
class FleeWorld(Struct):
    """Everything that does not change during a run."""

    rules: Rules
    places: Places
    links: Links
    routes: Routes
    ways: Ways
    groups: Groups
