"""Requests that make no sense are answered with a 4xx in plain words; the server lives on."""

import json

import pytest
from tests.server.live import EAST, Live

CAMP = {"kind": "camp", "id": "river-camp", "capacity": 100, "from": "2020-03-10"}


def refused(live: Live, body, status=422, **headers):
    content = body if isinstance(body, (bytes, str)) else json.dumps(body)
    answer = live.client.post("/api/runs", content=content, headers={"content-type": "application/json"} | headers)
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"message"}
    assert "Traceback" not in answer.text
    return answer.json()["message"]


@pytest.mark.parametrize(
    "body", ["", "{", "nonsense", b"\xff\xfe", '{"members": NaN}', "[" * 5000, '{"a": Infinity}', '{"members": 1e999']
)
def test_what_is_no_json(live: Live, body):
    assert "not JSON" in refused(live, body, 400)


@pytest.mark.parametrize("body", ["[]", "null", "3", '"x"', "true"])
def test_what_is_no_object(live: Live, body):
    assert "no object" in refused(live, body)


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_of_another_site_is_no_request(live: Live, kind):
    """A form can be sent from anywhere without being asked; JSON can't."""
    assert "application/json" in refused(live, "{}", 415, **{"content-type": kind})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"membres": 4}, "membres"),
        ({"members": 3}, "even number from 4 to 400"),
        ({"members": 5}, "even number from 4 to 400"),
        ({"members": 402}, "even number from 4 to 400"),
        ({"members": 10**30}, "even number from 4 to 400"),
        ({"members": -4}, "even number from 4 to 400"),
        ({"members": "4"}, "whole number"),
        ({"members": 4.5}, "whole number"),
        ({"members": 1e300}, "even number from 4 to 400"),
        ({"members": True}, "whole number"),
        ({"policy": 7}, "a policy"),
        ({"policy": "corridor-opn"}, "Did you mean 'corridor-open'?"),
        ({"policy": ""}, "has no policy"),
        ({"policy": "../../etc/passwd"}, "has no policy"),
        ({"policy": "x" * 5000}, f"has no policy '{'x' * 60}'. Its policies"),
        ({"policy": "corridor-open+corridor-unilateral"}, "contradict"),
        ({"baseline": "nobody"}, "has no policy"),
        ({"levers": {}}, "give a list"),
        ({"levers": None}, "give a list"),
        ({"levers": ["corridor"]}, "give an object"),
        ({"levers": [{}]}, "kind is missing"),
        ({"levers": [{"kind": "tank"}]}, "allowed are corridor"),
        ({"levers": [{"kind": "flank", "value": 0}]}, "named policies"),
        ({"levers": [{"kind": "pace"}]}, "named policies"),
        ({"levers": [{"kind": ["camp"]}]}, "allowed are"),
        ({"levers": [EAST] * 41}, "40"),
        (
            {"levers": [EAST, EAST | {"from": "2020-04-01", "until": "2020-04-20"}]},
            "Lever 2 opens 'east-corridor' from 2020-04-01 to the day before 2020-04-20, as lever 1 does from "
            "2020-03-20 on; a corridor has one window",
        ),
        ({"levers": [EAST | {"id": "west-corridor"}]}, "Did you mean 'east-corridor'?"),
        ({"levers": [EAST | {"id": 5}]}, "an id of the scenario"),
        ({"levers": [EAST | {"id": "x" * 300}]}, "an id of the scenario"),
        ({"levers": [EAST | {"open": 1}]}, "true or false"),
        ({"levers": [EAST | {"from": "10 March"}]}, "a day such as"),
        ({"levers": [EAST | {"from": "2020-02-30"}]}, "a day such as"),
        ({"levers": [EAST | {"from": "20200310"}]}, "a day such as"),
        ({"levers": [EAST | {"from": None}]}, "missing"),
        ({"levers": [EAST | {"from": "2019-03-10"}]}, "2020-03-01 to 2020-04-29"),
        ({"levers": [EAST | {"until": "2020-03-20"}]}, "a day after"),
        ({"levers": [EAST | {"until": "2021-03-20"}]}, "the day after the run"),
        ({"levers": [EAST | {"capacity_per_day": -1}]}, "out of range"),
        ({"levers": [EAST | {"capacity_per_day": 1e300}]}, "at most"),
        ({"levers": [EAST | {"capacity_per_day": "many"}]}, "a number"),
        ({"levers": [EAST | {"capacity_per_day": 10**400}]}, "a number"),
        ({"levers": [EAST | {"consent": "maybe"}]}, "agreed, unilateral or null"),
        ({"levers": [EAST | {"consent": {}}]}, "agreed, unilateral or null"),
        ({"levers": [EAST | {"untill": None}]}, "Did you mean 'until'?"),
        ({"levers": [CAMP | {"capacity": -5}]}, "out of range"),
        ({"levers": [CAMP | {"id": "hill-villages"}]}, "is no camp"),
        ({"levers": [CAMP, CAMP | {"capacity": 7}]}, "as lever 1 does"),
        (
            {"levers": [{"kind": "screening", "id": "north-gate", "on": True, "capacity_factor": 0, "from": "2020-03-10"}]},
            "above 0",
        ),
        (
            {"levers": [{"kind": "border", "id": "north-gate", "open": False, "groups": [], "from": "2020-03-10"}]},
            "no border crossing",
        ),
        ({"levers": [{"kind": "advice", "stay": "yes", "from": "2020-03-10"}]}, "true or false"),
        ({"watch": "river-camp"}, "a list of places"),
        ({"watch": [1]}, "no text"),
        ({"watch": ["river-camp"] * 9}, "at most 8"),
        ({"page": "a b"}, "page may have"),
        ({"page": "x" * 65}, "page may have"),
        ({"page": 3}, "letters, digits"),
    ],
    ids=str,
)
def test_every_refusal_says_what_is_allowed(live: Live, body, said):
    assert said in refused(live, body)


def test_a_refusal_names_the_lever_and_what_was_given(live: Live):
    message = refused(live, {"levers": [CAMP, EAST | {"capacity_per_day": -3}]})
    assert message == (
        "Lever 2: capacity_per_day of east-corridor -3 is out of range; allowed is 0 to 1e+09. Check the unit and the value."
    )


@pytest.mark.parametrize("factor", [1e9, 0])
def test_what_must_be_above_a_number_has_its_upper_end_told_too(live: Live, factor):
    lever = {"kind": "screening", "id": "north-gate", "on": True, "capacity_factor": factor, "from": "2020-03-10"}
    assert "allowed is a number above 0 and at most 1000." in refused(live, {"levers": [lever]})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/runs", 405),
        ("PUT", "/api/runs", 405),
        ("POST", "/api/scenario", 405),
        ("DELETE", "/api/scenario", 405),
        ("GET", "/api/runs/none/events", 404),
        ("DELETE", "/api/runs/none", 404),
        ("GET", "/api/runs/none/daily.csv", 404),
        ("GET", "/api/runs/none/secrets.csv", 404),
        ("GET", "/api/runs/none/places/x", 404),
        ("GET", "/api/", 404),
        ("POST", "/api/claims", 405),
        ("TRACE", "/", 405),
    ],
)
def test_other_addresses_and_methods(live: Live, method, path, status):
    answer = live.client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["message"]


def test_places_of_a_run_that_goes_on_are_not_known_yet(live: Live):
    asked = live.ask(levers=[EAST | {"from": "2020-03-01"}], members=400)
    answer = live.client.get(f"/api/runs/{asked['id']}/places/river-camp")
    live.client.delete(f"/api/runs/{asked['id']}")
    assert answer.status_code == 409
    assert "events" in answer.json()["message"]


def test_the_server_lives_on(live: Live):
    for _ in range(20):
        refused(live, "{", 400)
    assert live.pictures(members=4)[-1]["members"] == 4


def test_a_defect_is_told_without_its_insides(live: Live, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise ZeroDivisionError("secret path")

    monkeypatch.setattr("corridor.whatif.branch.Branch.grow", broken)
    asked = live.ask(members=4)
    name, data = live.events(asked["events"])[-1]
    assert name == "failed"
    assert "defect of Corridor" in data["message"]
    assert "secret" not in data["message"]
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    assert live.pictures(members=4)
