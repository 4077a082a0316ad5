"""Limits: the throttled camp (T3), the full camp (T4), the narrow gate (T5), rationing by group (T24), closed ways (T6)."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tests.support.runs import sample
from tests.support.situations import change, day, place, route, situation, with_parameters
from tests.support.statistics import accept, detect, mean_p, variance_p

from corridor.scenario.schema import Consent, Corridor, Scenario

AT_ONCE = 1000.0


def gate(*routes: str, **more: object) -> Corridor:
    about = {"groups": ("people",), "consent": Consent.UNILATERAL, **more}
    return Corridor(id="gate", name="Gate", routes=routes, **about)  # type: ignore[arg-type]


def t3(start: float = 0.9, scale: int = 10_000) -> dict[str, float]:
    """Constant demand: so many people that those who leave are not missed, and everyone weighs the logsum in full."""
    people, wanted, places = 1e8 * scale, 500 * scale, 10_000 * scale
    throttled = situation(
        [place("home", "zone"), place("camp", "camp", capacity=places)], [route("home", "camp")],
        days=21, population=people, rate_held=wanted / people, logsum_weight=1.0, crowding_start=start,
    )  # fmt: skip
    present = sample(throttled, 60).of("present", "camp") / scale
    linear, throttled_part = t3_means(9000 / scale)
    assert [linear, throttled_part] == pytest.approx([9000, 9875], abs=0.5)
    # Past the start the gap halves every day, and with it the deviation; to which each day's demand adds its own.
    spread = 9000 / 4**3 + 500 / 4**2 + 250 / 4 + 125
    return {
        "T3 linear part": mean_p(present[:, 17], linear, 9000 / scale),
        "T3 throttled part": mean_p(present[:, 20], throttled_part, spread / scale),
    }


def t3_means(variance: float) -> tuple[float, float]:
    """Returns the means on days 18 and 21: the closed form's, less the few who left, less what the kink at .9 costs."""
    people = 1e8
    linear = -people * math.expm1(-18 * 500 / people)
    sd, below = math.sqrt(variance), 9000 - linear
    beyond = sd * stats.norm.pdf(below / sd) - below * stats.norm.sf(below / sd)
    load = linear + 500 * (1 - linear / people) - 0.5 * beyond
    for _ in range(2):
        load += 0.5 * (10_000 - load) * (1 - load / people)
    return linear, load


@pytest.mark.statistical
def test_t3_throttled_camp() -> None:
    accept(t3())


@pytest.mark.slow
@pytest.mark.statistical
def test_t3_would_notice_another_start_of_crowding() -> None:
    detect(t3(0.899))


def test_t3_differs_from_the_differential_equation() -> None:
    assert 10_000 - 1000 * (1 - 500 / 1000) ** 3 == 9875
    assert 10_000 - 1000 * math.exp(-0.5 * 3) == pytest.approx(9776.87, abs=0.005)


@pytest.mark.parametrize("people", [0, 3999, 4000, 4001, 10_000])
def test_t4_full_camp(people: int) -> None:
    scenario = situation(
        [place("home", "zone"), place("camp", "camp", capacity=4000), place("host")],
        [route("home", "camp"), route("home", "host", residual=True)],
        days=3, population=people, rate_held=AT_ONCE, crowding_start=1.0,
    )  # fmt: skip
    seen = sample(scenario, 5)
    assert (seen.of("present", "camp") == min(people, 4000)).all()
    assert (seen.of("present", "host") == max(people - 4000, 0)).all()
    assert (seen.of("redirected") == max(people - 4000, 0)).all()


def burst(capacity: float = 4000) -> Scenario:
    return situation(
        [place("home", "zone"), place("host")], [route("home", "host", id="road", open=False)],
        days=6, corridors=[gate("road")], schedule=[change(0, "gate", "open", 1)],
        population=10_500, rate_held=AT_ONCE, corridor_capacity=capacity,
    )  # fmt: skip


def test_t5_a_burst_through_a_corridor() -> None:
    """m = ceil(N / kappa) days; waiting person-days (m - 1) N - kappa m (m - 1) / 2."""
    seen = sample(burst(), 3)
    assert (seen.of("passages", "host") == [4000, 4000, 2500, 0, 0, 0]).all()
    assert (seen.of("present", "home").sum(axis=1) == 9000).all()
    assert (seen.of("turned_back", "home")[:, -1] == 9000).all()


def test_t5_half_the_hours_are_half_the_capacity() -> None:
    narrow = replace(burst(), corridors=(gate("road", hours=12.0),))
    assert (sample(narrow, 1).of("passages", "host") == [2000, 2000, 2000, 2000, 2000, 500]).all()


def t24(few: int = 100) -> dict[str, float]:
    scenario = situation(
        [place("home", "zone"), place("host")], [route("home", "host", id="road", open=False)],
        days=1, groups={"many": 1 - few / 1000, "few": few / 1000},
        corridors=[gate("road", groups=("many", "few"))], schedule=[change(0, "gate", "open", 1)],
        population=1000, rate_held=AT_ONCE, corridor_capacity=300.7,
    )  # fmt: skip
    last = sample(scenario, 4000, keep=("present",)).last["present"]  # (members, places, origins, groups)
    assert (last.sum(axis=(1, 2, 3)) == 300).all()
    admitted = last[:, 1, 0, 0]
    return {"T24 mean": mean_p(admitted, 30.0, 18.919), "T24 variance": variance_p(admitted, 18.919)}


@pytest.mark.statistical
def test_t24_rationing_by_group_is_hypergeometric() -> None:
    accept(t24())


@pytest.mark.slow
@pytest.mark.statistical
def test_t24_would_notice_two_more_in_a_thousand() -> None:
    detect(t24(102))


# T6. Closed is nothing at all: no flow, no draw, and not a bit of difference anywhere else.


def two_ways(**more: object) -> Scenario:
    return situation(
        [place("home", "zone"), place("east"), place("west")],
        [route("home", "east", id="east-road", days=1), route("home", "west", id="west-road", open=False)],
        days=20, groups={"some": 0.6, "people": 0.4}, corridors=[gate("west-road", groups=("some", "people"))],
        rate_held=0.05, death_rate=0.001, day_effect_sd=0.3, day_effect_persistence=0.5, passage_risk=0.01,
        corridor_capacity=100.0, **more,  # type: ignore[arg-type]
    )  # fmt: skip


OPEN = change(0, "gate", "open", 1)
CLOSED: dict[str, Scenario] = {
    "a corridor that nobody opens": two_ways(),
    "a window of no days": two_ways(schedule=[change(10, "gate", "open", 1, until=day(10))]),
    "a border that admits nobody": two_ways(schedule=[OPEN, change(0, "west-road", "admission", 0)]),
    "a border closed group by group": two_ways(
        schedule=[OPEN, *(change(0, "west-road", "admission", 0, group=group) for group in ("some", "people"))]
    ),
    "no trust": two_ways(schedule=[OPEN], trust_unilateral=0.0),
    "not yet announced": two_ways(schedule=[OPEN], awareness_start=0.0, awareness_rate=0.0),
    "a mask of nobody": replace(two_ways(schedule=[OPEN]), corridors=(gate("west-road", groups=()),)),
}


@pytest.mark.parametrize("scenario", CLOSED.values(), ids=CLOSED)
def test_t6_closed_is_as_if_it_did_not_exist(scenario: Scenario) -> None:
    without = sample(replace(two_ways(), corridors=()), 20)
    closed = sample(scenario, 20)
    assert closed.of("passages", "west").sum() == 0
    assert closed.draws == without.draws
    for series in without.series:
        assert np.array_equal(closed.of(series.quantity, series.place, series.group),
                              without.of(series.quantity, series.place, series.group)), series  # fmt: skip


def test_t6_an_open_one_would_be_noticed() -> None:
    opened, without = sample(two_ways(schedule=[OPEN]), 20), sample(replace(two_ways(), corridors=()), 20)
    assert opened.of("passages", "west").sum() > 0
    assert opened.draws > without.draws


def test_t6_before_the_window_nothing_differs() -> None:
    later = sample(two_ways(schedule=[change(9, "gate", "open", 1)]), 20)
    never = sample(two_ways(), 20)
    assert np.array_equal(later.values[:, :9], never.values[:, :9])
    assert not np.array_equal(later.values[:, 9], never.values[:, 9])


def test_t6_a_closed_only_way_keeps_everyone() -> None:
    shut = with_parameters(burst(), {"rate_held": AT_ONCE})
    assert (sample(replace(shut, schedule=()), 2).of("present", "home") == 10_500).all()
