"""Laws of the whole: twice the people and twice the room (means double), and merging what is alike (I9)."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.runs import Sample, sample
from tests.support.situations import change, day, place, route, situation, with_parameters
from tests.support.statistics import accept, detect, same_mean_p, same_variance_p

from corridor.scenario.schema import Consent, Corridor, Scenario, Zone

pytestmark = [pytest.mark.statistical, pytest.mark.slow]


def town(scale: int, *, room: int | None = None) -> Scenario:
    """Returns a zone with every mechanism on, `scale` times its people and everything that has a limit."""
    room = scale if room is None else room
    corridor = Corridor("lane", "Lane", ("road",), ("men_boys", "women_children"), Consent.AGREED)
    scenario = situation(
        [
            place("home", "zone"), place("check", "station"), place("host"), place("far-host"),
            place("camp", "camp", capacity=6000 * room, initial=1000 * scale, direction="north"),
            place("tents", "camp", capacity=5000 * room, direction="north"),
        ],
        [
            route("home", "check", id="walk"), route("home", "camp", 20.0, 1, id="road", open=False),
            route("home", "far-host", 60.0, 2, days_cv=0.5), route("home", "host", id="last", residual=True),
            route("check", "camp", 15.0), route("check", "tents", 25.0), route("check", "host", id="rest", residual=True),
        ],
        days=40, groups={"women_children": 0.6, "men_boys": 0.4}, zones=[Zone("home", 6, begins=day(3))],
        corridors=[corridor], schedule=[change(5, "lane", "open", 1), change(20, "camp", "capacity_factor", 1.5)],
        population=40_000.0 * scale, rate_held=0.02, rate_contested=0.06, rate_retaken=0.02, death_rate=0.002,
        logsum_weight=0.4, siege_effect=0.5, coercion_held=0.3, coercion_relief=0.5, crowding_start=0.7, nest_scale=0.6,
        awareness_start=0.3, trust_agreed=0.7, passage_risk=0.01, throughput=500.0 * scale, false_positive_rate=0.05,
        release_rate=0.05, bypass_share=0.05, corridor_capacity=250.0 * scale, overload=1.2, ramp_per_day=20.0 * scale,
        inflow__host=30.0 * scale, duration_days=20.0, pause_rate=0.05, resume_rate=0.3, return_rate=0.02,
        village_boost=2.0, reflight_share=0.5, day_effect_sd=0.2, day_effect_persistence=0.5,
    )  # fmt: skip
    return scenario


def quantities(seen: Sample) -> dict[str, np.ndarray]:
    return {
        "away": seen.of("displaced_current")[:, -1].astype(float),
        "in camps": seen.of("present", "camps")[:, -1].astype(float),
        "in hosts": seen.of("present", "host")[:, -1].astype(float),
        "dead": seen.of("deaths")[:, -1].astype(float),
    }


def doubling(big: Scenario) -> dict[str, float]:
    one, two = quantities(sample(town(1), 700, seed=1)), quantities(sample(big, 700, seed=2))
    return {
        "doubling: away": same_mean_p(2 * one["away"], two["away"]),
        "doubling: in camps": same_mean_p(2 * one["in camps"], two["in camps"]),
        "doubling: in hosts": same_mean_p(2 * one["in hosts"], two["in hosts"]),
        "doubling: dead": same_mean_p(2 * one["dead"], two["dead"]),
    }


def test_twice_the_people_and_twice_the_room_double_the_means() -> None:
    """Many people, so that what is not linear (crowding, rationing) has its mean-field value; free places weigh nothing."""
    accept(doubling(town(2)))


def test_twice_the_people_in_the_same_room_do_not() -> None:
    detect(doubling(town(2, room=1)))


def two_groups(*, alike: bool = True) -> tuple[Scenario, Scenario]:
    """Returns a situation with one anonymous group, and the same with two groups of the same kernel."""
    places = [place("home", "zone"), place("camp", "camp", capacity=400), place("host")]
    routes = [route("home", "camp", id="road"), route("home", "host", id="last", residual=True)]
    one = situation(
        places, routes, days=15, rate_held=0.03, death_rate=0.01, population=2000, crowding_start=0.5,
        schedule=[change(0, "road", "capacity_per_day", 40)], passage_risk=0.02,
    )  # fmt: skip
    two = situation(
        places, routes, days=15, rate_held=0.03, death_rate=0.01, population=2000, crowding_start=0.5, passage_risk=0.02,
        groups={"some": 0.5, "others": 0.5},
        schedule=[change(0, "road", "capacity_per_day", 40),
                  *([] if alike else [change(0, "road", "admission", 0, group="some")])],
    )  # fmt: skip
    return one, two


def merged_groups(*, alike: bool = True) -> dict[str, float]:
    one, two = (sample(scenario, 3000, seed=seed) for seed, scenario in enumerate(two_groups(alike=alike)))
    a, b = one.of("present", "camp")[:, 9].astype(float), two.of("present", "camp")[:, 9].astype(float)
    return {"I9 groups: mean": same_mean_p(a, b), "I9 groups: variance": same_variance_p(a, b)}


def test_merging_two_groups_alike_keeps_the_law_of_the_sum() -> None:
    accept(merged_groups())


def test_merging_two_groups_that_differ_does_not() -> None:
    detect(merged_groups(alike=False))


def merged_zones(second: float = 0.05) -> dict[str, float]:
    """Two zones of 1,000 people with one origin and the same road, against one of 2,000."""
    ends = [place("gate", "crossing"), place("camp", "camp", capacity=600), place("host")]
    onward = [route("gate", "camp"), route("gate", "host", id="last", residual=True)]
    values = {"rate_held": 0.05, "crowding_start": 0.4, "passage_risk": 0.03}
    one = situation([place("home", "zone"), *ends], [route("home", "gate"), *onward], days=20, population=2000, **values)
    two = situation(
        [place("east", "zone"), place("west", "zone"), *ends], [route("east", "gate"), route("west", "gate"), *onward],
        days=20, population=1000, origins={"city": ["east", "west"]}, **values,
    )  # fmt: skip
    two = with_parameters(two, {"rate_held.west": second})
    a, b = (sample(scenario, 3000, seed=seed).of("displaced_current")[:, -1] for seed, scenario in enumerate((one, two)))
    return {"I9 zones: mean": same_mean_p(a, b), "I9 zones: variance": same_variance_p(a, b)}


def test_merging_two_zones_alike_keeps_the_law_of_the_sum() -> None:
    accept(merged_zones())


def test_merging_two_zones_that_differ_does_not() -> None:
    detect(merged_zones(0.06))


def test_the_town_has_everything_switched_on() -> None:
    seen = sample(replace(town(1), schedule=town(1).schedule), 5)
    for quantity in ("turned_back", "redirected", "deaths", "returned", "exposed_person_days", "held", "waiting"):
        assert seen.of(quantity).sum() > 0, quantity
    assert seen.of("passages", "camp").sum() > 0
