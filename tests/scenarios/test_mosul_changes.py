"""Policies and dated changes of mosul-2016: what contradicts, what combines, what held on which day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations, product

import numpy as np
import pytest
from tests.scenarios.mosul import CITY

from corridor.errors import PolicyError
from corridor.scenario.calendar import Calendar
from corridor.scenario.policy import apply, combine, find
from corridor.scenario.schema import PlaceKind, Scenario

#: Policies of one family say different things of one choice, so that no two of them combine.
FAMILIES = (
    ("flank-closed", "flank-open"),
    ("exits-none", "exits-unilateral", "exits-agreed"),
    ("screening-none", "screening-double"),
    ("border-closed", "border-admission"),
    ("camps-half", "camps-double"),
    ("pace-slow", "pace-fast"),
    ("follow-on-none", "follow-on-triggered", "follow-on-delayed"),
)
POLICIES = {policy for family in FAMILIES for policy in family}


def test_its_policies_are_those_of_the_architecture(scenario: Scenario) -> None:
    assert {policy.id for policy in scenario.policies} == POLICIES


def test_its_policies_are_said_in_plain_words(scenario: Scenario) -> None:
    words = ("flank", "quantity", "policy", "parameter", "factor", "exfiltrat")
    for policy in scenario.policies:
        name = policy.name.replace("the parameter follow_on_delay", "")
        assert policy.name != policy.id
        assert not [word for word in words if word in name.casefold()], policy.name


@pytest.mark.parametrize("pair", [pair for family in FAMILIES for pair in combinations(family, 2)], ids="+".join)
def test_two_policies_on_one_choice_contradict_each_other(scenario: Scenario, pair: tuple[str, str]) -> None:
    with pytest.raises(PolicyError, match="contradict each other"):
        combine(scenario, "+".join(pair))


@pytest.mark.parametrize("pair", list(combinations(FAMILIES, 2)), ids=lambda pair: f"{pair[0][0]}+{pair[1][0]}")
def test_policies_on_different_choices_combine(scenario: Scenario, pair: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    for one, other in product(*pair):
        assert combine(scenario, f"{one}+{other}").id == "+".join(sorted((one, other)))


def test_one_policy_of_every_family_at_once(scenario: Scenario) -> None:
    combined = combine(scenario, "+".join(family[0] for family in FAMILIES))
    assert len(combined.changes) == sum(len(find(scenario, family[0]).changes) for family in FAMILIES)


@pytest.mark.parametrize(("policy", "value"), [("flank-closed", 0.0), ("flank-open", 1.0)])
def test_a_flank_policy_holds_for_both_banks_from_the_first_day_to_the_last(
    scenario: Scenario, policy: str, value: float
) -> None:
    calendar = Calendar(apply(scenario, policy))
    assert np.all(calendar.values("flank", dict(zip(CITY, range(2), strict=True)), lambda _: -1.0) == value)


def test_the_border_is_closed_to_every_civilian_group(scenario: Scenario) -> None:
    crossings = {route.id: n for n, route in enumerate(r for r in scenario.routes if r.end == "rajm-slebi")}
    groups = {group.id: n for n, group in enumerate(scenario.groups)}
    for policy, value in (("factual", 1.0), ("border-admission", 0.5), ("border-closed", 0.0)):
        admitted = Calendar(apply(scenario, policy)).values_by_group("admission", crossings, groups, 1.0)
        assert np.all(admitted == value), policy


def test_camps_only_grow(scenario: Scenario) -> None:
    built = {place.id: place.capacity or 0 for place in scenario.places if place.kind is PlaceKind.CAMP}
    for change in scenario.schedule:
        if change.quantity == "capacity":
            assert change.value >= built[change.target], change
            built[change.target] = int(change.value)


def test_shares_retaken_only_grow_and_end_at_one(scenario: Scenario) -> None:
    shares: dict[str, float] = defaultdict(float)
    for change in scenario.schedule:
        if change.quantity == "share_retaken":
            assert change.value >= shares[change.target]
            shares[change.target] = change.value
    assert shares == dict.fromkeys((zone.place for zone in scenario.operation.zones), 1.0)


def test_both_banks_and_tal_afar_are_encircled_from_the_day_the_western_road_was_cut(scenario: Scenario) -> None:
    first = {c.target: c.date for c in scenario.schedule if c.quantity == "encircled" and c.value == 1}
    cut = {c.date for c in scenario.schedule if c.quantity == "leaking" and c.value == 1}
    assert cut == {date(2016, 11, 23)}
    assert {first[zone] for zone in ("mosul-left", "mosul-right", "tal-afar")} == cut


@pytest.mark.parametrize("bank", CITY)
def test_the_west_was_open_until_the_day_it_was_cut(scenario: Scenario, bank: str) -> None:
    flank = Calendar(scenario).values("flank", {bank: 0}, lambda _: -1.0)[:, 0]
    cut = (date(2016, 11, 23) - scenario.start).days
    assert cut == 37
    assert np.all(flank[:cut] == 1)
    assert np.all(flank[cut:] == 0)


def test_every_zone_says_how_open_it_is_to_fighters_from_the_first_day(scenario: Scenario) -> None:
    zones = {zone.place: n for n, zone in enumerate(scenario.operation.zones)}
    flank = Calendar(scenario).values("flank", zones, lambda _: -1.0)
    assert flank.min() >= 0
    assert flank.max() <= 1


def test_the_cordon_of_tal_afar_counts_as_weak_only_where_that_may_be_known(scenario: Scenario) -> None:
    day = (date(2017, 1, 1) - scenario.start).days
    then = Calendar(scenario, as_of=date(2017, 1, 1)).values("flank", {"tal-afar": 0}, lambda _: -1.0)[day, 0]
    later = Calendar(scenario).values("flank", {"tal-afar": 0}, lambda _: -1.0)[day, 0]
    assert (then, 0 < later < 1) == (0, True)


def test_the_next_city_is_raqqa_on_its_own_days(scenario: Scenario) -> None:
    plan = scenario.follow_on
    assert plan is not None
    assert (plan.zone, plan.region, plan.after) == ("raqqa", "raqqa-governorate", CITY)
    assert (plan.announced, plan.isolated, plan.assaulted) == (date(2016, 10, 25), date(2016, 11, 6), date(2017, 6, 6))
    assert set(Calendar(scenario).values("follow_on", {"raqqa": 0}, lambda _: -1.0)[:, 0]) == {1.0}


@pytest.mark.parametrize("day", [date(2016, 10, 16), date(2016, 12, 1), date(2017, 6, 5)])
def test_who_may_not_know_the_days_of_raqqa_has_it_triggered(scenario: Scenario, day: date) -> None:
    assert set(Calendar(scenario, as_of=day).values("follow_on", {"raqqa": 0}, lambda _: -1.0)[:, 0]) == {2.0}


def test_the_dated_advice_is_stay_and_then_leave(scenario: Scenario) -> None:
    right = [(c.date, c.value) for c in scenario.schedule if (c.target, c.quantity) == ("mosul-right", "advice")]
    assert right == [(date(2016, 10, 16), 0), (date(2017, 5, 26), 1)]


def test_corridors_are_closed_unless_a_date_opens_them(scenario: Scenario) -> None:
    opened = {c.target for c in scenario.schedule if c.quantity == "open" and c.value == 1}
    assert opened & {corridor.id for corridor in scenario.corridors} == {"safe-corridors"}
