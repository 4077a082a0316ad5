"""Fixtures of the tests of shipped scenarios."""

from __future__ import annotations

import pytest
from tests.scenarios.mosul import PACK

from corridor.scenario.read import read
from corridor.scenario.schema import Scenario


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """mosul-2016 as it is shipped."""
    return read(PACK)
