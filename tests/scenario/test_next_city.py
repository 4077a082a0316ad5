"""Fighters, regions, flanks and the next city: what may be said of them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.scenario.folders import Folder, add
from tests.scenario.second_city import COUNT, OBSERVED, PARAMETERS, PLAIN, SCENARIO, SECOND_CITY, changed, in_region, regions

from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.schema import FollowOn, Scenario


@pytest.fixture
def two_cities(folder: Folder) -> Folder:
    """The tutorial with a second city, to be taken after the first."""
    return changed(folder, *SECOND_CITY)


def test_without_them_a_scenario_has_none(tutorial: Scenario) -> None:
    assert (tutorial.fighters, tutorial.follow_on) == (False, None)
    assert {place.region for place in tutorial.places} == {""}


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("true", True), ("no", False)])
def test_fighters_are_simulated_or_not(folder: Folder, said: str, meant: bool) -> None:
    assert changed(folder, add(SCENARIO, f"fighters: {said}")).read().fighters is meant


def test_fighters_are_no_group_of_the_scenario(folder: Folder) -> None:
    scenario = changed(folder, add(SCENARIO, "fighters: yes")).read()
    assert [group.id for group in scenario.groups] == ["women_children", "men_boys"]


def test_a_place_lies_in_a_region_named_by_id_or_name_and_a_region_in_itself(folder: Folder) -> None:
    changed(folder, add("places.csv", PLAIN), regions, in_region("river-camp", "Far Plain"))
    found = {place.id: place.region for place in folder.read().places}
    assert found == {
        "old-town": "",
        "north-gate": "",
        "river-camp": "far-plain",
        "hill-villages": "",
        "far-plain": "far-plain",
    }


def test_the_next_city_is_read(two_cities: Folder) -> None:
    days = date(2020, 3, 8), date(2020, 3, 20), date(2020, 4, 10)
    assert two_cities.read().follow_on == FollowOn("new-town", "far-plain", ("old-town",), *days, "invented")


def test_the_zone_of_the_next_city_has_no_start_of_its_own(two_cities: Folder) -> None:
    zone = two_cities.read().operation.zones[1]
    assert (zone.begins, zone.after) == (None, None)


@pytest.mark.parametrize("value", ["0", "1", "2", "3"])
def test_the_next_operation_may_begin_in_four_ways(two_cities: Folder, value: str) -> None:
    two_cities.add("schedule.csv", f"2020-03-01,,new-town,follow_on,,{value},2020-03-01,,,")
    assert [change.value for change in two_cities.read().schedule if change.quantity == "follow_on"] == [float(value)]


@pytest.mark.parametrize("value", ["0", "0.3", "1"])
def test_a_flank_is_closed_open_or_in_between(folder: Folder, value: str) -> None:
    folder.add("schedule.csv", f"2020-03-10,,old-town,flank,,{value},2020-03-10,,,")
    assert [change.value for change in folder.read().schedule if change.quantity == "flank"] == [float(value)]


MECHANISMS = {"2.8": 17, "2.9": 16, "2.10": 1, "2.11": 6}


def test_every_parameter_of_these_mechanisms_may_be_left_out() -> None:
    first = {"duration_days", "gap_days", "tail_rate", "tail_share", "pause_rate", "resume_rate"}
    first |= {"return_rate", "village_boost", "return_bar"}
    new = [name for name in PARAMETER_NAMES.values() if name.equation in MECHANISMS and name.id not in first]
    counts = {equation: sum(name.equation == equation for name in new) for equation in MECHANISMS}
    assert counts == MECHANISMS
    assert all(name.optional for name in new)


@pytest.mark.parametrize("id_", ["fighters_initial.old-town", "surrender_rate.old-town", "operation_events.old-town"])
def test_some_belong_to_a_zone(folder: Folder, id_: str) -> None:
    folder.add(PARAMETERS, f"{id_},2.8,people,,=0.5,,,,,yes,,,")
    assert folder.read().parameters[-1].id == id_


@pytest.mark.parametrize("id_", ["base_events.far-plain", "region_population.far-plain", "relocation_weight.far-plain"])
def test_some_belong_to_a_region(folder: Folder, id_: str) -> None:
    changed(folder, add("places.csv", PLAIN), add(PARAMETERS, f"{id_},2.9,events,,=2,,,,,yes,,,"))
    assert folder.read().parameters[-1].id == id_


def test_fighters_by_region_and_week_may_be_observed_as_their_own_quantity(folder: Folder) -> None:
    folder.add("places.csv", PLAIN)
    for day in ("2020-03-15", "2020-03-22"):
        folder.add(OBSERVED, COUNT.format(day, "fighters_relocated", "far-plain", "cumulative"))
    assert [o.place for o in folder.read().observations[-2:]] == ["far-plain", "far-plain"]
