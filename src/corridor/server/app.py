"""The application: addresses, what stands behind each, and what happens when it starts and stops."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from corridor.errors import RunError
from corridor.scenario.policy import FACTUAL
from corridor.scenario.schema import Scenario
from corridor.server.answers import Refused, answer, refuse
from corridor.server.desk import Desk
from corridor.server.downloads import NAMES, Downloads
from corridor.server.guard import Door, Guard
from corridor.server.openapi import OPENAPI
from corridor.server.page import page_routes
from corridor.server.policies import Policies
from corridor.server.runs import Runs
from corridor.server.scenario_json import scenario_json
from corridor.server.verdicts import Verdicts
from corridor.whatif import Room, is_built_in

__all__ = ["create_app"]

#: Members of the factual baseline that are made before anybody asks.
_WARM = 100


def create_app(scenario: Scenario, door: Door | None = None, *, warm: bool = True) -> Starlette:
    """Returns the ASGI application that shows `scenario`; `door` says where it listens and whether it asks for a token.

    With `warm` the members of the factual baseline are made in the background from the start.
    """
    if scenario.rules != "native":
        raise RunError(f"{scenario.id} has rules: {scenario.rules}; the live page shows scenarios with rules: native.")
    room, desk = Room(scenario), Desk()
    verdicts = Verdicts(scenario)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        if warm:
            desk.background(room.warm(FACTUAL.id, _WARM))
        yield
        desk.stop()
        verdicts.close()
        desk.close()

    app = Starlette(
        routes=_routes(room, desk, verdicts),
        middleware=[Middleware(Guard, door=door or Door())],
        exception_handlers={Refused: _refused, HTTPException: _http, ClientDisconnect: _gone, Exception: _defect},
        lifespan=lifespan,
    )
    app.state.room, app.state.desk = room, desk
    return app


def _routes(room: Room, desk: Desk, verdicts: Verdicts) -> list[BaseRoute]:
    runs, downloads, policies = Runs(room, desk), Downloads(room, desk), Policies(room)
    savable = not is_built_in(room.scenario)

    async def scenario(request: Request) -> Response:
        return answer(scenario_json(room.scenario, savable))

    async def description(request: Request) -> Response:
        return answer(OPENAPI)

    return [
        Route("/api/scenario", scenario, methods=["GET"]),
        Route("/api/runs", runs.create, methods=["POST"]),
        Route("/api/runs/{id}", runs.stop, methods=["DELETE"]),
        Route("/api/runs/{id}/events", runs.events, methods=["GET"]),
        Route("/api/runs/{id}/places/{place}", runs.place, methods=["GET"]),
        *(Route(f"/api/runs/{{id}}/{name}", downloads.get, methods=["GET"]) for name in NAMES),
        Route("/api/claims", verdicts.get, methods=["GET"]),
        Route("/api/policies", policies.create, methods=["POST"]),
        Route("/api/openapi.json", description, methods=["GET"]),
        *page_routes(),
    ]


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return refuse(error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = {404: "There is nothing at this address.", 405: "This address does not do that."}
    return refuse(Refused(error.status_code, said.get(error.status_code, error.detail), error.headers))


async def _gone(request: Request, error: Exception) -> Response:
    """A client that left in the middle of its request is no defect; nobody is there to read this any more."""
    return refuse(Refused(400, "The request broke off."))


async def _defect(request: Request, error: Exception) -> Response:
    return refuse(Refused(500, "This is a defect of Corridor, not of your input. The server's log says more."))
