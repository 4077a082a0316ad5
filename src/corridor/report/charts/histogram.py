"""Bars of counts over the tenths of a scale, beside the height that all would have if they were even."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from corridor.report import svg
from corridor.report.charts.axes import TICK_FONT, ticks
from corridor.report.numbers import compact, share

__all__ = ["draw"]

TOP, BOTTOM, RIGHT, GAP = 14.0, 24.0, 14.0, 2.0


def draw(key: str, title: str, description: str, counts: Sequence[int], size: tuple[float, float]) -> Markup:
    """Returns an `<svg>`: one bar for each count, from 0 to 100 % below, and a line at their mean."""
    width, height = size
    levels = ticks(float(max(counts, default=1)), 3)
    left, floor = 8.0 + max(svg.text_width(compact(each), TICK_FONT) for each in levels), height - BOTTOM
    step = (width - left - RIGHT) / max(len(counts), 1)

    def y(count: float) -> float:
        return floor - (floor - TOP) * count / levels[-1]

    parts = [svg.line((left, y(level)), (width - RIGHT, y(level)), "base" if level == 0 else "grid") for level in levels]
    parts += [svg.text((left - 6, y(level) + 4), compact(level), "tick", "end") for level in levels]
    parts += [_bar(left + step * index, step, y(count), floor) for index, count in enumerate(counts)]
    even = sum(counts) / max(len(counts), 1)
    parts.append(svg.line((left, y(even)), (width - RIGHT, y(even)), "mark"))
    parts += [
        svg.text((left + step * len(counts) * at, floor + 16), share(at), "tick", _anchor(at)) for at in (0.0, 0.5, 1.0)
    ]
    return svg.root(key, size, title, description, parts)


def _bar(x: float, step: float, top: float, floor: float) -> Markup:
    return svg.element("rect", x=x + GAP / 2, y=top, width=step - GAP, height=floor - top, class_="b50")


def _anchor(at: float) -> str:
    return "start" if at == 0.0 else "end" if at == 1.0 else "middle"
