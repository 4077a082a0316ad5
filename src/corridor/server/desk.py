"""The desk at which what-ifs wait: a few worker threads, first pictures first, everything stoppable, old answers let go."""

from __future__ import annotations

import heapq
import logging
import os
import secrets
from collections.abc import Callable, Iterator
from itertools import count
from threading import Condition, Thread
from time import monotonic

from corridor.errors import CorridorError, LedgerError
from corridor.server.run import Run, State

__all__ = ["Busy", "Desk", "Job"]

#: What is done bit by bit: yields where it may be left, for a while or for good.
Job = Iterator[None]

FIRST, FURTHER, BACKGROUND = range(3)
#: Runs that may be waiting or under way, and runs that are remembered after they have ended.
MOST_WAITING = 64
MOST_ENDED = 12
#: Seconds of work after which a run is given up.
LONGEST = 120.0
#: Seconds for which a run goes on although nobody follows it.
_ALONE = 30.0

_log = logging.getLogger("corridor.server")


class Busy(Exception):
    """More runs wait than can be answered."""


class Desk:
    """Runs jobs on worker threads; the one that was begun first goes on first, but a first picture comes before all else."""

    def __init__(self, workers: int | None = None) -> None:
        self._runs: dict[str, Run] = {}
        self._heap: list[tuple[int, int, Run | None, Job]] = []
        self._order = count()
        self._wake = Condition()
        self._closed = False
        number = workers or max(1, min(4, os.cpu_count() or 1))
        self._threads = [Thread(target=self._work, name=f"what-if-{each}", daemon=True) for each in range(number)]
        for thread in self._threads:
            thread.start()

    @property
    def closed(self) -> bool:
        """Returns whether nothing more is taken up."""
        return self._closed

    def run(self, id_: str) -> Run | None:
        """Returns a run that is waiting, under way or still remembered."""
        return self._runs.get(id_)

    def add(self, make: Callable[[Run], Job], page: str = "") -> Run:
        """Returns a new run whose job `make` gives; of the same page, the one before it is stopped. Raises Busy."""
        with self._wake:
            for other in self._runs.values():
                if page and other.page == page:
                    other.stop()
            if self._closed or sum(run.state.open for run in self._runs.values()) >= MOST_WAITING:
                raise Busy
            run = Run(secrets.token_urlsafe(12), page)
            self._runs[run.id] = run
            self._forget()
            self._push(FIRST, run, make(run))
        return run

    def background(self, job: Job) -> None:
        """Does a job whenever nothing else is to be done."""
        with self._wake:
            self._push(BACKGROUND, None, job)

    def stop(self) -> None:
        """Stops everything, and takes nothing more up."""
        with self._wake:
            self._closed = True
            for run in self._runs.values():
                run.stop()
            self._wake.notify_all()

    def close(self) -> None:
        """Stops everything; waits for what is in the middle of a member."""
        self.stop()
        for thread in self._threads:
            thread.join(timeout=10)

    def _push(self, rank: int, run: Run | None, job: Job) -> None:
        heapq.heappush(self._heap, (rank, next(self._order), run, job))
        self._wake.notify()

    def _forget(self) -> None:
        ended = [id_ for id_, run in self._runs.items() if not run.state.open]
        for id_ in ended[: max(0, len(ended) - MOST_ENDED)]:
            del self._runs[id_]

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._heap and not self._closed:
                    self._wake.wait()
                if self._closed:
                    return
                rank, order, run, job = heapq.heappop(self._heap)
            if self._go_on(rank, order, run, job):
                with self._wake:
                    heapq.heappush(self._heap, (_rank(rank, run), order, run, job))
                    self._wake.notify()

    def _go_on(self, rank: int, order: int, run: Run | None, job: Job) -> bool:
        """Works on a job until it is done or must wait; returns whether it must go on later."""
        began = monotonic()
        try:
            while True:
                if run is not None and _is_over(run, began):
                    job.close()  # type: ignore[attr-defined]
                    return False
                next(job)
                if self._closed or self._others_first(_rank(rank, run), order):
                    if run is not None:
                        run.spent += monotonic() - began
                    return not self._closed
        except StopIteration:
            if run is not None:
                run.end(State.DONE)
        except CorridorError as error:
            _failed(run, str(error), isinstance(error, LedgerError))
        except MemoryError:
            _failed(run, "There is not enough memory for this. Ask for fewer members.", False)
        except Exception:  # what nobody foresaw must not end the thread
            _failed(run, "This is a defect of Corridor, not of your input. The server's log says more.", True)
        return False

    def _others_first(self, rank: int, order: int) -> bool:
        with self._wake:
            return bool(self._heap) and self._heap[0][:2] < (rank, order)


def _rank(rank: int, run: Run | None) -> int:
    return rank if run is None else (FIRST if run.picture is None else FURTHER)


def _is_over(run: Run, began: float) -> bool:
    """Ends a run that was stopped, that nobody follows, or that takes too long."""
    if run.stopped or run.alone_for > _ALONE:
        run.end(State.STOPPED)
    elif run.spent + monotonic() - began > LONGEST:
        run.end(State.FAILED, f"This took more than {LONGEST:.0f} seconds and was given up. Ask for fewer members.")
    return not run.state.open


def _failed(run: Run | None, message: str, defect: bool) -> None:
    if defect or run is None:
        _log.exception("%s", message)
    if run is not None:
        run.end(State.FAILED, message)
