"""Fighters leave as ranges by region and whole week, cities pooled, the prior beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.made import ensemble, parameter, scenario

from corridor.ensemble import Ensemble
from corridor.publish import publish
from corridor.publish.cities import OTHER_ZONES, pools_of
from corridor.publish.rules import Disclosure, outward
from corridor.published import Fighters
from corridor.scenario.schema import FollowOn, Operation, Place, PlaceKind, PlaceSet, Scenario, Zone

PEOPLE = {"a": 150_000.0, "b": 150_000.0, "c": 80_000.0, "d": 80_000.0, "next": 120_000.0}
FOLLOW = FollowOn("next", "province", ("a", "b"), date(2016, 10, 20), date(2016, 11, 1), date(2016, 12, 1))
MEMBERS = 40


def zones(*chain: tuple[str, str | None], follow_on: FollowOn | None = None, **more: Any) -> Scenario:
    """Returns a scenario with these zones, each after another or by itself, and two regions."""
    made = tuple(Zone(place, 10, after=after) for place, after in chain)
    places = (
        *(Place(zone.place, zone.place.title(), PlaceKind.ZONE) for zone in made),
        Place("province", "Province", PlaceKind.REGION),
        Place("desert", "Desert", PlaceKind.REGION),
        Place("host", "Host", PlaceKind.HOST, region="province"),
    )
    fields: dict[str, Any] = {
        "places": places, "operation": Operation("simulated", made), "fighters": True, "follow_on": follow_on,
        "origins": (), "routes": (), "corridors": (), "schedule": (), "policies": (), "parameters": (), "sets": (),
    }  # fmt: skip
    return scenario(**(fields | more))


CASES = [
    ("one after another is a city", [("a", None), ("b", "a")], {"a+b": ("a", "b")}),
    ("the next city under its region", [("a", None), ("b", "a"), ("next", None)],
     {"a+b": ("a", "b"), "province": ("next",)}),
    ("others together", [("a", None), ("b", "a"), ("c", None), ("d", None)], {"a+b": ("a", "b"), OTHER_ZONES: ("c", "d")}),
    ("one alone joins the city", [("a", None), ("b", "a"), ("c", None)], {"a+b": ("a", "b", "c")}),
    ("a city of one zone", [("a", None)], {"a": ("a",)}),
    ("too small to be a city", [("c", None)], {}),
    ("two that are small alone", [("c", None), ("d", "c")], {"c+d": ("c", "d")}),
]  # fmt: skip


@pytest.mark.parametrize(("chain", "pools"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_zones_are_pooled_to_cities(chain: list[tuple[str, str | None]], pools: dict[str, tuple[str, ...]]) -> None:
    follow_on = FOLLOW if ("next", None) in chain else None
    made = zones(*chain, follow_on=follow_on)
    assert pools_of(made, Disclosure(made, PEOPLE)) == pools


def test_no_pool_but_the_next_city_is_a_zone_of_several() -> None:
    made = zones(("a", None), ("b", None), ("c", None))
    assert pools_of(made, Disclosure(made, PEOPLE)) == {OTHER_ZONES: ("a", "b", "c")}


def test_a_city_takes_the_name_of_its_set() -> None:
    made = zones(("a", None), ("b", "a"), sets=(PlaceSet("city", "The city", ("b", "a")),))
    assert pools_of(made, Disclosure(made, PEOPLE)) == {"city": ("a", "b")}


@given(st.floats(0, 50_000), st.floats(0, 50_000))
def test_ranges_are_rounded_away_from_each_other(one: float, other: float) -> None:
    low, high = sorted((one, other))
    first, last = outward(low, high)
    assert first <= low
    assert high <= last
    assert last - first >= 50
    assert first % (100 if first >= 1_000 else 50) == last % (100 if last >= 1_000 else 50) == 0
    assert low - first < 100
    assert last - high <= 100


def run(of: Scenario, values: dict[tuple[str, str], Any], **more: Any) -> Ensemble:
    """Returns an ensemble of 40 members over 24 days from Monday 17 October 2016."""
    series = {(quantity, place, "all"): numbers for (quantity, place), numbers in values.items()}
    series |= {("present", place.id, "all"): [200_000] * MEMBERS for place in of.places if place.kind is PlaceKind.ZONE}
    return ensemble(series, members=more.pop("members", MEMBERS), days=24, of=of, **more)


def fighters(made: Ensemble, **more: Any) -> Fighters:
    found = publish(made, **more).fighters
    assert found is not None
    return found


SPREAD = np.arange(MEMBERS) * 10  # 0 to 390; the 5 and 95 % quantiles are 19.5 and 370.5
CITY = zones(("a", None), ("b", "a"))


def test_a_city_is_added_up_member_by_member() -> None:
    values = {("fighters_remaining", "a"): SPREAD, ("fighters_remaining", "b"): SPREAD[::-1]}
    rows = fighters(run(CITY, values)).weeks
    assert {(row.region, row.quantity, row.low, row.high) for row in rows} == {("a+b", "fighters_remaining", 350, 400)}


def test_weeks_are_whole_and_begin_on_monday() -> None:
    rows = fighters(run(CITY, {("fighters_relocated", "desert"): SPREAD})).weeks
    assert [row.week for row in rows] == [date(2016, 10, 17) + timedelta(weeks=week) for week in range(3)]
    assert {(row.region, row.low, row.high, row.prior_low, row.prior_high) for row in rows} == {("desert", 0, 400, 0, 400)}


def test_a_range_is_that_of_the_sunday() -> None:
    days = np.arange(24)[None, :] * 100 + np.zeros((MEMBERS, 1), int)
    rows = fighters(run(CITY, {("fighters_killed", "a"): days, ("fighters_killed", "b"): 0 * days})).weeks
    assert [(row.low, row.high) for row in rows] == [(600, 650), (1300, 1400), (2000, 2100)]


def test_a_run_of_the_prior_gives_the_range_beside() -> None:
    values = {("fighters_held", "all"): SPREAD}
    made = run(CITY, values)
    prior = run(CITY, {("fighters_held", "all"): SPREAD + 1_000}, prior_set="P2")
    found = fighters(replace(made, prior_set="posterior"), prior=prior)
    assert {(row.low, row.high, row.prior_low, row.prior_high) for row in found.weeks} == {(0, 400, 1000, 1400)}
    assert "prior set P2" in found.prior
    assert "This run was not fitted to anything" in fighters(made).prior
    assert "No run of the prior stands beside" in fighters(replace(made, prior_set="posterior")).prior


def test_what_is_nothing_in_every_member_is_left_out() -> None:
    assert fighters(run(CITY, {("fighters_relocated", "desert"): [0] * MEMBERS})).weeks == ()


def test_no_number_of_one_zone_is_drawn_beside_a_prior() -> None:
    made = run(zones(("a", None), parameters=(parameter("fighters_initial.a", "LN(1900,0.3)"),)), {})
    (fact,) = publish(made).parameters
    assert np.isnan([fact.median, fact.low, fact.high]).all()
    assert fact.prior == "by zone, so not repeated here: see parameters.csv of the scenario"


def test_where_displaced_people_went_stands_beside() -> None:
    values = {("fighters_held", "all"): SPREAD}
    series = {(quantity, place, "all"): numbers for (quantity, place), numbers in values.items()}
    flows = {("a", "host", "host", "all"): [75] * MEMBERS, ("a", "desert", "desert", "all"): [25] * MEMBERS}
    found = fighters(ensemble(series, flows, members=MEMBERS, days=24, of=CITY)).arrived
    assert [(row.region, row.middle) for row in found] == [("province", 0.75), ("desert", 0.25)]


def test_a_mean_whose_upper_end_is_suppressed_is_suppressed() -> None:
    """Else it would be, times the members, the number of the one member that has any."""
    numbers = [0] * 39 + [4_000]
    made = ensemble({("trapped", "big-zone", "all"): numbers, ("present", "big-zone", "all"): [9] * 40}, members=40)
    fan = publish(made).fan("trapped", "big-zone")
    assert fan is not None
    assert np.isnan(fan.quantiles).all()
    assert np.isnan(fan.mean).all()


def test_events_are_whole_and_held_people_are_rounded() -> None:
    values = {("events", "big-zone", "all"): [7] * 4, ("held", "gate", "all"): [312] * 4, ("held", "all", "all"): [30] * 4}
    published = publish(ensemble(values))
    shown = {(fan.quantity, fan.place): fan.quantiles[0, 2] for fan in published.fans}
    assert shown["events", "big-zone"] == 7
    assert shown["held", "gate"] == 300
    assert np.isnan(shown["held", "all"])
