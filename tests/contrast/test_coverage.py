"""A simulation study: the stated interval covers the true difference as often as it says.

One zone, one road; people leave at a rate with a prior, until a policy shuts the road. With rate x the displaced after
T days are N (1 - exp(-x T)) on average, and N (1 - exp(-x d)) where the road is shut from day d on: the true difference
of a parameter is known. A study is one comparison; it covers if the true difference of one more parameter, drawn from
the prior by another key, lies in its 90 % interval.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, norm
from tests.support.situations import change, place, route, situation

from corridor.contrast import compare
from corridor.parameters import draw
from corridor.scenario.schema import Policy, Scenario

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

PEOPLE, DAYS, SHUT = 300, 12, 6
MEDIAN = 0.03
STUDIES, DRAWS = 80, 20
#: The chance that a right interval fails one of the tests of this file.
FALSE_ALARM = 1e-3


def road(sigma: float) -> Scenario:
    """The situation, with a log-normal prior of that sigma; 0 fixes the rate."""
    made = situation(
        [place("town", "zone"), place("village")],
        [route("town", "village", days=0)],
        days=DAYS,
        population=PEOPLE,
        rate_held=MEDIAN,
        duration_days=1e6,
        policies=[Policy("shut", "The road is shut", (change(SHUT, "town>village", "open", 0.0),))],
    )
    prior = f"LN({MEDIAN},{sigma})" if sigma else f"={MEDIAN}"
    changed = [replace(each, priors=(prior,) * 4) if each.id == "rate_held" else each for each in made.parameters]
    return replace(made, parameters=tuple(changed))


def truth(rate: np.ndarray) -> np.ndarray:
    return PEOPLE * (np.exp(-rate * DAYS) - np.exp(-rate * SHUT))


def intervals(scenario: Scenario, studies: int) -> np.ndarray:
    """The 90 % intervals (studies, 2) of the difference in displaced people at the end."""
    rows = []
    for seed in range(studies):
        made = compare(scenario, ["factual", "shut"], members=2 * DRAWS, seed=1_000 + seed, jobs=1)
        rows.append(made.contrast("shut", "displaced_ever").quantiles[-1, [0, 4]])
    return np.array(rows)


def expected_range(studies: int, at: float = 0.9) -> tuple[float, float]:
    """How many of the studies cover, but for FALSE_ALARM."""
    return binom.ppf(FALSE_ALARM / 2, studies, at), binom.ppf(1 - FALSE_ALARM / 2, studies, at)


def test_the_truth_of_the_situation_is_what_the_formula_says() -> None:
    made = compare(road(0.0), ["factual", "shut"], members=600, seed=77)
    contrast = made.contrast("shut", "displaced_ever")
    distance = abs(float(contrast.difference[-1]) - float(truth(np.array(MEDIAN)))) / float(contrast.mc_se[-1])
    assert distance < norm.ppf(1 - FALSE_ALARM / 2)


def test_the_interval_covers_a_further_draw_at_its_nominal_rate() -> None:
    """Chance within a draw has about half the variance of the parameters here: left in, it would widen the interval."""
    scenario = road(0.25)
    found = intervals(scenario, STUDIES)
    further = truth(draw(scenario.parameters, "P1", 99_999, STUDIES).of("rate_held"))
    covered = int(((found[:, 0] <= further) & (further <= found[:, 1])).sum())
    low, high = expected_range(STUDIES)
    assert low <= covered <= high
    # The same without the luck of the further draw: what share of the prior each interval holds, on average.
    rates = truth(MEDIAN * np.exp(0.25 * norm.ppf((np.arange(4_000) + 0.5) / 4_000)))
    held = ((found[:, :1] <= rates) & (rates <= found[:, 1:])).mean(axis=1)
    assert held.mean() == pytest.approx(0.9, abs=0.03)


def test_with_parameters_fixed_it_covers_the_one_truth_at_least_so_often() -> None:
    studies = 50
    found = intervals(road(0.0), studies)
    only = float(truth(np.array(MEDIAN)))
    covered = int(((found[:, 0] <= only) & (only <= found[:, 1])).sum())
    assert covered >= expected_range(studies)[0]
