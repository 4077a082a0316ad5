"""The map: where people were, by which ways they had come, which ways were closed."""

from __future__ import annotations

from markupsafe import Markup

from corridor.published import PlaceFact, Published
from corridor.report import facts, numbers, svg
from corridor.report.blocks import Block, Column, Figure, Gallery, Legend, Prose, Section, Table
from corridor.report.charts.fan import swatch
from corridor.report.maps import projection, sheet, symbols
from corridor.report.maps.scene import Scene, scenes

__all__ = ["build"]

REACH_KM = 95.0
WIDE, NARROW, SMALL = 720.0, 344.0, 230.0


def build(published: Published) -> Section:
    """Returns the map of the last date large, an overview where places lie far apart, and the other dates small."""
    located = projection.located(published.places)
    if not located:
        return Section("map", "Map", (Prose("No place of this scenario has a position, so there is no map."),))
    days = scenes(published, located)
    near = _near(located)
    blocks: list[Block] = [_legend(days, located), _large(published, days[-1], days, near)]
    if len(near) < len(located):
        blocks.append(_overview(published, days[-1], days, near, located))
    if len(days) > 1:
        blocks.append(_small(published, days, near))
    blocks.append(_table(published, days[-1]))
    return Section("map", "Map", tuple(blocks))


def _near(located: tuple[PlaceFact, ...]) -> tuple[PlaceFact, ...]:
    """Returns the places around the zones, where there are enough of them to fill a sheet; else all."""
    zones = [place for place in located if place.kind == "zone"]
    near = projection.around(located, _dense(zones) or located, REACH_KM)
    return near if len(near) >= 3 else located


def _dense(zones: list[PlaceFact]) -> tuple[PlaceFact, ...]:
    """Returns the zones around the first one: a scenario lists the city that it is about first."""
    return projection.around(zones, zones[:1], 40.0) if zones else ()


def _most(days: tuple[Scene, ...]) -> tuple[float, float]:
    people = [max(spot.people, spot.capacity) for scene in days for spot in scene.spots]
    flows = [leg.people for scene in days for leg in scene.legs]
    return max([1.0, *people]), max([1.0, *flows])


def _large(published: Published, scene: Scene, days: tuple[Scene, ...], near: tuple[PlaceFact, ...]) -> Figure:
    title = f"Map on {numbers.day(scene.day)}"
    words = _said(published, scene)

    def drawn(form: str, width: float) -> Markup:
        window = projection.fitted(near, width, min(640.0, width * 1.15))
        made = sheet.Sheet(f"map-{form}", title, words, window, *_most(days))
        return sheet.draw(made, scene, published.basemap)

    caption = f"{numbers.day(scene.day)}. {_CAPTION}{_source(published)}"
    return Figure(drawn("wide", WIDE), caption, drawn("narrow", NARROW))


_CAPTION = (
    "Lines are people who had arrived since the start, from origin by exit to destination (means); they show who went "
    "where, not on which road. A place without a label is named in the table below."
)


def _source(published: Published) -> str:
    if not published.basemap:
        return " No map background came with the scenario."
    source = facts.clean(str(published.basemap.get("source", ""))).rstrip(".")
    return f" Borders and rivers: {source}." if source else ""


def _said(published: Published, scene: Scene) -> str:
    fullest = max(scene.spots, key=lambda spot: spot.people)
    closed = sum(not link.open for link in scene.links)
    most = f" Most people are in {facts.shown(fullest.place.name)}." if fullest.people > 0 else ""
    return f"{len(scene.spots)} places; {closed} of {len(scene.links)} routes closed.{most}"


def _overview(
    published: Published,
    scene: Scene,
    days: tuple[Scene, ...],
    near: tuple[PlaceFact, ...],
    located: tuple[PlaceFact, ...],
) -> Figure:
    def drawn(form: str, width: float) -> Markup:
        inner = projection.fitted(near, width, min(640.0, width * 1.15))
        window = projection.fitted(located, width, width * 0.75)
        inside = frozenset(place.id for place in near)
        key, words = f"overview-{form}", _said(published, scene)
        made = sheet.Sheet(key, "The whole area", words, window, *_most(days), frame=inner, unlabelled=inside)
        return sheet.draw(made, scene, published.basemap)

    caption = f"The whole area on {numbers.day(scene.day)}. The rectangle is the map above; places in it have no label here."
    return Figure(drawn("wide", WIDE), caption, drawn("narrow", NARROW))


def _small(published: Published, days: tuple[Scene, ...], near: tuple[PlaceFact, ...]) -> Gallery:
    window = projection.fitted(near, SMALL, SMALL)
    most = _most(days)

    def drawn(index: int, scene: Scene) -> Markup:
        title = f"Map on {numbers.day(scene.day)}"
        made = sheet.Sheet(f"map-{index}", title, _said(published, scene), window, *most, labelled=False)
        return sheet.draw(made, scene, published.basemap)

    panels = tuple((numbers.day(scene.day), drawn(index, scene)) for index, scene in enumerate(days))
    return Gallery(panels, "The same on each map date; discs and lines are to one scale.", small=True)


def _legend(days: tuple[Scene, ...], located: tuple[PlaceFact, ...]) -> Legend:
    kinds = {place.kind for place in located}
    entries = [(swatch([_sample(kind)]), words) for kind, words in symbols.KINDS if kind in kinds]
    if any(place.schematic for place in located):
        entries.append((swatch([symbols.mark("zone", (8, 8), True), symbols.mark("station", (23, 8), True)]), _SCHEMATIC))
    entries.append((swatch([svg.line((1, 8), (29, 8), "route")]), "route, open"))
    if any(not link.open for scene in days for link in scene.links):
        entries.append((swatch([svg.line((1, 8), (29, 8), "route closed"), _cross()]), "route, closed"))
    most = _most(days)[1]
    if most > 1:
        entries.append((swatch([svg.line((1, 8), (29, 8), "flow", stroke_width=8.0)]), _flow_words(most)))
    return Legend(tuple(entries))


_SCHEMATIC = "hollow: the position is schematic, not where the place is"


def _flow_words(most: float) -> str:
    return f"people who had come that way; the thickest line stands for about {numbers.plain(most, numbers.step_of(most))}"


def _sample(kind: str) -> Markup:
    if kind == "camp":
        return symbols.camp((15, 8), 4.5, 7.0, False)
    return symbols.mark(kind, (15, 8), False)


def _cross() -> Markup:
    return svg.element("path", d="M12 5L18 11M12 11L18 5", class_="cross")


def _table(published: Published, scene: Scene) -> Table:
    words = dict(symbols.KINDS) | {"camp": "camp"}
    rows = []
    for place in published.places:
        fan = published.fan("present", place.id)
        interval = facts.at(fan, scene.day) if fan is not None and fan.dates else None
        position = "none" if place.lat is None else "schematic" if place.schematic else "as published"
        cells = (interval.centre, interval.span) if interval else ("–", "–")
        rows.append((facts.shown(place.name), words.get(place.kind, place.kind), position, *cells))
    columns = (
        Column("Place"),
        Column("Kind"),
        Column("Position"),
        Column("People present (median)", True),
        Column("90 % interval", True),
    )
    return Table(f"Places, and people present on {numbers.day(scene.day)}.", columns, tuple(rows), folded=True)
