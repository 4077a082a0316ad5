"""A run folder: what is in it, and that it is replaced whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.store.folders import FILES, names
from tests.store.made import fan, published, run_facts

from corridor.store import folder as folder_module
from corridor.store import folder_name, latest, read_daily, read_manifest, write


def test_the_folder_holds_exactly_its_files(tmp_path: Path) -> None:
    folder = write(published(), tmp_path / "runs" / "a", "<html></html>")
    assert names(folder) == FILES
    assert names(tmp_path / "runs") == ["a"]
    assert (folder / "report.html").read_text() == "<html></html>"


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write(published(), tmp_path / "one", "x")
    other = write(published(run=run_facts(seconds={"simulate": 99.0})), tmp_path / "other", "x")
    for name in set(FILES) - {"manifest.json"}:
        assert (one / name).read_bytes() == (other / name).read_bytes()


def test_the_manifest_says_what_was_run(tmp_path: Path) -> None:
    manifest = read_manifest(write(published(withheld=("Small.",)), tmp_path / "a", "x"))
    expected = {"format": 1, "scenario": "made", "policy": "factual", "seed": 1, "members": 2, "replicates": 1}
    expected |= {"prior_set": "P1", "overrides": {"sensitivity": 0.5}, "complete": True, "withheld": ["Small."]}
    expected |= {"content_hash": "c0", "code_hash": "c1", "prior_hash": "c2", "seconds": {"simulate": 1.235}}
    expected |= {"daily": {"every_days": 1, "days": 3, "series": 2}, "versions": {"corridor": "0.1.0"}}
    assert {name: manifest[name] for name in expected} == expected
    assert manifest["parameters"][0]["median"] == 0.123457
    assert sorted(manifest["sha256"]) == [name for name in FILES if name != "manifest.json"]


def test_a_run_that_was_stopped_says_so(tmp_path: Path) -> None:
    folder = write(published(run=run_facts(complete=False)), tmp_path / "a", "x")
    assert read_manifest(folder)["complete"] is False


def test_daily_can_be_read_back(tmp_path: Path) -> None:
    daily = read_daily(write(published(), tmp_path / "a", "x"))
    assert list(daily) == ["date", "place", "group", "quantity", "mean", "q05", "q25", "q50", "q75", "q95"]
    present = daily["quantity"] == "present"
    assert daily["mean"][present].tolist() == [0, 10, 20]
    assert str(daily["date"][0]) == "2016-10-17"


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    write(published(), tmp_path / "a", "first")
    write(published(), tmp_path / "a", "second")
    assert (tmp_path / "a" / "report.html").read_text() == "second"
    assert names(tmp_path) == ["a"]


def test_the_manifest_is_written_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    real = folder_module._write_file
    monkeypatch.setattr(folder_module, "_write_file", lambda path, content: (written.append(path.name), real(path, content)))
    write(published(), tmp_path / "a", "x")
    assert sorted(written) == FILES
    assert written[-1] == "manifest.json"


@pytest.mark.parametrize(
    ("policy", "name"),
    [("factual", "m-factual-1"), ("b+a", "m-b+a-1"), ("../x", "m-..-x-1"), ("a b/c", "m-a-b-c-1")],
)
def test_names_of_run_folders_are_safe(policy: str, name: str) -> None:
    assert folder_name("m", policy, 1) == name


def test_latest_is_the_run_that_was_written_last(tmp_path: Path) -> None:
    assert latest(tmp_path / "none") is None
    assert latest(tmp_path) is None
    for index, name in enumerate(("b", "c", "a")):
        folder = write(published(fan()), tmp_path / name, "x")
        os.utime(folder / "manifest.json", (index, index))
    (tmp_path / "unfinished").mkdir()
    assert latest(tmp_path) == tmp_path / "a"
