"""Binds the address, says where the page is, and serves until Ctrl-C."""

from __future__ import annotations

import errno
import secrets
import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from corridor.errors import RunError
from corridor.scenario.schema import Scenario
from corridor.server.app import create_app
from corridor.server.connection import LONGEST_HEAD, Connection
from corridor.server.guard import Door, is_loopback

__all__ = ["Server", "bind", "serve"]

#: Seconds that an answer under way is given after Ctrl-C.
_GRACE = 3


def serve(scenario: Scenario, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serves the page of a scenario until Ctrl-C; `say` is given the address to open.

    Elsewhere than on this machine itself the address has a token in it. Raises RunError where it cannot be bound.
    """
    listener = bind(host, port)
    bound = int(listener.getsockname()[1])
    token = "" if is_loopback(host) else secrets.token_urlsafe(16)
    app = create_app(scenario, Door(host, bound, token))
    say(f"{_address(host, bound)}/{f'?token={token}' if token else ''}")
    try:
        Server(app).run([listener])
    finally:
        listener.close()


def bind(host: str, port: int) -> socket.socket:
    """Returns a socket that listens on host and port; RunError says in plain words why it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise RunError(_why_not(error, host, port)) from None
    return listener


class Server(uvicorn.Server):
    """Ends what-ifs before it waits for connections: a page that follows one would hold its own open."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(_settings(app))
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.desk.stop()
        await super().shutdown(sockets)


def _settings(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        access_log=False,
        date_header=True,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        http=Connection,
        lifespan="on",
        log_level="warning",
        loop="asyncio",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        ws="none",
    )


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use, perhaps by another `corridor serve`. Stop that one, "
            "or give another port: --port 0 takes any that is free."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} on {host} is not allowed to this user. Give a port from 1024 on, such as --port 8000."
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host!r} is no address of this machine. Leave --host out for this machine alone, or give 0.0.0.0 for all."
    return f"Port {port} on {host} cannot be opened: {error.strerror or error}."
