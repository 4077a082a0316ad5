"""Flee scenarios that set every rule to work, and their members as arrays: run by itself, also where nothing is compiled."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.support.flee_situations import place, scenario

from corridor.flee import simulate_flee
from corridor.formats.flee.schema import Closure, Demographic, FleeScenario, Road, Room, Table, TypeChange

DAYS = 16
MEMBERS = 2
SEXES = Demographic("gender", ("female", "male"), (0.5, 0.5), {"A": (0.4, 0.6)})
AGES = Demographic("age", ("9", "30", "70"), (0.3, 0.6, 0.1), {})
FAITHS = Demographic("religion", ("x", "y"), (0.7, 0.3), {})
TRIBES = Demographic("ethnicity", ("u", "v", "w"), (0.5, 0.3, 0.2), {})


def _web(**settings: object) -> FleeScenario:
    """Two zones, a town, a hub, a marker and three camps, one of them abroad and one that fills up."""
    places = [
        place("A", "conflict", people=40_000),
        place("B", "conflict", people=9_000, region="South", conflict_intensity=0.4),
        place("T", people=20_000),
        place("H", "forward"),
        place("M", "marker"),
        place("C", "camp", capacity=600, capacity_per_day=20.0, deactivation_probability=0.05),
        place("D", "camp", country="There", x=3.0, y=2.0, hdi=0.5),
        place("E", "idpcamp", capacity=2_000),
    ]
    roads = [
        Road("A", "T", 40.0), Road("A", "H", 90.0, twice=True), Road("T", "C", 70.0, walk_probability=0.3),
        Road("H", "M", 20.0), Road("M", "D", 260.0), Road("T", "E", 35.0), Road("B", "T", 110.0), Road("B", "D", 420.0),
    ]  # fmt: skip
    days = (0.0, 6.0, 15.0)
    tables = [Table("total", days, (500.0, 4000.0, 6000.0)), Table("C", days, (300.0, 2500.0, 2000.0)),
              Table("D", days, (150.0, 1000.0, 2500.0)), Table("E", days, (50.0, 500.0, 1500.0))]  # fmt: skip
    wars = {"A": (1.0,) * DAYS, "B": (0.0,) * 4 + (0.4,) * (DAYS - 4)}
    return scenario(places, roads, days=DAYS, data=tables, conflicts=wars, **settings)  # type: ignore[arg-type]


def scenarios() -> dict[str, tuple[FleeScenario, bool]]:
    """Returns scenarios by name, each with whether its defects are mended; together they have every rule in them."""
    closed = (Closure("country", "Here", "There", 3, 9), Closure("location", "C", "", 5, 8), Closure("camp", "E", "", 2, 7))
    groups = {"demographics": (SEXES, AGES, FAITHS, TRIBES)}
    plain = _web(awareness_level=3, weight_softening=0.1, distance_power=1.2, pruning_threshold=20.0)
    return {
        "stints": (_web(avoid_short_stints=True, start_on_foot=True, awareness_level=2, max_move_speed=180.0), False),
        "weights": (replace(plain, closures=closed, changes=(TypeChange("H", "town", 6),)), False),
        "capacity": (replace(plain, rooms=(Room("D", 5, 400), Room("C", 9, 3000)), closures=closed), True),
        "home": (_web(stay_close_to_home=True, use_pop_for_loc_weight=True, movechance_pop_scale_factor=0.2,
                      take_from_population=True, conflict_spawn_decay=(1.0, 0.4), conflict_spawn_decay_interval=5), False),
        "fixed": (_web(fixed_routes=True, awareness_level=3, weight_power=1.3, major_routes=(("A", "H", "M", "D"),)), False),
        "poisson": (_web(spawn_mode="poisson", displaced_per_conflict_day=300.0, camps_are_sinks=True), True),
        "ratio": (_web(spawn_mode="pop_ratio", displaced_per_conflict_day=0.01, insert_day0=False), False),
        "hunger": (_web(flee_when_starving=True, starvation_driven_spawning=True, avoid_food_deprived_locations=True,
                        conflict_zone_spawning_only=False, use_economic_pull=True, foreign_weight=0.8,
                        ipc={"North": ((0, 5.0), (15, 30.0)), "South": ((0, 0.0), (15, 10.0))}), False),
        "groups": (_web(children_avoid_hazards=True, women_avoid_hazards=True, boys_take_risk=True,
                        elderly_avoid_hazards=True, **groups), False),
        "alike": (_web(match_camp_religion=True, match_camp_ethnicity=True, match_town_ethnicity=True,
                       match_conflict_ethnicity=True, **groups), True),
    }  # fmt: skip


def arrays() -> dict[str, NDArray[np.int32]]:
    """Returns (members, days, locations + 2) of every scenario."""
    return {
        name: simulate_flee(made, members=MEMBERS, repaired=repaired, jobs=1).values
        for name, (made, repaired) in scenarios().items()
    }


if __name__ == "__main__":
    np.savez(Path(sys.argv[1]), **arrays())  # type: ignore[arg-type]
