"""Random small situations in which every mechanism of the model is at work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.oracle.cases import Case, case_of
from tests.oracle.follow_on import DATED, TRIGGERED
from tests.support.situations import change, day, place, route, situation

from corridor.scenario.schema import Change, Consent, Corridor, FollowOn, Place, Route, Zone

__all__ = ["random_case"]

_DAYS = 27
_GROUPS = {"women_children": 0.55, "men_boys": 0.35, "dependants": 0.10}
_CIVILIANS = tuple(_GROUPS)


def random_case(
    seed: int, *, mode: str = "simulated", shared_origin: bool = False, how: int = TRIGGERED, war: bool = True
) -> Case:
    """Returns a random situation of two zones and a next city with everything on; the same for the same seed.

    North is taken first, south after it; in odd seeds the south is villages. The operation against the port, the next
    city, comes about as `how` says. Without `war` there are no fighters and no events, and the port is left alone.
    """
    rng = np.random.default_rng(seed)
    home = {"city": ["north", "south"]} if shared_origin else {"upper": ["north"], "lower": ["south"]}
    scenario = situation(
        _places(rng),
        _routes(rng),
        days=_DAYS,
        groups=_GROUPS,
        zones=_zones(rng, villages=bool(seed % 2)),
        origins={**home, "harbour": ["port"]},
        corridors=_corridors(rng),
        schedule=[*_schedule(rng), *_record_of_war(how), *(_replay(rng) if mode == "replayed" else [])],
        mode=mode,
    )
    values = _values(rng)
    if war:
        plan = FollowOn("port", "far", ("north", "south"), announced=day(4), isolated=day(7), assaulted=day(10))
        scenario = replace(scenario, fighters=True, follow_on=plan)
        values |= _values_of_war(rng)
    return case_of(scenario, (8, 17, _DAYS - 1), values)


def _places(rng: np.random.Generator) -> list[Place]:
    return [
        place("north", "zone"),
        place("south", "zone"),
        place("port", "zone"),
        place("gate", "station"),
        place("bridge", "crossing"),
        place("mill", "town"),
        place("ash-camp", "camp", capacity=int(rng.integers(8, 14)), direction="east", initial=3),
        place("birch-camp", "camp", capacity=int(rng.integers(3, 7)), direction="east", ramp_share=0.6, region="far"),
        place("cedar-camp", "camp", capacity=0, ramp_share=0.4, region="coast"),
        place("kin", "host", initial=5, region="far"),
        place("open-field", "host", region="coast"),
        place("far", "region"),
        place("coast", "region"),
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
        route("port", "kin", next(km), 1),
        route("port", "coast", next(km), 0),
        route("port", "gate", next(km), 2),
        route("kin", "cedar-camp", next(km), 0),
        route("kin", "coast", next(km), 1),
        route("far", "ash-camp", next(km), 1),
        route("birch-camp", "coast", next(km), 0),
        route("coast", "kin", next(km), 2, days_cv=0.5),
    ]


def _zones(rng: np.random.Generator, *, villages: bool) -> list[Zone]:
    first = Zone("north", int(rng.integers(6, 10)), window=int(rng.integers(2, 4)), begins=day(int(rng.integers(0, 3))))
    second = Zone("south", int(rng.integers(3, 6)), window=1, after="north", villages=villages)
    return [first, second, Zone("port", 3, window=2)]


def _replay(rng: np.random.Generator) -> list[Change]:
    """Returns dated shares; the south's run ahead of its beginning and the port's of its assault, and are made up for."""
    steps = np.sort(rng.random(4))
    north = [change(3 + 2 * step, "north", "share_retaken", float(share)) for step, share in enumerate(steps)]
    south = [change(6 + 5 * step, "south", "share_retaken", 0.25 * (step + 1)) for step in range(4)]
    port = [change(14 + 4 * step, "port", "share_retaken", (step + 1) / 3) for step in range(3)]
    return [*north, change(12, "north", "share_retaken", 1.0), *south, *port]


def _record_of_war(how: int) -> list[Change]:
    """Returns the flanks by day, and how the next operation comes about; it is DATED unless the record says otherwise."""
    said = [] if how == DATED else [change(0, "port", "follow_on", how)]
    return [
        *said,
        change(0, "north", "flank", 1.0),
        change(8, "north", "flank", 0.2),
        change(0, "south", "flank", 0.7, until=day(15)),
        change(12, "port", "flank", 0.4),
    ]


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
        "population.north": 60,
        "population.south": 40,
        "population.port": 30,
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
        "duration_days.port": between(8, 12),
        "gap_days": float(rng.integers(0, 3)),
        "tail_rate": 0.5,
        "tail_share": 0.3,
        "pause_rate": 0.1,
        "resume_rate": 0.4,
        "return_rate": between(0.05, 0.12),
        "village_boost": 3.0,
        "return_bar": 0.2,
    }


def _values_of_war(rng: np.random.Generator) -> dict[str, float]:
    def between(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    return {
        "fighters_initial.north": 30,
        "fighters_initial.south": 12,
        "fighters_initial.port": 15,
        "fighters_killed_rate": between(0.01, 0.03),
        "fighters_squeeze": between(0.5, 1.5),
        "surrender_rate": between(0.005, 0.015),
        "surrender_rate.south": 0.03,
        "exfiltration_rate": between(0.02, 0.05),
        "exfiltration_response": between(-0.5, 0.5),
        "flank_leak": between(0.1, 0.3),
        "transit_loss": between(0.15, 0.35),
        "transit_days": between(2, 5),
        "embed_rate": between(0.05, 0.1),
        "embed_reference": 0.1,
        "retreat_rate": between(0.03, 0.08),
        "activation_rate": between(0.05, 0.2),
        "relocation_weight.far": 1.0,
        "relocation_weight.coast": between(0.3, 1.0),
        "deal_probability_open": 0.7,
        "deal_probability_sealed": between(0.3, 0.6),
        "deal_share": between(0.4, 0.6),
        "fighter_drag": between(-0.5, 1.0),
        "sensitivity": between(0.4, 0.7),
        "false_clearance_rate": between(0.02, 0.06),
        "base_events": between(0.05, 0.15),
        "base_events.far": 0.2,
        "operation_events": between(0.2, 0.4),
        "fighter_events": between(0.5, 1.5),
        "fighter_elasticity": between(0.5, 1.0),
        "arrival_events": between(-200, 400),
        "branching_ratio": between(0.3, 0.5),
        "spillover_share": between(0.1, 0.3),
        "memory_days": between(3, 6),
        "region_population": 60,
        "violence_feedback": between(0.7, 1.0),
        "violence_scale": 4000.0,
        "violence_departure": between(0.2, 0.4),
        "violence_aversion": between(0.2, 0.5),
        "violence_return_delay": between(2e-5, 6e-5),
        "event_lethality": between(400, 900),
        "secondary_rate": between(0.05, 0.1),
        "follow_on_planned": between(0.03, 0.06),
        "follow_on_progress": between(0.05, 0.1),
        "follow_on_progress_share": between(0.2, 0.5),
        "follow_on_relocated": between(1.0, 2.0),
        "isolation_days": between(1, 5),
        "follow_on_delay": 4.6,
    }
