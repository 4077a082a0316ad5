"""What is read off a run, and what is made of it: values by member, estimates, intervals."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from tests.claims.made import ensemble, number, scenario

from corridor.claims.estimands import NotRun, day_of, values_of, week_end
from corridor.claims.places import Counted
from corridor.claims.run import Options
from corridor.claims.schema import Condition, Measure, Share
from corridor.claims.summary import summarise, wilson
from corridor.ensemble import Ensemble
from corridor.model.record import SHARE_UNIT
from corridor.series import Series

SIX = Options(members=6, replicates=2)
TWENTY = date(2020, 3, 20)  # day 19


def plain(policy: str, prior: str, series: Series, shape: tuple[int, int]) -> np.ndarray:
    """Member m has m a day of everything; shares grow by a twentieth of m a day, up to 1."""
    members = np.arange(shape[0])[:, None] * np.ones(shape[1], int)
    if series.quantity == "retaken_share":
        return np.minimum(np.cumsum(members * SHARE_UNIT // 20, axis=1), SHARE_UNIT)
    return members if series.quantity in ("arrivals", "passages") else np.cumsum(members, axis=1)


@pytest.fixture(scope="module")
def run() -> Ensemble:
    return ensemble(scenario(), "factual", "P1", SIX, plain)


COUNTED = Counted(scenario())
EACH = np.arange(6.0)


def test_a_running_total_is_read_on_its_day(run: Ensemble) -> None:
    assert values_of(run, COUNTED, number("deaths", on=TWENTY)).tolist() == (EACH * 20).tolist()
    assert values_of(run, COUNTED, number("deaths")).tolist() == (EACH * 60).tolist()


def test_a_flow_is_summed_from_the_first_day_and_over_places(run: Ensemble) -> None:
    asked = number("arrivals", places=("river-camp", "hill-villages"), on=TWENTY, kind="flow")
    assert values_of(run, COUNTED, asked).tolist() == (EACH * 20 * 2).tolist()


def test_a_share_of_another_quantity_and_nothing_of_nothing(run: Ensemble) -> None:
    asked = number("arrivals", places=("river-camp",), share=Share("displaced_ever", ("all",)), kind="flow")
    assert values_of(run, COUNTED, asked).tolist() == [0.0, 1.0, 1.0, 1.0, 1.0, 1.0]


def test_the_first_day_and_the_day_after_the_last_for_never(run: Ensemble) -> None:
    asked = number("retaken_share", measure=Measure.FIRST_DAY, places=("old-town",), reaches=1.0, kind="ratio")
    assert values_of(run, COUNTED, asked).tolist() == [60.0, 19.0, 9.0, 6.0, 4.0, 3.0]


def test_a_ratio_is_read_as_a_share(run: Ensemble) -> None:
    asked = number("retaken_share", places=("old-town",), on=date(2020, 3, 10), kind="ratio")
    assert values_of(run, COUNTED, asked).tolist() == [0.0, 0.5, 1.0, 1.0, 1.0, 1.0]


def test_of_shares_over_places_the_smallest_counts() -> None:
    def one_lags(policy: str, prior: str, series: Series, shape: tuple[int, int]) -> np.ndarray:
        share = 0.3 if series.place == "mosul-right" else 0.9
        return np.full(shape, share * SHARE_UNIT if series.quantity == "retaken_share" else 0)

    run = ensemble(scenario("mosul-2016"), "factual", "P1", Options(2, 1, until=date(2016, 10, 20)), one_lags)
    asked = number("retaken_share", places=("mosul-left", "mosul-right"), kind="ratio")
    assert values_of(run, Counted(scenario("mosul-2016")), asked).tolist() == [0.3, 0.3]


def test_a_set_stands_for_the_places_of_it_that_count_the_quantity() -> None:
    def by_region(policy: str, prior: str, series: Series, shape: tuple[int, int]) -> np.ndarray:
        regions = {"hasakah": 1, "raqqa-governorate": 10, "deir-ez-zor": 100, "all": 1_000}
        return np.full(shape, regions.get(series.place, 5) if series.quantity == "events" else 0)

    situation = scenario("mosul-2016")
    run = ensemble(situation, "factual", "P1", Options(2, 1, until=date(2016, 10, 20)), by_region)
    assert values_of(run, Counted(situation), number("events", places=("syria",))).tolist() == [111.0, 111.0]


def test_fighters_at_first_are_the_draws_of_their_zones() -> None:
    situation = scenario("mosul-2016")
    options = Options(4, 2, until=date(2016, 10, 20))
    run = ensemble(situation, "factual", "P1", options, lambda *asked: np.full(asked[3], 600))
    share = Share("", ("mosul-left", "mosul-right"))
    asked = number("fighters_relocated", places=("hasakah",), share=share, restricted=True)
    drawn = run.parameters.of("fighters_initial.mosul-left") + run.parameters.of("fighters_initial.mosul-right")
    assert values_of(run, Counted(situation), asked) == pytest.approx(600 / np.repeat(drawn, 2))


def test_fighters_are_read_on_the_last_day_of_a_week() -> None:
    dates = ensemble(scenario(), "factual", "P1", SIX, plain).dates
    assert [week_end(day, 60) for day in (0, 6, 7, 55, 56, 59)] == [6, 6, 13, 55, 59, 59]
    assert day_of(dates, number(on=date(2020, 3, 2), restricted=True)) == 6
    assert day_of(dates, number(on=date(2020, 3, 2))) == 1


def test_a_run_that_ends_earlier_does_not_hold_the_number() -> None:
    short = ensemble(scenario(), "factual", "P1", Options(2, 1, until=date(2020, 3, 5)), plain)
    with pytest.raises(NotRun, match="the run ends on 2020-03-05, before 2020-03-20"):
        values_of(short, COUNTED, number(on=TWENTY))


def test_one_policy_gives_median_interval_and_how_often_it_holds() -> None:
    found = summarise(number(true_if=Condition(">", 49.5)), np.arange(101.0), None, 1)
    assert (found.low, found.middle, found.high) == (5.0, 50.0, 95.0)
    assert found.probability == pytest.approx(51 / 101)
    assert found.probability_low < found.probability < found.probability_high
    assert found.draws == 101


def test_a_probability_is_the_share_of_members() -> None:
    asked = number(measure=Measure.PROBABILITY, true_if=Condition(">=", 1.0))
    found = summarise(asked, np.array([0.0, 1.0, 1.0, 1.0]), None, 2)
    assert found.middle == found.probability == 0.75
    assert (found.low, found.high) == wilson(2, 2) or found.low < 0.75 < found.high


def test_a_number_that_decides_nothing_has_no_probability() -> None:
    assert math.isnan(summarise(number(), np.arange(4.0), None, 1).probability)


def test_a_difference_takes_chance_out_and_says_how_large_it_is() -> None:
    generator = np.random.default_rng(7)
    effect = np.repeat(generator.normal(5.0, 2.0, 400), 2)
    before, chance = generator.normal(0.0, 50.0, 800), generator.normal(0.0, 6.0, 800)
    found = summarise(number(against="x", true_if=Condition(">", 0.0)), before + effect + chance, before, 2)
    assert found.draws == 400
    assert found.middle == pytest.approx(5.0, abs=0.8)
    # 5 ± 1.645 × 2, and not the spread of members (6.3) nor of their means over two replicates (4.7)
    assert (found.low, found.high) == (pytest.approx(1.7, abs=0.9), pytest.approx(8.3, abs=0.9))
    assert found.mc_se == pytest.approx(6.0 / math.sqrt(800), rel=0.1)
    assert 0.97 < found.probability <= 1.0


def test_a_difference_that_is_nothing_is_exactly_nothing() -> None:
    same = np.arange(8.0)
    found = summarise(number(against="x", true_if=Condition("<", 0.0)), same, same, 2)
    assert (found.low, found.middle, found.high, found.probability, found.mc_se) == (0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "holds"), [(">1", [0, 0, 1]), (">= 1", [0, 1, 1]), ("<1", [1, 0, 0]), ("<=  1", [1, 1, 0])]
)
def test_conditions(text: str, holds: list[int]) -> None:
    condition = Condition.parse(text)
    assert condition is not None
    assert condition.holds(np.array([0.0, 1.0, 2.0])).tolist() == [bool(each) for each in holds]


@pytest.mark.parametrize("text", ["", "1", "=> 1", "> x", "> inf", "> nan", "!= 1"])
def test_what_is_no_condition(text: str) -> None:
    assert Condition.parse(text) is None
