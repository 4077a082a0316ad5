"""Where tables go: a console for any terminal, width and encoding, and tables without frills."""

from __future__ import annotations

import os
import sys

from rich import box
from rich.console import Console
from rich.table import Table

__all__ = ["stdout", "table"]

#: Where nobody watches, lines may be longer; COLUMNS says otherwise.
_UNWATCHED_WIDTH = 100


class _Console(Console):
    """Leaves a cut pipe to `main`; by itself rich would end the program with status 1."""

    def on_broken_pipe(self) -> None:
        """Raises what `main` waits for."""
        raise BrokenPipeError


def stdout() -> Console:
    """Returns a console for stdout that takes text as it is: no markup, no emoji, no guessed colours."""
    unwatched = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    width = _UNWATCHED_WIDTH if unwatched else None
    return _Console(file=sys.stdout, markup=False, emoji=False, highlight=False, width=width)


def table(title: str, *columns: str, right: tuple[str, ...] = (), caption: str = "") -> Table:
    """Returns an empty table; numbers in the columns named in `right` are never broken."""
    made = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        caption=caption or None,
        caption_justify="left",
        caption_style="",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1),
        collapse_padding=True,
    )
    for name in columns:
        if name in right:
            made.add_column(name, justify="right", no_wrap=True)
        else:
            made.add_column(name, overflow="fold")
    return made
