"""Where people stay: camps take them in or send them on, and some go home (MODEL.md 2.7, 2.11)."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from tests.oracle.people import ELSEWHERE, FIGHTERS, FREE, GATE, HOME, HOMEWARD, RETURNED, Person
from tests.oracle.ways import Ways

from corridor.scenario.schema import PlaceKind

__all__ = ["Stays"]

_ROUNDS = 3
_SAFE_DAYS = 14


class Stays(Ways):
    """What happens to people in camps, host communities and regions."""

    # Camps.

    def come_from_outside(self) -> None:
        """People from outside the scenario arrive (ruling 14)."""
        names = [group.id for group in self.facts.groups]
        shares = [group.share for group in self.facts.groups]
        for place in self.facts.places:
            for _ in range(self.rng.poisson(self.facts.value("inflow", place, 0.0))):
                group = names[self.rng.choice(len(names), p=shares)]
                self.people.append(Person(group, ELSEWHERE, FREE, place))
                self.today["arrivals", place, group] += 1

    def admit(self, day: int) -> None:
        """Camps take in whom they have room for; the others are sent on, three times, then wherever nobody is refused.

        In every round all camps first draw lots, then all who were refused choose.
        """
        load = Counter(person.place for person in self.people if person.status == FREE)
        for attempt in range(_ROUNDS + 1):
            refused = [person for camp in self.facts.camps for person in self._draw_lots(camp, load, day)]
            if not refused:
                return
            for person in refused:
                self.send_on(person, load, day, last=attempt == _ROUNDS)

    def _draw_lots(self, camp: str, load: Counter[str], day: int) -> list[Person]:
        """Takes people in as far as there is room; returns the others."""
        gate = self.at(GATE, camp)
        free = max(0.0, self.facts.room(camp, day) - load[camp])
        admitted, refused = self.lot(gate, int(min(free, len(gate))))
        load[camp] += len(admitted)
        for person in admitted:
            self.note_arrival(person)
            person.status = FREE
        for person in refused:
            self.count["redirected", camp, person.group] += 1
        return refused

    def send_on(self, person: Person, load: Counter[str], day: int, *, last: bool) -> None:
        """A person who was refused chooses again where the way began: among what has room, in the end the residual."""
        assert person.route is not None
        start = person.route.start
        shares = self.prospect(start, person.group, self.known(0.0)).shares
        left = {
            option: share for option, share in shares.items() if not last and self._has_room(option.route.end, load, day)
        }
        if left:
            option = self.pick(list(left), left.values())
        else:
            residual = [one for one, weight in self.weights[start].items() if one.residual and weight > 0.0]
            if not residual:
                self._wait(person, day)
                return
            option = residual[0]
        person.route, person.place = option.route, option.route.end
        if person.place not in self.facts.camps:
            self.come_to(person, day, may_slip=False)

    def _has_room(self, place: str, load: Counter[str], day: int) -> bool:
        return place not in self.facts.camps or load[place] < self.facts.room(place, day)

    def _wait(self, person: Person, day: int) -> None:
        """Whom nobody takes is back where the way began; out of a zone there is no way back: tomorrow at the gate."""
        assert person.route is not None
        start = person.route.start
        if self.facts.places[start].kind is PlaceKind.ZONE:
            person.set_out(person.route, day + 1)
        else:
            person.be(FREE, start)

    # Going home.

    def decide_to_return(self, day: int) -> None:
        """Everyone who stays somewhere may set out for home, once parts of it are safe, and is there in the evening.

        Where there is violence they may flee again instead; the two compete.
        """
        boost = self.facts.value("village_boost")
        self.ready = {
            zone: clock.readiness(day, self.safe_days(), boost) * self.deterrence(zone)
            for zone, clock in self.clocks.items()
        }
        self.note_pull()
        home = {
            (origin, group.id): self._return_rate(zones, group.id)
            for origin, zones in self.facts.zones_of.items()
            for group in self.facts.groups
        }
        again = {place: self.fleeing_again(place) for place in self.facts.places}
        for person in self.people:
            if person.status == FREE and person.place not in self.facts.passed_through and person.group != FIGHTERS:
                self._may_set_out(person, home.get((person.origin, person.group), 0.0), again[person.place])

    def _may_set_out(self, person: Person, home: float, again: float) -> None:
        if home + again == 0.0 or self.rng.random() < math.exp(-(home + again)):
            return
        if self.rng.random() * (home + again) < home:
            person.be(HOMEWARD, "")
            return
        shares = self.prospect(person.place, person.group, self.known(0.0)).shares
        if shares:
            self.demand.append((person, self.pick(list(shares), shares.values())))

    def note_pull(self) -> None:
        """Notes what draws people of a group to each zone: how many of them are away, and what of it is ready.

        It is that of the morning, for those who choose a zone in the evening too: all rates are (2.3).
        """
        self.pull = {
            (zone, group.id): self.away[zone, group.id] * ready
            for zone, ready in self.ready.items()
            for group in self.facts.groups
        }

    def safe_days(self) -> int:
        """Returns for how many days a block must have been in other hands before people go home."""
        return _SAFE_DAYS

    def _return_rate(self, zones: list[str], group: str) -> float:
        """Returns the rate of people of an origin: the average over its zones, by who is away from each."""
        away = sum(self.away[zone, group] for zone in zones)
        if away == 0:
            return 0.0
        pull = sum(self.pull[zone, group] for zone in zones)
        return self.facts.value("return_rate") * (1.0 - self.facts.value("return_bar")) * pull / away

    def come_home(self) -> None:
        """Whoever set out for home is there: in a zone of the origin, by who is away and what is ready."""
        for person in [person for person in self.people if person.status == HOMEWARD]:
            zones = self.facts.zones_of[person.origin]
            pull = [self.pull[zone, person.group] for zone in zones]
            zone = zones[self.rng.choice(len(zones), p=np.divide(pull, sum(pull)))]
            if self.away[zone, person.group] == 0:  # nobody is missing there any more: somebody is elsewhere
                zone = next(other for other in zones if self.away[other, person.group] > 0)
            self.away[zone, person.group] -= 1
            self.count["returned", zone, person.group] += 1
            person.be(HOME, zone)
            person.pool = RETURNED
