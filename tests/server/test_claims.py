"""GET /api/claims: at once without verdicts, later with those of `corridor claims`."""

import math
import shutil

import pytest
from tests.server.live import Live, running, until

from corridor import load
from corridor.claims.read import read_claims
from corridor.scenario.read import read
from corridor.server.verdicts import Verdicts, plain
from corridor.whatif.verdicts import judge

CLAIMS = """
note: Invented.
claims:
  - number: 1
    short: More get out
    statement: "The corridor lets more people out."
    parts:
      - says: "More people leave home with the corridor than without."
        kind: model
        numbers:
          - {name: more out, quantity: displaced_ever, policy: corridor-open, against: factual, true_if: "> 0"}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("here") / "claimed"
    shutil.copytree(load("tutorial").folder, folder)
    (folder / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def claimed(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corridor.server.verdicts._MEMBERS", 8)
        with running(read(folder)) as live:
            yield live


def test_the_table_comes_at_once_and_the_verdicts_later(claimed: Live, folder):
    first = claimed.client.get("/api/claims").json()
    (claim,) = first["claims"]
    assert claim["statement"] == "The corridor lets more people out."
    until(lambda: not claimed.client.get("/api/claims").json()["computing"])
    last = claimed.client.get("/api/claims").json()
    assert last["message"] == ""
    (part,) = last["claims"][0]["parts"]
    scenario = read(folder)
    (row,) = judge(scenario, read_claims(scenario), lambda finished, total: None, members=last["members"]).claims
    assert part["verdict"] == row.parts[0].verdict
    assert part["numbers"][0]["cells"] == plain(row.parts[0].numbers[0].cells)
    assert part["numbers"][0]["policy"] == "corridor-open"
    assert part["numbers"][0]["against"] == "factual"
    assert part["numbers"][0]["places"] == ["all"]
    assert [each["what"] for each in last["exposure"]]


def test_before_it_is_judged_verdicts_are_null(folder):
    scenario = read(folder)
    verdicts = Verdicts(scenario)
    verdicts._claims = read_claims(scenario)
    table = verdicts._table()
    assert table["computing"] is True
    assert [part["verdict"] for claim in table["claims"] for part in claim["parts"]] == [None]
    assert table["exposure"] == []


def test_a_scenario_without_claims_says_so(tmp_path):
    folder = tmp_path / "plain"
    shutil.copytree(load("tutorial").folder, folder)
    (folder / "claims.yaml").unlink(missing_ok=True)
    with running(read(folder)) as live:
        answer = live.client.get("/api/claims")
        assert answer.status_code == 404
        assert "claims.yaml" in answer.json()["message"]
        assert live.client.get("/api/scenario").json()["claims"] is False


def test_claims_that_cannot_be_read_say_why(tmp_path):
    folder = tmp_path / "broken"
    shutil.copytree(load("tutorial").folder, folder)
    (folder / "claims.yaml").write_text("claims: 3\n", encoding="utf-8")
    with running(read(folder)) as live:
        answer = live.client.get("/api/claims")
        assert answer.status_code == 409
        assert "claims.yaml" in answer.json()["message"]


def test_work_that_is_stopped_ends(folder):
    verdicts = Verdicts(read(folder), members=4000)
    verdicts._begin()
    verdicts.close()
    assert not verdicts._thread.is_alive()
    assert verdicts._table()["computing"] is False


def test_plain_json_has_no_nan():
    assert plain({"a": (1.5, math.nan, math.inf), 3: "x"}) == {"a": [1.5, None, None], "3": "x"}
