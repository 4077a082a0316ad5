"""Rows of ranges: a bar from one end to the other, the prior's bar beneath it, and nothing in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corridor.report import svg
from corridor.report.charts.axes import ticks
from corridor.report.numbers import compact

__all__ = ["RangeRow", "draw", "swatches", "words"]

TOP = 26.0
LABEL, BARS = 15.0, 21.0
HEADING = 22.0


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A label with the ends of the range and of the prior's; `heading` where a group of rows begins."""

    label: str
    low: float
    high: float
    prior_low: float
    prior_high: float
    heading: str = ""


def words(row: RangeRow) -> str:
    """Returns both ranges in words."""
    said = f"{row.low:,.0f} to {row.high:,.0f}"
    if (row.low, row.high) == (row.prior_low, row.prior_high):
        return said
    return f"{said} (prior {row.prior_low:,.0f} to {row.prior_high:,.0f})"


def draw(key: str, title: str, description: str, rows: Sequence[RangeRow], unit: str, width: float) -> Markup:
    """Returns an `<svg>` with all rows on one scale that begins at zero."""
    levels = ticks(max(max(row.high, row.prior_high) for row in rows), 5 if width > 500 else 3)
    left, right = 4.0, 18.0
    scale = (width - left - right) / levels[-1]
    height = TOP + sum(map(_height, rows)) + 24
    parts = _grid([left + level * scale for level in levels], levels, height, unit)
    top = TOP
    for row in rows:
        parts.append(_row(row, top, left, scale))
        top += _height(row)
    return svg.root(key, (width, height), title, description, parts)


def _height(row: RangeRow) -> float:
    return LABEL + BARS + (HEADING if row.heading else 0.0)


def _grid(places: Sequence[float], levels: Sequence[float], height: float, unit: str) -> list[Markup]:
    last = len(levels) - 1
    parts = [
        svg.line((x, TOP - 6), (x, height - 20), "grid" if level else "base")
        for x, level in zip(places, levels, strict=True)
    ]
    parts += [
        svg.text((x, height - 6), compact(level), "tick", ("start", "middle", "end")[(i > 0) + (i == last)])
        for i, (x, level) in enumerate(zip(places, levels, strict=True))
    ]
    return [*parts, svg.text((places[0], 12), unit, "unit")]


def _row(row: RangeRow, top: float, left: float, scale: float) -> Markup:
    parts = []
    if row.heading:
        parts.append(svg.text((left + 3, top + 13), row.heading, "rowlabel strong haloed"))
        top += HEADING
    parts.append(svg.text((left + 3, top + 11), f"{row.label}: {words(row)}", "rowlabel haloed"))
    y = top + LABEL + 7
    parts.append(_bar(row.low, row.high, y, left, scale, "range"))
    parts.append(_bar(row.prior_low, row.prior_high, y + 6, left, scale, "priorrange"))
    return svg.group(parts)


def _bar(low: float, high: float, y: float, left: float, scale: float, class_: str) -> Markup:
    return svg.line((left + low * scale, y), (left + high * scale, y), class_)


def swatches() -> tuple[tuple[Sequence[Markup], str], ...]:
    """Returns what the legend of a range row shows."""
    return (
        ([svg.line((2, 8), (28, 8), "range")], "this run, nine in ten members, rounded outwards"),
        ([svg.line((2, 8), (28, 8), "priorrange")], "the prior"),
    )
