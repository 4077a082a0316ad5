"""Keys of many particles: the same numbers as the engine's, independent of how many slots there are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from corridor.draws import absorb, text_key, uniform
from corridor.observe.keyed import key_of, uniforms

KEYS = st.integers(0, 2**64 - 1)


@given(KEYS, st.integers(1, 20))
def test_slot_by_slot_they_are_the_numbers_of_draws(key: int, slots: int) -> None:
    expected = [uniform(np.uint64(absorb(np.uint64(key), np.uint64(slot)))) for slot in range(slots)]
    assert uniforms(key, slots).tolist() == expected


@given(KEYS, st.text(), st.integers(0, 10**6))
def test_a_key_takes_in_words_and_numbers(key: int, word: str, number: int) -> None:
    expected = absorb(absorb(np.uint64(key), text_key(word)), np.uint64(number))
    assert key_of(key, word, number) == int(expected)


def test_the_order_of_words_matters() -> None:
    assert key_of(1, "a", "b") != key_of(1, "b", "a")
    assert key_of(1) == 1


@pytest.mark.statistical
def test_they_are_uniform_and_differ_between_keys() -> None:
    """Each of the two checks fails by chance once in a million."""
    one, other = uniforms(1, 50_000), uniforms(2, 50_000)
    assert stats.kstest(one, "uniform").pvalue > 1e-6
    assert abs(np.corrcoef(one, other)[0, 1]) < 4.9 / np.sqrt(50_000)
