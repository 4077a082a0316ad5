"""Speed and memory on a Flee folder, beside the package `flee`: interleaved, the same folder, the same machine.

    python -m benchmarks.flee [FOLDER] [--hasten 100 10 1] [--rounds 3]

Flee 3.1 (August 2023, the newest on PyPI; older than the source that the reference results come from) wants an environment
of its own: python -m venv flee-env; flee-env/bin/pip install 'corridor[bench]' (or flee==3.1); and then
CORRIDOR_FLEE_PYTHON=flee-env/bin/python. Where neither this environment nor that one has it, nothing is run.

CPU seconds of one thread, so that a busy machine does not count. At hasten 1 Flee takes minutes and runs once; Corridor's
figure is the median of its rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np

from benchmarks.processes import command
from corridor.flee import FleeScenario, compile_flee, read_flee
from corridor.flee.run import Desk, run_member

__all__ = ["Measured", "corridor_once", "flee_once", "flee_python", "with_hasten"]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT.parent / "shared" / "data" / "flee-scenarios" / "mali2012"
DRIVER = Path(__file__).parent / "flee_driver.py"
VARIABLE = "CORRIDOR_FLEE_PYTHON"
HOW = (
    "Flee is not installed here, so there is nothing to measure against. Install it in an environment of its own\n"
    "(python -m venv flee-env && flee-env/bin/pip install 'corridor[bench]') and name its Python:\n"
    f"{VARIABLE}=flee-env/bin/python python -m benchmarks.flee FOLDER"
)
GOAL_MEMBER, GOAL_PROCESS, GOAL_HASTEN = 10_000.0, 30.0, 1.5


@dataclass(frozen=True)
class Measured:
    """What one run took."""

    seconds: float  # CPU, without imports
    agent_days: float
    whole: float = 0.0  # CPU seconds of the process
    peak: float = 0.0  # MiB

    @property
    def ns(self) -> float:
        """Returns nanoseconds per agent-day."""
        return 1e9 * self.seconds / max(self.agent_days, 1.0)


def flee_python() -> str | None:
    """Returns the Python that has the package `flee`: the one named by CORRIDOR_FLEE_PYTHON, or this; None without."""
    found = os.environ.get(VARIABLE, sys.executable)
    if shutil.which(found) is None:
        raise SystemExit(f"{VARIABLE} is {found!r}, which is no program: name a Python that has flee, or unset it")
    asked = "import importlib.metadata as m; m.version('flee')"
    there = subprocess.run([found, "-I", "-c", asked], check=False, capture_output=True).returncode == 0
    return found if there else None


def with_hasten(folder: Path, hasten: int) -> FleeScenario:
    """Returns the scenario of a folder with another hasten."""
    made = read_flee(folder)
    return replace(made, settings=replace(made.settings, hasten=hasten))


def corridor_once(made: FleeScenario) -> Callable[[], Measured]:
    """Returns a function that runs one member after the other, each timed alone."""
    world = compile_flee(made)
    tape = np.zeros((made.length, len(made.locations) + 2), np.int32)
    desk = Desk(world)
    run_member(desk, made, 1, 0, tape)  # compiles, and finds the room that is enough
    member = 0

    def once() -> Measured:
        nonlocal member
        member += 1
        began = process_time()
        run_member(desk, made, 1, member, tape)
        return Measured(process_time() - began, float(tape[:, -1].astype(np.float64).sum()))

    return once


def flee_once(python: str, folder: Path, made: FleeScenario) -> Measured:
    """Runs Flee once, as a process of its own, in a folder of its own (it writes logs where it stands)."""
    asked = [python, "-I", str(DRIVER), str(folder.resolve()), str(made.settings.hasten), made.start.isoformat()]
    with tempfile.TemporaryDirectory() as here:
        before = _children()
        ran = subprocess.run([*asked, str(made.length)], check=True, capture_output=True, text=True, cwd=here)
        whole = _children() - before
    told = json.loads(ran.stdout.splitlines()[-1])
    return Measured(told["seconds"], told["agent_days"], whole, told["peak_mib"])


def _children() -> float:
    return os.times().children_user + os.times().children_system


def _prepared(folder: Path, hasten: int) -> float:
    """Returns CPU seconds of reading a folder and making its arrays; of several times the least."""
    taken = []
    for _ in range(5):
        began = process_time()
        compile_flee(with_hasten(folder, hasten))
        taken.append(process_time() - began)
    return min(taken)


def _as_process(folder: Path, hasten: int, rounds: int) -> tuple[float, float]:
    """Returns CPU seconds and peak MiB of `corridor run` with one member, the compiled code cached."""
    text = (folder / "simsetting.yml").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as here:
        settings = Path(here) / "simsetting.yml"
        settings.write_text(re.sub(r"(?m)^(\s+hasten:).*$", rf"\1 {hasten}", text), encoding="utf-8")
        asked = ("run", str(folder), "--members", "1", "--settings", str(settings))
        command(*asked)  # fills the cache
        _, cpu, peak = command(*asked, rounds=rounds)
    return cpu, peak


def _row(folder: Path, hasten: int, rounds: int, python: str) -> float:
    """Measures and prints one hasten; returns the CPU seconds of a member."""
    made = with_hasten(folder, hasten)
    ours = corridor_once(made)
    mine, theirs = [], []
    for turn in range(rounds):
        mine += [ours() for _ in range(5)]
        if turn == 0 or hasten > 1:
            theirs.append(flee_once(python, folder, made))
    seconds, flee_seconds = median(one.seconds for one in mine), median(one.seconds for one in theirs)
    ns, flee_ns = median(one.ns for one in mine), median(one.ns for one in theirs)
    whole, peak = _as_process(folder, hasten, rounds)
    flee_whole, flee_peak = median(one.whole for one in theirs), max(one.peak for one in theirs)
    print(
        f"hasten {hasten}\n"
        f"  in process   Corridor {1e3 * seconds:.2f} ms, {ns:.3f} ns an agent-day; Flee {flee_seconds:.2f} s, "
        f"{flee_ns:.0f} ns: ratio {flee_ns / ns:,.0f}{_goal(hasten, flee_ns / ns, GOAL_MEMBER)}\n"
        f"  whole process  Corridor {whole:.2f} s, Flee {flee_whole:.2f} s: ratio {flee_whole / whole:.1f}"
        f"{_goal(hasten, flee_whole / whole, GOAL_PROCESS)}\n"
        f"  peak memory  Corridor {peak:.0f} MiB, Flee {flee_peak:.0f} MiB",
        flush=True,
    )
    return seconds


def _goal(hasten: int, ratio: float, goal: float) -> str:
    if hasten > 1:
        return ""
    return f" (goal {goal:,.0f}: {'met' if ratio >= goal else 'NOT MET'})"


def main() -> int:
    """Prints a block for every hasten, and how cost grows from the largest to the smallest."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flee", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="a Flee scenario (mali2012)")
    parser.add_argument("--hasten", type=int, nargs="+", default=[100, 10, 1])
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    python = flee_python()
    if python is None or not given.folder.is_dir():
        print(HOW if python is None else f"No folder {given.folder}: name a Flee scenario.")
        return 0
    print(f"{given.folder.name}, Flee 3.1, CPU time of one thread")
    cost = {hasten: _row(given.folder, hasten, given.rounds, python) for hasten in given.hasten}
    most, least = max(cost), min(cost)
    ready = {hasten: _prepared(given.folder, hasten) for hasten in (most, least)}
    growth = cost[least] / cost[most]
    run = (cost[least] + ready[least]) / (cost[most] + ready[most])
    print(f"hasten {most} to {least}: a member costs {growth:.2f} times as much, with reading and preparing {run:.2f} times")
    print(f"  (goal at most {GOAL_HASTEN}: a member {_met(growth)}, a run of one member {_met(run)})")
    return 0


def _met(growth: float) -> str:
    return "met" if growth <= GOAL_HASTEN else "NOT MET"


if __name__ == "__main__":
    raise SystemExit(main())
