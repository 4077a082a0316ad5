"""Random scenarios with every mechanism on (Hypothesis)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from hypothesis import strategies as st
from tests.support.situations import change, day, place, route, situation, with_parameters

from corridor.scenario.schema import Change, Consent, Corridor, Place, Route, Scenario, Zone

__all__ = ["Traits", "changes", "scenarios"]

GROUPS = {"women_children": 0.6, "men_boys": 0.3, "dependants": 0.1}
Value = TypeVar("Value")
Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass(frozen=True)
class Traits:
    """What a random scenario may be."""

    days: int = 18
    camps_at_zones: bool = True  # whether a road may lead from a zone straight into a camp
    slipping: bool = True  # whether people may pass a station unseen
    fighters: bool = True
    scheduled: bool = True


@st.composite
def scenarios(draw: Draw, traits: Traits = Traits()) -> Scenario:
    """Draws a scenario: one to three zones, ways out of every kind, camps that fill, stations, corridors, a schedule."""
    places = _places(draw)
    routes = _routes(draw, places, traits)
    corridors = _corridors(draw, places, routes)
    zones = [one for one in places if one.kind == "zone"]
    mode = draw(st.sampled_from(["simulated", "replayed"]))
    scenario = situation(
        places, routes, days=traits.days, groups=GROUPS, zones=_plans(draw, zones), origins=_origins(draw, zones),
        corridors=corridors, mode=mode, **_values(draw, traits),
    )  # fmt: skip
    if traits.scheduled:
        found = draw(changes(scenario, size=10))
        scenario = replace(scenario, schedule=tuple(sorted(found, key=lambda one: one.date)))
    own = {f"population.{zone.id}": _one_of(draw, 2500.0, 900.0, 300.0, 7.0) for zone in zones}
    own |= {f"throughput.{one.id}": _one_of(draw, 30.0, 100.0, 5.5, 0.0) for one in places if one.kind == "station"}
    own |= {f"inflow.{one.id}": 7.5 for one in places if one.kind in ("host", "crossing") and draw(st.booleans())}
    scenario = with_parameters(scenario, own)
    return _with_fighters(scenario) if traits.fighters and draw(st.booleans()) else scenario


def _with_fighters(scenario: Scenario) -> Scenario:
    values = {
        "fighters_killed_rate": 0.02, "fighters_squeeze": 0.5, "exfiltration_rate": 0.03, "exfiltration_response": 0.2,
        "flank_leak": 0.2, "transit_loss": 0.2, "transit_days": 3.0, "embed_rate": 0.05, "embed_reference": 0.05,
        "retreat_rate": 0.02, "activation_rate": 0.1, "deal_probability_open": 0.5, "deal_probability_sealed": 0.5,
        "deal_share": 0.5, "fighter_events": 0.5, "fighter_elasticity": 1.0, "arrival_events": 0.3,
        "branching_ratio": 0.4, "memory_days": 10.0, "violence_feedback": 1.0, "violence_departure": 0.2,
        "violence_scale": 1.0, "violence_aversion": 0.1, "violence_return_delay": 0.05, "event_lethality": 1.0,
        "secondary_rate": 0.01, "fighter_drag": 0.2,
    }  # fmt: skip
    for one in scenario.places:
        if one.kind == "zone":
            values |= {f"fighters_initial.{one.id}": 300.0, f"operation_events.{one.id}": 1.0}
            values[f"surrender_rate.{one.id}"] = 0.01
        if one.kind == "region":
            values |= {f"relocation_weight.{one.id}": 1.0, f"region_population.{one.id}": 1e5}
        if one.kind in ("zone", "region"):
            values[f"base_events.{one.id}"] = 0.2
    return with_parameters(replace(scenario, fighters=True), values)


def _several(draw: Draw, stem: str, kind: str, least: int, most: int, **more: Callable[[], object]) -> list[Place]:
    count = draw(st.integers(least, most))
    # Ids are part of every key: without a number of their own all examples would share their lots.
    own = draw(st.integers(0, 10**6))
    return [place(f"{stem}{i}-{own}", kind, **{name: make() for name, make in more.items()}) for i in range(count)]


def _places(draw: Draw) -> list[Place]:
    return [
        *_several(draw, "zone", "zone", 1, 3),
        *_several(draw, "bridge", "crossing", 0, 1),
        *_several(draw, "town", "town", 0, 1, initial=lambda: draw(st.integers(0, 50))),
        *_several(draw, "check", "station", 1, 2),
        *_several(
            draw, "camp", "camp", 1, 3,
            capacity=lambda: _one_of(draw, 300, 80, 900, 0), initial=lambda: draw(st.integers(0, 120)),
            direction=lambda: draw(st.sampled_from(["", "north"])), ramp_share=lambda: draw(st.sampled_from([0.0, 0.2])),
        ),
        *_several(draw, "host", "host", 1, 2, initial=lambda: draw(st.integers(0, 50))),
        *_several(draw, "land", "region", 0, 2),
    ]  # fmt: skip


def _routes(draw: Draw, places: Sequence[Place], traits: Traits) -> list[Route]:
    ends = ["camp", "host", "region", "town"]
    first_ends = ["crossing", "station", *(ends if traits.camps_at_zones else ends[1:])]
    leads = {"zone": first_ends, "crossing": ends, "station": ends, "town": ends, "host": ["camp"], "camp": ["host"]}
    routes: list[Route] = []
    for start in places:
        possible = [end for end in places if end.kind in leads.get(start.kind, ()) and end.id != start.id]
        if not possible:
            continue
        few = start.kind in ("host", "camp")
        chosen = draw(_some(possible, few=few))
        routes += [_route(draw, start, end) for end in chosen]
        if not few and draw(st.integers(0, 3)) > 0:
            routes.append(_route(draw, start, next(p for p in places if p.kind == "host"), residual=True))
    return routes


def _some(possible: list[Place], *, few: bool) -> st.SearchStrategy[list[Place]]:
    least = 0 if few else min(2, len(possible))
    return st.lists(st.sampled_from(possible), unique=True, min_size=least, max_size=1 if few else 4)


def _route(draw: Draw, start: Place, end: Place, *, residual: bool = False) -> Route:
    days = draw(st.sampled_from([0, 0, 1, 3]))
    spread = draw(st.sampled_from([0.0, 0.5])) if days else 0.0
    tail = "+" if residual else ""
    return route(
        start.id, end.id, float(draw(st.integers(1, 80))), days, days_cv=spread, id=f"{start.id}>{end.id}{tail}",
        open=residual or draw(st.integers(0, 3)) > 0, residual=residual,
    )  # fmt: skip


def _corridors(draw: Draw, places: Sequence[Place], routes: Sequence[Route]) -> list[Corridor]:
    zones = {one.id for one in places if one.kind == "zone"}
    possible = [one.id for one in routes if one.start in zones and not one.residual]
    if not possible:
        return []
    return [
        Corridor(
            id=f"pass{i}",
            name=f"Pass {i}",
            routes=tuple(draw(st.lists(st.sampled_from(possible), unique=True, min_size=1, max_size=2))),
            groups=tuple(draw(st.lists(st.sampled_from(sorted(GROUPS)), unique=True, min_size=1))),
            consent=draw(st.sampled_from(Consent)),
            announced=draw(st.sampled_from([None, day(2), day(6)])),
            hours=draw(st.sampled_from([6.0, 24.0])),
        )
        for i in range(draw(st.integers(1, 2)))
    ]


def _plans(draw: Draw, zones: Sequence[Place]) -> list[Zone]:
    plans: list[Zone] = []
    for position, zone in enumerate(zones):
        after = zones[position - 1].id if position and draw(st.booleans()) else None
        begins = None if after else day(draw(st.integers(0, 6)))
        plans.append(Zone(zone.id, draw(st.integers(1, 6)), draw(st.integers(1, 3)), begins, after, draw(st.booleans())))
    return plans


def _origins(draw: Draw, zones: Sequence[Place]) -> dict[str, list[str]]:
    if draw(st.booleans()):
        return {zone.id: [zone.id] for zone in zones}
    return {"city": [zone.id for zone in zones]}


def _one_of(draw: Draw, *values: Value) -> Value:
    return draw(st.sampled_from(values))


def _values(draw: Draw, traits: Traits) -> dict[str, float]:
    return {
        "rate_held": _one_of(draw, 0.3, 0.02, 100.0, 0.0),
        "rate_contested": _one_of(draw, 0.05, 0.6),
        "rate_retaken": _one_of(draw, 0.1, 0.0),
        "reflight_share": _one_of(draw, 0.0, 0.9, 1.0),
        "siege_effect": _one_of(draw, 0.0, 1.5),
        "advice_effect": 0.5,
        "logsum_weight": _one_of(draw, 0.0, 0.4, 1.0),
        "coercion_held": _one_of(draw, 0.0, 0.6),
        "coercion_contested": _one_of(draw, 0.0, 0.3),
        "coercion_relief": 0.7,
        "day_effect_sd": _one_of(draw, 0.0, 0.5),
        "day_effect_persistence": 0.5,
        "death_rate": 0.004,
        "distance_exponent": _one_of(draw, 0.0, 1.0, 12.0),
        "risk_aversion": 0.1,
        "crowding_start": _one_of(draw, 0.5, 1.0),
        "free_place_weight": _one_of(draw, 0.0, 0.8),
        "nest_scale": _one_of(draw, 0.5, 1.0),
        "leak_multiplier": 0.4,
        "awareness_start": _one_of(draw, 0.0, 0.3, 1.0),
        "awareness_rate": 0.2,
        "trust_agreed": 0.8,
        "trust_unilateral": _one_of(draw, 0.0, 0.1),
        "passage_risk": 0.01,
        "mass_event_rate": 0.1,
        "mass_event_size": 15.0,
        "mass_event_spread": 0.7,
        "corridor_capacity": _one_of(draw, 40.0, 150.5, 5.0, 0.0),
        "bypass_share": _one_of(draw, 0.0, 0.1) if traits.slipping else 0.0,
        "sensitivity": 0.7,
        "false_positive_rate": _one_of(draw, 0.3, 0.05, 0.0),
        "release_rate": 0.1,
        "false_clearance_rate": 0.02,
        "overload": _one_of(draw, 1.0, 1.3),
        "ramp_per_day": 20.0,
        "duration_days": _one_of(draw, 4.0, 15.0),
        "gap_days": 2.0,
        "tail_rate": 0.5,
        "tail_share": 0.3,
        "pause_rate": 0.1,
        "resume_rate": 0.5,
        "return_rate": _one_of(draw, 0.08, 0.3, 0.0),
        "village_boost": 3.0,
        "return_bar": 0.2,
    }


def _settings(scenario: Scenario) -> list[tuple[str, str, tuple[float, ...], str]]:
    """Returns what may be set on a date: target, quantity, values, group; none contradicts another."""
    found: list[tuple[str, str, tuple[float, ...], str]] = []
    for one in scenario.places:
        if one.kind == "camp":
            found += [(one.id, "capacity", (0, 300, 1500), ""), (one.id, "capacity_factor", (0.5, 2), "")]
        if one.kind == "station":
            found += [(one.id, "screening", (0, 1), ""), (one.id, "throughput_factor", (0.5, 2), "")]
        if one.kind == "zone":
            found += [(one.id, "advice", (0, 1), ""), (one.id, "encircled", (0, 1), ""), (one.id, "pace", (0.5, 2), "")]
            found += [(one.id, "share_retaken", (0.4, 1), "")]
    for each in scenario.routes:
        found += [(each.id, "open", (0, 1), ""), (each.id, "leaking", (0, 1), "")]
        found += [(each.id, "capacity_per_day", (0, 60), ""), (each.id, "admission", (0, 0.5), "men_boys")]
    for corridor in scenario.corridors:
        found += [(corridor.id, "open", (1, 1, 0), ""), (corridor.id, "agreed", (0, 1), "")]
        found += [(corridor.id, "capacity_per_day", (0, 40), ""), (corridor.id, "hours", (0, 12), "")]
    return found


@st.composite
def changes(draw: Draw, scenario: Scenario, *, size: int, first: int = 0) -> list[Change]:
    """Draws dated changes from day `first` on, no two of the same thing; corridors open more often than not."""
    possible = _settings(scenario)
    chosen = draw(st.lists(st.sampled_from(possible), unique=True, max_size=size))
    wanted = [(corridor.id, "open", (1, 1, 0), "") for corridor in scenario.corridors]
    wanted.append((scenario.routes[0].id, "capacity_per_day", (0, 60), ""))  # out of the first zone
    chosen += [one for one in wanted if one not in chosen and draw(st.integers(0, 3)) > 0]
    last = (scenario.end - scenario.start).days
    made = []
    for target, quantity, values, group in chosen:
        start = draw(st.integers(first, last))
        until = draw(st.sampled_from([None, day(start + 4)]))
        made.append(change(start, target, quantity, float(_one_of(draw, *values)), until=until, group=group))
    return made
