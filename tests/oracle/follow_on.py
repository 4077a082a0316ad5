"""The operation against the next city: isolation, then assault, by date or by what triggers it (MODEL.md 2.11)."""

from __future__ import annotations

import math

from tests.oracle.operation import DONE
from tests.oracle.violence import Violence

from corridor.scenario.schema import FollowOn as Plan

__all__ = ["FollowOn"]

NOT_BEGUN, ISOLATION, ASSAULT, OVER = range(4)
# What the schedule's `follow_on` says.
NEVER, DATED, TRIGGERED, DELAYED = range(4)


class FollowOn(Violence):
    """The next operation's stage; its zone is taken like any other."""

    def begin_follow_on(self) -> None:
        """It has not begun."""
        self.stage = NOT_BEGUN
        self.isolated_on = self.assaulted_on = -1

    def plan_next(self, day: int) -> None:
        """The morning's stage: what is dated happens on its date."""
        plan = self.facts.scenario.follow_on
        if plan is None or self.how(plan, day) == NEVER:
            return
        if self.stage == NOT_BEGUN and self._isolates(plan, day):
            self.stage, self.isolated_on = ISOLATION, day
        if self.stage == ISOLATION and day >= self.assault_day(plan, day):
            self.stage, self.assaulted_on = ASSAULT, day
        if self.stage == ASSAULT and self.clocks[plan.zone].phase == DONE:
            self.stage = OVER

    def how(self, plan: Plan, day: int) -> float:
        """Returns how the next operation comes about, on a day."""
        return self.facts.on(day, "follow_on", plan.zone, float(DATED))

    def _isolates(self, plan: Plan, day: int) -> bool:
        if self.how(plan, day) == TRIGGERED:
            return bool(self.rng.random() < 1.0 - math.exp(-self.hazard(plan, day)))
        return day >= self.facts.day_of(plan.isolated) + self._delay(plan, day)

    def assault_day(self, plan: Plan, day: int) -> float:
        """Returns the day of the assault, as it looks today."""
        if self.how(plan, day) == TRIGGERED:
            return self.isolated_on + math.floor(self.facts.value("isolation_days") + 0.5)
        return self.facts.day_of(plan.assaulted) + self._delay(plan, day)

    def _delay(self, plan: Plan, day: int) -> int:
        return math.floor(self.facts.value("follow_on_delay") + 0.5) if self.how(plan, day) == DELAYED else 0

    def hazard(self, plan: Plan, day: int) -> float:
        """Returns eta_0 once announced, eta_1 once the first city is so far taken, eta_2 for 100 fighters who came."""
        facts = self.facts
        hazard = facts.value("follow_on_planned") if day >= facts.day_of(plan.announced) else 0.0
        if self._share_taken(plan.after) >= facts.value("follow_on_progress_share"):
            hazard += facts.value("follow_on_progress")
        came = self.count["relocated", plan.region] + self.count["embedded", plan.region]
        return hazard + facts.value("follow_on_relocated") * came / 100

    def _share_taken(self, zones: tuple[str, ...]) -> float:
        clocks = [self.clocks[zone] for zone in zones]
        return sum(clock.taken for clock in clocks) / sum(clock.zone.blocks for clock in clocks)

    def begins(self, zone: str, day: int) -> bool:
        """Returns whether the operation begins in a zone today."""
        plan = self.facts.scenario.follow_on
        if plan is not None and zone == plan.zone:
            return self.stage >= ASSAULT and self.clocks[zone].waiting
        return self.clocks[zone].begins(self.facts, day, self.clocks)
