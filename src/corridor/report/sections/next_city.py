"""The next city: how many members have its operation at which stage, day by day."""

from __future__ import annotations

from datetime import date

import numpy as np
from markupsafe import Markup

from corridor.published import NextCity, Published, StageShare
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Figure, Legend, Note, Prose, Section, Table
from corridor.report.charts import shares
from corridor.report.charts.fan import swatch

__all__ = ["build"]

WIDE, NARROW = (720.0, 250.0), (344.0, 210.0)
_ROWS = 8
_NAMES = ("not begun", "isolation", "assault", "done")


def build(published: Published) -> Section | None:
    """Returns the shares of members by stage, drawn and as a table; None where no operation follows."""
    following = published.next_city
    if following is None:
        return None
    city = facts.name_of(published, following.zone)
    legend = tuple((swatch(parts), words) for parts, words in shares.swatches(_NAMES[::-1]))
    blocks: list[Block] = [
        Prose(f"The operation against {city} follows the one before it: isolation first, then assault, then its end."),
        Legend(legend),
        _figure(following, city),
        _table(published, following),
        Note(_CAUTION),
    ]
    return Section("next-city", "The next city", tuple(blocks))


_CAUTION = (
    "One operation that followed one other does not tell whether plans, progress or relocated fighters set it off. "
    "Where the scenario has its dates, the model follows them and the shares only show how long each stage lasts."
)


def _figure(following: NextCity, city: str) -> Figure:
    last = [f"{name} {numbers.share(float(stage.share[-1]))}" for name, stage in _named(following)]
    words = f"On {numbers.day(following.dates[-1])}: {', '.join(last)} of the members."

    def drawn(form: str, size: tuple[float, float]) -> Markup:
        layers = [stage.share for stage in following.stages][::-1]
        title = f"Stage of the operation against {city}"
        return shares.draw(f"stages-{form}", title, words, following.dates, layers, size)

    return Figure(drawn("wide", WIDE), f"Share of members by stage. {words}", drawn("narrow", NARROW))


def _named(following: NextCity) -> list[tuple[str, StageShare]]:
    return list(zip(_NAMES, following.stages, strict=True))


def _table(published: Published, following: NextCity) -> Table:
    columns = (Column("Day"), *(Column(name.capitalize(), True) for name in _NAMES))
    rows = tuple(_row(following, day) for day in _days(published, following))
    caption = (
        "Share of members at each stage, with the 90 % interval that the number of members leaves; it does not hold "
        "what the model itself does not know."
    )
    return Table(caption, columns, rows, folded=True)


def _days(published: Published, following: NextCity) -> list[date]:
    inside = [day for day in published.map_dates if following.dates[0] <= day <= following.dates[-1]]
    return [*inside[:_ROWS], following.dates[-1]] if following.dates[-1] not in inside else inside[:_ROWS]


def _row(following: NextCity, day: date) -> tuple[str, ...]:
    index = int(np.searchsorted([each.toordinal() for each in following.dates], day.toordinal()))
    return (numbers.day(day), *(_cell(stage, index) for stage in following.stages))


def _cell(stage: StageShare, index: int) -> str:
    share, low, high = (float(each[index]) for each in (stage.share, stage.low, stage.high))
    return f"{numbers.share(share)} ({numbers.share(low)} to {numbers.share(high)})"
