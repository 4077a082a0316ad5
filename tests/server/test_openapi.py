"""The description is true: of the routes, of what is given, and of what is refused (schemathesis makes up the requests)."""

import pytest
from starlette.routing import Route
from tests.server.live import EAST, Live

from corridor import load
from corridor.server import create_app
from corridor.server.openapi import OPENAPI

jsonschema = pytest.importorskip("jsonschema_rs", reason="schemathesis is not installed (make install)")

METHODS = ("get", "post", "put", "delete", "patch")


def schema(name):
    """Returns a schema with everything that it refers to."""
    return {"$ref": f"#/components/schemas/{name}", "components": OPENAPI["components"]}


def check(content, name):
    jsonschema.Draft202012Validator(schema(name)).validate(content)


def test_every_route_is_described_and_every_description_is_a_route():
    app = create_app(load("tutorial"), warm=False)
    routes = {
        (route.path, method.lower())
        for route in app.routes
        if isinstance(route, Route) and route.path.startswith("/api/")
        for method in route.methods - {"HEAD"}
    }
    described = {(path, method) for path, item in OPENAPI["paths"].items() for method in item if method in METHODS}
    app.state.desk.close()
    assert described == routes


def test_every_schema_is_one():
    for each in OPENAPI["components"]["schemas"].values():
        assert jsonschema.meta.is_valid(each | {"$schema": "https://json-schema.org/draft/2020-12/schema"})


def test_it_is_served(live: Live):
    assert live.client.get("/api/openapi.json").json() == OPENAPI


@pytest.mark.parametrize("scenario", ["tutorial", "mosul-2016"])
def test_the_scenario_is_as_described(scenario):
    from corridor.server.scenario_json import scenario_json

    check(scenario_json(load(scenario), savable=False), "Scenario")


def test_pictures_are_as_described(live: Live):
    for picture in live.pictures(levers=[EAST], members=12, watch=["river-camp"]):
        check(picture, "Picture")


def test_answers_and_refusals_are_as_described(live: Live):
    asked = live.ask(levers=[EAST], members=4)
    check(asked, "Run")
    live.events(asked["events"])
    check(live.client.get(f"/api/runs/{asked['id']}/places/river-camp").json(), "Place")
    check(live.client.post("/api/runs", json={"members": 3}).json(), "Message")
    check(live.client.get("/api/claims").json(), "Claims")


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ({}, True),
        ({"levers": [EAST], "members": 100, "watch": None, "page": "a"}, True),
        ({"levers": [{"kind": "advice", "stay": True, "from": "2020-03-10"}]}, True),
        ({"members": 5}, False),
        ({"levers": [{"kind": "flank"}]}, False),
        ({"levers": [EAST | {"extra": 1}]}, False),
        ({"other": 1}, False),
    ],
)
def test_the_description_of_a_question_is_that_of_the_server(live: Live, question, fits):
    assert jsonschema.Draft202012Validator(schema("Question")).is_valid(question) is fits
    assert (live.client.post("/api/runs", json=question).status_code == 202) is fits


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_made_up_requests_are_answered_as_described(live: Live):
    """No answer is a 5xx (but for too many waiting), none is undescribed, and the server lives on."""
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (make install)")
    from hypothesis import HealthCheck, given, settings
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    api = schemathesis.openapi.from_dict(OPENAPI)
    host = str(live.client.base_url)
    for operation in (found.ok() for found in api.get_all_operations()):
        if operation.path == "/api/claims":
            continue  # minutes of work

        @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def one(case):
            answer = case.call(base_url=host)
            assert answer.status_code < 500 or answer.status_code == 503, answer.text
            # What fits the description may still name a corridor that there is not.
            case.validate_response(answer, excluded_checks=[positive_data_acceptance])

        one()
    assert live.pictures(members=4)
