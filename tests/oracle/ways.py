"""On the way: passing through, travelling, arriving, being screened (MODEL.md 2.4, 2.6)."""

from __future__ import annotations

import math

from tests.oracle.people import FIGHTERS, FREE, GATE, GUISE, HELD, QUEUE, ROAD, Person
from tests.oracle.violence import Violence

from corridor.scenario.schema import PlaceKind, Route

__all__ = ["Ways"]

#: No journey takes longer.
_LONGEST_DAYS = 30


class Ways(Violence):
    """What happens to people between their zone and where they stay."""

    def decide_on_the_way(self, day: int) -> None:
        """Everyone who only passes through wants to go on; where no way is open they wait."""
        known = self.known(0.0)
        for person in self.people:
            if person.status == FREE and person.place in self.facts.passed_through:
                shares = self.prospect(person.place, person.group, known).shares
                if shares:
                    self.demand.append((person, self.pick(list(shares), shares.values())))

    def go_on(self, day: int) -> None:
        """Those admitted to a way on set out."""
        for person, option in self.demand:
            if person.status == FREE:
                person.set_out(option.route, day + self.travel_days(option.route))

    def travel_days(self, route: Route) -> int:
        """Returns how long this person's journey takes: whole days, or a gamma rounded to whole days, 1 to 30."""
        if route.days_cv == 0.0:
            return min(route.days, _LONGEST_DAYS)
        shape = 1.0 / route.days_cv**2
        while True:
            days = math.floor(self.rng.gamma(shape, route.days / shape) + 0.5)
            if 1 <= days <= _LONGEST_DAYS:
                return days

    def arrive(self, day: int) -> None:
        """Whoever is due arrives: before a camp's gate, in a station's queue (some slip past it), or simply there."""
        for person in self.people:
            if person.status != ROAD or person.due != day:
                continue
            if person.place in self.facts.camps:
                person.status = GATE
            else:
                self.come_to(person, day, may_slip=True)

    def come_to(self, person: Person, day: int, *, may_slip: bool) -> None:
        """A person comes to a place that is no camp."""
        place = person.place
        self.note_arrival(person)
        queues = place in self.facts.stations and self.facts.is_screening(place, day)
        if queues and may_slip and self.slips():
            queues = False
        person.be(QUEUE if queues else FREE, place)

    def note_arrival(self, person: Person) -> None:
        """Counts a person who has come to the end of a route: straight from a zone, that is an exit."""
        assert person.route is not None
        if self.facts.places[person.route.start].kind is PlaceKind.ZONE:
            self.today["passages", person.place, person.group] += 1
        self.count["arrived", person.route.id, person.origin] += 1
        self.today["arrivals", person.place, person.group] += 1

    def slips(self) -> bool:
        """Returns whether somebody comes past a station without being looked at."""
        return bool(self.rng.random() < self.facts.value("bypass_share"))

    # Stations.

    def screen(self, day: int) -> None:
        """Some of those held are let go, then a random part of the queue is served."""
        for station in self.facts.stations:
            for person in self.at(HELD, station):
                if self.rng.random() < 1.0 - math.exp(-self.release_rate(person)):
                    person.status = FREE
            queue = self.at(QUEUE, station)
            if not self.facts.is_screening(station, day):
                for person in queue:
                    person.status = FREE
                continue
            rate = self.facts.value("throughput", station) * self.facts.on(day, "throughput_factor", station, 1.0)
            served, _ = self.lot(queue, math.floor(rate))
            for person in served:
                person.status = HELD if self.is_flagged(person) else FREE

    def release_rate(self, person: Person) -> float:
        """Returns the rate of being let go: innocent people are released, fighters are cleared by mistake."""
        return self.facts.value("false_clearance_rate" if person.group == FIGHTERS else "release_rate")

    def is_flagged(self, person: Person) -> bool:
        """Returns whether the station holds a person: by group alone (section 5)."""
        if person.group == FIGHTERS:
            return bool(self.rng.random() < self.facts.value("sensitivity"))
        return person.group == GUISE and bool(self.rng.random() < self.facts.value("false_positive_rate"))
