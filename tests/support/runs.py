"""Many members of one small situation, quickly: the engine's own days, with everything made once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corridor.crew import Crew, crew_of
from corridor.draws import member_key
from corridor.engine.day import advance
from corridor.engine.member import record_for, run_days, tape_for
from corridor.engine.state import arrays_of, copy_state
from corridor.model.scratch import Scratch, scratch_for
from corridor.model.state import State
from corridor.model.world import World
from corridor.parameters import draw
from corridor.scenario.index import index
from corridor.scenario.policy import apply
from corridor.scenario.schema import Scenario
from corridor.series import Series

__all__ = ["Sample", "after_day", "chances", "crew_for", "evenings", "same_numbers", "sample"]

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Sample:
    """What many members with the same parameters left behind."""

    series: tuple[Series, ...]
    values: Ints  # (members, days, series)
    last: Mapping[str, NDArray[np.generic]]  # arrays of the last evening's State that were asked for, members first
    draws: int  # random numbers, all members together

    def of(self, quantity: str, place: str = "all", group: str = "all") -> Ints:
        """Returns (members, days)."""
        return self.values[:, :, self.series.index(Series(quantity, place, group))]


def crew_for(
    scenario: Scenario,
    *,
    policy: str = "factual",
    seed: int = 1,
    roles: Mapping[str, int] | None = None,
    draws: int = 1,
    prior_set: str = "P1",
) -> Crew:
    """Returns a crew; `roles` says what a station does with groups that the four built-in names do not cover."""
    parameters = draw(scenario.parameters, prior_set, seed, draws)
    crew = crew_of(scenario, apply(scenario, policy), parameters, prior_set, seed, 1)
    return replace(crew, world=_with_roles(crew.world, scenario, roles or {}))


def _with_roles(world: World, scenario: Scenario, roles: Mapping[str, int]) -> World:
    role = world.groups.role.copy()
    for group, position in index(scenario).groups.items():
        role[position] = roles.get(group, role[position])
    return replace(world, groups=replace(world.groups, role=role))


def sample(
    scenario: Scenario,
    members: int,
    *,
    policy: str = "factual",
    seed: int = 1,
    roles: Mapping[str, int] | None = None,
    keep: Sequence[str] = (),
) -> Sample:
    """Returns `members` runs to the scenario's end, all with the parameters of draw 0."""
    crew = crew_for(scenario, policy=policy, seed=seed, roles=roles)
    theta = crew.theta(0)
    start = crew.start(theta)
    state, scratch = copy_state(start), scratch_for(crew.world)
    flat, record = record_for(crew.world)
    tape, balance = tape_for(crew.plan), np.zeros_like(state.entered)
    arrays = [(getattr(state, name), array) for name, array in arrays_of(start).items()]
    values = np.empty((members, *tape.values.shape), np.int32)
    last: dict[str, list[NDArray[np.generic]]] = {name: [] for name in keep}
    for member in range(members):
        for array, first in arrays:
            array[...] = first
        key = member_key(seed, member)
        days = len(crew.dates)
        wrong = run_days(crew.world, theta, state, 0, days, key, scratch, record, flat, crew.plan, tape, balance)
        assert wrong < 0, f"member {member}: the ledger is wrong on day {wrong}"
        values[member] = tape.values
        for name, kept in last.items():
            kept.append(getattr(state, name).copy())
    return Sample(crew.series, values, {name: np.array(kept) for name, kept in last.items()}, int(scratch.draws[0]))


def after_day(crew: Crew, days: int = 1, member: int = 0) -> tuple[State, Scratch]:
    """Returns the state of a member after some days, and the working arrays as the last day left them."""
    theta = crew.theta(member)
    state, scratch = crew.start(theta), scratch_for(crew.world)
    _, record = record_for(crew.world)
    for day in range(days):
        advance(crew.world, theta, state, day, member_key(crew.seed, member), scratch, record)
    return state, scratch


def chances(scenario: Scenario, zone: str, pool: int, day: int = 0) -> tuple[dict[str, float], float]:
    """Returns the probabilities of a day for one person of a pool: each option's by its route's id, and that of death."""
    crew = crew_for(scenario)
    _, scratch = after_day(crew, day + 1)
    where, options = index(scenario), crew.world.options
    routes = list(where.routes)
    place = where.places[zone]
    found = range(options.first[place], options.first[place + 1])
    return {routes[options.route[one]]: float(scratch.chance[pool, one]) for one in found}, float(scratch.dying[pool])


def evenings(crew: Crew, member: int = 0) -> Iterator[State]:
    """Yields the same State object on every evening, the one before day 0 first."""
    theta = crew.theta(0)
    state, scratch = crew.start(theta), scratch_for(crew.world)
    _, record = record_for(crew.world)
    yield state
    for number in range(len(crew.dates)):
        advance(crew.world, theta, state, number, member_key(crew.seed, member), scratch, record)
        yield state


def same_numbers(one: Sample, other: Sample, leave_out: tuple[str, ...] = ()) -> None:
    """Asserts that series which both have are equal, bit for bit."""
    common = [series for series in one.series if series in other.series and series.quantity not in leave_out]
    assert common
    for series in common:
        key = (series.quantity, series.place, series.group)
        assert np.array_equal(one.of(*key), other.of(*key)), series
