"""The command `corridor claims`: what it prints in wide and narrow terminals, what it writes, how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.made import Engine

from corridor.claims.run import Options
from corridor.cli import main


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr("corridor.claims.run.simulated", engine)
    monkeypatch.setattr("corridor.cli.claims.warn_of_compiling", lambda: None)
    return engine


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 160])
def test_twelve_rows_under_three_prior_sets_at_any_width(
    columns: int, pretend: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["claims", "mosul-2016", "--members", "8", "--out", str(tmp_path / "run")]) == 0
    out = capsys.readouterr().out
    lines = [line for line in out.splitlines() if not line.startswith(("Table: ", "Report: "))]
    assert max(map(len, lines)) <= columns
    starts = [line.split()[0].rstrip(".") for line in lines if line and line[0].isdigit()]
    rows = ["1", "2", "3", "4", "5a", "5b", "6", "7", "8", "9", "10", "11"]
    assert [start for start in starts if start in rows][: len(rows)] == rows
    for words in ("P1", "P2", "P3", "(prior only)", "contradicted by direct evidence", "documented"):
        assert words in " ".join(out.split())


def test_it_writes_the_folder_and_says_where(pretend: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "run"
    assert main(["claims", "tutorial", "--members", "40", "--seed", "3", "--out", str(folder)]) == 0
    assert f"Table: {folder / 'verdicts.csv'}" in capsys.readouterr().out
    assert (folder / "verdicts.csv").is_file()
    assert (folder / "report.html").is_file()
    assert pretend.asked == [(prior, ("corridor-open", "factual")) for prior in ("P1", "P2", "P3")]


def test_prior_sets_cannot_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "tutorial", "--priors", "P2"]) == 2
    words = "'P2' is not a posterior file (*.parquet); claims are always judged under P1, P2 and P3"
    assert words in capsys.readouterr().err


def test_stopping_keeps_what_is_finished(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corridor.claims.run.simulated", Engine(stop={"P2": 4}))
    monkeypatch.setattr("corridor.cli.claims.warn_of_compiling", lambda: None)
    assert main(["claims", "tutorial", "--members", "40", "--out", str(tmp_path / "run")]) == 130
    assert "Stopped. The finished members were kept" in capsys.readouterr().err
    assert '"complete": false' in (tmp_path / "run" / "manifest.json").read_text()


def test_problems_of_claims_are_shown_by_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    from corridor.scenario.builtin import locate

    folder = tmp_path / "situation"
    shutil.copytree(locate("tutorial"), folder)
    (folder / "claims.yaml").write_text("claims: []\n", encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    assert "claims.yaml:1:claims: holds no claim" in capsys.readouterr().out


@pytest.mark.slow
def test_the_engine_gives_the_same_verdicts_whatever_the_threads(tmp_path: Path) -> None:
    from tests.claims.made import scenario

    from corridor.claims.evaluate import evaluate
    from corridor.claims.read import read_claims
    from corridor.claims.run import run_claims, simulated
    from corridor.publish.claims import publish_claims
    from corridor.store.claims import verdicts_csv

    situation = scenario()
    claims = read_claims(situation)
    tables = []
    for jobs in (1, 2):
        options = Options(members=20, replicates=2, jobs=jobs)
        values = run_claims(situation, claims, options, simulated)
        results = evaluate(claims, values, options.replicates)
        tables.append(verdicts_csv(publish_claims(situation, claims, results, values, options)))
    assert tables[0] == tables[1]
