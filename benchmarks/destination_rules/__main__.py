"""Runs the study and prints its tables: python -m benchmarks.destination_rules [--write] [--data FOLDER] [--members N].

With --write, the figures go to benchmarks/destination_rules/results.json and the tables into docs/destination-rules.md.
The folder holds the scenarios mali2012, burundi, car and ssudan2013, which are not part of this repository.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.destination_rules.contestants import FLEE, NESTED, RULES, flee_members, nested, people_by
from benchmarks.destination_rules.fit import errors_on_grid, grid, left_out
from benchmarks.destination_rules.known import AS_GIVEN, COLUMNS, Known, known_of
from benchmarks.destination_rules.situation import Situation, situation_of
from benchmarks.destination_rules.table import inserted, tables
from corridor.flee import read_flee
from corridor.flee.scores import relative_difference

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "flee-scenarios"
RESULTS = Path(__file__).parent / "results.json"
PAGE = ROOT / "docs" / "destination-rules.md"
NAMES = ("mali2012", "burundi", "car", "ssudan2013")
DIGITS = 4

Floats = NDArray[np.float64]


def main() -> int:
    """Computes every figure; returns 1, with what to do, where the scenarios are not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.destination_rules", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the four scenarios")
    parser.add_argument("--members", type=int, default=10, help="members of Flee's own law")
    parser.add_argument("--write", action="store_true", help="write results.json and the tables of the page")
    given = parser.parse_args()
    absent = [name for name in NAMES if not (given.data / name).is_dir()]
    if absent:
        print(
            f"{given.data} has no folder {', '.join(absent)}: name the folder of the scenarios with --data", file=sys.stderr
        )
        return 1
    results = study([situation_of(name, read_flee(given.data / name)) for name in NAMES], given.members)
    print(tables(results))
    if given.write:
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        PAGE.write_text(inserted(PAGE.read_text(encoding="utf-8"), tables(results)), encoding="utf-8")
    return 0


def study(situations: list[Situation], members: int) -> dict[str, Any]:
    """Returns all figures: errors by column, rule and scenario, and what was fitted."""
    errors: dict[str, Any] = {}
    fitted: dict[str, Any] = {}
    for column in COLUMNS:
        known = {one.name: known_of(one, [other for other in situations if other is not one], column) for one in situations}
        tried = grid(column == AS_GIVEN)
        fitted[column] = left_out({name: errors_on_grid(one, tried) for name, one in known.items()}, tried)
        errors[column] = {FLEE: {name: _mean_score(one, flee_members(one, members)) for name, one in known.items()}}
        for rule, make in RULES.items():
            made = {name: make(one) for name, one in known.items()}
            errors[column][rule] = {
                name: _mean_score(known[name], [people_by(known[name], one)])
                for name, one in made.items()
                if one is not None
            } or None
        errors[column][NESTED] = {
            name: _mean_score(one, [people_by(one, nested(one, fitted[column][name]))]) for name, one in known.items()
        }
    return {"scenarios": [one.name for one in situations], "members": members, "errors": errors, "fitted": fitted}


def _mean_score(known: Known, runs: list[Floats]) -> dict[str, float]:
    data = known.situation.data
    return {
        "plain": round(float(np.mean([relative_difference(run, data) for run in runs])), DIGITS),
        "rescaled": round(float(np.mean([relative_difference(run, data, rescaled=True) for run in runs])), DIGITS),
    }


if __name__ == "__main__":
    raise SystemExit(main())
