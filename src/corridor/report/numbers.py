"""How numbers are written: never finer than their interval, never without it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["SUPPRESSED", "Interval", "compact", "day", "decimal", "month_day", "of", "plain", "share", "step_of"]

#: What stands where a count is too small to be shown.
SUPPRESSED = "fewer than 50"
NBSP = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Interval:
    """A median with the 5 % and 95 % quantiles about it; any of them NaN where it is suppressed."""

    middle: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Returns whether there is a number to show."""
        return math.isfinite(self.middle)

    @property
    def single(self) -> bool:
        """Returns whether the interval has no width, as with one member."""
        return self.low == self.high == self.middle

    @property
    def step(self) -> float:
        """Returns what the three numbers are rounded to."""
        return step_of(self.high - (self.low if math.isfinite(self.low) else 0.0))

    def __str__(self) -> str:
        """Returns `158,900 (133,000 to 196,000)`, all three rounded to the same step."""
        if not self.known:
            return SUPPRESSED
        return self.centre if self.single else f"{self.centre} ({self.span})"

    @property
    def span(self) -> str:
        """Returns `133,000 to 196,000`, or what stands for it."""
        return f"{plain(self.low, self.step)} to {plain(self.high, self.step)}" if self.known else SUPPRESSED

    @property
    def centre(self) -> str:
        """Returns the median alone, rounded as its interval asks; only ever shown next to `span`."""
        return plain(self.middle, self.step)


def of(quantiles: Sequence[float]) -> Interval:
    """Returns median, 5 % and 95 % of the five published quantiles."""
    return Interval(float(quantiles[2]), float(quantiles[0]), float(quantiles[4]))


def step_of(width: float) -> float:
    """Returns the power of ten to round to: at most a twentieth of the interval's width, at least 1.

    >>> step_of(63_000), step_of(15_000), step_of(4)
    (1000.0, 100.0, 1.0)
    """
    if not math.isfinite(width) or width < 20:
        return 1.0
    return 10.0 ** math.floor(math.log10(width / 20) + 1e-9)


def plain(value: float, step: float = 1.0) -> str:
    """Returns a whole number with thousands separators.

    >>> plain(158_949, 100)
    '158,900'
    """
    if not math.isfinite(value):
        return SUPPRESSED
    rounded = int(math.floor(value / step + 0.5) * step)
    return f"{rounded:,}" if rounded >= 0 else f"{MINUS}{-rounded:,}"


def compact(value: float) -> str:
    """Returns a tick label: `0`, `500`, `20,000`, `1.5 million`."""
    if abs(value) >= 1e6:
        return f"{value / 1e6:.10g}{NBSP}million"
    return f"{value:,.10g}"


def decimal(value: float, digits: int = 3) -> str:
    """Returns a parameter's value with so many significant digits and no exponent where that reads well."""
    if not math.isfinite(value):
        return "–"
    if value != 0 and not 1e-4 <= abs(value) < 1e7:
        return f"{value:.{digits - 1}e}".replace("-", MINUS)
    if abs(value) >= 10 ** (digits - 1):
        return plain(value, 10.0 ** max(0, math.floor(math.log10(abs(value))) - digits + 1))
    return f"{value:.{digits}g}".replace("-", MINUS)


def share(value: float) -> str:
    """Returns a whole percentage; `–` where there is none."""
    return f"{100 * value:.0f}{NBSP}%" if math.isfinite(value) else "–"


def day(value: date) -> str:
    """Returns `3 July 2017`, kept on one line, in English whatever the locale."""
    return f"{value.day}{NBSP}{_MONTHS[value.month - 1]}{NBSP}{value.year}"


def month_day(value: date) -> str:
    """Returns `3 Jul 2017`."""
    return f"{value.day}{NBSP}{_MONTHS[value.month - 1][:3]}{NBSP}{value.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
