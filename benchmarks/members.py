"""What a member costs: by itself, against its draws alone, and whatever the population."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from statistics import median
from time import thread_time

import numpy as np

from corridor.crew import crew_of
from corridor.parameters import draw
from corridor.priors import prior_of
from corridor.scenario.schema import Parameter, Scenario
from corridor.series import flow_days

__all__ = ["interleaved", "of_size", "timed", "without_fighters"]

#: Parameters that count people: they grow with the population.
_PEOPLE = frozenset(
    {"population", "corridor_capacity", "throughput", "inflow", "ramp_per_day", "mass_event_size", "fighters_initial"}
)
#: What the schedule may set that counts people.
_LIMITS = frozenset({"capacity", "capacity_per_day"})


def timed(scenario: Scenario, members: int = 10, keep: bool = True) -> Callable[[], float]:
    """Returns a function that runs every one of `members` members once and gives the CPU seconds of one of them.

    A member is everything that is done for it alone: its parameters, its state, its days and, with `keep`, its tables.
    """
    crew = crew_of(scenario, scenario, draw(scenario.parameters, "P1", 1, members), "P1", 1, 1)
    if not keep:
        nothing, start = np.zeros(0, np.int64), np.zeros(1, np.int64)
        plan = replace(crew.plan, first=start, cells=nothing, flow_first=start, flow_cells=nothing)
        crew = replace(crew, plan=plan, series=(), flow_keys=())
    values = np.zeros((members, len(crew.dates), len(crew.series)), np.int32)
    flows = np.zeros((members, len(flow_days(len(crew.dates))), len(crew.flow_keys)), np.int32)
    crew.member(0, values, flows)  # compiled by now

    def seconds() -> float:
        began = thread_time()
        for member in range(members):
            crew.member(member, values, flows)
        return (thread_time() - began) / members

    return seconds


def interleaved(*measurements: Callable[[], float], rounds: int = 7) -> list[float]:
    """Returns the medians of measurements that take turns, so that what else the machine does hits all of them."""
    taken: list[list[float]] = [[] for _ in measurements]
    for turn, (measure, kept) in enumerate(cycle(zip(measurements, taken, strict=True))):
        if turn == rounds * len(measurements):
            break
        kept.append(measure())
    return [median(kept) for kept in taken]


def without_fighters(scenario: Scenario) -> Scenario:
    """Returns the scenario with no fighter anywhere: civilians, and the violence that does not come from fighters."""
    return _changed(scenario, lambda one: _fixed(one, 0.0) if _name(one) == "fighters_initial" else one)


def of_size(scenario: Scenario, factor: float) -> Scenario:
    """Returns the scenario with `factor` times as many people and capacities, every parameter at its median."""
    places = tuple(
        replace(
            place,
            initial=round(place.initial * factor),
            capacity=None if place.capacity is None else round(place.capacity * factor),
        )
        for place in scenario.places
    )
    schedule = tuple(
        replace(change, value=round(change.value * factor)) if change.quantity in _LIMITS else change
        for change in scenario.schedule
    )

    def sized(one: Parameter) -> Parameter:
        return _fixed(one, prior_of(one, "P1").median * (factor if _name(one) in _PEOPLE else 1.0))

    return replace(_changed(scenario, sized), places=places, schedule=schedule)


def _changed(scenario: Scenario, change: Callable[[Parameter], Parameter]) -> Scenario:
    return replace(scenario, parameters=tuple(change(one) for one in scenario.parameters))


def _name(parameter: Parameter) -> str:
    return parameter.id.partition(".")[0]


def _fixed(parameter: Parameter, value: float) -> Parameter:
    return replace(parameter, priors=(f"={value!r}",) * 4, low=None, high=None)
