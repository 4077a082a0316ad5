"""The live page in a real browser: how long a person waits after letting go of the mouse, and whether memory stays flat.

    python -m benchmarks.live_browser                  30 interactions, then memory over 500
    python -m benchmarks.live_browser --memory 0       without the second part

An interaction drags the end of a corridor's window. `first` is from letting go to the first picture on screen (4 members),
`all` to the last (100 members). Needs Chromium and the built page (make page).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import CDPSession, Page, sync_playwright

from corridor.server.page import STATIC

__all__ = ["main", "measure"]

_ADDRESS = re.compile(r"Open (http://\S+)")
_CORRIDOR = "agreed-exit-right"
_LEVER = f"lever=corridor:{_CORRIDOR}:open:2017-02-19:2017-06-01::"
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_FIRST, _DRAWING, _ALL = "corridor:first picture", "corridor:drawing", "corridor:all members"
_SETTLE_MS = 15  # between interactions of the second part
_MIB = 2**20


def main() -> None:
    """Reads what to measure, and measures it."""
    parser = ArgumentParser(prog="python -m benchmarks.live_browser", description="How fast the live page answers.")
    parser.add_argument("--interactions", type=int, default=30)
    parser.add_argument("--memory", type=int, default=500, help="interactions over which memory is watched; 0: none")
    parser.add_argument("--scenario", default="mosul-2016")
    given = parser.parse_args()
    measure(given.scenario, given.interactions, given.memory)


def measure(scenario: str = "mosul-2016", interactions: int = 30, memory: int = 500) -> None:
    """Prints how long the page of a scenario takes to answer, and what it holds in memory; says so where no browser is."""
    chromium = shutil.which("chromium")
    if chromium is None or not (STATIC / "index.html").is_file():
        print("the live page is not measured: that needs chromium on the path and the built page (make page)")
        return
    with _serving(scenario) as (address, pid), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(120_000)
        page.goto(f"{address}#policy=factual&{_LEVER}")
        page.wait_for_selector(".sharpness.done")
        _latency(page, interactions)
        if memory:
            _memory(page, pid, memory)
        browser.close()


@contextmanager
def _serving(scenario: str) -> Iterator[tuple[str, int]]:
    """Yields the address of a server of its own and its process id."""
    command = [sys.executable, "-m", "corridor", "serve", scenario, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            found = _ADDRESS.search(server.stdout.readline())
            if found is None:
                sys.exit("`corridor serve` did not say where it listens.")
            yield found.group(1), server.pid
        finally:
            server.terminate()


def _latency(page: Page, interactions: int) -> None:
    for turn in range(interactions):
        _drag(page, -12 if turn % 2 else 12)
        page.wait_for_timeout(50)
        page.wait_for_selector(".sharpness.done")
    first, drawing, last = (_measured(page, name)[-interactions:] for name in (_FIRST, _DRAWING, _ALL))
    _line("first picture after letting go, median", _quantile(first, 50), "ms", 200)
    _line("first picture after letting go, 95th percentile", _quantile(first, 95), "ms", 400)
    own = _quantile(drawing, 50)
    print(f"    of which {own:.0f} ms (median) are the page's own, from the picture's arrival until it is drawn")
    _line("100 members, median", _quantile(last, 50) / 1000, "s", 6)


def _memory(page: Page, pid: int, interactions: int) -> None:
    """Compares memory after a fifth of the interactions with that at the end: by then everything is warm."""
    session = page.context.new_cdp_session(page)
    heap = server = 0.0
    for turn in range(interactions):
        _drag(page, -12 if turn % 2 else 12)
        page.wait_for_timeout(_SETTLE_MS)
        if turn == interactions // 5:
            heap, server = _heap(page, session), _resident(pid)
    _line(f"heap of the page, after {interactions} interactions / a fifth", _heap(page, session) / heap, "", 1.15)
    _line(f"memory of the server, after {interactions} / a fifth", _resident(pid) / server, "", 1.15)
    print(f"    page {_heap(page, session) / _MIB:.0f} MiB, server {_resident(pid) / _MIB:.0f} MiB")


def _drag(page: Page, pixels: float) -> None:
    handle = page.locator(".track.changed .handle.until").bounding_box()
    assert handle is not None, "the corridor has no window to drag"
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=3)
    page.mouse.up()


def _measured(page: Page, name: str) -> list[float]:
    found: list[float] = page.evaluate("(name) => performance.getEntriesByName(name).map((each) => each.duration)", name)
    return found


def _heap(page: Page, session: CDPSession) -> float:
    """Returns the bytes that the page's scripts hold once what is no longer needed has been let go."""
    page.wait_for_selector(".sharpness.done")
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"])


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    (kib,) = (line.split()[1] for line in lines if line.startswith("VmRSS"))
    return float(kib) * 1024


def _quantile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _line(what: str, measured: float, unit: str, most: float) -> None:
    met = "met" if measured <= most else "NOT MET"
    print(f"{what:62} {measured:10.2f} {unit:4} goal at most {most:g}: {met}", flush=True)


if __name__ == "__main__":
    main()
