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
from time import process_time

import numpy as np

from corridor.flee import FleeScenario, compile_flee, read_flee
from corridor.flee.run import Desk, run_member

#: Flee of May 2026 on mali2012 at hasten 1: 124 s for 19.8 million agent-days.
FLEE_NS_PER_AGENT_DAY = 6_300.0


def corridor_once(folder: Path, hasten: int) -> Callable[[], tuple[float, float]]:
    """Returns a function that runs one member and gives (seconds, agent-days)."""
    made: FleeScenario = read_flee(folder)
    made = replace(made, settings=replace(made.settings, hasten=hasten))
    world = compile_flee(made)
    tape = np.zeros((made.length, len(made.locations) + 2), np.int32)
    desk = Desk(world)
    run_member(desk, made, 1, 0, tape)  # compiles, and finds the room that is enough
    member = 0

    def once() -> tuple[float, float]:
        nonlocal member
        member += 1
        began = process_time()
        run_member(desk, made, 1, member, tape)
        return process_time() - began, float(tape[:, -1].astype(np.float64).sum())

    return once


def flee_once(folder: Path, hasten: int) -> Callable[[], tuple[float, float]] | None:
    """Returns a function that runs the installed Flee once on the same folder, or None where there is none."""
    try:
        from flee import InputGeography, flee, spawning
        from flee.datamanager import handle_refugee_data
    except ImportError:
        return None
    inputs, layout = folder / "input_csv", folder / "source_data"
    settings = flee.SimulationSettings
    made = read_flee(folder)
    start, length = made.start.isoformat(), made.length

    def once() -> tuple[float, float]:
        began = process_time()
        settings.ReadFromYML(str(folder / "simsetting.yml"))
        settings.optimisations["hasten"] = hasten
        settings.log_levels.update(dict.fromkeys(("agent", "link", "camp", "conflict", "init"), 0))  # time without logs
        settings.spawn_rules["conflict_input_file"] = str(inputs / "conflicts.csv")
        settings.ConflictInputFile = str(inputs / "conflicts.csv")
        geography, ecosystem = InputGeography.InputGeography(), flee.Ecosystem()
        geography.ReadConflictInputCSV(str(inputs / "conflicts.csv"))
        geography.ReadLocationsFromCSV(str(inputs / "locations.csv"))
        geography.ReadLinksFromCSV(str(inputs / "routes.csv"))
        geography.ReadClosuresFromCSV(str(inputs / "closures.csv"))
        geography.StoreInputGeographyInEcosystem(ecosystem)
        table = handle_refugee_data.RefugeeTable(
            csvformat="generic", data_directory=str(layout), start_date=start, data_layout="data_layout.csv",
            population_scaledown_factor=hasten,
        )  # fmt: skip
        table.ReadL1Corrections(str(inputs / "registration_corrections.csv"))
        agent_days = 0.0
        for day in range(length):
            geography.AddNewConflictZones(ecosystem, day)
            spawning.spawn_daily_displaced(ecosystem, day, table, SumFromCamps=True)
            spawning.refresh_spawn_weights(ecosystem)
            ecosystem.enact_border_closures(day)
            ecosystem.evolve()
            agent_days += ecosystem.numAgents()
        return process_time() - began, agent_days

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
