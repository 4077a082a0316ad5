"""What may be shown of a forecast: quantiles of counts to come, what changed them, and how sure the filter is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["ExpectedCount", "ForecastChange", "Forecasts", "ReportShift"]


@dataclass(frozen=True, slots=True)
class ExpectedCount:
    """What a series is expected to say on a day: mean and the five quantiles of `corridor.published.QUANTILES`."""

    series: str
    quantity: str
    place: str
    group: str
    kind: str  # stock | cumulative
    date: date
    horizon_days: int
    mean: float
    quantiles: tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class ReportShift:
    """By how much one report of the last update moved the median; its series is `share_retaken` for progress on record."""

    series: str
    place: str
    date: date
    value: float
    by: float


@dataclass(frozen=True, slots=True)
class ForecastChange:
    """How a median came to be what it is: before + facts + all shifts + rest = now, up to rounding."""

    series: str
    date: date
    horizon_days: int
    before: float  # forecast of the update before for the same day; NaN where there was none
    facts: float
    shifts: tuple[ReportShift, ...]
    rest: float
    now: float

    @property
    def most(self) -> ReportShift | None:
        """Returns the report that moved the forecast most; None where nothing was reported."""
        return max(self.shifts, key=lambda shift: abs(shift.by), default=None)


@dataclass(frozen=True, slots=True)
class Forecasts:
    """A forecast as of a day, and the filter behind it."""

    as_of: date
    updated_on: date | None  # None: nothing had become known yet
    expected: tuple[ExpectedCount, ...]
    changes: tuple[ForecastChange, ...]
    reports: int  # taken in
    updates: int
    resampled: int  # updates after which particles were copied
    least_effective: float  # the smallest effective size before copying
    log_evidence: float
    log_evidence_sd: float  # Monte-Carlo standard deviation, estimated within the run
    families: int  # of the first particles, how many have descendants
