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

ROW = 40.0
TOP = 26.0


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """A label and the five quantiles."""

    label: str
    quantiles: tuple[float, float, float, float, float]


def draw(
    key: str, title: str, description: str, rows: Sequence[IntervalRow], unit: str, width: float, numbers: bool = True
) -> Markup:
    """Returns an `<svg>`: one row each, the label above its bar, so that long names have room."""
    levels = ticks(_highest(rows), 5 if width > 500 else 3)
    height = TOP + ROW * len(rows) + 22
    left, right = 4.0, 18.0
    scale = (width - left - right) / levels[-1]
    parts = [
        *_grid([left + tick * scale for tick in levels], levels, height, unit),
        *(_row(row, TOP + ROW * index, left, scale, width, numbers) for index, row in enumerate(rows)),
    ]
    return svg.root(key, (width, height), title, description, parts)


def _highest(rows: Sequence[IntervalRow]) -> float:
    return max((row.quantiles[4] for row in rows if math.isfinite(row.quantiles[4])), default=1.0)


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


def _row(row: IntervalRow, top: float, left: float, scale: float, width: float, numbers: bool) -> Markup:
    y = top + 27
    words = f"{row.label}: {of(row.quantiles)}" if numbers else row.label
    budget = int((width - 12) / svg.text_width("x", 12.5))
    if len(words) > budget:
        words = _shortened(row, budget)
    label = svg.text((left + 3, top + 13), words, "rowlabel haloed")
    if not all(map(math.isfinite, row.quantiles)):
        return svg.group([label])
    q05, q25, q50, q75, q95 = (left + value * scale for value in row.quantiles)
    return svg.group(
        [
            label,
            svg.line((q05, y), (q95, y), "thin"),
            svg.line((q25, y), (q75, y), "thick"),
            svg.element("circle", cx=q50, cy=y, r=4.2, class_="dot"),
        ]
    )


def _shortened(row: IntervalRow, budget: int) -> str:
    """Returns a label that keeps its number and gives up the end of its name."""
    value = str(of(row.quantiles))
    room = max(6, budget - len(value) - 3)
    return f"{row.label[:room].rstrip()}…: {value}"


def swatches() -> tuple[tuple[Sequence[Markup], str], ...]:
    """Returns what the legend of an interval row shows."""
    return (
        ([svg.element("circle", cx=15, cy=8, r=4.2, class_="dot")], "median"),
        ([svg.line((2, 8), (28, 8), "thick")], "half of the members"),
        ([svg.line((2, 8), (28, 8), "thin")], "nine in ten members"),
    )
