"""A built-in scenario's name, or a folder → a Scenario."""

from __future__ import annotations

from pathlib import Path

from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Scenario

__all__ = ["load"]


def load(name_or_folder: str | Path) -> Scenario:
    """Returns the scenario of a built-in name or of a folder; ScenarioError lists every problem of a broken one.

    >>> load("tutorial").id
    'tutorial'
    """
    return read(locate(str(name_or_folder)))
