"""The study's results as text: tables for the docs from the stored figures."""

from __future__ import annotations

from typing import Any

from benchmarks.destination_rules.known import COLUMNS

__all__ = ["BEGIN", "END", "inserted", "tables"]

BEGIN, END = "<!-- begin: python -m benchmarks.destination_rules --write -->", "<!-- end -->"


def tables(results: dict[str, Any]) -> str:
    """Returns the tables in Markdown: a table of relative differences for each column, then the fitted parameters."""
    parts = [_of_column(results, column) for column in COLUMNS]
    return "\n\n".join([*parts, _fitted(results)])


def inserted(page: str, text: str) -> str:
    """Returns the page with `text` between its two marks; ValueError where they are not there once, in order."""
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise ValueError(f"the page needs {BEGIN} and then {END}, once each")
    return f"{page.split(BEGIN, maxsplit=1)[0]}{BEGIN}\n\n{text}\n\n{END}{page.split(END, maxsplit=1)[1]}"


def _of_column(results: dict[str, Any], column: str) -> str:
    names = results["scenarios"]
    rows = results["errors"][column]
    lines = [f"**{column[0].upper()}{column[1:]}**", "", f"| rule | {' | '.join(names)} | mean |"]
    lines.append("|---|" + "---:|" * (len(names) + 1))
    for rule, scores in rows.items():
        if scores is None:
            lines.append(f"| {rule} |{' – |' * (len(names) + 1)}")
            continue
        cells = [_cell(scores[name]) for name in names]
        mean = {key: sum(scores[name][key] for name in names) / len(names) for key in ("plain", "rescaled")}
        lines.append(f"| {rule} | {' | '.join(cells)} | {_cell(mean)} |")
    return "\n".join(lines)


def _cell(score: dict[str, float]) -> str:
    return f"{score['plain']:.3f} / {score['rescaled']:.3f}"


def _fitted(results: dict[str, Any]) -> str:
    lines = [
        "**What was fitted on the other three**",
        "",
        "| column | left out | distance exponent | nest scale | capacity exponent |",
    ]
    lines.append("|---|---|---:|---:|---:|")
    for column in COLUMNS:
        for name, fitted in results["fitted"][column].items():
            power = f"{fitted['mass_power']:g}" if "mass_power" in fitted else "–"
            lines.append(f"| {column} | {name} | {fitted['exponent']:g} | {fitted['scale']:g} | {power} |")
    return "\n".join(lines)
