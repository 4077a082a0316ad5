"""`corridor check|list|run|compare` on a Flee folder: files, words, exit status; options that make no sense there."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from tests.support.flee_folders import SOUND, edited, flee_folder
from tests.support.flee_policies import with_policies

from corridor.cli import main
from corridor.flee import out_csv, read_flee, simulate_flee
from corridor.store import read_daily

Captured = pytest.CaptureFixture[str]
FILES = ["daily.csv", "daily.parquet", "flows.csv", "manifest.json", "report.html", "scores.csv"]
MEMBERS = ["--members", "8"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the Flee folder `place` in it."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    return with_policies(tmp_path / "place")


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


def test_check_says_what_the_folder_holds(capsys: Captured) -> None:
    assert main(["check", "place"]) == 0
    printed = capsys.readouterr().out
    assert "place: a Flee folder, 2020-03-01 to 2020-03-20. No problems." in printed
    assert "2 camp, 1 conflict, 1 town" in printed


def test_check_prints_every_problem_and_fails(tmp_path: Path, capsys: Captured) -> None:
    flee_folder(
        tmp_path / "broken", {**edited("input_csv/routes.csv", "Alba,Brod", "Alba,Brot"), "source_data/two.csv": None}
    )
    assert main(["check", "broken"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("input_csv/routes.csv:2:name2: 'Brot' is not a name of locations.csv")
    assert "source_data/data_layout.csv:3:file: 'two.csv' is not in the folder" in lines[1]
    assert lines[-1] == "2 problems."
    assert main(["run", "broken"]) == 1
    assert "2 problems in the scenario:" in capsys.readouterr().err


def test_list_names_policies_and_locations(capsys: Captured) -> None:
    assert main(["list", "place"]) == 0
    printed = capsys.readouterr().out
    for words in ("factual", "new-road", "Camp Two", "conflict"):
        assert words in printed


def test_run_writes_the_folder_and_prints_the_scores(capsys: Captured, tmp_path: Path) -> None:
    assert main(["run", "place", *MEMBERS]) == 0
    captured = capsys.readouterr()
    for words in ("What happened, 8 members, seed 1", "Flee's law", "relative difference", "rescaled",
                  "MASE, flat from day 7", "Camp One", "All camps together", "CRPS"):  # fmt: skip
        assert words in captured.out
    assert captured.out.rstrip().endswith("Report: runs/place-factual-1/report.html")
    assert sorted(path.name for path in (tmp_path / "runs" / "place-factual-1").iterdir()) == FILES
    assert captured.err == ""


def test_daily_csv_holds_the_members_quantiles_by_location(tmp_path: Path) -> None:
    assert main(["run", "place", *MEMBERS, "--out", "a"]) == 0
    rows = {(row["date"], row["place"], row["quantity"]): row for row in rows_of("a/daily.csv")}
    ensemble = simulate_flee(read_flee("place"), members=8)
    for name in ensemble.places:
        for day, date in enumerate(ensemble.dates):
            row = rows[date.isoformat(), name, "present"]
            assert int(row["q50"]) == np.rint(np.median(ensemble.present(name)[:, day]))
    assert {quantity for _, _, quantity in rows} == {"present", "in_transit", "displaced_ever", "capacity"}
    assert read_daily(Path("a"))


def test_the_manifest_says_under_which_rules(folder: Path) -> None:
    (folder / "input_csv" / "closures.csv").write_text(SOUND["input_csv/closures.csv"] + "link,Alba,Brod,2,3\n")
    assert main(["run", "place", *MEMBERS, "--out", "a", "--flee-repaired"]) == 0
    manifest = json.loads(Path("a/manifest.json").read_text())
    assert (manifest["rules"], manifest["policy"], manifest["prior_set"]) == ("flee", "factual", "none")
    assert manifest["flee"]["repaired"] is True
    assert (manifest["flee"]["options"], manifest["flee"]["hasten"]) == (["--flee-repaired"], 1)
    line = "corridor run place --policy factual --members 8 --seed 1 --until 2020-03-20 --flee-repaired"
    assert line in Path("a/report.html").read_text(encoding="utf-8")
    assert [notice.rsplit(" ", maxsplit=1)[-1] for notice in manifest["flee"]["notices"]] == ["[C2]"]
    assert manifest["content_hash"] == read_flee("place").content_hash
    assert sorted(manifest["sha256"]) == [name for name in FILES if name != "manifest.json"]


def test_notices_are_told_once_each_on_stderr(folder: Path, capsys: Captured) -> None:
    (folder / "simsetting.yml").write_text("move_rules:\n  awareness_level: 0\n  max_mov_speed: 3\n", encoding="utf-8")
    assert main(["run", "place", *MEMBERS]) == 0
    said = capsys.readouterr().err.splitlines()
    assert sorted(line[-4:] for line in said) == ["[M1]", "[S1]"]
    assert all(line.startswith("corridor: simsetting.yml:") for line in said)
    assert main(["check", "place"]) == 0
    assert capsys.readouterr().err.splitlines() == said


def test_out_csv_is_written_where_it_is_asked_for() -> None:
    assert main(["run", "place", *MEMBERS, "--flee-output", "--out", "a"]) == 0
    assert Path("a/out.csv").read_text() == out_csv(simulate_flee(read_flee("place"), members=8))
    assert main(["run", "place", *MEMBERS, "--out", "a"]) == 0  # it is replaced whole
    assert not Path("a/out.csv").exists()


def test_settings_and_seed_and_jobs_and_until(folder: Path, capsys: Captured) -> None:
    (folder / "slow.yml").write_text(SOUND["simsetting.yml"].replace("200.0", "50.0"), encoding="utf-8")
    for out, more in (("a", []), ("b", ["--jobs", "1"]), ("c", ["--settings", "slow.yml"]), ("d", ["--seed", "7"])):
        assert main(["run", "place", *MEMBERS, "--out", out, *more]) == 0
    one, same, slow, other = (Path(out, "daily.csv").read_bytes() for out in "abcd")
    assert one == same
    assert len({one, slow, other}) == 3
    assert main(["run", "place", *MEMBERS, "--out", "e", "--until", "2020-03-05"]) == 0
    short = Path("e/daily.csv").read_bytes().splitlines()
    assert short == [line for line in one.splitlines() if line.startswith(b"date") or line[:10] <= b"2020-03-05"]
    capsys.readouterr()
    assert main(["run", "place", "--until", "2021-01-01"]) == 1
    assert "the run must end between 2020-03-01 and 2020-03-20; given 2021-01-01" in capsys.readouterr().err
    assert main(["run", "place", "--settings", "gone.yml"]) == 1
    assert "no such settings file" in capsys.readouterr().err


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


def test_ctrl_c_keeps_the_finished_members(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    with monkeypatch.context() as pressed:
        pressed.setattr("corridor.progress.progress_bar", stopping)
        assert main(["run", "place", *MEMBERS, "--jobs", "1", "--out", "a"]) == 130
    assert "Stopped. The 5 finished members were kept." in capsys.readouterr().err
    manifest = json.loads(Path("a/manifest.json").read_text())
    assert (manifest["members"], manifest["complete"]) == (5, False)
    assert main(["run", "place", "--members", "5", "--out", "b"]) == 0
    assert Path("a/daily.csv").read_bytes() == Path("b/daily.csv").read_bytes()


def test_the_folder_may_be_where_one_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert main(["run", ".", *MEMBERS, "--out", "../a"]) == 0
    assert json.loads(Path("../a/manifest.json").read_text())["scenario"] == "place"


def test_run_under_a_policy() -> None:
    assert main(["run", "place", *MEMBERS, "--policy", "camp-one-closed"]) == 0
    rows = rows_of("runs/place-camp-one-closed-1/daily.csv")
    late = [int(row["q50"]) for row in rows if row["place"] == "Camp One" and row["quantity"] == "present"][10:]
    assert late == sorted(late, reverse=True)


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


def test_where_flee_stops_the_run_stops_with_its_reason(tmp_path: Path, capsys: Captured) -> None:
    flee_folder(tmp_path / "quiet", edited("input_csv/conflicts.csv", "9, 1", "9, 0"))
    assert main(["run", "quiet", *MEMBERS]) == 1
    said = capsys.readouterr().err
    assert "no location with people is in conflict; Flee stops here" in said
    assert "--flee-repaired" in said
    assert main(["run", "quiet", *MEMBERS, "--flee-repaired"]) == 0


@pytest.mark.parametrize("columns", ["60", "200"])
def test_the_tables_fit_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["run", "place", *MEMBERS]) == 0
    assert main(["compare", "place", *MEMBERS, "--policy", "factual", "--policy", "new-road"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("Camp One" in line for line in lines)
    assert all(len(line) <= int(columns) for line in lines if not line.startswith(("Tables:", "Report:")))


def test_score_is_a_run_held_against_the_folders_counts(capsys: Captured) -> None:
    assert main(["run", "place", *MEMBERS, "--out", "a"]) == 0
    run = capsys.readouterr().out.splitlines()
    assert main(["score", "place", *MEMBERS, "--out", "b"]) == 0
    assert capsys.readouterr().out.splitlines()[:-2] == run[:-2]
    assert Path("a/scores.csv").read_bytes() == Path("b/scores.csv").read_bytes()
    rows = {(row["score"], row["place"]): row for row in rows_of("b/scores.csv")}
    assert float(rows["ard", "all"]["value"]) > float(rows["ard_total", "all"]["value"])
    assert rows["mase: flat from day 7", "all"]["counts"] == "12"


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


def test_a_score_that_has_no_number_is_a_dash(tmp_path: Path, capsys: Captured) -> None:
    flee_folder(tmp_path / "nobody", edited("simsetting.yml", "hasten: 1", "hasten: 1000000"))
    assert main(["run", "nobody", *MEMBERS]) == 0
    printed = capsys.readouterr().out
    assert "nan" not in printed
    assert any(line.split()[-2:] == ["-", "-"] for line in printed.splitlines() if line.startswith("MASE, flat"))


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


def test_an_import_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    written = Path.write_text

    def full(path: Path, *words: object, **more: object) -> int:
        if path.name == "routes.csv":
            raise OSError(28, "No space left on device")
        return written(path, *words, **more)  # type: ignore[arg-type]

    before = sorted(path.name for path in Path().iterdir())
    monkeypatch.setattr(Path, "write_text", full)
    assert main(["import", "flee", "place", "--out", "ours"]) == 1
    assert "no space is left there. Nothing was left half-written" in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == before
    monkeypatch.undo()


def test_an_import_fills_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    assert main(["import", "flee", "place", "--out", str(tmp_path / "ours")]) == 0
    assert (tmp_path / "ours" / "observations" / "counts.csv").is_file()
    assert main(["check", str(tmp_path / "ours")]) == 0
