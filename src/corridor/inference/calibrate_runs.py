"""The runs of a calibration: points become parameters, parameters become members, members become summaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corridor.cluster import lend, once, spread
from corridor.crew import Crew, crew_of, work
from corridor.engine.member import Tape
from corridor.errors import RunError
from corridor.inference.summaries import Summaries, summaries_of
from corridor.observe.keyed import key_of
from corridor.parameters import ParameterDraws, draw
from corridor.priors import Prior, prior_of
from corridor.scenario.schema import Calibration, Scenario
from corridor.series import Series, plan_for

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Recipe", "Runs", "runs_of"]

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int32]
#: Members that a worker is sent at once.
_CHUNK = 16


@dataclass(frozen=True, slots=True)
class Recipe:
    """What makes the crew of a calibration, here or on another machine: it records what is compared and nothing else."""

    scenario: Scenario  # as it is calibrated: with its operation replayed where the scenario says so
    prior_set: str
    series: tuple[Series, ...]
    until: date

    def crew(self) -> Crew:
        """Returns the crew; its parameters and seed are those of no run, and are replaced for every batch."""
        nothing = draw(self.scenario.parameters, self.prior_set, 0, 1)
        crew = crew_of(self.scenario, self.scenario, nothing, self.prior_set, 0, 1, self.until)
        plan = plan_for(self.scenario, self.series, (), len(crew.dates))
        return replace(crew, plan=plan, series=self.series, flow_keys=())


def tables(crew: Crew, members: int) -> tuple[Ints, Ints]:
    """Returns empty tables for so many members of a crew."""
    values = np.zeros((members, len(crew.dates), len(crew.series)), np.int32)
    return values, np.zeros((members, int(crew.plan.flow_row.max(initial=-1)) + 1, 0), np.int32)


@dataclass(frozen=True, slots=True)
class Some:
    """Members `first`, `first` + 1, ... of a batch, one a row of parameters, as they are sent to a worker."""

    first: int
    seed: int
    parameters: ParameterDraws


def run_some(recipe: Recipe, some: Some) -> Ints:
    """Runs on a worker: the recorded values (n, days, series) of some members of a batch."""
    crew = replace(once(recipe, Recipe.crew), parameters=some.parameters, seed=some.seed, first_draw=some.first)
    members = some.parameters.values.shape[0]
    values, flows = tables(crew, members)
    for row in range(members):
        theta = crew.theta(some.first + row)
        crew.run(some.first + row, theta, crew.start(theta), 0, len(crew.dates), Tape(values[row], flows[row]))
    return values


class Runs:
    """Turns points into summaries: a function of the points, the seed and the number of the batch, and of nothing else."""

    def __init__(
        self,
        recipe: Recipe,
        summaries: Summaries,
        free: tuple[str, ...],
        seed: int,
        overrides: Mapping[str, float],
        jobs: int | None = None,
        client: Client | None = None,
    ) -> None:
        self.recipe, self.summaries, self.free = recipe, summaries, free
        self.seed, self.overrides, self.jobs, self.client = seed, overrides, jobs, client
        self.priors = tuple(self._prior(name) for name in free)
        self._crew: Crew | None = None
        self._lent: Any = None

    def values(self, points: FloatArray) -> FloatArray:
        """Returns the parameters (n, P) of points: each the prior's quantile of Phi(score)."""
        from scipy.special import ndtr

        shares = np.clip(ndtr(points), 1e-15, 1.0 - 1e-15)
        return np.column_stack([prior.quantile(shares[:, column]) for column, prior in enumerate(self.priors)])

    def __call__(self, points: FloatArray, batch: int) -> FloatArray:
        """Returns (n, S); what is not free is drawn from its prior, each run anew. KeyboardInterrupt after Ctrl-C."""
        seed = key_of(self.seed, "calibration runs", batch) >> 1
        parameters = self._parameters(points, seed)
        return self.summaries.of(self._run(parameters, seed), key_of(seed, "published"))

    def _run(self, parameters: ParameterDraws, seed: int) -> Ints:
        """Returns the recorded values (n, days, series) of one member a row of parameters."""
        if self.client is not None:
            return self._run_far(self.client, parameters, seed)
        self._crew = self._crew or self.recipe.crew()
        crew = replace(self._crew, parameters=parameters, seed=seed)
        members = parameters.values.shape[0]
        values, flows = tables(crew, members)
        if work([crew], members, [(values, flows)], self.jobs, None) < members:
            raise KeyboardInterrupt
        return values

    def _run_far(self, client: Client, parameters: ParameterDraws, seed: int) -> Ints:
        rows = parameters.values
        chunks = [
            Some(first, seed, ParameterDraws(parameters.names, rows[first : first + _CHUNK]))
            for first in range(0, rows.shape[0], _CHUNK)
        ]
        self._lent = self._lent or lend(client, self.recipe)
        found = dict(spread(client, run_some, self._lent, chunks))
        return np.concatenate([found[position] for position in range(len(chunks))])

    def _parameters(self, points: FloatArray, seed: int) -> ParameterDraws:
        scenario, base = self.recipe.scenario, self.recipe.prior_set
        drawn = draw(scenario.parameters, base, seed, points.shape[0], self.overrides)
        columns = [drawn.names.index(name) for name in self.free]
        drawn.values[:, columns] = self.values(points)
        return drawn

    def _prior(self, name: str) -> Prior:
        (parameter,) = (each for each in self.recipe.scenario.parameters if each.id == name)
        return prior_of(parameter, self.recipe.prior_set)


def runs_of(
    scenario: Scenario,
    calibration: Calibration,
    prior_set: str,
    seed: int,
    overrides: Mapping[str, float],
    jobs: int | None,
    client: Client | None = None,
) -> Runs:
    """Returns the runs that a scenario's calibration needs; RunError where what is free was set to a value."""
    both = sorted(set(calibration.free) & set(overrides))
    if both:
        raise RunError(f"{', '.join(both)} is free in the calibration of {scenario.id} and cannot be set. Leave out --set.")
    calibrated = scenario
    if calibration.mode:
        calibrated = replace(scenario, operation=replace(scenario.operation, mode=calibration.mode))
    summaries = summaries_of(calibrated, calibration.summaries)
    recipe = Recipe(calibrated, prior_set, summaries.series, summaries.last)
    return Runs(recipe, summaries, calibration.free, seed, overrides, jobs, client)
