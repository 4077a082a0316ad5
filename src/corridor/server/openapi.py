"""GET /api/openapi.json: what every address takes and gives, written beside the routes; tests hold the two together."""

from __future__ import annotations

import corridor
from corridor.server.guard import MOST_BYTES
from corridor.server.openapi_schemas import SCHEMAS, TEXT, Json, ref

__all__ = ["OPENAPI"]

_REFUSALS = {
    400: "The body is not JSON.",
    401: "The token is missing.",
    403: "Another site asks.",
    404: "There is no such thing, or it is too long ago.",
    409: "Not yet, or not here.",
    413: f"The body has more than {MOST_BYTES} bytes.",
    415: "The body is not said to be JSON.",
    421: "Another Host is meant.",
    422: "Something in the body is not allowed; the message says what is.",
    503: "Too many requests are under way, or too many what-ifs wait.",
    507: "The folder cannot be written.",
}
#: What the guard answers at any address.
_ALWAYS = (401, 403, 413, 421, 503)


def _answers(status: int, what: str, content: Json | None, refusals: tuple[int, ...] = ()) -> Json:
    body = {} if content is None else {"content": content}
    message = {"application/json": {"schema": ref("Message")}}
    refused = {str(code): {"description": _REFUSALS[code], "content": message} for code in sorted((*refusals, *_ALWAYS))}
    return {str(status): {"description": what, **body}, **refused}


def _json(schema: str) -> Json:
    return {"application/json": {"schema": ref(schema)}}


def _body(schema: str) -> Json:
    return {"required": True, "content": _json(schema)}


def _path(name: str, what: str) -> Json:
    return {"name": name, "in": "path", "required": True, "description": what, "schema": {"type": "string", "minLength": 1}}


_RUN = _path("id", "Id of a what-if, as POST /api/runs gave it.")
_PLACE = _path("place", "Id of a place or set.")
_BAD_BODY = (400, 415, 422)


def _get(id_: str, what: str, content: Json, refusals: tuple[int, ...] = (), parameters: tuple[Json, ...] = ()) -> Json:
    said = {"operationId": id_, "summary": what, "responses": _answers(200, what, content, refusals)}
    return said | ({"parameters": list(parameters)} if parameters else {})


def _file(id_: str, what: str, media_type: str) -> Json:
    return {"get": _get(id_, what, {media_type: {"schema": TEXT}}, (404, 409), (_RUN,))}


_PATHS: Json = {
    "/api/scenario": {"get": _get("scenario", "Everything about the scenario that does not change.", _json("Scenario"))},
    "/api/runs": {
        "post": {
            "operationId": "ask",
            "summary": "Asks a what-if; of the same page, the one before it is stopped.",
            "requestBody": _body("Question"),
            "responses": _answers(202, "Where it can be followed.", _json("Run"), _BAD_BODY),
        }
    },
    "/api/runs/{id}": {
        "delete": {
            "operationId": "stop",
            "summary": "Stops a what-if.",
            "parameters": [_RUN],
            "responses": _answers(204, "It is stopped, or had ended.", None, (404,)),
        }
    },
    "/api/runs/{id}/events": {
        "get": _get(
            "follow",
            "Server-sent events: picture (schema Picture) with ever more members, then done {id} or failed {message}.",
            {"text/event-stream": {"schema": TEXT}},
            (404,),
            (_RUN,),
        )
    },
    "/api/runs/{id}/places/{place}": {
        "get": _get("place", "Series of one place of a finished what-if.", _json("Place"), (404, 409), (_RUN, _PLACE))
    },
    "/api/runs/{id}/daily.csv": _file("daily", "Every published number of the policy, day by day.", "text/csv"),
    "/api/runs/{id}/contrast.csv": _file("contrast", "Differences from the baseline, week by week.", "text/csv"),
    "/api/runs/{id}/report.html": _file("report", "The report of the comparison.", "text/html"),
    "/api/claims": {"get": _get("claims", "The verdict table, as far as it is known.", _json("Claims"), (404, 409))},
    "/api/policies": {
        "post": {
            "operationId": "save",
            "summary": "Saves levers as a named policy of the scenario's folder.",
            "requestBody": _body("NewPolicy"),
            "responses": _answers(201, "It is saved.", _json("SavedPolicy"), (*_BAD_BODY, 409, 507)),
        }
    },
    "/api/openapi.json": {
        "get": _get("description", "This description.", {"application/json": {"schema": {"type": "object"}}})
    },
}

OPENAPI: Json = {
    "openapi": "3.1.0",
    "info": {
        "title": "Corridor's live page",
        "version": corridor.__version__,
        "description": "Published results only: quantiles, rounded and suppressed. A refusal is a message in plain words.",
    },
    "paths": _PATHS,
    "components": {"schemas": SCHEMAS},
}
