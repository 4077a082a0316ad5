"""Fighters: ranges by region and week beside the prior's, where everyone is accounted for, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup

from corridor.published import Fighters, FighterWeek, Published
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Figure, Items, Legend, Note, Prose, Section, Table
from corridor.report.charts import ranges
from corridor.report.charts.fan import swatch

__all__ = ["build"]

WIDE, NARROW = 720.0, 344.0
_DRAWN = {"fighters_remaining": "still in the city", "fighters_relocated": "had come over the open flank"}
_WORDS = {
    "fighters_remaining": "Still in the city",
    "fighters_killed": "Killed or captured",
    "fighters_lost": "Lost on the way out",
    "fighters_surrendered": "Surrendered",
    "fighters_relocated": "Came over the open flank",
    "fighters_embedded": "Came among civilians",
    "fighters_active": "Active there",
    "fighters_held": "Held after screening",
}
_DRAWN_WEEKS, _LISTED_WEEKS = 3, 8


def build(published: Published) -> Section | None:
    """Returns the ranges, drawn and as tables; None where the scenario has no fighters."""
    fighters = published.fighters
    if fighters is None:
        return None
    if not fighters.weeks:
        words = "This run shows no range of fighters; the reason stands under “Responsible use”."
        return Section("fighters", "Fighters", (Prose(_IDENTITY), Prose(words), Items(_UNKNOWN)))
    blocks: list[Block] = [
        Prose(_IDENTITY),
        Note(f"{fighters.prior} Nobody counted fighters: these ranges say what was assumed, and little more."),
        Legend(tuple((swatch(parts), words) for parts, words in ranges.swatches())),
        *_drawn(published, fighters),
        _table(published, fighters, _spread(fighters, 1), "On the last whole week of the run.", folded=False),
        _table(published, fighters, _spread(fighters, _LISTED_WEEKS), _LISTED, folded=True),
        *_beside(published, fighters),
        Prose("What is not known:"),
        Items(_UNKNOWN),
    ]
    return Section("fighters", "Fighters", tuple(blocks))


_IDENTITY = (
    "Whoever was a fighter at the start is on every day in exactly one of these: still in the city; on the way out; in "
    "a region, come over the open flank or among civilians; among civilians under way; held after screening; killed or "
    "captured; lost on the way; surrendered. The program adds this up every day in every member and stops if one is "
    "missing. Families of fighters are civilians and are in none of these numbers. The ends of ranges do not add up: "
    "they belong to different members."
)
_LISTED = "Some weeks of the run; fighters_weekly.csv has all of them."
_UNKNOWN = (
    "How many fighters there were at the start: the figures are estimates of one party.",
    "How many left, and where they went: no public source counted an exit. Flank, losses on the way and destinations "
    "are priors, and the result moves with them.",
    "How many hid among civilians, and how many of them screening found: neither was measured.",
    "Whether what happened later in a region had to do with anybody who came from elsewhere.",
    "Nothing is said below a region and a week, of any place or way, or of days to come.",
)


def _spread(fighters: Fighters, count: int) -> tuple[date, ...]:
    """The last week, and others at even steps before it."""
    weeks = sorted({row.week for row in fighters.weeks})
    if count == 1 or len(weeks) == 1:
        return (weeks[-1],)
    step = (len(weeks) - 1) / (min(count, len(weeks)) - 1)
    return tuple(dict.fromkeys(weeks[round(step * index)] for index in range(min(count, len(weeks)))))


def _drawn(published: Published, fighters: Fighters) -> list[Block]:
    made: list[Block] = []
    weeks = _spread(fighters, _DRAWN_WEEKS + 1)[1:] or _spread(fighters, 1)
    for quantity, words in _DRAWN.items():
        rows = [row for row in fighters.weeks if row.quantity == quantity and row.week in weeks]
        if rows:
            made.append(_figure(quantity, words, _range_rows(fighters, rows)))
    return made


def _range_rows(fighters: Fighters, rows: Iterable[FighterWeek]) -> list[ranges.RangeRow]:
    made, before = [], ""
    for row in sorted(rows, key=lambda each: (_name(fighters, each.region), each.week)):
        name = _name(fighters, row.region)
        ends = (float(row.low), float(row.high), float(row.prior_low), float(row.prior_high))
        made.append(ranges.RangeRow(f"week of {numbers.day(row.week)}", *ends, heading="" if name == before else name))
        before = name
    return made


def _figure(quantity: str, words: str, rows: list[ranges.RangeRow]) -> Figure:
    said = f"Fighters who were {words}" if quantity == "fighters_remaining" else f"Fighters who {words}"

    def drawn(form: str, width: float) -> Markup:
        key = facts.key_of(quantity, form)
        return ranges.draw(key, said, "Ranges by region and week; the table has the numbers.", rows, "fighters", width)

    caption = f"{said}, by region, at the end of some weeks. Ranges only: no point within a range is meant."
    return Figure(drawn("wide", WIDE), caption, drawn("narrow", NARROW), title=said)


def _table(published: Published, fighters: Fighters, weeks: tuple[date, ...], caption: str, *, folded: bool) -> Table:
    columns = (
        Column("Region"),
        Column("Week of"),
        Column("Fighters"),
        Column("Range of this run", True),
        Column("Range of the prior", True),
    )
    chosen = [row for row in fighters.weeks if row.week in weeks]
    chosen.sort(key=lambda row: (_name(fighters, row.region), list(_WORDS).index(row.quantity), row.week))
    rows = tuple(
        (
            _name(fighters, row.region),
            numbers.month_day(row.week),
            _WORDS[row.quantity],
            f"{row.low:,} to {row.high:,}",
            f"{row.prior_low:,} to {row.prior_high:,}",
        )
        for row in chosen
    )
    return Table(f"Fighters by region. {caption}", columns, rows, folded=folded, compact=True)


def _name(fighters: Fighters, region: str) -> str:
    return "All stations together" if region == "all" else facts.shown(fighters.regions.get(region, region))


def _beside(published: Published, fighters: Fighters) -> list[Block]:
    """What must stand beside numbers of fighters, so that they are not read as numbers of refugees."""
    blocks: list[Block] = []
    if fighters.arrived:
        rows = tuple(
            (facts.name_of(published, row.region), numbers.share(row.middle),
             f"{numbers.share(row.low)} to {numbers.share(row.high)}")
            for row in fighters.arrived
        )  # fmt: skip
        columns = (Column("Region"), Column("Share of displaced people (median)", True), Column("90 % interval", True))
        blocks.append(Table("Displaced civilians who arrived anywhere: where they went.", columns, rows, compact=True))
    blocks.append(Note(_CIVILIANS + _effect(published)))
    return blocks


_CIVILIANS = (
    "Hardly any of those who flee are fighters, and of those whom screening holds most may be innocent: see the table "
    "under “Screening”. These ranges are no ground for closing a border or an exit."
)


def _effect(published: Published) -> str:
    found = [fact for fact in published.parameters if fact.id == "arrival_events"]
    if not found:
        return ""
    fact = found[0]
    return (
        f" The effect of displaced arrivals on violence has the prior {fact.prior} ({fact.unit}): "
        f"90 % of its draws lie between {numbers.decimal(fact.low)} and {numbers.decimal(fact.high)}."
    )
