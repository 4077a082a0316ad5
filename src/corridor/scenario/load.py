"""A built-in scenario's name, or a folder → a Scenario."""

from __future__ import annotations

from pathlib import Path

from corridor.errors import Problem, ScenarioError
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Scenario

__all__ = ["load"]


def load(name_or_folder: str | Path) -> Scenario:
    """Returns the scenario of a built-in name or of a folder; ScenarioError lists every problem of a broken one.

    >>> load("tutorial").id
    'tutorial'
    """
    folder = locate(str(name_or_folder))
    _refuse_flee(folder)
    return read(folder)


def _refuse_flee(folder: Path) -> None:
    """Raises ScenarioError, with who reads it, for a folder that runs under Flee's rules."""
    from corridor.formats.flee import recognised, rules_flee  # which imports this room

    run = "or run it with `corridor run`"
    if recognised(folder):
        what = "is a folder of the simulator Flee, not one of Corridor's own rules"
        remedy = f"Read it with corridor.flee.read_flee, {run}."
        raise ScenarioError([Problem(folder.resolve().name, 0, "", "", what, remedy)])
    if rules_flee(folder):
        what = "asks for Flee's rules, and this reads scenarios of Corridor's own"
        remedy = f"Read it with corridor.flee.read_native_flee, {run}."
        raise ScenarioError([Problem("scenario.yaml", 0, "rules", "flee", what, remedy)])
