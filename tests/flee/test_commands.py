"""`corridor check|list|run|score|import` on a Flee folder: files, words, exit status."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from tests.flee.command_line import FILES, MEMBERS, Captured, rows_of, stopping
from tests.support.flee_folders import SOUND, edited, flee_folder

from corridor.cli import main
from corridor.flee import out_csv, read_flee, simulate_flee
from corridor.store import read_daily

pytestmark = pytest.mark.usefixtures("folder")


def test_check_says_what_the_folder_holds(capsys: Captured) -> None:
    assert main(["check", "place"]) == 0
    printed = capsys.readouterr().out
    assert "place: a Flee folder, 2020-03-01 to 2020-03-20. No problems." in printed
    assert "2 camp, 1 conflict, 1 town" in printed


@pytest.mark.parametrize(
    ("layout", "told"),
    [
        ("total,refugees.csv\nCamp One,one.csv\nCamp Two,two.csv\n", "5  of 2 camps"),
        ("total,refugees.csv\nCamp One,one.csv\nCamp Two,two.csv\nAfar,two.csv\n",
         "7  of 2 camps, and of 1 name that is no camp"),
        ("total,refugees.csv\nCamp One,one.csv\nCamp Two,two.csv\nAfar,two.csv\nBrod,one.csv\n",
         "10  of 2 camps, and of 2 names that are no camps"),
    ],
)  # fmt: skip
def test_check_counts_camps_apart_from_other_names(tmp_path: Path, capsys: Captured, layout: str, told: str) -> None:
    flee_folder(tmp_path / "counted", {"source_data/data_layout.csv": layout})
    assert main(["check", "counted"]) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert [line.split(maxsplit=1)[1] for line in lines if line.startswith("counts")] == [told]


def test_check_counts_a_single_camp(tmp_path: Path, capsys: Captured) -> None:
    town = edited("input_csv/locations.csv", "3.0,camp", "3.0,town")
    flee_folder(tmp_path / "counted", town | edited("source_data/data_layout.csv", "Camp Two,two.csv\n", ""))
    assert main(["check", "counted"]) == 0
    assert re.search(r"(?m)^counts +3  of 1 camp *$", capsys.readouterr().out)


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


def test_a_score_that_has_no_number_is_a_dash(tmp_path: Path, capsys: Captured) -> None:
    flee_folder(tmp_path / "nobody", edited("simsetting.yml", "hasten: 1", "hasten: 1000000"))
    assert main(["run", "nobody", *MEMBERS]) == 0
    printed = capsys.readouterr().out
    assert "nan" not in printed
    assert any(line.split()[-2:] == ["-", "-"] for line in printed.splitlines() if line.startswith("MASE, flat"))


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
