"""Chains: leaving and coming back (T18), a closed network (T19), an open one (T20), the mean field (T21)."""

import math

import numpy as np
import pytest
from tests.support.runs import sample
from tests.support.situations import change, day, place, route, situation, with_parameters
from tests.support.statistics import accept, chi_square_p, correlation_p, detect, mean_p, variance_p

from corridor.scenario.schema import Scenario, Zone


def rate(probability: float) -> float:
    return -math.log1p(-probability)


def t18(leave: float = 0.004, back: float = 0.01) -> dict[str, float]:
    """A village that is taken on day 0: who leaves may return at once, and whoever returned leaves as readily as before."""
    scenario = situation(
        [place("home", "zone"), place("host")], [route("home", "host")],
        zones=[Zone("home", 1, begins=day(0), villages=True)], mode="replayed",
        schedule=[change(0, "home", "share_retaken", 1)], days=700,
        population=200, rate_retaken=rate(leave), reflight_share=1 - (1 - leave) ** 180, return_rate=rate(back),
    )  # fmt: skip
    seen = sample(scenario, 500)
    home = seen.of("present", "home")
    out = seen.of("departures", "home")[:, -100:].sum(axis=1)
    came = seen.of("returned", "home")
    half = 49  # days: the half-life of the relaxation, 1 - a - b a day
    at_half = 142.857 + 57.143 * 0.986**half
    return {
        "T18 mean": mean_p(home[:, -1], 142.857, 40.816),
        "T18 variance": variance_p(home[:, -1], 40.816),
        "T18 relaxation": mean_p(home[:, half - 1], at_half, at_half * (1 - at_half / 200)),
        "T18 flow out": mean_p(out, 57.143),  # detailed balance: N pi a = N (1 - pi) b = .57143 a day
        "T18 flow home": mean_p(came[:, -1] - came[:, -101], 57.143),
    }


@pytest.mark.statistical
def test_t18_leaving_and_coming_back() -> None:
    accept(t18())


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("wrong", [{"leave": 0.0042}, {"back": 0.0105}, {"leave": 0.0048, "back": 0.012}])
def test_t18_would_notice_another_rate(wrong: dict[str, float]) -> None:
    """The last keeps the stationary law; the relaxation and the flows tell."""
    detect(t18(**wrong))


def test_t18_reference_numbers() -> None:
    assert pytest.approx(142.857, abs=5e-4) == 200 * 0.01 / 0.014
    assert pytest.approx(40.816, abs=5e-4) == 200 * (0.01 / 0.014) * (0.004 / 0.014)
    assert math.log(0.5) / math.log(0.986) == pytest.approx(49.2, abs=0.05)


CLOSED = {"ab": 0.5, "ac": 0.5, "ba": 0.3, "bc": 0.7, "ca": 0.9, "cb": 0.1}


def network(shares: dict[str, float], *, days: int, initial: int = 0, inflow: float = 0.0) -> Scenario:
    """Returns towns through which people pass, each day from one to the next by fixed shares; `out` is outside."""
    towns = sorted({end for pair in shares for end in pair} - {"o"})
    places = [place(town, "town", initial=initial if town == "a" else 0) for town in towns]
    names = {**{town: town for town in towns}, "o": "out"}
    routes = [route(names[pair[0]], names[pair[1]], id=pair) for pair in shares]
    scenario = situation([*places, place("out")], routes, days=days, inflow__a=inflow)
    return with_parameters(scenario, {f"share.{pair}": share for pair, share in shares.items()})


def stationary(shares: dict[str, float]) -> np.ndarray:
    law = np.full(3, 1 / 3)
    matrix = np.array([[shares.get(one + other, 0.0) for other in "abc"] for one in "abc"])
    for _ in range(10_000):
        law = law @ matrix
    return law


def t19(**wrong: float) -> dict[str, float]:
    seen = sample(network({**CLOSED, **wrong}, days=80, initial=200), 4000)
    counts = np.array([seen.of("waiting", town)[:, -1] for town in "abc"])
    assert (counts.sum(axis=0) == 200).all()
    law = stationary(CLOSED)
    expected = -math.sqrt(law[0] * law[1] / ((1 - law[0]) * (1 - law[1])))
    return {
        "T19 shares": chi_square_p(counts.sum(axis=1), law),
        "T19 covariance": correlation_p(counts[0], counts[1], expected),
    }


@pytest.mark.slow
@pytest.mark.statistical
def test_t19_closed_network_is_multinomial() -> None:
    accept(t19())


@pytest.mark.slow
@pytest.mark.statistical
def test_t19_would_notice_another_share() -> None:
    detect(t19(ab=0.51, ac=0.49))


OPEN = {"aa": 0.9, "ab": 0.08, "ao": 0.02, "bb": 0.95, "bc": 0.02, "bo": 0.03, "cc": 0.97, "co": 0.03}


def t20(**wrong: float) -> dict[str, float]:
    seen = sample(network({**OPEN, **wrong}, days=450, inflow=50.0), 1000)
    a, b, c = (seen.of("waiting", town)[:, -1] for town in "abc")
    return {
        "T20 mean a": mean_p(a, 500.0, 500.0),
        "T20 mean b": mean_p(b, 800.0, 800.0),
        "T20 mean c": mean_p(c, 533.33, 533.33),
        "T20 variance a": variance_p(a, 500.0),
        "T20 variance b": variance_p(b, 800.0),
        "T20 variance c": variance_p(c, 533.33),
        "T20 correlation ab": correlation_p(a, b),
        "T20 correlation bc": correlation_p(b, c),
        "T20 correlation ac": correlation_p(a, c),
    }


@pytest.mark.slow
@pytest.mark.statistical
def test_t20_open_network_is_independent_poisson() -> None:
    accept(t20())


@pytest.mark.slow
@pytest.mark.statistical
def test_t20_would_notice_another_share() -> None:
    detect(t20(bc=0.021, bo=0.029))


def test_t20_reference_numbers() -> None:
    matrix = np.array([[0.9, 0.08, 0], [0, 0.95, 0.02], [0, 0, 0.97]])
    assert np.array([50, 0, 0]) @ np.linalg.inv(np.eye(3) - matrix) == pytest.approx([500, 800, 533.333])
