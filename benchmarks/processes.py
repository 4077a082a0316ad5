"""Whole processes: importing, running one member, comparing two policies, the memory of a thousand members."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

__all__ = ["import_seconds", "modules_of_run", "peak_mebibytes", "seconds_of"]


def seconds_of(*arguments: str, rounds: int = 3) -> float:
    """Returns the best seconds of `corridor ...` as a whole process, written to a folder that vanishes."""
    best = float("inf")
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            _corridor(*arguments, "--out", f"{folder}/run")
            best = min(best, time.perf_counter() - began)
    return best


def import_seconds(rounds: int = 5) -> float:
    """Returns how much longer a process that imports corridor takes than one that does nothing."""

    def best(code: str) -> float:
        times = []
        for _ in range(rounds):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            times.append(time.perf_counter() - began)
        return min(times)

    return best("import corridor") - best("pass")


def modules_of_run() -> list[str]:
    """Returns the modules that must not be on the path of `run`, and are."""
    code = (
        "import sys; from corridor.cli import main; import tempfile; "
        "folder = tempfile.mkdtemp(); "
        "main(['run', 'tutorial', '--members', '2', '--out', folder + '/run']); "
        "print([name for name in ('pandas', 'scipy.stats') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    found: list[str] = [name for name in ("pandas", "scipy.stats") if name in ran.stdout.splitlines()[-1]]
    return found


def peak_mebibytes(members: int) -> float:
    """Returns the peak memory of `corridor run mosul-2016` with that many members."""
    with tempfile.TemporaryDirectory() as folder:
        code = (
            "import resource, subprocess, sys; "
            f"subprocess.run([sys.executable, '-m', 'corridor', 'run', 'mosul-2016', '--members', '{members}', "
            f"'--out', '{folder}/run'], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return int(ran.stdout) / 1024


def _corridor(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "corridor", *arguments], check=True, stdout=subprocess.DEVNULL)
