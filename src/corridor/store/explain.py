"""What went wrong with a folder, in plain words: an OSError becomes a StoreError that says what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from corridor.errors import StoreError

__all__ = ["explain"]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM}
_IN_THE_WAY = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR}

_ELSEWHERE = "or name another folder with --out"


def explain(error: OSError, folder: Path) -> StoreError:
    """Returns the StoreError for a failed write of `folder`: what happened, what was kept, what to do."""
    return StoreError(f"The run folder {folder} could not be written: {_reason(error)}.")


def _reason(error: OSError) -> str:
    if error.errno in _FULL:
        return f"no space is left there. Nothing was left half-written; free some space {_ELSEWHERE}"
    if error.errno == errno.EROFS:
        return "the file system there is read-only. Name another folder with --out"
    if error.errno in _FORBIDDEN:
        return f"you are not allowed to write there. Change the permissions of the folder above it {_ELSEWHERE}"
    if error.errno in _IN_THE_WAY:
        return f"a file stands where a folder is needed. Move it away {_ELSEWHERE}"
    if error.errno == errno.ENAMETOOLONG:
        return "its name is too long. Name a shorter one with --out"
    what = error.strerror or type(error).__name__
    return f"{what[:1].lower()}{what[1:]}. Nothing was left half-written; try again {_ELSEWHERE}"
