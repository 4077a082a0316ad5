"""Single mechanisms at their edges: each was wrong once, or is easily wrong."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.runs import after_day, crew_for, sample
from tests.support.situations import change, day, place, route, situation

from corridor.ensemble import simulate
from corridor.scenario.schema import Consent, Corridor, Policy, Scenario, Zone

AT_ONCE = 1000.0


def full_camp(*schedule: object, capacity: int = 100, **more: object) -> Scenario:
    """Returns 1,000 people who all leave on day 0 for a camp of 100 places, with a residual way to a host community."""
    return situation(
        [place("home", "zone"), place("camp", "camp", capacity=capacity), place("host")],
        [route("home", "camp"), route("home", "host", id="last", residual=True)],
        days=4, population=1000, rate_held=AT_ONCE, crowding_start=1.0, schedule=schedule, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_closed_residual_takes_nobody() -> None:
    shut = full_camp(change(0, "last", "open", 0))
    barred = full_camp(change(0, "last", "admission", 0))
    for scenario in (shut, barred):
        seen = sample(scenario, 2)
        assert seen.of("present", "host").sum() == 0
        assert (seen.of("present", "camp") == 100).all()


def test_whom_nobody_takes_stands_at_the_gate_until_there_is_room() -> None:
    scenario = full_camp(change(0, "last", "open", 0), change(2, "camp", "capacity", 700))
    seen = sample(scenario, 2)
    assert (seen.of("present", "camp") == [100, 100, 700, 700]).all()
    assert (seen.of("in_transit") == [900, 900, 300, 300]).all()
    assert (seen.of("displaced_current") == 1000).all()


def test_the_residual_opens_and_they_go_there() -> None:
    scenario = full_camp(change(0, "last", "open", 0, until=day(2)))
    assert (sample(scenario, 2).of("present", "host") == [0, 0, 900, 900]).all()


def test_the_refused_of_a_camp_are_screened_like_everyone() -> None:
    """Sent on from a full camp to a station, they join its queue."""
    scenario = situation(
        [place("home", "zone"), place("camp", "camp", capacity=100), place("check", "station"), place("host")],
        [route("home", "camp", 1.0), route("home", "check", 80.0), route("check", "host")],
        days=2, groups={"men_boys": 1.0}, population=1000, rate_held=AT_ONCE, crowding_start=1.0,
        distance_exponent=50.0, false_positive_rate=1.0, throughput=1e6,
    )  # fmt: skip
    seen = sample(scenario, 2)
    assert (seen.of("present", "camp")[:, 0] == 100).all()
    assert (seen.of("waiting", "check")[:, 0] == 900).all()
    assert (seen.of("held", "check")[:, 1] == 900).all()
    assert seen.of("present", "host").sum() == 0


def test_passages_count_whoever_enters_a_camp_straight_from_a_zone() -> None:
    seen = sample(full_camp(), 2)
    assert (seen.of("passages", "camp") == [100, 0, 0, 0]).all()
    assert (seen.of("passages", "host") == [900, 0, 0, 0]).all()
    assert (seen.of("passages", "camp") == seen.of("arrivals", "camp")).all()


def test_a_camp_without_a_limit_takes_everyone() -> None:
    scenario = full_camp()
    places = tuple(replace(one, capacity=None) if one.id == "camp" else one for one in scenario.places)
    assert (sample(replace(scenario, places=places), 2).of("present", "camp") == 1000).all()


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_everyone_may_flee_again(share: float) -> None:
    """A share of 1 is a rate beyond measure, not an undefined one."""
    scenario = situation(
        [place("home", "zone"), place("host")], [route("home", "host")], days=40, population=500, rate_retaken=0.3,
        return_rate=0.3, reflight_share=share, zones=[Zone("home", 1, begins=day(0), villages=True)], mode="replayed",
        schedule=[change(0, "home", "share_retaken", 1)],
    )  # fmt: skip
    seen = sample(scenario, 3)
    assert (seen.of("present", "home") + seen.of("displaced_current") == 500).all()
    again = seen.of("departures").sum(axis=1) - seen.of("displaced_ever")[:, -1]
    assert (again > 0).all() == (share > 0.0)


def test_a_way_of_no_trust_is_closed() -> None:
    corridor = Corridor("gate", "Gate", ("road",), ("people",), Consent.UNILATERAL)
    scenario = situation(
        [place("home", "zone"), place("host")], [route("home", "host", id="road", open=False)], days=2, rate_held=0.5,
        corridors=[corridor], schedule=[change(0, "gate", "open", 1)], trust_unilateral=0.0,
    )  # fmt: skip
    state, scratch = after_day(crew_for(scenario), 2)
    assert scratch.weight.tolist() == [0.0, 0.0]
    assert state.away.sum() == 0


def test_a_policy_that_encircles_later_leaves_the_days_before_as_they_were() -> None:
    """Days that are not on record stay so, when a policy is the first to speak of them."""
    scenario = situation(
        [place("home", "zone"), place("host")], [route("home", "host")], days=12, rate_held=0.05, siege_effect=2.0,
        zones=[Zone("home", 3, begins=day(0))],
        policies=[Policy("open", "The ring is opened", (change(8, "home", "encircled", 0),))],
    )  # fmt: skip
    factual, opened = (simulate(scenario, policy=name, members=3, jobs=1) for name in ("factual", "open"))
    assert np.array_equal(factual.values[:, :8], opened.values[:, :8])
    assert factual.of("trapped")[:, 7].min() > 0
    assert opened.of("trapped")[:, 8:].max() == 0


def test_a_route_and_a_corridor_over_it_draw_their_own_travel_times() -> None:
    corridor = Corridor("gate", "Gate", ("road",), ("people",), Consent.AGREED)
    scenario = situation(
        [place("home", "zone"), place("host")], [route("home", "host", days=6, days_cv=0.5, id="road")], days=20,
        corridors=[corridor], schedule=[change(0, "gate", "open", 1)], population=4000, rate_held=AT_ONCE,
    )  # fmt: skip
    both = sample(scenario, 400).of("arrivals", "host")[:, 5].astype(float)
    alone = sample(replace(scenario, schedule=()), 400).of("arrivals", "host")[:, 5].astype(float)
    assert both.std() / alone.std() < 1.2  # one lot for both halves would make it 1.41
