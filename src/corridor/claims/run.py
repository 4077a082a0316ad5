"""Runs what the claims need: every policy under every prior set once, paired by the same keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.claims.estimands import NotRun, values_of
from corridor.claims.places import Counted
from corridor.claims.schema import Claims, Number, Part
from corridor.claims.verdict import JUDGED
from corridor.errors import RunError
from corridor.scenario.schema import Scenario

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["EXPOSURE", "Options", "Simulate", "Values", "needed", "run_claims", "simulated"]

Floats = NDArray[np.float64]
#: (scenario, policies, prior set, options, progress) → one ensemble a policy, all with the same members.
Simulate = Callable[[Scenario, Sequence[str], str, "Options", Callable[[int, int], None] | None], "Sequence[Ensemble]"]
FORECAST = "P0"
#: Stands first on every page, whatever the claims are about (MODEL.md section 5, misuse a).
EXPOSURE = ("exposed_person_days", "trapped", "deaths")


@dataclass(frozen=True, slots=True)
class Options:
    """How the claims are run."""

    members: int = 200
    replicates: int = 2
    seed: int = 1
    until: date | None = None
    overrides: Mapping[str, float] = field(default_factory=dict)
    jobs: int | None = None
    posterior: str | None = None  # file of a calibration; None: the prior sets as they are
    cluster: str | None = None  # address of a Dask scheduler; None: threads here

    def beliefs(self, prior: str) -> str:
        """Returns what the parameters are drawn from under a prior set; a forecast never knows the counts (ruling 15)."""
        return prior if self.posterior is None or prior == FORECAST else f"{prior}+{self.posterior}"


@dataclass(slots=True)
class Values:
    """Values by member of every number, or why there are none; and what must be known to publish them."""

    numbers: dict[tuple[Number, str, str], Floats | str] = field(default_factory=dict)  # number, policy, prior set
    runs: list[tuple[str, str, int]] = field(default_factory=list)  # policy, prior set, members
    parameters: dict[tuple[str, str], Floats] = field(default_factory=dict)  # prior set, parameter → draws
    people: dict[str, float] = field(default_factory=dict)
    exposure: dict[tuple[str, str, str], Floats] = field(default_factory=dict)  # quantity, policy, prior set
    dates: tuple[date, ...] = ()
    complete: bool = True
    seconds: float = 0.0


def needed(claims: Claims) -> dict[str, tuple[str, ...]]:
    """Returns the policies that must be run, by prior set: P0 first where a forecast asks for it."""
    policies: dict[str, set[str]] = {}
    for part, number in _numbers(claims):
        for prior in (FORECAST, *JUDGED) if part.forecast else JUDGED:
            policies.setdefault(prior, set()).update(number.policies)
    return {prior: tuple(sorted(policies[prior])) for prior in (FORECAST, *JUDGED) if prior in policies}


def simulated(
    scenario: Scenario,
    policies: Sequence[str],
    prior_set: str,
    options: Options,
    progress: Callable[[int, int], None] | None,
) -> Sequence[Ensemble]:
    """Returns the ensembles that claims are judged by: what `run_claims` takes as its `simulate`."""
    from corridor.ensemble import simulate_together

    return simulate_together(
        scenario,
        policies,
        members=options.members,
        replicates=options.replicates,
        seed=options.seed,
        until=options.until,
        prior_set=prior_set,
        overrides=options.overrides,
        jobs=options.jobs,
        cluster=options.cluster,
        whole=True,
        progress=progress,
    )


def run_claims(
    scenario: Scenario,
    claims: Claims,
    options: Options,
    simulate: Simulate,
    progress: Callable[[int, int], None] | None = None,
) -> Values:
    """Returns the values of every number, by member. After Ctrl-C those of the finished members.

    `simulate` makes the ensembles of one prior set together; they are let go when their numbers have been read.
    """
    values, counted = Values(), Counted(scenario)
    plan = needed(claims)
    for index, (prior, policies) in enumerate(plan.items()):
        told = _shifted(progress, index, len(plan), options.members)
        ensembles = simulate(scenario, policies, options.beliefs(prior), options, told)
        if min((each.members for each in ensembles), default=0) == 0:
            values.complete = False
            break
        _read(values, counted, claims, prior, ensembles)
        if not all(each.complete for each in ensembles):
            values.complete = False
            break
    if plan and not values.runs:
        raise RunError("No member was finished, so there is nothing to judge. Let the run go on for longer.")
    return values


def _read(values: Values, counted: Counted, claims: Claims, prior: str, ensembles: Sequence[Ensemble]) -> None:
    from corridor.publish.people import people_of

    first = ensembles[0]
    values.dates = first.dates
    for name in first.parameters.names:
        values.parameters[prior, name] = first.parameters.of(name)
    for ensemble in ensembles:
        values.runs.append((ensemble.policy, prior, ensemble.members))
        # A place is shown by itself only if it may be shown under every policy and prior set.
        for place, people in people_of(ensemble).items():
            values.people[place] = min(people, values.people.get(place, people))
        values.exposure |= {(name, ensemble.policy, prior): found for name, found in _exposure(ensemble)}
        for part, number in _numbers(claims):
            if ensemble.policy in number.policies and (prior != FORECAST or part.forecast):
                values.numbers[number, ensemble.policy, prior] = _value(ensemble, counted, number)
    values.seconds += sum(first.seconds.values())


def _exposure(ensemble: Ensemble) -> Iterator[tuple[str, Floats]]:
    """Yields what civilians were exposed to, whatever the claims ask: person-days, and the most who were trapped."""
    kept = {series.quantity for series in ensemble.series if (series.place, series.group) == ("all", "all")}
    for name in EXPOSURE:
        if name in kept:
            path = ensemble.of(name)
            yield name, np.asarray(path.max(axis=1) if name == "trapped" else path[:, -1], np.float64)


def _value(ensemble: Ensemble, counted: Counted, number: Number) -> Floats | str:
    try:
        return values_of(ensemble, counted, number)
    except NotRun as reason:
        return str(reason)


def _numbers(claims: Claims) -> list[tuple[Part, Number]]:
    return [(part, number) for claim in claims.claims for part in claim.parts for number in part.numbers]


def _shifted(
    progress: Callable[[int, int], None] | None, index: int, rounds: int, members: int
) -> Callable[[int, int], None] | None:
    """Returns progress over all prior sets, each of which counts as many members."""
    if progress is None:
        return None

    def report(finished: int, total: int) -> None:
        progress(index * members + finished, rounds * members)

    return report
