"""Read a run folder back."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.errors import StoreError
from corridor.store.folder import MANIFEST, find_run
from corridor.store.tables import DAILY_COLUMNS

__all__ = ["read_daily", "read_manifest"]


def read_manifest(folder: Path) -> dict[str, Any]:
    """Returns manifest.json of the run; StoreError where there is no whole run."""
    path = _run(folder) / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read ({error}). Run the scenario again.") from error
    if not isinstance(content, dict):
        raise StoreError(f"{path} is not the manifest of a run. Run the scenario again.")
    return content


def read_daily(folder: Path) -> dict[str, NDArray[Any]]:
    """Returns daily.csv by column: dates as datetime64, names as text, numbers as float64 (NaN: empty)."""
    path = _run(folder) / "daily.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read ({error}). Run the scenario again.") from error
    if tuple(header) != DAILY_COLUMNS:
        raise StoreError(f"{path} has other columns than this version writes. Run the scenario again.")
    columns = zip(*rows, strict=True) if rows else ([] for _ in header)
    return {name: _column(name, list(cells)) for name, cells in zip(header, columns, strict=True)}


def _column(name: str, cells: list[str]) -> NDArray[Any]:
    if name == "date":
        return np.array(cells, dtype="datetime64[D]")
    if name in ("place", "group", "quantity"):
        return np.array(cells, dtype=str)
    return np.array([float(cell) if cell else np.nan for cell in cells])


def _run(folder: Path) -> Path:
    found = find_run(Path(folder))
    if found is None:
        raise StoreError(f"{folder} holds no whole run. Make one with: corridor run SCENARIO --out {folder}")
    return found
