"""The members of a baseline, run once and kept: their numbers, and their State of every seventh evening."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock

import numpy as np

from corridor.crew import crew_of
from corridor.engine.member import Tape
from corridor.engine.packed import Packed, Shape
from corridor.model.state import State
from corridor.model.theta import Theta
from corridor.parameters import ParameterDraws
from corridor.scenario.schema import Policy, Scenario
from corridor.series import flow_dates
from corridor.whatif.question import MOST_MEMBERS, REPLICATES

__all__ = ["Baseline", "under"]

_WEEK = 7
#: Of further members only the numbers are kept: a what-if with them begins on the first day.
_STATES_OF = 100


def under(scenario: Scenario, policy: Policy) -> Scenario:
    """Returns the scenario under a policy that need not be one of its own."""
    return replace(scenario, schedule=scenario.schedule + policy.changes) if policy.changes else scenario


class Baseline:
    """One policy's members, in their order; several threads may ask for more of them at once."""

    def __init__(self, scenario: Scenario, policy: Policy, parameters: ParameterDraws, prior_set: str, seed: int) -> None:
        self.id, self.prior_set = policy.id, prior_set
        self.crew = crew_of(scenario, under(scenario, policy), parameters, prior_set, seed, REPLICATES)
        days = len(self.crew.dates)
        # Memory is taken only as members are filled in.
        self.values = np.zeros((MOST_MEMBERS, days, len(self.crew.series)), np.int32)
        self.flows = np.zeros((MOST_MEMBERS, len(flow_dates(self.crew.dates)), len(self.crew.flow_keys)), np.int32)
        self._thetas: list[Theta] = []
        self._states: list[dict[int, Packed]] = []
        self._shape: Shape | None = None
        self._people: dict[int, Mapping[str, float]] = {}
        self._lock = Lock()

    @property
    def members(self) -> int:
        """Returns how many members are finished."""
        return len(self._states)

    def grow(self, members: int) -> bool:
        """Runs one more member if there are fewer than `members`; returns whether there still are."""
        if self.members >= members:
            return False
        with self._lock:
            if self.members < members:
                self._run(self.members)
        return self.members < members

    def theta(self, member: int) -> Theta:
        """Returns the parameters of a finished member; they are read only."""
        return self._thetas[member]

    def branch(self, member: int, day: int) -> tuple[State, int]:
        """Returns a copy of a finished member's State on the last kept evening before `day`, and the day after it."""
        evening = max((kept for kept in self._states[member] if kept < day), default=-1)
        if evening < 0:
            return self.crew.start(self._thetas[member]), 0
        assert self._shape is not None
        return self._shape.restore(self._states[member][evening]), evening + 1

    def people(self, members: int, count: Callable[[], Mapping[str, float]]) -> Mapping[str, float]:
        """Returns people by place with so many members, counted once."""
        if members not in self._people:
            self._people[members] = count()
        return self._people[members]

    def _run(self, member: int) -> None:
        theta = self.crew.theta(member)
        state = self.crew.start(theta)
        shape = self._shape = self._shape or Shape(state)
        tape = Tape(self.values[member], self.flows[member])
        last = len(self.crew.dates)
        kept: dict[int, Packed] = {}
        step = _WEEK if member < _STATES_OF else last
        for first in range(0, last, step):
            end = min(first + step, last)
            self.crew.run(member, theta, state, first, end, tape)
            if end < last:
                kept[end - 1] = shape.pack_state(state)
        self._thetas.append(theta)
        self._states.append(kept)
