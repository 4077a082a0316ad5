"""Helpers: run an application on a free port, ask what-ifs, read server-sent events."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette

from corridor.scenario.schema import Scenario
from corridor.server import create_app
from corridor.server.guard import Door
from corridor.server.serve import Server, bind

__all__ = ["EAST", "Live", "running", "until"]

#: A lever that the tutorial has.
EAST = {"kind": "corridor", "id": "east-corridor", "open": True, "from": "2020-03-20", "until": None}
_PATIENCE = 120.0


@dataclass
class Live:
    """A running server."""

    port: int
    app: Starlette
    client: httpx.Client

    def ask(self, **question: Any) -> dict[str, str]:
        """Asks a what-if; returns its id and events."""
        answer = self.client.post("/api/runs", json=question)
        assert answer.status_code == 202, answer.text
        return answer.json()

    def events(self, path: str) -> list[tuple[str, Any]]:
        """Returns all events of a run, in their order."""
        return list(self.follow(path))

    def follow(self, path: str) -> Iterator[tuple[str, Any]]:
        """Yields (event, data) until the stream ends."""
        with self.client.stream("GET", path) as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            name = ""
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield name, json.loads(line.removeprefix("data: "))

    def pictures(self, **question: Any) -> list[dict[str, Any]]:
        """Asks, follows to the end, and returns the pictures; the run must be done."""
        *pictures, (last, _) = self.events(self.ask(**question)["events"])
        assert last == "done"
        assert {name for name, _ in pictures} == {"picture"}
        return [data for _, data in pictures]


@contextmanager
def running(scenario: Scenario, *, token: str = "", host: str = "127.0.0.1", warm: bool = False) -> Iterator[Live]:
    """Yields a server of a scenario; it is gone afterwards."""
    listener = bind("127.0.0.1", 0)
    port = listener.getsockname()[1]
    app = create_app(scenario, Door(host, port, token), warm=warm)
    server = Server(app)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    until(lambda: server.started)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_PATIENCE, trust_env=False) as client:
        try:
            yield Live(port, app, client)
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)
            listener.close()
    assert not thread.is_alive()


def until(holds: Callable[[], bool]) -> None:
    """Waits until something holds; fails after two minutes."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < _PATIENCE, "it never came about"
        time.sleep(0.01)
