"""What people were exposed to: always near the top, never left out (MODEL.md section 5)."""

from __future__ import annotations

from markupsafe import Markup

from corridor.published import Fan, Published
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Gallery, Legend, Note, Prose, Section, Tile, Tiles
from corridor.report.charts import fan as fans
from corridor.report.numbers import Interval

__all__ = ["build"]

PANEL = (300.0, 180.0)


def build(published: Published) -> Section:
    """Returns exposure, deaths and trapped people by zone."""
    tiles = _tiles(published)
    blocks: list[Block] = [Tiles(tiles)] if tiles else []
    blocks += _trapped(published)
    deaths = facts.found(published, "deaths")
    if deaths is not None:
        blocks.append(Note(_DEATHS + (_WIDEST if facts.per_day(deaths) else "")))
    return Section("people", "People trapped and exposed", tuple(blocks))


_DEATHS = "Deaths are counted for their own sake: no result of this page is expressed per death."
_WIDEST = " Their interval adds up the intervals of the days, so it is wider than that of the sum itself."


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
            made.append(tile(label, facts.total(fan), f"{remark} by {numbers.day(fan.dates[-1])}"))
    return tuple(made)


_PEAKS = (
    ("trapped", "Trapped at the peak", "people in encircled parts that were held or fought over"),
    ("trapped_no_exit", "With no way out at the peak", "trapped people to whom no way out was open"),
)
_SUMS = (
    ("exposed_people", "Ever amid fighting", "people who were in contested parts at any time, each counted once,"),
    ("exposed_person_days", "Exposed person-days", "days that people spent in contested parts, summed,"),
    ("deaths", "Deaths of civilians", "people killed at home or under way"),
)


def tile(label: str, interval: Interval, remark: str) -> Tile:
    """Returns a number for a row of tiles."""
    span = "" if interval.single or not interval.known else interval.span
    return Tile(label, interval.centre, span, remark)


def _trapped(published: Published) -> list[Block]:
    zones = facts.largest(facts.every(published, "trapped"), 6)
    whole = facts.found(published, "trapped")
    if not zones and whole is not None and facts.peak(whole)[1].high > 0:
        zones = (whole,)
    if not zones:
        return [Prose("Nobody was trapped in this run, or the scenario has no zone that can be encircled.")]
    panels = tuple((facts.name_of(published, fan.place), _panel(published, fan, zones)) for fan in zones)
    scored = any(facts.counts_of(published, fan) for fan in zones)
    caption = (
        "People trapped on each day, by zone. Trapped are civilians in the held or contested parts of an "
        "encircled zone. All panels share one scale. No line: nobody, or fewer than 50."
    )
    return [Legend(fans.swatches(counts=scored)), Gallery(panels, caption)]


def _panel(published: Published, fan: Fan, together: tuple[Fan, ...]) -> Markup:
    name = facts.name_of(published, fan.place)
    day, interval = facts.peak(fan)
    chart = fans.FanChart(
        key=facts.key_of("trapped", fan.place),
        title=f"People trapped, {name}",
        description=f"The median is highest around {numbers.day(day)}: {interval}.",
        fan=fan,
        size=PANEL,
        counts=facts.counts_of(published, fan),
        top=max(fans.top_of(each, facts.counts_of(published, each)) for each in together),
        points=160,
    )
    return fans.draw(chart)
