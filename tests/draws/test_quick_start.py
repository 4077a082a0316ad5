"""The error bound of the quick start, searched over the steps of many CDFs; and the special functions."""

import math
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special
from tests.draws.reference import Steps, binomial_cdf, hypergeometric_cdf, poisson_cdf

from corridor.draws import exponential, hypergeometric, normal
from corridor.draws.cornish_fisher import lattice_error, lattice_quantile
from corridor.draws.stirling import deviance, stirling_error

Cumulants = tuple[Fraction, float, float, float, float, float]
VARIANCES = [3.0, 4.5, 7.0, 12.0, 30.0, 100.0, 1000.0]


def binomial_cumulants(n: int, p: float) -> Cumulants:
    q, k2 = 1.0 - p, n * p * (1.0 - p)
    k3 = k2 * (q - p)
    pq = p * q
    return Fraction(n) * Fraction(p), k2, k3, k2 * (1 - 6 * pq), k3 * (1 - 12 * pq), k2 * (1 - 30 * pq + 120 * pq * pq)


def largest_share_of_bound(steps: Steps, cumulants: Cumulants) -> float:
    """Return the largest error at a step, as a share of the bound; and assert that the quick start rises with z."""
    least, cdf = steps
    at = np.unique(np.linspace(0, len(cdf) - 1, 300).astype(int))
    z = special.ndtri(cdf[at].astype(float))
    # the CDF loses the upper tail, so only half of it is used; the other half is the same for n - X
    at, z = at[(z > -8.2) & (z < 2.0)], z[(z > -8.2) & (z < 2.0)]
    mean, *others = cumulants
    whole = math.floor(mean)
    x = [lattice_quantile(float(v), float(mean - whole), *others) + whole for v in z]
    bound = [lattice_error(float(v), others[0]) for v in z]
    assert_rising_where_used(others)
    return float(np.max(np.abs(np.array(x) - (least + at)) / bound))


def assert_rising_where_used(others: list[float]) -> None:
    z = np.arange(-8.3, 8.3, 0.05)
    x = np.array([lattice_quantile(v, 0.0, *others) for v in z])
    used = np.array([lattice_error(v, others[0]) < 0.5 for v in z])
    assert np.all(np.diff(x)[used[1:] & used[:-1]] > 0.0)


@pytest.mark.parametrize("variance", VARIANCES)
def test_error_of_the_quick_start_is_below_half_its_bound(variance: float) -> None:
    rng = np.random.default_rng(int(variance))
    for _ in range(12):
        target = variance * float(10 ** rng.uniform(0, 0.3))
        p = float(10 ** rng.uniform(-6, math.log10(0.5)))
        p = p if rng.random() < 0.5 else 1.0 - p
        n = math.ceil(target / (p * (1.0 - p)))
        assert largest_share_of_bound(binomial_cdf(n, p), binomial_cumulants(n, p)) < 0.5, (n, p)
        assert largest_share_of_bound(poisson_cdf(target), (Fraction(target), *[target] * 5)) < 0.5, target


@pytest.mark.slow
def test_error_of_the_quick_start_over_a_wide_search() -> None:
    rng = np.random.default_rng(5)
    for _ in range(1200):
        target = 3.0 * float(10 ** rng.uniform(0, 2.5))
        p = float(10 ** rng.uniform(-9, math.log10(0.5)))
        p = p if rng.random() < 0.5 else 1.0 - p
        n = math.ceil(target / (p * (1.0 - p)))
        assert largest_share_of_bound(binomial_cdf(n, p), binomial_cumulants(n, p)) < 0.5, (n, p)


@pytest.mark.parametrize("variance", [6.0, 9.0, 20.0, 60.0])
def test_hypergeometric_beside_every_step(variance: float) -> None:
    """The population's own cumulants enter only here: each step is told apart on both sides."""
    rng = np.random.default_rng(int(variance))
    for _ in range(25):
        g, h = (float(10 ** rng.uniform(-2.5, math.log10(0.5))) for _ in range(2))
        everybody = math.ceil(variance * float(10 ** rng.uniform(0, 0.2)) / (g * (1 - g) * h * (1 - h)))
        good, drawn = round(g * everybody), round(h * everybody)
        if rng.random() < 0.5:
            drawn = everybody - drawn
        least, cdf = hypergeometric_cdf(good, everybody - good, drawn)
        gap = 4e-12
        for at in np.flatnonzero((cdf > 1e-10) & (cdf < 1 - 1e-10)):
            mass = min(cdf[at] - (cdf[at - 1] if at else 0), cdf[at + 1] - cdf[at])
            if mass > 2 * gap:
                case = good, everybody - good, drawn
                assert hypergeometric(float(cdf[at] - gap), *case) == least + at, case
                assert hypergeometric(float(cdf[at] + gap), *case) == least + at + 1, case


def relative(ours: list[float], right: NDArray[np.float64]) -> float:
    return float(np.max(np.abs(np.array(ours) / right - 1.0)))


def test_normal_is_the_inverse_of_the_normal_cdf() -> None:
    u = np.concatenate([10.0 ** -np.arange(1, 300, 0.37), np.linspace(0.001, 0.499, 999)])
    assert relative([normal(v) for v in u], special.ndtri(u)) < 2e-15
    assert normal(0.5) == 0.0
    assert all(normal(1.0 - v) == -normal(v) for v in (2.0**-53, 2.0**-30, 0.125, 0.4375))


def test_exponential_is_the_inverse_of_its_cdf() -> None:
    u = np.concatenate([10.0 ** -np.arange(0.3, 300, 0.37), 1 - 10.0 ** -np.arange(1, 16)])
    assert relative([exponential(v) for v in u], -special.log1p(-u)) < 1e-15


def test_stirling_error_against_log_gamma() -> None:
    for n in [1, 2, 5, 15, 16, 17, 40, 170]:
        direct = math.log(math.factorial(n)) - (0.5 * math.log(2 * math.pi * n) + n * (math.log(n) - 1))
        assert stirling_error(float(n)) == pytest.approx(direct, abs=4e-16 * (1 + n * math.log(n)))
    assert stirling_error(0.0) == 0.0
    # the table and the series meet
    series = 1 / (12 * 15) - 1 / (360 * 15**3) + 1 / (1260 * 15**5) - 1 / (1680 * 15**7)
    assert stirling_error(15.0) == pytest.approx(series, rel=1e-11)
    assert stirling_error(1e9) == pytest.approx(1 / 12e9, rel=1e-15)


def test_deviance_to_relative_precision() -> None:
    for mean in (1.0, 37.5, 1e9):
        for t in (-1.0, -0.99, -0.3, -0.151, -0.149, -1e-3, -1e-9, 1e-9, 1e-3, 0.149, 0.151, 0.9, 30.0):
            series = sum((-t) ** m / (m * (m - 1)) for m in range(2, 60)) if abs(t) < 0.5 else None
            right = series if series is not None else (1 + t) * math.log1p(t) - t if t > -1 else 1.0
            assert deviance(mean, mean * t) == pytest.approx(mean * right, rel=3e-15), t
    assert deviance(5.0, 0.0) == 0.0


@pytest.mark.parametrize("draw", [normal, exponential])
@pytest.mark.parametrize("u", [0.0, 1.0, -0.1, 1.1, float("nan")])
def test_u_outside_is_refused(draw: object, u: float) -> None:
    with pytest.raises(ValueError, match=r"^(normal|exponential): u must lie strictly between 0 and 1$"):
        draw(u)  # type: ignore[operator]
