"""Shares over time that add up to one: layers on top of each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from corridor.report import svg
from corridor.report.charts.axes import TICK_FONT, date_ticks
from corridor.report.numbers import share

__all__ = ["draw", "swatches"]

TOP, BOTTOM, RIGHT = 14.0, 24.0, 14.0
_LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
_POINTS = 260


def draw(
    key: str,
    title: str,
    description: str,
    dates: Sequence[date],
    layers: Sequence[NDArray[np.float64]],
    size: tuple[float, float],
) -> Markup:
    """Returns an `<svg>`; the first layer lies at the bottom."""
    width, height = size
    left, floor = 8.0 + svg.text_width(share(1.0), TICK_FONT), height - BOTTOM
    days = max((dates[-1] - dates[0]).days, 1)

    def x(day: date) -> float:
        return left + (width - left - RIGHT) * (day - dates[0]).days / days

    def y(value: float) -> float:
        return floor - (floor - TOP) * value

    chosen = np.unique(np.linspace(0, len(dates) - 1, min(len(dates), _POINTS)).round().astype(int)).tolist()
    sums = [np.zeros(len(dates)), *np.cumsum(np.array(layers), axis=0)]
    lines = [[(x(dates[i]), y(float(total[i]))) for i in chosen] for total in sums]
    parts = [
        svg.element("path", d=svg.area(upper, lower), class_=f"layer l{index}")
        for index, (lower, upper) in enumerate(pairwise(lines))
    ]
    parts += [svg.line((left, y(level)), (width - RIGHT, y(level)), "grid") for level in _LEVELS]
    parts += [svg.text((left - 6, y(level) + 4), share(level), "tick", "end") for level in _LEVELS]
    parts += [
        svg.text((x(day), floor + 16), label, "tick", _anchor(x(day), label, width))
        for day, label in date_ticks(dates[0], dates[-1], max(2, int((width - 70) // 88)))
    ]
    return svg.root(key, size, title, description, parts)


def _anchor(x: float, label: str, width: float) -> str:
    half = svg.text_width(label, TICK_FONT) / 2
    return "end" if x + half > width else "start" if x - half < 0 else "middle"


def swatches(names: Sequence[str]) -> tuple[tuple[Sequence[Markup], str], ...]:
    """Returns what the legend of the layers shows, in their order."""
    return tuple(
        ([svg.element("rect", x=2, y=2, width=26, height=12, class_=f"layer l{index}")], name)
        for index, name in enumerate(names)
    )
