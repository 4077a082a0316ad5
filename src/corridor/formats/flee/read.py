"""Reads a whole Flee folder: all problems at once, what Flee would do oddly told once each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corridor.formats.flee.counts import read_data
from corridor.formats.flee.files import SETTINGS, FleeFiles, recognised
from corridor.formats.flee.notes import note_habits
from corridor.formats.flee.people import read_agents, read_demographics
from corridor.formats.flee.places import read_locations
from corridor.formats.flee.policies import read_policies
from corridor.formats.flee.roads import read_closures, read_major_routes, read_roads
from corridor.formats.flee.schema import NEVER, Closure, FleeScenario
from corridor.formats.flee.settings import read_settings
from corridor.formats.flee.times import read_changes, read_conflicts, read_floods, read_ipc, read_period

__all__ = ["read_flee"]


def read_flee(
    folder: Path | str, *, settings: Path | str | None = None, days: int = 0, repaired: bool = False
) -> FleeScenario:
    """Returns the scenario of a Flee folder; raises ScenarioError with every problem found.

    `settings` is another settings file than simsetting.yml (a path, or a name inside the folder). `days` above 0
    takes the place of the length in sim_period.csv, as with Flee's run script. With `repaired` the evident intent of
    the defects in docs/flee.md holds, else Flee's law.
    """
    folder = Path(folder)
    files = FleeFiles(folder)
    if not recognised(folder):
        remedy = "Give the folder that holds input_csv, source_data and simsetting.yml."
        files.wrong(folder.name, 0, "", "", "is not a folder of Flee's: it has neither input_csv nor locations.csv", remedy)
        files.problems.raise_if_any()
    label = _settings_label(files, settings)
    keys = read_settings(files, label)
    places = {place.name: place for place in read_locations(files, keys, repaired)}
    period = read_period(files)
    start, length = period if period else (None, 0)
    length = days if days > 0 else length
    scenario = None
    roads = read_roads(files, places, repaired)
    major = read_major_routes(files, places)
    closures = read_closures(files, places, repaired)
    conflicts = read_conflicts(files, places, length, repaired)
    floods = read_floods(files, places)
    changes = read_changes(files, places, keys)
    ipc = read_ipc(files, places, keys, length)
    demographics = read_demographics(files, places)
    agents = read_agents(files, keys, places)
    if start is not None:
        data = read_data(files, places, start, length, repaired)
        scenario = FleeScenario(
            folder.name, folder, start, length, keys, tuple(places.values()), roads, major, closures, conflicts,
            changes, ipc, demographics, agents, data, (), floods=floods,
        )  # fmt: skip
        note_habits(files, scenario, label, repaired)
        scenario = _with_policies(files, scenario)
    files.problems.raise_if_any()
    assert scenario is not None  # without a start there is a problem
    return replace(scenario, notices=tuple(files.notices), content_hash=files.content_hash())


def _with_policies(files: FleeFiles, scenario: FleeScenario) -> FleeScenario:
    """Returns the scenario with its policies, and with the roads that only they open, closed."""
    roads, policies = read_policies(files, scenario)
    closures = tuple(Closure("link", road.start, road.end, 0, NEVER, firm=True) for road in roads)
    return replace(
        scenario, roads=scenario.roads + roads, closures=scenario.closures + closures, policies=policies
    )  # fmt: skip


def _settings_label(files: FleeFiles, settings: Path | str | None) -> str:
    if settings is None:
        inside = files.input(SETTINGS)
        return inside if files.exists(inside) and not files.exists(SETTINGS) else SETTINGS
    if files.exists(str(settings)):
        return str(settings)
    path = Path(settings)
    if not path.is_file():
        what = "is a folder" if path.is_dir() or (files.folder / path).is_dir() else "is not there: no such settings file"
        files.wrong(str(settings), 0, "", "", what, "Give the path of a simsetting.yml.")
        return SETTINGS
    return files.outside(path)
