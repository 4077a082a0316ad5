"""What is expected of the counts to come, and what changed since the last update."""

from __future__ import annotations

import math

from corridor.published import Published
from corridor.published_forecast import Forecasts, ReportShift
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Note, Prose, Section, Table

__all__ = ["build"]

_TITLE = "Forecast"


def build(published: Published) -> Section | None:
    """Returns the forecast of published counts, what moved it, and how sure the filter is; None where there is none."""
    forecast = published.forecast
    if forecast is None:
        return None
    blocks: list[Block] = [Prose(_lead(forecast), lead=True)]
    if forecast.expected:
        blocks.append(_expected(published, forecast))
    blocks += _changed(published, forecast)
    blocks.append(Note(_sureness(forecast)))
    return Section("forecast", _TITLE, tuple(blocks))


def _lead(forecast: Forecasts) -> str:
    day = numbers.day(forecast.as_of)
    known = (
        f"{forecast.reports} counts and facts had been taken in by then" if forecast.reports else "nothing had been counted"
    )
    return (
        f"What follows uses only what was public on {day}: {known}, and priors that are older still. Days up to {day} show "
        "what the counts say of the past; later days are forecasts."
    )


def _expected(published: Published, forecast: Forecasts) -> Table:
    columns = (
        Column("Series"),
        Column("What", wide=True),
        Column("Day"),
        Column("Days ahead", True),
        Column("Median", True),
        Column("90 % interval", True),
    )
    rows = []
    for each in forecast.expected:
        interval = numbers.of(each.quantiles)
        what = f"{each.quantity.replace('_', ' ')}, {facts.name_of(published, each.place)}"
        day, ahead = numbers.month_day(each.date), str(each.horizon_days)
        rows.append((facts.shown(each.series), what, day, ahead, interval.centre, interval.span))
    caption = "Published counts to come, as they would be published: reporting errors are part of the interval."
    return Table(caption, columns, tuple(rows))


def _changed(published: Published, forecast: Forecasts) -> list[Block]:
    if forecast.updated_on is None or not forecast.changes:
        return []
    columns = (
        Column("Series"),
        Column("Day"),
        Column("Before", True),
        Column("Now", True),
        Column("New facts", True),
        Column("Counts, each", wide=True),
        Column("Chance", True),
    )
    rows = tuple(
        (
            facts.shown(change.series),
            numbers.month_day(change.date),
            _whole(change.before),
            _whole(change.now),
            _signed(change.facts),
            "; ".join(_named(shift) for shift in change.shifts) or "–",
            _signed(change.rest),
        )
        for change in forecast.changes
    )
    words = f"The last update was on {numbers.day(forecast.updated_on)}. {_most_moved(forecast)}"
    caption = (
        "Medians before and after the last update, and what moved them. Chance: from copying particles, not from a count."
    )
    return [Prose(words), Table(caption, columns, rows, folded=True, compact=True)]


def _most_moved(forecast: Forecasts) -> str:
    """Returns a sentence on the count that moved a forecast most, in relation to its size."""
    moved = [(change, shift) for change in forecast.changes if (shift := change.most) is not None]
    known = [(change, shift) for change, shift in moved if math.isfinite(change.before) and change.before > 0]
    if not known:
        return "No forecast stood before it."
    change, shift = max(known, key=lambda pair: abs(pair[1].by) / pair[0].before)
    return (
        f"What moved a forecast most was {_of(shift)}: it moved {facts.shown(change.series)} in {change.horizon_days} days "
        f"by {_signed(shift.by)}, from {_whole(change.before)}."
    )


def _of(shift: ReportShift) -> str:
    value = f"{shift.value:g}" if shift.series == "share_retaken" else numbers.plain(shift.value)
    return f"{facts.shown(shift.series)} of {numbers.month_day(shift.date)} ({value})"


def _named(shift: ReportShift) -> str:
    return f"{_of(shift)}: {_signed(shift.by)}"


def _signed(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{'+' if value > 0 else numbers.MINUS if value < 0 else ''}{abs(value):,.0f}"


def _whole(value: float) -> str:
    return f"{value:,.0f}" if math.isfinite(value) else "–"


def _sureness(forecast: Forecasts) -> str:
    text = (
        f"Particles were copied after {forecast.resampled} of {forecast.updates} updates; the smallest effective number "
        f"before that was {forecast.least_effective:.1f}. {forecast.families} of the first particles have descendants. "
        f"Log evidence {forecast.log_evidence:.1f}, with a Monte-Carlo standard deviation of "
        f"about {forecast.log_evidence_sd:.2f}"
    )
    return text + (" or more: too few families are left to tell." if forecast.families < 10 else ".")
