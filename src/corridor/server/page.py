"""The page itself: files that were built beforehand, known by name before the first request."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

__all__ = ["STATIC", "page_routes"]

STATIC = Path(__file__).parent / "static"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
#: Files of the build have a hash of their content in their name.
_FOREVER = "public, max-age=31536000, immutable"

_MISSING = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Corridor: the page has not been built</title></head>
<body>
<h1>The page has not been built</h1>
<p>This is a checkout of Corridor without the built page. Stop the server, run <code>make serve</code>, and open this
address again. A Corridor that was installed with pip holds the page already.</p>
<p>The server itself works: see <a href="/api/openapi.json">its description</a>.</p>
</body>
</html>
"""


def page_routes(static: Path = STATIC) -> list[Route]:
    """Returns the addresses of the page, one a file that is there now: nothing else is ever looked for."""
    files = {
        f"/{path.relative_to(static).as_posix()}": path
        for path in sorted(static.rglob("*"))
        if path.is_file() and path.suffix in _TYPES
    }
    index = Route("/", _giver(files["/index.html"]) if "/index.html" in files else _missing, methods=["GET"])
    return [index, *(Route(address, _giver(path), methods=["GET"]) for address, path in files.items())]


def _giver(path: Path) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    lasting = _FOREVER if path.parent.name == "assets" else "no-cache"

    async def give(request: Request) -> Response:
        return Response(path.read_bytes(), media_type=_TYPES[path.suffix], headers={"cache-control": lasting})

    return give


async def _missing(request: Request) -> Response:
    return HTMLResponse(_MISSING, headers={"cache-control": "no-cache"})
