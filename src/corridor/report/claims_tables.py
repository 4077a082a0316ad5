"""Tables of the page about claims: numbers under every prior set, evidence with source and party mark."""

from __future__ import annotations

import math
from collections.abc import Sequence

from corridor.claims.published import Cell, EvidenceRow, NumberRow, PublishedClaims, TogetherRow
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Note, Prose, Section, Table
from corridor.report.sections.sources import linked

__all__ = ["chance", "evidence_table", "exposure", "interval", "number_table", "together_table"]

_DECIMALS = {"share": 3, "ratio": 3, "probability": 2, "events": 1, "days": 1, "stage": 1}
_WEIGHS = {
    "supports": "supports",
    "contradicts": "contradicts",
    "absent": "looked, found none",
    "context": "context",
}


def exposure(published: PublishedClaims) -> Section:
    """Returns what civilians were exposed to under every policy that was run."""
    blocks: list[Block] = [
        Prose(
            "Before any statement is weighed: what civilians were exposed to in the same runs. Whoever reads a verdict "
            "about closing or opening a way out finds here what it would cost people."
        )
    ]
    if published.exposure:
        rows = published.exposure
        sets = [prior for prior in published.prior_sets if any(prior in row.cells for row in rows)]
        columns = (Column("What"), Column("Policy", wide=True), *(Column(prior) for prior in sets))
        cells = tuple(
            (row.name, facts.clean(row.what), *(interval(row, row.cells.get(prior)) for prior in sets)) for row in rows
        )
        blocks.append(Table("Median and 90 % interval over members, by prior set.", columns, cells))
    else:
        blocks.append(Note("No run was needed for these claims, so there is no number of exposed people."))
    return Section("people", "What people were exposed to", tuple(blocks))


def number_table(rows: Sequence[NumberRow], sets: Sequence[str]) -> Table:
    """Returns the numbers of a part; where one decides, also how often the statement holds."""
    sets = [prior for prior in sets if any(prior in row.cells for row in rows)]
    columns = (Column("Number", wide=True), *(Column(prior) for prior in sets), Column("Says", wide=True))
    cells = []
    for row in rows:
        name = f"{facts.clean(row.name)} ({row.unit})"
        cells.append((name, *(interval(row, row.cells.get(prior)) for prior in sets), facts.clean(row.verdict)))
        if row.condition and row.unit != "probability":
            label = f"how often it holds ({row.condition})"
            cells.append((label, *(chance(row.cells.get(prior)) for prior in sets), facts.clean(row.why)))
    caption = (
        "By prior set, with the 90 % interval, rounded to about a twentieth of it. Differences: mean over members and "
        "interval over parameter draws. Of fighters there is a range only."
    )
    return Table(caption, columns, tuple(cells))


def interval(row: NumberRow, cell: Cell | None) -> str:
    """Returns a number with its interval as a cell of a table."""
    if cell is None:
        return "–"
    if cell.missing:
        return facts.clean(cell.missing)
    width = cell.high - (cell.low if math.isfinite(cell.low) else 0.0)
    step = 1.0 if row.range_only else numbers.step_of(width)
    span = f"{_plain(row, cell.low, step)} to {_plain(row, cell.high, step)}"
    if row.range_only and row.unit != "probability":
        return span
    return f"{_plain(row, cell.estimate, step)} ({span})"


def chance(cell: Cell | None) -> str:
    """Returns how often a statement holds, with the interval that so many draws allow."""
    if cell is None or not math.isfinite(cell.probability):
        return "–"
    return f"{cell.probability:.2f} ({cell.probability_low:.2f} to {cell.probability_high:.2f})"


def _plain(row: NumberRow, value: float, step: float) -> str:
    if math.isinf(value):
        return "after the last day"
    if not math.isfinite(value):
        return numbers.SUPPRESSED
    digits = _DECIMALS.get(row.unit, 0)
    if not digits:
        return numbers.plain(value, step)
    text = f"{abs(value):,.{digits}f}"
    return f"{numbers.MINUS}{text}" if value < 0 and text.strip("0.,") else text


def together_table(rows: Sequence[TogetherRow], sets: Sequence[str]) -> Table:
    """Returns how often which parts of a trade-off hold together."""
    sets = [prior for prior in sets if any(prior in row.shares for row in rows)]
    columns = (Column("What comes together", wide=True), *(Column(prior, True) for prior in sets))
    cells = tuple(
        (facts.clean(row.what), *(numbers.share(row.shares.get(prior, math.nan)) for prior in sets)) for row in rows
    )
    return Table("Share of parameter draws, by prior set: what is gained and what is lost, together.", columns, cells)


def evidence_table(rows: Sequence[EvidenceRow]) -> Table:
    """Returns the evidence with source and party mark."""
    columns = (
        Column("Date"),
        Column("What was published", wide=True),
        Column("Bears on it"),
        Column("Party to the claim"),
        Column("Confidence"),
        Column("Source"),
    )
    cells = tuple(
        (
            f"about {numbers.month_day(row.date)}" if row.approximate else numbers.month_day(row.date),
            facts.clean(row.what),
            _WEIGHS.get(row.weighs, row.weighs),
            f"yes †: {facts.clean(row.party)}" if row.party else "no",
            row.confidence,
            linked(row.source),
        )
        for row in sorted(rows, key=lambda row: row.date)
    )
    caption = "Direct evidence. † marks the word of a party; it never decides by itself."
    return Table(caption, columns, cells, compact=True)
