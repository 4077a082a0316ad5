"""What `corridor claims` prints: every statement with its verdict, its numbers by prior set, and its evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.console import stdout, table

if TYPE_CHECKING:
    from rich.table import Table

    from corridor.claims.published import Cell, NumberRow, PartRow, PublishedClaims

__all__ = ["verdicts"]

_WIDE = 100
_LEGEND = (
    "Under P1, P2, P3: how often the statement holds, and below it the 90 % range of the number (of fighters, nothing "
    "but the range). (prior only): nothing was fitted to data yet. A fact takes the verdict of direct evidence and "
    "does not depend on prior sets; † counts sources that are a party to the statement, which never decide."
)


def verdicts(published: PublishedClaims, folder: Path) -> None:
    """Prints the verdicts, what the columns mean, and where table and report are."""
    run = published.run
    console = stdout()
    runs = f"{len(run.runs)} runs of {run.members:,} members" if run.runs else "no run was needed"
    console.print(f"{run.title}: {len(published.claims)} claims, {runs}, seed {run.seed}, {run.start} to {run.end}")
    console.print()
    console.print(_wide(published) if console.width >= _WIDE else "\n".join(_narrow(published)))
    console.print()
    console.print(_LEGEND)
    for name, by_set in published.beside:
        console.print(f"{name}: {'; '.join(f'{prior} {text}' for prior, text in by_set.items())}")
    console.print()
    console.print(f"Table: {folder / 'verdicts.csv'}", soft_wrap=True)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


def _wide(published: PublishedClaims) -> Table:
    sets = published.prior_sets
    made = table(
        "What was claimed, and what can be said of it", "No.", "Statement", "Verdict", *sets, "Evidence", right=sets
    )
    for claim in published.claims:
        made.add_row(claim.number, claim.short, "", *("" for _ in sets), "")
        for part in claim.parts:
            rows = _rows(part, sets)
            made.add_row("", f"- {part.says}", _verdict(part), *(_fact(part) for _ in sets), _evidence(part))
            for name, verdict, cells in rows:
                made.add_row("", f"  · {name}", verdict, *cells, "")
    return made


def _narrow(published: PublishedClaims) -> Iterator[str]:
    """The same where the columns do not fit: one line below the other."""
    sets = published.prior_sets
    yield "What was claimed, and what can be said of it"
    for claim in published.claims:
        yield ""
        yield f"{claim.number}. {claim.short}"
        for part in claim.parts:
            yield f"  - {part.says}"
            yield f"    {_verdict(part)}"
            yield f"    evidence: {_evidence(part)}" + (
                f"; {', '.join(_judged(sets))}: the same" if not part.numbers else ""
            )
            for name, verdict, cells in _rows(part, sets):
                yield f"    · {name}: {verdict}" if verdict else f"    · {name}"
                yield "      " + "; ".join(
                    f"{p} {cell.replace(chr(10), ', ')}" for p, cell in zip(sets, cells, strict=True) if cell
                )


def _judged(sets: Sequence[str]) -> list[str]:
    return [prior for prior in sets if prior != "P0"]


def _fact(part: PartRow) -> str:
    """A fact is the same under every prior set."""
    return "" if part.numbers else "same"


def _verdict(part: PartRow) -> str:
    label = f" ({part.label})" if part.label else ""
    short = part.why.split("; ")[0] if part.verdict != "undetermined" else part.why
    why = f": {short}" if part.why and part.kind != "intent" else ""
    return f"{part.verdict}{label}{why}"


def _evidence(part: PartRow) -> str:
    parties = sum(bool(row.party) for row in part.evidence)
    if not part.evidence:
        return "-"
    return f"{part.grade}; {len(part.evidence)} rows" + (f", {parties} †" if parties else "")


def _rows(part: PartRow, sets: Sequence[str]) -> Iterator[tuple[str, str, list[str]]]:
    for number in part.numbers:
        verdict = _short(number.verdict) if number.condition and len(part.numbers) > 1 else ""
        yield f"{number.name} ({number.unit})", verdict, [_cell(number, number.cells.get(prior)) for prior in sets]
    for together in part.together:
        cells = [
            f"{100 * together.shares.get(prior, math.nan):.0f} %" if prior in together.shares else "" for prior in sets
        ]
        yield together.what, "", cells


def _short(verdict: str) -> str:
    return verdict.replace(" (prior only)", "")


def _cell(number: NumberRow, cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.missing:
        return "not run"
    span = f"{_plain(cell.low, number.unit)} to {_plain(cell.high, number.unit)}"
    if number.unit == "probability":
        return f"{cell.estimate:.2f}\n{span}"
    return f"{cell.probability:.2f}\n{span}" if math.isfinite(cell.probability) else span


def _plain(value: float, unit: str) -> str:
    """A number in few letters: 1.2M, 34k, 560, 0.07."""
    if not math.isfinite(value):
        return "<50"
    if unit in ("share", "probability", "ratio"):
        return f"{value:.2f}".replace("-0.00", "0.00")
    for limit, letter in ((999_500.0, "M"), (9_950.0, "k")):
        if abs(value) >= limit:
            scaled = value / (1e6 if letter == "M" else 1e3)
            return f"{scaled:.1f}{letter}" if letter == "M" else f"{scaled:.0f}{letter}"
    digits = 1 if unit in ("events", "stage") and abs(value) < 100 else 0
    return f"{value:,.{digits}f}".replace("-0.0", "0.0") if round(value, digits) == 0 else f"{value:,.{digits}f}"
