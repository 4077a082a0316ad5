"""The bodies that the live page sends and gets, as JSON schemas by name, for the description in `openapi`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.whatif.levers import MOST_LEVERS
from corridor.whatif.question import FIRST, MOST_MEMBERS, MOST_WATCHED

__all__ = ["SCHEMAS", "TEXT", "Json", "ref"]

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


def ref(name: str) -> Json:
    """Returns a reference to one of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


def _list(schema: Json, most: int | None = None) -> Json:
    return {"type": "array", "items": schema, **({} if most is None else {"maxItems": most})}


def _lever(kind: str, properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> Json:
    fields = {"kind": {"const": kind}, **properties}
    return _object(fields, tuple(name for name in fields if name not in optional), closed=True)


TEXT = {"type": "string"}
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
        "levers": _list(ref("Lever"), MOST_LEVERS),
        "baseline": _or_null(_POLICY),
        "members": _or_null({"type": "integer", "minimum": FIRST, "maximum": MOST_MEMBERS, "multipleOf": 2}),
        "watch": _or_null(_list(_ID, MOST_WATCHED)),
        "page": _or_null({"type": "string", "pattern": "^[A-Za-z0-9_-]{0,64}$"}),
    },
    (),
    closed=True,
)
_SAVED = _object({"id": _ID, "name": {"type": "string", "minLength": 1, "maxLength": 200}})

SCHEMAS: Json = {
    **_LEVERS,
    "Lever": {"oneOf": [ref(name) for name in _LEVERS]},
    "Question": _QUESTION,
    "Message": _MESSAGE,
    "Run": _object({"id": TEXT, "events": TEXT}),
    "NewPolicy": _object(
        {
            **_SAVED["properties"],
            "levers": _list(ref("Lever"), MOST_LEVERS),
            "policy": _or_null(_POLICY),
            "scenario_folder_name": {"type": "string", "minLength": 1},
        },
        ("id", "name", "levers", "scenario_folder_name"),
        closed=True,
    ),
    "SavedPolicy": _SAVED,
    "Fan": _object({"quantity": TEXT, "place": TEXT, "group": TEXT, "unit": TEXT, **_COURSES}),
    "Flow": _object({"origin": TEXT, "exit": TEXT, "destination": TEXT, **_COURSES}),
    "FighterWeek": _object(
        {
            "week": _DATE,
            "region": TEXT,
            "quantity": TEXT,
            **dict.fromkeys(("low", "high", "prior_low", "prior_high"), _COUNT),
        }
    ),
    "Picture": _object(
        {
            "members": {"type": "integer"},
            "complete": _YES,
            "policy": TEXT,
            "policy_name": TEXT,
            "baseline": TEXT,
            "first_day": _or_null(_DATE),
            "dates": _list(_DATE),
            "flow_dates": _list(_DATE),
            "series": _list(ref("Fan")),
            "differences": _list(ref("Fan")),
            "exits": _list(ref("Flow")),
            "places": {
                "type": "object",
                "additionalProperties": _object({"present": _NUMBERS, "load": _NUMBERS}, ()),
            },
            "zones": {"type": "object", "additionalProperties": _object({"retaken": _NUMBERS})},
            "routes": {"type": "object", "additionalProperties": _FLAGS},
            "corridors": {"type": "object", "additionalProperties": _FLAGS},
            "fighters": _list(ref("FighterWeek")),
            "withheld": _list(TEXT),
            "always": {"const": ["exposed_person_days", "trapped"]},
        }
    ),
    "Place": _object(
        {
            "members": {"type": "integer"},
            "policy": TEXT,
            "baseline": TEXT,
            "dates": _list(_DATE),
            "series": _list(ref("Fan")),
            "differences": _list(ref("Fan")),
        }
    ),
    "Claims": _object(
        {
            "computing": _YES,
            "finished": {"type": "integer"},
            "total": {"type": "integer"},
            "message": TEXT,
            "members": {"type": "integer"},
            "note": TEXT,
            "exposure": _list({"type": "object"}),
            "beside": _list({"type": "object"}),
            "claims": _list(_object({"number": TEXT, "short": TEXT, "statement": TEXT, "parts": _list({"type": "object"})})),
        }
    ),
    "Scenario": _object(
        {
            "id": TEXT,
            "title": TEXT,
            "start": _DATE,
            "end": _DATE,
            "dates": _list(_DATE),
            "map_dates": _list(_DATE),
            "folder": TEXT,
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
            "limits": _list(TEXT),
        }
    ),
}
