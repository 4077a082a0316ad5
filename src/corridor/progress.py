"""A progress bar: how many, how fast, how long still. Quiet where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, Task

__all__ = ["Report", "progress_bar"]

#: Called with (finished, total).
Report = Callable[[int, int], None]

#: What stands beside the bar: name, count, rate, time left.
_BESIDE = 46


@contextmanager
def progress_bar(label: str, stream: TextIO | None = None) -> Iterator[Report | None]:
    """Yields the function to call with (finished, total), or None where `stream` is no live terminal.

    Without a stream the bar goes to stderr.

    >>> import io
    >>> with progress_bar("members", io.StringIO()) as report:
    ...     print(report)
    None
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield None
        return
    from rich.console import Console

    console = Console(file=stream)
    if console.is_dumb_terminal:
        yield None
        return
    with _bar(console) as bar:
        task = bar.add_task(label, total=None)

        def report(finished: int, total: int) -> None:
            bar.update(task, completed=finished, total=total)

        yield report


def _bar(console: Console) -> Progress:
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn
    from rich.text import Text

    class Count(ProgressColumn):
        """Finished members of all of them."""

        def render(self, task: Task) -> Text:
            return Text("" if task.total is None else f"{task.completed:.0f}/{task.total:.0f}")

    class Rate(ProgressColumn):
        """Members a second, and how long the rest will take."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            if not speed:
                return Text("")
            left = "" if task.finished or task.remaining is None else f", {_clock(task.remaining / speed)} left"
            return Text(f"{speed:.3g} a second{left}")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=max(8, min(40, console.width - _BESIDE))),
        Count(),
        Rate(),
        console=console,
    )


def _clock(seconds: float) -> str:
    whole = int(seconds + 0.999)
    return f"{whole} s" if whole < 100 else f"{(whole + 59) // 60} min"
