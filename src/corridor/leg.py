"""Some days of one member, from a stored State: a run can be stopped, stored, resumed, or branched under a policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor.crew import Crew, crew_of
from corridor.engine.member import tape_for
from corridor.engine.state import arrays_of, copy_state
from corridor.errors import RunError
from corridor.model.state import State
from corridor.parameters import drawn_for
from corridor.scenario.policy import apply
from corridor.scenario.schema import Scenario
from corridor.series import Series, refuse_fighters

__all__ = ["Leg", "resume"]


@dataclass(frozen=True, slots=True)
class Leg:
    """Some days of one member: `values` is (days, series), int32; `state` is that of the last evening."""

    member: int
    dates: tuple[date, ...]
    series: tuple[Series, ...]
    values: NDArray[np.int32]
    state: State

    def of(self, quantity: str, place: str = "all", group: str = "all") -> NDArray[np.int32]:
        """Returns the daily values of one series; ValueError if there is none, RefusedOutput if it counts fighters."""
        refuse_fighters(Series(quantity, place, group))
        return self.values[:, self.series.index(Series(quantity, place, group))]


def resume(
    scenario: Scenario,
    state: State | None = None,
    after: date | None = None,
    *,
    member: int = 0,
    until: date | None = None,
    policy: str = "factual",
    seed: int = 1,
    replicates: int = 1,
    prior_set: str = "P1",
    overrides: Mapping[str, float] | None = None,
) -> Leg:
    """Returns what follows `state`, a member's state on the evening of `after`; without both, the whole member.

    With the arguments of `simulate` the legs of a member, one after another, are the member: the same numbers, however
    often it was stopped. Under another policy it branches there. `corridor.engine.state` writes a state to bytes and
    reads it back. The given state is not changed. Raises RunError, PolicyError, ParameterError.

    >>> from datetime import date
    >>> from corridor import load, resume
    >>> march = resume(load("tutorial"), until=date(2020, 3, 31))
    >>> april = resume(load("tutorial"), march.state, march.dates[-1])
    >>> len(march.dates), len(april.dates)
    (31, 29)
    """
    if member < 0 or replicates < 1:
        raise RunError(f"member must be at least 0 and replicates at least 1; given {member} and {replicates}")
    parameters = drawn_for(scenario, prior_set, seed, member // replicates + 1, overrides or {})
    crew = crew_of(scenario, apply(scenario, policy), parameters, prior_set, seed, replicates, until)
    theta = crew.theta(member)
    first = _first_day(crew, state, after)
    fresh = crew.start(theta)
    running = fresh if state is None else _fitting(state, fresh)
    tape = tape_for(crew.plan)
    crew.run(member, theta, running, first, len(crew.dates), tape)
    return Leg(member, crew.dates[first:], crew.series, tape.values[first:], running)


def _first_day(crew: Crew, state: State | None, after: date | None) -> int:
    if (state is None) != (after is None):
        missing, given = ("after", "a state") if after is None else ("state", "a date")
        raise RunError(f"{given} was given without `{missing}`; give the state and the evening that it belongs to")
    if after is None:
        return 0
    if not crew.dates[0] <= after < crew.dates[-1]:
        raise RunError(f"a run to {crew.dates[-1]} can go on after {crew.dates[0]} or a later day; given {after}")
    return (after - crew.dates[0]).days + 1


def _fitting(state: State, fresh: State) -> State:
    expected = arrays_of(fresh)
    for name, array in arrays_of(state).items():
        if array.shape != expected[name].shape or array.dtype != expected[name].dtype:
            raise RunError(
                f"the state is not one of this scenario: {name} has shape {array.shape} and type {array.dtype}, "
                f"expected are {expected[name].shape} and {expected[name].dtype}"
            )
    return copy_state(state)
