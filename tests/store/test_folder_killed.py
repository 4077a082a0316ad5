"""A write that is killed, stopped or overtaken leaves one whole run."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.store.folders import in_child, names, some_files, version_of

from corridor.store import find_run, latest, recover
from corridor.store import folder as folder_module
from corridor.store.folder import replace_folder


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
