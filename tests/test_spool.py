"""Tables too large for memory: the same numbers, and the memory is given back."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from corridor import load, simulate, spool
from corridor.errors import RunError


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Everything is too large for memory."""
    monkeypatch.setattr(spool, "SPOOL_ABOVE_BYTES", 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_small_table_is_an_ordinary_array() -> None:
    table = spool.room((3, 4, 5))
    assert table.flags.owndata or table.base is None
    assert not table.any()
    spool.release(table)
    assert np.shares_memory(spool.part(table, slice(None), 2), table)


def test_tables_that_are_small_alone_may_be_too_large_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "SPOOL_ABOVE_BYTES", 4 * 60)
    assert spool._pages(spool.room((3, 4, 5))) is None
    assert spool._pages(spool.room((3, 4, 5), together=2)) is not None


def test_a_spooled_table_keeps_what_was_written_when_its_memory_is_given_back(on_disk: Path) -> None:
    table = spool.room((150, 7, 3))
    table[:] = np.arange(table.size).reshape(table.shape)
    spool.release(table)
    assert (table.ravel() == np.arange(table.size)).all()
    assert (spool.part(table[:120], slice(None), 1) == np.arange(table.size).reshape(table.shape)[:120, :, 1]).all()


def test_no_file_is_left(on_disk: Path) -> None:
    table = spool.room((10, 10, 10))
    assert table.size
    assert list(on_disk.iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts resident pages as Linux does")
def test_memory_is_really_given_back(on_disk: Path) -> None:
    table = spool.room((64, 1024, 256))  # 64 MiB
    table[:] = 1
    before = _resident()
    spool.release(table)
    assert before - _resident() > 48 * 2**20
    assert table.sum() == table.size


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_full_disk_is_told_before_the_work(on_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spool, "_reserve", full)
    with pytest.raises(RunError, match=r"need 0 MiB in .*: No space left on device\. Run fewer members, or let TMPDIR"):
        spool.room((2, 2, 2))


def test_an_ensemble_on_disk_is_the_one_in_memory(on_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tutorial = load("tutorial")
    spooled = simulate(tutorial, members=5)
    monkeypatch.undo()
    assert (spooled.values == simulate(tutorial, members=5).values).all()
    assert spool._pages(spooled.values) is not None
