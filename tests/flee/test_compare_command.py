"""`corridor compare` on a Flee folder: paired differences, what it needs, Ctrl-C."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.flee.command_line import FILES, MEMBERS, Captured, rows_of, stopping

from corridor.cli import main

pytestmark = pytest.mark.usefixtures("folder")


def test_compare_writes_and_prints_paired_differences(capsys: Captured) -> None:
    line = ["compare", "place", *MEMBERS, "--policy", "factual", "--policy", "camp-one-closed", "--policy", "border-open"]
    assert main(line) == 0
    printed = capsys.readouterr().out
    assert "Differences are policy - baseline on the last day; the baseline is factual (What happened)." in printed
    assert "camp-one-closed (Nobody reaches Camp One from the eleventh day on)" in printed
    (run,) = Path("runs").iterdir()
    assert sorted(path.name for path in run.iterdir()) == sorted([*FILES, "contrast.csv", "contrast.parquet"])
    rows = rows_of(run / "contrast.csv")
    closed = [row for row in rows if (row["policy"], row["place"]) == ("camp-one-closed", "Camp One")]
    assert [row["date"] for row in closed] == ["2020-03-07", "2020-03-14", "2020-03-20"]
    assert closed[0]["difference"] == "0"
    assert int(closed[-1]["hi90"]) < 0
    assert closed[-1]["probability_positive"] == "0"
    nothing = [row for row in rows if row["policy"] == "border-open"]
    assert {row["difference"] for row in nothing} == {"0"}  # no border was closed
    manifest = json.loads((run / "manifest.json").read_text())
    assert [policy["id"] for policy in manifest["policies"]] == ["factual", "camp-one-closed", "border-open"]
    assert manifest["rules"] == "flee"


def test_compare_needs_two_policies_and_two_members(capsys: Captured) -> None:
    assert main(["compare", "place", "--policy", "factual"]) == 1
    assert "A comparison needs at least two policies" in capsys.readouterr().err
    assert main(["compare", "place", "--policy", "factual", "--policy", "new-road", "--members", "1"]) == 1
    assert "at least 2 members" in capsys.readouterr().err
    assert main(["compare", "place", "--policy", "factual", "--policy", "new-rode"]) == 1
    assert "Did you mean 'new-road'" in capsys.readouterr().err


def test_ctrl_c_keeps_the_same_members_of_every_policy(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("corridor.progress.progress_bar", stopping)
    line = ["compare", "place", *MEMBERS, "--jobs", "1", "--policy", "factual", "--policy", "new-road", "--out", "a"]
    assert main(line) == 130
    assert "Stopped. 5 finished members of each policy were kept." in capsys.readouterr().err
    assert json.loads(Path("a/manifest.json").read_text())["complete"] is False
