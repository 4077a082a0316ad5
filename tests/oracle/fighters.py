"""Fighters: what befalls them in a zone, and where those who left it are counted (MODEL.md 2.8)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from tests.oracle.follow_on import FollowOn
from tests.oracle.operation import DONE, ON, PAUSED
from tests.oracle.people import (
    ACTIVE,
    FIGHTERS,
    FIGHTING,
    FLANK,
    FREE,
    HIDING,
    HOME,
    INACTIVE,
    KILLED,
    LOST,
    RETREATING,
    SURRENDERED,
    Person,
)

__all__ = ["Fighters"]

#: How much of a battle is fought while it pauses.
_PAUSED_ACTIVITY = 0.3
#: A negotiated exit is possible once this share of a zone is taken.
_NEARLY_TAKEN = 0.9
#: A flank less open than this is sealed.
_SEALED_BELOW = 0.5
#: What fighters speed up or slow down an advance by is bounded, and durations are those of a battle with half of them.
_LEAST_DRAG, _USUAL_SHARE = 0.2, 0.5


class Fighters(FollowOn):
    """Each fighter by itself; every morning's risks compete."""

    def begin_fighters(self) -> None:
        """No exit was negotiated yet."""
        self.deal_tried: set[str] = set()

    def move_fighters(self, day: int) -> None:
        """What befalls each fighter today, then an exit that may be negotiated; who retreats arrives in the evening."""
        leaving = Counter(person.place for person, _ in self.demand if person.status == HOME)
        people: Counter[str] = Counter()
        there: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            if person.status == HOME:
                people[person.place] += 1
            elif person.status == FIGHTING:
                there[person.place].append(person)
        for zone, fighters in there.items():
            rates = self.rates_of_fighters(zone, day, leaving[zone] / max(people[zone], 1))
            for fighter in fighters:
                self.meets(fighter, rates, day)
            self.negotiate(zone, day)

    def rates_of_fighters(self, zone: str, day: int, leaving: float) -> dict[str, float]:
        """Returns the daily rate of each fate of a fighter; `leaving` is the share of civilians who want to leave today."""
        value = self.facts.value
        taken = self.clocks[zone].taken / self.clocks[zone].zone.blocks
        act = {ON: 1.0, DONE: 1.0, PAUSED: _PAUSED_ACTIVITY}.get(self.clocks[zone].phase, 0.0)
        open_ = self.facts.on(day, "flank", zone, 0.0)
        out = value("exfiltration_rate") * (open_ + value("flank_leak") * (1.0 - open_))
        return {
            KILLED: value("fighters_killed_rate") * act * (1.0 + value("fighters_squeeze") * taken),
            SURRENDERED: value("surrender_rate", zone) * act,
            FLANK: out * max(0.0, 1.0 + value("exfiltration_response") * taken),
            HIDING: value("embed_rate") * leaving / value("embed_reference"),
            RETREATING: value("retreat_rate") * taken if zone in self.facts.next_zone else 0.0,
        }

    def meets(self, fighter: Person, rates: dict[str, float], day: int) -> None:
        """One fate of several, or none: exp(-sum of rates) stay, the others take each in proportion to its rate (2.3)."""
        total = sum(rates.values())
        if self.rng.random() < math.exp(-total):
            return
        dart = self.rng.random() * total
        for fate, rate in rates.items():
            if dart < rate:
                self.suffers(fighter, fate)
                return
            dart -= rate

    def suffers(self, fighter: Person, fate: str) -> None:
        """A fate takes effect."""
        if fate == FLANK:
            self.cross_the_flank(fighter)
        elif fate == HIDING:
            self.hide(fighter)
        elif fate == RETREATING:
            fighter.be(RETREATING, self.facts.next_zone[fighter.place])
        else:
            fighter.be(fate, fighter.place)

    def cross_the_flank(self, fighter: Person) -> None:
        """A fighter is lost on the way, or heads for one of the regions, by weight; with none, he stays."""
        weights = {region: self.facts.value("relocation_weight", region, 0.0) for region in self.facts.regions}
        if self.is_lost():
            fighter.be(LOST, fighter.place)
        elif sum(weights.values()) > 0.0:
            odds = [weight / sum(weights.values()) for weight in weights.values()]
            fighter.be(FLANK, self.facts.regions[int(self.rng.choice(len(odds), p=odds))])

    def is_lost(self) -> bool:
        """Returns whether a fighter is lost on the way over the flank."""
        return bool(self.rng.random() < self.facts.value("transit_loss"))

    def hide(self, fighter: Person) -> None:
        """A fighter wants to leave as one of the men and boys, and knows what one of them may know."""
        fighter.be(HIDING, fighter.place)
        fighter.origin = self.facts.origin_of[fighter.place]
        shares = self.prospect(fighter.place, FIGHTERS, self.known(self.attention_in_hiding())).shares
        if shares:
            self.demand.append((fighter, self.pick(list(shares), shares.values())))

    def attention_in_hiding(self) -> float:
        """Returns how attentive a fighter is who hides: like anybody."""
        return self.attention()

    def negotiate(self, zone: str, day: int) -> None:
        """Near the end, once, some of those who are left may leave as over the flank."""
        clock = self.clocks[zone]
        if zone in self.deal_tried or clock.taken < _NEARLY_TAKEN * clock.zone.blocks:
            return
        self.deal_tried.add(zone)
        kind = "sealed" if self.is_sealed(zone, day) else "open"
        if self.rng.random() < self.facts.value(f"deal_probability_{kind}"):
            for fighter in self.at(FIGHTING, zone):
                if self.rng.random() < self.facts.value("deal_share"):
                    self.cross_the_flank(fighter)

    def is_sealed(self, zone: str, day: int) -> bool:
        """Returns whether a zone is sealed."""
        return self.facts.on(day, "flank", zone, 0.0) < _SEALED_BELOW

    def rejoin(self) -> None:
        """Whoever wanted to hide and could not leave, or retreated, is a fighter of the zone."""
        for person in self.people:
            if person.status in (HIDING, RETREATING):
                person.status = FIGHTING

    def settle_fighters(self) -> None:
        """In regions some become active; some arrive over the flank, and among civilians."""
        wake = 1.0 - math.exp(-self.facts.value("activation_rate"))
        arrive = 1.0 - math.exp(-1.0 / self.facts.value("transit_days"))
        for person in self.people:
            if person.group != FIGHTERS:
                continue
            if person.status == INACTIVE and self.rng.random() < wake:
                person.status = ACTIVE
            elif person.status == FLANK and self.rng.random() < arrive:
                person.status = INACTIVE
                self.count["relocated", person.place] += 1
            elif person.status == FREE and person.place not in self.facts.passed_through:
                region = self.facts.arena_of[person.place]
                if region is not None:
                    person.be(INACTIVE, region)
                    self.count["embedded", region] += 1

    def drag(self, zone: str) -> float:
        """Returns by how much the fighters who are left speed an advance up, against those of an average day (2.10)."""
        if not self.facts.scenario.fighters or self.facts.value("fighters_initial", zone) == 0.0:
            return 1.0
        weight = self.facts.value("fighter_drag")
        left = len(self.at(FIGHTING, zone)) / self.facts.value("fighters_initial", zone)
        return max(_LEAST_DRAG, 1.0 + weight * _USUAL_SHARE) / max(_LEAST_DRAG, 1.0 + weight * left)

    def attention(self) -> float:
        """Returns a person's attention of the day; awareness is not a state, it is drawn anew every day (ruling 7)."""
        return float(self.rng.random())
