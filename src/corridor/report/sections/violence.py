"""Violence: events by region and zone, and who lived with them."""

from __future__ import annotations

from markupsafe import Markup

from corridor.published import Fan, Published
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Gallery, Legend, Note, Prose, Section, Tile, Tiles
from corridor.report.charts import fan as fans
from corridor.report.sections.people import tile

__all__ = ["build"]

PANEL = (300.0, 170.0)
MOST = 9

_SUMS = (
    ("events", "Violent events", "in all zones and regions together"),
    ("exposed_elsewhere_person_days", "Days of displaced people amid violence", "in regions on days with an event,"),
    ("event_deaths", "Deaths in regions", "people other than the displaced, at the assumed lethality,"),
)


def build(published: Published) -> Section | None:
    """Returns events by region and by zone, as running totals; None where the run has none."""
    if facts.found(published, "events") is None:
        return None
    kinds = {place.id: place.kind for place in published.places}
    every = facts.every(published, "events")
    regions = facts.largest([fan for fan in every if kinds.get(fan.place) == "region"], MOST)
    zones = facts.largest([fan for fan in every if kinds.get(fan.place) == "zone"], MOST)
    blocks: list[Block] = [Prose(_WHAT), Tiles(_tiles(published))]
    if regions or zones:
        blocks.append(Legend(fans.swatches()))
    for panels, where in ((regions, "region"), (zones, "zone")):
        if panels:
            made = tuple((facts.name_of(published, fan.place), _panel(published, fan)) for fan in panels)
            blocks.append(Gallery(made, _CAPTION.format(where)))
    blocks.append(Note(_CAUTION))
    return Section("violence", "Violence", tuple(blocks))


_WHAT = (
    "An event makes others more likely for some weeks. Beside that, events come from a base rate, from the operation, "
    "and from fighters who are there. Displaced people are given no effect on average: the prior of that number is "
    "centred on zero."
)
_CAPTION = "Violent events since the start, by {}. Every panel has its own scale."
_CAUTION = (
    "No weekly counts of events went into these rates; they are assumed. Only differences between policies carry "
    "meaning, not the totals. Events do not say who caused them, and displaced people are not evidence of a threat."
)


def _tiles(published: Published) -> tuple[Tile, ...]:
    made = []
    for quantity, label, remark in _SUMS:
        fan = facts.found(published, quantity)
        if fan is not None:
            made.append(tile(label, facts.last(fan), f"{remark} by {numbers.day(fan.dates[-1])}"))
    return tuple(made)


def _panel(published: Published, fan: Fan) -> Markup:
    name = facts.name_of(published, fan.place)
    chart = fans.FanChart(
        key=facts.key_of("events", fan.place),
        title=f"Violent events, {name}",
        description=f"By {numbers.day(fan.dates[-1])}: {facts.last(fan)}.",
        fan=fan,
        size=PANEL,
        counts=facts.counts_of(published, fan),
        points=120,
    )
    return fans.draw(chart)
