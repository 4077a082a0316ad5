"""Leaving: T1, T2, T15, T17 of MODEL.md 2.17, through the engine's own days."""

import math

import numpy as np
import pytest
from tests.support.runs import chances, sample
from tests.support.situations import day, place, route, situation, with_parameters
from tests.support.statistics import accept, chi_square_p, detect, mean_p, variance_p

from corridor.model.state import CONTESTED
from corridor.scenario.schema import Scenario, Zone

AT_ONCE = 1000.0  # a rate at which everyone leaves on the first day


def rate(probability: float) -> float:
    return -math.log1p(-probability)


def t1(p: float = 0.02) -> dict[str, float]:
    one_road = situation(
        [place("home", "zone"), place("host")], [route("home", "host", days=3)],
        days=60, population=1000, rate_held=rate(p),
    )  # fmt: skip
    seen = sample(one_road, 1500)
    arrived = seen.of("arrivals", "host").sum(axis=1)
    departures = seen.of("departures", "home").sum(axis=0)
    by_day = 0.02 * 0.98 ** np.arange(60)
    stayed = 1000 * 1500 - departures.sum()
    return {
        "T1 mean": mean_p(arrived, 683.86, 216.20),
        "T1 variance": variance_p(arrived, 216.20),
        "T1 day of departure": chi_square_p([*departures, stayed], [*by_day, 0.98**60]),
    }


@pytest.mark.statistical
def test_t1_one_road_three_days_long() -> None:
    accept(t1())


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("p", [0.0203, 0.0197])
def test_t1_would_notice_another_rate(p: float) -> None:
    detect(t1(p))


def test_t1_reference_numbers() -> None:
    arrived = 1 - 0.98**57
    assert 1000 * arrived == pytest.approx(683.86, abs=0.005)
    assert 1000 * arrived * (1 - arrived) == pytest.approx(216.20, abs=0.005)


def t2(far: float = 90.0) -> dict[str, float]:
    two_camps = situation(
        [place("home", "zone"), place("near", "camp"), place("far", "camp")],
        [route("home", "near", 30.0), route("home", "far", far)], days=1, population=10_000, rate_held=AT_ONCE,
    )  # fmt: skip
    seen = sample(two_camps, 4000)
    near, other = seen.of("present", "near")[:, 0], seen.of("present", "far")[:, 0]
    assert (near + other == 10_000).all()
    return {"T2 mean": mean_p(near, 7142.857, 2040.82), "T2 covariance": variance_p(near, 2040.82)}


@pytest.mark.statistical
def test_t2_split_between_two_camps() -> None:
    """The two counts add up to N, so that their covariance is minus the variance of either."""
    accept(t2())


@pytest.mark.slow
@pytest.mark.statistical
def test_t2_would_notice_another_distance() -> None:
    detect(t2(90.2))


def risks(death: float, by_road: float, by_river: float, *, days: int = 1, people: float = 1e6) -> Scenario:
    """Returns a zone in which an anonymous group faces three constant competing risks."""
    total = by_road + by_river
    scenario = situation(
        [place("home", "zone"), place("north"), place("south")],
        [route("home", "north", id="road"), route("home", "south", id="river")],
        zones=[Zone("home", 1, window=1, begins=day(0))],
        days=days, population=people, rate_contested=total, death_rate=death, duration_days=1e12,
    )  # fmt: skip
    return with_parameters(scenario, {"share.road": by_road / total, "share.river": by_river / total})


def t15(death: float = 0.012) -> dict[str, float]:
    seen = sample(risks(death, 0.006, 0.002, days=120, people=2e6), 1)
    split = [seen.of("deaths", "home")[0, -1], *(seen.of("arrivals", end)[0].sum() for end in ("north", "south"))]
    still = 2_000_000 - sum(split)
    return {
        "T15 by day 120": chi_square_p([*split, still], [0.54557, 0.27278, 0.09093, 1 - 0.90928]),
        "T15 split": chi_square_p(split, [0.6, 0.3, 0.1]),
    }


@pytest.mark.statistical
def test_t15_competing_risks_of_an_anonymous_group() -> None:
    accept(t15())


@pytest.mark.slow
@pytest.mark.statistical
def test_t15_would_notice_another_rate() -> None:
    detect(t15(0.0121))


def of_a_day(death: float, by_road: float, by_river: float) -> np.ndarray:
    out, dying = chances(risks(death, by_road, by_river), "home", CONTESTED)
    return np.array([dying, out["road"], out["river"]])


def test_t17_one_day_equals_two_half_days_with_half_the_rates() -> None:
    whole, half = of_a_day(0.02, 0.05, 0.01), of_a_day(0.01, 0.025, 0.005)
    twice = half + (1 - half.sum()) * half
    assert whole == pytest.approx([0.019221, 0.048052, 0.009610], abs=5e-7)
    assert twice == pytest.approx(whole, rel=1e-13)


def test_t17_ordered_sub_steps_would_differ() -> None:
    first = 1 - math.exp(-0.02)
    then = (1 - first) * (1 - math.exp(-0.05))
    whole = of_a_day(0.02, 0.05, 0.01)
    assert [first, then] == pytest.approx([0.01980, 0.04780], abs=5e-6)
    assert abs(whole[0] - first) > 5e-4
    assert abs(whole[1] - then) > 2e-4


def t17(rates: tuple[float, float, float], days: int, name: str) -> dict[str, float]:
    seen = sample(risks(*rates, days=days, people=1e8), 1)
    split = [seen.of("deaths", "home")[0, -1], *(seen.of("arrivals", end)[0].sum() for end in ("north", "south"))]
    law = [0.0192206, 0.0480515, 0.0096103]
    return {name: chi_square_p([*split, 1e8 - sum(split)], [*law, 1 - sum(law)])}


@pytest.mark.statistical
def test_t17_in_people() -> None:
    accept(t17((0.02, 0.05, 0.01), 1, "T17 engine, one day"))
    accept(t17((0.01, 0.025, 0.005), 2, "T17 engine, two half days"))


def test_nothing_moves_at_rate_zero_and_everything_at_a_rate_beyond_measure() -> None:
    still = situation([place("home", "zone"), place("host")], [route("home", "host")], days=5)
    assert sample(still, 3).of("departures", "home").sum() == 0
    gone = with_parameters(still, {"rate_held": AT_ONCE})
    assert (sample(gone, 3).of("departures", "home")[:, 0] == 10_000).all()
