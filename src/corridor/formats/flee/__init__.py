"""Flee's scenario folders: recognised by their files, read whole, every problem told at once."""

from corridor.formats.flee.counts import at_day
from corridor.formats.flee.files import recognised
from corridor.formats.flee.native_read import read_native_flee
from corridor.formats.flee.native_tables import rules_flee
from corridor.formats.flee.native_write import native_files
from corridor.formats.flee.read import read_flee
from corridor.formats.flee.schema import FleeScenario, Notice, Settings

__all__ = [
    "FleeScenario",
    "Notice",
    "Settings",
    "at_day",
    "native_files",
    "read_flee",
    "read_native_flee",
    "recognised",
    "rules_flee",
]
