"""Rows of intervals: a dot for the median, a thick bar for half of the members, a thin line for nine in ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corridor.report import svg
from corridor.report.charts.axes import ticks
from corridor.report.numbers import compact, of

__all__ = ["IntervalRow", "draw", "swatches"]

TOP = 26.0
LINE = 16.0  # one line of a label
BAR = 24.0  # the bar and the air around it
FONT = 12.5


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """A label and the five quantiles."""

    label: str
    quantiles: tuple[float, float, float, float, float]


def draw(key: str, title: str, description: str, rows: Sequence[IntervalRow], unit: str, width: float) -> Markup:
    """Returns an `<svg>`: one row each, name and number above its bar, on two lines where the sheet is narrow."""
    levels = ticks(_highest(rows), 5 if width > 500 else 3)
    labels = [_labels(row, width) for row in rows]
    step = LINE * max(map(len, labels)) + BAR
    height = TOP + step * len(rows) + 22
    left, right = 4.0, 18.0
    scale = (width - left - right) / levels[-1]
    parts = [
        *_grid([left + tick * scale for tick in levels], levels, height, unit),
        *(
            _row(row, words, TOP + step * index, left, scale)
            for index, (row, words) in enumerate(zip(rows, labels, strict=True))
        ),
    ]
    return svg.root(key, (width, height), title, description, parts)


def _highest(rows: Sequence[IntervalRow]) -> float:
    return max((row.quantiles[4] for row in rows if math.isfinite(row.quantiles[4])), default=1.0)


def _labels(row: IntervalRow, width: float) -> tuple[str, ...]:
    budget = int((width - 12) / svg.text_width("x", FONT))
    if width > 500:
        value = str(of(row.quantiles))
        return (f"{_cut(row.label, budget - len(value) - 2)}: {value}",)
    return (_cut(row.label, budget), str(of(row.quantiles)))


def _cut(words: str, budget: int) -> str:
    return words if len(words) <= budget else words[: budget - 1].rstrip() + "…"


def _grid(places: Sequence[float], levels: Sequence[float], height: float, unit: str) -> list[Markup]:
    lines = [
        svg.line((x, TOP - 6), (x, height - 20), "base" if level == 0 else "grid")
        for x, level in zip(places, levels, strict=True)
    ]
    last = len(levels) - 1
    labels = [
        svg.text((x, height - 6), compact(level), "tick", ("start", "middle", "end")[(i > 0) + (i == last)])
        for i, (x, level) in enumerate(zip(places, levels, strict=True))
    ]
    return [*lines, *labels, svg.text((places[0], 12), unit, "unit")]


def _row(row: IntervalRow, words: Sequence[str], top: float, left: float, scale: float) -> Markup:
    lines = [svg.text((left + 3, top + LINE * (index + 1) - 3), line, "rowlabel haloed") for index, line in enumerate(words)]
    return svg.group([*lines, *_bar(row, top + LINE * len(words) + 9, left, scale)])


def _bar(row: IntervalRow, y: float, left: float, scale: float) -> list[Markup]:
    """Draws nothing where all is suppressed; beside larger numbers, "fewer than 50" lies at zero."""
    if not any(map(math.isfinite, row.quantiles)):
        return []
    q05, q25, q50, q75, q95 = (left + (value if math.isfinite(value) else 0.0) * scale for value in row.quantiles)
    return [
        svg.line((q05, y), (q95, y), "thin"),
        svg.line((q25, y), (q75, y), "thick"),
        svg.element("circle", cx=q50, cy=y, r=4.2, class_="dot"),
    ]


def swatches() -> tuple[tuple[Sequence[Markup], str], ...]:
    """Returns what the legend of an interval row shows."""
    return (
        ([svg.element("circle", cx=15, cy=8, r=4.2, class_="dot")], "median"),
        ([svg.line((2, 8), (28, 8), "thick")], "half of the members"),
        ([svg.line((2, 8), (28, 8), "thin")], "nine in ten members"),
    )
