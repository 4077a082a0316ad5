"""One real run of the scene, from files to files, for all tests of this folder."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.responsible.scene import MEMBERS, scene

from corridor.cli import main
from corridor.ensemble import Ensemble, simulate
from corridor.publish import publish
from corridor.published import Published
from corridor.scenario.schema import Scenario


@dataclass(frozen=True)
class Run:
    """What a user gets, and what must not be in it."""

    scenario: Scenario
    ensemble: Ensemble  # every single run, before the rules
    published: Published
    folder: Path
    printed: str

    def rows(self, file: str) -> list[dict[str, str]]:
        """Returns a CSV file's rows."""
        return list(csv.DictReader(io.StringIO((self.folder / file).read_text(encoding="utf-8"))))

    def parquet(self) -> list[dict[str, Any]]:
        """Returns the rows of daily.parquet."""
        return list(pq.read_table(self.folder / "daily.parquet").to_pylist())

    def manifest(self) -> dict[str, Any]:
        """Returns manifest.json."""
        return dict(json.loads((self.folder / "manifest.json").read_text(encoding="utf-8")))

    def texts(self) -> dict[str, str]:
        """Returns every file and the terminal as text; Parquet as the text of its rows."""
        files = {path.name: path for path in self.folder.iterdir() if path.suffix != ".parquet"}
        return {
            **{name: path.read_text(encoding="utf-8") for name, path in files.items()},
            "daily.parquet": "\n".join(map(str, self.parquet())),
            "terminal": self.printed,
        }


def printed(*words: str) -> str:
    """Returns what a command prints; it must end well."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(list(words)) == 0
    return out.getvalue()


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Returns the run of the scene with the factual policy."""
    base = tmp_path_factory.mktemp("responsible")
    scenario = scene(base / "scene").read()
    said = printed("run", str(base / "scene"), "--members", str(MEMBERS), "--out", str(base / "run"))
    ensemble = simulate(scenario, members=MEMBERS)
    return Run(scenario, ensemble, publish(ensemble), base / "run", said)
