"""Oracles that are wrong in one thing: the tests of law must reject every one of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from tests.oracle.facts import Facts
from tests.oracle.oracle import Oracle
from tests.oracle.people import Person

__all__ = [
    "EveningPull",
    "EverybodyKnows",
    "FirstComeFirstServed",
    "KeepsTheirBlock",
    "NoBypass",
    "NoRelief",
    "NoRounds",
    "OrderedSteps",
    "OwnReference",
    "ReturnsAtOnce",
    "StartsWithoutEffect",
]


class OrderedSteps(Oracle):
    """Death first, then leaving, in place of competing risks."""

    def meet_risks(self, person: Person, death: float, leaving: float, known: frozenset[str]) -> None:
        if self.rng.random() > math.exp(-death):
            self.dies(person, person.place)
        elif self.rng.random() > math.exp(-leaving):
            self.wish_to_leave(person, known)


class EverybodyKnows(Oracle):
    """Whoever can know a corridor knows it."""

    def attention(self) -> float:
        return 0.0


class NoRelief(Oracle):
    """An agreed corridor changes nothing for those who are kept."""

    def coercion(self, zone: str, pool: str, day: int) -> float:
        without = [option for option in self.facts.options[zone] if option.corridor is None]
        every, self.facts.options[zone] = self.facts.options[zone], without
        kept = super().coercion(zone, pool, day)
        self.facts.options[zone] = every
        return kept


class OwnReference(Oracle):
    """Compares with the options under the policy, not with the factual ones."""

    def __init__(self, facts: Facts, factual: Facts, rng: np.random.Generator) -> None:
        super().__init__(facts, facts, rng)


class KeepsTheirBlock(Oracle):
    """People remember their block, and the oldest contested block falls with those who live there."""

    def lives_in(self, person: Person, block: int, alike: int) -> bool:
        if not hasattr(self, "blocks"):
            self.blocks: dict[Person, int] = {}
        blocks = self.facts.zones[person.place].blocks
        return self.blocks.setdefault(person, int(self.rng.integers(blocks))) == block


class FirstComeFirstServed(Oracle):
    """No lot: whoever came first is first."""

    def lot(self, people: Sequence[Person], places: int) -> tuple[list[Person], list[Person]]:
        order = sorted(people, key=lambda person: person.due)
        return order[:places], order[places:]


class NoBypass(Oracle):
    """Nobody slips past a station."""

    def slips(self) -> bool:
        return False


class NoRounds(Oracle):
    """Whom a camp refuses goes to the residual at once."""

    def send_on(self, person: Person, load: Counter[str], day: int, *, last: bool) -> None:
        super().send_on(person, load, day, last=True)


class ReturnsAtOnce(Oracle):
    """People go home as soon as a block is taken."""

    def safe_days(self) -> int:
        return 0


class EveningPull(Oracle):
    """Those who go home choose their zone by who is away in the evening."""

    def come_home(self) -> None:
        self.note_pull()
        super().come_home()


class StartsWithoutEffect(Oracle):
    """The day effect grows from nothing."""

    def first_effect(self) -> float:
        return 0.0
