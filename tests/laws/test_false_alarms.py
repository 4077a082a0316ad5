"""How often a right engine would fail any of these tests."""

import ast
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from tests.support.statistics import FAMILY, RATES, accept, chi_square_p, detect, mean_p, same_variance_p, variance_p

TESTS = Path(__file__).parents[1]


def test_the_rates_add_up_to_no_more_than_promised() -> None:
    assert sum(RATES.values()) <= FAMILY


def test_every_rate_is_spent_once() -> None:
    words: Counter[str] = Counter()
    for folder in ("laws", "properties"):
        for path in sorted((TESTS / folder).glob("test_*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            words.update(node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value in RATES)
    assert words == Counter(RATES.keys())


def test_a_surprise_is_an_error_and_calm_is_one_for_detect() -> None:
    name = next(iter(RATES))
    accept({name: 1e-3})
    detect({name: 1e-9})
    with pytest.raises(AssertionError, match=r"p = 1e-09"):
        accept({name: 1e-9})
    with pytest.raises(AssertionError, match="nothing noticed"):
        detect({name: 1e-3})
    with pytest.raises(KeyError):
        accept({"no such check": 0.5})


def test_p_values_of_right_and_wrong_laws() -> None:
    generator = np.random.default_rng(3)
    sample, other = generator.poisson(20.0, 4000), generator.poisson(20.0, 4000)
    assert mean_p(sample, 20.0, 20.0) > 1e-3
    assert mean_p(sample, 21.0, 20.0) < 1e-6
    assert variance_p(sample, 20.0) > 1e-3
    assert variance_p(sample, 25.0) < 1e-6
    assert same_variance_p(sample, other) > 1e-3
    assert same_variance_p(sample, 2 * other) < 1e-6
    assert chi_square_p([500, 500], [1, 1]) == 1.0
