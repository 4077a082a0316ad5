"""What `corridor claims` prints: every statement with its verdict, its numbers by prior set, and its evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.console import stdout, table

if TYPE_CHECKING:
    from rich.table import Table

    from corridor.claims.published import Cell, NumberRow, PartRow, PublishedClaims

__all__ = ["verdicts"]

JUDGED = ("P1", "P2", "P3")
_WIDE = 100
_TITLE = "What was claimed, and what can be said of it"
_BREAK = "\n"
_LEGEND = (
    "Under P1, P2, P3: how often the statement holds, and below it the 90 % range of the number (of fighters, nothing "
    "but the range). {}A fact takes the verdict of direct evidence and "
    "does not depend on prior sets; † counts sources that are a party to the statement, which never decide."
)
_PRIOR_ONLY = "(prior only): nothing was fitted to data yet. "
_FITTED = "Parameters were fitted to published counts; each model verdict says whether these moved it. "


def verdicts(published: PublishedClaims, folder: Path) -> None:
    """Prints the verdicts, what the columns mean, and where table and report are."""
    run = published.run
    console = stdout()
    runs = f"{len(run.runs)} runs of {run.members:,} members" if run.runs else "no run was needed"
    console.print(f"{run.title}: {len(published.claims)} claims, {runs}, seed {run.seed}, {run.start} to {run.end}")
    console.print()
    console.print(_wide(published) if console.width >= _WIDE else "\n".join(_narrow(published)))
    console.print()
    console.print(_LEGEND.format(_FITTED if run.posterior else _PRIOR_ONLY))
    for name, by_set in published.beside:
        alike = len(set(by_set.values())) == 1
        said = next(iter(by_set.values())) if alike else "; ".join(f"{prior} {text}" for prior, text in by_set.items())
        console.print(f"{name}: {said}")
    console.print()
    console.print(f"Table: {folder / 'verdicts.csv'}", soft_wrap=True)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


def _wide(published: PublishedClaims) -> Table:
    made = table(_TITLE, "No.", "Statement", *JUDGED, right=JUDGED)
    for claim in published.claims:
        made.add_row(claim.number, claim.short, *("" for _ in JUDGED))
        for part in claim.parts:
            same = "" if part.numbers else "same"
            made.add_row("", "\n".join(_lines(part, "- ", "  ")), *(same for _ in JUDGED))
            for row in _rows(part):
                made.add_row("", f"  · {row.name}", *(row.cells.get(prior, "") for prior in JUDGED))
    return made


def _narrow(published: PublishedClaims) -> Iterator[str]:
    """The same where the columns do not fit: one line below the other."""
    yield _TITLE
    for claim in published.claims:
        yield ""
        yield f"{claim.number}. {claim.short}"
        for part in claim.parts:
            yield from _lines(part, "  - ", "    ")
            if not part.numbers:
                yield f"    {', '.join(JUDGED)}: the same"
            for row in _rows(part):
                yield f"    · {row.name}"
                yield "      " + "; ".join(f"{prior} {cell.replace(_BREAK, ', ')}" for prior, cell in row.cells.items())


def _lines(part: PartRow, first: str, next_: str) -> list[str]:
    """What a part says, its verdict, and the grade of direct evidence."""
    lines = [f"{first}{part.says}", f"{next_}{_verdict(part)}", f"{next_}[direct evidence: {_evidence(part)}]"]
    if part.model_verdict and "fact" in part.kind:
        lines.append(f"{next_}[the model by itself: {part.model_verdict}]")
    if part.moved:
        lines.append(f"{next_}[{part.moved}]")
    return lines


def _verdict(part: PartRow) -> str:
    label = f" ({part.label})" if part.label else ""
    why = f": {part.why}" if part.why and part.kind != "intent" else ""
    return f"{part.verdict}{label}{why}"


def _evidence(part: PartRow) -> str:
    parties = sum(bool(row.party) for row in part.evidence)
    if not part.evidence:
        return "-"
    rows = f"{len(part.evidence)} {'row' if len(part.evidence) == 1 else 'rows'}"
    return f"{part.grade}; {rows}" + (f", {parties} †" if parties else "")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of numbers."""

    name: str
    cells: Mapping[str, str]


def _rows(part: PartRow) -> Iterator[_Row]:
    for number in part.numbers:
        name = f"{number.name} ({number.unit})"
        if "P0" in number.cells:
            name += f"; P0: {_cell(number, number.cells['P0']).replace(_BREAK, ', ')}"
        if number.condition and number.verdict.replace(" (prior only)", "") != part.verdict and part.kind == "model":
            name += f" → {number.verdict}" if not part.together else ""
        yield _Row(name, {prior: _cell(number, number.cells[prior]) for prior in JUDGED if prior in number.cells})
    for together in part.together:
        yield _Row(together.what, {prior: f"{100 * share:.0f} %" for prior, share in together.shares.items()})


def _cell(number: NumberRow, cell: Cell) -> str:
    if cell.missing:
        return "not run"
    span = f"{_plain(cell.low, number.unit)} to {_plain(cell.high, number.unit)}"
    if number.unit == "probability":
        return f"{cell.estimate:.2f}\n{span}"
    return f"{cell.probability:.2f}\n{span}" if math.isfinite(cell.probability) else span


def _plain(value: float, unit: str) -> str:
    """A number in few letters: 1.2M, 34k, 560, 0.07."""
    if math.isinf(value):
        return "later"
    if not math.isfinite(value):
        return "<50"
    if unit in ("share", "probability", "ratio"):
        return f"{value:.2f}".replace("-0.00", "0.00")
    for limit, letter in ((999_500.0, "M"), (9_950.0, "k")):
        if abs(value) >= limit:
            scaled = value / (1e6 if letter == "M" else 1e3)
            return f"{scaled:.1f}{letter}" if letter == "M" else f"{scaled:.0f}{letter}"
    digits = 1 if unit in ("events", "stage") and abs(value) < 9.95 else 0
    return f"{value:,.{digits}f}".replace("-0.0", "0.0") if round(value, digits) == 0 else f"{value:,.{digits}f}"
