"""Members of a Flee scenario on threads: the same numbers however many make them."""

from __future__ import annotations

import os
from collections.abc import Callable
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
from corridor.flee.world import Counted, compile_flee, counted
from corridor.formats.flee.schema import FleeScenario
from corridor.model.flee.state import flee_scratch, flee_state, restart
from corridor.model.flee.world import FleeWorld

__all__ = ["Desk", "FleeEnsemble", "run_member", "simulate_flee"]

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
    if members < 1:
        raise RunError(f"members must be at least 1; given {members}")
    began = perf_counter()
    world = compile_flee(scenario, repaired)
    ready = perf_counter()
    values = np.zeros((members, scenario.length, len(scenario.locations) + 2), np.int32)
    mine = local()  # every thread has working arrays of its own

    def one(member: int) -> None:
        if not hasattr(mine, "desk"):
            mine.desk = Desk(world)
        run_member(mine.desk, scenario, seed, member, values[member])

    complete = True
    finished = 0
    with ThreadPoolExecutor(max(1, min(jobs or os.cpu_count() or 1, members))) as pool:
        try:
            for _ in pool.map(one, range(members)):
                finished += 1
                if progress is not None:
                    progress(finished, members)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            complete = False
    return FleeEnsemble(
        scenario, repaired, seed, counted(scenario, repaired), values[:finished], complete,
        {"prepare": ready - began, "simulate": perf_counter() - ready},
    )  # fmt: skip


class Desk:
    """State and working arrays, used again for member after member; grown where cells do not fit."""

    def __init__(self, world: FleeWorld) -> None:
        self.world = world
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
        end, day = run_flee_days(world, desk.state, desk.scratch, 0, scenario.length, key, tape)
        if end != FULL:
            break
        desk.grow()
    if end == NO_ORIGIN:
        raise RunError(
            f"day {day} ({scenario.start + timedelta(days=day)}): {world.places.arrivals[day]} people are to be displaced, "
            "but no location with people is in conflict; Flee stops here. Add a conflict to conflicts.csv, shorten "
            "Length in sim_period.csv, or run with --flee-repaired, which makes them wait"
        )
    if end != BALANCED:
        raise LedgerError(f"member {member}: people were lost or invented on day {day}; this is a defect of Corridor")
