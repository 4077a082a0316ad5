"""Files of a what-if say which what-if it is: what was changed, how to get it again, and a name that is its own."""

import csv
import html
import io
import re
from urllib.parse import parse_qs

import pytest
from tests.server.live import Live

CAMP = {"kind": "camp", "id": "river-camp", "capacity": 3000, "from": "2020-03-20"}
LEAVE = {"kind": "advice", "stay": False, "from": "2020-03-05"}


@pytest.fixture(scope="module")
def taken(live: Live):
    """Returns the run that has ended of some levers, as (name, text) by file."""
    known: dict[str, dict[str, tuple[str, str]]] = {}

    def take(*levers: dict[str, object], policy: str = "factual") -> dict[str, tuple[str, str]]:
        key = repr((levers, policy))
        if key not in known:
            asked = live.ask(levers=list(levers), policy=policy, members=12)
            assert live.events(asked["events"])[-1][0] == "done"
            known[key] = {}
            for name in ("daily.csv", "contrast.csv", "report.html"):
                got = live.client.get(f"/api/runs/{asked['id']}/{name}")
                found = re.fullmatch(r'attachment; filename="(.+)"', got.headers["content-disposition"])
                assert found is not None
                known[key][name] = (found.group(1), got.text)
        return known[key]

    return take


def plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00a0", " ")


def test_the_report_says_what_was_changed(taken):
    said = plain(taken(CAMP, LEAVE)["report.html"][1])
    assert "River Camp (river-camp): 3,000 places from 20 March 2020 on" in said
    assert "Advice to residents: people are asked to leave from 5 March 2020 on" in said
    assert "This is a what-if: 2 changes to the policy factual" in said


def test_the_report_claims_no_command_that_fails(taken, live):
    text = taken(CAMP)["report.html"][1]
    address, command = map(html.unescape, re.findall(r'<code class="command">(.+?)</code>', text))
    assert "--policy what-if" not in command
    assert command.startswith("corridor compare FOLDER --policy factual --policy ID --members 12 ")
    assert parse_qs(address) == {
        "policy": ["factual"],
        "baseline": ["factual"],
        "lever": ["camp:river-camp:3000:2020-03-20"],
    }
    assert "same command" not in plain(text)
    assert "The page runs 100 members, where this one has 12." in plain(text)


def test_a_named_policy_keeps_its_command_and_says_nothing_of_a_what_if(taken):
    text = taken(policy="camp-half")["report.html"][1]
    (command,) = re.findall(r'<code class="command">(.+?)</code>', text)
    assert "--policy factual --policy camp-half " in command
    assert "what-if" not in plain(text).lower()
    assert "What was changed" not in text


def test_two_what_ifs_have_files_of_two_names_and_labels(taken):
    one, other = taken(CAMP), taken(CAMP | {"capacity": 3001})
    names = {name for files in (one, other) for name, _ in files.values()}
    assert len(names) == 6
    for files in (one, other):
        name, text = files["contrast.csv"]
        (policy,) = {row["policy"] for row in csv.DictReader(io.StringIO(text))}
        assert re.fullmatch(r"what-if-[0-9a-f]{8}", policy)
        assert name == f"tutorial-factual-vs-{policy}-contrast.csv"
        assert files["daily.csv"][0] == f"tutorial-{policy}-daily.csv"
        assert f"{policy}: What-if" in plain(files["report.html"][1])
