"""In a zone: blocks fall, people die or set out (MODEL.md 2.3, 2.4, 2.5, 2.10)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from tests.oracle.choice import Option
from tests.oracle.fighters import Fighters
from tests.oracle.operation import ON
from tests.oracle.people import CONTESTED, FIGHTERS, HELD_POOL, HIDING, HOME, RETAKEN, RETURNED, Person

__all__ = ["Zones"]

#: The share that flees again is of half a year.
_REFLIGHT_DAYS = 180
#: A mass event never takes more than this share of the day's leavers.
_MASS_EVENT_MOST = 0.5


class Zones(Fighters):
    """What happens to people in zones, and at the gates out of them."""

    # The operation.

    def operate(self, day: int) -> None:
        """The operation's day: it begins, takes blocks, pauses; besieged days are counted."""
        for zone, clock in self.clocks.items():
            if self.begins(zone, day):
                clock.phase = ON
                self._contest(zone, range(clock.contested))
            drag = self.drag(zone) if clock.phase == ON else 1.0
            for _ in range(clock.falling(self.facts, day, self.rng, drag)):
                self._take_block(zone, day)
            clock.pause_or_resume(self.facts, self.rng)
        for zone, clock in self.clocks.items():
            on_record = self.facts.mentioned("encircled", zone)
            dated = self.facts.on(day, "encircled", zone, 0.0) == 1.0
            self.encircled[zone] = dated if on_record else clock.cut_off(self.clocks)
            self.days_encircled[zone] += self.encircled[zone]

    def _contest(self, zone: str, contested_before: range) -> None:
        """One held block after another becomes contested; whoever lives there is exposed from now on."""
        clock = self.clocks[zone]
        for contested in contested_before:
            held_blocks = clock.zone.blocks - clock.taken - contested
            if held_blocks <= 0:
                return
            for person in self.in_pool(zone, HELD_POOL):
                if self.lives_in(person, clock.taken + contested, held_blocks):
                    person.pool = CONTESTED
                    self.count["exposed", zone, person.group] += 1

    def _take_block(self, zone: str, day: int) -> None:
        clock = self.clocks[zone]
        contested = clock.contested
        for person in self.in_pool(zone, CONTESTED):
            if self.lives_in(person, clock.taken, contested):
                person.pool = RETAKEN
        clock.take(day)
        self._contest(zone, range(contested - 1, contested))

    def lives_in(self, person: Person, block: int, alike: int) -> bool:
        """Returns whether a person lives in a block that is one of `alike` blocks of the person's pool.

        Ruling 10: people live in pools, and all blocks of a pool are alike to all who live in it, whichever falls next.
        """
        return bool(self.rng.random() < 1.0 / alike)

    # Deciding.

    def drift(self) -> None:
        """The zones' day effects: AR(1) on the log scale (ruling 11)."""
        kept, spread = self.facts.value("day_effect_persistence"), self.facts.value("day_effect_sd")
        for zone in self.effect:
            self.effect[zone] = kept * self.effect[zone] + self.rng.normal(0.0, spread * math.sqrt(1.0 - kept * kept))

    def decide_at_home(self, day: int) -> None:
        """Everyone at home meets all risks of the day at once: death, and leaving (2.3)."""
        rates: dict[object, tuple[float, float]] = {}
        for person in self.people:
            if person.status == HOME:
                known = self.known(self.attention())
                alike = (person.place, person.pool, self.facts.alike[person.group], known)
                if alike not in rates:
                    rates[alike] = self.death_rate(person.place, person.pool), self.rate(*alike, day)
                self.meet_risks(person, *rates[alike], known)

    def death_rate(self, zone: str, pool: str) -> float:
        """Returns the rate of dying at home: what contested blocks suffer is in their own rate (ruling 12)."""
        return self.facts.value("death_rate", zone) if pool == CONTESTED else self.events_kill(zone)

    def meet_risks(self, person: Person, death: float, leaving: float, known: frozenset[str]) -> None:
        """One of several exits, or none: exp(-sum of rates) stay, the others take each in proportion to its rate."""
        if self.rng.random() < math.exp(-(death + leaving)):
            return
        if self.rng.random() * (death + leaving) < death:
            self.dies(person, person.place)
        else:
            self.wish_to_leave(person, known)

    def wish_to_leave(self, person: Person, known: frozenset[str]) -> None:
        """A person who will leave picks the way."""
        shares = self.prospect(person.place, person.group, known).shares
        self.demand.append((person, self.pick(list(shares), shares.values())))

    def rate(self, zone: str, pool: str, group: str, known: frozenset[str], day: int) -> float:
        """Returns the daily rate of leaving (2.4); 0 where no way out is known."""
        facts = self.facts
        logsum = self.prospect(zone, group, known).logsum
        if logsum is None:
            return 0.0
        spread = facts.value("day_effect_sd")
        exponent = self.effect[zone] - spread * spread / 2.0 + self.fear_at_home(zone)
        exponent += facts.value("logsum_weight") * (logsum - self.reference[zone, group])
        if pool in (HELD_POOL, CONTESTED):
            deprivation = 1.0 - math.exp(-self.days_encircled[zone] / facts.value("siege_days"))
            exponent += facts.value("siege_effect") * deprivation
            exponent += facts.value("advice_effect") * facts.on(day, "advice", zone, 0.0)
        return self._base_rate(zone, pool) * (1.0 - self.coercion(zone, pool, day)) * math.exp(exponent)

    def _base_rate(self, zone: str, pool: str) -> float:
        if pool == RETURNED:
            return -math.log(1.0 - self.facts.value("reflight_share")) / _REFLIGHT_DAYS
        return self.facts.value(f"rate_{pool}", zone)

    def coercion(self, zone: str, pool: str, day: int) -> float:
        """Returns the share who are kept from leaving; an agreed corridor out of the zone relieves it (ruling 9)."""
        if pool in (RETAKEN, RETURNED):
            return 0.0
        kept = self.facts.value("coercion_held" if pool == HELD_POOL else "coercion_contested", zone)
        for option in self.facts.options[zone]:
            corridor = option.corridor
            if corridor and self.facts.corridor_is_open(corridor, day) and self.facts.is_agreed(corridor, day):
                return kept * (1.0 - self.facts.value("coercion_relief"))
        return kept

    # Passing.

    def ration(self, day: int) -> None:
        """At a gate with a capacity a random sample of those who want to pass does; the others stay where they are."""
        by_gate: dict[Option | str, list[tuple[Person, Option]]] = defaultdict(list)
        for person, option in self.demand:
            by_gate[option.corridor.id if option.corridor else option.route.id].append((person, option))
        self.demand = []
        for wanting in by_gate.values():
            ways = dict(wanting)
            admitted, refused = self.lot(list(ways), self._capacity(wanting[0][1], day))
            self.demand += [(person, ways[person]) for person in admitted]
            for person in refused:
                if person.status in (HOME, HIDING):
                    self.count["turned_back", person.place, person.group] += 1

    def _capacity(self, option: Option, day: int) -> int:
        corridor = option.corridor
        if corridor is None:
            limit = self.facts.on(day, "capacity_per_day", option.route.id, math.inf)
        else:
            own = self.facts.value("corridor_capacity", corridor.id)
            hours = self.facts.on(day, "hours", corridor.id, corridor.hours)
            limit = self.facts.on(day, "capacity_per_day", corridor.id, own) * hours / 24.0
        return math.floor(limit) if limit < math.inf else len(self.people)

    def leave(self, day: int) -> None:
        """Those admitted set out; some are killed in the passage out of a zone (ruling 6)."""
        leaving = [(person, option) for person, option in self.demand if person.status in (HOME, HIDING)]
        leavers = Counter(person.place for person, _ in leaving)
        mass = {zone: self._mass_event(zone, leavers[zone]) for zone in self.facts.zones}
        for person, option in leaving:
            zone, group = person.place, person.group
            self.today["departures", zone, group] += 1
            if person.pool != RETURNED:
                self.count["ever", zone, group] += 1
            person.pool = ""
            risk = self.facts.value("passage_risk", option.route.id) + mass[zone]
            if self.rng.random() < risk:
                self.dies(person, zone)
            else:
                if group != FIGHTERS:
                    self.away[zone, group] += 1
                person.set_out(option.route, day + self.travel_days(option.route))

    def _mass_event(self, zone: str, leaving: int) -> float:
        """Returns the extra risk of passing: on a rare day a log-normal number among the day's leavers."""
        if self.rng.poisson(self.facts.value("mass_event_rate")) == 0 or not self.in_pool(zone, CONTESTED):
            return 0.0
        spread = self.rng.normal(0.0, self.facts.value("mass_event_spread"))
        size = self.facts.value("mass_event_size") * math.exp(spread)
        return min(_MASS_EVENT_MOST, size / max(leaving, 1))
