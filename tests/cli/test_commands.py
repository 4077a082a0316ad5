"""The commands, called as functions: what they print, where, and their exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli import fake

from corridor.cli import main
from corridor.report import render
from corridor.scenario.builtin import locate
from corridor.scenario.read import read


@pytest.fixture(autouse=True)
def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The fake engine, a warm cache, no report (its own tests are slow enough), and a working folder of its own."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "kernel.nbi").touch()
    monkeypatch.setattr("corridor.ensemble.simulate", fake.simulate)
    monkeypatch.setattr("corridor.report.render", lambda published: "<html></html>")
    monkeypatch.setattr("corridor.draws.jit.cache_directory", lambda: tmp_path / "cache")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


Captured = pytest.CaptureFixture[str]


# ------------------------------------------------------------------------------------------------ list and check


def test_list_names_the_built_in_scenarios(capsys: Captured) -> None:
    assert main(["list"]) == 0
    printed = capsys.readouterr().out
    assert "tutorial" in printed
    assert "mosul-2016" in printed
    assert "2016-10-17" in printed


def test_list_of_a_scenario_shows_policies_quantities_and_places(capsys: Captured) -> None:
    assert main(["list", "tutorial"]) == 0
    printed = capsys.readouterr().out
    for word in ("factual", "corridor-open", "displaced_current", "person-days", "river-camp", "River Camp", "station"):
        assert word in printed


def test_check_counts_what_a_good_scenario_holds(capsys: Captured) -> None:
    assert main(["check", "tutorial"]) == 0
    printed = capsys.readouterr().out
    assert "No problems." in printed
    assert "1 camp, 1 host, 1 station, 1 zone" in printed


def test_check_prints_every_problem_on_a_line_with_its_place(capsys: Captured, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    for path in locate("tutorial").rglob("*.*"):
        target = folder / path.relative_to(locate("tutorial"))
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    places = folder / "places.csv"
    places.write_text(places.read_text(encoding="utf-8").replace(",camp,", ",kamp,").replace(",30.10,", ",930.10,"))
    assert main(["check", str(folder)]) == 1
    captured = capsys.readouterr()
    *lines, last = captured.out.splitlines()
    assert last == f"{len(lines)} problems."
    assert any(line.startswith("places.csv:4:kind: 'kamp'") and "camp" in line for line in lines)
    assert any(line.startswith("places.csv:3:lat: '930.10'") for line in lines)
    assert captured.err == ""


@pytest.mark.parametrize("command", ["list", "check", "run"])
def test_an_unknown_scenario_is_answered_with_those_that_exist(command: str, capsys: Captured) -> None:
    assert main([command, "tutorail"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Did you mean 'tutorial'?" in captured.err
    assert "mosul-2016" in captured.err
    assert "Traceback" not in captured.err


# ------------------------------------------------------------------------------------------------ run


def test_run_writes_the_folder_and_prints_a_short_table(capsys: Captured, tmp_path: Path) -> None:
    assert main(["run", "tutorial", "--members", "20"]) == 0
    captured = capsys.readouterr()
    for words in (
        "Published counts and this run",
        "present, river-camp",
        "90 % interval",
        "PIT",
        "Width",
        "invented-camp*",
    ):
        assert words in captured.out
    assert captured.out.rstrip().endswith("Report: runs/tutorial-factual-1/report.html")
    assert captured.err == ""
    assert sorted(path.name for path in (tmp_path / "runs" / "tutorial-factual-1").iterdir()) == [
        "daily.csv",
        "daily.parquet",
        "flows.csv",
        "manifest.json",
        "report.html",
    ]


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridor.report.render", render)
    for out, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert main(["run", "tutorial", "--members", "5", "--seed", seed, "--out", out]) == 0
    for name in ("daily.csv", "daily.parquet", "flows.csv", "report.html"):
        one, same, other = ((tmp_path / out / name).read_bytes() for out in "abc")
        assert one == same, name
        assert one != other, name


def test_every_option_reaches_the_engine_and_the_manifest(tmp_path: Path) -> None:
    options = ["--policy", "corridor-open+camp-half", "--members", "6", "--replicates", "2", "--seed", "7"]
    options += ["--until", "2020-03-20", "--set", "sensitivity=0.5", "--set", "release_rate=0.01"]
    options += ["--priors", "P0", "--jobs", "2"]
    assert main(["run", "tutorial", *options]) == 0
    manifest = json.loads((tmp_path / "runs" / "tutorial-camp-half+corridor-open-7" / "manifest.json").read_text())
    expected = {"policy": "camp-half+corridor-open", "members": 6, "replicates": 2, "seed": 7, "end": "2020-03-20"}
    expected |= {"prior_set": "P0", "overrides": {"release_rate": 0.01, "sensitivity": 0.5}, "complete": True}
    assert {name: manifest[name] for name in expected} == expected
    assert manifest["content_hash"] == read(locate("tutorial")).content_hash


def test_a_cold_cache_is_announced(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "cache" / "kernel.nbi").unlink()
    assert main(["run", "tutorial", "--members", "2"]) == 0
    assert capsys.readouterr().err.startswith("Compiling the kernels (first run only")


def test_a_scenario_without_counts_ends_with_the_last_day(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    bare = replace(read(locate("tutorial")), observations=())
    monkeypatch.setattr("corridor.scenario.read.read", lambda folder: bare)
    assert main(["run", "tutorial", "--members", "2"]) == 0
    printed = capsys.readouterr().out
    assert "The last day" in printed
    assert "displaced_current" in printed
    assert "PIT" not in printed


def test_ctrl_c_keeps_the_finished_members(capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FAKE", "stop")
    assert main(["run", "tutorial", "--out", "kept"]) == 130
    manifest = json.loads((tmp_path / "kept" / "manifest.json").read_text())
    assert (manifest["complete"], manifest["members"]) == (False, 3)
    captured = capsys.readouterr()
    assert "3 members" in captured.out
    assert captured.err == "corridor: Stopped. The 3 finished members were kept.\n"


def test_ctrl_c_before_the_first_member_writes_nothing(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FAKE", "none")
    assert main(["run", "tutorial", "--out", "kept"]) == 130
    assert not (tmp_path / "kept").exists()
    assert capsys.readouterr().err == "corridor: Stopped. Nothing was written.\n"


# ------------------------------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--members", "0"], "argument --members: '0' is not a whole number of at least 1"),
        (["--members", "many"], "argument --members: 'many' is not a whole number of at least 1"),
        (["--replicates", "-1"], "argument --replicates: '-1' is not a whole number of at least 1"),
        (["--jobs", "0"], "argument --jobs: '0' is not a whole number of at least 1"),
        (["--seed", "-1"], "argument --seed: '-1' is not a whole number of at least 0 and at most 9223372036854775807"),
        (["--seed", "9" * 30], "is not a whole number of at least 0"),
        (["--until", "22.6.2017"], "'22.6.2017' is not a date; write year-month-day, such as 2017-06-22"),
        (["--until", "2017-02-30"], "'2017-02-30' is not a date"),
        (["--set", "sensitivity"], "'sensitivity' is not NAME=VALUE with a number, such as sensitivity=0.6"),
        (["--set", "sensitivity=high"], "is not NAME=VALUE with a number"),
        (["--set", "=1"], "is not NAME=VALUE with a number"),
        (["--set", "sensitivity=nan"], "is not NAME=VALUE with a number"),
        (["--set", "a=1", "--set", "a=2"], "argument --set: a is set twice, to 1 and to 2"),
        (["--priors", "P9"], "invalid choice: 'P9'"),
        (["--polcy", "x"], "unrecognized arguments: --polcy x"),
        (["--mem", "3"], "unrecognized arguments: --mem 3"),
    ],
)
def test_a_wrong_option_is_answered_with_what_is_allowed(options: list[str], words: str, capsys: Captured) -> None:
    assert main(["run", "tutorial", *options]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("arguments", [[], ["calibrate"], ["serve", "--port", "x"], ["check"], ["run"], ["list", "a", "b"]])
def test_wrong_usage_is_exit_status_two(arguments: list[str], capsys: Captured) -> None:
    assert main(arguments) == 2
    assert "usage: corridor" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--policy", "corridor-opne"], "Did you mean 'corridor-open'?"),
        (["--policy", "corridor-open+corridor-unilateral"], "contradict each other"),
        (["--set", "sensitivty=0.5"], "Did you mean 'sensitivity'?"),
        (["--set", "sensitivity=2"], "out of bounds"),
    ],
)
def test_what_the_scenario_does_not_have_is_a_plain_problem(options: list[str], words: str, capsys: Captured) -> None:
    assert main(["run", "tutorial", *options]) == 1
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.err.startswith("corridor: ")
    assert "Traceback" not in captured.err


def test_a_folder_that_cannot_be_written_is_refused_before_the_work(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("corridor.ensemble.simulate", lambda *_, **__: pytest.fail("simulated for nothing"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    assert main(["run", "tutorial", "--out", "mine"]) == 1
    assert "holds what no run wrote (thesis.txt)" in capsys.readouterr().err


def test_a_full_disk_is_a_plain_problem(capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import errno
    import os

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["run", "tutorial", "--members", "2", "--out", "kept"]) == 1
    assert "no space is left there" in capsys.readouterr().err
    assert not [path for path in tmp_path.iterdir() if "kept" in path.name]


def test_a_defect_shows_its_traceback_and_says_that_it_is_one(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE", "defect")
    assert main(["run", "tutorial"]) == 1
    printed = capsys.readouterr().err
    assert "ZeroDivisionError" in printed
    assert printed.splitlines()[-1] == (
        "corridor: This is a defect of Corridor, not of your input. Please report the lines above."
    )


def test_a_broken_ledger_is_a_defect(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    from corridor.errors import LedgerError

    def leak(*_: object, **__: object) -> None:
        raise LedgerError("three people were lost")

    monkeypatch.setattr("corridor.ensemble.simulate", leak)
    assert main(["run", "tutorial"]) == 1
    assert "This is a defect of Corridor" in capsys.readouterr().err


def test_too_little_memory_is_a_plain_problem(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("corridor.ensemble.simulate", greedy)
    assert main(["run", "tutorial"]) == 1
    assert capsys.readouterr().err == ("corridor: There is not enough memory for this run. Try fewer members (--members).\n")


def test_help_and_version_are_no_errors(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    assert "run " in capsys.readouterr().out
    assert main(["run", "--help"]) == 0
    assert "--policy" in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("corridor 0.")
