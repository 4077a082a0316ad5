"""Who left by which exit, and where they arrived."""

from __future__ import annotations

from markupsafe import Markup

from corridor.published import Flow, Published
from corridor.report import exit_totals, facts, numbers
from corridor.report.blocks import Block, Column, Figure, Legend, Note, Prose, Section, Table
from corridor.report.charts import bars, flows
from corridor.report.charts.fan import swatch

__all__ = ["build"]

MOST_EXITS = 10
MOST_DESTINATIONS = 11
MOST_ROWS = 60
FEWEST_PATHS = 3  # fewer need no drawing
WIDE, NARROW = 720.0, 344.0


def build(published: Published) -> Section:
    """Returns arrivals by exit with their intervals, the ribbons, and the table behind both."""
    totals = exit_totals.by_exit(published)
    if not totals:
        return Section("exits", "Flows by exit", (Prose("No arrivals were published for this run."),))
    day = exit_totals.final_day(published)
    assert day is not None
    rows = exit_totals.detailed(exit_totals.on_day(published, day))
    blocks: list[Block] = [Legend(tuple((swatch(parts), words) for parts, words in bars.swatches()))]
    blocks.append(_intervals(published, totals[:MOST_EXITS], numbers.day(day)))
    if not all(total.exact for total in totals):
        blocks.append(Note(_WIDEST))
    if len(rows) >= FEWEST_PATHS:
        blocks.append(_ribbons(published, rows, numbers.day(day)))
    if rows:
        blocks.append(_table(published, rows, numbers.day(day)))
    return Section("exits", "Flows by exit", tuple(blocks))


_WIDEST = (
    "An interval of an exit here adds up the intervals of its parts, as if they rose and fell together: "
    "it is the widest that the sum can have."
)


def _intervals(published: Published, totals: tuple[exit_totals.Total, ...], day: str) -> Figure:
    rows = [bars.IntervalRow(facts.name_of(published, total.exit), total.quantiles) for total in totals]
    first = f"Most by {rows[0].label}: {totals[0].interval}."

    def drawn(key: str, width: float) -> Markup:
        return bars.draw(key, "Arrivals by exit", first, rows, "people who had arrived", width)

    caption = f"People who had arrived at a camp, a host community or a region by {day}, by the exit they passed first."
    return Figure(drawn("exits-wide", WIDE), caption, drawn("exits-narrow", NARROW))


def _ribbons(published: Published, rows: tuple[Flow, ...], day: str) -> Figure:
    ribbons = _grouped(published, rows)
    words = "From the place of origin on the left, by the exit in the middle, to the destination on the right."

    caption = (
        f"Origin, exit and destination of everybody who had arrived by {day}. Thickness is the mean number "
        "of people; the table below has the intervals."
    )
    drawing = flows.draw("ribbons", "Origin, exit and destination", words, ribbons, WIDE)
    return Figure(drawing, caption, slides=True)


def _grouped(published: Published, rows: tuple[Flow, ...]) -> list[flows.Ribbon]:
    """Sums over groups, and puts the smallest exits and destinations together under one name."""
    exits = _kept([(flow.exit, flow.mean) for flow in rows], MOST_EXITS)
    ends = _kept([(flow.destination, flow.mean) for flow in rows], MOST_DESTINATIONS)
    shades = {origin: rank for rank, origin in enumerate(sorted({flow.origin for flow in rows}))}
    sums: dict[tuple[str, str, str, int], float] = {}
    for flow in rows:
        through = facts.name_of(published, flow.exit) if flow.exit in exits else flows.LAST[0]
        to = facts.name_of(published, flow.destination) if flow.destination in ends else flows.LAST[1]
        link = (facts.name_of(published, flow.origin), through, to, shades[flow.origin])
        sums[link] = sums.get(link, 0.0) + flow.mean
    return [flows.Ribbon(origin, by, to, people, shade) for (origin, by, to, shade), people in sums.items()]


def _kept(parts: list[tuple[str, float]], limit: int) -> set[str]:
    sums: dict[str, float] = {}
    for name, people in parts:
        sums[name] = sums.get(name, 0.0) + people
    ordered = sorted(sums, key=lambda name: (-sums[name], name))
    return set(ordered if len(ordered) <= limit else ordered[: limit - 1])


def _table(published: Published, rows: tuple[Flow, ...], day: str) -> Table:
    ordered = sorted(rows, key=lambda flow: (-flow.mean, flow.origin, flow.exit, flow.destination, flow.group))
    grouped = any(flow.group != exit_totals.ALL for flow in rows)
    heads = [Column("Origin"), Column("Exit"), Column("Destination")]
    heads += [Column("Group")] if grouped else []
    heads += [Column("Median", True), Column("90 % interval", True)]
    body = tuple(_row(published, flow, grouped) for flow in ordered[:MOST_ROWS])
    more = f" The {MOST_ROWS} largest of {len(ordered)}." if len(ordered) > MOST_ROWS else ""
    caption = f"People who had arrived by {day}, by origin, exit and destination.{more}"
    return Table(caption, tuple(heads), body, folded=True)


def _row(published: Published, flow: Flow, grouped: bool) -> tuple[str, ...]:
    names = tuple(facts.name_of(published, id_) for id_ in (flow.origin, flow.exit, flow.destination))
    group = (facts.group_name(published, flow.group),) if grouped else ()
    interval = numbers.of(flow.quantiles)
    return (*names, *group, interval.centre, interval.span)
