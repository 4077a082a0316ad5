"""The scenario mosul-2016: references hold, places can be reached, parameters say what the model note says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
import yaml
from tests.scenarios.mosul import PACK

from corridor.priors import parse
from corridor.scenario.schema import PlaceKind, Scenario

P2_AND_P3 = {"exfiltration_rate", "flank_leak", "transit_loss", "fighter_elasticity"}
P2_ALONE = {"activation_rate"}
MOST_WAYS_ON = 12


def test_it_can_be_read(scenario: Scenario) -> None:
    assert (scenario.id, scenario.start, scenario.end) == ("mosul-2016", date(2016, 10, 17), date(2017, 10, 31))


def test_ids_are_unique_across_places_routes_sets_and_corridors(scenario: Scenario) -> None:
    ids = [part.id for parts in (scenario.places, scenario.routes, scenario.sets, scenario.corridors) for part in parts]
    assert len(ids) == len(set(ids))


def test_every_place_can_be_reached_or_left_or_is_a_region(scenario: Scenario) -> None:
    ends = {end for route in scenario.routes for end in (route.start, route.end)}
    assert [p.id for p in scenario.places if p.id not in ends and p.kind is not PlaceKind.REGION] == []


def test_every_camp_can_be_reached_and_has_a_direction_and_a_size(scenario: Scenario) -> None:
    reached = {route.end for route in scenario.routes}
    sized = {change.target for change in scenario.schedule if change.quantity == "capacity"}
    for camp in (place for place in scenario.places if place.kind is PlaceKind.CAMP):
        assert camp.id in reached
        assert camp.direction
        assert (camp.capacity or 0) > 0 or camp.id in sized, camp.id


def test_no_place_has_more_ways_on_than_the_budget_of_draws_allows(scenario: Scenario) -> None:
    ways: dict[str, int] = defaultdict(int)
    for route in scenario.routes:
        ways[route.start] += 1
    assert {place: count for place, count in ways.items() if count > MOST_WAYS_ON} == {}


def test_ramp_shares_add_up_to_one(scenario: Scenario) -> None:
    assert sum(place.ramp_share for place in scenario.places) == pytest.approx(1)


def test_zones_are_drawn_for_display_only(scenario: Scenario) -> None:
    assert all(place.schematic for place in scenario.places if place.kind is PlaceKind.ZONE)


def test_the_names_in_use_find_their_places(scenario: Scenario) -> None:
    labels = {label: place.id for place in scenario.places for label in (place.name, *place.aliases)}
    for label, place in {
        "الرقة": "raqqa",
        "Ar-Raqqah": "raqqa",
        "حمام العليل": "hammam-al-alil",
        "الهول": "al-hol",
    }.items():
        assert labels[label] == place


def test_everybody_who_stays_somewhere_stays_in_a_region(scenario: Scenario) -> None:
    assert [p.id for p in scenario.places if (p.region == "") != (p.kind is PlaceKind.ZONE)] == []
    regions = {place.id for place in scenario.places if place.kind is PlaceKind.REGION}
    assert {place.region for place in scenario.places} - {""} <= regions


def test_p0_does_not_use_the_durations_that_came_out(scenario: Scenario) -> None:
    for parameter in scenario.parameters:
        if parameter.id.startswith(("duration_days", "throughput.hammam", "share.mosul", "ramp_per_day")):
            assert parameter.priors[0] != parameter.priors[1], parameter.id


def test_p2_and_p3_differ_from_p1_in_what_the_model_note_names_and_nothing_else(scenario: Scenario) -> None:
    assert {p.id for p in scenario.parameters if p.priors[2] != p.priors[1]} == P2_AND_P3 | P2_ALONE
    assert {p.id for p in scenario.parameters if p.priors[3] != p.priors[1]} == P2_AND_P3


def test_p0_does_not_use_what_the_battles_of_2017_showed_of_fighters(scenario: Scenario) -> None:
    for parameter in scenario.parameters:
        if parameter.id.startswith(("fighters_initial", "surrender_rate", "deal_", "isolation_days", "follow_on_pl")):
            assert parameter.priors[0] != parameter.priors[1], parameter.id


def test_fighters_go_to_regions_only(scenario: Scenario) -> None:
    weighted = {p.id.partition(".")[2] for p in scenario.parameters if p.id.startswith("relocation_weight")}
    assert weighted == {"hasakah", "raqqa-governorate", "deir-ez-zor", "sinjar"}


def test_no_effect_of_displaced_people_is_assumed_before_it_is_seen(scenario: Scenario) -> None:
    (effect,) = (p for p in scenario.parameters if p.id == "arrival_events")
    assert {parse(text, effect.low, effect.high).median for text in effect.priors} == {0.0}


def test_dated_capacities_and_the_ramp_are_not_used_together(scenario: Scenario) -> None:
    (ramp,) = (p for p in scenario.parameters if p.id == "ramp_per_day")
    assert ramp.priors[1:] == ("=0", "=0", "=0")


def test_limits_are_sentences() -> None:
    limits = yaml.safe_load((PACK / "scenario.yaml").read_text(encoding="utf-8"))["limits"]
    assert all(limit[0].isupper() and limit.endswith(".") for limit in limits)
