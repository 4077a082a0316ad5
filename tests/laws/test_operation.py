"""The operation as a pure birth process: T14 of MODEL.md 2.17."""

import math

import numpy as np
import pytest
from scipy import stats
from tests.support.runs import sample
from tests.support.situations import day, place, route, situation
from tests.support.statistics import accept, chi_square_p, detect, mean_p

from corridor.scenario.schema import Zone

BLOCKS, DAYS = 12, 500


def days_taken(probability: float, members: int, *, pause: float = 0.0, resume: float = 1.0) -> np.ndarray:
    """Returns how many days each member's operation took; a block falls with `probability` on a day that is not a pause."""
    hazard = -math.log1p(-probability)  # duration_days is that of the whole battle, pauses included
    scenario = situation(
        [place("home", "zone"), place("host")], [route("home", "host")],
        zones=[Zone("home", BLOCKS, begins=day(0))], days=DAYS, population=0,
        duration_days=BLOCKS / hazard * (1.0 + pause / resume), pause_rate=pause, resume_rate=resume,
    )  # fmt: skip
    share = sample(scenario, members).of("retaken_share", "home")
    assert (share[:, -1] == 10_000).mean() > 0.999
    return np.argmax(share == 10_000, axis=1) + 1


def t14(probability: float = 0.08) -> dict[str, float]:
    taken = days_taken(probability, 1500)
    law = stats.nbinom(BLOCKS, 0.08, loc=BLOCKS)
    edges = law.ppf(np.arange(0.05, 1.0, 0.05))
    seen = np.bincount(np.searchsorted(edges, taken), minlength=edges.size + 1)
    return {
        "T14 mean": mean_p(taken, 150.0, 41.53**2),
        "T14 negative binomial": chi_square_p(seen, np.diff(np.concatenate(([0.0], law.cdf(edges), [1.0])))),
    }


@pytest.mark.statistical
def test_t14_blocks_fall_like_a_negative_binomial() -> None:
    accept(t14())


@pytest.mark.slow
@pytest.mark.statistical
def test_t14_would_notice_another_pace() -> None:
    detect(t14(0.0832))


def test_t14_reference_numbers() -> None:
    law = stats.nbinom(BLOCKS, 0.08, loc=BLOCKS)
    assert [law.mean(), law.std(), law.ppf(0.05), law.ppf(0.95)] == pytest.approx([150, 41.53, 89, 224], abs=0.005)


def t14_with_pauses(pause: float = 0.05) -> dict[str, float]:
    return {"T14 mean with pauses": mean_p(days_taken(0.1, 1500, pause=pause, resume=0.2), 149.75)}


@pytest.mark.slow
@pytest.mark.statistical
def test_t14_with_pauses() -> None:
    assert pytest.approx(149.75) == (BLOCKS / 0.1) * (1 + 0.05 / 0.2) - 0.05 / 0.2
    accept(t14_with_pauses())


@pytest.mark.slow
@pytest.mark.statistical
def test_t14_would_notice_more_pauses() -> None:
    detect(t14_with_pauses(0.065))
