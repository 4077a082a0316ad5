"""One browser and one server for all tests of the live page; each test has a page of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.server.live import Live, running
from tests.web.browser import Desk, chromium, open_page, skip_without_page

from corridor import load

Opener = Callable[..., Desk]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    skip_without_page()
    with sync_playwright() as playwright:
        found = chromium(playwright)
        yield found
        found.close()


@pytest.fixture(scope="module")
def tutorial(browser: Browser) -> Iterator[Live]:
    """The tutorial: small, so that a run of all members takes a moment."""
    with running(load("tutorial"), warm=True) as server:
        yield server


@pytest.fixture
def opened(browser: Browser, tutorial: Live) -> Iterator[Opener]:
    """Opens pages of the tutorial, with the run of the address done."""
    with ExitStack() as stack:

        def opener(address: str = "/", **options: dict[str, int]) -> Desk:
            origin = f"http://127.0.0.1:{tutorial.port}"
            desk = stack.enter_context(open_page(browser, origin, address, **options))
            desk.settled()
            return desk

        yield opener
