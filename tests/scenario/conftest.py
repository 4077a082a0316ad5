"""Fixtures of the scenario tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scenario.folders import Folder

from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Scenario


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the tutorial that a test may change."""
    return Folder.copied(tmp_path / "scenario")


@pytest.fixture(scope="session")
def tutorial() -> Scenario:
    """The tutorial as it is shipped."""
    return read(locate("tutorial"))
