"""The command line: `corridor list`, `corridor check`, `corridor run`."""

from corridor.cli.main import main

__all__ = ["main"]
