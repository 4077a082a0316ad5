"""Flee's scenario folders: recognised by their files, read whole, every problem told at once."""

from corridor.formats.flee.counts import at_day
from corridor.formats.flee.files import recognised
from corridor.formats.flee.read import read_flee
from corridor.formats.flee.schema import FleeScenario, Notice, Settings

__all__ = ["FleeScenario", "Notice", "Settings", "at_day", "read_flee", "recognised"]
