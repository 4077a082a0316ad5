"""A small Published made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from corridor.published import QUANTILES, Fan, Flow, ParameterFact, Published, RunFacts

START = date(2016, 10, 17)


def run_facts(**more: Any) -> RunFacts:
    """Returns facts of a run of two members."""
    fields: dict[str, Any] = {
        "scenario": "made",
        "title": "Made by hand",
        "policy": "factual",
        "policy_name": "What happened",
        "prior_set": "P1",
        "seed": 1,
        "members": 2,
        "replicates": 1,
        "start": START,
        "end": START + timedelta(days=2),
        "complete": True,
        "content_hash": "c0",
        "code_hash": "c1",
        "prior_hash": "c2",
        "overrides": {"sensitivity": 0.5},
        "versions": {"corridor": "0.1.0"},
        "seconds": {"simulate": 1.23456},
    }
    return RunFacts(**(fields | more))


def fan(quantity: str = "present", place: str = "camp-a", group: str = "all", unit: str = "people", **more: Any) -> Fan:
    """Returns a fan over three days: 0, 10, 20 and quantiles around it."""
    days = more.pop("days", 3)
    middle = np.arange(days) * more.pop("step", 10.0)
    fields: dict[str, Any] = {
        "dates": tuple(START + timedelta(days=day) for day in range(days)),
        "mean": middle,
        "quantiles": middle[:, None] * (0.5 + np.array(QUANTILES)),
    }
    return Fan(quantity, place, group, unit, **(fields | more))


def published(*fans: Fan, **more: Any) -> Published:
    """Returns a result with these fans, one flow and one parameter."""
    fields: dict[str, Any] = {
        "run": run_facts(),
        "fans": fans or (fan(), fan("load", unit="ratio", step=0.1)),
        "flows": (Flow(START, "north", "gate", "camp-a", "all", "arrivals", 100.0, (0.0, 100.0, 100.0, 200.0, 300.0)),),
        "observations": (),
        "parameters": (ParameterFact("sensitivity", "2.6", "share", "fixed", 0.123456789, 0.1, 0.2, "nowhere", True),),
        "places": (),
        "sets": {},
        "groups": {},
        "origins": {},
        "routes": (),
        "map_dates": (),
        "basemap": None,
        "limits": (),
    }
    return Published(**(fields | more))
