"""Members of a Flee scenario on threads: the same numbers however many make them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import local
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corridor.draws import member_key
from corridor.engine.flee_member import BALANCED, FULL, NO_ORIGIN, run_flee_days
from corridor.errors import LedgerError, RunError
from corridor.flee.stages import Stages, stages_of
from corridor.flee.stops import no_origin, prepared
from corridor.flee.world import Counted, counted
from corridor.formats.flee.schema import FleeScenario
from corridor.model.flee.state import flee_scratch, flee_state, restart
from corridor.model.flee.world import FleeWorld

__all__ = ["Desk", "FleeEnsemble", "run_member", "simulate_flee", "simulate_flee_together"]

FIRST_ROOM = 512
Values = NDArray[np.int32]


@dataclass(frozen=True)
class FleeEnsemble:
    """Many members of one Flee scenario: `values` is (members, days, locations + 2), people in the evening, in agents.

    The last two columns are people on links, and people ever displaced (those of day 0 included).
    """

    scenario: FleeScenario
    repaired: bool
    seed: int
    data: Counted
    values: Values
    complete: bool
    seconds: dict[str, float] = field(compare=False)

    @property
    def dates(self) -> tuple[date, ...]:
        """Returns the days: row t is Flee's day t, the start plus t."""
        return tuple(self.scenario.start + timedelta(days=day) for day in range(self.scenario.length))

    @property
    def places(self) -> tuple[str, ...]:
        """Returns the names of the locations, in the order of the columns of `values`."""
        return tuple(place.name for place in self.scenario.locations)

    def present(self, place: str) -> Values:
        """Returns (members, days) people at a location; KeyError names the locations."""
        if place not in self.places:
            raise KeyError(f"no location {place!r}; known: {', '.join(self.places)}")
        return self.values[:, :, self.places.index(place)]

    @property
    def under_way(self) -> Values:
        """Returns (members, days) people on links."""
        return self.values[:, :, -2]

    @property
    def displaced(self) -> Values:
        """Returns (members, days) people ever displaced."""
        return self.values[:, :, -1]


def simulate_flee(
    scenario: FleeScenario,
    *,
    members: int = 200,
    seed: int = 1,
    repaired: bool = False,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FleeEnsemble:
    """Returns `members` runs of a Flee scenario; every number is a function of (scenario, seed, repaired) alone."""
    (ensemble,) = simulate_flee_together(
        (scenario,), members=members, seed=seed, repaired=repaired, jobs=jobs, progress=progress
    )  # fmt: skip
    return ensemble


def simulate_flee_together(
    scenarios: Sequence[FleeScenario],
    *,
    members: int = 200,
    seed: int = 1,
    repaired: bool = False,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[FleeEnsemble, ...]:
    """Returns one ensemble a scenario, each as `simulate_flee` gives it; member k of all is run by one thread in a row.

    Ctrl-C gives back the members that are finished without a gap, the same of every scenario, with `complete` false.
    """
    if members < 1:
        raise RunError(f"members must be at least 1; given {members}")
    began = perf_counter()
    worlds = [prepared(scenario, repaired) for scenario in scenarios]
    stages = [stages_of(scenario, world, repaired) for scenario, world in zip(scenarios, worlds, strict=True)]
    ready = perf_counter()
    tapes = [np.zeros((members, one.length, len(one.locations) + 2), np.int32) for one in scenarios]
    mine = local()  # every thread has working arrays of its own

    def one(member: int) -> None:
        if not hasattr(mine, "desks"):
            mine.desks = [Desk(*pair) for pair in zip(worlds, stages, strict=True)]
        for desk, scenario, tape in zip(mine.desks, scenarios, tapes, strict=True):
            run_member(desk, scenario, seed, member, tape[member])

    finished = 0
    with ThreadPoolExecutor(max(1, min(jobs or os.cpu_count() or 1, members))) as pool:
        try:
            for _ in pool.map(one, range(members)):
                finished += 1
                if progress is not None:
                    progress(finished, members)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
    seconds = {"prepare": ready - began, "simulate": perf_counter() - ready}
    return tuple(
        FleeEnsemble(scenario, repaired, seed, counted(scenario, repaired), tape[:finished], finished == members, seconds)
        for scenario, tape in zip(scenarios, tapes, strict=True)
    )


class Desk:
    """State and working arrays, used again for member after member; grown where cells do not fit."""

    def __init__(self, world: FleeWorld, stages: Stages | None = None) -> None:
        self.world = world
        self.stages = stages or ((0, world),)
        self._room = FIRST_ROOM
        self._make()

    def _make(self) -> None:
        self.state, self.scratch = flee_state(self.world, self._room), flee_scratch(self.world, self._room)

    def grow(self) -> None:
        """Makes four times as much room."""
        self._room *= 4
        self._make()


def run_member(desk: Desk, scenario: FleeScenario, seed: int, member: int, tape: Values) -> None:
    """Fills `tape` (days, locations + 2) with one member."""
    world, key = desk.world, member_key(seed, member)
    while True:
        restart(world, desk.state, desk.scratch)
        end, day = _run_stages(desk, scenario.length, key, tape)
        if end != FULL:
            break
        desk.grow()
    if end == NO_ORIGIN:
        raise RunError(no_origin(scenario, world, day))
    if end != BALANCED:
        raise LedgerError(f"member {member}: people were lost or invented on day {day}; this is a defect of Corridor")


def _run_stages(desk: Desk, days: int, key: np.uint64, tape: Values) -> tuple[int, int]:
    """Runs all days, in the world of each stage; returns how the run ended and on which day."""
    last = [first for first, _ in desk.stages[1:]]
    end, day = BALANCED, 0
    for (first, world), until in zip(desk.stages, [*last, days], strict=True):
        desk.scratch.room[:] = 1.0  # a limit that is lifted must not be remembered
        end, day = run_flee_days(world, desk.state, desk.scratch, first, until, key, tape)
        if end != BALANCED:
            break
    return end, day
