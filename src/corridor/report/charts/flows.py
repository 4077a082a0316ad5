"""Ribbons from origin by exit to destination; their thickness is the mean number of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corridor.report import svg

__all__ = ["Ribbon", "draw", "height_for"]

GAP = 16.0
NODE = 9.0
TOP = 26.0
FONT = 11.5
LAST = ("other exits", "other places")  # what is put together stands below what is shown by itself


@dataclass(frozen=True, slots=True)
class Ribbon:
    """People who went from origin by exit to destination; `shade` numbers the origin, 0 to 3."""

    origin: str
    exit: str
    destination: str
    people: float
    shade: int


@dataclass(slots=True)
class _Node:
    name: str
    people: float
    top: float = 0.0
    height: float = 0.0
    used_in: float = 0.0
    used_out: float = 0.0


def height_for(ribbons: Sequence[Ribbon]) -> float:
    """Returns a height in which every node has room for its label."""
    most = max(len({pick(ribbon) for ribbon in ribbons}) for pick in _PICKS)
    return TOP + max(240.0, 26.0 * most + 60)


def draw(key: str, title: str, description: str, ribbons: Sequence[Ribbon], width: float) -> Markup:
    """Returns an `<svg>` with three columns."""
    height = height_for(ribbons)
    columns = [_column(ribbons, pick) for pick in _PICKS]
    scale = min(_scale(column, height) for column in columns)
    for column in columns:
        _stack(column, height, scale)
    room = min(214.0, width * 0.31)
    lefts = (2.0, (width - room) * 0.46, width - room)
    parts = [
        *_heads(lefts),
        *_ribbons(ribbons, columns, lefts, scale),
        *(
            _nodes(column, left, _room(index, lefts, width))
            for index, (column, left) in enumerate(zip(columns, lefts, strict=True))
        ),
    ]
    return svg.root(key, (width, height), title, description, parts)


_PICKS: tuple[Callable[[Ribbon], str], ...] = (
    lambda ribbon: ribbon.origin,
    lambda ribbon: ribbon.exit,
    lambda ribbon: ribbon.destination,
)


def _column(ribbons: Sequence[Ribbon], pick: Callable[[Ribbon], str]) -> dict[str, _Node]:
    nodes: dict[str, _Node] = {}
    for ribbon in ribbons:
        node = nodes.setdefault(pick(ribbon), _Node(pick(ribbon), 0.0))
        node.people += ribbon.people
    return dict(sorted(nodes.items(), key=lambda pair: (pair[0] in LAST, -pair[1].people, pair[0])))


def _scale(column: dict[str, _Node], height: float) -> float:
    total = sum(node.people for node in column.values())
    return (height - TOP - GAP * len(column)) / total


def _stack(column: dict[str, _Node], height: float, scale: float) -> None:
    heights = [max(1.0, node.people * scale) for node in column.values()]
    spare = (height - TOP - 6 - sum(heights)) / len(column)
    top = TOP + 6
    for node, tall in zip(column.values(), heights, strict=True):
        node.top, node.height = top, tall
        top += tall + spare


def _heads(lefts: Sequence[float]) -> list[Markup]:
    words = ("from", "by", "to")
    return [svg.text((left, 14), word, "unit") for left, word in zip(lefts, words, strict=True)]


def _room(index: int, lefts: Sequence[float], width: float) -> float:
    after = lefts[index + 1] - 8 if index + 1 < len(lefts) else width
    return after - lefts[index] - NODE - 6


def _nodes(column: dict[str, _Node], left: float, room: float) -> Markup:
    budget = max(4, int(room / svg.text_width("x", FONT)))
    parts = []
    for node in column.values():
        words = node.name if len(node.name) <= budget else node.name[: budget - 1].rstrip() + "…"
        parts.append(svg.element("rect", x=left, y=node.top, width=NODE, height=node.height, class_="node"))
        at = (left + NODE + 4, node.top + node.height / 2 + 4)
        parts.append(svg.text(at, words, "nodelabel haloed"))
    return svg.group(parts)


def _ribbons(
    ribbons: Sequence[Ribbon], columns: Sequence[dict[str, _Node]], lefts: Sequence[float], scale: float
) -> list[Markup]:
    origins, exits, ends = columns
    order = {name: rank for column in columns for rank, name in enumerate(column)}
    first: list[Markup] = []
    for ribbon in sorted(_merged(ribbons), key=lambda r: (order[r.origin], order[r.exit])):
        first.append(_ribbon(ribbon, origins[ribbon.origin], exits[ribbon.exit], lefts[0], lefts[1], scale))
    second: list[Markup] = []
    for ribbon in sorted(ribbons, key=lambda r: (order[r.exit], order[r.destination], order[r.origin])):
        second.append(_ribbon(ribbon, exits[ribbon.exit], ends[ribbon.destination], lefts[1], lefts[2], scale))
    return [svg.group(first), svg.group(second)]


def _merged(ribbons: Sequence[Ribbon]) -> list[Ribbon]:
    totals: dict[tuple[str, str, int], float] = {}
    for ribbon in ribbons:
        pair = (ribbon.origin, ribbon.exit, ribbon.shade)
        totals[pair] = totals.get(pair, 0.0) + ribbon.people
    return [Ribbon(origin, exit_, "", people, shade) for (origin, exit_, shade), people in totals.items()]


def _ribbon(ribbon: Ribbon, start: _Node, end: _Node, left: float, right: float, scale: float) -> Markup:
    thick = ribbon.people * scale
    y0, y1 = start.top + start.used_out, end.top + end.used_in
    start.used_out += thick
    end.used_in += thick
    x0, x1 = left + NODE, right
    bend = (x0 + x1) / 2
    n = svg.number
    d = (
        f"M{n(x0)} {n(y0)}C{n(bend)} {n(y0)} {n(bend)} {n(y1)} {n(x1)} {n(y1)}"
        f"V{n(y1 + thick)}C{n(bend)} {n(y1 + thick)} {n(bend)} {n(y0 + thick)} {n(x0)} {n(y0 + thick)}Z"
    )
    return svg.element("path", d=d, class_=f"ribbon o{ribbon.shade % 4}")
