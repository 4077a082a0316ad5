"""Who may ask, and how much at once: Host, Origin, token and size, before any route is looked at."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "MOST_BYTES", "MOST_REQUESTS", "Door", "Guard", "is_loopback"]

#: The largest body of a request.
MOST_BYTES = 64 * 1024
#: Requests that are answered at once; whoever follows a what-if has one under way.
MOST_REQUESTS = 128

#: Sent with every response: nothing is loaded from elsewhere, nothing runs that did not come from here, nobody frames us.
HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where the server listens, and the token that is asked for there; none is needed on this machine itself."""

    host: str = "127.0.0.1"
    port: int = 0  # 0: not known, so that any port may stand in Host
    token: str = ""

    @property
    def cookie(self) -> str:
        """Returns the name of the cookie that carries the token: cookies of one host are shared by all its ports."""
        return f"corridor_token_{self.port}"

    def knows(self, host: str) -> bool:
        """Returns whether a Host header is one under which this server is meant to be reached.

        A page elsewhere can point a name of its own at this machine (DNS rebinding); its Host is then that name.
        """
        name, port = _split(host)
        if not name or (self.port and port != self.port):
            return False
        if is_loopback(self.host):
            return name == "localhost" or (is_loopback(name) and _is_address(name))
        return _is_address(name) or name in {self.host.casefold(), socket.gethostname().casefold(), "localhost"}


class Guard:
    """ASGI middleware that answers what must not come in, and adds HEADERS to what goes out."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _headers(scope["headers"])
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        self._under_way += 1
        try:
            await self._pass(scope, receive, _with_headers(send))
        finally:
            self._under_way -= 1

    def _refusal(self, scope: Scope, headers: Mapping[str, list[str]]) -> Response | None:
        hosts = headers.get("host", [])
        if len(hosts) != 1 or not self._door.knows(hosts[0]):
            return _no(421, "This server is not known under that Host. Open the address that `corridor serve` printed.")
        origins = headers.get("origin", [])
        if any(origin != f"http://{hosts[0]}" for origin in origins):
            return _no(403, "Requests from other sites are refused.")
        if headers.get("sec-fetch-site", ["none"])[0] in ("cross-site", "same-site") and scope["path"] != "/":
            return _no(403, "Requests from other sites are refused.")
        length = headers.get("content-length", ["0"])[0]
        if not length.isdecimal() or len(length) > 15 or int(length) > MOST_BYTES:
            return _too_large()
        refusal = self._token_refusal(scope, headers) if self._door.token else None
        if refusal is None and self._under_way >= MOST_REQUESTS:
            return _no(503, "Too many requests are under way. Try again in a moment.", {"retry-after": "2"})
        return refusal

    def _token_refusal(self, scope: Scope, headers: Mapping[str, list[str]]) -> Response | None:
        """The token comes once in the address, then in a cookie that no script can read."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token", "")
        if given and scope["method"] == "GET" and scope["path"] == "/" and self._is_right(given):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            response = RedirectResponse(f"/?{rest}" if rest else "/", status_code=303)
            response.set_cookie(self._door.cookie, given, httponly=True, samesite="strict", path="/")
            return response
        if any(map(self._is_right, (*_cookies(headers, self._door.cookie), _bearer(headers)))):
            return None
        return _no(401, "This address needs its token. Open the address that `corridor serve` printed, with ?token=…")

    def _is_right(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self._door.token.encode())

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken, begun = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > MOST_BYTES:
                    raise _TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except _TooLarge:
            if begun:
                raise
            await _too_large()(scope, receive, send)


class _TooLarge(Exception):
    """A body without a length turned out too large."""


def is_loopback(host: str) -> bool:
    """Returns whether a host is this machine itself.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    if host == "localhost":
        return True
    return _is_address(host) and ipaddress.ip_address(host).is_loopback


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _split(host: str) -> tuple[str, int]:
    """Returns name and port of a Host header; an empty name where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        name, port = parts.hostname or "", parts.port or 80
    except ValueError:
        return "", 0
    return (name, port) if parts.netloc == host and "@" not in host else ("", 0)


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _cookies(headers: Mapping[str, list[str]], wanted: str) -> list[str]:
    """Returns the values of a cookie; others, such as another program's with quotes in them, do not matter."""
    pairs = [pair.partition("=") for header in headers.get("cookie", []) for pair in header.split(";")]
    return [value.strip() for name, _, value in pairs if name.strip() == wanted]


def _bearer(headers: Mapping[str, list[str]]) -> str:
    scheme, _, token = headers.get("authorization", [""])[0].partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else ""


def _with_headers(send: Send) -> Send:
    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            known = {name.lower() for name, _ in message["headers"]}
            extra = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in known]
            message = {**message, "headers": [*message["headers"], *extra]}
        await send(message)

    return noted


def _no(status: int, message: str, headers: Mapping[str, str] = MappingProxyType({})) -> Response:
    return JSONResponse({"message": message}, status, headers={"cache-control": "no-store", **headers})


def _too_large() -> Response:
    return _no(413, f"A request may have at most {MOST_BYTES // 1024} KiB.")
