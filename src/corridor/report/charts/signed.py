"""A fan that may lie on either side of zero: differences over time, and rows of difference intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from corridor.report import svg
from corridor.report.charts.axes import Frame

__all__ = ["SignedFan", "draw", "signed_ticks", "swatches"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SignedFan:
    """What to draw: `quantiles` is (days, 5), every number known."""

    key: str
    title: str
    description: str
    unit: str
    dates: tuple[date, ...]
    quantiles: Floats
    size: tuple[float, float]
    points: int = 300


@dataclass(frozen=True, slots=True)
class SignedFrame(Frame):
    """A frame whose ticks may begin below zero."""

    def y(self, value: float) -> float:
        """Returns the vertical place of a value; what is beyond the ticks is drawn at the edge."""
        low, high = self.ticks[0], self.ticks[-1]
        share = (value - low) / (high - low)
        # Not super(): a class with slots is made anew, and forgets which class it was.
        return self.floor - (self.floor - self.top) * min(1.0, max(0.0, share))


def signed_ticks(low: float, high: float, about: int = 4) -> tuple[float, ...]:
    """Returns round numbers from at most `low` to at least `high`, zero among them.

    >>> signed_ticks(-430.0, 120.0)
    (-600.0, -400.0, -200.0, 0.0, 200.0)
    """
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= 0 or not math.isfinite(high - low):
        return (-1.0, 0.0, 1.0)
    power = 10.0 ** math.floor(math.log10((high - low) / about))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * about >= (high - low) * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(step * index + 0.0 for index in range(first, max(last, first + 1) + 1))


def draw(chart: SignedFan) -> Markup:
    """Returns the chart as an `<svg>`: zero as a strong line, the bands of half and of nine in ten draws."""
    width, height = chart.size
    levels = signed_ticks(float(chart.quantiles.min()), float(chart.quantiles.max()), 6 if height > 250 else 4)
    frame = SignedFrame(width, height, chart.dates[0], chart.dates[-1], levels)
    chosen = np.unique(np.linspace(0, len(chart.dates) - 1, min(len(chart.dates), chart.points)).round().astype(int))
    days = [chart.dates[index] for index in chosen]
    lines = [_line(frame, days, chart.quantiles[chosen, column]) for column in range(5)]
    zero = frame.y(0.0)
    parts = [
        frame.drawn(chart.unit, max(2, int((width - 70) // 88))),
        svg.element("path", d=svg.area(lines[4], lines[0]), class_="b90"),
        svg.element("path", d=svg.area(lines[3], lines[1]), class_="b50"),
        svg.line((frame.left, zero), (width - frame.right, zero), "zero"),
        svg.element("path", d=svg.path(lines[2]), class_="mid"),
    ]
    return svg.root(chart.key, chart.size, chart.title, chart.description, parts)


def _line(frame: Frame, days: Sequence[date], values: Floats) -> list[svg.Point]:
    points = [(frame.x(day), frame.y(float(value))) for day, value in zip(days, values, strict=True)]
    if len(points) == 1:  # one day alone is drawn as a short stretch, else it would have no width
        (x, y) = points[0]
        return [(x - 5, y), (x + 5, y)]
    return points


def swatches() -> tuple[tuple[Sequence[Markup], str], ...]:
    """Returns what the legend of a difference shows."""
    band = svg.element("rect", x=1, y=1, width=28, height=14, class_="b90")
    core = svg.element("rect", x=1, y=4, width=28, height=8, class_="b50")
    return (
        ([svg.line((1, 8), (29, 8), "mid")], "median of the parameter draws"),
        ([band, core], "half of the draws (dark), nine in ten (light)"),
        ([svg.line((1, 8), (29, 8), "zero")], "no difference"),
    )
