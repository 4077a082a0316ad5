"""Corridor simulates what happens to people when a city is fought over.

The public face, flat and small; everything heavy is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corridor.contrast import Comparison, compare
    from corridor.ensemble import Ensemble, simulate
    from corridor.errors import CorridorError
    from corridor.leg import resume
    from corridor.publish import publish as summarise
    from corridor.published import Published
    from corridor.report import render
    from corridor.scenario.load import load
    from corridor.scenario.policy import apply
    from corridor.scenario.schema import Scenario

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "CorridorError",
    "Ensemble",
    "Published",
    "Scenario",
    "apply",
    "compare",
    "load",
    "render",
    "resume",
    "simulate",
    "summarise",
]

_HOME = {
    "Comparison": "contrast",
    "CorridorError": "errors",
    "Ensemble": "ensemble",
    "Published": "published",
    "Scenario": "scenario.schema",
    "apply": "scenario.policy",
    "compare": "contrast",
    "load": "scenario.load",
    "render": "report",
    "resume": "leg",
    "simulate": "ensemble",
    "summarise": "publish",
}
#: The public name of a function that is called otherwise at home: a room and a function may not share a name.
_AT_HOME = {"summarise": "publish"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"corridor has no {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(f"corridor.{_HOME[name]}"), _AT_HOME.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
