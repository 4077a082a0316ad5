"""One connection: closed when its client is silent or takes nothing, and refused in JSON where no request can be read."""

from __future__ import annotations

import asyncio
from math import inf
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from corridor.server.encode import dump
from corridor.server.guard import HEADERS

__all__ = ["LONGEST_HEAD", "MOST_CONNECTIONS", "PATIENCE", "Connection"]

#: Bytes of a request's line and headers.
LONGEST_HEAD = 16 * 1024
#: Connections that are kept; with one more, the one that has been waited for longest is closed.
MOST_CONNECTIONS = 256
#: Seconds for which a client is waited for: for a whole request, and for it to take any more of an answer.
PATIENCE = 10.0

_UNREADABLE = (
    f"This is no HTTP request that can be read. It may have at most {LONGEST_HEAD // 1024} KiB of address and headers, "
    "one Host, and a Content-Length that is a whole number."
)


class Connection(H11Protocol):
    """uvicorn's connection, with an end to waiting.

    uvicorn itself waits without end for a first request, for the rest of one, and for a client that does not read; whoever
    opened connections and did no more would in the end keep everybody else out.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline: asyncio.TimerHandle | None = None  # there while it is the client's turn
        self._left = inf  # bytes of an answer that the client had not taken when last looked at

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._make_room()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop_waiting()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._stop_waiting()  # a new turn
        self._look()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._look()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._look()

    def send_400_response(self, msg: str) -> None:
        """Says in JSON that nothing can be made of what came; says nothing in the middle of another answer."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._refuse(dump({"message": _UNREADABLE}))
        self.transport.close()

    def _refuse(self, body: bytes) -> None:
        more = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close", **HEADERS}
        headers = [*self.server_state.default_headers, *((name.encode(), value.encode()) for name, value in more.items())]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")

    def _make_room(self) -> None:
        """Closes the connection that has been waited for longest, where there are too many."""
        if len(self.connections) <= MOST_CONNECTIONS:
            return
        others = [each for each in self.connections if isinstance(each, Connection) and each._deadline is not None]
        longest = min(others, key=lambda each: each._deadline.when() if each._deadline else inf, default=None)
        if longest is not None:
            longest._stop_waiting()  # so that it is not chosen again before it is gone
            longest.transport.abort()

    def _look(self) -> None:
        """Sets a deadline when the client's turn begins and drops it when it is over; single bytes do not move it."""
        if self._is_ours():
            self._stop_waiting()
        elif self._deadline is None:
            self._wait()

    def _is_ours(self) -> bool:
        """Returns whether the next step is the server's: a whole request is there, and the client takes its answer."""
        return (
            bool(self.cycle)  # None before the first request, whatever uvicorn's types say
            and not self.cycle.response_complete
            and self.conn.their_state is not h11.SEND_BODY
            and not self.flow.write_paused
        )

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(PATIENCE, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline, self._left = None, inf

    def _give_up(self) -> None:
        left = self.transport.get_write_buffer_size()
        if 0 < left < self._left:  # it reads, if slowly
            self._left = left
            self._wait()
        else:
            self.transport.abort()
