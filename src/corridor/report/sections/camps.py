"""Camps: how full they were."""

from __future__ import annotations

import math

import numpy as np
from markupsafe import Markup

from corridor.published import Fan, Published
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Gallery, Legend, Prose, Section, Table
from corridor.report.charts import fan as fans

__all__ = ["build"]

PANEL = (300.0, 170.0)
MOST_PANELS = 12
MOST_SETS = 6


def build(published: Published) -> Section:
    """Returns one panel for all camps together, one for each of the larger camps, and a table of all."""
    camps = _camps(published)
    if not camps:
        return Section("camps", "Camps", (Prose("This scenario has no camp, or nobody reached one."),))
    shown = (*_sets(published), *camps[:MOST_PANELS])
    counted = any(facts.counts_of(published, fan) for fan in shown)
    capped = any(published.fan("capacity", fan.place) for fan in shown)
    panels = tuple((facts.name_of(published, fan.place), _panel(published, fan)) for fan in shown)
    blocks: list[Block] = [
        Legend(fans.swatches(counts=counted, ceiling=capped)),
        Gallery(panels, _caption(len(camps))),
        _table(published, (*_sets(published), *camps)),
    ]
    return Section("camps", "Camps: people and capacity", tuple(blocks))


def _camps(published: Published) -> tuple[Fan, ...]:
    ids = {place.id for place in published.places if place.kind == "camp"}
    present = [fan for fan in facts.every(published, "present") if fan.place in ids]
    return facts.largest(present, len(present))


def _sets(published: Published) -> tuple[Fan, ...]:
    """Returns the sets that have room for people: those of camps."""
    present = [fan for fan in facts.every(published, "present") if fan.place in published.sets]
    return facts.largest([fan for fan in present if _capacity(published, fan.place) is not None], MOST_SETS)


def _capacity(published: Published, place: str) -> Fan | None:
    fan = published.fan("capacity", place)
    return fan if fan is not None and np.nanmax(fan.quantiles[:, 2], initial=0.0) > 0 else None


def _caption(camps: int) -> str:
    more = f" The {MOST_PANELS} largest of {camps} camps; the table has all." if camps > MOST_PANELS else ""
    return "People present on each day. Every panel has its own scale: read the numbers on its axis." + more


def _panel(published: Published, fan: Fan) -> Markup:
    name = facts.name_of(published, fan.place)
    day, interval = facts.peak(fan)
    chart = fans.FanChart(
        key=facts.key_of("camp", fan.place),
        title=f"People in {name}",
        description=f"The median is highest around {numbers.day(day)}: {interval}.",
        fan=fan,
        size=PANEL,
        counts=facts.counts_of(published, fan),
        ceiling=_capacity(published, fan.place),
        points=130,
    )
    return fans.draw(chart)


def _table(published: Published, camps: tuple[Fan, ...]) -> Table:
    columns = (
        Column("Camp"),
        Column("Most people (median)", True),
        Column("90 % interval", True),
        Column("Around"),
        Column("Highest load", True),
        Column("90 % interval", True),
        Column("Days full", True),
    )
    caption = (
        "Each camp at its fullest. Load is people present ÷ capacity; days full are the days on which the "
        "median load was at least 100 %."
    )
    return Table(caption, columns, tuple(_row(published, fan) for fan in camps), folded=True)


def _row(published: Published, fan: Fan) -> tuple[str, ...]:
    day, people = facts.peak(fan)
    load = published.fan("load", fan.place)
    name = facts.name_of(published, fan.place)
    start = (name, people.centre, people.span, numbers.month_day(day))
    return (*start, *(_load(load) if load is not None else ("–", "–", "–")))


def _load(load: Fan) -> tuple[str, str, str]:
    _, high = facts.peak(load)
    full = int(np.sum(load.quantiles[:, 2] >= 1))
    if not math.isfinite(high.middle):
        return "–", "–", "–"
    return numbers.share(high.middle), f"{numbers.share(high.low)} to {numbers.share(high.high)}", str(full)
