"""Marks of places by kind; solid where the position is known, hollow where it is schematic."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from corridor.report import svg
from corridor.report.svg import Point

__all__ = ["KINDS", "camp", "mark", "radius_of"]

#: The kinds in the order of the legend, with the words for them.
KINDS = (
    ("zone", "part of a city, or district"),
    ("station", "screening station"),
    ("crossing", "crossing"),
    ("camp", "camp: disc is people present (median), dashed ring is capacity"),
    ("host", "host community"),
    ("town", "town"),
    ("region", "region"),
)


def radius_of(kind: str) -> float:
    """Returns how far a mark reaches from its middle."""
    return {"zone": 5.5, "station": 6.0, "crossing": 5.0, "host": 5.0, "region": 7.0, "camp": 3.0}.get(kind, 3.0)


def mark(kind: str, at: Point, schematic: bool, scale: float = 1.0) -> Markup:
    """Returns the mark of a place that is not a camp."""
    x, y = at
    r = radius_of(kind) * scale
    shapes = {
        "zone": [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
        "station": [(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)],
        "crossing": [(x, y - r), (x + r, y), (x, y + r), (x - r, y)],
        "host": _polygon(x, y, r, 5),
        "region": _polygon(x, y, r, 6),
    }
    class_ = f"place {kind if kind in shapes else 'town'}{' hollow' if schematic else ''}"
    if kind not in shapes:
        return svg.element("circle", cx=x, cy=y, r=r, class_=class_)
    return svg.element("path", d=svg.path(shapes[kind]) + "Z", class_=class_)


def _polygon(x: float, y: float, r: float, corners: int) -> Sequence[Point]:
    turns = [2 * math.pi * corner / corners - math.pi / 2 for corner in range(corners)]
    return [(x + r * math.cos(turn), y + r * math.sin(turn)) for turn in turns]


def camp(at: Point, disc: float, ring: float, schematic: bool) -> Markup:
    """Returns a disc for the people present and a dashed ring for the capacity."""
    x, y = at
    parts = [svg.element("circle", cx=x, cy=y, r=max(disc, 1.6), class_=f"place camp{' hollow' if schematic else ''}")]
    if ring > 0:
        parts.append(svg.element("circle", cx=x, cy=y, r=max(ring, 1.6), class_="ring"))
    return svg.group(parts)
