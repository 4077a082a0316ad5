"""The folder of a run under Flee's rules: that of every run, with scores.csv, and out.csv where it was asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.store.contrast import contrast_csv, contrast_parquet
from corridor.store.tables import texts
from corridor.store.write import write

if TYPE_CHECKING:
    from corridor.compared import Compared
    from corridor.flee.published import FleePublished

__all__ = ["SCORE_COLUMNS", "flee_facts", "flee_tables", "scores_csv", "write_flee", "write_flee_comparison"]

SCORE_COLUMNS = ("score", "place", "value", "q05", "q95", "counts")


def write_flee(published: FleePublished, folder: Path, report_html: str, out: str | None = None) -> Path:
    """Returns the folder in which the run now stands; `out` is the text of out.csv in Flee's own layout.

    A run that was there before is replaced whole. Raises StoreError as `corridor.store.write` does.
    """
    return write(published.run, folder, report_html, tables=flee_tables(published, out), facts=flee_facts(published))


def write_flee_comparison(compared: Compared, baseline: FleePublished, folder: Path, report_html: str) -> Path:
    """Returns the folder in which the comparison now stands: that of its baseline, with contrast.csv and .parquet."""
    contrasts: dict[str, Callable[[], bytes]] = {
        "contrast.csv": lambda: contrast_csv(compared),
        "contrast.parquet": lambda: contrast_parquet(compared),
    }
    facts = {
        "policies": [{"id": policy.id, "name": policy.name} for policy in compared.policies],
        "draws": compared.draws,
        "contrast": {"dates": len(compared.contrasts[0].dates) if compared.contrasts else 0},
        **flee_facts(baseline),
    }
    return write(compared.baseline, folder, report_html, tables={**contrasts, **flee_tables(baseline)}, facts=facts)


def flee_tables(published: FleePublished, out: str | None = None) -> Mapping[str, Callable[[], bytes]]:
    """Returns what makes the files that only a run under Flee's rules has, by name."""
    tables: dict[str, Callable[[], bytes]] = {"scores.csv": lambda: scores_csv(published)}
    if out is not None:
        tables["out.csv"] = out.encode
    return tables


def flee_facts(published: FleePublished) -> Mapping[str, Any]:
    """Returns what the manifest says beside what every manifest says."""
    return {
        "rules": "flee",
        "flee": {
            "repaired": published.repaired,
            "law": published.law,
            "options": list(published.options),
            "hasten": published.hasten,
            "notices": list(published.notices),
        },
    }


def scores_csv(published: FleePublished) -> bytes:
    """Returns scores.csv: a row for every score and place ("all": all camps together); an empty cell has no number."""
    lines = [",".join(SCORE_COLUMNS)]
    for row in published.scores:
        numbers = (f"{value:.6g}" if math.isfinite(value) else "" for value in (row.value, row.low, row.high))
        lines.append(",".join([texts(row.score, row.place), *numbers, str(row.counts)]))
    return ("\n".join(lines) + "\n").encode("utf-8")
