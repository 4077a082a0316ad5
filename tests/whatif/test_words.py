"""Levers in words, and as the page's address has them."""

from urllib.parse import parse_qs

import pytest

from corridor import load
from corridor.whatif import read_levers
from corridor.whatif.words import address, words

TUTORIAL = load("tutorial")
MOSUL = load("mosul-2016")

CORRIDOR = {"kind": "corridor", "id": "east-corridor", "open": True, "from": "2020-03-10", "until": "2020-04-20"}


def said(scenario, **lever):
    (read,) = read_levers([lever])
    return words(scenario, read)


@pytest.mark.parametrize(("lever", "expected"), [
    (CORRIDOR, "East corridor (east-corridor): open from 10 March 2020 to 19 April 2020 and on no other day"),
    (CORRIDOR | {"until": None, "capacity_per_day": 1500, "consent": "agreed"},
     "East corridor (east-corridor): open from 10 March 2020 on and on no other day, at most 1,500 people a day, "
     "agreed by both sides"),
    (CORRIDOR | {"open": False, "consent": "unilateral"},
     "East corridor (east-corridor): closed from 10 March 2020 to 19 April 2020, declared by one side"),
    ({"kind": "screening", "id": "north-gate", "on": True, "capacity_factor": 2.5, "from": "2020-03-10"},
     "North Gate (north-gate): screening on, 2.5 times as many people a day, from 10 March 2020 on"),
    ({"kind": "screening", "id": "north-gate", "on": False, "from": "2020-03-10"},
     "North Gate (north-gate): screening off from 10 March 2020 on"),
    ({"kind": "camp", "id": "river-camp", "capacity": 20000, "from": "2020-03-20"},
     "River Camp (river-camp): 20,000 places from 20 March 2020 on"),
    ({"kind": "advice", "stay": True, "from": "2020-03-02"},
     "Advice to residents: people are asked to stay at home from 2 March 2020 on"),
    ({"kind": "advice", "stay": False, "from": "2020-03-02"},
     "Advice to residents: people are asked to leave from 2 March 2020 on"),
])  # fmt: skip
def test_a_lever_is_told_with_its_target_its_days_and_its_values(lever, expected):
    assert said(TUTORIAL, **lever) == expected


def test_a_border_says_for_whom():
    crossing = next(place for place in MOSUL.places if place.kind.value == "crossing")
    group = MOSUL.groups[0]
    lever = {"kind": "border", "id": crossing.id, "open": False, "from": "2016-12-15"}
    assert (
        said(MOSUL, **lever) == f"{crossing.name} ({crossing.id}): border closed from 15 December 2016 on for all civilians"
    )
    assert said(MOSUL, **lever, groups=[group.id]).endswith(f" for {group.name}")


def test_the_address_has_the_parts_that_the_page_reads():
    levers = [
        CORRIDOR | {"capacity_per_day": 1500.5, "consent": "agreed"},
        {"kind": "screening", "id": "north-gate", "on": True, "capacity_factor": 2, "from": "2020-03-10"},
        {"kind": "camp", "id": "odd:name,&=%", "capacity": 2_000_000, "from": "2020-03-20"},
        {"kind": "border", "id": "a>b", "open": False, "groups": ["men", "women"], "from": "2020-03-20"},
        {"kind": "advice", "stay": False, "from": "2020-03-02"},
    ]
    text = address("camp-half+corridor-open", "factual", read_levers(levers))
    assert parse_qs(text) == {
        "policy": ["camp-half+corridor-open"],
        "baseline": ["factual"],
        "lever": [
            "corridor:east-corridor:open:2020-03-10:2020-04-20:1500.5:agreed",
            "screening:north-gate:on:2020-03-10:2",
            "camp:odd%3Aname%2C%26%3D%25:2000000:2020-03-20",
            "border:a%3Eb:closed:2020-03-20:men%2Cwomen",
            "advice:leave:2020-03-02",
        ],
    }
