"""Tables too large for memory: kept in a file that vanishes with the process, their pages given back after use."""

from __future__ import annotations

import mmap
import os
import tempfile

import numpy as np
from numpy.typing import NDArray

from corridor.errors import RunError

__all__ = ["part", "release", "room"]

#: Tables above this size are kept on disk.
SPOOL_ABOVE_BYTES = 512 * 2**20
#: Members that are read at a time: a system may bring in far more around every number that is touched.
_BLOCK = 64


def room(shape: tuple[int, ...], together: int = 1) -> NDArray[np.int32]:
    """Returns zeros, int32, of a shape: in memory, or on disk where `together` such tables are too large for it.

    Raises RunError if the disk has no room: a file that is only promised would kill the process once it is written to.
    """
    size = 4 * int(np.prod(shape))
    if size * together <= SPOOL_ABOVE_BYTES:
        return np.zeros(shape, np.int32)
    with tempfile.TemporaryFile(prefix="corridor-") as file:
        try:
            _reserve(file.fileno(), size)
        except OSError as error:
            raise RunError(
                f"the results need {size / 2**20:,.0f} MiB in {tempfile.gettempdir()}: {error.strerror}. "
                "Run fewer members, or let TMPDIR name a folder on a larger disk"
            ) from None
        pages = mmap.mmap(file.fileno(), size)  # keeps the file
    return np.frombuffer(pages, np.int32).reshape(shape)


def part(table: NDArray[np.int32], days: slice, columns: int | list[int]) -> NDArray[np.int32]:
    """Returns table[:, days, columns]; of a spooled table a copy, made without ever holding much of it in memory."""
    if _pages(table) is None:
        return table[:, days, columns]
    copy = np.empty((table.shape[0], *table[:0, days, columns].shape[1:]), table.dtype)
    for first in range(0, table.shape[0], _BLOCK):
        copy[first : first + _BLOCK] = table[first : first + _BLOCK, days, columns]
        release(table)
    return copy


def release(table: NDArray[np.int32]) -> None:
    """Gives the memory of a spooled table back to the system; what it holds stays, in the file. Else does nothing."""
    pages = _pages(table)
    if pages is not None and hasattr(pages, "madvise"):
        pages.madvise(mmap.MADV_DONTNEED)


def _pages(table: NDArray[np.int32]) -> mmap.mmap | None:
    base: object = table
    while isinstance(base, np.ndarray):
        base = base.base
    pages = base.obj if isinstance(base, memoryview) else base
    return pages if isinstance(pages, mmap.mmap) else None


def _reserve(descriptor: int, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    else:  # macOS
        os.truncate(descriptor, size)
