"""One run: the people, the environment, and what every mechanism needs to know of them."""

from __future__ import annotations

import math
from bisect import bisect
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate

import numpy as np
from tests.oracle.choice import Option, Prospect, awareness, prospect, reference, weight_of
from tests.oracle.facts import Facts
from tests.oracle.operation import Clock
from tests.oracle.people import DEAD, ELSEWHERE, FIGHTERS, FIGHTING, FREE, GUISE, HELD_POOL, HOME, Person

__all__ = ["Ground"]


class Ground:
    """The state of a run. `count` holds running tallies, `today` those of the day, both by name."""

    def __init__(self, facts: Facts, factual: Facts, rng: np.random.Generator) -> None:
        self.facts = facts
        self.rng = rng
        self.people: list[Person] = []
        self.clocks = {place: Clock(zone) for place, zone in facts.zones.items()}
        self.day = -1
        self.encircled = dict.fromkeys(facts.zones, False)
        self.days_encircled = dict.fromkeys(facts.zones, 0)
        self.effect = {zone: self.first_effect() for zone in facts.zones}
        self.reference = {
            (zone, group.id): reference(factual, zone, group.id) for zone in facts.zones for group in facts.groups
        }
        self.away: Counter[Hashable] = Counter()  # (zone, group): alive and elsewhere
        self.count: Counter[Hashable] = Counter()
        self.today: Counter[Hashable] = Counter()
        self.demand: list[tuple[Person, Option]] = []  # who wants to go which way today
        self._settle_first_people()

    def _settle_first_people(self) -> None:
        for zone in self.facts.zones:
            for group in self._groups_of(round(self.facts.value("population", zone))):
                self.people.append(Person(group, self.facts.origin_of[zone], HOME, zone, HELD_POOL))
            if self.facts.scenario.fighters:
                for _ in range(round(self.facts.value("fighters_initial", zone))):
                    self.people.append(Person(FIGHTERS, self.facts.origin_of[zone], FIGHTING, zone))
        for place in self.facts.places.values():
            for group in self._groups_of(place.initial):
                self.people.append(Person(group, ELSEWHERE, FREE, place.id))

    def _groups_of(self, people: int) -> list[str]:
        """Returns the group of each of some people: by share, largest remainder."""
        exact = [people * group.share for group in self.facts.groups]
        sizes = [math.floor(one) for one in exact]
        by_remainder = sorted(range(len(exact)), key=lambda position: sizes[position] - exact[position])
        for position in by_remainder[: people - sum(sizes)]:
            sizes[position] += 1
        return [group.id for group, size in zip(self.facts.groups, sizes, strict=True) for _ in range(size)]

    def first_effect(self) -> float:
        """Returns a zone's day effect before the first day: stationary, so that the first day is like any other."""
        return float(self.rng.normal(0.0, self.facts.value("day_effect_sd")))

    # What the morning is like: all decisions of a day are made on this.

    def look_around(self, day: int) -> None:
        """Notes how many are where, which ways are open and who can know of them."""
        load = Counter(person.place for person in self.people if person.status == FREE)
        self.weights = {
            place: {option: weight_of(self.facts, option, day, load) for option in options}
            for place, options in self.facts.options.items()
        }
        corridors = self.facts.scenario.corridors
        aware = {corridor.id: awareness(self.facts, corridor, day) for corridor in corridors}
        self.thresholds = sorted(aware.values())
        self.known_above = [
            frozenset(corridor for corridor, share in aware.items() if share > level) for level in (0.0, *self.thresholds)
        ]
        self.day = day
        self._prospects: dict[Hashable, Prospect] = {}
        self.today = Counter()
        self.demand = []

    def known(self, attention: float) -> frozenset[str]:
        """Returns the corridors that a person knows today; whoever knows one knows every better known one.

        `attention` is that person's number of the day, uniform in [0, 1]: 0 is who knows all that can be known.
        """
        return self.known_above[bisect(self.thresholds, attention)]

    def prospect(self, place: str, group: str, known: frozenset[str]) -> Prospect:
        """Returns what lies before people of a group at a place who know some corridors."""
        group = self.looks_like(place, group)
        key = (place, self.facts.alike.get(group, group), known)
        if key not in self._prospects:
            self._prospects[key] = prospect(self.facts, self.weights[place], group, known, self.day)
        return self._prospects[key]

    def looks_like(self, place: str, group: str) -> str:
        """Returns the group by whose rules a person goes on: fighters hide as men and boys, all the way (2.8)."""
        if group != FIGHTERS:
            return group
        groups = [one.id for one in self.facts.groups]
        return GUISE if GUISE in groups else groups[0]

    def pick(self, options: Sequence[Option], shares: Iterable[float]) -> Option:
        """Returns one of some options, each with the odds of its share."""
        upto = list(accumulate(shares))
        dart = self.rng.random() * upto[-1]
        return next((option for option, edge in zip(options, upto, strict=True) if dart < edge), options[-1])

    def lot(self, people: Sequence[Person], places: int) -> tuple[list[Person], list[Person]]:
        """Returns who is lucky and who is not, when there are so many places."""
        if len(people) <= places:
            return list(people), []
        order = [people[position] for position in self.rng.permutation(len(people))]
        return order[:places], order[places:]

    def at(self, status: str, place: str) -> list[Person]:
        """Returns the people of a status at a place."""
        return [person for person in self.people if person.status == status and person.place == place]

    def in_pool(self, zone: str, *pools: str) -> list[Person]:
        """Returns the people who are at home in some pools of a zone."""
        return [person for person in self.at(HOME, zone) if person.pool in pools]

    def dies(self, person: Person, zone: str) -> None:
        """A person of a zone dies."""
        person.be(DEAD, zone)
        self.count["dead", zone, person.group] += 1
