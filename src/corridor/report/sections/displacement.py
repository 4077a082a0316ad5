"""How many people were displaced, day by day, with the published counts beside."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from corridor.published import Fan, Published
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Figure, Gallery, Legend, Note, Prose, Section
from corridor.report.charts import fan as fans

__all__ = ["build"]

WIDE, NARROW, PANEL = (720.0, 340.0), (344.0, 260.0), (300.0, 180.0)
MOST_PANELS = 9

_WORDS = {
    "displaced_current": "Displaced",
    "displaced_ever": "Had left home",
    "returned": "Had gone home",
}


def build(published: Published) -> Section:
    """Returns the curve that was counted best, large, and the others small."""
    lead = _lead(published)
    if lead is None:
        return Section("displacement", "Displacement", (Prose("This run has no number of displaced people."),))
    others = _others(published, lead)
    counted = any(facts.counts_of(published, fan) for fan in (lead, *others))
    blocks: list[Block] = [Legend(fans.swatches(counts=counted)), *_large(published, lead)]
    if others:
        panels = tuple((_title(published, fan), _panel(published, fan)) for fan in others)
        blocks.append(Gallery(panels, _CAPTION))
    if not counted:
        blocks.append(Prose("No published count of these quantities came with the scenario."))
    return Section("displacement", "Displacement", tuple(blocks))


_CAPTION = (
    "Displaced: away from home on that day. Had left home: had left at least once since the start. Had gone home: "
    "returns since the start. Every panel has its own scale."
)


def _lead(published: Published) -> Fan | None:
    for quantity in _WORDS:
        fan = facts.found(published, quantity, place=facts.lead_place(published, quantity))
        if fan is not None:
            return fan
    return None


def _others(published: Published, lead: Fan) -> tuple[Fan, ...]:
    """The totals, and whatever else was counted, the best counted first."""
    ranked = []
    for fan in published.fans:
        if fan.quantity in _WORDS and fan.group == "all" and fan is not lead:
            counts = len(facts.counts_of(published, fan))
            if counts or fan.place == "all":
                ranked.append(((fan.place != "all", -counts, list(_WORDS).index(fan.quantity), fan.place), fan))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(fan for _, fan in ranked[:MOST_PANELS])


def _title(published: Published, fan: Fan) -> str:
    return f"{_WORDS[fan.quantity]}: {facts.name_of(published, fan.place)}"


def _large(published: Published, fan: Fan) -> list[Block]:
    counts = facts.counts_of(published, fan)
    turn = facts.series_break(counts)
    marks = ((turn, "the way of counting changes"),) if turn is not None else ()

    def drawn(form: str, size: tuple[float, float]) -> Markup:
        key = facts.key_of("displacement", form)
        title = _title(published, fan)
        return fans.draw(fans.FanChart(key, title, _said(fan), fan, size, counts=counts, marks=marks))

    figure = Figure(drawn("wide", WIDE), _said(fan), drawn("narrow", NARROW), title=_title(published, fan))
    return [figure, Note(_break_note(turn))] if turn is not None else [figure]


def _panel(published: Published, fan: Fan) -> Markup:
    key = facts.key_of("panel", fan.quantity, fan.place)
    counts = facts.counts_of(published, fan)
    chart = fans.FanChart(key, _title(published, fan), _said(fan), fan, PANEL, counts=counts, points=140)
    return fans.draw(chart)


def _said(fan: Fan) -> str:
    day, interval = facts.peak(fan)
    if day == fan.dates[-1]:
        return f"Highest median on the last day, {numbers.day(day)}: {interval}."
    return f"Highest median on {numbers.day(day)}: {interval}. On the last day: {facts.last(fan)}."


def _break_note(turn: date) -> str:
    return (
        f"The scored series ends on {numbers.day(turn)}. Later counts were made in another way or for another "
        "area: they are drawn as another series, are not joined to the first, and are not scored."
    )
