"""Simulation-based calibration of the filter: the true parameters of made-up data rank evenly in what it says."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.inference import made

from corridor.inference.filter_known import Stage
from corridor.inference.filter_sbc import Ranks, made_up_stages, outside, ranks_of
from corridor.observe.reports import reports_of

#: Days of the tutorial on which a count of the camp is made up.
DAYS = (8, 16, 24, 32, 40)
CAMP = reports_of(made.tutorial())[0]


@pytest.mark.slow
@pytest.mark.statistical
def test_true_parameters_rank_evenly() -> None:
    """40 replicates of 40 particles, every free parameter in four bins, bands that hold all with chance 99.99 %.

    A right filter fails with chance 1e-4 by the bands' own measure; the keys are fixed, so it never does by chance.
    """
    ranks = ranks_of(made.tutorial(), made.reporting(), CAMP, DAYS, replicates=40, particles=40)
    assert len(ranks.names) > 30
    assert outside(ranks, 4, 0.9999) == []
    middle = ((ranks.shares > 0.25) & (ranks.shares < 0.75)).mean()
    assert 0.35 < middle < 0.65, "neither much too sure nor much too unsure, over all parameters"


def test_bands_hold_even_ranks_and_not_those_of_a_filter_that_is_too_sure() -> None:
    even = Ranks(("a", "b"), (np.arange(200)[:, None] + 0.5) / 200 * np.ones((1, 2)))
    assert outside(even, 8, 0.95) == []
    sure = Ranks(("a", "b"), np.stack([even.shares[:, 0], np.where(even.shares[:, 0] < 0.5, 0.01, 0.99)], axis=1))
    assert {name for name, _, _ in outside(sure, 8, 0.9999)} == {"b"}
    shifted = Ranks(("a",), even.shares[:, :1] ** 3)
    assert ("a", 0, 100) in outside(shifted, 8, 0.9999)


def made_up(seed: int) -> tuple[NDArray[np.float64], tuple[Stage, ...]]:
    return made_up_stages(made.tutorial(), made.reporting(), CAMP, DAYS, seed)


def test_made_up_counts_follow_the_truth_and_the_seed() -> None:
    (scores, stages), (again, others) = made_up(5), made_up(6)
    values = [stage.reports[0].value for stage in stages]
    assert values != [stage.reports[0].value for stage in others]
    assert (stages, scores.tolist()) == (made_up(5)[1], made_up(5)[0].tolist())
    assert all(value >= 0 and value % 1 == 0 for value in values)
    assert values[-1] > values[0]
    assert not (scores == again).all()
    assert [stage.last - stage.first for stage in stages] == [9, 8, 8, 8, 8]
