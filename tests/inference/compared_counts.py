"""The tutorial with other counts, for a calibration to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Calibration, Observation, Scenario, Summary

TUTORIAL = read(locate("tutorial"))


def counted(
    day: int, quantity: str = "present", place: str = "river-camp", value: float = 1.0, **others: object
) -> Observation:
    kind = "stock" if quantity == "present" else "cumulative"
    made = Observation(f"{quantity}-{place}", TUTORIAL.start + timedelta(day), value, quantity, place, kind)
    return replace(made, **others)  # type: ignore[arg-type]


def compared(*observations: Observation, free: Sequence[str] = ("rate_contested",), rise: bool = False) -> Scenario:
    """Returns the tutorial with other counts, each of which is compared (or the rise of all of them)."""
    one = tuple(Summary(each.series, each.date, "count") for each in observations)
    both = (Summary(observations[0].series, None, "rise"),) if rise else one
    return replace(TUTORIAL, observations=observations, calibration=Calibration(tuple(free), both))
