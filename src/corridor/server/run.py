"""One what-if at the desk: how far it is, its latest picture, and who follows it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from enum import Enum
from threading import Lock
from time import monotonic

from corridor.whatif import Question

__all__ = ["Run", "State"]


class State(Enum):
    """How far a run is."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def open(self) -> bool:
        """Returns whether more is to come."""
        return self is State.OPEN


class Run:
    """A what-if; workers push pictures, any number of followers read them in their own event loop."""

    def __init__(self, id_: str, page: str) -> None:
        self.id, self.page = id_, page
        self.question: Question | None = None
        self.state = State.OPEN
        self.message = ""
        self.stopped = False
        self.spent = 0.0  # seconds of work
        self.picture: bytes | None = None
        self.places: dict[str, bytes] = {}
        self._count = 0
        self._followers: dict[int, Callable[[], object]] = {}
        self._seen = monotonic()
        self._lock = Lock()

    @property
    def alone_for(self) -> float:
        """Returns for how many seconds nobody has followed the run."""
        return 0.0 if self._followers else monotonic() - self._seen

    def show(self, picture: bytes) -> None:
        """Puts a picture in place of the one before."""
        with self._lock:
            self.picture = picture
            self._count += 1
        self._tell()

    def stop(self) -> None:
        """Asks for the run to be stopped; one that waits or is under way ends soon."""
        self.stopped = True
        if self.state.open:
            self.end(State.STOPPED)

    def end(self, state: State, message: str = "") -> None:
        """Ends the run, once."""
        with self._lock:
            if not self.state.open:
                return
            self.state = state
            self.message = message or ("It was stopped." if state is State.STOPPED else "")
        self._tell()

    async def follow(self, beat: float) -> AsyncIterator[bytes | None]:
        """Yields the latest picture whenever there is a new one, None after `beat` seconds without; ends as the run does."""
        loop, news = asyncio.get_running_loop(), asyncio.Event()
        me = id(news)
        with self._lock:
            self._followers[me] = lambda: loop.call_soon_threadsafe(news.set)
        seen = 0
        try:
            while True:
                news.clear()
                with self._lock:
                    picture, number, is_open = self.picture, self._count, self.state.open
                if picture is not None and number > seen:
                    seen = number
                    yield picture
                elif not is_open:
                    return
                else:
                    await _soon(news, beat)
                    if not news.is_set():
                        yield None
        finally:
            with self._lock:
                self._followers.pop(me, None)
                self._seen = monotonic()

    def _tell(self) -> None:
        with self._lock:
            followers = list(self._followers.values())
        for tell in followers:
            with suppress(RuntimeError):  # its event loop has been closed meanwhile
                tell()


async def _soon(news: asyncio.Event, beat: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(news.wait(), beat)
