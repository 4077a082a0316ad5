"""Fixtures of the tests of Flee."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.flee_policies import with_policies


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the Flee folder `place` in it."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    return with_policies(tmp_path / "place")
