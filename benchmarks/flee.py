"""Speed and memory on a Flee folder, beside the package `flee` where it is installed: interleaved, same machine.

    python -m benchmarks.flee FOLDER [--hasten 100 10 1] [--rounds 3]

Flee itself is a bench extra (`pip install flee`, 3.1 of August 2023 when this was written: older than the source that the
reference results come from). It has no run script; `flee_once` below is a driver of our own. Without it, Flee's measured
nanoseconds per agent-day of May 2026 (docs/flee.md) are what the ratio is taken against.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np

from corridor.flee import FleeScenario, compile_flee, read_flee
from corridor.flee.run import FIRST_ROOM, run_member

#: Flee of May 2026 on mali2012 at hasten 1: 124 s for 19.8 million agent-days.
FLEE_NS_PER_AGENT_DAY = 6_300.0


def corridor_once(folder: Path, hasten: int) -> Callable[[], tuple[float, float]]:
    """Returns a function that runs one member and gives (seconds, agent-days)."""
    made: FleeScenario = read_flee(folder)
    made = replace(made, settings=replace(made.settings, hasten=hasten))
    world = compile_flee(made)
    tape = np.zeros((made.length, len(made.locations) + 2), np.int32)
    room = run_member(world, made, 1, 0, tape, FIRST_ROOM)  # compiles, and finds the room that is enough
    member = 0

    def once() -> tuple[float, float]:
        nonlocal member
        member += 1
        began = process_time()
        run_member(world, made, 1, member, tape, room)
        return process_time() - began, float(tape[:, -1].astype(np.float64).sum())

    return once


def flee_once(folder: Path, hasten: int) -> Callable[[], tuple[float, float]] | None:
    """Returns a function that runs the installed Flee once on the same folder, or None where there is none."""
    try:
        from flee import InputGeography, flee  # type: ignore[import-not-found]
        from flee.datamanager import handle_refugee_data  # type: ignore[import-not-found]
    except ImportError:
        return None
    inputs, data = folder / "input_csv", folder / "source_data"
    length = read_flee(folder).length

    def once() -> tuple[float, float]:
        began = perf_counter()
        flee.SimulationSettings.ReadFromYML(str(folder / "simsetting.yml"))
        flee.SimulationSettings.ConflictInputFile = str(inputs / "conflicts.csv")
        flee.SimulationSettings.optimisations["hasten"] = hasten
        geography = InputGeography.InputGeography()
        geography.ReadConflictInputCSV(str(inputs / "conflicts.csv"))
        geography.ReadLocationsFromCSV(str(inputs / "locations.csv"))
        geography.ReadLinksFromCSV(str(inputs / "routes.csv"))
        geography.ReadClosuresFromCSV(str(inputs / "closures.csv"))
        ecosystem = flee.Ecosystem()
        geography.StoreInputGeographyInEcosystem(ecosystem)
        table = handle_refugee_data.RefugeeTable(
            csvformat="generic",
            data_directory=str(data),
            start_date=str(read_flee(folder).start),
            data_layout="data_layout.csv",
        )
        agent_days, before = 0.0, 0
        for day in range(length):
            geography.AddNewConflictZones(ecosystem, day)
            there = int(table.get_daily_difference(day, FullInterpolation=True) / hasten) if day else before
            for _ in range(max(0, there)):
                ecosystem.addAgent(ecosystem.pick_conflict_location())
            ecosystem.refresh_conflict_weights()
            ecosystem.enact_border_closures(day)
            ecosystem.evolve()
            agent_days += ecosystem.numAgents()
        return perf_counter() - began, agent_days

    return once


def main() -> None:
    """Prints a line for every hasten."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--hasten", type=int, nargs="+", default=[100, 10, 1])
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    for hasten in given.hasten:
        ours, theirs = corridor_once(given.folder, hasten), flee_once(given.folder, hasten)
        pairs = [(ours(), theirs() if theirs and hasten > 1 else None) for _ in range(given.rounds)]
        seconds = median(ours_[0] for ours_, _ in pairs)
        ns = 1e9 * seconds / pairs[0][0][1]
        flee_ns = FLEE_NS_PER_AGENT_DAY
        if measured := [1e9 * one[0] / max(one[1], 1.0) for _, one in pairs if one is not None]:
            flee_ns = median(measured)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"hasten {hasten}: {1e3 * seconds:.1f} ms a run, {pairs[0][0][1]:.3g} agent-days, {ns:.2f} ns an agent-day; "
            f"Flee {flee_ns:.0f} ns ({'measured here' if measured else 'as published'}), ratio {flee_ns / ns:.0f}; "
            f"memory {memory:.0f} MiB"
        )


if __name__ == "__main__":
    main()
