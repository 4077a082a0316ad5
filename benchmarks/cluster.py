"""Whether memory of scheduler and workers stays flat as members grow: a real scheduler, two workers, on loopback.

python -m benchmarks.cluster [--scenario tutorial] [--members 1000 20000]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corridor.ensemble import simulate
from corridor.scenario.load import load

__all__ = ["main", "peaks"]

_WORKERS, _FLAT = 2, 0.2


@contextmanager
def workplace(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Yields the address of a scheduler, and its process with those of its workers."""
    file = folder / "scheduler.json"
    common = ("--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1")
    commands: list[tuple[str, ...]] = [("scheduler", *common, "--port", "0")]
    commands += [("worker", *common, "--nthreads", "1", "--no-nanny")] * _WORKERS
    processes = []
    try:
        for command in commands:
            whole = [sys.executable, "-m", "dask", *command]
            processes.append(subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            while not (file.is_file() and file.stat().st_size):
                time.sleep(0.1)
        yield json.loads(file.read_text())["address"], processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def peaks(scenario: str, members: int) -> tuple[list[float], float]:
    """Returns the peak memory in MiB of scheduler and of each worker, and how long the run took."""
    with tempfile.TemporaryDirectory() as folder, workplace(Path(folder)) as (address, processes):
        began = time.perf_counter()
        ensemble = simulate(load(scenario), members=members, cluster=address)
        seconds = time.perf_counter() - began
        assert ensemble.members == members
        return [_peak(process.pid) for process in processes], seconds


def _peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main() -> None:
    """Prints the peaks for few and for many members, and whether the second lie within 20 % of the first."""
    parser = ArgumentParser(prog="python -m benchmarks.cluster")
    parser.add_argument("--scenario", default="tutorial")
    parser.add_argument("--members", type=int, nargs=2, default=(1_000, 20_000), metavar=("FEW", "MANY"))
    arguments = parser.parse_args()
    few, many = (peaks(arguments.scenario, members) for members in arguments.members)
    names = ("scheduler", *(f"worker {number + 1}" for number in range(_WORKERS)))
    for name, before, after in zip(names, few[0], many[0], strict=True):
        met = "met" if abs(after / before - 1.0) <= _FLAT else "NOT MET"
        sizes = f"{before:6.0f} MiB at {arguments.members[0]:,} members, {after:6.0f} MiB at {arguments.members[1]:,}"
        print(f"{name:12} {sizes}   goal within {_FLAT:.0%}: {met}")
    print(f"    {few[1]:.0f} s and {many[1]:.0f} s on {_WORKERS} workers of one thread each")


if __name__ == "__main__":
    main()
