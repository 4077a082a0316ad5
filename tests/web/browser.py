"""A real browser for the live page: Debian's Chromium, driven by Playwright; what it asked for is written down."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright

from corridor.server.page import STATIC

__all__ = ["AXE", "DESK", "PICTURES", "TABLET", "Desk", "chromium", "number", "open_page", "skip_without_page"]

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
PICTURES = ROOT / "runs/web-screenshots"
DESK, TABLET = {"width": 1280, "height": 720}, {"width": 820, "height": 1180}
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE_MS = 120_000


@dataclass
class Desk:
    """An open page, and what it did: the requests that it made and the errors that it reported."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def settled(self) -> None:
        """Waits until all members of the run are in the picture."""
        self.page.wait_for_selector(".sharpness.done")

    def asked(self, change: Callable[[], object]) -> None:
        """Makes a change that asks for a run, and waits until that run is done."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/api/runs") and answer.status == 202):
            change()
        self.page.wait_for_timeout(50)  # a frame or two: until the page shows that it asked
        self.settled()

    def until(self, expression: str) -> None:
        """Waits until an expression holds in the page (whose policy of content forbids Playwright's own way of waiting)."""
        for _ in range(_PATIENCE_MS // 50):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"it never came about: {expression}")

    def tile(self, quantity: str) -> Locator:
        """Returns the big number of a panel that is always on screen."""
        return self.page.locator(f'.tile[data-quantity="{quantity}"] .figure')

    def picture(self, name: str) -> Path:
        """Keeps a screenshot."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path)
        return path


def skip_without_page() -> None:
    """Skips where the page has not been built."""
    if not (STATIC / "index.html").is_file():
        pytest.skip("the live page is not built: run `make page`, which needs Node 20.19 or newer and npm")


def chromium(playwright: Playwright) -> Browser:
    """Returns the browser; skips where there is none."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on the path (Debian: apt-get install chromium)")
    return playwright.chromium.launch(executable_path=path, args=list(_FLAGS))


@contextmanager
def open_page(browser: Browser, origin: str, address: str = "/", size: dict[str, int] = DESK) -> Iterator[Desk]:
    """Yields a page on an address of the server; afterwards it must have asked nobody else, and reported no error."""
    context = browser.new_context(viewport=size, reduced_motion="reduce", accept_downloads=True, locale="en-GB")
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    desk = Desk(page, origin)
    page.on("request", lambda request: desk.requests.append(request.url))
    page.on("pageerror", lambda error: desk.errors.append(str(error)))
    page.on("console", lambda message: desk.errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{origin}{address}")
    try:
        yield desk
    finally:
        context.close()
    elsewhere = [url for url in desk.requests if not url.startswith("blob:") and f"http://{urlsplit(url).netloc}" != origin]
    assert desk.requests
    assert elsewhere == []
    assert desk.errors == []


def number(desk: Desk, quantity: str) -> float:
    """Returns the median difference in a panel, as a number."""
    value = desk.tile(quantity).get_attribute("data-middle")
    assert value, f"{quantity} shows no difference"
    return float(value)
