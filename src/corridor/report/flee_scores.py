"""The scores of a run under Flee's rules as tables: all camps, camp by camp, and against naive forecasts."""

from __future__ import annotations

import math

from corridor.flee.published import ALL, FleePublished, ScoreRow
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Note, Prose, Section, Table

__all__ = ["build", "camp_rows"]

_TOTALS = {
    "ard": "Averaged relative difference, plain",
    "ard_rescaled": "Averaged relative difference, rescaled",
    "ard_total": "Relative difference of the total",
}
_READING = (
    "Averaged relative difference: mean over days of the sum of |run − data| over the camps, divided by the sum of the "
    "data; rescaled, the camps of the run are multiplied so that they add up to the data. A person in the wrong camp "
    "counts twice. Coverage: share of the dated counts within the middle half, and the middle nine tenths, of the "
    "members; a run that knows its own uncertainty has 50 % and 90 %. CRPS: distance of the members from a count, in "
    "agents; smaller is better."
)
_LEAK = (
    "In most published Flee scenarios the capacities are the greatest counts of the very series that are scored, and the "
    "number of arrivals is read from them: a small difference then says little about the rules."
)


def build(published: FleePublished) -> Section:
    """Returns the scores, with what they mean and what they cannot say."""
    if not published.scores:
        return Section("scores", "Scores", (Prose("The folder has no counts of camps, so nothing is scored."),))
    blocks: list[Block] = [_totals(published), _camps(published)]
    if any(row.score.startswith("mase") for row in published.scores):
        blocks.append(_naive(published))
    return Section("scores", "Scores", (*blocks, Note(_READING), Note(_LEAK)))


def _totals(published: FleePublished) -> Table:
    rows = []
    for score, name in _TOTALS.items():
        row = published.score(score)
        if row is not None:
            rows.append((name, f"{row.value:.3f}", f"{row.low:.3f} to {row.high:.3f}"))
    columns = (Column("Score"), Column("Mean of the members", True), Column("90 % of the members", True))
    return Table("All camps together; 0 is best.", columns, tuple(rows))


def _camps(published: FleePublished) -> Table:
    columns = (
        Column("Camp"),
        Column("Part in the difference", True),
        Column("Dated counts", True),
        Column("CRPS", True),
        Column("Inside 50\u00a0%", True),
        Column("Inside 90\u00a0%", True),
    )
    caption = "Camp by camp: the parts add up to the plain difference; the rest is at the dates of the counts."
    return Table(caption, columns, camp_rows(published))


def camp_rows(published: FleePublished) -> tuple[tuple[str, ...], ...]:
    """Returns a row of cells for each camp, the one with the greatest part first, and one for their sum."""
    parts = sorted((row for row in published.scores if row.score == "ard" and row.place != ALL), key=lambda row: -row.value)
    whole = published.score("ard")
    rows = [_cells(published, row, facts.name_of(published.run, row.place)) for row in parts]
    return (*rows, _cells(published, whole, "All camps together")) if whole is not None else tuple(rows)


def _cells(published: FleePublished, part: ScoreRow, name: str) -> tuple[str, ...]:
    crps = published.score("crps", part.place)
    half, most = (published.score(f"coverage_{share}", part.place) for share in (50, 90))
    return (
        name,
        f"{part.value:.3f}",
        f"{crps.counts:,}" if crps is not None else "0",
        numbers.decimal(crps.value) if crps is not None else "–",
        numbers.share(half.value) if half is not None else "–",
        numbers.share(most.value) if most is not None else "–",
    )


def _naive(published: FleePublished) -> Table:
    rows = [row for row in published.scores if row.score.startswith("mase: ")]
    columns = (Column("Forecast"), Column("Error of the run ÷ error of the forecast", True), Column("Days", True))
    cells = tuple((row.score.removeprefix("mase: "), _ratio(row.value), f"{row.counts:,}") for row in rows)
    caption = (
        "Against naive forecasts made on day 7 and day 30 (MASE): below 1 the run is better. flat: as on that day; sloped: "
        "on the line since the first day; share: the camps' shares of that day, of a total that is known."
    )
    return Table(caption, columns, cells)


def _ratio(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else "–"
