"""A fan: the median as a line, half of the members in the dark band, nine in ten in the light one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from corridor.published import Fan
from corridor.report import svg
from corridor.report.charts.axes import Frame, ticks

__all__ = ["Count", "FanChart", "draw", "swatches", "top_of"]


@dataclass(frozen=True, slots=True)
class Count:
    """A published count as a point, with its range where the source gave one."""

    day: date
    value: float
    scored: bool
    series: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FanChart:
    """What to draw; `size` is width and height, `top` the highest value of the axis where panels share one."""

    key: str
    title: str
    description: str
    fan: Fan
    size: tuple[float, float]
    counts: tuple[Count, ...] = ()
    ceiling: Fan | None = None
    marks: tuple[tuple[date, str], ...] = ()
    top: float | None = None
    points: int = 400


def draw(chart: FanChart) -> Markup:
    """Returns the chart as an `<svg>`."""
    width, height = chart.size
    dates = chart.fan.dates
    limit = chart.top if chart.top is not None else top_of(chart.fan, chart.counts, chart.ceiling)
    levels = ticks(limit, 6 if height > 250 else 4)
    frame = Frame(width, height, dates[0], dates[-1], levels)
    chosen = _thin(len(dates), chart.points)
    parts = [
        frame.drawn(chart.fan.unit, max(2, int((width - 70) // 88))),
        *_marks(frame, chart.marks),
        *_fan(frame, chart.fan, chosen),
        *_ceiling(frame, chart.ceiling, chosen),
        *(_count(frame, count) for count in chart.counts if dates[0] <= count.day <= dates[-1]),
    ]
    return svg.root(chart.key, chart.size, chart.title, chart.description, parts)


def top_of(fan: Fan, counts: Sequence[Count] = (), ceiling: Fan | None = None) -> float:
    """Returns the highest value to be drawn: the 95 % line, the counts, the capacity."""
    within = [count.value for count in counts if fan.dates[0] <= count.day <= fan.dates[-1]]
    highest = [_highest(fan.quantiles[:, 4]), *within]
    if ceiling is not None:
        highest.append(_highest(ceiling.quantiles[:, 2]))
    return max(highest)


def _highest(values: NDArray[np.float64]) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.max()) if finite.size else 0.0


def _thin(days: int, limit: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, days - 1, min(days, limit)).round().astype(np.int64))


def _runs(known: NDArray[np.bool_] | np.bool_) -> list[NDArray[np.int64]]:
    """Splits positions into stretches without a gap, so that what is suppressed stays blank."""
    positions = np.flatnonzero(known)
    return [run for run in np.split(positions, np.flatnonzero(np.diff(positions) > 1) + 1) if run.size]


def _fan(frame: Frame, fan: Fan, chosen: NDArray[np.int64]) -> list[Markup]:
    table = fan.quantiles[chosen]
    shown = np.isfinite(table).any(axis=1, keepdims=True)
    table = np.where(shown & np.isnan(table), 0.0, table)  # beside larger numbers, "fewer than 50" lies at the floor
    days = [fan.dates[index] for index in chosen]
    parts: list[Markup] = []
    for run in _runs(np.all(np.isfinite(table), axis=1)):
        lines = [_line(frame, days, table[:, column], run) for column in range(5)]
        parts += [
            svg.element("path", d=svg.area(lines[4], lines[0]), class_="b90"),
            svg.element("path", d=svg.area(lines[3], lines[1]), class_="b50"),
            svg.element("path", d=svg.path(lines[2]), class_="mid"),
        ]
    return parts


def _line(frame: Frame, days: Sequence[date], values: NDArray[np.float64], run: NDArray[np.int64]) -> list[svg.Point]:
    points = [(frame.x(days[index]), frame.y(float(values[index]))) for index in run]
    if len(points) == 1:  # one day alone is drawn as a short stretch, else it would have no width
        (x, y) = points[0]
        return [(x - 5, y), (x + 5, y)]
    return points


def _ceiling(frame: Frame, ceiling: Fan | None, chosen: NDArray[np.int64]) -> list[Markup]:
    """Draws the median capacity as a step line: a change shows on the day it happens."""
    if ceiling is None:
        return []
    points: list[svg.Point] = []
    for index, value in enumerate(ceiling.quantiles[:, 2]):
        if not math.isfinite(value) or index >= len(ceiling.dates):
            continue
        spot = (frame.x(ceiling.dates[index]), frame.y(float(value)))
        if points and points[-1][1] != spot[1]:
            points.append((spot[0], points[-1][1]))
        if not points or points[-1][1] != spot[1] or index == len(ceiling.dates) - 1:
            points.append(spot)
    return [svg.element("path", d=svg.path(_stretched(points)), class_="ceiling")] if points else []


def _stretched(points: list[svg.Point]) -> list[svg.Point]:
    (x, y) = points[0]
    return [(x - 8, y), (x + 8, y)] if len(points) == 1 else points


def _marks(frame: Frame, marks: Sequence[tuple[date, str]]) -> list[Markup]:
    parts: list[Markup] = []
    for day, words in marks:
        x = frame.x(day)
        fits = x - svg.text_width(words, 11) > frame.left
        anchor, shift = ("end", -5.0) if fits else ("start", 5.0)
        parts += [
            svg.line((x, frame.top - 4), (x, frame.floor), "mark"),
            svg.text((x + shift, frame.top + 5), words, "marklabel", anchor),
        ]
    return parts


def _count(frame: Frame, count: Count) -> Markup:
    x, y = frame.x(count.day), frame.y(count.value)
    parts: list[Markup] = []
    if count.low is not None and count.high is not None and count.high > count.low:
        parts.append(svg.line((x, frame.y(count.low)), (x, frame.y(count.high)), "countrange"))
    parts.append(_dot(x, y) if count.scored else _diamond(x, y))
    return svg.group(parts)


def _dot(x: float, y: float) -> Markup:
    return svg.element("circle", cx=x, cy=y, r=2.8, class_="scored")


def _diamond(x: float, y: float, half: float = 3.8) -> Markup:
    corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    return svg.element("path", d=svg.path(corners) + "Z", class_="other")


def swatches(counts: bool = False, ceiling: bool = False) -> tuple[tuple[Markup, str], ...]:
    """Returns what the legend of a fan shows: a small drawing and the words for it."""
    band = svg.element("rect", x=1, y=1, width=28, height=14, class_="b90")
    core = svg.element("rect", x=1, y=4, width=28, height=8, class_="b50")
    entries = [
        ([svg.line((1, 8), (29, 8), "mid")], "median"),
        ([band, core], "half of the members (dark), nine in ten (light)"),
    ]
    if counts:
        entries.append(([_dot(15, 8)], "published count, scored"))
        entries.append(([_diamond(15, 8)], "published count, other series"))
    if ceiling:
        entries.append(([svg.line((1, 8), (29, 8), "ceiling")], "capacity (median)"))
    return tuple((swatch(parts), words) for parts, words in entries)


def swatch(parts: Sequence[Markup]) -> Markup:
    """Returns a small drawing for a legend, silent for screen readers (the words say it)."""
    return svg.element("svg", *parts, viewBox="0 0 30 16", width=30, height=16, class_="swatch", aria_hidden="true")
