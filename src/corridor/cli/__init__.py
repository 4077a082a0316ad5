"""The command line: `corridor list`, `check`, `run`, `compare`."""

from corridor.cli.main import main

__all__ = ["main"]
