"""Screening: who waits, who is held, and what that costs people."""

from __future__ import annotations

from markupsafe import Markup

from corridor.published import Fan, Published
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Gallery, Legend, Note, Prose, Section, Table, Tile, Tiles
from corridor.report.charts import fan as fans
from corridor.report.sections import screening_errors
from corridor.report.sections.people import tile

__all__ = ["build"]

PANEL = (300.0, 170.0)
MOST_STATIONS = 6
LEAST_HELD = 200.0  # of fewer, rounded to 100, a curve shows nothing but its steps

_SUMS = (
    ("queue_person_days", "Person-days in queues", "days that people spent waiting, summed,"),
    ("held_person_days", "Days innocent people were held", "summed over civilians,"),
)
_PEAKS = (
    ("waiting", "Waiting at the peak", "people in queues at the end of a day"),
    ("innocent_held", "Innocent people held", "civilians held at the end of a day"),
)


def build(published: Published) -> Section:
    """Returns queues and people held, by station, and what they add up to."""
    waiting = facts.largest(facts.every(published, "waiting"), MOST_STATIONS)
    held = facts.largest(facts.every(published, "held"), MOST_STATIONS)
    held = tuple(fan for fan in held if fans.top_of(fan) >= LEAST_HELD)
    tiles = _tiles(published)
    if not (waiting or held or tiles):
        return Section("screening", "Screening", (Prose("This scenario has no screening station in use."),))
    blocks: list[Block] = [Tiles(tiles)] if tiles else []
    if waiting or held:
        blocks += [Legend(fans.swatches()), *_galleries(published, waiting, held), _table(published, waiting, held)]
    blocks += screening_errors.blocks(published) or [Note(_UNMEASURED)]
    return Section("screening", "Screening", tuple(blocks))


_UNMEASURED = (
    "How often screening picks the right people was never published. How many innocent people are held "
    "follows from an assumed rate, and moves in proportion to it."
)


def _tiles(published: Published) -> tuple[Tile, ...]:
    made: list[Tile] = []
    for quantity, label, remark in _PEAKS:
        fan = facts.found(published, quantity)
        if fan is not None:
            day, interval = facts.peak(fan)
            made.append(tile(label, interval, f"{remark}, around {numbers.day(day)}"))
    for quantity, label, remark in _SUMS:
        fan = facts.found(published, quantity)
        if fan is not None:
            made.append(tile(label, facts.last(fan), f"{remark} by {numbers.day(fan.dates[-1])}"))
    return tuple(made)


def _galleries(published: Published, waiting: tuple[Fan, ...], held: tuple[Fan, ...]) -> list[Block]:
    made: list[Block] = []
    for fans_, what in ((waiting, "People waiting to be screened"), (held, "People held after screening")):
        if fans_:
            panels = tuple((facts.name_of(published, fan.place), _panel(published, fan, what)) for fan in fans_)
            made.append(Gallery(panels, f"{what}, by station and day. Every panel has its own scale."))
    return made


def _panel(published: Published, fan: Fan, what: str) -> Markup:
    day, interval = facts.peak(fan)
    chart = fans.FanChart(
        key=facts.key_of(fan.quantity, fan.place),
        title=f"{what}, {facts.name_of(published, fan.place)}",
        description=f"The median is highest around {numbers.day(day)}: {interval}.",
        fan=fan,
        size=PANEL,
        counts=facts.counts_of(published, fan),
        points=130,
    )
    return fans.draw(chart)


def _table(published: Published, waiting: tuple[Fan, ...], held: tuple[Fan, ...]) -> Table:
    columns = (
        Column("Station"),
        Column("Longest queue (median)", True),
        Column("90 % interval", True),
        Column("Most people held (median)", True),
        Column("90 % interval", True),
    )
    stations = list(dict.fromkeys(fan.place for fan in (*waiting, *held)))
    caption = "Each station on the days when its queue was longest and when it held most people."
    return Table(caption, columns, tuple(_row(published, place) for place in stations), folded=True)


def _row(published: Published, place: str) -> tuple[str, ...]:
    cells = [facts.name_of(published, place)]
    for quantity in ("waiting", "held"):
        fan = published.fan(quantity, place)
        interval = facts.peak(fan)[1] if fan is not None else None
        cells += [interval.centre, interval.span] if interval is not None else ["–", "–"]
    return tuple(cells)
