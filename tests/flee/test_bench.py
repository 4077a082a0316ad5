"""The benchmark beside Flee: what it does without Flee, and that its own side measures a whole member."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import flee as bench
from tests.support.flee_folders import flee_folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A Python without flee, whatever is installed here."""
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setenv(bench.VARIABLE, str(python))
    return python


def test_without_flee_it_says_how_to_get_it(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["flee", str(bare.parent)])
    assert bench.flee_python() is None
    assert bench.main() == 0
    assert "pip install 'corridor[bench]'" in capsys.readouterr().out


def test_a_python_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(bench.VARIABLE, "no-such-python")
    with pytest.raises(SystemExit, match="no-such-python"):
        bench.flee_python()


def test_a_python_that_has_flee_is_found(bare: Path) -> None:
    bare.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    assert bench.flee_python() == str(bare)


def test_what_the_driver_tells_is_what_is_measured(bare: Path, tmp_path: Path) -> None:
    told = '{"seconds": 2.0, "agent_days": 1000, "people": 10, "peak_mib": 75.5, "version": "3.1"}'
    bare.write_text(f"#!/bin/sh\necho noise\necho '{told}'\n", encoding="utf-8")
    flee_folder(tmp_path / "folder")
    one = bench.flee_once(str(bare), tmp_path / "folder", bench.with_hasten(tmp_path / "folder", 10))
    assert (one.seconds, one.agent_days, one.peak, one.ns) == (2.0, 1000, 75.5, 2e6)


def test_a_member_is_timed_whole(tmp_path: Path) -> None:
    flee_folder(tmp_path / "folder")
    full, tenth = (bench.with_hasten(tmp_path / "folder", hasten) for hasten in (1, 10))
    one, other = bench.corridor_once(full)(), bench.corridor_once(tenth)()
    assert one.seconds > 0.0
    assert one.agent_days > 5.0 * other.agent_days > 0.0


def test_goals_are_told_at_full_population_only() -> None:
    assert bench._goal(10, 5.0, 30.0) == ""
    assert "NOT MET" in bench._goal(1, 5.0, 30.0)
    assert "goal 30: met" in bench._goal(1, 31.0, 30.0)
