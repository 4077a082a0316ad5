"""Both errors of screening on one panel: fighters who pass, and innocent people held. Neither rate was measured."""

from __future__ import annotations

from markupsafe import Markup

from corridor.published import Published
from corridor.published_screening import ScreeningErrors
from corridor.report import numbers, svg
from corridor.report.blocks import Block, Column, Gallery, Legend, Note, Prose, Table
from corridor.report.charts import curve, fan

__all__ = ["blocks"]

_MEDIAN, _LOW, _HIGH = 2, 0, 4


def blocks(published: Published) -> list[Block]:
    """Returns the panel, the table of what a finding is worth, and what to keep in mind; nothing without a station."""
    errors = published.screening
    if errors is None:
        return []
    band = svg.element("rect", x=1, y=1, width=28, height=14, class_="b90")
    shade = svg.element("rect", x=1, y=1, width=28, height=14, class_="assumed")
    legend = (
        (fan.swatch([band]), "nine in ten members"),
        (fan.swatch([svg.line((1, 8), (29, 8), "mid")]), "median (civilians only)"),
        (fan.swatch([shade]), "rates that this run assumed, nine draws in ten"),
    )
    panels = (*_missed(errors), *_held(errors))
    return [Prose(_WHAT), Legend(legend), Gallery(panels, _caption(errors)), _table(errors), Note(_threshold(errors))]


_WHAT = (
    "Screening errs both ways: it lets fighters pass, and it holds innocent people. How often it does either was never "
    "measured anywhere, so both costs are shown for every rate, with the people of this run who came to a station."
)


def _caption(errors: ScreeningErrors) -> str:
    missing = "" if errors.missed else " Fighters who pass are not shown: this run has none, or too few draws."
    return (
        "Both errors of screening, over the rates that nobody measured. The rates are not independent: a check that "
        "finds more of one finds more of the other. No point is marked as best, and no rule is recommended." + missing
    )


def _missed(errors: ScreeningErrors) -> tuple[tuple[str, Markup], ...]:
    if not errors.missed:
        return ()
    rows = errors.missed
    chart = curve.Curve(
        key="screening-missed",
        title="Fighters who pass a station",
        description=f"From {rows[0].low:,} to {rows[0].high:,} where nobody is found, to none where everybody is.",
        rates=tuple(row.sensitivity for row in rows),
        low=tuple(float(row.low) for row in rows),
        high=tuple(float(row.high) for row in rows),
        unit="fighters",
        axis="share of fighters found (sensitivity)",
        assumed=errors.sensitivity,
    )
    return (("Fighters who pass", curve.draw(chart)),)


def _held(errors: ScreeningErrors) -> tuple[tuple[str, Markup], ...]:
    last = errors.held[-1]
    people = _curve(errors, "people", "Innocent people held", last.people, [row.people for row in errors.held])
    days = _curve(errors, "person-days", "Days they are held", last.person_days, [r.person_days for r in errors.held])
    return (("Innocent people held", curve.draw(people)), ("Days they are held, summed", curve.draw(days)))


def _curve(
    errors: ScreeningErrors, unit: str, title: str, last: tuple[float, ...], rows: list[tuple[float, ...]]
) -> curve.Curve:
    def line(index: int) -> tuple[float, ...]:
        return tuple(0.0 if row[index] != row[index] else row[index] for row in rows)

    interval = numbers.of(last)
    return curve.Curve(
        key=f"screening-{unit}",
        title=title,
        description=f"None at a rate of zero; {interval} at {numbers.share(errors.held[-1].rate)}.",
        rates=tuple(row.rate for row in errors.held),
        low=line(_LOW),
        high=line(_HIGH),
        middle=line(_MEDIAN),
        unit=unit,
        axis="share of innocent men and boys held",
        assumed=errors.false_positive_rate,
    )


def _table(errors: ScreeningErrors) -> Table:
    s, f = errors.example
    columns = (
        Column("Fighters among those screened", True),
        Column("Fighters among those held", True),
        Column("Innocent among those held", True),
    )
    rows = tuple((_percent(row.prevalence), _percent(row.share), _percent(1.0 - row.share)) for row in errors.predictive)
    caption = (
        f"What being held means, if {numbers.share(s)} of fighters are found and {numbers.share(f)} of innocent men "
        "and boys are held: an example, not an estimate."
    )
    return Table(caption, columns, rows)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}{numbers.NBSP}%"


def _threshold(errors: ScreeningErrors) -> str:
    return (
        f"With these rates most of those held are innocent wherever fewer than {_percent(errors.threshold)} of those "
        "screened are fighters, that is f/(s + f); above it, most are fighters. The people who go by ways without a "
        "station are in none of these curves."
    )
