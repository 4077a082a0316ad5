"""Where each published count fell among the members: one row a series, one dot a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corridor.report import svg

__all__ = ["DotRow", "draw"]

ROW = 34.0
TOP = 20.0
RADIUS = 3.0


@dataclass(frozen=True, slots=True)
class DotRow:
    """A series with the share of members below each of its counts."""

    label: str
    shares: tuple[float, ...]
    scored: bool


def draw(key: str, title: str, description: str, rows: Sequence[DotRow], width: float) -> Markup:
    """Returns an `<svg>` with a scale from 0 (all members above the count) to 1 (all below)."""
    left, right = 8.0, 8.0
    span = width - left - right
    height = TOP + ROW * len(rows) + 38
    parts = [
        *_bands(left, span, height),
        *(_row(row, TOP + ROW * index, left, span) for index, row in enumerate(rows)),
    ]
    return svg.root(key, (width, height), title, description, parts)


def _bands(left: float, span: float, height: float) -> list[Markup]:
    floor = height - 36

    def box(low: float, high: float, class_: str) -> Markup:
        at = {"x": left + low * span, "y": TOP - 4, "width": (high - low) * span, "height": floor - TOP + 4}
        return svg.element("rect", class_=class_, **at)

    boxes = [box(0.05, 0.95, "b90"), box(0.25, 0.75, "b50")]
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    labels = [svg.text((left + at * span, floor + 14), f"{100 * at:.0f} %", "tick", "middle") for at in levels]
    ends = [
        svg.text((left, floor + 30), "← members above the count", "tick"),
        svg.text((left + span, floor + 30), "members below →", "tick", "end"),
    ]
    middle = svg.line((left + span / 2, TOP - 4), (left + span / 2, floor), "grid")
    return [*boxes, middle, *labels, *ends]


def _row(row: DotRow, top: float, left: float, span: float) -> Markup:
    budget = int(span / svg.text_width("x", 12))
    label = row.label if len(row.label) <= budget else row.label[: budget - 1] + "…"
    return svg.group(
        [
            svg.line((left, top - 2), (left + span, top - 2), "grid"),
            svg.text((left + 2, top + 9), label, "rowlabel haloed"),
            *_dots(row, top + 21, left, span),
        ]
    )


def _dots(row: DotRow, y: float, left: float, span: float) -> list[Markup]:
    """Draws dots that stand on the same spot a little apart, up and down."""
    stacked: dict[int, int] = {}
    parts = []
    for share in sorted(row.shares):
        x = left + share * span
        slot = round(x / RADIUS)
        turn = stacked.get(slot, 0)
        stacked[slot] = turn + 1
        shift = ((turn + 1) // 2) * (2 if turn % 2 else -2)
        class_ = "scored" if row.scored else "other"
        parts.append(svg.element("circle", cx=x, cy=y + max(-8, min(8, shift)), r=RADIUS, class_=class_))
    return parts
