"""Levers become changes in the schedule's own terms, held to the checks of scenario.yaml."""

import re
from dataclasses import replace

import pytest

from corridor import load
from corridor.errors import PolicyError
from corridor.scenario.calendar import Calendar
from corridor.scenario.policy import combine
from corridor.whatif import policy_of, read_levers
from corridor.whatif.baseline import under
from corridor.whatif.offers import offers, refusals

TUTORIAL = load("tutorial")
MOSUL = load("mosul-2016")


def made(scenario, *levers, base="factual"):
    return policy_of(scenario, base, read_levers(list(levers)))


def course(scenario, policy, target, quantity, default=0.0):
    """Returns what is set of a target, as (first day, value) wherever it changes."""
    calendar = Calendar(under(scenario, policy))
    values = calendar.values(quantity, {target: 0}, lambda _: default)[:, 0].tolist()
    steps = [day for day in range(len(values)) if day == 0 or values[day] != values[day - 1]]
    return [(calendar.dates[day].isoformat(), values[day]) for day in steps]


def rows(policy):
    return {
        (change.date.isoformat(), change.target, change.quantity, change.group, change.value) for change in policy.changes
    }


def test_an_open_corridor_is_open_in_its_window_and_on_no_other_day():
    lever = {"kind": "corridor", "id": "safe-corridors", "open": True, "from": "2017-03-01", "until": "2017-04-01"}
    policy = made(MOSUL, lever)
    assert course(MOSUL, combine(MOSUL, "factual"), "safe-corridors", "open") == [
        ("2016-10-17", 0.0), ("2017-06-18", 1.0), ("2017-07-11", 0.0)]  # fmt: skip
    assert course(MOSUL, policy, "safe-corridors", "open") == [
        ("2016-10-17", 0.0), ("2017-03-01", 1.0), ("2017-04-01", 0.0)]  # fmt: skip


@pytest.mark.parametrize(("start", "until", "expected"), [
    ("2016-10-17", None, [("2016-10-17", 1.0)]),
    ("2016-10-17", "2016-11-01", [("2016-10-17", 1.0), ("2016-11-01", 0.0)]),
    ("2017-10-31", None, [("2016-10-17", 0.0), ("2017-10-31", 1.0)]),
    ("2017-10-01", "2017-11-01", [("2016-10-17", 0.0), ("2017-10-01", 1.0)]),
])  # fmt: skip
def test_windows_at_either_end_of_the_run(start, until, expected):
    lever = {"kind": "corridor", "id": "safe-corridors", "open": True, "from": start, "until": until}
    assert course(MOSUL, made(MOSUL, lever), "safe-corridors", "open") == expected


def test_a_closed_corridor_is_as_on_record_outside_its_window():
    lever = {"kind": "corridor", "id": "safe-corridors", "open": False, "from": "2017-06-20", "until": "2017-07-01"}
    assert course(MOSUL, made(MOSUL, lever), "safe-corridors", "open") == [
        ("2016-10-17", 0.0), ("2017-06-18", 1.0), ("2017-06-20", 0.0), ("2017-07-01", 1.0), ("2017-07-11", 0.0)]  # fmt: skip


def test_capacity_and_consent_hold_in_the_window():
    lever = {"kind": "corridor", "id": "east-corridor", "open": True, "from": "2020-03-10", "until": "2020-04-01",
             "capacity_per_day": 800, "consent": "agreed"}  # fmt: skip
    policy = made(TUTORIAL, lever)
    assert course(TUTORIAL, policy, "east-corridor", "agreed") == [
        ("2020-03-01", 0.0), ("2020-03-10", 1.0), ("2020-04-01", 0.0)]  # fmt: skip
    assert ("2020-03-10", "east-corridor", "capacity_per_day", "", 800.0) in rows(policy)


def test_a_camp_can_be_opened_later():
    levers = [{"kind": "camp", "id": "river-camp", "capacity": n, "from": day}
              for n, day in ((0, "2020-03-01"), (9000, "2020-03-15"))]  # fmt: skip
    policy = made(TUTORIAL, *levers)
    assert course(TUTORIAL, policy, "river-camp", "capacity", 12_000.0) == [("2020-03-01", 0.0), ("2020-03-15", 9000.0)]


def test_what_a_lever_sets_wins_over_the_record_that_comes_later():
    policy = made(TUTORIAL, {"kind": "camp", "id": "river-camp", "capacity": 5000, "from": "2020-03-10"})
    assert course(TUTORIAL, policy, "river-camp", "capacity", 12_000.0) == [("2020-03-01", 12_000.0), ("2020-03-10", 5000.0)]


def test_a_border_is_set_by_civilian_group_on_every_route_to_it():
    policy = made(
        MOSUL, {"kind": "border", "id": "rajm-slebi", "open": False, "groups": ["dependants"], "from": "2017-01-01"}
    )
    assert rows(policy) == {
        ("2017-01-01", f"{zone}>rajm-slebi", "admission", "dependants", 0.0)
        for zone in ("mosul-left", "mosul-right", "tal-afar")
    }
    everyone = made(MOSUL, {"kind": "border", "id": "rajm-slebi", "open": False, "from": "2017-01-01"})
    assert {change.group for change in everyone.changes} == {"women_children", "men_boys", "dependants"}


def test_fighters_are_nobody_whom_a_border_lever_names():
    with pytest.raises(PolicyError, match="'fighters' is no civilian group"):
        made(MOSUL, {"kind": "border", "id": "rajm-slebi", "open": False, "groups": ["fighters"], "from": "2017-01-01"})


def test_a_set_of_stations_may_be_named():
    policy = made(MOSUL, {"kind": "screening", "id": "stations", "on": False, "from": "2017-01-01"})
    assert rows(policy) == {("2017-01-01", "stations", "screening", "", 0.0)}
    with pytest.raises(PolicyError, match="'mosul-city' is no screening station"):
        made(MOSUL, {"kind": "screening", "id": "mosul-city", "on": False, "from": "2017-01-01"})


def test_advice_goes_to_the_zones_that_ever_get_some():
    policy = made(MOSUL, {"kind": "advice", "stay": False, "from": "2016-12-01"})
    assert {change.target for change in policy.changes} == {"mosul-left", "mosul-right"}
    silent = replace(TUTORIAL, schedule=tuple(each for each in TUTORIAL.schedule if each.quantity != "advice"))
    assert {change.target for change in made(silent, {"kind": "advice", "stay": False, "from": "2020-03-10"}).changes} == {
        "old-town"
    }


def test_levers_come_over_the_policy_from_their_day_on():
    lever = {"kind": "advice", "stay": True, "from": "2017-03-01"}
    policy = made(MOSUL, lever, base="exits-agreed")
    assert course(MOSUL, policy, "mosul-right", "advice") == [
        ("2016-10-17", 0.0), ("2016-11-01", 1.0), ("2017-03-01", 0.0)]  # fmt: skip
    assert course(MOSUL, policy, "agreed-exit-right", "open")[1] == ("2016-11-01", 1.0)


def test_changes_stand_in_the_order_in_which_a_reader_puts_them():
    """So that a what-if and the policy that it is saved as mean the same."""
    levers = [{"kind": "camp", "id": "river-camp", "capacity": 1, "from": "2020-04-01"},
              {"kind": "corridor", "id": "east-corridor", "open": True, "from": "2020-03-05"}]  # fmt: skip
    dates = [change.date for change in made(TUTORIAL, *levers, base="camp-half").changes]
    assert dates == sorted(dates)


def test_no_lever_is_the_policy_itself():
    assert policy_of(MOSUL, "exits-agreed", ()) is combine(MOSUL, "exits-agreed")
    assert policy_of(MOSUL, "factual", ()).changes == ()


def test_names_say_what_it_is():
    policy = made(TUTORIAL, {"kind": "advice", "stay": True, "from": "2020-03-02"})
    assert re.fullmatch(r"what-if-[0-9a-f]{8}", policy.id)
    assert policy.name == f"What-if{policy.id.removeprefix('what-if')}: one change"
    levers = [{"kind": "advice", "stay": True, "from": day} for day in ("2020-03-02", "2020-03-09")]
    policy = made(TUTORIAL, *levers, base="camp-half")
    assert policy.name == f"What-if{policy.id.removeprefix('what-if')}: The camp has half as many places, 2 changes"


def test_two_what_ifs_have_two_ids_and_the_same_one_has_one():
    camp = {"kind": "camp", "id": "river-camp", "capacity": 900, "from": "2020-04-01"}
    advice = {"kind": "advice", "stay": True, "from": "2020-03-02"}
    ids = {made(TUTORIAL, *levers, base=base).id for levers in ([camp], [camp | {"capacity": 901}],
           [camp | {"from": "2020-04-02"}], [camp, advice]) for base in ("factual", "corridor-open")}  # fmt: skip
    assert len(ids) == 8
    assert made(TUTORIAL, camp, advice).id == made(TUTORIAL, advice, camp).id
    assert made(TUTORIAL, camp).id == made(load("tutorial"), dict(camp)).id


def test_a_policy_that_is_saved_keeps_its_own_id_and_name():
    levers = read_levers([{"kind": "advice", "stay": True, "from": "2020-03-02"}])
    policy = policy_of(TUTORIAL, "factual", levers, "stay", "Stay at home")
    assert (policy.id, policy.name) == ("stay", "Stay at home")


def test_what_is_offered_can_be_set():
    """Whatever the page is offered, it may send back."""
    ways = {
        "corridor": {"open": True},
        "screening": {"on": True},
        "camp": {"capacity": 10},
        "border": {"open": False},
        "advice": {"stay": True},
    }
    for scenario in (TUTORIAL, MOSUL):
        day = scenario.start.isoformat()
        for offer in offers(scenario):
            for target in offer["targets"]:
                assert made(scenario, {"kind": offer["kind"], "from": day, **ways[offer["kind"]],
                                       **({} if offer["kind"] == "advice" else {"id": target["id"]})}).changes  # fmt: skip


def test_what_is_missing_is_missing_for_a_reason():
    kinds = {offer["kind"] for offer in offers(TUTORIAL)}
    missing = {each["kind"]: each["reason"] for each in refusals(TUTORIAL)}
    assert kinds == {"corridor", "screening", "camp", "advice"}
    assert set(missing) == {"border", "flank", "pace", "follow_on"}
    assert missing["border"] == "routes.csv leads to no crossing"
    assert "border" not in {each["kind"] for each in refusals(MOSUL)}


def test_windows_on_record_are_given():
    (corridors,) = [offer["targets"] for offer in offers(MOSUL) if offer["kind"] == "corridor"]
    windows = {target["id"]: target["windows"] for target in corridors}
    assert windows["safe-corridors"] == [{"from": "2017-06-18", "until": "2017-07-11"}]
    assert windows["agreed-exit-left"] == []
