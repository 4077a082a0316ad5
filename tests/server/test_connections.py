"""Connections: whoever is silent, slow or gone keeps nobody out and leaves no traceback; what is no HTTP is told in JSON."""

import asyncio
import json
import logging
import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from tests.server.live import EAST, Live, until

from corridor.server import connection, guard
from corridor.server.serve import Server, bind

SHORT = 0.5  # seconds of patience where a test waits for its end
LARGE = b"x" * 8_000_000


class Heard(logging.Handler):
    """Keeps what is logged."""

    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record)

    @property
    def tracebacks(self):
        return [record.getMessage() for record in self.records if record.exc_info or record.levelno >= logging.ERROR]


@pytest.fixture
def heard(live):
    """What the running server logs; uvicorn's own loggers hand nothing on, so that caplog sees nothing of them."""
    handler = Heard()
    loggers = [logging.getLogger(name) for name in ("uvicorn.error", "asyncio", "corridor.server")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    for logger in loggers:
        logger.removeHandler(handler)


@contextmanager
def opened(port):
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        yield client


def rest_of(client):
    """Returns all that comes until the connection is closed; TimeoutError where it is not."""
    parts = []
    while True:
        try:
            part = client.recv(65536)
        except ConnectionResetError:
            return b"".join(parts)
        if not part:
            return b"".join(parts)
        parts.append(part)


def sent(live, request):
    with opened(live.port) as client:
        client.sendall(request)
        return rest_of(client)


def told(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    return lines[0].split(" ")[1], dict(line.lower().split(": ", 1) for line in lines[1:]), json.loads(body)


def head(live, *lines, path="/api/scenario", method="GET"):
    return "\r\n".join((f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{live.port}", *lines, "", "")).encode()


def drip(client, text):
    for byte in text:
        client.sendall(bytes([byte]))
        time.sleep(SHORT / 20)


class TestSilence:
    """Nobody is kept out by connections on which nothing comes."""

    def test_three_hundred_silent_connections_keep_nobody_out(self, live: Live):
        with ExitStack() as stack:
            silent = [stack.enter_context(opened(live.port)) for _ in range(300)]
            with httpx.Client(base_url=live.client.base_url, trust_env=False, timeout=60) as somebody:
                assert somebody.get("/api/scenario").status_code == 200
            assert rest_of(silent[0]) == b""  # waited for longest
            silent[-1].sendall(head(live, "Connection: close"))
            assert rest_of(silent[-1]).startswith(b"HTTP/1.1 200")

    def test_a_silent_connection_is_closed(self, live: Live, monkeypatch):
        monkeypatch.setattr(connection, "PATIENCE", SHORT)
        with opened(live.port) as client:
            assert rest_of(client) == b""

    @pytest.mark.parametrize("before", [0, 1], ids=["first request", "second request"])
    def test_bytes_that_drip_in_do_not_move_the_end(self, live: Live, monkeypatch, before):
        monkeypatch.setattr(connection, "PATIENCE", SHORT)
        with opened(live.port) as client:
            for _ in range(before):
                client.sendall(head(live, path="/nothing"))
                assert client.recv(65536).startswith(b"HTTP/1.1 404")
            with pytest.raises((ConnectionResetError, BrokenPipeError)):
                drip(client, b"GET / HTTP/1.1\r\nX-Slow: " + b"y" * 10_000)

    def test_a_body_that_never_comes_ends_the_request(self, live: Live, monkeypatch, heard):
        monkeypatch.setattr(connection, "PATIENCE", SHORT)
        with opened(live.port) as client:
            client.sendall(
                head(live, "Content-Type: application/json", "Content-Length: 9", path="/api/runs", method="POST") + b"{"
            )
            assert rest_of(client) == b""
        assert live.client.get("/api/scenario").status_code == 200
        assert heard.tracebacks == []


@contextmanager
def serving(*routes):
    """Yields port and server of an application, with the settings of `corridor serve`."""
    app = Starlette(routes=routes)
    app.state.desk = SimpleNamespace(stop=lambda: None)
    listener = bind("127.0.0.1", 0)
    server = Server(app)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield listener.getsockname()[1], server
    finally:
        server.should_exit = True
        thread.join(60)
        listener.close()


async def large(request):
    return Response(LARGE)


async def late(request):
    async def parts():
        for _ in range(4):
            await asyncio.sleep(SHORT)
            yield b"part "

    return StreamingResponse(parts())


class TestAnswers:
    """An answer may take as long as it likes; a client that takes nothing of it may not."""

    def test_who_waits_for_a_late_answer_is_not_cut_off(self, monkeypatch):
        monkeypatch.setattr(connection, "PATIENCE", SHORT)
        with serving(Route("/", late)) as (port, _):
            assert httpx.get(f"http://127.0.0.1:{port}/", trust_env=False, timeout=60).text == "part " * 4

    def test_who_reads_slowly_gets_everything(self, monkeypatch):
        monkeypatch.setattr(connection, "PATIENCE", SHORT)
        with serving(Route("/", large)) as (port, _), opened(port) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            taken, began = 0, time.monotonic()
            while part := client.recv(500_000):
                taken += len(part)
                time.sleep(SHORT / 10)
            assert time.monotonic() - began > SHORT  # or nothing was tried
        assert taken > len(LARGE)

    def test_who_takes_nothing_is_closed(self, monkeypatch):
        monkeypatch.setattr(connection, "PATIENCE", SHORT)
        with serving(Route("/", large)) as (port, server), opened(port) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            until(lambda: server.server_state.total_requests == 1)
            until(lambda: not server.server_state.connections)
            assert len(rest_of(client)) < len(LARGE)


class TestManyRequests:
    """What is limited is the requests under way."""

    def test_one_too_many_is_refused_in_json_and_the_next_is_not(self, live: Live, monkeypatch):
        monkeypatch.setattr(guard, "MOST_REQUESTS", 1)
        asked = live.ask(levers=[EAST | {"from": "2020-03-01"}], members=400)
        with httpx.stream("GET", f"http://127.0.0.1:{live.port}{asked['events']}", trust_env=False, timeout=60) as stream:
            next(stream.iter_lines())
            answer = live.client.get("/api/scenario")
        assert answer.status_code == 503
        assert "under way" in answer.json()["message"]
        assert answer.headers["retry-after"] == "2"
        assert "content-security-policy" in answer.headers
        until(lambda: live.client.get("/api/scenario").status_code == 200)
        live.client.delete(f"/api/runs/{asked['id']}")

    def test_who_is_refused_anyway_takes_nobodys_turn(self, live: Live, monkeypatch):
        monkeypatch.setattr(guard, "MOST_REQUESTS", 0)
        assert live.client.get("/api/scenario", headers={"host": "evil.example"}).status_code == 421
        assert live.client.get("/api/scenario").status_code == 503


class TestUnreadable:
    """What is no HTTP is refused in JSON, with the headers of every answer."""

    @pytest.mark.parametrize(
        "request_",
        [
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            b"POST /api/runs HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
            b"\xff\xfe\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 70_000,
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        ],
        ids=["no Host", "two Hosts", "negative length", "raw byte in the path", "raw bytes", "long header", "TLS"],
    )
    def test_it_is_told(self, live: Live, heard, request_):
        status, headers, content = told(sent(live, request_))
        assert status == "400"
        assert set(content) == {"message"}
        assert "16 KiB" in content["message"]
        assert headers["content-type"] == "application/json"
        assert headers["connection"] == "close"
        assert {name: headers[name] for name in guard.HEADERS} == {
            name: text.lower() for name, text in guard.HEADERS.items()
        }
        assert heard.tracebacks == []

    def test_a_body_that_goes_wrong_after_its_answer_ends_quietly(self, live: Live, heard):
        """The Host is refused before the body is read; what is left of the body then cannot be read."""
        with opened(live.port) as client:
            client.sendall(b"POST /api/runs HTTP/1.1\r\nHost: evil.example\r\nTransfer-Encoding: chunked\r\n\r\n")
            assert client.recv(65536).startswith(b"HTTP/1.1 421")
            client.sendall(b"no chunk\r\n")
            assert b"HTTP/1.1" not in rest_of(client)
        assert heard.tracebacks == []

    def test_a_body_that_goes_wrong_before_its_answer_is_told(self, live: Live, heard):
        lines = ("Content-Type: application/json", "Transfer-Encoding: chunked")
        status, _, content = told(sent(live, head(live, *lines, path="/api/runs", method="POST") + b"no chunk\r\n"))
        assert status == "400"
        assert content["message"]
        assert live.client.get("/api/scenario").status_code == 200
        assert heard.tracebacks == []


def test_a_request_that_breaks_off_ends_quietly(live: Live, heard, monkeypatch):
    gone = []
    inside = guard.Guard._pass

    async def noted(*arguments):
        try:
            await inside(*arguments)
        finally:
            gone.append(True)

    monkeypatch.setattr(guard.Guard, "_pass", noted)
    with opened(live.port) as client:
        client.sendall(
            head(live, "Content-Type: application/json", "Content-Length: 1000", path="/api/runs", method="POST") + b"{"
        )
    until(lambda: bool(gone))
    assert live.client.get("/api/scenario").status_code == 200
    assert [record.getMessage() for record in heard.records] == []
