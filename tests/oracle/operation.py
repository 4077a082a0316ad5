"""The operation's clock in one zone (MODEL.md 2.10): blocks fall in order, one a day at most; pauses and a tail."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from tests.oracle.facts import Facts

from corridor.scenario.schema import Zone

__all__ = ["Clock"]

WAITING, ON, PAUSED, DONE = "waiting", "on", "paused", "done"


@dataclass(slots=True)
class Clock:
    """Which blocks of a zone are taken. The `window` blocks after them are contested once it has begun."""

    zone: Zone
    phase: str = WAITING
    taken_on: list[int] = field(default_factory=list)  # the day of every block taken

    @property
    def taken(self) -> int:
        """Returns the number of blocks taken."""
        return len(self.taken_on)

    @property
    def contested(self) -> int:
        """Returns the number of blocks contested."""
        if self.phase in (WAITING, DONE):
            return 0
        return min(self.zone.window, self.zone.blocks - self.taken)

    @property
    def waiting(self) -> bool:
        """Returns whether the operation has yet to begin in the zone."""
        return self.phase == WAITING

    @property
    def under_way(self) -> bool:
        """Returns whether the operation is in the zone, paused or not."""
        return self.phase in (ON, PAUSED)

    def begins(self, facts: Facts, day: int, others: dict[str, Clock]) -> bool:
        """Returns whether the operation begins today: on its date, or a gap after the zone before is done."""
        if self.phase != WAITING:
            return False
        if self.zone.begins is not None:
            return day >= facts.day_of(self.zone.begins)
        if self.zone.after is None or others[self.zone.after].phase != DONE:
            return False
        gap = math.floor(facts.value("gap_days", self.zone.place) + 0.5)
        return day >= others[self.zone.after].taken_on[-1] + 1 + gap

    def falling(self, facts: Facts, day: int, rng: np.random.Generator, drag: float) -> int:
        """Returns how many blocks fall today; `drag` is what the fighters who are left make of the pace."""
        if not self.under_way:
            return 0
        name, blocks = self.zone.place, self.zone.blocks
        if facts.scenario.operation.mode == "replayed":
            due = math.floor(blocks * facts.on(day, "share_retaken", name, 0.0) + 1e-9)
            return max(0, due - self.taken)
        if self.phase == PAUSED:
            return 0
        in_tail = self.taken + 1 > (1.0 - facts.value("tail_share")) * blocks
        slowed = facts.value("tail_rate", name) if in_tail else 1.0
        pace = facts.on(day, "pace", name, 1.0) * slowed * self.slowness(facts) * drag
        hazard = blocks * pace / facts.value("duration_days", name)
        return int(rng.random() < 1.0 - math.exp(-hazard))

    def slowness(self, facts: Facts) -> float:
        """Returns how many days of a battle go with each day of steady advance: `duration_days` is the whole battle's.

        Pauses and the tail are in the durations that the parameter comes from (docs/design, a duration means duration).
        """
        tail = facts.value("tail_share")
        pauses = 1.0 + facts.value("pause_rate") / facts.value("resume_rate")
        return pauses * (1.0 - tail + tail / facts.value("tail_rate", self.zone.place))

    def cut_off(self, others: dict[str, Clock]) -> bool:
        """Returns whether the zone is encircled where no record says: fought over, or next after one that is or was."""
        if self.phase != WAITING:
            return self.phase != DONE
        return self.zone.after is not None and others[self.zone.after].phase != WAITING

    def pause_or_resume(self, facts: Facts, rng: np.random.Generator) -> None:
        """Flips between on and paused with a daily probability; a replayed operation has its pauses in the record."""
        if not self.under_way or facts.scenario.operation.mode == "replayed":
            return
        chance = facts.value("pause_rate" if self.phase == ON else "resume_rate")
        if rng.random() < chance:
            self.phase = PAUSED if self.phase == ON else ON

    def take(self, day: int) -> None:
        """One more block is taken."""
        self.taken_on.append(day)
        if self.taken == self.zone.blocks:
            self.phase = DONE

    def readiness(self, day: int, safe_days: int, boost: float) -> float:
        """Returns the share of the zone to which one can go home; fresh blocks of villages count `boost` times."""
        safe = sum(day - when >= safe_days for when in self.taken_on)
        fresh = self.taken - safe
        return (safe + (boost * fresh if self.zone.villages else 0.0)) / self.zone.blocks
