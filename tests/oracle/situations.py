"""Random small situations in which every mechanism of the model is at work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from tests.support.situations import CALM, change, day, place, route, situation, with_parameters

from corridor.scenario.schema import Change, Consent, Corridor, Place, Route, Scenario, Zone

__all__ = ["Case", "case_of", "random_case", "under_policy"]

_DAYS = 32
_GROUPS = {"women_children": 0.55, "men_boys": 0.35, "dependants": 0.10}
_CIVILIANS = tuple(_GROUPS)


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario with the values of its parameters, and the evenings on which it is looked at."""

    scenario: Scenario
    values: Mapping[str, float]
    dates: tuple[int, ...]
    factual: Scenario | None = None  # before the policy, if the scenario is under one


def case_of(scenario: Scenario, dates: tuple[int, ...], values: Mapping[str, float]) -> Case:
    """Returns a scenario with these parameters, the others calm."""
    whole = {**CALM, **values}
    return Case(with_parameters(scenario, whole), whole, dates)


def under_policy(case: Case, *changes: Change) -> Case:
    """Returns a case whose scenario is under a policy of these changes."""
    changed = replace(case.scenario, schedule=(*case.scenario.schedule, *changes))
    return replace(case, scenario=changed, factual=case.scenario)


def random_case(seed: int, *, mode: str = "simulated", shared_origin: bool = False) -> Case:
    """Returns a random situation of two zones with everything on; the same for the same seed.

    North is taken first, south after it (or, if replayed, on its own dates); in odd seeds the south is villages.
    """
    rng = np.random.default_rng(seed)
    scenario = situation(
        _places(rng),
        _routes(rng),
        days=_DAYS,
        groups=_GROUPS,
        zones=_zones(rng, mode, villages=bool(seed % 2)),
        origins={"city": ["north", "south"]} if shared_origin else {"upper": ["north"], "lower": ["south"]},
        corridors=_corridors(rng),
        schedule=[*_schedule(rng), *(_replay(rng) if mode == "replayed" else [])],
        mode=mode,
    )
    return case_of(scenario, (9, 20, _DAYS - 1), _values(rng))


def _places(rng: np.random.Generator) -> list[Place]:
    return [
        place("north", "zone"),
        place("south", "zone"),
        place("gate", "station"),
        place("bridge", "crossing"),
        place("mill", "town"),
        place("ash-camp", "camp", capacity=int(rng.integers(8, 14)), direction="east", initial=3),
        place("birch-camp", "camp", capacity=int(rng.integers(3, 7)), direction="east", ramp_share=0.6),
        place("cedar-camp", "camp", capacity=0, ramp_share=0.4),
        place("kin", "host", initial=5),
        place("open-field", "host"),
        place("far", "region"),
    ]


def _routes(rng: np.random.Generator) -> list[Route]:
    km = iter(rng.integers(3, 60, 30).tolist())
    return [
        route("north", "gate", next(km), int(rng.integers(0, 2))),
        route("north", "bridge", next(km), 0, open=False),
        route("north", "ash-camp", next(km), 1),
        route("north", "open-field", next(km), 0, residual=True),
        route("south", "gate", next(km), 1),
        route("south", "bridge", next(km), 0),
        route("south", "mill", next(km), 1, days_cv=0.4),
        route("south", "open-field", next(km), 0, residual=True),
        route("gate", "ash-camp", next(km), 0),
        route("gate", "birch-camp", next(km), 1),
        route("gate", "cedar-camp", next(km), 0),
        route("gate", "kin", next(km), 1),
        route("gate", "open-field", next(km), 1, residual=True),
        route("bridge", "far", next(km), 3, days_cv=0.6),
        route("bridge", "cedar-camp", next(km), 1),
        route("bridge", "kin", next(km), 0),
        route("mill", "birch-camp", next(km), 1),
        route("mill", "far", next(km), 2),
    ]


def _zones(rng: np.random.Generator, mode: str, *, villages: bool) -> list[Zone]:
    first = Zone("north", int(rng.integers(6, 10)), window=int(rng.integers(2, 4)), begins=day(int(rng.integers(0, 3))))
    blocks = int(rng.integers(3, 6))
    if mode == "replayed":
        return [first, Zone("south", blocks, window=2, begins=day(4), villages=villages)]
    return [first, Zone("south", blocks, window=1, after="north", villages=villages)]


def _replay(rng: np.random.Generator) -> list[Change]:
    steps = np.sort(rng.random(5))
    north = [change(3 + 4 * step, "north", "share_retaken", float(share)) for step, share in enumerate(steps)]
    south = [change(6 + 5 * step, "south", "share_retaken", 0.25 * (step + 1)) for step in range(4)]
    return [*north, change(24, "north", "share_retaken", 1.0), *south]


def _corridors(rng: np.random.Generator) -> list[Corridor]:
    return [
        Corridor(
            "agreed-way",
            "Agreed way",
            ("north>bridge", "south>bridge"),
            ("women_children", "dependants"),
            Consent.AGREED,
            announced=day(int(rng.integers(4, 8))),
            hours=float(rng.integers(8, 24)),
        ),
        Corridor(
            "leaflet-way", "Leaflet way", ("north>gate", "south>gate"), _CIVILIANS, Consent.UNILATERAL, announced=day(1)
        ),
    ]


def _schedule(rng: np.random.Generator) -> list[Change]:
    return [
        change(7, "agreed-way", "open", 1, until=day(28)),
        change(15, "agreed-way", "agreed", 0, until=day(18)),
        change(12, "agreed-way", "hours", 12),
        change(3, "leaflet-way", "open", 1),
        change(10, "leaflet-way", "capacity_per_day", float(rng.integers(1, 4)), until=day(22)),
        change(14, "south>mill", "open", 0, until=day(26)),
        change(16, "south>bridge", "open", 0),
        change(16, "south>bridge", "leaking", 1, until=day(30)),
        change(20, "gate>open-field", "open", 0, until=day(27)),
        change(5, "gate>ash-camp", "capacity_per_day", 5),
        change(4, "bridge>far", "admission", 0.4, group="men_boys"),
        change(13, "north>gate", "admission", 0.5),
        change(8, "cedar-camp", "capacity", float(rng.integers(4, 8))),
        change(18, "all", "capacity_factor", 1.3),
        change(17, "gate", "screening", 0, until=day(20)),
        change(22, "gate", "throughput_factor", 1.6),
        change(9, "north", "advice", 1),
        change(6, "south", "encircled", 1, until=day(25)),
        change(11, "north", "pace", 1.5, until=day(19)),
    ]


def _values(rng: np.random.Generator) -> dict[str, float]:
    def between(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    return {
        "population.north": 90,
        "population.south": 60,
        "rate_held": between(0.02, 0.04),
        "rate_contested.north": between(0.15, 0.25),
        "rate_contested.south": between(0.1, 0.2),
        "rate_retaken": between(0.02, 0.05),
        "reflight_share": 0.97,
        "siege_effect": between(0.3, 0.8),
        "siege_days": between(8, 20),
        "advice_effect": between(0.3, 0.6),
        "logsum_weight": between(0.2, 0.6),
        "coercion_held": between(0.2, 0.5),
        "coercion_contested": between(0.3, 0.96),
        "coercion_relief": between(0.4, 0.8),
        "day_effect_sd": between(0.2, 0.4),
        "day_effect_persistence": between(0.5, 0.8),
        "death_rate": between(0.01, 0.03),
        "distance_exponent": between(0.5, 1.2),
        "risk_aversion": 0.01,
        "crowding_start": between(0.5, 0.8),
        "free_place_weight": between(0.2, 0.5),
        "nest_scale": between(0.4, 0.8),
        "attraction.ash-camp": 0.5,
        "attraction.far": between(-0.5, 0.8),
        "share.gate>kin": between(0.1, 0.25),
        "share.south>bridge": between(0.2, 0.4),
        "leak_multiplier": 0.4,
        "awareness_start": between(0.1, 0.4),
        "awareness_rate": between(0.1, 0.3),
        "trust_agreed": 0.9,
        "trust_unilateral": between(0.3, 0.6),
        "passage_risk": between(0.005, 0.02),
        "passage_risk.north>ash-camp": 0.05,
        "mass_event_rate": 0.08,
        "mass_event_size": 1.5,
        "mass_event_spread": 0.5,
        "corridor_capacity": float(rng.integers(2, 6)),
        "bypass_share": between(0.1, 0.25),
        "throughput.gate": float(rng.integers(3, 6)),
        "false_positive_rate": between(0.15, 0.3),
        "release_rate": between(0.05, 0.15),
        "overload": between(1.1, 1.5),
        "ramp_per_day": between(0.3, 0.8),
        "inflow.far": 0.4,
        "duration_days": between(18, 26),
        "gap_days": float(rng.integers(0, 3)),
        "tail_rate": 0.5,
        "tail_share": 0.3,
        "pause_rate": 0.1,
        "resume_rate": 0.4,
        "return_rate": between(0.05, 0.12),
        "village_boost": 3.0,
        "return_bar": 0.2,
    }
