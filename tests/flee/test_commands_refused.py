"""Commands and options that make no sense on a Flee folder, and runs that stop there: words and exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.flee.command_line import MEMBERS, Captured
from tests.support.flee_folders import edited, flee_folder

from corridor.cli import main

pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--replicates", "3"], "--replicates cannot be used with a Flee folder: Flee's rules have no parameter draws"),
        (
            ["--set", "sensitivity=0.5"],
            "--set cannot be used with a Flee folder: Flee's settings stand in its settings file",
        ),
        (["--priors", "P2"], "--priors cannot be used with a Flee folder: Flee's rules have no prior sets"),
    ],
)
@pytest.mark.parametrize("command", ["run", "compare"])
def test_options_without_a_meaning_are_refused(command: str, options: list[str], why: str, capsys: Captured) -> None:
    policies = ["--policy", "factual", "--policy", "new-road"] if command == "compare" else []
    assert main([command, "place", *policies, *options]) == 1
    assert why in capsys.readouterr().err
    assert not Path("runs").exists()


@pytest.mark.parametrize("options", [["--flee-repaired"], ["--settings", "a.yml"], ["--flee-output"]])
def test_flees_options_are_refused_elsewhere(options: list[str], capsys: Captured) -> None:
    assert main(["run", "tutorial", *options]) == 1
    assert f"{options[0]} is for Flee folders; tutorial is none." in capsys.readouterr().err


def test_where_flee_stops_the_run_stops_with_its_reason(tmp_path: Path, capsys: Captured) -> None:
    flee_folder(tmp_path / "quiet", edited("input_csv/conflicts.csv", "9, 1", "9, 0"))
    assert main(["run", "quiet", *MEMBERS]) == 1
    said = capsys.readouterr().err
    assert "no location with people is in conflict; Flee stops here" in said
    assert "--flee-repaired" in said
    assert main(["run", "quiet", *MEMBERS, "--flee-repaired"]) == 0


@pytest.mark.parametrize(
    "line",
    [["claims"], ["calibrate"], ["forecast", "--as-of", "2020-03-10"], ["serve"], ["score", "--rolling"]],
    ids=" ".join,
)
@pytest.mark.parametrize("name", ["place", "ours"])
def test_commands_without_a_meaning_under_flees_rules_say_so(name: str, line: list[str], capsys: Captured) -> None:
    assert main(["import", "flee", "place", "--out", "ours"]) == 0
    capsys.readouterr()
    assert main([line[0], name, *line[1:]]) == 1
    said = capsys.readouterr().err
    command = "score --rolling" if line[0] == "score" else line[0]
    assert f"corridor {command} needs a scenario of Corridor's own rules; {name} runs under Flee's" in said
    assert len(said.splitlines()) == 1


def test_more_people_than_there_is_room_for_are_refused(tmp_path: Path, capsys: Captured) -> None:
    flee_folder(tmp_path / "typo", edited("source_data/one.csv", "2000", "3000000000"))
    assert main(["run", "typo", *MEMBERS]) == 1
    assert "agents are to be displaced, and a run holds 2,000,000,000 at most." in capsys.readouterr().err
    by_conflict = (
        "spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: pop_ratio\n    displaced_per_conflict_day: 5000\n"
    )
    flee_folder(tmp_path / "rate", {"simsetting.yml": by_conflict})
    assert main(["run", "rate", *MEMBERS]) == 1
    assert "about 5,000,000,000 agents" in capsys.readouterr().err
    taken = by_conflict + "  take_from_population: true\n"
    flee_folder(tmp_path / "taken", {"simsetting.yml": taken})
    assert main(["run", "taken", *MEMBERS]) == 0
