"""A server on a free port of this machine, as `corridor serve` runs it, and what talks to it."""

from collections.abc import Iterator

import pytest
from tests.server.live import Live, running

from corridor import load


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """The tutorial, for tests that change nothing but what-ifs."""
    with running(load("tutorial")) as server:
        yield server
