"""Many machines: work for the workers of a Dask scheduler, a little at a time, with results in the order they are ready.

Nothing here knows what the work is. A task is a function of something that all tasks share and of its own item; it is
sent again where a worker is lost. Only a few tasks a thread are under way at once, so that scheduler and workers hold the
same amount however many items there are. Dask is imported when it is first needed (`pip install corridor[cluster]`).
"""

from __future__ import annotations

import pickle
import socket
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar, cast

from corridor.errors import RunError
from corridor.sources import numbers_hash

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["joined", "lend", "once", "spread"]

Item = TypeVar("Item")
Result = TypeVar("Result")
Shared = TypeVar("Shared")
Made = TypeVar("Made")

#: Tasks under way for each thread of the cluster: one that runs, and one that waits for it.
_AHEAD = 2
#: So long a scheduler without any worker is waited for.
PATIENCE_SECONDS = 60.0
_CONNECT_SECONDS = 10.0
_KEPT = 2
_MADE: list[tuple[Any, Any]] = []


@contextmanager
def joined(address: str) -> Iterator[Client]:
    """Yields a connection to a scheduler; RunError where there is none, or where Dask is not installed.

    >>> with joined("127.0.0.1:1") as client:  # doctest: +SKIP
    ...     pass
    """
    try:
        import distributed
    except ImportError as missing:
        raise RunError(
            "--cluster needs Dask, which is not installed here. Install it with: pip install 'corridor[cluster]'"
        ) from missing
    _check(address)
    client = distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    try:
        yield client
    finally:
        client.close()  # type: ignore[no-untyped-call]


def _check(address: str) -> None:
    """Raises RunError where nothing answers: Dask itself would leave a half-open connection behind."""
    transport, _, rest = address.rpartition("://")
    host, _, port = rest.rpartition(":")
    remedy = "Start one with `dask scheduler`, and give the address that it prints, such as tcp://host:8786."
    if not (host and port.isdigit()):
        raise RunError(f"{address!r} is not the address of a scheduler, which is host:port. {remedy}")
    if transport in ("", "tcp"):
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_SECONDS).close()
        except (OSError, OverflowError) as error:
            raise RunError(f"no scheduler answers at {address} ({error}). {remedy}") from error


def lend(client: Client, shared: object) -> Any:
    """Returns a handle on something that all tasks share: it is sent to every worker that needs it once.

    It is a task, not scattered data: where the worker that holds it is lost, it is made again.
    """
    return client.submit(pickle.loads, pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL), pure=False)


def spread(
    client: Client, work: Callable[[Any, Item], Result], lent: Any, items: Iterable[Item]
) -> Generator[tuple[int, Result], None, None]:
    """Yields (position of the item, `work(shared, item)`) as results come in, each exactly once; `lent` is by `lend`.

    `work` must be a function of a module, and give the same for the same arguments wherever it runs: an item whose worker
    was lost is done again elsewhere. What `work` raises is raised here. Raises RunError where no worker is left, or where
    one runs another version of Corridor.
    """
    numbered, code = iter(enumerate(items)), numbers_hash()
    under_way: dict[Any, int] = {}

    def fill() -> None:
        room = _AHEAD * max(1, _threads(client)) - len(under_way)
        for position, item in islice(numbered, max(0, room)):
            under_way[client.submit(_done, work, lent, item, code, pure=False)] = position

    fill()
    try:
        while under_way:
            for future in _ready(client, list(under_way)):
                result = _result(future)
                position = under_way.pop(future)
                fill()
                yield position, result
    finally:
        client.cancel(list(under_way))  # type: ignore[no-untyped-call]


def once(shared: Shared, make: Callable[[Shared], Made]) -> Made:
    """Returns what `make` makes of something shared, made once a worker and kept for the last few."""
    for kept, made in _MADE:
        if kept is shared:
            return cast(Made, made)
    fresh = make(shared)
    _MADE.append((shared, fresh))
    del _MADE[:-_KEPT]
    return fresh


def _done(work: Callable[[Any, Item], Result], shared: Any, item: Item, code: str) -> Result:
    """Runs on a worker: the work, where it is the same program as that of whoever asks for it."""
    if numbers_hash() != code:
        raise RunError(
            "a worker of the cluster runs another version of Corridor, whose numbers may differ. Install the same version "
            "everywhere, and start the workers anew."
        )
    return work(shared, item)


def _ready(client: Client, futures: list[Any]) -> list[Any]:
    """Returns the tasks that are done, at least one; waits for as long as there are workers."""
    from distributed import wait

    while True:
        try:
            with client.as_current():
                done = wait(futures, timeout=PATIENCE_SECONDS, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
            return list(done.done)
        except TimeoutError:
            if not _threads(client):
                address = client.scheduler_info()["address"]
                raise RunError(f"no worker is left at {address}. Start some with `dask worker {address}`.") from None


def _result(future: Any) -> Any:
    from distributed import CancelledError, KilledWorker

    try:
        return future.result()
    except KilledWorker as killed:
        raise RunError(
            f"several workers died at the same task ({killed}). Look at their logs; memory is the usual cause."
        ) from killed
    except CancelledError as lost:
        raise RunError("the scheduler was lost, and what was under way with it. Start it anew, and run again.") from lost


def _threads(client: Client) -> int:
    """Returns how many threads the workers have together at this moment."""
    return sum(client.nthreads().values())  # type: ignore[no-untyped-call]
