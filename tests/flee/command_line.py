"""What the tests of commands on a Flee folder share."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

Captured = pytest.CaptureFixture[str]
FILES = ["daily.csv", "daily.parquet", "flows.csv", "manifest.json", "report.html", "scores.csv"]
MEMBERS = ["--members", "8"]


def rows_of(path: Path | str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@contextmanager
def stopping(label: str) -> Iterator[object]:
    """A progress bar at which the user presses Ctrl-C after five members."""

    def report(finished: int, total: int) -> None:
        if finished == 5:
            raise KeyboardInterrupt

    yield report
