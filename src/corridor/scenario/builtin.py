"""The scenarios that are shipped with Corridor, and where a scenario given by name or path is."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from corridor.errors import Problem, ScenarioError
from corridor.scenario.names import nearest

__all__ = ["locate", "names"]


def _home() -> Path:
    return Path(str(resources.files("corridor"))) / "scenarios"


def names() -> tuple[str, ...]:
    """Return the names of the built-in scenarios.

    >>> "tutorial" in names()
    True
    """
    home = _home()
    if not home.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in home.iterdir() if (entry / "scenario.yaml").is_file()))


def locate(name_or_path: str | Path) -> Path:
    """Return the folder of a built-in scenario, or the folder that a path names; raises `ScenarioError`.

    A built-in name wins over a folder of the same name in the working directory: write `./tutorial` for that.

    >>> locate("tutorial").name
    'tutorial'
    """
    given = str(name_or_path).strip()
    if given in names():
        return _home() / given
    path = Path(os.path.expanduser(given))
    if given and os.path.isdir(path):
        return path
    raise ScenarioError([_unknown(given, path)])


def _unknown(given: str, path: Path) -> Problem:
    built_in = ", ".join(names())
    if os.path.isfile(path):
        remedy = f"Give the folder that holds it: {path.parent}."
        return Problem("", 0, "scenario", given[:60], "is a file, not a scenario folder", remedy)
    near = nearest(given, {name: name for name in names()}) if given else None
    hint = f"Did you mean {near!r}? " if near else ""
    remedy = f"{hint}Built-in scenarios: {built_in}; or give the path of a scenario folder."
    return Problem("", 0, "scenario", given[:60], "is neither a built-in scenario nor a folder", remedy)
