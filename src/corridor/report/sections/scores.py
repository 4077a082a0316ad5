"""How well the run foretells what was counted, beside simple rules."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from corridor.observe.allocation import TOGETHER
from corridor.observe.table import FORECAST, GIVEN, MODEL, ScoreRow
from corridor.published import Published
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Figure, Note, Prose, Section, Table
from corridor.report.charts import histogram

__all__ = ["build"]

WIDE, NARROW = (720.0, 200.0), (344.0, 180.0)
_TITLE = "How well it does"


def build(published: Published) -> Section | None:
    """Returns the scores by series, where the counts rank, and who is where; None where the run was not scored."""
    scores = published.scores
    if scores is None:
        return None
    series = [row for row in scores.rows if row.series != TOGETHER]
    together = [row for row in scores.rows if row.series == TOGETHER]
    if not series:
        return Section("scores", _TITLE, (Prose("None of the published counts within this run is scored."),))
    blocks: list[Block] = [Prose(_READING), _summary(series), *_ranks(scores.pits), _every_score(series)]
    if together:
        blocks.append(_together(together))
    return Section("scores", _TITLE, (*blocks, Note(_CAUTION)))


_READING = (
    "What is scored is the published count: the errors of counting are added to what the model says before the two are "
    "compared. The run knows no count at all; the simple rules know every count that was public 14 or 28 days before. "
    "Skill is 1 minus the ratio of their errors (CRPS) on the same dates: above 0 the run is better, at 1 it is perfect."
)
_CAUTION = (
    "“Total given” scales each member to the published total, as studies that know the total do; only “total forecast” "
    "says what could have been foretold. Scores of one operation do not say how the model would do in another."
)


def _summary(rows: Sequence[ScoreRow]) -> Table:
    columns = (
        Column("Series", wide=True),
        Column("Counts", True),
        Column("CRPS, total forecast", True),
        Column("CRPS, total given", True),
        Column("Inside 50 / 80 / 95\u00a0%", True),
        Column("Skill over persistence", wide=True),
        Column("Skill over trend", wide=True),
    )
    models = [row for row in rows if row.forecast == MODEL and row.total == FORECAST]
    lines = tuple(
        (
            facts.shown(row.series),
            str(row.counts),
            _people(row.crps),
            _given(rows, row),
            _coverage(row),
            _skills(rows, row, "persistence"),
            _skills(rows, row, "trend"),
        )
        for row in models
    )
    caption = (
        "Scored series. CRPS in people. Coverage and skill are those of the total forecast; skill is given, with its 90 % "
        "interval, where run and rule share five counts or more."
    )
    return Table(caption, columns, lines)


def _given(rows: Sequence[ScoreRow], of: ScoreRow) -> str:
    return next((_people(row.crps) for row in rows if row.series == of.series and row.total == GIVEN), "–")


def _skills(rows: Sequence[ScoreRow], of: ScoreRow, rule: str) -> str:
    found = [row for row in rows if row.series == of.series and row.forecast == rule and math.isfinite(row.skill_low)]
    return "; ".join(f"{row.horizon_days} d: {_skill(row)}" for row in found) or "–"


def _skill(row: ScoreRow) -> str:
    return f"{_ratio(row.skill)} ({_ratio(row.skill_low)} to {_ratio(row.skill_high)})"


def _ranks(pits: Mapping[str, tuple[int, ...]]) -> tuple[Figure, ...]:
    counts = [sum(bins) for bins in zip(*pits.values(), strict=True)]
    if not sum(counts):
        return ()
    words = f"Where {sum(counts)} scored counts rank among the members, by tenths. Even bars are best; the line is even."

    def drawn(form: str, size: tuple[float, float]) -> Markup:
        return histogram.draw(f"pit-{form}", "Ranks of the counts among the members", words, counts, size)

    caption = (
        f"{words} High bars at both ends: the run is too sure of itself; high in the middle: not sure enough; on one side: "
        "it is too high (left) or too low (right). Counts of one series hang together, so some unevenness is chance."
    )
    return (Figure(drawn("wide", WIDE), caption, drawn("narrow", NARROW)),)


def _every_score(rows: Sequence[ScoreRow]) -> Table:
    columns = (
        Column("Series"),
        Column("Forecast by"),
        Column("Total"),
        *(Column(name, True) for name in ("Counts", "CRPS", "WIS", "MAE", "MASE", "Bias", "ARD", "Log score")),
    )
    lines = tuple(
        (
            facts.shown(row.series),
            _named(row),
            row.total,
            str(row.counts),
            *(_people(each) for each in (row.crps, row.wis, row.mae)),
            _ratio(row.mase),
            _people(row.bias),
            _ratio(row.ard),
            _ratio(row.log_score),
        )
        for row in rows
    )
    caption = "Every score, in people where it is not a ratio (MASE, ARD) or a logarithm; lower is better, bias is signed."
    return Table(caption, columns, lines, folded=True, compact=True)


def _together(rows: Sequence[ScoreRow]) -> Table:
    columns = (
        Column("Forecast by"),
        Column("Total"),
        Column("Dates", True),
        Column("Energy score", True),
        Column("ARD", True),
    )
    lines = tuple((row.forecast, row.total, str(row.counts), _people(row.energy), _ratio(row.ard)) for row in rows)
    caption = (
        "Who is where: all places that were counted on a date together. ARD is the averaged relative difference of Flee."
    )
    return Table(caption, columns, lines)


def _named(row: ScoreRow) -> str:
    return f"{row.forecast}, {row.horizon_days} days" if row.horizon_days else row.forecast


def _people(number: float) -> str:
    return numbers.plain(number) if math.isfinite(number) else "–"


def _ratio(number: float) -> str:
    return f"{number:.2f}".replace("-", numbers.MINUS) if math.isfinite(number) else "–"


def _coverage(row: ScoreRow) -> str:
    return " / ".join(f"{100 * share:.0f}" for share in row.coverage) if row.counts else "–"
