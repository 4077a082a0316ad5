"""GET /api/openapi.json: what every address takes and gives, written beside the routes; tests hold the two together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import corridor
from corridor.server.guard import MOST_BYTES
from corridor.whatif.levers import MOST_LEVERS
from corridor.whatif.question import FIRST, MOST_MEMBERS, MOST_WATCHED

__all__ = ["OPENAPI"]

Json = dict[str, Any]

_DATE = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_MESSAGE = {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}


def _object(properties: Mapping[str, Any], required: tuple[str, ...] | None = None, closed: bool = False) -> Json:
    names = list(properties) if required is None else list(required)
    return {
        "type": "object",
        "required": names,
        "properties": dict(properties),
        **({"additionalProperties": False} if closed else {}),
    }


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(schema: Json, most: int | None = None) -> Json:
    return {"type": "array", "items": schema, **({} if most is None else {"maxItems": most})}


def _lever(kind: str, properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> Json:
    fields = {"kind": {"const": kind}, **properties}
    return _object(fields, tuple(name for name in fields if name not in optional), closed=True)


_TEXT = {"type": "string"}
_ID = {"type": "string", "minLength": 1, "maxLength": 200}
_POLICY = {"type": "string", "maxLength": 1000, "description": "A policy of the scenario, or several joined by +."}
_YES = {"type": "boolean"}
_COUNT = {"type": "integer", "minimum": 0}
_MANY = {"type": "number", "minimum": 0, "maximum": 1e9}
_NUMBERS = _list(_or_null({"type": "number"}))
_FLAGS = _list({"enum": [0, 1]})
_COURSES = dict.fromkeys(("q05", "q25", "q50", "q75", "q95"), _NUMBERS)

_LEVERS = {
    "CorridorLever": _lever(
        "corridor",
        {
            "id": _ID,
            "open": _YES,
            "from": _DATE,
            "until": _or_null(_DATE),
            "capacity_per_day": _or_null(_MANY),
            "consent": {"enum": ["agreed", "unilateral", None]},
        },
        ("until", "capacity_per_day", "consent"),
    ),
    "ScreeningLever": _lever(
        "screening", {"id": _ID, "on": _YES, "capacity_factor": _or_null(_MANY), "from": _DATE}, ("capacity_factor",)
    ),
    "CampLever": _lever("camp", {"id": _ID, "capacity": _MANY, "from": _DATE}),
    "BorderLever": _lever(
        "border", {"id": _ID, "open": _YES, "groups": _or_null(_list(_ID, MOST_LEVERS)), "from": _DATE}, ("groups",)
    ),
    "AdviceLever": _lever("advice", {"stay": _YES, "from": _DATE}),
}

_QUESTION = _object(
    {
        "policy": _or_null(_POLICY),
        "levers": _list(_ref("Lever"), MOST_LEVERS),
        "baseline": _or_null(_POLICY),
        "members": _or_null({"type": "integer", "minimum": FIRST, "maximum": MOST_MEMBERS, "multipleOf": 2}),
        "watch": _or_null(_list(_ID, MOST_WATCHED)),
        "page": _or_null({"type": "string", "pattern": "^[A-Za-z0-9_-]{0,64}$"}),
    },
    (),
    closed=True,
)
_SAVED = _object({"id": _ID, "name": {"type": "string", "minLength": 1, "maxLength": 200}})

_SCHEMAS: Json = {
    **_LEVERS,
    "Lever": {"oneOf": [_ref(name) for name in _LEVERS]},
    "Question": _QUESTION,
    "Message": _MESSAGE,
    "Run": _object({"id": _TEXT, "events": _TEXT}),
    "NewPolicy": _object(
        {
            **_SAVED["properties"],
            "levers": _list(_ref("Lever"), MOST_LEVERS),
            "policy": _or_null(_POLICY),
            "scenario_folder_name": {"type": "string", "minLength": 1},
        },
        ("id", "name", "levers", "scenario_folder_name"),
        closed=True,
    ),
    "SavedPolicy": _SAVED,
    "Fan": _object({"quantity": _TEXT, "place": _TEXT, "group": _TEXT, "unit": _TEXT, **_COURSES}),
    "Flow": _object({"origin": _TEXT, "exit": _TEXT, "destination": _TEXT, **_COURSES}),
    "FighterWeek": _object(
        {
            "week": _DATE,
            "region": _TEXT,
            "quantity": _TEXT,
            **dict.fromkeys(("low", "high", "prior_low", "prior_high"), _COUNT),
        }
    ),
    "Picture": _object(
        {
            "members": {"type": "integer"},
            "complete": _YES,
            "policy": _TEXT,
            "policy_name": _TEXT,
            "baseline": _TEXT,
            "first_day": _or_null(_DATE),
            "dates": _list(_DATE),
            "flow_dates": _list(_DATE),
            "series": _list(_ref("Fan")),
            "differences": _list(_ref("Fan")),
            "exits": _list(_ref("Flow")),
            "places": {
                "type": "object",
                "additionalProperties": _object({"present": _NUMBERS, "load": _NUMBERS}, ()),
            },
            "zones": {"type": "object", "additionalProperties": _object({"retaken": _NUMBERS})},
            "routes": {"type": "object", "additionalProperties": _FLAGS},
            "corridors": {"type": "object", "additionalProperties": _FLAGS},
            "fighters": _list(_ref("FighterWeek")),
            "withheld": _list(_TEXT),
            "always": {"const": ["exposed_person_days", "trapped"]},
        }
    ),
    "Place": _object(
        {
            "members": {"type": "integer"},
            "policy": _TEXT,
            "baseline": _TEXT,
            "dates": _list(_DATE),
            "series": _list(_ref("Fan")),
            "differences": _list(_ref("Fan")),
        }
    ),
    "Claims": _object(
        {
            "computing": _YES,
            "finished": {"type": "integer"},
            "total": {"type": "integer"},
            "message": _TEXT,
            "members": {"type": "integer"},
            "note": _TEXT,
            "exposure": _list({"type": "object"}),
            "beside": _list({"type": "object"}),
            "claims": _list(
                _object({"number": _TEXT, "short": _TEXT, "statement": _TEXT, "parts": _list({"type": "object"})})
            ),
        }
    ),
    "Scenario": _object(
        {
            "id": _TEXT,
            "title": _TEXT,
            "start": _DATE,
            "end": _DATE,
            "dates": _list(_DATE),
            "map_dates": _list(_DATE),
            "folder": _TEXT,
            "savable": _YES,
            **dict.fromkeys(
                (
                    *("places", "routes", "corridors", "groups", "origins", "sets", "zones", "policies", "quantities"),
                    *("levers", "levers_missing", "events", "observations", "sources"),
                ),
                _list({"type": "object"}),
            ),
            "basemap": _or_null({"type": "object"}),
            "fighters": _YES,
            "claims": _YES,
            "limits": _list(_TEXT),
        }
    ),
}

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
    503: "Too many what-ifs are waiting.",
    507: "The folder cannot be written.",
}
#: What the guard answers at any address.
_ALWAYS = (401, 403, 413, 421)


def _answers(status: int, what: str, content: Json | None, refusals: tuple[int, ...] = ()) -> Json:
    body = {} if content is None else {"content": content}
    message = {"application/json": {"schema": _ref("Message")}}
    refused = {str(code): {"description": _REFUSALS[code], "content": message} for code in sorted((*refusals, *_ALWAYS))}
    return {str(status): {"description": what, **body}, **refused}


def _json(schema: str) -> Json:
    return {"application/json": {"schema": _ref(schema)}}


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
    return {"get": _get(id_, what, {media_type: {"schema": _TEXT}}, (404, 409, 503), (_RUN,))}


_PATHS: Json = {
    "/api/scenario": {"get": _get("scenario", "Everything about the scenario that does not change.", _json("Scenario"))},
    "/api/runs": {
        "post": {
            "operationId": "ask",
            "summary": "Asks a what-if; of the same page, the one before it is stopped.",
            "requestBody": _body("Question"),
            "responses": _answers(202, "Where it can be followed.", _json("Run"), (*_BAD_BODY, 503)),
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
            {"text/event-stream": {"schema": _TEXT}},
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
    "components": {"schemas": _SCHEMAS},
}
