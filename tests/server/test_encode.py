"""Numbers as Arrow writes them are the numbers; what is hidden is null; infinity never leaves."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corridor.server.encode import _flags, _lists, dump

NUMBER = st.floats(-1e12, 1e12) | st.just(np.nan) | st.sampled_from([0.0, -0.0, 1e-4, 1e-9, -1e-9, 0.5, 2.5, 1e15])


@given(arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 30)), elements=NUMBER), st.sampled_from([0, 4]))
def test_lists_read_back_as_the_rounded_numbers(rows, decimals):
    for wanted, text in zip(np.round(rows, decimals).tolist(), _lists(rows, decimals), strict=True):
        assert json.loads(text) == [None if np.isnan(number) else number for number in wanted]


def test_counts_are_whole_and_zero_has_no_sign():
    assert _lists(np.array([[1_234_567.0, -0.2, np.nan], [-3.0, 0.0, 9e12]]), 0) == [
        b"[1234567,0,null]",
        b"[-3,0,9000000000000]",
    ]
    assert _lists(np.array([[-0.00001, 0.12345, np.nan]]), 4) in ([b"[0,0.1234,null]"], [b"[0,0.1235,null]"])


@pytest.mark.parametrize("number", [np.inf, -np.inf])
@pytest.mark.parametrize("decimals", [0, 4])
def test_an_infinite_number_is_refused(number, decimals):
    with pytest.raises(ValueError, match="infinite"):
        _lists(np.array([[1.0, number]]), decimals)


@given(st.lists(st.booleans(), max_size=50))
def test_flags_are_noughts_and_ones(days):
    assert _flags(np.array(days, bool)) == dump([int(day) for day in days])
