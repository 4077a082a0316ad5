"""A what-if's members: each is its baseline's member up to the last kept evening before anything is set otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor.contrast import Comparison
from corridor.engine.member import Tape
from corridor.ensemble import Ensemble
from corridor.parameters import ParameterDraws
from corridor.scenario.index import index
from corridor.scenario.schema import Scenario
from corridor.scenario.world import compile_world
from corridor.series import flow_dates
from corridor.whatif.baseline import Baseline, under
from corridor.whatif.beginnings import Beginnings
from corridor.whatif.question import FIRST, Question
from corridor.whatif.worlds import first_difference, open_days

__all__ = ["Branch"]


class Branch:
    """The members of one what-if; each is, bit for bit, what a run of its policy from the first day on would be."""

    def __init__(
        self, baseline: Baseline, ground: Scenario, shown: Scenario, question: Question, beginnings: Beginnings
    ) -> None:
        self.baseline = baseline
        self._crew = replace(baseline.crew, world=compile_world(under(ground, question.policy)))
        self._first = first_difference(baseline.crew.world, self._crew.world)
        self._shown, self._question = shown, question
        shape = (question.members, *baseline.values.shape[1:])
        self._values = np.zeros(shape, np.int32)  # memory is taken only as members are filled in
        self._flows = np.zeros((question.members, *baseline.flows.shape[1:]), np.int32)
        self._beginnings, self._key = beginnings, (baseline.id, question.policy.changes)
        self._members = 0

    @property
    def first_date(self) -> date | None:
        """Returns the first day on which policy and baseline are set otherwise, or None."""
        return None if self._first is None else self._crew.dates[self._first]

    def grow(self, members: int) -> Iterator[None]:
        """Runs members until there are so many, the baseline's too where they are missing; yields now and then."""
        self._take_up()
        while self._members < members:
            together = min(_side_by_side(), FIRST - self._members) if self._members < FIRST else 1
            while self.baseline.grow(self._members + together):
                yield
            self._run_together(range(self._members, self._members + together))
            self._members += together
            if self._members <= FIRST:
                self._beginnings.keep(self._key, self._values[: self._members], self._flows[: self._members])
            yield

    def _take_up(self) -> None:
        """Takes over the members that an earlier what-if of the same changes has run."""
        known = self._beginnings.of(self._key) if self._members == 0 else None
        # The baseline may have been let go since: a picture needs as many members of it.
        if known is not None and known.members <= self.baseline.members:
            self._values[: known.members], self._flows[: known.members] = known.values, known.flows
            self._members = known.members

    def _run_together(self, members: range) -> None:
        if len(members) == 1:
            self._run(members[0])
            return
        with ThreadPoolExecutor(len(members)) as pool:
            for _ in pool.map(self._run, members):
                pass

    def comparison(self, members: int) -> Comparison:
        """Returns the first `members` of both, as `corridor compare` would make them."""
        base = self.baseline
        baseline = self._ensemble(base.id, base.values, base.flows, members)
        return Comparison((baseline, self._ensemble(self._question.policy.id, self._values, self._flows, members)))

    def open_days(self) -> tuple[dict[str, NDArray[np.bool_]], dict[str, NDArray[np.bool_]]]:
        """Returns by id of route and of corridor on which days it is open; a route also where a corridor opens it."""
        where = index(self._shown)
        routes, corridors = open_days(self._crew.world)
        by_route = {id_: routes[:, position] for id_, position in where.routes.items()}
        by_corridor = {id_: corridors[:, position] for id_, position in where.corridors.items()}
        for corridor in self._shown.corridors:
            for route in corridor.routes:
                by_route[route] = by_route[route] | by_corridor[corridor.id]
        return by_route, by_corridor

    def _run(self, member: int) -> None:
        base = self.baseline
        values, flows = self._values[member], self._flows[member]
        values[:], flows[:] = base.values[member], base.flows[member]
        if self._first is None:
            return
        state, day = base.branch(member, self._first)
        self._crew.run(member, base.theta(member), state, day, len(self._crew.dates), Tape(values, flows))

    def _ensemble(self, policy: str, values: NDArray[np.int32], flows: NDArray[np.int32], members: int) -> Ensemble:
        crew = self._crew
        draws = crew.parameters.values[: -(-members // crew.replicates)]
        return Ensemble(
            scenario=self._shown,
            policy=policy,
            prior_set=self.baseline.prior_set,
            seed=crew.seed,
            replicates=crew.replicates,
            dates=crew.dates,
            series=crew.series,
            values=values[:members],
            flow_dates=flow_dates(crew.dates),
            flow_keys=crew.flow_keys,
            flows=flows[:members],
            parameters=ParameterDraws(crew.parameters.names, draws),
            overrides={},
            complete=True,
            seconds={},
        )


def _side_by_side() -> int:
    """Returns how many members are run at once while somebody waits for the first picture; FIRST is a multiple of it.

    No more than there are cores: between two rows of members a what-if that was stopped meanwhile ends.
    """
    cores = os.cpu_count() or 1
    return max(each for each in range(1, FIRST + 1) if FIRST % each == 0 and each <= cores)
