"""What a member costs, against its draws alone, and whatever the population."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from corridor import load, simulate
from corridor.scenario.schema import Parameter, Scenario

__all__ = ["interleaved", "member_seconds", "of_size"]

#: Parameters that count people: they grow with the population.
_PEOPLE = ("population", "corridor_capacity", "throughput", "inflow", "ramp_per_day", "mass_event_size", "fighters_initial")


def member_seconds(scenario: Scenario, members: int) -> float:
    """Returns the seconds of one member, on one thread, after everything is compiled."""
    began = time.perf_counter()
    simulate(scenario, members=members, jobs=1)
    return (time.perf_counter() - began) / members


def interleaved(one: Callable[[], float], other: Callable[[], float], rounds: int = 5) -> tuple[float, float]:
    """Returns the medians of two measurements that took turns, so that a drifting machine hits both."""
    pairs = np.array([(one(), other()) for _ in range(rounds)])
    return float(np.median(pairs[:, 0])), float(np.median(pairs[:, 1]))


def of_size(factor: float, name: str = "mosul-2016") -> Scenario:
    """Returns a scenario whose people and capacities are `factor` times as many."""
    scenario = load(name)
    places = tuple(
        replace(place, initial=round(place.initial * factor), capacity=_scaled(place.capacity, factor))
        for place in scenario.places
    )
    schedule = tuple(
        replace(change, value=round(change.value * factor))
        if change.quantity in ("capacity", "capacity_per_day")
        else change
        for change in scenario.schedule
    )
    parameters = tuple(_median(one, factor) for one in scenario.parameters)
    return replace(scenario, places=places, schedule=schedule, parameters=parameters)


def _scaled(capacity: int | None, factor: float) -> int | None:
    return None if capacity is None else round(capacity * factor)


def _median(parameter: Parameter, factor: float) -> Parameter:
    """Returns a parameter fixed at its median, grown with the people if it counts them."""
    from corridor.parameters import prior_of

    middle = float(prior_of(parameter, "P1").median)
    if parameter.id.split(".")[0] in _PEOPLE:
        middle *= factor
    fixed = f"={middle!r}"
    return replace(parameter, priors=(fixed, fixed, fixed, fixed), low=None, high=None)
