"""A run folder: written whole or not at all, and found again."""

from corridor.store.contrast import comparison_name, write_comparison
from corridor.store.folder import check_target, find_run, folder_name, latest, recover
from corridor.store.read import read_daily, read_manifest
from corridor.store.write import write

__all__ = [
    "check_target",
    "comparison_name",
    "find_run",
    "folder_name",
    "latest",
    "read_daily",
    "read_manifest",
    "recover",
    "write",
    "write_comparison",
]
