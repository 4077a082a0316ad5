"""Labels that do not collide: each takes the first free spot around its symbol, the important ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.report.svg import Point, text_width

__all__ = ["Box", "Label", "Placed", "place"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Returns whether two rectangles overlap."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Label:
    """Words that want to stand at a point, clear of a symbol of that radius; a high rank is served first."""

    words: str
    at: Point
    radius: float
    rank: float
    class_: str
    size: float = 11.0
    stretch: float = 1.0  # more for bold letters


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with its place, where its text is anchored, and a leader where it stands away from its symbol."""

    label: Label
    at: Point
    anchor: str
    leader: tuple[Point, Point] | None


def place(labels: Sequence[Label], taken: Sequence[Box], sheet: Box) -> tuple[Placed, ...]:
    """Returns the labels that found room, in order of rank; the others are left out."""
    boxes = list(taken)
    placed: list[Placed] = []
    for label in sorted(labels, key=lambda each: (-each.rank, each.words, each.at)):
        for box, leader, anchor in _candidates(label):
            if _within(box, sheet) and not any(box.meets(other) for other in boxes):
                boxes.append(box)
                placed.append(Placed(label, _base(label, box, anchor), anchor, leader))
                break
    return tuple(placed)


def _within(box: Box, sheet: Box) -> bool:
    return box.left >= sheet.left and box.right <= sheet.right and box.top >= sheet.top and box.bottom <= sheet.bottom


def _base(label: Label, box: Box, anchor: str) -> Point:
    x = {"start": box.left + 1, "middle": (box.left + box.right) / 2, "end": box.right - 1}[anchor]
    return (x, box.bottom - label.size * 0.26)


Candidate = tuple[Box, tuple[Point, Point] | None, str]


def _candidates(label: Label) -> list[Candidate]:
    """Near spots first: right, left, above, below, the corners; then the same further out with a leader."""
    made: list[Candidate] = []
    for gap in (2.0, 12.0, 24.0, 38.0):
        for dx, dy in _AROUND:
            box = _box(label, dx, dy, label.radius + gap)
            leader = _leader(label, box, dx, dy) if gap > 2 and label.radius > 0 else None
            if leader is not None or gap == 2 or label.radius == 0:
                made.append((box, leader, "start" if dx > 0 else "end" if dx < 0 else "middle"))
    return made


_AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8))


def _box(label: Label, dx: float, dy: float, out: float) -> Box:
    wide, tall = text_width(label.words, label.size) * label.stretch + 2, label.size * 1.15
    x, y = label.at[0] + dx * out, label.at[1] + dy * out
    left = x if dx > 0 else x - wide if dx < 0 else x - wide / 2
    top = y - tall / 2 if abs(dy) < 0.5 else y if dy > 0 else y - tall
    return Box(left, top, left + wide, top + tall)


def _leader(label: Label, box: Box, dx: float, dy: float) -> tuple[Point, Point]:
    start = (label.at[0] + dx * label.radius, label.at[1] + dy * label.radius)
    end = (min(max(start[0], box.left), box.right), min(max(start[1], box.top), box.bottom))
    return start, end
