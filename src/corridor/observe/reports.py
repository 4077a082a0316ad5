"""Published counts as they were known on a day: the latest revision of each, in order, the same datum never twice."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corridor.errors import Problem, ScenarioError
from corridor.scenario.schema import Observation, PlaceKind, Scenario

__all__ = ["Report", "reports_of"]

_FILE = "observations"


@dataclass(frozen=True, slots=True)
class Report:
    """One published count as it was known on a day.

    `value` 0 is a count of nobody; a day on which nothing was counted has no report. `revision` is 0 where the count
    was published first, 1 for what replaced it, and so on.
    """

    series: str
    date: dt.date
    known_on: dt.date
    value: float
    low: float | None
    high: float | None
    kind: str  # stock | flow | cumulative
    revision: int
    quantity: str
    place: str  # a place, a set of places, or "all"
    group: str
    places: tuple[str, ...]  # the parts of a set; the place itself where it is none
    setting: str  # where the people are who were counted: camps | outside | both
    scope: str
    method: str
    source: str
    scored: bool
    families: float | None = None
    confidence: str = ""


def reports_of(scenario: Scenario, as_of: dt.date | None = None) -> tuple[Report, ...]:
    """Returns the reports that were known on `as_of` (without it, all), in order of (date, series).

    Of a count that was revised only the latest revision known by then is given. The order in which rows stand, or became
    known, does not matter. Raises ScenarioError where the same series, date and known_on stand twice, or where a value
    is not a number (MODEL.md ruling 15).

    >>> from corridor import load
    >>> len(reports_of(load("tutorial"))) > 0
    True
    """
    seen: dict[tuple[str, dt.date], list[Observation]] = {}
    for observation in scenario.observations:
        seen.setdefault((observation.series, observation.date), []).append(observation)
    _refuse(seen)
    parts = {each.id: each.places for each in scenario.sets}
    kinds = {place.id: place.kind for place in scenario.places}
    reports = (_latest(revisions, as_of, parts, kinds) for revisions in seen.values())
    return tuple(sorted((report for report in reports if report is not None), key=lambda each: (each.date, each.series)))


def _latest(
    revisions: list[Observation],
    as_of: dt.date | None,
    parts: Mapping[str, tuple[str, ...]],
    kinds: Mapping[str, PlaceKind],
) -> Report | None:
    """Returns the last of the revisions that was known, numbered by the day on which it became known."""
    known = [each for each in sorted(revisions, key=_known_on) if as_of is None or _known_on(each) <= as_of]
    if not known:
        return None
    last = known[-1]
    places = parts.get(last.place, (last.place,))
    return Report(
        series=last.series,
        date=last.date,
        known_on=_known_on(last),
        value=last.value,
        low=last.low,
        high=last.high,
        kind=last.kind,
        revision=len(known) - 1,
        quantity=last.quantity,
        place=last.place,
        group=last.group,
        places=places,
        setting=_setting(kinds.get(place) for place in places),
        scope=last.scope,
        method=last.method,
        source=last.source,
        scored=last.scored,
        families=last.families,
        confidence=last.confidence,
    )


def _known_on(observation: Observation) -> dt.date:
    return observation.known_on or observation.date


def _setting(kinds: Iterable[PlaceKind | None]) -> str:
    found = set(kinds)
    if found == {PlaceKind.CAMP}:
        return "camps"
    return "outside" if found and found <= {PlaceKind.HOST, PlaceKind.TOWN} else "both"


def _refuse(seen: Mapping[tuple[str, dt.date], list[Observation]]) -> None:
    """Raises ScenarioError with every datum that stands twice and every value that is no number."""
    problems = []
    for (series, day), revisions in seen.items():
        dates = [_known_on(each) for each in revisions]
        for known_on in sorted({each for each in dates if dates.count(each) > 1}):
            given = f"{series} of {day}, known on {known_on}"
            remedy = "Keep one; give a revision the day on which it became known."
            problems.append(Problem(_FILE, 0, "date", given, "stands there more than once", remedy))
        for each in revisions:
            if not math.isfinite(each.value):
                given, remedy = (
                    f"{series} of {day}",
                    "Leave the row out where nothing was counted; write 0 where nobody was.",
                )
                problems.append(Problem(_FILE, 0, "value", given, f"is {each.value}, not a number", remedy))
    if problems:
        raise ScenarioError(problems)
