"""A Flee scenario made into arrays: the only place where its names become numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.draws import text_key
from corridor.flee.network import Network, RouteTable, ways_of
from corridor.flee.people import groups_of
from corridor.flee.timeline import Timeline, timeline
from corridor.formats.flee.schema import FleeScenario
from corridor.model.flee.world import FleeWorld, Places, Rules

__all__ = ["Counted", "at_start", "compile_flee", "counted", "limit"]

#: Parts of the greatest speed to which recent travel is rounded in the evening.
RECENT_GRID = 2.0
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counted:
    """The data in agents, day by day, and who is to come."""

    camps: dict[str, Ints]  # layout row -> (T,) people, total left out
    total: Ints  # (T,)
    arrivals: Ints  # (T,)
    debt: Ints  # (T,)
    raw: Ints  # (T,) Flee's "raw UNHCR refugee count"


def counted(scenario: FleeScenario, repaired: bool = False) -> Counted:
    """Returns the counts of the data in agents (people divided by hasten, cut to whole ones) and the daily arrivals."""
    keys = scenario.settings
    days = np.arange(scenario.length)
    series = []
    for table in scenario.data:
        at = np.interp(days, table.days, np.array(table.values) / keys.hasten) if table.days else np.zeros(days.size)
        if keys.empty_camps_on_day0 and days.size:
            at = at - at[0]
        series.append(np.trunc(at).astype(np.int64))
    total, rows = (series[0], series[1:]) if series else (np.zeros(days.size, np.int64), [])
    level: Ints = np.array(rows).sum(axis=0) if keys.sum_from_camps and rows else total
    change = np.diff(level, prepend=level[0])
    if not keys.insert_day0:
        change[0] = sum(int(row[0]) for row in rows) + (0 if repaired else int(total[0]))
    arrivals, debts = np.zeros_like(change), np.zeros_like(change)
    debt = 0
    for day, more in enumerate(change):
        arrivals[day] = max(0, more - debt)
        debt = debts[day] = max(0, debt - more)
    everybody = sum(int(one[0]) for one in series)
    raw = everybody + np.cumsum(np.diff(level, prepend=level[0]))
    if keys.spawn_mode:
        arrivals[:] = 0
    names = [table.name for table in scenario.data[1:]]
    return Counted(dict(zip(names, rows, strict=True)), total, arrivals, debts, raw)


def compile_flee(scenario: FleeScenario, repaired: bool = False) -> FleeWorld:
    """Returns the arrays of a scenario under Flee's law, or with the evident intent of its defects (`repaired`)."""
    keys = [text_key(place.name) for place in scenario.locations]
    at = {place.name: number for number, place in enumerate(scenario.locations)}
    network = Network(scenario, repaired, at, keys)
    days = timeline(scenario, network, repaired)
    table = RouteTable(keys)
    ways = ways_of(network, table, days.epochs)
    return FleeWorld(
        rules=_rules(scenario, repaired),
        places=_places(scenario, days, keys, repaired),
        links=network.links([epoch for epoch, _ in days.epochs]),
        routes=table.routes(),
        ways=ways,
        groups=groups_of(scenario, repaired),
    )


def _rules(scenario: FleeScenario, repaired: bool) -> Rules:
    keys = scenario.settings
    ten = 10.0
    # Whole km, so that sums of km are exact in most folders; at most 1000 steps in the greatest speed.
    unit = 1.0 if 200.0 <= keys.max_move_speed <= 1000.0 else keys.max_move_speed / 500.0
    return Rules(
        max_speed=keys.max_move_speed,
        walk_speed=keys.max_walk_speed,
        weight_softening=keys.weight_softening,
        weight_power=keys.weight_power,
        pruning=keys.pruning_threshold,
        buffer=keys.capacity_buffer,
        scaling=keys.capacity_scaling,
        move_base=keys.movechance_pop_base,
        move_power=keys.movechance_pop_scale_factor,
        population_power=keys.pop_power_for_loc_weight if keys.use_pop_for_loc_weight else 0.0,
        short_stints=float(keys.avoid_short_stints),
        on_foot=float(keys.start_on_foot),
        fixed_routes=float(keys.fixed_routes),
        take_population=float(keys.take_from_population),
        stuck=float(keys.awareness_level == 0 and not repaired),
        match_religion=1.0 / keys.avg_religion_fraction if keys.match_camp_religion else 0.0,
        match_camp=ten * keys.match_camp_ethnicity,
        match_town=ten * keys.match_town_ethnicity,
        match_conflict=ten * keys.match_conflict_ethnicity,
        repaired=float(repaired),
        arrivals_by_data=float(not keys.spawn_mode),
        poisson=float(keys.spawn_mode == "poisson"),
        sinks=float(repaired and keys.camps_are_sinks),
        unit=unit,
        grain=float(max(1, round(keys.max_move_speed / unit / RECENT_GRID))),
    )


def _places(scenario: FleeScenario, days: Timeline, keys: list[np.uint64], repaired: bool) -> Places:
    settings = scenario.settings
    data = counted(scenario, repaired)
    start = _start(scenario, data)
    capacity = np.array([limit(place.capacity, settings.hasten, repaired) for place in scenario.locations], np.float64)
    capacity = np.where(capacity > 0.0, capacity - at_start(scenario, repaired), capacity)

    def attribute(name: str) -> Floats:
        return np.array([place.attributes.get(name, 0.0) for place in scenario.locations], np.float64)

    return Places(
        key=np.array(keys, np.uint64),
        capacity=capacity,
        growth=attribute("capacity_per_day"),
        population=np.array([place.population // settings.hasten for place in scenario.locations], np.float64),
        sink=attribute("deactivation_probability"),
        start=start,
        score=days.score,
        chance=days.chance,
        hunger=days.hunger,
        flags=days.flags,
        spawn=days.spawn,
        spawn_people=days.spawn_people,
        arrivals=data.arrivals,
        epoch=days.epoch,
        anew=_anew(scenario, days),
    )


def limit(capacity: int, hasten: int, repaired: bool) -> int:
    """Returns a capacity in agents: -1 for none; 0, which limits nobody, below one agent (L5), but 1 where that is mended.

    >>> limit(250, 100, False), limit(99, 100, False), limit(99, 100, True), limit(-1, 100, True)
    (2, 0, 1, -1)
    """
    if capacity <= 0:
        return -1
    return max(capacity // hasten, int(repaired))


def at_start(scenario: FleeScenario, repaired: bool) -> Ints:
    """Returns (locations,) people of day 0 whom Flee charges against the capacities; nobody where it is mended."""
    keys = scenario.settings
    if repaired or not keys.insert_day0 or keys.spawn_mode:
        return np.zeros(len(scenario.locations), np.int64)
    data = counted(scenario, repaired)
    return np.array([_at_start(place.name, data) for place in scenario.locations], np.int64)


def _start(scenario: FleeScenario, data: Counted) -> Ints:
    """Returns who is where before the first day: camps as in the data, and what the attribute initial_idps adds."""
    keys = scenario.settings
    start = np.zeros(len(scenario.locations), np.int64)
    for at, place in enumerate(scenario.locations):
        if keys.insert_day0 and not keys.spawn_mode and place.name in scenario.camps:
            start[at] += _at_start(place.name, data)
        start[at] += int(place.attributes.get("initial_idps", 0.0))
    return start


def _at_start(name: str, data: Counted) -> int:
    return int(data.camps[name][0]) if name in data.camps else 0


def _anew(scenario: FleeScenario, days: Timeline) -> Ints:
    """Returns by day whether weights of ways differ from those of the day before, capacities aside; 1 where in doubt."""
    keys = scenario.settings
    matched = keys.match_camp_religion or keys.match_camp_ethnicity or keys.match_town_ethnicity
    if matched or keys.match_conflict_ethnicity or (keys.use_pop_for_loc_weight and keys.take_from_population):
        return np.ones(scenario.length, np.int64)
    same = (np.diff(days.score, axis=0) == 0.0).all(axis=1)
    if keys.fixed_routes:  # some of their scores are a day old
        same[1:] &= same[:-1].copy()
    same[1:] &= (np.diff(days.flags, axis=0) == 0).all(axis=1) & (np.diff(days.epoch) == 0)
    same[:1] = False
    return np.asarray(~same, np.int64)
