"""What may be shown of both errors of screening: fighters missed as ranges, innocent people held as quantiles."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Held", "Missed", "Predictive", "ScreeningErrors"]


@dataclass(frozen=True, slots=True)
class Missed:
    """Fighters who came to a station and would pass it, at a sensitivity: a range, rounded outwards."""

    sensitivity: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Held:
    """Innocent people who would be held at a false-positive rate, and for how many days in all: five quantiles."""

    rate: float
    people: tuple[float, float, float, float, float]
    person_days: tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Predictive:
    """Of those held, the share who are fighters, at a prevalence among those screened."""

    prevalence: float
    share: float


@dataclass(frozen=True, slots=True)
class ScreeningErrors:
    """Both costs of screening, over the rates that nobody measured; no rate is marked as the better one."""

    missed: tuple[Missed, ...]  # empty where no fighters are simulated or too few draws were run
    held: tuple[Held, ...]
    sensitivity: tuple[float, float]  # 5 and 95 % of the draws of this run: an assumption
    false_positive_rate: tuple[float, float]
    example: tuple[float, float]  # sensitivity and false-positive rate of the table
    predictive: tuple[Predictive, ...]
    threshold: float  # prevalence below which most of those held are innocent
