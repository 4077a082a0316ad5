"""The command `corridor score`: what it prints and writes, in any width; a Flee folder goes its own way."""

from __future__ import annotations

import csv
import json
from argparse import Namespace
from pathlib import Path

import pytest
from tests.cli import fake
from tests.support.flee_folders import flee_folder

from corridor.cli import main
from corridor.scenario.builtin import locate

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The fake engine, a warm cache, and a working folder of its own."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "kernel.nbi").touch()
    monkeypatch.setattr("corridor.ensemble.simulate", fake.simulate)
    monkeypatch.setattr("corridor.draws.jit.cache_directory", lambda: tmp_path / "cache")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


def test_it_prints_the_scores_of_every_scored_series(capsys: Captured) -> None:
    assert main(["score", "tutorial", "--members", "8"]) == 0
    printed = capsys.readouterr().out
    assert "How well it does" in printed
    assert "invented-camp" in printed
    (line,) = [line for line in printed.splitlines() if line.strip().startswith("model, total forecast")]
    assert line.split()[3] == "4"
    assert "persistence" not in printed.split("In people")[0]  # four counts are too few for it


def test_it_writes_what_run_writes_and_scores(tmp_path: Path) -> None:
    assert main(["score", "tutorial", "--members", "8", "--seed", "3"]) == 0
    folder = tmp_path / "runs" / "tutorial-factual-3"
    assert {"daily.csv", "flows.csv", "manifest.json", "report.html", "scores.csv"} <= {
        each.name for each in folder.iterdir()
    }
    assert "scores.csv" in json.loads((folder / "manifest.json").read_text("utf-8"))["sha256"]
    with (folder / "scores.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["forecast"] for row in rows] == ["model", "persistence", "persistence", "trend", "trend"]
    assert "How well it does" in (folder / "report.html").read_text("utf-8")


def test_the_table_fits_eighty_columns(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["score", "tutorial", "--members", "8"]) == 0
    printed = capsys.readouterr().out
    assert max(len(line) for line in printed.splitlines()) <= 80
    assert "invented-camp" in printed


def test_a_scenario_without_scored_counts_is_told_so(capsys: Captured, tmp_path: Path) -> None:
    folder = tmp_path / "quiet"
    for path in locate("tutorial").rglob("*.*"):
        target = folder / path.relative_to(locate("tutorial"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes().replace(b",yes,invented for teaching", b",no,invented for teaching"))
    assert main(["score", str(folder), "--members", "4"]) == 0
    assert "No count in this scenario is scored" in capsys.readouterr().out


def test_an_unknown_policy_is_refused_before_any_work(capsys: Captured) -> None:
    assert main(["score", "tutorial", "--policy", "corridor-opne"]) == 1
    assert "corridor-open" in capsys.readouterr().err


def test_a_folder_that_holds_other_things_is_left_alone(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    assert main(["score", "tutorial", "--out", "mine"]) == 1
    assert "holds what no run wrote (thesis.txt)" in capsys.readouterr().err


def test_a_flee_folder_is_scored_by_its_own_rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = flee_folder(tmp_path / "flee")
    asked: list[tuple[str, Path]] = []

    def score(arguments: Namespace, source: Path) -> int:
        asked.append((arguments.scenario, source))
        return 7

    monkeypatch.setattr("corridor.cli.flee.score", score)
    assert main(["score", str(folder or tmp_path / "flee")]) == 7
    assert asked[0][1].name == "flee"
