"""Small situations made in code: a Scenario with every parameter at a plain value, changed where a test says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.schema import (
    Change,
    Corridor,
    Group,
    Operation,
    Origin,
    Parameter,
    Place,
    PlaceKind,
    Policy,
    Route,
    Scenario,
    Zone,
)

START = date(2020, 1, 1)

#: Parameters at which almost nothing happens: no deaths, no returns, no screening errors, no day effect.
CALM: Mapping[str, float] = {
    "population": 10_000,
    "rate_held": 0.0,
    "rate_contested": 0.0,
    "rate_retaken": 0.0,
    "reflight_share": 0.0,
    "siege_effect": 0.0,
    "siege_days": 30.0,
    "advice_effect": 0.0,
    "logsum_weight": 0.0,
    "coercion_held": 0.0,
    "coercion_contested": 0.0,
    "coercion_relief": 0.0,
    "day_effect_sd": 0.0,
    "day_effect_persistence": 0.0,
    "death_rate": 0.0,
    "distance_exponent": 1.0,
    "distance_offset_km": 10.0,
    "risk_aversion": 0.0,
    "crowding_start": 0.9,
    "free_place_weight": 0.0,
    "nest_scale": 1.0,
    "leak_multiplier": 1.0,
    "awareness_start": 1.0,
    "awareness_rate": 1.0,
    "trust_agreed": 1.0,
    "trust_unilateral": 1.0,
    "passage_risk": 0.0,
    "mass_event_rate": 0.0,
    "mass_event_size": 0.0,
    "mass_event_spread": 0.0,
    "corridor_capacity": 1e9,
    "bypass_share": 0.0,
    "throughput": 1e9,
    "sensitivity": 0.0,
    "false_positive_rate": 0.0,
    "release_rate": 0.0,
    "false_clearance_rate": 0.0,
    "overload": 1.0,
    "ramp_per_day": 0.0,
    "duration_days": 100.0,
    "gap_days": 0.0,
    "tail_rate": 1.0,
    "tail_share": 0.0,
    "pause_rate": 0.0,
    "resume_rate": 1.0,
    "return_rate": 0.0,
    "village_boost": 1.0,
    "return_bar": 0.0,
}


def day(number: int) -> date:
    """Returns the date of a day of a test."""
    return START + timedelta(days=number)


def place(id_: str, kind: str = "host", **more: object) -> Place:
    """Returns a place of a kind."""
    return Place(id=id_, name=id_.title(), kind=PlaceKind(kind), **more)  # type: ignore[arg-type]


def route(start: str, end: str, km: float = 10.0, days: int = 0, **more: object) -> Route:
    """Returns a route."""
    id_ = str(more.pop("id", f"{start}>{end}"))
    return Route(id=id_, start=start, end=end, km=km, mode="foot", days=days, **more)  # type: ignore[arg-type]


def change(number: int, target: str, quantity: str, value: float, **more: object) -> Change:
    """Returns a dated change."""
    return Change(date=day(number), target=target, quantity=quantity, value=value, known_on=START, **more)  # type: ignore[arg-type]


def situation(
    places: Sequence[Place],
    routes: Sequence[Route],
    *,
    days: int = 30,
    groups: Mapping[str, float] | None = None,
    zones: Sequence[Zone] = (),
    origins: Mapping[str, Sequence[str]] | None = None,
    corridors: Sequence[Corridor] = (),
    schedule: Iterable[Change] = (),
    policies: Sequence[Policy] = (),
    mode: str = "simulated",
    **values: float,
) -> Scenario:
    """Returns a scenario; parameters are those of CALM unless given (`name__place` for one place's own)."""
    homes = [one.id for one in places if one.kind is PlaceKind.ZONE]
    planned = {zone.place for zone in zones}
    return Scenario(
        id="test",
        title="A situation for a test",
        start=START,
        end=day(days - 1),
        rules="native",
        groups=tuple(Group(id_, id_.title(), share) for id_, share in (groups or {"people": 1.0}).items()),
        origins=tuple(
            Origin(id_, id_.title(), tuple(own)) for id_, own in (origins or {home: [home] for home in homes}).items()
        ),
        places=tuple(places),
        routes=tuple(routes),
        operation=Operation(mode, (*zones, *(Zone(home, 1) for home in homes if home not in planned))),
        corridors=tuple(corridors),
        schedule=tuple(sorted(schedule, key=lambda one: one.date)),
        policies=tuple(policies),
        parameters=tuple(_parameter(name, value) for name, value in {**CALM, **_dotted(values)}.items()),
        observations=(),
        sets=(),
        map_dates=(),
        limits=(),
        folder=Path(),
        content_hash="",
    )


def _dotted(values: Mapping[str, float]) -> dict[str, float]:
    return {name.replace("__", ".").replace("_at_", "-"): value for name, value in values.items()}


def with_parameters(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Returns the scenario with some parameters fixed at other values."""
    kept = {one.id: one for one in scenario.parameters}
    kept.update({name: _parameter(name, value) for name, value in values.items()})
    return replace(scenario, parameters=tuple(kept.values()))


def _parameter(name: str, value: float) -> Parameter:
    prior = f"={value!r}"
    spec = PARAMETER_NAMES[name.split(".", maxsplit=1)[0]]
    return Parameter(name, spec.equation, "", (prior, prior, prior, prior), None, None, "test")
