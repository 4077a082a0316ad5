"""The oracle: one run of a scenario, person by person, in the order of MODEL.md 2.13.

Written for reading, from the model's text and rulings; it shares nothing with `draws/`, `model/` and `engine/`.
A mechanism is a class (`Zones`, `Ways`, `Stays`, `Fighters`, `Violence`, `FollowOn`), and what it does a line of `live`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from tests.oracle.compare import Sample, sample_of
from tests.oracle.facts import Facts
from tests.oracle.people import CONTESTED, DEAD, FIGHTERS_ONLY, FREE, HELD, HELD_POOL, HOME, QUEUE, ROAD
from tests.oracle.stays import Stays
from tests.oracle.zones import Zones

from corridor.scenario.schema import Scenario

__all__ = ["Oracle", "runs_of"]

#: Above this coercion nobody has a way out, whatever is open (MODEL.md section 3).
_NO_EXIT_COERCION = 0.95


class Oracle(Zones, Stays):
    """One run."""

    def __init__(self, facts: Facts, factual: Facts, rng: np.random.Generator) -> None:
        super().__init__(facts, factual, rng)
        self.begin_violence()
        self.begin_follow_on()
        self.begin_fighters()

    def live(self, day: int) -> None:
        """Lives through one day."""
        self.plan_next(day)
        self.operate(day)
        self.erupt()
        self.look_around(day)
        self.drift()
        self.decide_at_home(day)
        self.move_fighters(day)
        self.decide_on_the_way(day)
        self.decide_to_return(day)
        self.ration(day)
        self.go_on(day)
        self.leave(day)
        self.rejoin()
        self.arrive(day)
        self.screen(day)
        self.come_from_outside()
        self.admit(day)
        self.come_home()
        self.settle_fighters()
        self.remember()
        self.count_the_day(day)

    def count_the_day(self, day: int) -> None:
        """Adds the evening to the running tallies."""
        for person in self.people:
            if person.status == HOME and person.pool == CONTESTED:
                self.count["exposed_days", person.place, person.group] += 1
            elif person.status == HELD:
                self.count["held_days", person.place, person.group] += 1
            elif person.status == QUEUE or (person.status == FREE and person.place in self.facts.passed_through):
                self.count["queue_days", person.place, person.group] += 1
        present = Counter(person.place for person in self.people if person.status == FREE)
        for place, staying in present.items():
            if self.facts.is_informal(place):
                self.count["unsheltered", place] += staying
            elif place in self.facts.camps:
                capacity = min(self.facts.capacity(place, day), 2e9)
                self.count["unsheltered", place] += max(0, staying - math.floor(capacity))

    def evening(self, day: int) -> Counter[Hashable]:
        """Returns everything that is counted on an evening, by name; what is not there is 0."""
        seen = Counter(self.count) + Counter(self.today)
        for person in self.people:
            if person.status == HOME:
                seen["pool", person.place, person.pool, person.group] += 1
            elif person.status == ROAD:
                assert person.route is not None
                seen["road", person.route.id, person.group] += 1
            elif person.status in FIGHTERS_ONLY:
                seen[person.status, person.place] += 1
            elif person.status != DEAD:
                seen[person.status, person.place, person.group] += 1
        for (zone, group), away in self.away.items():
            seen["away", zone, group] = away
        for zone, clock in self.clocks.items():
            seen["taken", zone] = clock.taken
            seen["days_encircled", zone] = self.days_encircled[zone]
            for group in self.facts.groups:
                self._count_trapped(seen, zone, group.id, day)
        for arena in self.facts.arenas:
            seen["excitation", arena] = round(self.excitation[arena], 6)
            seen["felt", arena] = round(self.felt[arena], 6)
        seen["stage",], seen["isolated",], seen["assaulted",] = self.stage, self.isolated_on, self.assaulted_on
        return seen

    def _count_trapped(self, seen: Counter[Hashable], zone: str, group: str, day: int) -> None:
        """Trapped: in held or contested parts while encircled; without exit: nothing open, or coerced (ruling 8)."""
        closed = self.prospect(zone, group, self.known(0.0)).logsum is None
        for pool in (HELD_POOL, CONTESTED):
            people = seen["pool", zone, pool, group] if self.encircled[zone] else 0
            seen["trapped", zone, group] += people
            stuck = closed or self.coercion(zone, pool, day) > _NO_EXIT_COERCION
            seen["trapped_no_exit", zone, group] += people if stuck else 0


def runs_of(
    scenario: Scenario,
    values: Mapping[str, float],
    dates: Sequence[int],
    runs: int,
    seed: int,
    *,
    factual: Scenario | None = None,
    kind: type[Oracle] = Oracle,
) -> Sample:
    """Returns what is counted on the evenings of `dates` (ascending) in each of `runs` independent runs.

    `factual` is the scenario before any policy, if `scenario` is under one; `kind` may be another oracle.
    """
    facts = Facts(scenario, values)
    before = facts if factual is None else Facts(factual, values)
    return sample_of([_run(kind(facts, before, rng), dates) for rng in np.random.default_rng(seed).spawn(runs)])


def _run(oracle: Oracle, dates: Sequence[int]) -> list[Counter[Hashable]]:
    evenings = []
    for day in range(dates[-1] + 1):
        oracle.live(day)
        if day in dates:
            evenings.append(oracle.evening(day))
    return evenings
