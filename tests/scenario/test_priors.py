"""Distributions: their quantiles against SciPy's, their bounds, their words."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from corridor.priors import NOTATION, PriorError, parse

U = np.array([1e-12, 1e-4, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.9999, 1 - 1e-12])
NONE = (None, None)

REFERENCE = [
    ("LN(0.008,0.5)", NONE, stats.lognorm(0.5, scale=0.008)),
    ("U(10,35)", NONE, stats.uniform(10, 25)),
    ("N(1.8,0.45)", NONE, stats.norm(1.8, 0.45)),
    ("TN(1,0.5)", (0.0, 2.5), stats.truncnorm(-2, 3, 1, 0.5)),
    ("TN(0,1)", (6.0, 8.0), stats.truncnorm(6, 8)),
    ("TN(0,1)", (-8.0, -6.0), stats.truncnorm(-8, -6)),
    ("TN(0,0.5)", (0.0, None), stats.truncnorm(0, math.inf, 0, 0.5)),
    ("Beta(2,14)", NONE, stats.beta(2, 14)),
    ("Beta(1.5,60)", NONE, stats.beta(1.5, 60)),
    ("Gamma(7,0.5)", NONE, stats.gamma(4, scale=7 / 4)),
    ("Gamma(200,0.3)", NONE, stats.gamma(1 / 0.09, scale=200 * 0.09)),
]


@pytest.mark.parametrize(("text", "bounds", "reference"), REFERENCE, ids=[f"{row[0]} {row[1]}" for row in REFERENCE])
def test_quantiles_agree_with_scipy(text: str, bounds: tuple[float | None, float | None], reference: object) -> None:
    found = parse(text, *bounds).quantile(U)
    np.testing.assert_allclose(found, reference.ppf(U), rtol=1e-7, atol=1e-12)  # type: ignore[attr-defined]


def test_mean_and_cv_of_the_gamma() -> None:
    values = parse("Gamma(7,0.5)").quantile((np.arange(200_000) + 0.5) / 200_000)
    assert values.mean() == pytest.approx(7, rel=1e-3)
    assert values.std() / values.mean() == pytest.approx(0.5, rel=1e-2)


def test_bounds_clip_and_shapes_are_kept() -> None:
    prior = parse("LN(1,1)", 0.5, 2.0)
    values = prior.quantile(np.linspace(0.001, 0.999, 12).reshape(3, 4))
    assert values.shape == (3, 4)
    assert (values.min(), values.max()) == (0.5, 2.0)
    assert prior.support == (0.5, 2.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("LN(0.008,0.5)", "log-normal, median 0.008, 90 %: 0.0035 to 0.018"),
        ("U(10,35)", "uniform, median 22, 90 %: 11 to 34"),
        ("LN(4500,0.5)", "log-normal, median 4,500, 90 %: 1,980 to 10,200"),
        ("=0.5", "fixed at 0.5"),
        ("Beta(2,14)", "beta, median 0.11, 90 %: 0.024 to 0.28"),
    ],
)
def test_plain_words(text: str, words: str) -> None:
    assert parse(text).text == words


@pytest.mark.parametrize("text", ["LN(0.008,0.5)", "=0.5", "Beta(2,14)", "TN(1,0.5)", "Gamma(7,0.5)", "U(1,2)", "N(0,1)"])
def test_notation_is_what_was_read(text: str) -> None:
    assert parse(text).notation == text
    assert parse(f" {text.lower()} ".replace(",", " ; ")) == parse(text)


def test_median_and_interval() -> None:
    prior = parse("U(0,100)")
    assert prior.median == 50
    assert prior.interval(0.5) == (25, 75)


@pytest.mark.parametrize(
    "text", ["", "0.5", "LN", "LN(1)", "LN(1,2,3)", "Weibull(1,2)", "U(a,b)", "= x", "LN(1,2", "U(1 2)"]
)
def test_what_is_no_distribution(text: str) -> None:
    with pytest.raises(PriorError) as caught:
        parse(text)
    assert str(caught.value) == f"is not a distribution; allowed are {NOTATION}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("LN(0,1)", "LN(median,sigma) needs median > 0 and sigma ≥ 0"),
        ("U(2,1)", "U(a,b) needs a ≤ b"),
        ("N(0,-1)", "N(mean,sd) needs sd ≥ 0"),
        ("TN(0,0)", "TN(mean,sd) needs sd > 0"),
        ("Beta(0,1)", "Beta(a,b) needs a > 0 and b > 0"),
        ("Gamma(1,0)", "Gamma(mean,cv) needs mean > 0 and cv > 0"),
    ],
)
def test_what_makes_no_sense(text: str, why: str) -> None:
    with pytest.raises(PriorError) as caught:
        parse(text)
    assert str(caught.value) == f"makes no sense: {why}"


@pytest.mark.parametrize("text", ["LN(1,1000)", "Gamma(1,1e200)", "U(-1e308,1e308)"])
def test_values_that_nobody_can_use(text: str) -> None:
    with pytest.raises(PriorError, match="has no usable values within its bounds"):
        parse(text)


def test_a_truncated_normal_without_weight() -> None:
    with pytest.raises(PriorError, match="has no usable values within its bounds"):
        parse("TN(0,1)", 100.0, 101.0)


def test_numbers_too_large() -> None:
    with pytest.raises(PriorError, match="is not finite"):
        parse("=1e999")
