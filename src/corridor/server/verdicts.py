"""GET /api/claims: the verdict table, made in the background when it is first asked for."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from threading import Lock, Thread
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from corridor.claims.published import ClaimRow, PublishedClaims
from corridor.claims.read import has_claims, read_claims
from corridor.claims.schema import Claim, Claims, Number, Part
from corridor.errors import CorridorError
from corridor.scenario.schema import Scenario
from corridor.server.answers import Refused, answer
from corridor.whatif.verdicts import judge

__all__ = ["Verdicts"]

_MEMBERS = 200
_log = logging.getLogger("corridor.server")


class _Stopped(Exception):
    """The server is going down."""


class Verdicts:
    """The claims of one scenario and, once they have been judged, the verdicts."""

    def __init__(self, scenario: Scenario, members: int = _MEMBERS) -> None:
        self._scenario, self._members = scenario, members
        self._claims: Claims | None = None
        self._found: PublishedClaims | None = None
        self._progress = (0, 0)
        self._message = ""
        self._thread: Thread | None = None
        self._stopped = False
        self._lock = Lock()

    async def get(self, request: Request) -> Response:
        """Gives the table as far as it is known; the first ask begins the work."""
        if not has_claims(self._scenario):
            raise Refused(404, f"{self._scenario.id} has no claims.yaml, so that there is nothing to judge.")
        self._begin()
        return answer(self._table())

    def close(self) -> None:
        """Ends the work; what was half done is let go."""
        self._stopped = True
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _begin(self) -> None:
        with self._lock:
            if self._thread is not None or self._stopped:
                return
            try:
                self._claims = read_claims(self._scenario)
            except CorridorError as error:
                raise Refused(409, str(error)) from None
            self._thread = Thread(target=self._judge, args=(self._claims,), name="claims", daemon=True)
            self._thread.start()

    def _judge(self, claims: Claims) -> None:
        try:
            self._found = judge(self._scenario, claims, self._report, self._members)
        except _Stopped:
            self._message = "The server is going down."
        except CorridorError as error:
            self._message = str(error)
        except Exception:  # what nobody foresaw must be told, not hang for ever
            _log.exception("The claims could not be judged.")
            self._message = "This is a defect of Corridor, not of your input. The server's log says more."

    def _report(self, finished: int, total: int) -> None:
        self._progress = (finished, total)
        if self._stopped:
            raise _Stopped

    def _table(self) -> dict[str, Any]:
        found, claims = self._found, self._claims
        assert claims is not None
        rows: list[ClaimRow | None] = [*found.claims] if found else [None] * len(claims.claims)
        finished, total = self._progress
        return {
            "computing": found is None and not self._message,
            "finished": finished,
            "total": total,
            "message": self._message,
            "members": self._members,
            "note": claims.note,
            "exposure": plain(found.exposure) if found else [],
            "beside": [{"name": name, "ranges": dict(ranges)} for name, ranges in found.beside] if found else [],
            "claims": [_claim(claim, row) for claim, row in zip(claims.claims, rows, strict=True)],
        }


def _claim(claim: Claim, row: ClaimRow | None) -> dict[str, Any]:
    rows = [*row.parts] if row else [None] * len(claim.parts)
    return {
        "number": claim.number,
        "short": claim.short,
        "statement": claim.statement,
        "parts": [_part(part, plain(found)) for part, found in zip(claim.parts, rows, strict=True)],
    }


def _part(part: Part, row: dict[str, Any] | None) -> dict[str, Any]:
    """A part as published, with where its numbers are to be seen; before it is judged, with a null verdict."""
    known = row or {
        "says": part.says,
        "kind": " and ".join(part.kinds),
        "verdict": None,
        "evidence": plain(part.evidence),
        "numbers": [{"name": number.name} for number in part.numbers],
    }
    numbers = [row | _shown_at(number) for number, row in zip(part.numbers, known["numbers"], strict=True)]
    return known | {"numbers": numbers}


def _shown_at(number: Number) -> dict[str, Any]:
    return {
        "quantity": number.quantity,
        "places": list(number.places),
        "date": number.on.isoformat() if number.on else None,
        "policy": number.policy,
        "against": number.against or None,
    }


def plain(value: Any) -> Any:
    """Returns dataclasses as plain JSON: days as text, what is no number as null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value
