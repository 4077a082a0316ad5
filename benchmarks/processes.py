"""Whole processes: importing, running one member, comparing two policies, the memory of a thousand members."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from time import perf_counter

__all__ = ["command", "import_seconds", "modules_of_run"]

#: What `corridor run` must not wait for (ARCHITECTURE.md section 4).
_UNWANTED = ("pandas", "scipy.stats", "matplotlib")
#: Runs another process, and says on its last line what that took: seconds, CPU seconds, peak memory in MiB.
_MEASURE = """
import resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
wall, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))
"""


def command(*arguments: str, rounds: int = 1) -> tuple[float, float, float]:
    """Returns seconds, CPU seconds and peak MiB of `corridor ...` as a process; of several rounds, the quickest."""
    taken = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            whole = [sys.executable, "-m", "corridor", *arguments, "--out", f"{folder}/run"]
            ran = subprocess.run([sys.executable, "-c", _MEASURE, *whole], check=True, capture_output=True, text=True)
            wall, cpu, peak = map(float, ran.stdout.split())
            taken.append((wall, cpu, peak))
    return min(taken)


def import_seconds(rounds: int = 7) -> float:
    """Returns how much longer a process that imports corridor takes than one that does nothing; they take turns."""
    pairs = [(_seconds("import corridor"), _seconds("pass")) for _ in range(rounds)]
    return min(one for one, _ in pairs) - min(other for _, other in pairs)


def modules_of_run() -> list[str]:
    """Returns the modules that `corridor run` loads though it must not."""
    with tempfile.TemporaryDirectory() as folder:
        code = (
            "import sys; from corridor.cli import main; status = main(sys.argv[2:]);"
            "print(*(name for name in sys.argv[1].split() if name in sys.modules)); sys.exit(status)"
        )
        run = ("run", "tutorial", "--members", "2", "--out", f"{folder}/run")
        asked = [sys.executable, "-c", code, " ".join(_UNWANTED), *run]
        ran = subprocess.run(asked, check=True, capture_output=True, text=True)
    return ran.stdout.splitlines()[-1].split()


def _seconds(code: str) -> float:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    wall, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    # On a busy machine a process waits for its turn: what it computes is what can be compared.
    return min(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
