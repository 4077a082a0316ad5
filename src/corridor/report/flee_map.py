"""The map of a run under Flee's rules: the whole area, roads open and closed, discs for people in camps."""

from __future__ import annotations

from markupsafe import Markup

from corridor.flee.published import FleePublished
from corridor.published import PlaceFact
from corridor.report import facts, numbers, svg
from corridor.report.blocks import Column, Figure, Gallery, Legend, Prose, Section, Table
from corridor.report.charts.fan import swatch
from corridor.report.maps import projection, sheet, symbols
from corridor.report.maps.scene import Scene, scenes

__all__ = ["build"]

WIDE, NARROW, SMALL = 720.0, 344.0, 230.0
_WORDS = {
    "zone": "place in conflict at some time",
    "crossing": "marker or forwarding hub",
    "camp": "camp: disc is people present (median), dashed ring is capacity",
    "town": "town",
}


def build(published: FleePublished) -> Section:
    """Returns the map of the last day large, and of the days before small; without positions, a sentence."""
    located = projection.located(published.run.places)
    if not located:
        return Section("map", "Map", (Prose("No location of this folder has a position, so there is no map."),))
    days = scenes(published.run, located)
    blocks = (_legend(located, days), _large(days, located), _small(days, located), _table(published))
    return Section("map", "Map", blocks)


def _most(days: tuple[Scene, ...]) -> float:
    return max([1.0, *(max(spot.people, spot.capacity) for scene in days for spot in scene.spots)])


def _said(scene: Scene) -> str:
    fullest = max(scene.spots, key=lambda spot: spot.people)
    closed = sum(not link.open for link in scene.links)
    most = f" The fullest camp is {facts.shown(fullest.place.name)}." if fullest.people > 0 else ""
    return f"{len(scene.spots)} locations; {closed} of {len(scene.links)} roads closed.{most}"


def _large(days: tuple[Scene, ...], located: tuple[PlaceFact, ...]) -> Figure:
    scene = days[-1]

    def drawn(form: str, width: float) -> Markup:
        window = projection.fitted(located, width, min(640.0, width * 1.15))
        made = sheet.Sheet(f"map-{form}", f"Map on {numbers.day(scene.day)}", _said(scene), window, _most(days), 1.0)
        return sheet.draw(made, scene, None)

    caption = f"{numbers.day(scene.day)}. Lines are roads, straight from place to place; they are not where the road runs."
    return Figure(drawn("wide", WIDE), caption, drawn("narrow", NARROW))


def _small(days: tuple[Scene, ...], located: tuple[PlaceFact, ...]) -> Gallery:
    window = projection.fitted(located, SMALL, SMALL)

    def drawn(at: int, scene: Scene) -> Markup:
        title = f"Map on {numbers.day(scene.day)}"
        made = sheet.Sheet(f"map-{at}", title, _said(scene), window, _most(days), 1.0, labelled=False)
        return sheet.draw(made, scene, None)

    panels = tuple((numbers.day(scene.day), drawn(at, scene)) for at, scene in enumerate(days))
    return Gallery(panels, "The same after each quarter of the run; discs are to one scale.", small=True)


def _legend(located: tuple[PlaceFact, ...], days: tuple[Scene, ...]) -> Legend:
    kinds = {place.kind for place in located}
    entries = [(swatch([_sample(kind)]), words) for kind, words in _WORDS.items() if kind in kinds]
    entries.append((swatch([svg.line((1, 8), (29, 8), "route")]), "road, open"))
    if any(not link.open for scene in days for link in scene.links):
        cross = svg.element("path", d="M12 5L18 11M12 11L18 5", class_="cross")
        entries.append((swatch([svg.line((1, 8), (29, 8), "route closed"), cross]), "road, closed"))
    return Legend(tuple(entries))


def _sample(kind: str) -> Markup:
    return symbols.camp((15, 8), 4.5, 7.0, False) if kind == "camp" else symbols.mark(kind, (15, 8), False)


def _table(published: FleePublished) -> Table:
    run = published.run
    words = {"zone": "in conflict at some time", "crossing": "marker or hub", "camp": "camp", "town": "town"}
    rows = []
    for place in run.places:
        fan = run.fan("present", place.id)
        assert fan is not None  # every location has one
        last = facts.last(fan)
        rows.append((facts.shown(place.name), words[place.kind], last.centre, last.span))
    columns = (Column("Location"), Column("Kind"), Column("Present on the last day", True), Column("90 % interval", True))
    return Table("All locations, and who is there on the last day.", columns, tuple(rows), folded=True)
