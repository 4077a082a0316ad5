"""Both errors of screening: the formulae, the curves from who came, and that nothing is marked as best."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.publish.made import START, ensemble, parameter, scenario

from corridor.publish import publish
from corridor.publish.next_city import wilson
from corridor.publish.screening import FALSE_POSITIVE_RATES, SENSITIVITIES, predictive_value, threshold
from corridor.published_screening import ScreeningErrors
from corridor.scenario.schema import Change, FollowOn

PARAMETERS = (
    parameter("sensitivity", "=0.6"),
    parameter("false_positive_rate", "=0.03"),
    parameter("release_rate", "=0.1"),
    parameter("population.big-zone", "=300000"),
)
MEMBERS, DAYS = 40, 10


def errors(men: Any, fighters: Any = None, **more: Any) -> ScreeningErrors:
    """Returns what is published where so many came to the gate on every day."""
    values = {("arrivals", "gate", "men_boys"): men}
    if fighters is not None:
        values["arrivals", "gate", "fighters"] = fighters
    described = scenario(parameters=PARAMETERS, fighters=fighters is not None, **more)
    found = publish(ensemble(values, members=MEMBERS, days=DAYS, of=described)).screening
    assert found is not None
    return found


@pytest.mark.parametrize(("prevalence", "value"), [(0.001, 0.0196), (0.005, 0.0913), (0.02, 0.2899)])
def test_t8_what_a_finding_is_worth(prevalence: float, value: float) -> None:
    assert round(predictive_value(prevalence, 0.6, 0.03), 4) == value


def test_at_the_threshold_half_of_those_held_are_innocent() -> None:
    for s, f in ((0.6, 0.03), (0.35, 0.06), (1.0, 0.5)):
        assert predictive_value(threshold(s, f), s, f) == pytest.approx(0.5)


@pytest.mark.parametrize(("s", "f", "value"), [(0.0, 0.0, np.nan), (0.0, 0.1, 0.0), (1.0, 0.0, 1.0)])
def test_limits_of_the_formula(s: float, f: float, value: float) -> None:
    np.testing.assert_equal(predictive_value(0.01, s, f), value)


def test_the_table_is_an_example_with_its_threshold() -> None:
    found = errors([1_000] * MEMBERS)
    assert [round(row.share, 4) for row in found.predictive] == [0.0196, 0.0913, 0.2899]
    assert found.threshold == pytest.approx(0.03 / 0.63)


def test_innocent_people_are_held_in_proportion_to_the_rate() -> None:
    found = errors([10_000] * MEMBERS)
    for row, rate in zip(found.held, FALSE_POSITIVE_RATES, strict=True):
        assert row.rate == rate
        assert row.people == (round(rate * 100_000, -2),) * 5


def test_days_held_are_a_geometric_sum_cut_at_the_end() -> None:
    found = errors([100_000] * MEMBERS)
    kept = np.exp(-0.1)
    by_hand = 0.03 * sum(100_000 * sum(kept**later for later in range(DAYS - day)) for day in range(DAYS))
    (row,) = [row for row in found.held if row.rate == 0.03]
    assert row.person_days[2] == round(by_hand, -2)


def test_nobody_is_screened_on_days_without_screening() -> None:
    shut = (Change(START, "gate", "screening", 0.0, known_on=START),)
    found = errors([10_000] * MEMBERS, schedule=shut)
    assert np.isnan([row.people for row in found.held[1:]]).all()  # fewer than 50


def test_fighters_who_pass_are_a_range_that_shrinks_with_sensitivity() -> None:
    found = errors([1_000] * MEMBERS, np.arange(MEMBERS))  # 7 to 259 come in the whole week: 0 to 300, outwards
    assert tuple(row.sensitivity for row in found.missed) == SENSITIVITIES
    assert (found.missed[0].low, found.missed[0].high) == (0, 300)
    assert (found.missed[5].low, found.missed[5].high) == (0, 150)
    assert (found.missed[-1].low, found.missed[-1].high) == (0, 50)


def test_without_fighters_only_one_error_can_happen() -> None:
    assert errors([1_000] * MEMBERS).missed == ()


def test_shares_of_members_by_stage_add_up_and_have_an_interval() -> None:
    stages = np.repeat([0, 1, 2, 3], 10)
    following = FollowOn("quiet-zone", "province", ("big-zone",), START, START, START)
    described = scenario(follow_on=following)
    found = publish(ensemble({("follow_on_stage", "all", "all"): stages}, members=40, of=described)).next_city
    assert found is not None
    assert [float(stage.share[0]) for stage in found.stages] == [0.25] * 4
    assert all((stage.low < stage.share).all() and (stage.share < stage.high).all() for stage in found.stages)


def test_wilson_covers_at_about_its_rate() -> None:
    """Statistical: 90 % nominal, 4,000 samples; off by more than 0.03 with probability below 1e-9 (binomial)."""
    generator = np.random.default_rng(1)
    seen = generator.binomial(60, 0.3, 4_000) / 60
    low, high = wilson(seen, 60)
    assert abs(((low <= 0.3) & (high >= 0.3)).mean() - 0.9) < 0.03
