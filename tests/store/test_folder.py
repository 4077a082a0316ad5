"""A run folder is written whole or not at all, whatever happens."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.store.made import fan, published, run_facts

from corridor.errors import StoreError
from corridor.store import check_target, find_run, folder_name, latest, read_daily, read_manifest, recover, write
from corridor.store import folder as folder_module
from corridor.store.folder import replace_folder

FILES = ["daily.csv", "daily.parquet", "flows.csv", "manifest.json", "report.html"]


def names(folder: Path) -> list[str]:
    """Everything in a folder, hidden names too."""
    return sorted(path.name for path in folder.iterdir())


def some_files(version: int) -> Iterator[tuple[str, bytes]]:
    """A little run whose files all say the same version."""
    for name in ("daily.csv", "flows.csv", "report.html", "manifest.json"):
        yield name, json.dumps({"version": version}).encode() * (1 if name == "manifest.json" else 2_000)


def version_of(folder: Path) -> int:
    """The version that every file of a whole run says."""
    found = find_run(folder)
    assert found is not None
    version = json.loads((found / "manifest.json").read_text())["version"]
    assert {path.name: path.read_bytes() for path in found.iterdir()} == dict(some_files(version))
    return int(version)


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


# ------------------------------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space is left there. Nothing was left half-written; free some space"),
        (errno.EDQUOT, "no space is left there"),
        (errno.EROFS, "the file system there is read-only. Name another folder with --out."),
        (errno.EACCES, "you are not allowed to write there"),
        (errno.EIO, "input/output error. Nothing was left half-written; try again or name another folder with --out."),
    ],
)
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("at", range(5))
def test_a_failed_write_leaves_the_previous_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, before: bool, at: int
) -> None:
    folder = tmp_path / "a"
    if before:
        replace_folder(folder, some_files(1))
    real, calls = os.fsync, iter(range(99))

    def fsync(descriptor: int) -> None:
        if next(calls) == at:
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StoreError) as caught:
        replace_folder(folder, some_files(2))
    assert words in str(caught.value)
    assert str(folder) in str(caught.value)
    assert names(tmp_path) == (["a"] if before else [])
    assert not before or version_of(folder) == 1


def test_a_file_that_outgrows_the_disk(tmp_path: Path) -> None:
    """A real limit of the system, in a process of its own."""
    replace_folder(tmp_path / "a", some_files(1))

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with pytest.raises(StoreError, match="no space is left there"):
            replace_folder(tmp_path / "a", some_files(2))

    assert in_child(fill) == 0
    assert version_of(tmp_path / "a") == 1
    assert names(tmp_path) == ["a"]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 200 kB, where this machine lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this user may not mount a file system")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_disk_that_is_really_full(tiny_disk: Path) -> None:
    folder = write(published(), tiny_disk / "a", "first")
    large = published(*[fan(place=f"p{index}", days=300) for index in range(100)])
    with pytest.raises(StoreError, match="no space is left there"):
        write(large, folder, "second")
    assert names(tiny_disk) == ["a"]
    assert (folder / "report.html").read_text() == "first"
    assert read_manifest(folder)["daily"]["series"] == 2


def test_a_disk_that_is_really_read_only(tiny_disk: Path) -> None:
    folder = write(published(), tiny_disk / "a", "first")
    subprocess.run(["mount", "-o", "remount,ro", tiny_disk], check=True)
    for target in (folder, tiny_disk / "b" / "c"):
        with pytest.raises(StoreError, match="the file system there is read-only"):
            check_target(target)
        with pytest.raises(StoreError, match="the file system there is read-only"):
            write(published(), target, "second")


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    with pytest.raises(StoreError, match=r"a file stands where a folder is needed\. Move it away or name another"):
        write(published(), tmp_path / "a", "x")
    with pytest.raises(StoreError, match="a file stands where a folder is needed"):
        write(published(), tmp_path / "a" / "b" / "c", "x")
    assert (tmp_path / "a").read_text() == "mine"


def test_a_folder_with_something_else_in_it_is_never_deleted(tmp_path: Path) -> None:
    folder = write(published(), tmp_path / "a", "x")
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"holds what no run wrote \(notes.txt\).*Name a new folder with --out"):
        write(published(), folder, "y")
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "report.html").read_text() == "x"


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert names(write(published(), tmp_path / "a", "x")) == FILES


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(published(), tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path / "real") == FILES


def test_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(StoreError, match=r"a link that leads nowhere\. Remove it"):
        check_target(tmp_path / "link")


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="you are not allowed to write there"):
        check_target(tmp_path / "a")
    tmp_path.chmod(0o700)


def test_a_folder_without_permission_is_refused_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(StoreError, match=r"you are not allowed to write there\. Change the permissions"):
        check_target(tmp_path / "runs" / "a")


def test_too_long_a_name(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="its name is too long"):
        write(published(), tmp_path / ("x" * 300), "x")


def test_reading_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"holds no whole run\. Make one with: corridor run"):
        read_manifest(tmp_path / "a")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "manifest.json").write_text("{")
    with pytest.raises(StoreError, match="cannot be read"):
        read_manifest(tmp_path / "a")
    (tmp_path / "a" / "manifest.json").write_text("[]")
    with pytest.raises(StoreError, match="is not the manifest of a run"):
        read_manifest(tmp_path / "a")
    (tmp_path / "a" / "daily.csv").write_text("a,b\n1,2\n")
    with pytest.raises(StoreError, match="has other columns"):
        read_daily(tmp_path / "a")


# ------------------------------------------------------------------------------------------------ kill -9


def in_child(work: Any) -> int:
    """The wait status of a child process that does `work` and ends."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


def steps_of(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Calls `act` before every step that changes the disk."""
    monkeypatch.setattr(os, "fsync", stepping(os.fsync, act))
    for name in ("mkdir", "rename", "unlink"):
        monkeypatch.setattr(Path, name, stepping(getattr(Path, name), act))
    for name in ("unlink", "rmdir"):
        monkeypatch.setattr(os, name, stepping(getattr(os, name), act))
    monkeypatch.setattr(folder_module, "_write_file", stepping(folder_module._write_file, act))


def stepping(real: Any, act: Any) -> Any:
    def step(*arguments: Any, **named: Any) -> Any:
        act()
        return real(*arguments, **named)

    return step


def kill_at(monkeypatch: pytest.MonkeyPatch, folder: Path, step: int) -> int:
    """The wait status of a child that is killed at one step of the second write (0: it came to the end)."""
    left = iter(range(step, -1, -1))

    def act() -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        steps_of(monkeypatch, act)
        replace_folder(folder, some_files(2))

    return in_child(work)


def test_killed_at_every_single_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    for step in range(200):
        folder = tmp_path / f"{step}" / "run"
        replace_folder(folder, some_files(1))
        killed = kill_at(monkeypatch, folder, step)
        seen.append(version_of(folder))
        assert find_run(folder) == latest(folder.parent)
        recover(folder)
        assert version_of(folder) == seen[-1]
        replace_folder(folder, some_files(3))
        assert version_of(folder) == 3
        assert names(folder.parent) == ["run"]
        if not killed:
            break
    assert killed == 0
    assert step >= 15
    assert seen == sorted(seen)
    assert set(seen) == {1, 2}


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """A writer writes versions without end; sixty times it is killed somewhere and the next one takes over."""
    folder = tmp_path / "run"
    before = 0
    replace_folder(folder, some_files(0))
    for attempt in range(60):
        child = os.fork()
        if child == 0:
            for version in range(before + 1, before + 10_000):
                replace_folder(folder, some_files(version))
            os._exit(0)
        _pause(0.001 * ((attempt * 37) % 23))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        now = version_of(folder)
        assert now >= before
        before = now
    replace_folder(folder, some_files(before + 1))
    assert names(tmp_path) == ["run"]
    assert before > 0


def _pause(seconds: float) -> None:
    signal.sigtimedwait([], seconds)


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    children = []
    for version in range(4):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                for _ in range(10):
                    replace_folder(folder, some_files(version))
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert version_of(folder) in range(4)
    assert names(tmp_path) == ["run"]


def test_ctrl_c_while_writing_leaves_the_previous_run(tmp_path: Path) -> None:
    replace_folder(tmp_path / "a", some_files(1))

    def files() -> Iterator[tuple[str, bytes]]:
        yield "daily.csv", b"x"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_folder(tmp_path / "a", files())
    assert version_of(tmp_path / "a") == 1
    assert names(tmp_path) == ["a"]


def test_latest_is_the_run_that_was_written_last(tmp_path: Path) -> None:
    assert latest(tmp_path / "none") is None
    assert latest(tmp_path) is None
    for index, name in enumerate(("b", "c", "a")):
        folder = write(published(fan()), tmp_path / name, "x")
        os.utime(folder / "manifest.json", (index, index))
    (tmp_path / "unfinished").mkdir()
    assert latest(tmp_path) == tmp_path / "a"
