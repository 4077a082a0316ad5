"""The decorator `kernel`: compiled functions, cached on disk under a hash of the sources they depend on."""

import hashlib
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numba
import numba.extending

Function = TypeVar("Function", bound=Callable[..., Any])

HASHED_FOLDERS = ("draws", "model", "engine")
KEPT_DIRECTORIES = 3
IN_USE_SECONDS = 3600.0
_OWN_DIRECTORY = re.compile(r"numba-[0-9a-f]{16}")
_lock = threading.Lock()


def kernel(function: Function) -> Function:
    """Return `function` compiled by numba: no interpreter lock, cached on disk, IEEE arithmetic as written.

    It makes no arrays (np.zeros, or a[:] = b between arrays, are refused when it is compiled): without numba's counting
    of references the engine runs one and a half times as fast.

    numba's cache does not see a change in a function that a cached one calls, so the cache lives in
    `cache_directory()`, whose name changes with any source of `draws/`, `model/` or `engine/`.
    With NUMBA_DISABLE_JIT=1 the function comes back as it is.

    >>> @kernel
    ... def twice(x: float) -> float:
    ...     return 2.0 * x
    >>> twice(1.5)
    3.0
    """
    if numba.config.DISABLE_JIT:
        return function
    compiled = numba.njit(nogil=True, error_model="numpy", fastmath=False, _nrt=False)(function)
    # numba reads the place of the cache once, here; put back, so that other packages keep their own.
    with _lock:
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(cache_directory())
        try:
            compiled.enable_caching()
        except RuntimeError:  # typed at a prompt: no file to watch, nothing to cache
            pass
        finally:
            numba.config.CACHE_DIR = before
    return compiled


def overload(function: Callable[..., Any], *, strict: bool = True) -> Callable[[Function], Function]:
    """Return a decorator that gives what compiled code runs where it calls the plain Python `function`."""
    return numba.extending.overload(function, strict=strict)


@lru_cache(maxsize=1)
def cache_directory() -> Path:
    """Return the folder of this version's compiled code, made if need be: `<base>/numba-<source hash>`.

    The base is $CORRIDOR_CACHE_DIR, else $XDG_CACHE_HOME/corridor or ~/.cache/corridor, else a per-user
    temporary folder. Older folders beyond the newest three are removed.

    >>> cache_directory().name.startswith("numba-")
    True
    """
    name = "numba-" + source_hash(Path(__file__).parent.parent)
    for base in _bases():
        directory = base / name
        if _usable(directory):
            _remove_old(base, directory)
            return directory
    return Path(tempfile.mkdtemp(prefix="corridor-")) / name


def source_hash(package_dir: Path) -> str:
    """Return 16 hex digits that change with any *.py file in draws/, model/ or engine/ of `package_dir`.

    >>> len(source_hash(Path(__file__).parent.parent))
    16
    """
    digest = hashlib.blake2b(digest_size=8)
    for folder in HASHED_FOLDERS:
        for path in sorted((package_dir / folder).rglob("*.py")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(package_dir).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _bases() -> list[Path]:
    bases = []
    if given := os.environ.get("CORRIDOR_CACHE_DIR"):
        bases.append(Path(given).expanduser())
    if xdg := os.environ.get("XDG_CACHE_HOME"):
        bases.append(Path(xdg) / "corridor")
    try:
        bases.append(Path.home() / ".cache" / "corridor")
    except RuntimeError:  # no home folder
        pass
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    bases.append(Path(tempfile.gettempdir()) / f"corridor-{user}")
    return bases


def _usable(directory: Path) -> bool:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
        os.utime(directory)
    except OSError:
        return False
    # Cached code is run when loaded: nobody else may have put it there.
    return not hasattr(os, "getuid") or directory.stat().st_uid == os.getuid()


def _remove_old(base: Path, current: Path) -> None:
    """Remove our folders beyond the newest three, and those that a running process may have opened lately."""
    try:
        own = [path for path in base.iterdir() if _OWN_DIRECTORY.fullmatch(path.name) and not path.is_symlink()]
        by_age = sorted(own, key=_used_at, reverse=True)
    except OSError:
        return
    for path in by_age[KEPT_DIRECTORIES:]:
        if path != current and _used_at(path) < time.time() - IN_USE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _used_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process removed it
        return 0.0
