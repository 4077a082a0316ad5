"""Screening: stages thin (T7), what a flag is worth (T8), how many are held (T9). The group is an anonymous one."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from tests.support.runs import sample
from tests.support.situations import place, route, situation
from tests.support.statistics import accept, binomial_p, chi_square_p, detect, mean_p, variance_p

from corridor.model.world import SCREENED, SOUGHT
from corridor.scenario.schema import Scenario


def stages(count: int, *, sensitivity: float, days: int, inflow: float = 0.0, initial: int = 0) -> Scenario:
    """Returns a gate, some stations one after another, and a host community behind them."""
    names = ["gate", *(f"station{i}" for i in range(count)), "host"]
    return situation(
        [place("gate", "town", initial=initial), *(place(name, "station") for name in names[1:-1]), place("host")],
        [route(start, end) for start, end in pairwise(names)],
        groups={"tested": 1.0}, days=days, sensitivity=sensitivity, throughput=1e9, inflow__gate=inflow,
    )  # fmt: skip


def t7(sensitivity: float = 0.6) -> dict[str, float]:
    two = stages(2, sensitivity=sensitivity, days=4, initial=500)
    passed = sample(two, 4000, roles={"tested": SOUGHT}).of("present", "host")[:, -1]
    one = stages(1, sensitivity=sensitivity, days=202, inflow=30.0)
    daily = sample(one, 100, roles={"tested": SOUGHT}).of("arrivals", "host")[:, 2:].ravel()
    seen = np.bincount(np.clip(daily, 3, 23), minlength=24)[3:]
    law = np.diff(np.concatenate(([0.0], stats.poisson.cdf(np.arange(3, 23), 12.0), [1.0])))
    return {
        "T7 mean": mean_p(passed, 80.0, 67.2),
        "T7 variance": variance_p(passed, 67.2),
        "T7 Poisson stays Poisson": chi_square_p(seen, law),
    }


@pytest.mark.statistical
def test_t7_two_stages_thin_and_poisson_stays_poisson() -> None:
    accept(t7())


@pytest.mark.slow
@pytest.mark.statistical
def test_t7_would_notice_another_sensitivity() -> None:
    detect(t7(0.605))


def t8(name: str, share: float, worth: float, false_alarm: float = 0.03) -> dict[str, float]:
    scenario = situation(
        [place("gate", "town", initial=20_000_000), place("station", "station"), place("host")],
        [route("gate", "station"), route("station", "host")],
        groups={"sought": share, "others": 1 - share}, days=1, sensitivity=0.6, false_positive_rate=false_alarm,
    )  # fmt: skip
    held = sample(scenario, 1, roles={"sought": SOUGHT, "others": SCREENED}, keep=("held",)).last["held"]
    others, sought = held.sum(axis=(0, 1, 2))  # groups in id order
    return {name: binomial_p(int(sought), int(sought + others), worth)}


WORTH = [
    ("T8 predictive value .001", 0.001, 0.0196),
    ("T8 predictive value .005", 0.005, 0.0913),
    ("T8 predictive value .02", 0.02, 0.2899),
]


@pytest.mark.statistical
@pytest.mark.parametrize(("name", "share", "reference"), WORTH)
def test_t8_predictive_value_of_a_flag(name: str, share: float, reference: float) -> None:
    worth = share * 0.6 / (share * 0.6 + (1 - share) * 0.03)
    assert worth == pytest.approx(reference, abs=5e-5)
    accept(t8(name, share, worth))
    detect(t8(name, share, worth, false_alarm=0.033))


def t9(release: float = 0.05) -> dict[str, float]:
    """The closed form has a daily probability of release; the parameter is a rate."""
    scenario = situation(
        [place("gate", "town"), place("station", "station"), place("host")],
        [route("gate", "station"), route("station", "host")],
        groups={"tested": 1.0}, days=330, inflow__gate=1500.0, false_positive_rate=0.03, release_rate=-math.log1p(-release),
    )  # fmt: skip
    held = sample(scenario, 1000, roles={"tested": SCREENED}).of("held", "station")[:, -1]
    edges = stats.poisson.ppf(np.arange(0.05, 1.0, 0.05), 900.0)
    seen = np.bincount(np.searchsorted(edges, held), minlength=edges.size + 1)
    law = np.diff(np.concatenate(([0.0], stats.poisson.cdf(edges, 900.0), [1.0])))
    return {
        "T9 mean": mean_p(held, 900.0, 900.0),
        "T9 variance": variance_p(held, 900.0),
        "T9 Poisson": chi_square_p(seen, law),
    }


@pytest.mark.statistical
def test_t9_held_stock_is_poisson() -> None:
    accept(t9())


@pytest.mark.slow
@pytest.mark.statistical
def test_t9_would_notice_another_rate_of_release() -> None:
    detect(t9(0.0505))
