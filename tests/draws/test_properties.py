"""What holds for every draw: order, bounds, symmetry, nobody lost."""

import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.draws.reference import binomial_cdf

from corridor.draws import (
    binomial,
    exponential,
    hypergeometric,
    multinomial,
    multivariate_hypergeometric,
    normal,
    poisson,
    uniform,
)

WORDS = st.integers(0, 2**64 - 1)
LEVELS = st.one_of(WORDS.map(lambda word: uniform(np.uint64(word))), st.floats(1e-300, 1.0 - 2.0**-53))
SIZES = st.one_of(st.integers(0, 50), st.integers(0, 10**9))
CHANCES = st.floats(0.0, 1.0)
COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8)
WEIGHTS = st.lists(st.one_of(st.just(0.0), st.floats(1e-12, 1e6)), min_size=1, max_size=8)


@given(LEVELS, LEVELS, SIZES, CHANCES)
def test_binomial_rises_with_u_and_stays_in_bounds(u: float, v: float, n: int, p: float) -> None:
    low, high = binomial(min(u, v), n, p), binomial(max(u, v), n, p)
    assert 0 <= low <= high <= n


@given(LEVELS, SIZES, SIZES, CHANCES)
def test_binomial_rises_with_n(u: float, n: int, m: int, p: float) -> None:
    assert binomial(u, min(n, m), p) <= binomial(u, max(n, m), p)


@given(LEVELS, SIZES, CHANCES, CHANCES)
def test_binomial_rises_with_p(u: float, n: int, p: float, r: float) -> None:
    assert binomial(u, n, min(p, r)) <= binomial(u, n, max(p, r))


@given(LEVELS, st.integers(0, 2000), st.integers(0, 1024))
def test_leavers_and_stayers_are_the_same_draw(u: float, n: int, per_1024: int) -> None:
    p = per_1024 / 1024
    assume(1.0 - (1.0 - u) == u)
    assume(p in {0.0, 1.0} or np.abs(binomial_cdf(n, p)[1] - u).min() > 1e-12)
    assert binomial(u, n, p) == n - binomial(1.0 - u, n, 1.0 - p)


@given(LEVELS, LEVELS, st.floats(0.0, 1e9), st.floats(0.0, 1e9))
def test_poisson_rises_with_u_and_mean(u: float, v: float, mean: float, other: float) -> None:
    low = poisson(min(u, v), min(mean, other))
    assert 0 <= low <= poisson(max(u, v), min(mean, other)) <= poisson(max(u, v), max(mean, other))


@given(LEVELS, LEVELS, SIZES, SIZES, st.floats(0.0, 1.0))
def test_hypergeometric_rises_with_u_and_stays_on_its_support(u: float, v: float, good: int, bad: int, share: float) -> None:
    drawn = int(share * (good + bad))
    low, high = hypergeometric(min(u, v), good, bad, drawn), hypergeometric(max(u, v), good, bad, drawn)
    assert max(0, drawn - bad) <= low <= high <= min(good, drawn)


@given(LEVELS, LEVELS)
def test_normal_and_exponential_rise_with_u(u: float, v: float) -> None:
    assert normal(min(u, v)) <= normal(max(u, v))
    assert 0.0 <= exponential(min(u, v)) <= exponential(max(u, v))


@given(WORDS)
def test_uniform_is_open_and_symmetric(word: int) -> None:
    u = uniform(np.uint64(word))
    assert 0.0 < u < 1.0
    assert u == 1.0 - uniform(np.uint64(2**64 - 1 - word))


@pytest.mark.parametrize("word", [0, 1, 2**63, 2**64 - 1, 2**64 - 2**11])
def test_uniform_is_open_at_the_ends(word: int) -> None:
    assert 2.0**-53 <= uniform(np.uint64(word)) <= 1.0 - 2.0**-53


@given(st.integers(0, 10**9), WEIGHTS, st.integers(0, 2**32))
def test_multinomial_loses_nobody(n: int, weights: list[float], seed: int) -> None:
    assume(any(weights))
    out = np.full(len(weights), -7, np.int64)
    multinomial(np.arange(seed, seed + len(weights), dtype=np.uint64), n, np.array(weights), out)
    assert out.sum() == n
    assert all(count >= 0 for count in out)
    assert all(count == 0 for count, weight in zip(out, weights, strict=True) if weight == 0.0)


@given(COUNTS, st.floats(0.0, 1.0), st.integers(0, 2**32))
def test_multivariate_hypergeometric_takes_exactly_what_was_asked(counts: list[int], share: float, seed: int) -> None:
    drawn = int(share * sum(counts))
    out = np.full(len(counts), -7, np.int64)
    multivariate_hypergeometric(np.arange(seed, seed + len(counts), dtype=np.uint64), np.array(counts), drawn, out)
    assert out.sum() == drawn
    assert all(0 <= taken <= count for taken, count in zip(out, counts, strict=True))


@given(st.integers(0, 10**6), WEIGHTS, st.integers(0, 7), WORDS)
def test_an_option_without_weight_changes_no_other(n: int, weights: list[float], at: int, word: int) -> None:
    assume(any(weights))
    keys = np.arange(len(weights), dtype=np.uint64)
    out, wider = np.zeros(len(weights), np.int64), np.zeros(len(weights) + 1, np.int64)
    multinomial(keys, n, np.array(weights), out)
    at = min(at, len(weights))
    multinomial(np.insert(keys, at, np.uint64(word)), n, np.insert(np.array(weights), at, 0.0), wider)
    assert np.delete(wider, at).tolist() == out.tolist()


def test_multinomial_is_refused_in_plain_words() -> None:
    keys, out = np.arange(2, dtype=np.uint64), np.zeros(2, np.int64)
    for n, weights, text in [
        (3, [0.0, 0.0], "multinomial: all weights are 0, so there is nowhere for the people to go"),
        (3, [1.0, -1.0], "multinomial: every weight must be 0 or more, and finite"),
        (3, [1.0, np.nan], "multinomial: every weight must be 0 or more, and finite"),
        (3, [1.0, np.inf], "multinomial: every weight must be 0 or more, and finite"),
        (-1, [1.0, 1.0], "multinomial: n must be 0 or more"),
        (3, [1.0], "multinomial: keys, weights and out must have the same length"),
    ]:
        with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
            multinomial(keys, n, np.array(weights), out)
    multinomial(keys, 0, np.zeros(2), out)
    assert out.tolist() == [0, 0]


def test_multivariate_hypergeometric_is_refused_in_plain_words() -> None:
    keys, out = np.arange(2, dtype=np.uint64), np.zeros(2, np.int64)
    for drawn, counts, text in [
        (8, [3, 4], "multivariate_hypergeometric: drawn must lie between 0 and the sum of counts"),
        (-1, [3, 4], "multivariate_hypergeometric: drawn must lie between 0 and the sum of counts"),
        (1, [3, -4], "multivariate_hypergeometric: every count must be 0 or more"),
        (1, [3], "multivariate_hypergeometric: keys, counts and out must have the same length"),
    ]:
        with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
            multivariate_hypergeometric(keys, np.array(counts), drawn, out)
