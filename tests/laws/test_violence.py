"""Self-exciting events: T10, T11, T12 and T13 of MODEL.md 2.17, with all feedback off."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.support.runs import after_day, crew_for, sample
from tests.support.situations import place, situation
from tests.support.statistics import accept, chi_square_p, detect, mean_p, variance_p

from corridor.draws import member_key
from corridor.engine.day import advance
from corridor.engine.member import record_for
from corridor.engine.state import copy_state
from corridor.model.scratch import scratch_for
from corridor.scenario.schema import Scenario

BASE, RATIO, MEMORY = 0.8, 0.45, 14.0


def hawkes(days: int, ratio: float = RATIO) -> Scenario:
    """Returns one region with events and nobody in it."""
    return situation([place("land", "region")], [], days=days, base_events=BASE, branching_ratio=ratio, memory_days=MEMORY)


def daily(scenario: Scenario, members: int) -> np.ndarray:
    events = sample(scenario, members).of("events", "land")
    return np.diff(events, axis=1, prepend=0)


def mean_of_day(j: int) -> float:
    stationary = BASE / (1 - RATIO)
    return stationary - RATIO * stationary * (1 - (1 - RATIO) / MEMORY) ** (j - 1)


def t10(ratio: float = RATIO) -> dict[str, float]:
    events = daily(hawkes(50, ratio), 20_000)
    return {"T10 day 10": mean_p(events[:, 9], 0.9982), "T10 day 50": mean_p(events[:, 49], 1.3627)}


def test_t10_reference_numbers() -> None:
    assert [mean_of_day(10), mean_of_day(50)] == pytest.approx([0.9982, 1.3627], abs=5e-5)
    assert pytest.approx(1.454545, abs=5e-7) == BASE / (1 - RATIO)


@pytest.mark.statistical
def test_t10_mean_of_a_day() -> None:
    accept(t10())


@pytest.mark.statistical
def test_t10_would_notice_fewer_children() -> None:
    detect(t10(0.40))


def fano(window: int) -> float:
    """Returns Var/mean of the sum over a stationary window, from Cov_k = (phi Var S + w n E) phi^(k - 1)."""
    w, mean = 1 / MEMORY, BASE / (1 - RATIO)
    phi = 1 - w * (1 - RATIO)
    var_s = (w * RATIO) ** 2 * mean / (1 - phi**2)
    lags = np.arange(1, window)
    covariance = (phi * var_s + w * RATIO * mean) * phi ** (lags - 1)
    return float((window * (mean + var_s) + 2 * np.sum((window - lags) * covariance)) / (window * mean))


def t11(ratio: float = RATIO) -> dict[str, float]:
    events = daily(hawkes(700, ratio), 1_500)
    window = 400
    return {
        "T11 variance": variance_p(events[:, 299], 1.474055),
        "T11 window": variance_p(events[:, 300:].sum(axis=1), fano(window) * window * BASE / (1 - RATIO)),
    }


def test_t11_reference_numbers() -> None:
    w, mean = 1 / MEMORY, BASE / (1 - RATIO)
    phi = 1 - w * (1 - RATIO)
    assert mean + (w * RATIO) ** 2 * mean / (1 - phi**2) == pytest.approx(1.474055, abs=5e-7)
    assert pytest.approx(3.3058, abs=5e-5) == 1 / (1 - RATIO) ** 2
    assert fano(3000) == pytest.approx(3.2863, abs=5e-5)


@pytest.mark.slow
@pytest.mark.statistical
def test_t11_variance_of_a_day_and_of_a_long_window() -> None:
    accept(t11())


@pytest.mark.slow
@pytest.mark.statistical
def test_t11_would_notice_fewer_children() -> None:
    detect(t11(0.38))


def clusters(ratio: float, members: int) -> np.ndarray:
    """Returns the sizes of clusters that one event starts; each runs until it is all but surely over."""
    scenario = situation([place("land", "region")], [], days=150, base_events=0.0, branching_ratio=ratio, memory_days=2.0)
    crew = crew_for(scenario)
    theta = crew.theta(0)
    start, scratch = crew.start(theta), scratch_for(crew.world)
    start.excitation[0] = ratio / 2.0  # one event, yesterday
    _, record = record_for(crew.world)
    sizes = []
    for member in range(members):
        state = copy_state(start)
        for day in range(150):
            advance(crew.world, theta, state, day, member_key(1, member), scratch, record)
            if state.excitation[0] < 1e-9:
                break
        sizes.append(1 + int(state.events[0]))
    return np.array(sizes)


def borel(k: int) -> float:
    return math.exp(-RATIO * k + (k - 1) * math.log(RATIO * k) - math.lgamma(k + 1))


def t12(ratio: float = RATIO) -> dict[str, float]:
    sizes = clusters(ratio, 4_000)
    law = [borel(k) for k in range(1, 6)]
    seen = [int(np.sum(sizes == k)) for k in range(1, 6)]
    return {
        "T12 mean": mean_p(sizes, 1.81818, 2.70473),
        "T12 sizes": chi_square_p([*seen, sizes.size - sum(seen)], [*law, 1 - sum(law)]),
    }


def test_t12_reference_numbers() -> None:
    assert pytest.approx([1.81818, 2.70473], abs=5e-6) == [1 / (1 - RATIO), RATIO / (1 - RATIO) ** 3]
    assert [borel(1), borel(2)] == pytest.approx([0.63763, 0.18296], abs=5e-6)


@pytest.mark.slow
@pytest.mark.statistical
def test_t12_a_cluster_has_borel_size() -> None:
    accept(t12())


@pytest.mark.slow
@pytest.mark.statistical
def test_t12_would_notice_fewer_children() -> None:
    detect(t12(0.38))


def t13(spill: float = 0.2) -> dict[str, float]:
    """Children to one from (one, other) are (.35, .10), to the other (.05, .40)."""
    scenario = situation(
        [place("one", "region"), place("other", "region")], [], days=250, memory_days=3.0,
        base_events__one=0.8, base_events__other=0.2, branching_ratio__one=0.40, branching_ratio__other=0.50,
        spillover_share__one=0.125, spillover_share__other=spill,
    )  # fmt: skip
    run = sample(scenario, 8_000)
    daily_mean = [np.diff(run.of("events", name)[:, [149, 249]], axis=1)[:, 0] / 100.0 for name in ("one", "other")]
    return {"T13 one": mean_p(daily_mean[0], 1.298701), "T13 other": mean_p(daily_mean[1], 0.441558)}


def test_t13_reference_numbers() -> None:
    children = np.array([[0.35, 0.10], [0.05, 0.40]])
    assert np.linalg.solve(np.eye(2) - children, [0.8, 0.2]) == pytest.approx([1.298701, 0.441558], abs=5e-7)
    assert max(abs(np.linalg.eigvals(children))) == pytest.approx(0.45, abs=5e-4)


@pytest.mark.slow
@pytest.mark.statistical
def test_t13_two_regions_excite_each_other() -> None:
    accept(t13())


@pytest.mark.slow
@pytest.mark.statistical
def test_t13_would_notice_no_spilling_over() -> None:
    detect(t13(0.0))


def test_no_events_without_a_cause() -> None:
    state, _ = after_day(crew_for(situation([place("land", "region")], [], days=20)), 20)
    assert state.events.sum() == 0
    assert state.excitation.sum() == 0.0
