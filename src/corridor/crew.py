"""The threads that run members: compiled once, each thread with its own working arrays, results in member order."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Event

import numpy as np
from numpy.typing import NDArray

from corridor.draws import member_key
from corridor.engine.member import TOO_MANY, Plan, Tape, fill_reference, record_for, run_days
from corridor.engine.state import initial_state
from corridor.errors import LedgerError, RunError
from corridor.model.scratch import scratch_for
from corridor.model.state import State
from corridor.model.theta import Theta
from corridor.model.world import World
from corridor.parameters import ParameterDraws
from corridor.scenario.schema import Scenario
from corridor.scenario.theta import Layout, layout
from corridor.scenario.world import compile_world
from corridor.series import FlowKey, Series, flow_keys_of, plan_for, series_of
from corridor.spool import release

__all__ = ["Crew", "crew_of", "work"]

Ints = NDArray[np.int32]


#: More people than this in one zone are a mistake in a prior, and more than a draw can count.
_MOST_PEOPLE = 10**12
#: So often the memory of spooled tables is given back while members are still run.
_RELEASED_EVERY = 64


@dataclass(frozen=True, slots=True)
class Crew:
    """Everything that the members of one ensemble share."""

    factual: World  # before any policy: the reference of the choice (ruling 5)
    world: World
    layout: Layout
    parameters: ParameterDraws
    plan: Plan
    series: tuple[Series, ...]
    flow_keys: tuple[FlowKey, ...]
    dates: tuple[date, ...]
    seed: int
    replicates: int
    first_draw: int = 0  # of the scenario's draws, the one that the first row of `parameters` is

    def theta(self, member: int) -> Theta:
        """Returns the parameters of a member, with the reference of its choices."""
        theta = self.layout.theta(self.parameters.values[member // self.replicates - self.first_draw])
        people = theta.departure.population
        if not (people <= _MOST_PEOPLE).all():
            raise RunError(
                f"member {member}: a zone with {people.max():g} people is drawn; at most {_MOST_PEOPLE:,} can be simulated. "
                "Narrow the prior of its population in parameters.csv"
            )
        days = self.factual.places.capacity.shape[0]  # all of the scenario's: a shorter run has the same reference
        fill_reference(self.factual, theta, scratch_for(self.factual), days)
        return theta

    def start(self, theta: Theta) -> State:
        """Returns the evening before day 0."""
        return initial_state(self.world, theta)

    def run(self, member: int, theta: Theta, state: State, first: int, last: int, tape: Tape) -> None:
        """Runs days `first` to `last` - 1 of a member from `state`, which is changed in place."""
        flat, record = record_for(self.world)
        balance = np.zeros_like(state.entered)
        key = member_key(self.seed, member)
        scratch = scratch_for(self.world)
        wrong = run_days(self.world, theta, state, first, last, key, scratch, record, flat, self.plan, tape, balance)
        if wrong == TOO_MANY:
            raise RunError(
                f"member {member}: a running total passed 2,147,483,647, more than a table holds. "
                "Shorten the run with --until, or split the scenario"
            )
        if wrong >= 0:
            raise LedgerError(
                f"member {member}: people were lost or invented on {self.dates[wrong]}; this is a defect of Corridor. "
                "Please report it with the scenario, the seed and this line"
            )

    def member(self, member: int, values: Ints, flows: Ints) -> None:
        """Runs all days of a member into its rows of the tables."""
        theta = self.theta(member)
        self.run(member, theta, self.start(theta), 0, len(self.dates), Tape(values[member], flows[member]))


def work(
    crews: Sequence[Crew],
    members: int,
    tables: Sequence[tuple[Ints, Ints]],
    jobs: int | None,
    progress: Callable[[int, int], None] | None,
) -> int:
    """Runs all members on `jobs` threads, a member of every crew together; crew c fills `tables[c]`.

    Returns how many members are finished without a gap in every crew (Ctrl-C ends the work early).
    """
    stop = Event()

    def one(member: int) -> int:
        for crew, (values, flows) in zip(crews, tables, strict=True):
            if stop.is_set():
                return -1
            crew.member(member, values, flows)
        return member

    done = np.zeros(members, bool)
    with ThreadPoolExecutor(_threads(jobs, members)) as pool:
        pending = {pool.submit(one, member) for member in range(members)}
        try:
            _collect(pending, done, tables, progress)
        except KeyboardInterrupt:
            stop.set()
        except BaseException:
            stop.set()
            raise
    _note_late(pending, done)
    return members if done.all() else int(np.argmin(done))


def crew_of(
    scenario: Scenario,
    changed: Scenario,
    parameters: ParameterDraws,
    prior_set: str,
    seed: int,
    replicates: int,
    until: date | None = None,
) -> Crew:
    """Returns the crew that runs `changed` (the scenario under a policy) against the reference of `scenario`."""
    end = until or scenario.end
    if not scenario.start <= end <= scenario.end:
        raise RunError(f"the run must end between {scenario.start} and {scenario.end}; given {end}")
    days = (end - scenario.start).days + 1
    as_of = scenario.start - timedelta(days=1) if prior_set == "P0" else None
    series, flow_keys = series_of(scenario), flow_keys_of(scenario)
    return Crew(
        factual=compile_world(scenario, as_of),
        world=compile_world(changed, as_of),
        layout=layout(scenario, parameters.names),
        parameters=parameters,
        plan=plan_for(scenario, series, flow_keys, days),
        series=series,
        flow_keys=flow_keys,
        dates=tuple(scenario.start + timedelta(days=day) for day in range(days)),
        seed=seed,
        replicates=replicates,
    )


def _threads(jobs: int | None, members: int) -> int:
    if jobs is not None and jobs < 1:
        raise RunError(f"jobs must be at least 1; given {jobs}")
    return max(1, min(jobs or os.cpu_count() or 1, members))


def _collect(
    pending: set[Future[int]],
    done: NDArray[np.bool_],
    tables: Sequence[tuple[Ints, Ints]],
    progress: Callable[[int, int], None] | None,
) -> None:
    waiting = set(pending)
    while waiting:
        ready, waiting = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
        for future in ready:
            done[future.result()] = True
            if future.result() % _RELEASED_EVERY == 0:
                for values, flows in tables:
                    release(values)
                    release(flows)
        if progress is not None:
            progress(int(done.sum()), done.size)


def _note_late(pending: set[Future[int]], done: NDArray[np.bool_]) -> None:
    """Members that were under way when the user stopped the run have been finished meanwhile."""
    for future in pending:
        if future.done() and future.exception() is None and future.result() >= 0:
            done[future.result()] = True
