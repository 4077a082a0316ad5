"""Folders that are replaced whole: the previous one or the new one, whenever the program is killed.

The new folder is made under a hidden name beside the old one, with its manifest last; then the old one
is renamed away, the new one renamed in, and the old one deleted. Whoever writes next tidies up after a kill.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from corridor.errors import StoreError
from corridor.store.explain import explain

__all__ = [
    "FILES",
    "MANIFEST",
    "check_target",
    "find_run",
    "folder_name",
    "latest",
    "recover",
    "replace_folder",
]

MANIFEST = "manifest.json"

#: Every name that a run folder may hold; a folder with anything else in it is never deleted.
FILES = frozenset(
    {
        MANIFEST,
        "contrast.csv",
        "contrast.parquet",
        "daily.csv",
        "daily.parquet",
        "fighters_weekly.csv",
        "flows.csv",
        "out.csv",
        "posterior.parquet",
        "report.html",
        "scores.csv",
        "verdicts.csv",
    }
)

_LEFTOVER = re.compile(r"\.(?P<name>.+)\.(?P<kind>new|old)-[0-9a-f]{8}")


def folder_name(scenario: str, policy: str, seed: int) -> str:
    """Returns the name of a run's folder, safe on every file system.

    >>> folder_name("mosul-2016", "camps-half+exits-none", 1)
    'mosul-2016-camps-half+exits-none-1'
    """
    return re.sub(r"[^A-Za-z0-9+._-]+", "-", f"{scenario}-{policy}-{seed}").lstrip(".-") or "run"


def find_run(folder: Path) -> Path | None:
    """Returns where the complete run of that name is (also after a kill in mid-replacement), or None."""
    folder = _absolute(folder)
    if _is_whole(folder):
        return folder
    return next((path for path in _leftovers(folder) if _is_whole(path)), None)


def latest(runs: Path) -> Path | None:
    """Returns the whole run under `runs` that was written last, or None."""
    if not runs.is_dir():
        return None
    whole = [path for path in runs.iterdir() if _is_whole(path)]
    visible = {path.name for path in whole}
    # A hidden leftover counts only where its visible namesake is missing.
    candidates = [path for path in whole if not (left := _LEFTOVER.fullmatch(path.name)) or left["name"] not in visible]
    return max(candidates, key=lambda path: ((path / MANIFEST).stat().st_mtime_ns, path.name), default=None)


def check_target(folder: Path) -> None:
    """Raises StoreError if a run could not be written as `folder`; to be asked before the work is done."""
    folder = _absolute(folder)
    try:
        if folder.is_symlink() and not folder.exists():
            raise StoreError(f"{folder} is a link that leads nowhere. Remove it or name another folder with --out.")
        if folder.exists():
            _check_replaceable(folder)
        parent = next(path for path in folder.parents if path.exists())
    except OSError as error:
        raise explain(error, folder) from error
    if not parent.is_dir():
        raise explain(NotADirectoryError(errno.ENOTDIR, "not a folder"), folder)
    if not os.access(parent, os.W_OK | os.X_OK):
        read_only = os.statvfs(parent).f_flag & os.ST_RDONLY
        raise explain(OSError(errno.EROFS if read_only else errno.EACCES, "not writable"), folder)


def recover(folder: Path) -> None:
    """Puts right what a kill left behind: the new run if whole, else the previous one; deletes the rest."""
    folder = _absolute(folder)
    for path in _leftovers(folder):
        if not folder.exists() and _is_whole(path):
            path.rename(folder)
        else:
            shutil.rmtree(path, ignore_errors=True)


def replace_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    """Returns `folder` after putting `files` there in place of what it held; the last is the manifest.

    Raises StoreError in plain words; then what was there before is still there.
    """
    folder = _absolute(folder)
    check_target(folder)
    try:
        real = folder.resolve()  # of a link, what it leads to is replaced
        real.parent.mkdir(parents=True, exist_ok=True)
        with _locked(real.parent):
            _replace(real, files)
    except OSError as error:
        raise explain(error, folder) from error
    return folder


def _replace(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    recover(folder)
    fresh = _sibling(folder, "new")
    try:
        _fill(fresh, files)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    try:
        if folder.exists():
            folder.rename(_sibling(folder, "old"))
        fresh.rename(folder)
        _sync_folder(folder.parent)
    finally:
        recover(folder)  # deletes the old folder, or finishes what an error interrupted


def _fill(fresh: Path, files: Iterable[tuple[str, bytes]]) -> None:
    fresh.mkdir()
    for name, content in files:
        _write_file(fresh / name, content)
    _sync_folder(fresh)


def _write_file(path: Path, content: bytes) -> None:
    """The name appears when the content is safely there, so that a manifest always vouches for its run."""
    part = path.with_name(f"{path.name}.part")
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _locked(parent: Path) -> Iterator[None]:
    """One writer at a time in a folder, so that a leftover is never somebody's work in progress."""
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # file systems without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _leftovers(folder: Path) -> list[Path]:
    """Hidden siblings of `folder`: new ones first, since a whole new one is what the user asked for last."""
    if not folder.parent.is_dir():
        return []
    matches = ((_LEFTOVER.fullmatch(path.name), path) for path in folder.parent.iterdir())
    return [path for _, path in sorted((m["kind"], path) for m, path in matches if m and m["name"] == folder.name)]


def _sibling(folder: Path, kind: str) -> Path:
    return folder.with_name(f".{folder.name}.{kind}-{secrets.token_hex(4)}")


def _is_whole(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def _check_replaceable(folder: Path) -> None:
    if not folder.is_dir():
        raise explain(NotADirectoryError(errno.ENOTDIR, "not a folder"), folder)
    strange = sorted(path.name for path in folder.iterdir() if path.name not in FILES or path.is_dir())
    if strange:
        raise StoreError(
            f"{folder} holds what no run wrote ({', '.join(strange[:3])}), "
            "and writing a run replaces the folder. Name a new folder with --out."
        )


def _absolute(folder: Path) -> Path:
    return Path(os.path.abspath(folder))
