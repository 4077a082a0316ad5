"""Members × parameter draws under one policy: the same numbers however many threads make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corridor.crew import Crew, crew_of, work
from corridor.errors import RunError
from corridor.parameters import ParameterDraws, drawn_for
from corridor.scenario.policy import apply
from corridor.scenario.schema import Scenario
from corridor.series import FlowKey, Series, flow_dates, refuse_fighters
from corridor.spool import part, room

__all__ = ["Ensemble", "FlowKey", "Progress", "Series", "simulate", "simulate_together"]

#: Called from the main thread with (finished members, all members).
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Many members of one scenario under one policy, before anything is rounded or suppressed.

    `values` is (members, days, series) and `flows` (members, flow dates, flow keys), both int32; row i of
    either belongs to member i, which used parameter draw i // replicates.
    """

    scenario: Scenario
    policy: str
    prior_set: str
    seed: int
    replicates: int
    dates: tuple[date, ...]
    series: tuple[Series, ...]
    values: NDArray[np.int32]
    flow_dates: tuple[date, ...]
    flow_keys: tuple[FlowKey, ...]
    flows: NDArray[np.int32]
    parameters: ParameterDraws
    overrides: Mapping[str, float]
    complete: bool
    seconds: Mapping[str, float] = field(compare=False)

    @property
    def members(self) -> int:
        """Returns how many members were finished."""
        return int(self.values.shape[0])

    def of(self, quantity: str, place: str = "all", group: str = "all") -> NDArray[np.int32]:
        """Returns the (members, days) values of one series; KeyError names the series that exist for the quantity.

        Raises RefusedOutput for fighters, of whom `corridor.publish` gives ranges.
        """
        refuse_fighters(Series(quantity, place, group))
        return self.unpublished(quantity, place, group)

    def column(self, index: int) -> NDArray[np.int32]:
        """Returns the (members, days) values of `series[index]`, without the whole of a spooled table in memory."""
        return part(self.values, slice(None), index)

    def keeping(self, columns: list[int]) -> Ensemble:
        """Returns the ensemble with some of its series, copied."""
        values = part(self.values, slice(None), columns)
        return replace(self, series=tuple(self.series[column] for column in columns), values=values)

    def unpublished(self, quantity: str, place: str = "all", group: str = "all") -> NDArray[np.int32]:
        """Returns what `of` does, fighters too: for the program's own sums, pooled and rounded before they go out."""
        wanted = Series(quantity, place, group)
        if wanted in self.series:
            return self.column(self.series.index(wanted))
        known = sorted({series.place for series in self.series if series.quantity == quantity})
        raise KeyError(f"no series {wanted}; places with {quantity!r}: {', '.join(known) or 'none'}")


def simulate(
    scenario: Scenario,
    *,
    policy: str = "factual",
    members: int = 200,
    replicates: int = 1,
    seed: int = 1,
    until: date | None = None,
    prior_set: str = "P1",
    overrides: Mapping[str, float] | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Returns `members` runs of `scenario` under `policy`: member i uses parameter draw i // replicates.

    Every number is a function of (scenario, policy, prior set, seed, overrides) alone: not of `jobs`, `members` or
    `until`. Under prior set P0 the runs see only what was public before the start (ruling 15). Ctrl-C gives back the
    members that are finished without a gap, with `complete` false. `prior_set` may name the posterior.parquet of a
    calibration. With `cluster`, the address of a Dask scheduler, its workers do the work: the same numbers, of more than
    1,000 members those of at most 100 headline series. Raises PolicyError, ParameterError, RunError.

    >>> from corridor import load, simulate
    >>> ensemble = simulate(load("tutorial"), members=4)
    >>> ensemble.of("displaced_current").shape
    (4, 60)
    """
    (ensemble,) = simulate_together(
        scenario,
        (policy,),
        members=members,
        replicates=replicates,
        seed=seed,
        until=until,
        prior_set=prior_set,
        overrides=overrides,
        jobs=jobs,
        cluster=cluster,
        progress=progress,
    )
    return ensemble


def simulate_together(
    scenario: Scenario,
    policies: Sequence[str],
    *,
    members: int = 200,
    replicates: int = 1,
    seed: int = 1,
    until: date | None = None,
    prior_set: str = "P1",
    overrides: Mapping[str, float] | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
    whole: bool = False,
    progress: Progress | None = None,
) -> tuple[Ensemble, ...]:
    """Returns one ensemble a policy, in their order: each is what `simulate` gives for that policy alone.

    Member i of all policies is run before a thread takes up another member, so that after Ctrl-C all ensembles hold the
    same members. `progress` counts members of which every policy is finished. With `whole` a cluster sends every series,
    however many members there are. Raises what `simulate` raises.
    """
    if members < 1 or replicates < 1:
        raise RunError(f"members and replicates must be at least 1; given {members} and {replicates}")
    began = perf_counter()
    changed = [apply(scenario, policy) for policy in policies]
    parameters = drawn_for(scenario, prior_set, seed, -(-members // replicates), overrides or {})
    crews = [crew_of(scenario, each, parameters, prior_set, seed, replicates, until) for each in changed]
    if cluster is not None and not whole:
        from corridor.cluster_members import thinned

        crews = thinned(crews, scenario, members)
    compiled = perf_counter()
    tables = [_room(members, crew, len(crews)) for crew in crews]
    if cluster is None:
        finished = work(crews, members, tables, jobs, progress)
    else:
        from corridor.cluster_members import order_of, work_on_cluster

        order = order_of(scenario, changed, prior_set, until, crews[0])
        finished = work_on_cluster(cluster, order, parameters, members, tables, progress)
    seconds = {"prepare": compiled - began, "simulate": perf_counter() - compiled}
    return tuple(
        Ensemble(
            scenario=scenario,
            policy=policy,
            prior_set=prior_set,
            seed=seed,
            replicates=replicates,
            dates=crew.dates,
            series=crew.series,
            values=values[:finished],
            flow_dates=flow_dates(crew.dates),
            flow_keys=crew.flow_keys,
            flows=flows[:finished],
            parameters=parameters,
            overrides=dict(overrides or {}),
            complete=finished == members,
            seconds=seconds,
        )
        for policy, crew, (values, flows) in zip(policies, crews, tables, strict=True)
    )


def _room(members: int, crew: Crew, policies: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Returns where results go: values and flows."""
    values = room((members, len(crew.dates), len(crew.series)), policies)
    return values, room((members, len(flow_dates(crew.dates)), len(crew.flow_keys)), policies)
