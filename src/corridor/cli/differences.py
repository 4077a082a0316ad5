"""What `corridor compare` prints at its end: how the headline totals of each policy differ, and where the report is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.console import stdout, table
from corridor.report.numbers import step_of
from corridor.scenario.quantities import QUANTITIES

if TYPE_CHECKING:
    from rich.table import Table

    from corridor.compared import Compared, Contrast, PolicyFacts

__all__ = ["differences"]

_SIX_COLUMNS = 90
_MOST_EXITS = 6


def differences(compared: Compared, folder: Path) -> None:
    """Prints one table a policy, what its columns mean, and where tables and report are."""
    run = compared.baseline.run
    console = stdout()
    members = f"{compared.draws * run.replicates:,} members of each policy ({compared.draws:,} parameter draws)"
    console.print(f"{run.title}: {members}, seed {run.seed}, {run.start} to {run.end}, prior set {run.prior_set}")
    console.print(f"Differences are policy - baseline; the baseline is {run.policy} ({run.policy_name}).")
    for policy in compared.others:
        console.print()
        rows = [(name, contrast) for name, contrast in _chosen(compared, policy)]
        console.print(_narrow(policy, rows) if console.width < _SIX_COLUMNS else _wide(policy, rows))
    console.print()
    console.print(_LEGEND)
    console.print(f"Tables: {folder}", soft_wrap=True)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


_LEGEND = (
    "Median, 90 % interval, P(>0): of the mean difference over parameter draws, chance taken out. MC error: "
    "Monte-Carlo standard error of the mean. VR: independent members that one pair stands for; n/a: chance plays no "
    "part. Totals since the start; displaced_current on the last day."
)


def _chosen(compared: Compared, policy: PolicyFacts) -> Iterator[tuple[str, Contrast]]:
    """Running totals of everywhere, who is displaced at the end, and the exits that differ most."""
    for contrast in compared.courses:
        if contrast.policy == policy.id and (_is_total(contrast.quantity) or contrast.quantity == "displaced_current"):
            yield contrast.quantity, contrast
    exits = [each for each in compared.contrasts if (each.policy, each.quantity) == (policy.id, "passages")]
    exits = [each for each in exits if each.place != "all" and abs(each.quantiles[-1]).max() > 0]
    exits.sort(key=lambda each: (-abs(float(each.difference[-1])), each.place))
    for contrast in exits[:_MOST_EXITS]:
        yield f"exit {contrast.place}", contrast


def _is_total(quantity: str) -> bool:
    known = QUANTITIES.get(quantity)
    return known is None or known.kind == "cumulative"


def _wide(policy: PolicyFacts, rows: list[tuple[str, Contrast]]) -> Table:
    names = ("Difference in", "Median", "90 % interval", "MC error", "P(>0)", "VR")
    made = table(f"{policy.id} ({policy.name})", *names, right=names)
    made.columns[0].justify = "left"
    for name, contrast in rows:
        made.add_row(name, *_cells(contrast))
    return made


def _narrow(policy: PolicyFacts, rows: list[tuple[str, Contrast]]) -> str:
    """The same where six columns do not fit: the quantity stands above its numbers."""
    lines = [f"{policy.id} ({policy.name})", "  median, 90 % interval; P(>0); VR"]
    for name, contrast in rows:
        median, interval, _, positive, reduction = _cells(contrast)
        lines += [name, f"  {median}, {interval}; {positive}; {reduction}"]
    return "\n".join(lines)


def _cells(contrast: Contrast) -> tuple[str, str, str, str, str]:
    low, _, median, _, high = contrast.quantiles[-1].tolist()
    step = step_of(high - low)
    return (
        _signed(median, step),
        f"{_signed(low, step)} to {_signed(high, step)}",
        _error(float(contrast.mc_se[-1])),
        _share(float(contrast.probability_positive[-1])),
        reduction(float(contrast.variance_reduction[-1])),
    )


def _signed(number: float, step: float) -> str:
    """Rounded to the step; what is not shown is n/a."""
    if not math.isfinite(number):
        return "n/a"
    rounded = round(number / step) * step
    return f"{rounded:+,.0f}" if rounded else "0"


def _error(number: float) -> str:
    if not math.isfinite(number):
        return "n/a"
    return f"{float(f'{number:.2g}'):,.10g}"


def _share(number: float) -> str:
    return f"{number:.2f}" if math.isfinite(number) else "n/a"


def reduction(number: float) -> str:
    """Returns a variance reduction with two significant digits; what is beyond a hundred thousand says so."""
    if not math.isfinite(number):
        return "n/a"
    return ">100,000" if number > 1e5 else f"{float(f'{number:.2g}'):,.10g}"
