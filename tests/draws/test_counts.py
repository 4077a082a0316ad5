"""Binomial, Poisson and hypergeometric draws against exact CDFs and SciPy, where it is hardest to be right."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from scipy import stats
from tests.draws.reference import Steps, binomial_cdf, hypergeometric_cdf, poisson_cdf, wrong

from corridor.draws import binomial, draw_key, hypergeometric, poisson, uniform

TAILS = [1e-15, 1e-13, 1e-11, 1e-9, 1e-6, 1e-3, 0.02, 0.3]
LEVELS = [*TAILS, 0.5, *(1.0 - u for u in TAILS), 2.0**-53, 1.0 - 2.0**-53]
NEAR = [1.5e-12, -1.5e-12, 1e-11, -1e-11, 1e-9, -1e-9, 1e-6, -1e-6]

SIZES = [1, 2, 3, 5, 10, 30, 100, 1_000, 12_345, 1_000_000]
CHANCES = [1e-300, 1e-12, 1e-6, 1e-4, 0.01, 0.1, 0.25, 0.4999, 0.5, 0.5001, 0.7, 0.9, 1 - 1e-6, 1 - 1e-16]
HUGE = [(10**8, 1e-7), (10**8, 0.3), (10**9, 7.3e-9), (10**9, 0.02), (10**9, 1 / 3), (10**9, 1 - 1e-8),
        (4 * 10**9, 0.5), (4 * 10**9, 1e-5)]  # fmt: skip
MEANS = [1e-300, 1e-9, 0.01, 0.5, 3.0, 5.999, 6.0, 6.5, 11.2, 37.0, 500.3, 1e4 + 0.1, 1e6]
POPULATIONS = [
    (1, 1, 1), (3, 5, 4), (1, 1000, 500), (1000, 1, 500), (7, 90, 80), (100, 900, 300), (900, 100, 300), (50, 50, 50),
    (24, 2700, 396), (300, 20, 310), (5000, 5000, 37), (5000, 5000, 9970), (123, 100_000, 70_000), (300_000, 1, 2),
    (40_000, 60_000, 50_000), (400_000, 600_000, 1234), (1_000, 999_000, 999_500),
]  # fmt: skip
HUGE_POPULATIONS = [
    (10**9 - 3, 3, 10**8),
    (5 * 10**8, 5 * 10**8, 5 * 10**8),
    (10**8, 9 * 10**8, 10**5),
    (10**6, 10**9, 10**6),
]


def mismatches(draw: Callable[[float], int], steps: Steps) -> Iterator[tuple[float, int]]:
    """Yield the u, and what was drawn, that are wrong: at fixed levels, in the tails, and beside the CDF's steps."""
    least, cdf = steps
    inside = np.flatnonzero((cdf > 1e-11) & (cdf < 1 - 1e-11))
    beside = inside[np.unique(np.linspace(0, len(inside) - 1, 150).astype(int))] if len(inside) else []
    levels = LEVELS + [float(cdf[at]) + gap for at in beside for gap in NEAR]
    for u in levels:
        if 0.0 < u < 1.0 and wrong(k := draw(u), u, steps):
            yield u, k
    for at in beside:  # a step of 3e-12 or more on both sides is told apart
        if cdf[at] - (cdf[at - 1] if at else 0) > 3e-12 and cdf[at + 1] - cdf[at] > 3e-12:
            assert draw(float(cdf[at]) - 1.5e-12) == least + at
            assert draw(float(cdf[at]) + 1.5e-12) == least + at + 1


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("p", CHANCES)
def test_binomial_is_the_exact_quantile(n: int, p: float) -> None:
    assert list(mismatches(lambda u: binomial(u, n, p), binomial_cdf(n, p))) == []


@pytest.mark.slow
@pytest.mark.parametrize(("n", "p"), HUGE)
def test_binomial_of_a_huge_n_is_the_exact_quantile(n: int, p: float) -> None:
    assert list(mismatches(lambda u: binomial(u, n, p), binomial_cdf(n, p))) == []


@pytest.mark.parametrize("mean", MEANS)
def test_poisson_is_the_exact_quantile(mean: float) -> None:
    assert list(mismatches(lambda u: poisson(u, mean), poisson_cdf(mean))) == []


@pytest.mark.slow
@pytest.mark.parametrize("mean", [1e8 + 0.3, 1e9])
def test_poisson_of_a_huge_mean_is_the_exact_quantile(mean: float) -> None:
    assert list(mismatches(lambda u: poisson(u, mean), poisson_cdf(mean))) == []


@pytest.mark.parametrize(("good", "bad", "drawn"), POPULATIONS)
def test_hypergeometric_is_the_exact_quantile(good: int, bad: int, drawn: int) -> None:
    steps = hypergeometric_cdf(good, bad, drawn)
    assert list(mismatches(lambda u: hypergeometric(u, good, bad, drawn), steps)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("good", "bad", "drawn"), HUGE_POPULATIONS)
def test_hypergeometric_of_a_huge_population_is_the_exact_quantile(good: int, bad: int, drawn: int) -> None:
    steps = hypergeometric_cdf(good, bad, drawn)
    assert list(mismatches(lambda u: hypergeometric(u, good, bad, drawn), steps)) == []


@pytest.mark.slow
def test_random_cases_near_their_steps() -> None:
    rng = np.random.default_rng(20161017)
    for _ in range(1500):
        n, p = int(10 ** rng.uniform(0, 6)), float(10 ** rng.uniform(-6, 0))
        p = p if rng.random() < 0.6 else 1.0 - p
        assert list(mismatches(lambda u, n=n, p=p: binomial(u, n, p), binomial_cdf(n, p))) == [], (n, p)
        mean = float(10 ** rng.uniform(-3, 4))
        assert list(mismatches(lambda u, mean=mean: poisson(u, mean), poisson_cdf(mean))) == [], mean
        good, bad = (int(10 ** rng.uniform(0, 5)) for _ in range(2))
        case = good, bad, int(rng.integers(0, good + bad + 1))
        steps = hypergeometric_cdf(*case)
        assert list(mismatches(lambda u, case=case: hypergeometric(u, *case), steps)) == [], case


def test_equal_to_scipy_at_keyed_uniforms() -> None:
    rng = np.random.default_rng(1)
    u = np.array([uniform(draw_key(1, i, 0, 0, 0)) for i in range(4000)])
    n, p, mean = (
        (10 ** rng.uniform(0, 6, 4000)).astype(int),
        10 ** rng.uniform(-4, 0, 4000),
        10 ** rng.uniform(-2, 6, 4000),
    )
    ours = [binomial(*case) for case in zip(u, n, p, strict=True)]
    assert np.array_equal(ours, stats.binom.ppf(u, n, p))
    assert np.array_equal([poisson(*case) for case in zip(u, mean, strict=True)], stats.poisson.ppf(u, mean))
    good, bad = rng.integers(1, 3000, (2, 400))
    drawn = (rng.uniform(size=400) * (good + bad)).astype(int)
    ours = [hypergeometric(*case) for case in zip(u, good, bad, drawn, strict=False)]
    assert np.array_equal(ours, stats.hypergeom.ppf(u[:400], good + bad, good, drawn))


@pytest.mark.parametrize("u", LEVELS)
def test_certain_outcomes(u: float) -> None:
    assert binomial(u, 0, 0.3) == 0
    assert binomial(u, 10**9, 0.0) == 0
    assert binomial(u, 10**9, 1.0) == 10**9
    assert binomial(u, 10**9, 1e-300) == 0
    assert poisson(u, 0.0) == 0
    assert hypergeometric(u, 0, 10, 5) == 0
    assert hypergeometric(u, 10, 0, 5) == 5
    assert hypergeometric(u, 10, 7, 17) == 10
    assert hypergeometric(u, 10, 7, 0) == 0
    assert hypergeometric(u, 0, 0, 0) == 0


def test_a_step_belongs_to_the_smaller_count() -> None:
    assert [binomial(u, 1, 0.5) for u in (0.5, 0.5 + 2.0**-53)] == [0, 1]
    assert [binomial(u, 1, 0.75) for u in (0.25, 0.25 + 2.0**-53)] == [0, 1]
    assert [binomial(u, 2, 0.75) for u in (0.0625, 0.0626, 0.4375, 0.4376)] == [0, 1, 1, 2]
    assert [hypergeometric(u, 1, 1, 1) for u in (0.4999, 0.5001)] == [0, 1]


@pytest.mark.parametrize("u", [1e-12, 1e-15, 2.0**-53])
def test_the_tails_are_right_to_relative_precision(u: float) -> None:
    laws = [(stats.binom(*given), lambda v, given=given: binomial(v, *given)) for given in
            [(1000, 0.9), (1000, 0.1), (30, 0.02), (30, 0.98), (10**6, 0.3)]]  # fmt: skip
    laws += [(stats.poisson(mean), lambda v, mean=mean: poisson(v, mean)) for mean in (0.01, 4.0, 30.0, 1000.0)]
    laws += [(stats.hypergeom(good + bad, good, drawn), lambda v, given=(good, bad, drawn): hypergeometric(v, *given))
             for good, bad, drawn in [(100, 900, 300), (980, 20, 300), (30, 30, 25), (48, 2, 7)]]  # fmt: skip
    for law, draw in laws:
        k = draw(u)
        assert law.cdf(k) >= u * (1 - 1e-9)
        assert law.cdf(k - 1) < u * (1 + 1e-9)
        k = draw(1.0 - u)
        v = 1.0 - (1.0 - u)
        assert law.sf(k) <= v * (1 + 1e-9)
        assert k == 0 or law.sf(k - 1) > v * (1 - 1e-9)


def test_u_below_what_a_key_can_give_counts_as_the_least() -> None:
    for u in (1e-17, 1e-100, 5e-324):
        assert binomial(u, 1000, 0.9) == binomial(2.0**-53, 1000, 0.9)
        assert poisson(u, 1000.0) == poisson(2.0**-53, 1000.0)
        assert hypergeometric(u, 1000, 900, 700) == hypergeometric(2.0**-53, 1000, 900, 700)


NAN = float("nan")
REFUSED = [
    (binomial, (0.0, 5, 0.5), "binomial: u must lie strictly between 0 and 1"),
    (binomial, (NAN, 5, 0.5), "binomial: u must lie strictly between 0 and 1"),
    (binomial, (0.5, -1, 0.5), "binomial: n must lie between 0 and 10**12"),
    (binomial, (0.5, 10**12 + 1, 0.5), "binomial: n must lie between 0 and 10**12"),
    (binomial, (0.5, 5, -1e-9), "binomial: p must lie between 0 and 1"),
    (binomial, (0.5, 5, 1.0000001), "binomial: p must lie between 0 and 1"),
    (binomial, (0.5, 5, NAN), "binomial: p must lie between 0 and 1"),
    (poisson, (1.0, 5.0), "poisson: u must lie strictly between 0 and 1"),
    (poisson, (0.5, -1e-9), "poisson: mean must lie between 0 and 10**12"),
    (poisson, (0.5, NAN), "poisson: mean must lie between 0 and 10**12"),
    (hypergeometric, (0.0, 5, 5, 5), "hypergeometric: u must lie strictly between 0 and 1"),
    (hypergeometric, (0.5, -5, 5, 0), "hypergeometric: good, bad and drawn must be 0 or more"),
    (hypergeometric, (0.5, 5, 5, 11), "hypergeometric: drawn must be at most good + bad"),
    (hypergeometric, (0.5, 2 * 10**9, 2 * 10**9, 1), "hypergeometric: good + bad must be at most 3,000,000,000"),
]


@pytest.mark.parametrize(("draw", "given", "text"), REFUSED)
def test_what_is_refused_and_in_which_words(draw: Callable[..., int], given: tuple[float, ...], text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        draw(*given)
