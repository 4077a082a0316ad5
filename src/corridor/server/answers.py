"""How the server says yes and no: JSON, and every refusal as {"message": …} in plain words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from corridor.server.encode import dump

__all__ = ["Refused", "answer", "body_of", "field", "refuse"]

_NO_STORE = {"cache-control": "no-store"}


class Refused(Exception):
    """A request that cannot be met: its status, and why."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.message, self.headers = status, message, dict(headers or {})
        super().__init__(message)


def answer(content: Any, status: int = 200) -> Response:
    """Returns content as JSON."""
    return Response(dump(content), status, media_type="application/json", headers=_NO_STORE)


def refuse(refused: Refused) -> Response:
    """Returns a refusal."""
    headers = _NO_STORE | refused.headers
    return Response(dump({"message": refused.message}), refused.status, media_type="application/json", headers=headers)


async def body_of(request: Request, allowed: Mapping[str, str]) -> dict[str, Any]:
    """Returns the JSON object in the body; Refused where there is none, or where it has a field that is not `allowed`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != "application/json":
        raise Refused(415, "Send JSON, with the header content-type: application/json.")
    try:
        content = json.loads(await request.body(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(400, "The body is not JSON.") from None
    if not isinstance(content, dict):
        raise Refused(422, f"The body is no object; it may have {', '.join(allowed)}.")
    for name in content:
        if name not in allowed:
            raise Refused(422, f"The body has {str(name)[:60]!r}; it may have {', '.join(allowed)}.")
    return content


def field(content: Mapping[str, Any], name: str, kind: type | tuple[type, ...], what: str, default: Any) -> Any:
    """Returns a field of the body; Refused where it is of another kind. A field that is missing or null is `default`."""
    value = content.get(name)
    if value is None:
        if default is ...:
            raise Refused(422, f"{name} is missing; give {what}.")
        return default
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Refused(422, f"{name} is {str(value)[:60]!r}; give {what}.")
    return value


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON")
