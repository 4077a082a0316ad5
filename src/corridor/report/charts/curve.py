"""A band over a rate: what would follow if the rate were another, with the part of the axis that a run assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corridor.report import svg
from corridor.report.charts.axes import TICK_FONT, ticks
from corridor.report.numbers import compact, share

__all__ = ["Curve", "draw"]

TOP, BOTTOM, RIGHT = 20.0, 42.0, 16.0


@dataclass(frozen=True, slots=True)
class Curve:
    """What to draw over `rates`; `middle` is empty where only ranges may be shown."""

    key: str
    title: str
    description: str
    rates: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    unit: str
    axis: str  # what the rate is
    assumed: tuple[float, float]
    middle: tuple[float, ...] = ()
    size: tuple[float, float] = (300.0, 190.0)


@dataclass(frozen=True, slots=True)
class _Frame:
    left: float
    right: float
    floor: float
    rates: tuple[float, float]
    levels: tuple[float, ...]

    def x(self, rate: float) -> float:
        first, last = self.rates
        return self.left + (self.right - self.left) * (rate - first) / (last - first)

    def y(self, value: float) -> float:
        return self.floor - (self.floor - TOP) * min(1.0, max(0.0, value / self.levels[-1]))


def draw(curve: Curve) -> Markup:
    """Returns the chart as an `<svg>`: no point of it is marked as better than another."""
    width, height = curve.size
    levels = ticks(max(curve.high))
    left = 8.0 + max(svg.text_width(compact(level), TICK_FONT) for level in levels)
    frame = _Frame(left, width - RIGHT, height - BOTTOM, (curve.rates[0], curve.rates[-1]), levels)
    parts = [*_assumed(frame, curve), *_levels(frame, curve.unit), *_rates(frame, curve.axis), *_band(frame, curve)]
    return svg.root(curve.key, curve.size, curve.title, curve.description, parts)


def _levels(frame: _Frame, unit: str) -> list[Markup]:
    lines = [
        svg.line((frame.left, frame.y(level)), (frame.right, frame.y(level)), "grid" if level else "base")
        for level in frame.levels
    ]
    labels = [svg.text((frame.left - 6, frame.y(level) + 4), compact(level), "tick", "end") for level in frame.levels]
    return [*lines, *labels, svg.text((frame.left, TOP - 8), unit, "unit")]


def _rates(frame: _Frame, axis: str) -> list[Markup]:
    first, last = frame.rates
    marks = [first + (last - first) * step / 4 for step in range(5)]
    labels = [svg.text((frame.x(rate), frame.floor + 16), share(rate), "tick", "middle") for rate in marks]
    return [*labels, svg.text(((frame.left + frame.right) / 2, frame.floor + 34), axis, "tick", "middle")]


def _assumed(frame: _Frame, curve: Curve) -> list[Markup]:
    """Shades the rates that the run drew nine times in ten: an assumption, not an estimate."""
    low, high = (min(max(end, curve.rates[0]), curve.rates[-1]) for end in curve.assumed)
    width = max(frame.x(high) - frame.x(low), 2.0)
    return [svg.element("rect", x=frame.x(low), y=TOP, width=width, height=frame.floor - TOP, class_="assumed")]


def _band(frame: _Frame, curve: Curve) -> list[Markup]:
    low, high = (_line(frame, curve.rates, values) for values in (curve.low, curve.high))
    band = [svg.element("path", d=svg.area(high, low), class_="b90")]
    if not curve.middle:
        return band
    return [*band, svg.element("path", d=svg.path(_line(frame, curve.rates, curve.middle)), class_="mid")]


def _line(frame: _Frame, rates: Sequence[float], values: Sequence[float]) -> list[svg.Point]:
    return [(frame.x(rate), frame.y(value)) for rate, value in zip(rates, values, strict=True)]
