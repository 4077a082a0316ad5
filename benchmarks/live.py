"""The live page's server under the mouse: time to the first picture, to a hundred members, and memory as it goes on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import numpy as np

__all__ = ["Measured", "live"]

_PAGE = "benchmark"
_TICKS = os.sysconf("SC_CLK_TCK")
_CORRIDOR = {"kind": "corridor", "id": "agreed-exit-right", "open": True, "consent": "agreed"}


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of wall time, CPU seconds where it says so, MiB of resident memory."""

    first: tuple[float, float]  # median and 95th percentile over the interactions
    first_cpu: float  # median CPU seconds of the server for a first picture
    hundred: float  # median CPU seconds of a whole what-if with 100 members
    acknowledged: float  # the slowest of 20 asked at once
    memory: tuple[float, float]  # after a tenth of the long row of interactions, and after all


def live(scenario: str, interactions: int = 30, long_row: int = 500) -> Measured:
    """Returns what a server of `scenario` does for a mouse that drags a corridor's window over the calendar."""
    with _served(scenario) as (client, server):
        days = _days(client)
        _follow(client, _ask(client, days, 0, members=100))  # everything is warm by then
        times = [_first(client, server, days, number) for number in range(interactions)]
        hundred = [_hundred(client, server, days, number) for number in (3, 11, 23)]
        acknowledged = _twenty(client, days)
        memory = _memory(client, server, days, long_row)
    wall, cpu = np.array(times).T
    return Measured(
        first=(float(np.median(wall)), float(np.quantile(wall, 0.95))),
        first_cpu=float(np.median(cpu)),
        hundred=float(np.median(hundred)),
        acknowledged=acknowledged,
        memory=memory,
    )


def _first(client: httpx.Client, server: int, days: list[date], number: int) -> tuple[float, float]:
    """Wall and CPU seconds from the mouse's release to the first picture; then the what-if is stopped."""
    began, used = perf_counter(), _cpu(server)
    asked = _ask(client, days, number, members=100)
    _follow(client, asked, pictures=1)
    taken = perf_counter() - began, _cpu(server) - used
    client.delete(f"/api/runs/{asked['id']}")
    return taken


def _hundred(client: httpx.Client, server: int, days: list[date], number: int) -> float:
    used = _cpu(server)
    _follow(client, _ask(client, days, number, members=100))
    return _cpu(server) - used


def _twenty(client: httpx.Client, days: list[date]) -> float:
    def one(number: int) -> float:
        began = perf_counter()
        _ask(client, days, number, members=12, page=f"{_PAGE}-{number}")
        return perf_counter() - began

    with ThreadPoolExecutor(20) as pool:
        return max(pool.map(one, range(20)))


def _memory(client: httpx.Client, server: int, days: list[date], row: int) -> tuple[float, float]:
    """Every tenth what-if is followed to its end; of the others the next one stops it."""
    early = 0.0
    for number in range(row):
        asked = _ask(client, days, number, members=100 if number % 10 == 0 else 12)
        _follow(client, asked, pictures=None if number % 10 == 0 else 1)
        if number == row // 10:
            early = _resident(server)
    return early, _resident(server)


def _ask(client: httpx.Client, days: list[date], number: int, members: int, page: str = _PAGE) -> dict[str, str]:
    """A window that begins anywhere but in the last two months, evenly spread, and lasts two."""
    start = days[(number * 97) % (len(days) - 60)]
    lever = _CORRIDOR | {"from": start.isoformat(), "until": (start + timedelta(days=60)).isoformat()}
    question = {"levers": [lever], "members": members, "watch": ["hammam-al-alil-1"], "page": page}
    answer = client.post("/api/runs", json=question)
    answer.raise_for_status()
    asked: dict[str, str] = answer.json()
    return asked


def _follow(client: httpx.Client, asked: dict[str, str], pictures: int | None = None) -> None:
    seen = 0
    with client.stream("GET", asked["events"]) as stream:
        for line in stream.iter_lines():
            seen += line.startswith('data: {"members"')
            if seen == pictures:
                return
            if line.startswith("event: failed"):
                raise RuntimeError("a what-if failed")


def _days(client: httpx.Client) -> list[date]:
    scenario: dict[str, Any] = client.get("/api/scenario").json()
    return [date.fromisoformat(day) for day in scenario["dates"]]


@contextmanager
def _served(scenario: str) -> Iterator[tuple[httpx.Client, int]]:
    command = [sys.executable, "-m", "corridor", "serve", scenario, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.fullmatch(r"Open (\S+)\n", process.stdout.readline())
            if found is None:
                raise RuntimeError(f"corridor serve {scenario} printed no address")
            with httpx.Client(base_url=found[1], timeout=300, trust_env=False) as client:
                yield client, process.pid
        finally:
            process.terminate()


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _resident(process: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0
