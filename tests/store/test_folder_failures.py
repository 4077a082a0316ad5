"""A write that fails leaves the run that was there, and says why."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.folders import FILES, in_child, names, some_files, version_of
from tests.store.made import fan, published

from corridor.errors import StoreError
from corridor.store import check_target, read_daily, read_manifest, write
from corridor.store.folder import replace_folder


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
