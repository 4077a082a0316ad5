"""A real Dask scheduler with two worker processes on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

#: How long a process may take to be ready: only a bound for what hangs.
_PATIENCE_SECONDS = 120.0


@dataclass
class Workplace:
    """A scheduler and its workers, each a process of its own; they log into a folder."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    address: str = ""

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts a scheduler or a worker."""
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(self.folder / "scheduler.json")]
            process = subprocess.Popen([*command, "--no-dashboard"], stdout=log, stderr=subprocess.STDOUT)
        self.processes.append(process)
        return process

    def schedule(self) -> None:
        """Starts the scheduler and waits for its address."""
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        file = self.folder / "scheduler.json"
        wait_for(lambda: file.is_file() and file.stat().st_size > 0)
        self.address = json.loads(file.read_text())["address"]

    def worker(self) -> subprocess.Popen[bytes]:
        """Starts a worker with one thread, and waits until the scheduler knows it."""
        from distributed import Client

        before = len(self.processes) - 1
        process = self.start("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(max(1, before + 1), timeout=_PATIENCE_SECONDS)
        return process

    def close(self) -> None:
        """Ends all processes that were started here."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.kill()  # a worker that is told to end may first wait for what it was given up for
        for process in self.processes:
            process.wait(_PATIENCE_SECONDS)


def wait_for(holds: Callable[[], bool]) -> None:
    """Returns when something holds; fails where it never does."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "a process of the cluster is not ready"
        time.sleep(0.05)


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    """A scheduler without workers."""
    made = Workplace(tmp_path)
    try:
        made.schedule()
        yield made
    finally:
        made.close()
