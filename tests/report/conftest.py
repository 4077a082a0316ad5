"""Pages rendered once for all tests of this folder."""

from __future__ import annotations

import pytest
from tests.report.fixtures import small
from tests.report.fixtures.mosul import mosul

from corridor.published import Published
from corridor.report import render

CASES = ("mosul", *small.__all__)


@pytest.fixture(scope="session")
def runs() -> dict[str, Published]:
    """Returns the made-up runs by name."""
    return {"mosul": mosul()} | {name: getattr(small, name)() for name in small.__all__}


@pytest.fixture(scope="session")
def pages(runs: dict[str, Published]) -> dict[str, str]:
    """Returns the page of each run."""
    return {name: render(published) for name, published in runs.items()}


@pytest.fixture(params=CASES)
def html(request: pytest.FixtureRequest, pages: dict[str, str]) -> str:
    """Returns one page after the other."""
    return pages[request.param]
