"""Runs the package `flee` once on a folder and prints, as JSON, what that took; needs nothing of Corridor.

    python benchmarks/flee_driver.py FOLDER HASTEN START DAYS

Flee 3.1 comes without a run script: this is one of our own, by its public functions, with its logs switched off. START is
the first day, YYYY-MM-DD. Seconds are CPU time of reading and running, without imports.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from importlib.metadata import version
from pathlib import Path
from time import process_time

__all__ = ["run"]


def run(folder: Path, hasten: int, start: str, days: int) -> dict[str, float | str]:
    """Returns CPU seconds, agent-days, people at the end, peak memory in MiB, and Flee's version."""
    from flee import InputGeography, flee, spawning
    from flee.datamanager import handle_refugee_data

    inputs, settings = folder / "input_csv", flee.SimulationSettings
    began = process_time()
    settings.ReadFromYML(str(folder / "simsetting.yml"))
    settings.optimisations["hasten"] = hasten
    settings.log_levels.update(dict.fromkeys(("agent", "link", "camp", "conflict", "init"), 0))
    settings.spawn_rules["conflict_input_file"] = str(inputs / "conflicts.csv")
    settings.ConflictInputFile = str(inputs / "conflicts.csv")
    geography, ecosystem = InputGeography.InputGeography(), flee.Ecosystem()
    geography.ReadConflictInputCSV(str(inputs / "conflicts.csv"))
    geography.ReadLocationsFromCSV(str(inputs / "locations.csv"))
    geography.ReadLinksFromCSV(str(inputs / "routes.csv"))
    geography.ReadClosuresFromCSV(str(inputs / "closures.csv"))
    geography.StoreInputGeographyInEcosystem(ecosystem)
    table = handle_refugee_data.RefugeeTable(
        csvformat="generic", data_directory=str(folder / "source_data"), start_date=start,
        data_layout="data_layout.csv", population_scaledown_factor=hasten,
    )  # fmt: skip
    table.ReadL1Corrections(str(inputs / "registration_corrections.csv"))
    agent_days = 0
    for day in range(days):
        geography.AddNewConflictZones(ecosystem, day)
        spawning.spawn_daily_displaced(ecosystem, day, table, SumFromCamps=True)
        spawning.refresh_spawn_weights(ecosystem)
        ecosystem.enact_border_closures(day)
        ecosystem.evolve()
        agent_days += ecosystem.numAgents()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {
        "seconds": process_time() - began, "agent_days": agent_days, "people": ecosystem.numAgents(), "peak_mib": peak,
        "version": version("flee"),
    }  # fmt: skip


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):  # Flee prints as it goes
        measured = run(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    print(json.dumps(measured))
