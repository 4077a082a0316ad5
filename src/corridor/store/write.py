"""Write a run folder: tables, report, and last of all the manifest."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.store.folder import MANIFEST, replace_folder
from corridor.store.tables import daily_csv, daily_parquet, days_kept, every_days, fighters_csv, flows_csv

if TYPE_CHECKING:
    from corridor.published import ParameterFact, Published

__all__ = ["FORMAT", "write"]

#: Raised when a reader of run folders would have to change.
FORMAT = 1


def write(
    published: Published,
    folder: Path,
    report_html: str,
    *,
    tables: Mapping[str, Callable[[], bytes]] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Path:
    """Returns the folder in which the run now stands, with its tables, report and manifest.

    `tables` makes further files by name, and `facts` stand in the manifest beside those of the run. A run that was
    there before is replaced. StoreError says in plain words why it could not be done; then the previous run is still
    there and nothing is half-written.
    """
    makers: dict[str, Callable[[], bytes]] = {
        "daily.csv": lambda: daily_csv(published),
        "daily.parquet": lambda: daily_parquet(published),
        "flows.csv": lambda: flows_csv(published),
        **_fighter_table(published),
        **(tables or {}),
        "report.html": lambda: report_html.encode("utf-8"),
    }
    return replace_folder(Path(folder), _files(published, makers, facts or {}))


def _fighter_table(published: Published) -> dict[str, Callable[[], bytes]]:
    """Ranges of fighters have a file only where the scenario has fighters."""
    fighters = published.fighters
    return {} if fighters is None else {"fighters_weekly.csv": lambda: fighters_csv(fighters)}


def _files(
    published: Published, makers: Mapping[str, Callable[[], bytes]], facts: Mapping[str, Any]
) -> Iterator[tuple[str, bytes]]:
    sums: dict[str, str] = {}
    for name, make in makers.items():
        content = make()
        sums[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    yield MANIFEST, _json({**_manifest(published, sums), **facts})


def _manifest(published: Published, sums: dict[str, str]) -> dict[str, Any]:
    run = published.run
    return {
        "format": FORMAT,
        "scenario": run.scenario,
        "title": run.title,
        "start": run.start.isoformat(),
        "end": run.end.isoformat(),
        "policy": run.policy,
        "policy_name": run.policy_name,
        "prior_set": run.prior_set,
        "seed": run.seed,
        "members": run.members,
        "replicates": run.replicates,
        "overrides": dict(run.overrides),
        "complete": run.complete,
        "content_hash": run.content_hash,
        "code_hash": run.code_hash,
        "prior_hash": run.prior_hash,
        "versions": dict(run.versions),
        "seconds": {name: round(seconds, 3) for name, seconds in run.seconds.items()},
        "daily": {
            "every_days": every_days(published),
            "days": len(days_kept(published)),
            "series": len(published.fans),
        },
        "withheld": list(published.withheld),
        **_of_fighters(published),
        "parameters": [_parameter(fact) for fact in published.parameters],
        "sha256": sums,
    }


def _of_fighters(published: Published) -> dict[str, Any]:
    """What the rows of fighters_weekly.csv are; nothing where there is no such file."""
    fighters = published.fighters
    if fighters is None:
        return {}
    return {
        "fighters": {
            "rows": len(fighters.weeks),
            "range": "5 % and 95 % of the members on the Sunday of the week, rounded outwards to 50 or 100",
            "prior": fighters.prior,
            "regions": dict(fighters.regions),
        }
    }


def _parameter(fact: ParameterFact) -> dict[str, Any]:
    numbers = {"median": fact.median, "low": fact.low, "high": fact.high}
    return {
        "id": fact.id,
        "equation": fact.equation,
        "unit": fact.unit,
        "prior": fact.prior,
        **{name: float(f"{value:.6g}") if math.isfinite(value) else None for name, value in numbers.items()},
        "assumed": fact.assumed,
        "source": fact.source,
    }


def _number(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")
