"""`corridor compare` as a command: what it prints, writes and refuses. The engine only pretends here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli import fake

from corridor.cli import main
from corridor.contrast import Comparison

Captured = pytest.CaptureFixture[str]


def together(scenario: Any, policies: list[str], **options: Any) -> tuple[Any, ...]:
    """Made-up ensembles: the seed of each policy its own, so that they differ."""
    made = []
    for number, policy in enumerate(policies):
        made.append(fake.simulate(scenario, policy=policy, **options | {"seed": options["seed"] + number}))
    return tuple(made)


@pytest.fixture(autouse=True)
def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The fake engine, a warm cache and a working folder of its own."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "kernel.nbi").touch()
    monkeypatch.setattr("corridor.contrast.comparison.simulate_together", together)
    monkeypatch.setattr("corridor.draws.jit.cache_directory", lambda: tmp_path / "cache")
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.chdir(tmp_path)


POLICIES = ("--policy", "factual", "--policy", "camp-half")


def test_it_writes_the_folder_and_prints_the_differences(capsys: Captured, tmp_path: Path) -> None:
    assert main(["compare", "tutorial", *POLICIES, "--members", "40"]) == 0
    captured = capsys.readouterr()
    for words in (
        "40 members of each policy (20 parameter draws), seed 1",
        "Differences are policy - baseline; the baseline is factual",
        "camp-half (The camp has half as many places)",
        "90 % interval",
        "MC error",
        "P(>0)",
        "VR",
        "exposed_person_days",
        "displaced_ever",
        "exit ",
    ):
        assert words in captured.out
    assert captured.out.index("exposed_person_days") < captured.out.index("displaced_ever")
    assert captured.out.rstrip().endswith("Report: runs/tutorial-factual-vs-camp-half-1/report.html")
    assert captured.err == ""
    folder = tmp_path / "runs" / "tutorial-factual-vs-camp-half-1"
    assert {"contrast.csv", "contrast.parquet", "manifest.json", "report.html"} <= {p.name for p in folder.iterdir()}


def test_a_narrow_terminal_gets_the_same_numbers(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["compare", "tutorial", *POLICIES, "--members", "8"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines if not line.startswith(("Tables", "Report"))) <= 60
    assert "exposed_person_days" in lines


def test_three_policies_give_two_tables(capsys: Captured, tmp_path: Path) -> None:
    assert main(["compare", "tutorial", *POLICIES, "--policy", "corridor-open", "--members", "8", "--out", "o"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("Difference in") == 2
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert [policy["id"] for policy in manifest["policies"]] == ["factual", "camp-half", "corridor-open"]


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    for out in "ab":
        assert main(["compare", "tutorial", *POLICIES, "--members", "8", "--out", out]) == 0
    for name in ("contrast.csv", "contrast.parquet", "daily.csv", "report.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_every_option_reaches_the_engine(tmp_path: Path) -> None:
    options = ["--members", "12", "--replicates", "3", "--seed", "7", "--until", "2020-03-20", "--priors", "P0"]
    options += ["--set", "sensitivity=0.5", "--jobs", "2", "--out", "o"]
    assert main(["compare", "tutorial", *POLICIES, *options]) == 0
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    expected = {"members": 12, "replicates": 3, "seed": 7, "end": "2020-03-20", "prior_set": "P0", "draws": 4}
    assert {name: manifest[name] for name in expected} == expected
    assert manifest["overrides"] == {"sensitivity": 0.5}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "at least two policies; given 0 (none)"),
        (["--policy", "factual"], "at least two policies; given 1 (factual)"),
        (["--policy", "factual", "--policy", "factual"], "factual is given twice"),
        (["--policy", "factual", "--policy", "camp-hafl"], "Did you mean 'camp-half'?"),
        (["--policy", "factual", "--policy", "corridor-open+corridor-unilateral"], "contradict each other"),
        ([*POLICIES, "--replicates", "1"], "at least 2 replicates"),
        ([*POLICIES, "--members", "3"], "at least 2 parameter draws"),
    ],
)
def test_what_cannot_be_compared_is_answered_kindly(
    arguments: list[str], words: str, capsys: Captured, tmp_path: Path
) -> None:
    assert main(["compare", "tutorial", *arguments]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("corridor: ")
    assert words in captured.err
    assert "Traceback" not in captured.err
    assert not (tmp_path / "runs").exists()


def test_a_stopped_comparison_keeps_what_is_finished(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("corridor.contrast.comparison.simulate_together", _stopped(5))
    assert main(["compare", "tutorial", *POLICIES, "--members", "40", "--out", "o"]) == 130
    captured = capsys.readouterr()
    assert "4 members of each policy (2 parameter draws)" in captured.out
    assert "Stopped. 4 finished members of each policy were kept." in captured.err
    assert json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))["complete"] is False


def test_stopped_before_two_draws_nothing_is_written(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("corridor.contrast.comparison.simulate_together", _stopped(3))
    assert main(["compare", "tutorial", *POLICIES, "--members", "40", "--out", "o"]) == 130
    assert "Nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def _stopped(finished: int) -> Any:
    from dataclasses import replace

    def stopped(scenario: Any, policies: list[str], **options: Any) -> tuple[Any, ...]:
        whole = together(scenario, policies, **options)
        return tuple(
            replace(each, values=each.values[:finished], flows=each.flows[:finished], complete=False) for each in whole
        )

    return stopped


def test_the_comparison_type_is_public() -> None:
    import corridor

    assert corridor.Comparison is Comparison
