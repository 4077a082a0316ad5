"""Small ensembles made by hand: every number known, no engine run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from corridor.ensemble import Ensemble, FlowKey, Series
from corridor.parameters import draw
from corridor.scenario.schema import (
    Change,
    Consent,
    Corridor,
    Group,
    Observation,
    Operation,
    Origin,
    Parameter,
    Place,
    PlaceKind,
    PlaceSet,
    Policy,
    Route,
    Scenario,
    Zone,
)

START = date(2016, 10, 17)
GROUPS = ("women_children", "men_boys", "dependants", "fighters")

#: Every kind of place, on either side of its floor.
PLACES = (
    Place("big-zone", "Big zone", PlaceKind.ZONE, lat=36.12345, lon=43.98765),
    Place("small-zone", "Small zone", PlaceKind.ZONE),
    Place("quiet-zone", "Quiet zone", PlaceKind.ZONE),
    Place("camp-a", "Camp A", PlaceKind.CAMP, lat=36.54321, lon=43.12345, capacity=1000),
    Place("camp-b", "Camp B", PlaceKind.CAMP, capacity=2000),
    Place("gate", "Gate", PlaceKind.STATION),
    Place("bridge", "Bridge", PlaceKind.CROSSING),
    Place("big-host", "Big host", PlaceKind.HOST),
    Place("small-host", "Small host", PlaceKind.HOST),
    Place("province", "Province", PlaceKind.REGION),
)


def parameter(name: str, prior: str, **more: Any) -> Parameter:
    """Returns a parameter with the same prior in every set."""
    return Parameter(name, "2.4", "people", (prior,) * 4, None, None, "invented", **more)


def observation(quantity: str, place: str, day: int, value: float, **more: Any) -> Observation:
    """Returns a count on a day of the run."""
    fields = {"series": f"{quantity}-{place}", "kind": "stock", "scored": True} | more
    return Observation(date=START + timedelta(days=day), value=value, quantity=quantity, place=place, **fields)


def scenario(**more: Any) -> Scenario:
    """Returns a scenario with every kind of place and group."""
    made = Scenario(
        id="made",
        title="Made by hand",
        start=START,
        end=START + timedelta(days=9),
        rules="native",
        groups=tuple(Group(name, name, 0.25) for name in GROUPS),
        origins=(Origin("north", "North", ("big-zone",)), Origin("south", "South", ("small-zone",))),
        places=PLACES,
        routes=(
            Route("big-zone>gate", "big-zone", "gate", 4.0, "foot", 1),
            Route("gate>camp-a", "gate", "camp-a", 40.0, "vehicle", 1, open=False),
        ),
        operation=Operation("simulated", (Zone("big-zone", 10), Zone("small-zone", 10))),
        corridors=(
            Corridor("lane", "Lane", ("gate>camp-a",), ("men_boys",), Consent.AGREED),
            Corridor("shut", "Shut", ("gate>camp-a",), ("men_boys",), Consent.AGREED),
        ),
        schedule=(Change(START + timedelta(days=3), "lane", "open", 1.0, until=START + timedelta(days=6)),),
        policies=(
            Policy("gate-shut", "The gate is shut", (Change(START, "big-zone>gate", "open", 0.0),)),
            Policy("camps-half", "Half the camps", (Change(START, "all", "capacity_factor", 0.5),)),
        ),
        parameters=(
            parameter("population.big-zone", "U(200000,400000)"),
            parameter("population.quiet-zone", "=30000"),
            parameter("population.small-zone", "=99999", assumed=True),
        ),
        observations=(),
        sets=(
            PlaceSet("both-camps", "Both camps", ("camp-a", "camp-b")),
            PlaceSet("camp-and-host", "Camp and host", ("camp-a", "big-host")),
            PlaceSet("both-zones", "Both zones", ("big-zone", "small-zone")),
        ),
        map_dates=(START, START + timedelta(days=4), START + timedelta(days=9)),
        limits=("Everything is invented.",),
        folder=Path("nowhere"),
        content_hash="c0ffee",
    )
    return replace(made, **more)


def ensemble(
    values: Mapping[tuple[str, str, str], Any],
    flows: Mapping[tuple[str, str, str, str], Sequence[Any]] | None = None,
    *,
    members: int = 4,
    days: int = 10,
    of: Scenario | None = None,
    **more: Any,
) -> Ensemble:
    """Returns an ensemble; each value is a number, or one number a member, or (members, days)."""
    described = of or scenario()
    table = np.zeros((members, days, len(values)), np.int32)
    for column, numbers in enumerate(values.values()):
        given = np.asarray(numbers)
        table[:, :, column] = given[:, None] if given.ndim == 1 else given
    streams = np.zeros((members, 2, len(flows or {})), np.int32)
    for column, counts in enumerate((flows or {}).values()):
        streams[:, 1, column] = counts
    fields: dict[str, Any] = {
        "scenario": described,
        "policy": "factual",
        "prior_set": "P1",
        "seed": 1,
        "replicates": 1,
        "dates": tuple(START + timedelta(days=day) for day in range(days)),
        "series": tuple(Series(*key) for key in values),
        "values": table,
        "flow_dates": (START + timedelta(days=6), START + timedelta(days=days - 1)),
        "flow_keys": tuple(FlowKey(*key) for key in flows or {}),
        "flows": streams,
        "parameters": draw(described.parameters, "P1", 1, members),
        "overrides": {},
        "complete": True,
        "seconds": {"simulate": 1.25},
    }
    return Ensemble(**(fields | more))
