"""POST /api/policies over HTTP."""

import shutil

import pytest
from tests.server.live import EAST, running

from corridor import load
from corridor.scenario.read import read


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("here") / "my scenario"
    shutil.copytree(load("tutorial").folder, folder)
    return folder


@pytest.fixture(scope="module")
def own(folder):
    with running(read(folder)) as live:
        yield live


def policy(**changed):
    return {"id": "early", "name": "Early", "levers": [EAST], "scenario_folder_name": "my scenario"} | changed


def test_a_saved_policy_can_be_run_and_is_in_the_folder(own, folder):
    before = own.pictures(levers=[EAST], members=12)[-1]
    answer = own.client.post("/api/policies", json=policy())
    assert (answer.status_code, answer.json()) == (201, {"id": "early", "name": "Early"})
    assert [each.id for each in read(folder).policies][-1] == "early"
    scenario = own.client.get("/api/scenario").json()
    assert scenario["savable"] is True
    assert scenario["policies"][-1]["id"] == "early"
    after = own.pictures(policy="early", members=12)[-1]
    assert after["policy_name"] == "Early"
    for kind in ("series", "differences", "exits", "places"):
        assert after[kind] == before[kind]
    again = own.client.post("/api/policies", json=policy())
    assert again.status_code == 422
    assert "Give another" in again.json()["message"]


def test_levers_over_a_policy_are_saved_with_it(own, folder):
    camp = {"kind": "camp", "id": "river-camp", "capacity": 77, "from": "2020-03-10"}
    answer = own.client.post("/api/policies", json=policy(id="both", policy="corridor-open", levers=[camp]))
    assert answer.status_code == 201
    saved = next(each for each in read(folder).policies if each.id == "both")
    assert {change.quantity for change in saved.changes} == {"open", "agreed", "capacity"}


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"scenario_folder_name": "../my scenario"}, 409, "no other folder"),
        ({"scenario_folder_name": "/etc"}, 409, "no other folder"),
        ({"scenario_folder_name": "tutorial"}, 409, "my scenario"),
        ({"scenario_folder_name": 3}, 422, "folder's name"),
        ({"id": "../../x"}, 422, "is not an id"),
        ({"id": ""}, 422, ""),
        ({"id": None}, 422, "id is missing"),
        ({"name": ""}, 422, "name of a policy"),
        ({"name": "a\nb"}, 422, "name of a policy"),
        ({"levers": []}, 422, "no lever"),
        ({"levers": None}, 422, "give a list"),
        ({"levers": [EAST | {"id": "x"}]}, 422, "is no corridor"),
        ({"policy": "nobody"}, 422, "has no policy"),
        ({"path": "/tmp/x"}, 422, "it may have id, name"),
    ],
    ids=str,
)
def test_refusals(own, folder, changed, status, said):
    before = (folder / "scenario.yaml").read_bytes()
    answer = own.client.post("/api/policies", json=policy(id="new") | changed)
    assert answer.status_code == status, answer.text
    assert said in answer.json()["message"]
    assert (folder / "scenario.yaml").read_bytes() == before
    assert sorted(path.name for path in folder.parent.iterdir()) == ["my scenario"]


def test_a_built_in_scenario_says_what_to_do(live):
    assert live.client.get("/api/scenario").json()["savable"] is False
    answer = live.client.post("/api/policies", json=policy(scenario_folder_name="tutorial"))
    assert answer.status_code == 422
    assert "corridor serve FOLDER" in answer.json()["message"]
