"""How the run stands beside what was counted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

from markupsafe import Markup

from corridor.published import ObservationCheck, Published
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Figure, Prose, Section, Table
from corridor.report.charts import dots
from corridor.report.sections.sources import linked

__all__ = ["build"]


_TITLE = "Check against published counts"


def build(published: Published) -> Section:
    """Returns the check by series, the ranks of the counts among the members, and every count."""
    if not published.observations:
        return Section("check", _TITLE, (Prose("No published counts came with the scenario."),))
    series = _series(published)
    scored = tuple(each for each in series if any(check.scored for check in each[1]))
    others = tuple(each for each in series if each not in scored)
    blocks: list[Block] = [Prose(_READING)]
    if scored:
        blocks += [_summary(published, scored, "Scored series"), _ranks(scored, "ranks")]
    if others:
        blocks += [_summary(published, others, "Other series", folded=True)]
        blocks += [_ranks(others, "ranks-other", f"Other series: where the counts fall ({len(others)} series).")]
    return Section("check", _TITLE, (*blocks, _counts(published)))


_READING = (
    "Of counts that the model describes well, about half should lie inside the 50 % range, nine in ten inside "
    "the 90 % range, and the mean share of members below them should be near 50 %. A mean share near 100 % says that "
    "the model is too low, near 0 % that it is too high. Only scored series are used to judge the model."
)
Series = tuple[str, tuple[ObservationCheck, ...]]


def _series(published: Published) -> tuple[Series, ...]:
    """Returns the counts by series, in order of name and day."""
    parts: dict[str, list[ObservationCheck]] = {}
    for check in published.observations:
        parts.setdefault(check.series, []).append(check)
    return tuple((name, tuple(sorted(checks, key=lambda c: c.date))) for name, checks in sorted(parts.items()))


def _summary(published: Published, series: Sequence[Series], title: str, folded: bool = False) -> Table:
    columns = (
        Column("Series"),
        Column("What", wide=True),
        Column("Counts", True),
        Column("Inside 50\u00a0%", True),
        Column("Inside 90\u00a0%", True),
        Column("Mean share below", True),
        Column("90\u00a0% width ÷ median", True),
    )
    caption = f"{title}: how many counts lie inside the model's ranges, and how wide the 90 % range is (mean)."
    rows = tuple(_row(published, name, checks) for name, checks in series)
    return Table(caption, columns, rows, folded=folded)


def _row(published: Published, name: str, checks: Sequence[ObservationCheck]) -> tuple[str, ...]:
    shares = [check.pit for check in checks if math.isfinite(check.pit)]
    widths = [width for check in checks if math.isfinite(width := _width(check))]
    return (
        facts.shown(name),
        _what(published, checks[0]),
        str(len(checks)),
        str(sum(_inside(check, 1, 3) for check in checks)),
        str(sum(_inside(check, 0, 4) for check in checks)),
        numbers.share(fmean(shares)) if shares else "–",
        f"{fmean(widths):.1f}" if widths else "–",
    )


def _what(published: Published, check: ObservationCheck) -> str:
    return f"{check.quantity.replace('_', ' ')}, {facts.name_of(published, check.place)}"


def _inside(check: ObservationCheck, low: int, high: int) -> bool:
    return _or_zero(check.quantiles[low]) <= check.value <= _or_zero(check.quantiles[high])


def _or_zero(value: float) -> float:
    """A suppressed quantile is a number below 50."""
    return value if math.isfinite(value) else 0.0


def _width(check: ObservationCheck) -> float:
    low, _, middle, _, high = map(_or_zero, check.quantiles)
    return (high - low) / middle if middle > 0 else math.nan


def _ranks(series: Sequence[Series], key: str, folded: str = "") -> Figure:
    rows = [_dots(name, checks) for name, checks in series]
    words = "Each dot is a published count, placed by the share of members that lie below it."

    def drawn(form: str, width: float) -> Markup:
        return dots.draw(f"{key}-{form}", "Where the counts fall among the members", words, rows, width)

    caption = words + " Filled: scored. The dark band holds the middle half of the members, the light one nine in ten."
    return Figure(drawn("wide", 720.0), caption, drawn("narrow", 344.0), folded=folded)


def _dots(name: str, checks: Sequence[ObservationCheck]) -> dots.DotRow:
    shares = tuple(check.pit for check in checks if math.isfinite(check.pit))
    return dots.DotRow(facts.shown(name), shares, any(check.scored for check in checks))


def _counts(published: Published) -> Table:
    columns = (
        Column("Date"),
        Column("Series"),
        Column("What", wide=True),
        Column("Published", True),
        Column("Median", True),
        Column("90 % interval", True),
        Column("Share below", True),
        Column("Source"),
    )
    ordered = sorted(published.observations, key=lambda check: (check.date, check.series, check.place))
    rows = tuple(_count_row(published, check) for check in ordered)
    return Table(f"Every published count ({len(rows)}).", columns, rows, folded=True, compact=True)


def _count_row(published: Published, check: ObservationCheck) -> tuple[str, ...]:
    interval = numbers.of(check.quantiles)
    return (
        numbers.month_day(check.date),
        facts.shown(check.series),
        _what(published, check),
        numbers.plain(check.value),
        interval.centre,
        interval.span,
        numbers.share(check.pit),
        linked(check.source),
    )
