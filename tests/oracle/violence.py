"""Violence that excites itself, where it comes from and what people feel of it (MODEL.md 2.9)."""

from __future__ import annotations

import math
from collections import Counter

from tests.oracle.facts import Facts
from tests.oracle.ground import Ground
from tests.oracle.operation import ON
from tests.oracle.people import ACTIVE, FIGHTERS, FIGHTING, FREE

__all__ = ["Violence"]

_WINDOW_DAYS = 14
#: What a region counts as where no row says how many live there.
_PEOPLE_OF_A_REGION = 500_000.0


class Violence(Ground):
    """Events of zones and regions ("arenas"): Poisson, at an intensity that earlier events, fighters and battle raise."""

    def begin_violence(self) -> None:
        """Nothing has happened yet."""
        self.events: Counter[str] = Counter()  # of today
        self.excitation = dict.fromkeys(self.facts.arenas, 0.0)
        self.felt = dict.fromkeys(self.facts.arenas, 0.0)  # V: events per 100,000 people in 14 days, weighted
        self.newcomers: Counter[str] = Counter()  # of yesterday

    def erupt(self) -> None:
        """Draws the events of the day."""
        here = Counter(person.place for person in self.people if person.status in (FIGHTING, ACTIVE))
        self.events = Counter()
        for arena in self.facts.arenas:
            self.events[arena] = int(self.rng.poisson(self.intensity(arena, here[arena])))
            self.count["events", arena] += self.events[arena]

    def intensity(self, arena: str, fighters: int) -> float:
        """Returns mu + psi act + theta_F (F/100)^kappa + theta_C C/10^4 + S: of events of today."""
        facts = self.facts
        intensity = facts.value("base_events", arena, 0.0) + self.excitation[arena]
        if arena in self.clocks and self.clocks[arena].phase == ON:
            intensity += facts.value("operation_events", arena)
        if fighters > 0:
            intensity += facts.value("fighter_events") * (fighters / 100) ** facts.value("fighter_elasticity")
        intensity += facts.value("arrival_events") * self.newcomers[arena] / 1e4
        return max(0.0, intensity)

    def remember(self) -> None:
        """In the evening: the children of today's events are still to come, and people have lived through the day."""
        facts = self.facts
        forgetting = 1.0 / facts.value("memory_days")
        born = {arena: facts.value("branching_ratio", arena) * self.events[arena] for arena in facts.arenas}
        for arena in facts.arenas:
            children = sum(self.share_born_in(arena, parent) * born[parent] for parent in facts.arenas)
            self.excitation[arena] += forgetting * (children - self.excitation[arena])
            per_people = 1e5 / _people_of(facts, arena)
            self.felt[arena] += (_WINDOW_DAYS * self.events[arena] * per_people - self.felt[arena]) / _WINDOW_DAYS
        self._note_newcomers()
        for person in self.people:
            if person.status == FREE and person.place not in facts.passed_through:
                region = facts.arena_of[person.place]
                if region is not None and self.events[region] > 0:
                    self.count["exposed_elsewhere", region] += 1

    def share_born_in(self, arena: str, parent: str) -> float:
        """Returns the share of an event's children that are born in an arena: some spill over, evenly."""
        spilt = self.facts.value("spillover_share", parent)
        others = len(self.facts.arenas) - 1
        if parent == arena:
            return 1.0 - spilt
        return spilt / others

    def _note_newcomers(self) -> None:
        """Displaced civilians who today came to where people stay."""
        self.newcomers = Counter()
        for (what, *where), people in self.today.items():
            if what == "arrivals":
                place, group = where
                region = self.facts.arena_of[place]
                if region is not None and group != FIGHTERS and place not in self.facts.passed_through:
                    self.newcomers[region] += people

    # What it does. All of it is of the morning, but for today's dead.

    def alarm(self, place: str) -> float:
        """Returns log(1 + V/V0) of this morning where a place is; 0 where nothing is counted, or with the feedback off."""
        arena = self.facts.arena_of[place]
        return 0.0 if arena is None else self._alarms[arena]

    def look_around(self, day: int) -> None:
        """Violence takes from what speaks for a destination."""
        super().look_around(day)
        scale = self.facts.value("violence_scale")
        self._alarms = {arena: self._feedback() * math.log(1.0 + felt / scale) for arena, felt in self.felt.items()}
        for options in self.weights.values():
            for option in options:
                options[option] *= self.appeal(option.route.end)

    def appeal(self, place: str) -> float:
        """Returns what violence at a destination leaves of what speaks for it."""
        return math.exp(-self.facts.value("violence_aversion") * self.alarm(place))

    def fear_at_home(self, zone: str) -> float:
        """Returns what violence adds to the log rate of leaving."""
        return self.facts.value("violence_departure") * self.alarm(zone)

    def events_kill(self, zone: str) -> float:
        """Returns the rate of dying in today's events, outside contested blocks."""
        return self._feedback() * self.facts.value("event_lethality") * self.events[zone] / 1e5

    def deterrence(self, zone: str) -> float:
        """Returns the share of returns that violence at home leaves."""
        return math.exp(-self._feedback() * self.facts.value("violence_return_delay") * self.felt[zone])

    def fleeing_again(self, place: str) -> float:
        """Returns the rate of leaving where one stays, for violence there."""
        urge = math.exp(self.facts.value("violence_departure") * self.alarm(place)) - 1.0
        return self.facts.value("secondary_rate") * urge

    def _feedback(self) -> float:
        return self.facts.value("violence_feedback")


def _people_of(facts: Facts, arena: str) -> float:
    """Returns how many people live in an arena, at least one."""
    if arena in facts.zones:
        return max(1.0, facts.value("population", arena))
    return facts.value("region_population", arena, _PEOPLE_OF_A_REGION)
