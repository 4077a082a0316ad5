"""Run folders of known files, and what a folder or a child process says afterwards."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corridor.store import find_run

FILES = ["daily.csv", "daily.parquet", "flows.csv", "manifest.json", "report.html"]


def names(folder: Path) -> list[str]:
    """Everything in a folder, hidden names too."""
    return sorted(path.name for path in folder.iterdir())


def some_files(version: int) -> Iterator[tuple[str, bytes]]:
    """A little run whose files all say the same version."""
    for name in ("daily.csv", "flows.csv", "report.html", "manifest.json"):
        yield name, json.dumps({"version": version}).encode() * (1 if name == "manifest.json" else 2_000)


def version_of(folder: Path) -> int:
    """The version that every file of a whole run says."""
    found = find_run(folder)
    assert found is not None
    version = json.loads((found / "manifest.json").read_text())["version"]
    assert {path.name: path.read_bytes() for path in found.iterdir()} == dict(some_files(version))
    return int(version)


def in_child(work: Any) -> int:
    """The wait status of a child process that does `work` and ends."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]
