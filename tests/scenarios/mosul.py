"""The folder of mosul-2016 and its tables."""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "src" / "corridor" / "scenarios" / "mosul-2016"
DATA = ROOT.parent / "shared" / "data" / "mosul"
SCORED = {"dtm-current-pre-break", "unhcr-built-occupied", "al-hol-received", "trapped-city", "trapped-right"}
CITY = ("mosul-left", "mosul-right")


def table(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables() -> list[str]:
    return ["places.csv", "routes.csv", "schedule.csv", "parameters.csv", *observation_tables()]


def observation_tables() -> list[str]:
    return sorted(f"observations/{path.name}" for path in (PACK / "observations").glob("*.csv"))
