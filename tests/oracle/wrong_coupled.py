"""Oracles that are wrong in one thing about fighters, violence or the next city: all of them must be rejected."""

from __future__ import annotations

import math
from collections import Counter

from tests.oracle.operation import ON
from tests.oracle.oracle import Oracle
from tests.oracle.people import ACTIVE, FIGHTERS, FIGHTING, GUISE, INACTIVE, RETREATING, Person

from corridor.scenario.schema import FollowOn as Plan

__all__ = [
    "AsksEveryDay",
    "AtOnceActive",
    "EventsKillNobody",
    "FallsBackTwice",
    "Fearless",
    "FightsInPauses",
    "Forgets",
    "HidesAtAnyTime",
    "KnowsEveryWay",
    "NeverCleared",
    "NeverLost",
    "NeverSealed",
    "NoAversion",
    "NoIsolation",
    "NoLeak",
    "NobodyComes",
    "NobodyFleesAgain",
    "OnTopOfTheDuration",
    "OnlyOverTheFlank",
    "OpenAboutIt",
    "OrderedFates",
    "ProgressIsNothing",
    "Proportional",
    "ReturnsUndeterred",
    "SoughtLikeOthers",
    "StaysWhereItIs",
]


class OrderedFates(Oracle):
    """One fate after the other, in place of competing risks."""

    def meets(self, fighter: Person, rates: dict[str, float], day: int) -> None:
        for fate, rate in rates.items():
            if self.rng.random() > math.exp(-rate):
                self.suffers(fighter, fate)
                return


class NeverLost(Oracle):
    """An open flank is a safe passage."""

    def is_lost(self) -> bool:
        return False


class NoLeak(Oracle):
    """Nobody crosses a closed flank."""

    def rates_of_fighters(self, zone: str, day: int, leaving: float) -> dict[str, float]:
        rates = super().rates_of_fighters(zone, day, leaving)
        return rates if self.facts.on(day, "flank", zone, 0.0) > 0.0 else {**rates, "flank": 0.0}


class AtOnceActive(Oracle):
    """Whoever arrives in a region is active there."""

    def settle_fighters(self) -> None:
        super().settle_fighters()
        for person in self.people:
            if person.status == INACTIVE:
                person.status = ACTIVE


class FallsBackTwice(Oracle):
    """Whoever falls back to the next zone meets its risks on the same day."""

    def suffers(self, fighter: Person, fate: str) -> None:
        super().suffers(fighter, fate)
        if fate == RETREATING:
            fighter.status = FIGHTING
            self.meets(fighter, self.rates_of_fighters(fighter.place, self.day, 0.0), self.day)


class HidesAtAnyTime(Oracle):
    """Fighters hide at one rate, however many people leave."""

    def rates_of_fighters(self, zone: str, day: int, leaving: float) -> dict[str, float]:
        return super().rates_of_fighters(zone, day, self.facts.value("embed_reference"))


class KnowsEveryWay(Oracle):
    """A fighter knows every corridor that anybody knows."""

    def attention_in_hiding(self) -> float:
        return 0.0


class OpenAboutIt(Oracle):
    """What keeps men and boys back on the way does not keep back a fighter among them."""

    def looks_like(self, place: str, group: str) -> str:
        return super().looks_like(place, group) if place in self.facts.zones else group


class SoughtLikeOthers(Oracle):
    """A station holds a fighter as seldom as anybody."""

    def is_flagged(self, person: Person) -> bool:
        return person.group in (FIGHTERS, GUISE) and bool(self.rng.random() < self.facts.value("false_positive_rate"))


class NeverCleared(Oracle):
    """No fighter is ever let go."""

    def release_rate(self, person: Person) -> float:
        return 0.0 if person.group == FIGHTERS else super().release_rate(person)


class AsksEveryDay(Oracle):
    """An exit is negotiated for day by day."""

    def negotiate(self, zone: str, day: int) -> None:
        self.deal_tried.clear()
        super().negotiate(zone, day)


class NeverSealed(Oracle):
    """A half-closed flank counts as open."""

    def is_sealed(self, zone: str, day: int) -> bool:
        return False


class OnTopOfTheDuration(Oracle):
    """Fighters slow down a duration in which they were already."""

    def drag(self, zone: str) -> float:
        return super().drag(zone) / (1.0 + self.facts.value("fighter_drag") / 2.0)


class Forgets(Oracle):
    """All children of an event come the day after it."""

    def remember(self) -> None:
        super().remember()
        born = {arena: self.facts.value("branching_ratio", arena) * self.events[arena] for arena in self.facts.arenas}
        for arena in self.facts.arenas:
            self.excitation[arena] = sum(self.share_born_in(arena, parent) * born[parent] for parent in self.facts.arenas)


class StaysWhereItIs(Oracle):
    """No event has children elsewhere."""

    def share_born_in(self, arena: str, parent: str) -> float:
        return float(parent == arena)


class Proportional(Oracle):
    """Events grow with fighters one for one."""

    def intensity(self, arena: str, fighters: int) -> float:
        power, weight = self.facts.value("fighter_elasticity"), self.facts.value("fighter_events")
        right = weight * (fighters / 100) ** power if fighters else 0.0
        return super().intensity(arena, fighters) - right + weight * fighters / 100


class NobodyComes(Oracle):
    """People who come cause nothing."""

    def intensity(self, arena: str, fighters: int) -> float:
        self.newcomers = Counter()
        return super().intensity(arena, fighters)


class FightsInPauses(Oracle):
    """The battle causes events while it pauses, too."""

    def erupt(self) -> None:
        phases = {zone: clock.phase for zone, clock in self.clocks.items()}
        for clock in self.clocks.values():
            clock.phase = ON if clock.under_way else clock.phase
        super().erupt()
        for zone, clock in self.clocks.items():
            clock.phase = phases[zone]


class Fearless(Oracle):
    """Nobody leaves for violence."""

    def fear_at_home(self, zone: str) -> float:
        return 0.0


class EventsKillNobody(Oracle):
    """Nobody dies outside contested blocks."""

    def events_kill(self, zone: str) -> float:
        return 0.0


class ReturnsUndeterred(Oracle):
    """People go home whatever happens there."""

    def deterrence(self, zone: str) -> float:
        return 1.0


class NoAversion(Oracle):
    """Nobody minds violence at a destination."""

    def appeal(self, place: str) -> float:
        return 1.0


class NobodyFleesAgain(Oracle):
    """Whoever has come somewhere stays there."""

    def fleeing_again(self, place: str) -> float:
        return 0.0


class ProgressIsNothing(Oracle):
    """The first city's progress brings nothing about."""

    def _share_taken(self, zones: tuple[str, ...]) -> float:
        return 0.0


class OnlyOverTheFlank(Oracle):
    """Fighters who came among civilians bring nothing about."""

    def hazard(self, plan: Plan, day: int) -> float:
        hidden = self.count["embedded", plan.region]
        return super().hazard(plan, day) - self.facts.value("follow_on_relocated") * hidden / 100


class NoIsolation(Oracle):
    """The assault comes with the isolation."""

    def assault_day(self, plan: Plan, day: int) -> float:
        return float(day)
