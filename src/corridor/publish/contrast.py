"""Comparison → Compared: which differences may leave the program, and how they are rounded (MODEL.md 5, ruling 21).

Every row asks the one table of `corridor.publish.rules`. A difference is rounded as the numbers are that it is made of,
so that the two cannot be set against each other to find what is suppressed. A place is shown by itself only if it may
be shown under every policy of the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from corridor.compared import Compared, Contrast, PolicyFacts
from corridor.errors import RunError
from corridor.publish import publish
from corridor.publish.contrast_cloud import cloud
from corridor.publish.contrast_rules import Manner, Manners
from corridor.publish.fans import fans
from corridor.publish.people import people_of
from corridor.publish.rules import Disclosure
from corridor.scenario.policy import combine
from corridor.series import flow_days

if TYPE_CHECKING:
    from corridor.contrast import Comparison
    from corridor.ensemble import Ensemble, Series

__all__ = ["HEADLINES", "MOST_ROWS", "publish_comparison"]

#: contrast.csv never holds more rows; with more series than that allows, it holds every second, third … week.
MOST_ROWS = 100_000

#: What the terminal and the report say first, in their order: what people are exposed to stands before all else.
HEADLINES = (
    "exposed_person_days",
    "exposed_people",
    "trapped_person_days",
    "trapped",
    "trapped_no_exit",
    "deaths",
    "displaced_ever",
    "displaced_current",
    "returned",
    "turned_back",
    "unsheltered_nights",
    "redirected",
    "queue_person_days",
    "innocent_held",
    "innocent_held_person_days",
    "exposed_elsewhere_person_days",
    "events",
    "event_deaths",
)
_BY_ZONE = ("trapped", "exposed_person_days")


def publish_comparison(comparison: Comparison, *, today: date | None = None) -> Compared:
    """Returns what may leave the program of a comparison; the baseline also as a run of its own.

    `today` is the day from which the embargo on fighters is counted.

    RunError where fewer than two parameter draws have all their replicates.
    """
    if comparison.draws < 2:
        raise RunError(
            f"Only {comparison.baseline.members} members were finished: too few to tell chance from parameters. "
            "Let the comparison go on for longer."
        )
    scenario = comparison.baseline.scenario
    rules = Disclosure(scenario, _fewest(comparison))
    start = comparison.baseline.dates[0]
    manners = Manners(rules, comparison.draws, start, today or date.today())
    clouds = (cloud(comparison, other, manners) for other in comparison.others)
    return Compared(
        baseline=publish(comparison.baseline, today=today),
        policies=tuple(_facts(each, rules) for each in comparison.ensembles),
        contrasts=tuple(_table(comparison, manners)),
        courses=tuple(_courses(comparison, manners)),
        clouds=tuple(each for each in clouds if each is not None),
        draws=comparison.draws,
        rules=scenario.rules,
        fighters=scenario.fighters,
    )


def _fewest(comparison: Comparison) -> Mapping[str, float]:
    """People by place, under the policy that puts fewest there."""
    people = [people_of(ensemble) for ensemble in comparison.ensembles]
    return {place: min(each.get(place, 0.0) for each in people) for place in people[0]}


def _facts(ensemble: Ensemble, rules: Disclosure) -> PolicyFacts:
    """A policy with the courses that are drawn side by side."""
    columns = [column for column, series in enumerate(ensemble.series) if _beside(series, ensemble)]
    shown = tuple(fan for fan in fans(ensemble.keeping(columns), rules) if fan.quantity != "load")
    return PolicyFacts(ensemble.policy, combine(ensemble.scenario, ensemble.policy).name, shown)


def _beside(series: Series, ensemble: Ensemble) -> bool:
    if series.group != "all":
        return False
    zones = {zone.place for zone in ensemble.scenario.operation.zones}
    return series.quantity in HEADLINES and (
        series.place == "all" or (series.quantity in _BY_ZONE and series.place in zones)
    )


def _table(comparison: Comparison, manners: Manners) -> Iterator[Contrast]:
    """The rows of contrast.csv: by weeks of the run, and of fighters by calendar weeks."""
    shown = [series for series in comparison.series() if manners.of(series) is not Manner.NEVER]
    dates = comparison.baseline.dates
    weeks = _days(len(dates), len(shown) * len(comparison.others))
    sundays = [index for index, day in enumerate(dates) if manners.is_week(day)]
    for other in comparison.others:
        for ranges, days in ((False, weeks), (True, sundays)):
            some = [series for series in shown if (manners.of(series) is Manner.RANGE) is ranges]
            for series, contrast in zip(some, comparison.contrasts(other, some, days), strict=True):
                made = manners.show(series, contrast)
                if np.isfinite(made.quantiles).any():
                    yield made


def _days(days: int, rows: int) -> list[int]:
    """The last day of every week (or of every second, third … week), and the last of all."""
    weekly = list(flow_days(days))
    step = 1
    while step < len(weekly) and rows * len({*weekly[::step], days - 1}) > MOST_ROWS:
        step += 1
    return sorted({*weekly[::step], days - 1})


def _courses(comparison: Comparison, manners: Manners) -> Iterator[Contrast]:
    """The headline totals, day by day."""
    totals = [series for series in comparison.series() if (series.place, series.group) == ("all", "all")]
    wanted = [series for quantity in HEADLINES for series in totals if series.quantity == quantity]
    days = range(len(comparison.baseline.dates))
    for other in comparison.others:
        for series, contrast in zip(wanted, comparison.contrasts(other, wanted, days), strict=True):
            yield manners.show(series, contrast)
