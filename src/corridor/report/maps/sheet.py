"""One sheet: lines of the land, routes, flows, places, labels, a scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from corridor.report import facts, svg
from corridor.report.maps import symbols
from corridor.report.maps.labels import Box, Label, Placed, place
from corridor.report.maps.projection import Projection, runs_inside
from corridor.report.maps.scene import Leg, Link, Scene, Spot
from corridor.report.svg import Point

__all__ = ["Sheet", "draw"]

WIDEST = 15.0  # the thickest flow, in units of a sheet 720 wide
LARGEST = 24.0  # the largest disc, likewise


@dataclass(frozen=True, slots=True)
class Sheet:
    """How to draw a scene; `most_people` and `most_flow` are what the largest disc and line stand for."""

    key: str
    title: str
    description: str
    projection: Projection
    most_people: float
    most_flow: float
    labelled: bool = True
    frame: Projection | None = None  # drawn as a rectangle: what another sheet shows larger
    unlabelled: frozenset[str] = frozenset()  # places that get no label


def draw(sheet: Sheet, scene: Scene, basemap: Mapping[str, Any] | None) -> Markup:
    """Returns the sheet as an `<svg>`."""
    projection = sheet.projection
    spots = _positions(scene, projection)
    clip = f"{sheet.key}-clip"
    box = {"x": 0.5, "y": 0.5, "width": projection.width - 1, "height": projection.height - 1}
    land = _land(projection, basemap, 1.2 if sheet.labelled else 2.2)
    parts = [
        svg.element("defs", svg.element("clipPath", svg.element("rect", **box), id=clip)),
        svg.element("rect", class_="sheet", **box),
        svg.group(
            [
                *land,
                *(_link(link, spots, projection) for link in scene.links),
                *_legs(sheet, scene.legs, spots),
                *_marks(sheet, scene, spots),
            ],
            clip_path=f"url(#{clip})",
        ),
        *(_labels(sheet, scene, spots, basemap) if sheet.labelled else ()),
        *_frame(sheet),
        *_scale(projection),
    ]
    return svg.root(sheet.key, (projection.width, projection.height), sheet.title, sheet.description, parts, "chart map")


def _positions(scene: Scene, projection: Projection) -> dict[str, Point]:
    """Returns where each place is drawn; places at one and the same spot are moved a little apart."""
    taken: dict[tuple[int, int], int] = {}
    spots: dict[str, Point] = {}
    for spot in scene.spots:
        assert spot.place.lon is not None
        assert spot.place.lat is not None
        x, y = projection(spot.place.lon, spot.place.lat)
        turn = taken.get((round(x / 4), round(y / 4)), 0)
        taken[round(x / 4), round(y / 4)] = turn + 1
        out = 0.0 if turn == 0 else 10.0 * projection.width / 720
        spots[spot.place.id] = (x + out * math.cos(2.1 * turn), y + out * math.sin(2.1 * turn))
    return spots


def _land(projection: Projection, basemap: Mapping[str, Any] | None, least: float) -> list[Markup]:
    parts: list[Markup] = []
    for line in _lines(basemap):
        runs = runs_inside(projection, line["points"], least)
        kind = line.get("kind")
        class_ = f"land {kind if kind in ('country', 'river', 'coast') else 'river'}"
        if runs:
            parts.append(svg.element("path", d="".join(map(svg.path, runs)), class_=class_))
    return parts


def _lines(basemap: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    return basemap.get("lines", ()) if basemap else ()


def _link(link: Link, spots: Mapping[str, Point], projection: Projection) -> Markup:
    start, end = spots[link.start], spots[link.end]
    parts = [svg.line(start, end, "route" if link.open else "route closed")]
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    if not link.open and projection.inside(middle):
        x, y = middle
        d = svg.path([(x - 3, y - 3), (x + 3, y + 3)]) + svg.path([(x - 3, y + 3), (x + 3, y - 3)])
        parts.append(svg.element("path", d=d, class_="cross"))
    return svg.group(parts)


def _legs(sheet: Sheet, legs: Sequence[Leg], spots: Mapping[str, Point]) -> list[Markup]:
    return [
        _leg(spots[leg.start], spots[leg.end], _thickness(sheet, leg.people))
        for leg in sorted(legs, key=lambda leg: (-leg.people, leg.start, leg.end))
        if leg.people > 0
    ]


def _thickness(sheet: Sheet, people: float) -> float:
    return max(0.5, WIDEST * sheet.projection.width / 720 * people / sheet.most_flow)


def _leg(start: Point, end: Point, thick: float) -> Markup:
    """Draws a line bent to the right of its way, so that flows between neighbours do not cover each other."""
    bend = 0.12
    x = (start[0] + end[0]) / 2 - (end[1] - start[1]) * bend
    y = (start[1] + end[1]) / 2 + (end[0] - start[0]) * bend
    n = svg.number
    d = f"M{n(start[0])} {n(start[1])}Q{n(x)} {n(y)} {n(end[0])} {n(end[1])}"
    return svg.element("path", d=d, class_="flow", stroke_width=thick)


def _disc(sheet: Sheet, people: float) -> float:
    return LARGEST * math.sqrt(sheet.projection.width / 720) * math.sqrt(max(people, 0.0) / sheet.most_people)


def _radius(sheet: Sheet, spot: Spot) -> float:
    if spot.place.kind != "camp":
        return symbols.radius_of(spot.place.kind) * _mark_scale(sheet)
    return max(1.6, _disc(sheet, spot.people), _disc(sheet, spot.capacity))


def _mark_scale(sheet: Sheet) -> float:
    return 1.0 if sheet.labelled else 0.7


def _marks(sheet: Sheet, scene: Scene, spots: Mapping[str, Point]) -> list[Markup]:
    camps = [spot for spot in scene.spots if spot.place.kind == "camp" and max(spot.people, spot.capacity) > 0]
    camps.sort(key=lambda spot: (-_radius(sheet, spot), spot.place.id))
    others = [spot for spot in scene.spots if spot.place.kind != "camp"]
    discs = [
        symbols.camp(spots[spot.place.id], _disc(sheet, spot.people), _disc(sheet, spot.capacity), spot.place.schematic)
        for spot in camps
    ]
    return discs + [
        symbols.mark(spot.place.kind, spots[spot.place.id], spot.place.schematic, _mark_scale(sheet)) for spot in others
    ]


def _labels(sheet: Sheet, scene: Scene, spots: Mapping[str, Point], basemap: Mapping[str, Any] | None) -> list[Markup]:
    projection = sheet.projection
    seen = [
        spot
        for spot in scene.spots
        if projection.inside(spots[spot.place.id]) and (spot.place.kind != "camp" or _radius(sheet, spot) > 1.6)
    ]
    named = [spot for spot in seen if spot.place.id not in sheet.unlabelled]
    taken = [_around(spots[spot.place.id], _radius(sheet, spot) * 0.8) for spot in seen]
    taken.append(_scale_box(projection))
    labels = [_label(sheet, spot, spots[spot.place.id]) for spot in named]
    labels += _land_labels(projection, basemap)
    sheet_box = Box(4, 4, projection.width - 4, projection.height - 4)
    return [_placed(each) for each in place(labels, taken, sheet_box)]


def _around(at: Point, radius: float) -> Box:
    return Box(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)


_RANKS = {"zone": 4e6, "station": 3e6, "region": 2e6, "crossing": 1.5e6, "camp": 1e6, "host": 8e5, "town": 5e5}


def _label(sheet: Sheet, spot: Spot, at: Point) -> Label:
    name = facts.shown(spot.place.name)
    short = name if len(name) <= 30 else name[:29].rstrip() + "…"
    rank = _RANKS.get(spot.place.kind, 1e5) + max(spot.people, spot.capacity / 10)
    if spot.place.kind == "zone":
        return Label(short, at, _radius(sheet, spot), rank, "maplabel strong", stretch=1.1)
    return Label(short, at, _radius(sheet, spot), rank, "maplabel")


def _land_labels(projection: Projection, basemap: Mapping[str, Any] | None) -> list[Label]:
    """Names rivers and borders once, at the point of theirs that is nearest to the middle of the sheet."""
    middle = (projection.width / 2, projection.height / 2)
    best: dict[str, Point] = {}
    for line in _lines(basemap):
        name = facts.shown(str(line.get("name") or "")) if line.get("name") else ""
        for lon, lat in line["points"] if name else ():
            spot = projection(lon, lat)
            if projection.inside(spot, -20) and math.dist(spot, middle) < math.dist(best.get(name, (-9e9, 0)), middle):
                best[name] = spot
    return [Label(name, spot, 0.0, 1.0, "landlabel", 10.5) for name, spot in sorted(best.items())]


def _placed(placed: Placed) -> Markup:
    parts = [svg.line(*placed.leader, "leader")] if placed.leader else []
    return svg.group([*parts, svg.text(placed.at, placed.label.words, f"{placed.label.class_} haloed", placed.anchor)])


def _frame(sheet: Sheet) -> list[Markup]:
    if sheet.frame is None:
        return []
    inner = sheet.frame
    west, north = sheet.projection(inner.west, inner.north)
    factor = sheet.projection.units_per_degree / inner.units_per_degree
    narrow = sheet.projection.narrowing / inner.narrowing
    size = {"width": inner.width * factor * narrow, "height": inner.height * factor}
    return [svg.element("rect", x=west, y=north, class_="frame", **size)]


def _scale_km(projection: Projection) -> float:
    longest = projection.width / 4 / projection.units_per_km
    power = 10.0 ** math.floor(math.log10(longest))
    return max(power * factor for factor in (1, 2, 5) if power * factor <= longest)


def _scale_box(projection: Projection) -> Box:
    length = _scale_km(projection) * projection.units_per_km
    return Box(8, projection.height - 30, 16 + length, projection.height - 6)


def _scale(projection: Projection) -> list[Markup]:
    km = _scale_km(projection)
    length, floor = km * projection.units_per_km, projection.height - 12
    d = svg.path([(12, floor - 5), (12, floor), (12 + length, floor), (12 + length, floor - 5)])
    words = f"{km:g} km"
    return [
        svg.element("path", d=d, class_="scale"),
        svg.text((12 + length / 2, floor - 5), words, "tick haloed", "middle"),
    ]
