"""Every parameter, its prior and where that comes from."""

from __future__ import annotations

from corridor.published import ParameterFact, Published
from corridor.report import facts, numbers
from corridor.report.blocks import Column, Prose, Section, Table
from corridor.report.sections.sources import linked

__all__ = ["build"]

_COLUMNS = (
    Column("Parameter"),
    Column("Equation"),
    Column("Unit"),
    Column("Prior", wide=True),
    Column("Median", True),
    Column("5 % to 95 %", True),
    Column("Source"),
    Column("Assumed"),
)


def build(published: Published) -> Section:
    """Returns the table of parameters; what rests on no source is marked assumed."""
    title = "Parameters"
    if not published.parameters:
        return Section("parameters", title, (Prose("This run has no free parameters."),))
    assumed = sum(fact.assumed for fact in published.parameters)
    words = (
        f"{len(published.parameters)} parameters, drawn from prior set {published.run.prior_set}. {assumed} of them "
        "are assumed: no source gives a number, so the prior is wide. Median and range are of the draws used here."
    )
    rows = tuple(map(_row, published.parameters))
    table = Table("Parameters with their priors and sources.", _COLUMNS, rows, folded=len(rows) > 12, compact=True)
    return Section("parameters", title, (Prose(words), table))


def _row(fact: ParameterFact) -> tuple[str, ...]:
    return (
        facts.shown(fact.id),
        facts.shown(fact.equation),
        facts.shown(fact.unit) if fact.unit else "–",
        facts.clean(fact.prior),
        numbers.decimal(fact.median),
        f"{numbers.decimal(fact.low)} to {numbers.decimal(fact.high)}",
        linked(fact.source),
        "assumed" if fact.assumed else "",
    )
