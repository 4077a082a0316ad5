"""Two invented cities, small and with everything switched on; run as a script: their arrays, compiled or not."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tests.support.situations import change, day, place, route, situation, with_parameters

from corridor.leg import resume
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Consent, Corridor, Policy, Scenario, Zone

GROUPS = {"women_children": 0.6, "men_boys": 0.3, "dependants": 0.1}
EVERYTHING: dict[str, float] = {
    "rate_held": 0.02, "rate_contested": 0.2, "rate_retaken": 0.03, "reflight_share": 0.8, "siege_effect": 0.8,
    "siege_days": 20.0, "advice_effect": 0.4, "logsum_weight": 0.5, "coercion_held": 0.4, "coercion_contested": 0.2,
    "coercion_relief": 0.7, "day_effect_sd": 0.4, "day_effect_persistence": 0.6, "death_rate": 0.003,
    "risk_aversion": 0.05, "crowding_start": 0.6, "free_place_weight": 0.5, "nest_scale": 0.6, "leak_multiplier": 0.4,
    "awareness_start": 0.2, "awareness_rate": 0.3, "trust_agreed": 0.8, "trust_unilateral": 0.05, "passage_risk": 0.01,
    "mass_event_rate": 0.2, "mass_event_size": 25.0, "mass_event_spread": 0.8, "corridor_capacity": 120.0,
    "bypass_share": 0.1, "throughput": 150.0, "sensitivity": 0.7, "false_positive_rate": 0.08, "release_rate": 0.1,
    "false_clearance_rate": 0.02, "overload": 1.2, "ramp_per_day": 30.0, "duration_days": 15.0, "gap_days": 2.0,
    "tail_rate": 0.5, "tail_share": 0.3, "pause_rate": 0.1, "resume_rate": 0.4, "return_rate": 0.05,
    "village_boost": 3.0, "return_bar": 0.2,
}  # fmt: skip
FIGHTERS: dict[str, float] = {
    "fighters_initial": 400.0, "fighters_killed_rate": 0.02, "fighters_squeeze": 0.5, "exfiltration_rate": 0.05,
    "exfiltration_response": 0.3, "flank_leak": 0.2, "transit_loss": 0.2, "transit_days": 3.0, "embed_rate": 0.1,
    "embed_reference": 0.05, "surrender_rate": 0.01, "retreat_rate": 0.05, "activation_rate": 0.1,
    "relocation_weight.land": 1.0, "relocation_weight.far": 0.5, "deal_probability_open": 0.9,
    "deal_probability_sealed": 0.9, "deal_share": 0.5, "base_events": 0.3, "operation_events": 2.0,
    "fighter_events": 0.4, "fighter_elasticity": 0.8, "arrival_events": 0.2, "branching_ratio": 0.4, "memory_days": 10.0,
    "violence_feedback": 1.0, "violence_departure": 0.3, "violence_scale": 5.0, "violence_aversion": 0.2,
    "violence_return_delay": 0.05, "event_lethality": 2.0, "secondary_rate": 0.02, "fighter_drag": 0.3,
}  # fmt: skip


def river_town(days: int = 30) -> Scenario:
    """Returns one zone of villages, a corridor over the only road, two camps of one direction and a station."""
    return situation(
        [
            place("old", "zone"), place("check", "station"), place("hosts"),
            place("tents", "camp", capacity=400, ramp_share=1.0),
            place("north1", "camp", capacity=900, initial=200, direction="north"),
            place("north2", "camp", capacity=500, direction="north"),
        ],
        [
            route("old", "check", 6.0, id="walk"), route("old", "tents", 20.0, 2, days_cv=0.5, id="road", open=False),
            route("old", "hosts", 9.0, 2, days_cv=0.5, id="hills", residual=True), route("check", "north1", 15.0, 1),
            route("check", "north2", 25.0, 2, days_cv=0.4), route("check", "hosts", 10.0, id="rest", residual=True),
        ],
        days=days, groups=GROUPS, zones=[Zone("old", 5, 2, day(3), villages=True)],
        corridors=[Corridor("lane", "Lane", ("road",), ("women_children", "men_boys"), Consent.UNILATERAL, day(4), 12.0)],
        schedule=[
            change(6, "lane", "open", 1), change(12, "lane", "agreed", 1),
            change(16, "road", "open", 1), change(10, "old", "advice", 1),
            change(8, "walk", "open", 0, until=day(11)), change(8, "walk", "leaking", 1, until=day(11)),
            change(15, "check", "throughput_factor", 2), change(18, "north1", "capacity_factor", 0.5),
            change(20, "check", "screening", 0), change(5, "walk", "capacity_per_day", 90, until=day(14)),
        ],
        policies=[Policy("shut", "Shut", (change(9, "road", "admission", 0), change(9, "lane", "open", 0)))],
        population=4000.0, inflow__hosts=12.5, **EVERYTHING,
    )  # fmt: skip


def two_banks(days: int = 30) -> Scenario:
    """Returns two zones, one after the other, with fighters, violence, regions, and camps at the end of the road."""
    scenario = situation(
        [
            place("left", "zone"), place("right", "zone"), place("bridge", "crossing"), place("market", "town", initial=30),
            place("check", "station", region="land"), place("camp", "camp", capacity=700, region="land"),
            place("hosts", region="land"), place("land", "region"), place("far", "region"),
        ],
        [
            route("left", "bridge", 5.0), route("left", "hosts", 30.0, 1, id="east", residual=True),
            route("right", "check", 12.0), route("right", "camp", 18.0, 1), route("right", "far", 90.0, 5, days_cv=0.5),
            route("bridge", "camp", 10.0), route("bridge", "market", 8.0), route("market", "land", 50.0, 1),
            route("bridge", "hosts", 9.0, id="b", residual=True), route("check", "hosts", 6.0, id="c", residual=True),
            route("check", "camp", 14.0), route("check", "far", 70.0, 3), route("hosts", "camp", 20.0, 1),
            route("land", "far", 60.0, 2),
        ],
        days=days, groups=GROUPS, origins={"city": ["left", "right"]},
        zones=[Zone("left", 4, begins=day(1)), Zone("right", 3, after="left")],
        corridors=[Corridor("ferry", "Ferry", ("right>camp",), ("women_children",), Consent.UNILATERAL)],
        schedule=[
            change(2, "ferry", "open", 1, until=day(9)), change(15, "ferry", "open", 1), change(15, "ferry", "agreed", 1),
            change(4, "right>camp", "capacity_per_day", 40), change(6, "right>far", "admission", 0.3, group="men_boys"),
        ],
        population=2500.0, **{**EVERYTHING, "duration_days": 6.0, "trust_unilateral": 0.0},
    )  # fmt: skip
    return with_parameters(replace(scenario, fighters=True), FIGHTERS)


def cities() -> dict[str, Scenario]:
    return {"river town": river_town(), "two banks": two_banks(), "tutorial": read(locate("tutorial"))}


def arrays(scenario: Scenario, members: int) -> dict[str, np.ndarray[Any, Any]]:
    """Returns the daily values and every array of the last State of some members."""
    found: dict[str, np.ndarray[Any, Any]] = {}
    for member in range(members):
        leg = resume(scenario, member=member, prior_set="P1")
        found[f"values {member}"] = leg.values
        for name, array in vars(leg.state).items():
            if isinstance(array, np.ndarray):
                found[f"{name} {member}"] = array
    return found


def main(folder: Path) -> None:
    """Writes the arrays of every city into a folder."""
    for name, scenario in cities().items():
        np.savez(folder / f"{name}.npz", **arrays(scenario, 2))  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
