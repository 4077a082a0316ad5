"""Scales, ticks and the frame that every chart over time stands in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from markupsafe import Markup

from corridor.report import svg
from corridor.report.numbers import compact, month_day

__all__ = ["Frame", "date_ticks", "ticks"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TICK_FONT = 11.0


def ticks(top: float, about: int = 4) -> tuple[float, ...]:
    """Returns round numbers from 0 to at least `top`: steps of 1, 2 or 5 times a power of ten.

    >>> ticks(430_000)
    (0.0, 200000.0, 400000.0, 600000.0)
    """
    if not math.isfinite(top) or top <= 0:
        return (0.0, 1.0)
    power = 10.0 ** math.floor(math.log10(top / about))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * about >= top * (1 - 1e-9))
    count = max(1, math.ceil(top / step - 1e-9))
    return tuple(step * index for index in range(count + 1))


def date_ticks(start: date, end: date, about: int = 7) -> tuple[tuple[date, str], ...]:
    """Returns firsts of months with labels, the year where it begins; both ends where there is no such day."""
    months = _firsts(start, end)
    if len(months) < 2:
        return tuple((day, month_day(day)) for day in ((start,) if start == end else (start, end)))
    stride = next(stride for stride in (1, 2, 3, 4, 6, 12, 24, 60, 120, 1200) if len(months) <= about * stride)
    chosen = [day for day in months if (day.year * 12 + day.month - 1) % stride == 0] or months[:1]
    return tuple((day, _month_label(day, before)) for day, before in zip(chosen, [None, *chosen], strict=False))


def _firsts(start: date, end: date) -> list[date]:
    span = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    days = [date(month // 12, month % 12 + 1, 1) for month in span]
    return [day for day in days if start <= day <= end]


def _month_label(day: date, before: date | None) -> str:
    name = _MONTHS[day.month - 1]
    return f"{name} {day.year}" if before is None or before.year != day.year else name


@cache
def _margin(ticks: tuple[float, ...]) -> float:
    """Asked for once a point that is drawn."""
    return 8.0 + max(svg.text_width(compact(tick), TICK_FONT) for tick in ticks)


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle with days across and a quantity from zero upward."""

    width: float
    height: float
    start: date
    end: date
    ticks: tuple[float, ...]
    right: float = 14.0
    top: float = 20.0
    bottom: float = 24.0

    @property
    def left(self) -> float:
        """Returns where the days begin: right of the longest tick label."""
        return _margin(self.ticks)

    @property
    def floor(self) -> float:
        """Returns where zero lies."""
        return self.height - self.bottom

    def x(self, day: date) -> float:
        """Returns the horizontal place of a day; one day alone stands in the middle."""
        inside = self.width - self.left - self.right
        days = (self.end - self.start).days
        return self.left + inside * (0.5 if days == 0 else (day - self.start).days / days)

    def y(self, value: float) -> float:
        """Returns the vertical place of a value; what is above the last tick is drawn at the top."""
        inside = self.floor - self.top
        return self.floor - inside * min(1.0, max(0.0, value / self.ticks[-1]))

    def drawn(self, unit: str, about: int = 7) -> Markup:
        """Returns grid lines, tick labels and the unit above the axis."""
        days = date_ticks(self.start, self.end, about)
        return svg.group((*self._levels(unit), *self._days(days)), class_="axes", aria_hidden="true")

    def _levels(self, unit: str) -> Sequence[Markup]:
        right = self.width - self.right
        lines = [
            svg.line((self.left, self.y(tick)), (right, self.y(tick)), "base" if tick == 0 else "grid")
            for tick in self.ticks
        ]
        labels = [svg.text((self.left - 6, self.y(tick) + 4), compact(tick), "tick", "end") for tick in self.ticks]
        return [*lines, *labels, svg.text((self.left, self.top - 8), unit, "unit")]

    def _days(self, days: Sequence[tuple[date, str]]) -> list[Markup]:
        marks = [svg.line((self.x(day), self.floor), (self.x(day), self.floor + 4), "base") for day, _ in days]
        return marks + [
            svg.text((self.x(day), self.floor + 16), label, "tick", self._anchor(day, label)) for day, label in days
        ]

    def _anchor(self, day: date, label: str) -> str:
        half = svg.text_width(label, TICK_FONT) / 2
        if self.x(day) + half > self.width:
            return "end"
        return "start" if self.x(day) - half < 0 else "middle"
