"""Reads a whole Flee folder: all problems at once, what Flee would do oddly told once each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corridor.formats.flee.closures import read_closures
from corridor.formats.flee.counts import read_data
from corridor.formats.flee.files import SETTINGS, FleeFiles, recognised
from corridor.formats.flee.notes import note_habits
from corridor.formats.flee.people import read_agents, read_demographics
from corridor.formats.flee.places import read_locations
from corridor.formats.flee.policies import read_policies
from corridor.formats.flee.roads import check_dead_ends, read_major_routes, read_roads
from corridor.formats.flee.schema import NEVER, Closure, FleeScenario
from corridor.formats.flee.settings import read_settings
from corridor.formats.flee.times import read_changes, read_conflicts, read_floods, read_ipc, read_period

__all__ = ["read_flee"]


def read_flee(
    folder: Path | str, *, settings: Path | str | None = None, days: int = 0, repaired: bool = False
) -> FleeScenario:
    """Returns the scenario of a Flee folder; raises ScenarioError with every problem found.

    `settings` is another settings file than simsetting.yml: a name alone is looked for inside the folder, then here; what
    has a separator is a path from here. `days` above 0 takes the place of the length in
    sim_period.csv, as with Flee's run script. With `repaired` the evident intent of the defects in docs/flee.md holds,
    else Flee's law.
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
    changes = read_changes(files, places, keys)
    closures = read_closures(files, places, roads, changes, repaired)
    conflicts = read_conflicts(files, places, length, repaired)
    check_dead_ends(files, places, roads, keys, conflicts, repaired)
    floods = read_floods(files, places)
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
        beside = files.input(SETTINGS)
        return beside if files.exists(beside) and not files.exists(SETTINGS) else SETTINGS
    given, here, inside = str(settings), Path(settings), files.folder / settings
    alone = given == here.name  # ./simsetting.yml is a path, simsetting.yml a name
    if not here.is_file() and not (alone and inside.is_file()):
        what = "is a folder" if here.is_dir() or inside.is_dir() else "is not there: no such settings file"
        remedy = f"The one inside the folder is {inside}." if inside.is_file() else "Give the path of a simsetting.yml."
        files.wrong(given, 0, "", "", what, remedy)
        return SETTINGS
    if here.is_file() and inside.is_file() and not here.samefile(inside):
        if alone:
            what, instead = "there is another in the working directory", f"This one is used; write ./{given} for the other."
        else:
            what, instead = "the folder has another by this name", "The one given from the working directory is used."
        files.notice("S9", given, 0, what, instead)
    return given if alone and inside.is_file() else files.outside(given)
