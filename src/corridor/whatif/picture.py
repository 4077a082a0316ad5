"""What the live page is shown of a what-if: published numbers only, ever more members. A leaf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor.published import FighterWeek

__all__ = ["ALWAYS", "Exit", "Picture", "PlaceLine", "Spread"]

Floats = NDArray[np.float64]

#: What stays on screen whatever else is looked at: what civilians are exposed to, and who is trapped.
ALWAYS = ("exposed_person_days", "trapped")


@dataclass(frozen=True, slots=True)
class Spread:
    """Five quantiles (days, 5) of a quantity, place and group under the policy, or of policy - baseline; NaN: suppressed."""

    quantity: str
    place: str
    group: str
    unit: str
    quantiles: Floats


@dataclass(frozen=True, slots=True)
class Exit:
    """People who had arrived by each flow date; origin or destination is "all" in totals. (dates, 5), NaN: suppressed."""

    origin: str
    exit: str
    destination: str
    quantiles: Floats


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """Medians of a place by day, for the map; None where there is no such number."""

    present: Floats | None
    load: Floats | None


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a what-if; the next one has more members."""

    members: int
    complete: bool  # whether these are all members that were asked for
    policy: str
    policy_name: str
    baseline: str
    first_day: date | None  # the first day on which the two are set otherwise; None: never
    dates: tuple[date, ...]
    flow_dates: tuple[date, ...]
    series: tuple[Spread, ...]
    differences: tuple[Spread, ...]
    exits: tuple[Exit, ...]
    places: Mapping[str, PlaceLine]
    zones: Mapping[str, Floats]  # median share retaken
    routes: Mapping[str, NDArray[np.bool_]]  # open, by day
    corridors: Mapping[str, NDArray[np.bool_]]
    fighters: tuple[FighterWeek, ...]
    withheld: tuple[str, ...]
