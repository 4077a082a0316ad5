"""What was public on a day: reports, progress on record, and a world without what became known later (ruling 15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from corridor.model.world import World
from corridor.observe.reports import Report, reports_of
from corridor.scenario.schema import Change, Scenario
from corridor.scenario.world import compile_world

__all__ = ["Progress", "Stage", "eve", "known", "known_world", "stages_of", "taken_in"]

_INPUTS = frozenset({"capacity", "load"})


@dataclass(frozen=True, slots=True)
class Progress:
    """The share of a zone that had been taken, as it was said on a day."""

    zone: str
    date: dt.date
    known_on: dt.date
    share: float


@dataclass(frozen=True, slots=True)
class Stage:
    """A leg of the filter: the days since the last stage, and what became public on its last day."""

    day: dt.date
    first: int  # day of the run on which the leg begins
    last: int  # the day after its last
    reports: tuple[Report, ...]
    progress: tuple[Progress, ...]


def taken_in(report: Report) -> bool:
    """Returns whether the filter takes a report in: stocks and running totals that are scored or whose method is known.

    How many came on one day says little of the next, a camp's size is an input of the model, and a figure of no known
    method has no known error (MODEL.md section 4).
    """
    counts = report.kind != "flow" and report.quantity not in _INPUTS
    return counts and (report.scored or bool(report.method))


def eve(scenario: Scenario) -> dt.date:
    """Returns the day before the first: what a scenario's prior set P0 knows of the record."""
    return scenario.start - dt.timedelta(days=1)


def known(scenario: Scenario, as_of: dt.date) -> Scenario:
    """Returns the scenario without counts, facts and ends of facts that were not public on `as_of`.

    A fact that held until a later day is taken to hold on: nobody knew yet when it would end.
    """
    schedule = tuple(_open_ended(change, as_of) for change in scenario.schedule if _known_on(change) <= as_of)
    seen = tuple(each for each in scenario.observations if (each.known_on or each.date) <= as_of)
    return replace(scenario, schedule=schedule, observations=seen)


def known_world(scenario: Scenario, as_of: dt.date) -> World:
    """Returns the world as it was known on a day."""
    return compile_world(known(scenario, as_of), as_of)


def stages_of(
    scenario: Scenario, until: dt.date, wanted: Callable[[Report], bool] = taken_in, also: Iterable[dt.date] = ()
) -> tuple[Stage, ...]:
    """Returns the stages up to a day: one for every day on which something became public, for `until` and for `also`.

    A report is taken in on the day on which it became known. Of a count that was revised it is the latest revision that
    was known on `until`.
    """
    reports = [each for each in reports_of(scenario, until) if wanted(each) and scenario.start <= each.date]
    progress = [each for each in _progress(scenario) if scenario.start <= each.date and each.known_on <= until]
    days = {each.known_on for each in reports} | {each.known_on for each in progress} | {until, *also}
    stages, first = [], 0
    for day in sorted(day for day in days if scenario.start <= day <= until):
        last = (day - scenario.start).days + 1
        stages.append(
            Stage(
                day,
                first,
                last,
                tuple(each for each in reports if each.known_on == day),
                tuple(each for each in progress if each.known_on == day),
            )
        )
        first = last
    return tuple(stages)


def _progress(scenario: Scenario) -> list[Progress]:
    zones = {zone.place for zone in scenario.operation.zones}
    return [
        Progress(change.target, change.date, _known_on(change), change.value)
        for change in scenario.schedule
        if change.quantity == "share_retaken" and change.target in zones
    ]


def _known_on(change: Change) -> dt.date:
    return change.known_on or change.date


def _open_ended(change: Change, as_of: dt.date) -> Change:
    return replace(change, until=None) if change.until is not None and change.until > as_of else change
