"""What may leave the program of a comparison: differences with their interval, never a single run or a single draw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor.published import Fan, Published

__all__ = ["Cloud", "CloudCell", "Compared", "Contrast", "PolicyFacts"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contrast:
    """policy - baseline of one quantity, place and group; every array has a row a date, NaN where nothing may be shown.

    `difference` is the mean and `mc_se` its Monte-Carlo standard error; `quantiles` (days, 5) are of the mean
    difference over parameter draws, chance taken out as far as the replicates allow (corridor.contrast.nested). Of
    fighters only the ends of the 90 % interval are known, rounded outwards.
    """

    quantity: str
    place: str
    group: str
    unit: str
    policy: str
    baseline: str
    dates: tuple[date, ...]
    difference: FloatArray
    mc_se: FloatArray
    quantiles: FloatArray
    probability_positive: FloatArray  # that the mean difference is above 0, over parameter draws; ties count half
    variance_reduction: FloatArray  # independent ÷ paired members; inf: pairs are free of chance, NaN: all is


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """One of the compared policies, with its own course of the headline quantities."""

    id: str
    name: str
    fans: tuple[Fan, ...]

    def fan(self, quantity: str, place: str = "all", group: str = "all") -> Fan | None:
        """Returns the fan of a quantity, or None where it is no headline or may not be shown."""
        wanted = (quantity, place, group)
        return next((fan for fan in self.fans if (fan.quantity, fan.place, fan.group) == wanted), None)


@dataclass(frozen=True, slots=True)
class CloudCell:
    """A rectangle of the joint cloud, and the share of the parameter draws that lie in it."""

    x: tuple[float, float]
    y: tuple[float, float]
    share: float


@dataclass(frozen=True, slots=True)
class Cloud:
    """Two differences jointly, as shares of parameter draws in coarse cells; cells with few draws are left out."""

    policy: str
    x: str  # what is avoided or added, in words
    y: str
    cells: tuple[CloudCell, ...]
    unseen: float  # share of the draws in cells that are left out
    fewest: int  # draws that a cell must hold to be shown


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything that the store, the report and the terminal may show of a comparison."""

    baseline: Published  # the first policy, as `corridor run` would publish it
    policies: tuple[PolicyFacts, ...]  # the baseline first
    contrasts: tuple[Contrast, ...]  # everything, once a week and on the last day
    courses: tuple[Contrast, ...]  # the headline quantities, day by day
    clouds: tuple[Cloud, ...]
    draws: int  # parameter draws that all policies share
    rules: str  # native | flee
    fighters: bool  # whether the scenario has fighters in it

    @property
    def others(self) -> tuple[PolicyFacts, ...]:
        """Returns the policies that are set against the baseline."""
        return self.policies[1:]

    def contrast(self, policy: str, quantity: str, place: str = "all", group: str = "all") -> Contrast | None:
        """Returns the contrast of a quantity, day by day of a headline, else by week; None where there is none."""
        wanted = (policy, quantity, place, group)
        for contrast in (*self.courses, *self.contrasts):
            if (contrast.policy, contrast.quantity, contrast.place, contrast.group) == wanted:
                return contrast
        return None
