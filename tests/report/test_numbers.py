"""How numbers are written."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.report import numbers
from corridor.report.numbers import Interval


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(158_949, 133_020, 196_400), "159,000 (133,000 to 196,000)"),
        (Interval(158_949, 151_020, 166_400), "158,900 (151,000 to 166,400)"),
        (Interval(270_100, 141_000, 529_000), "270,000 (140,000 to 530,000)"),
        (Interval(12, 3, 18), "12 (3 to 18)"),
        (Interval(7, 7, 7), "7"),
        (Interval(0, 0, 0), "0"),
        (Interval(nan, nan, nan), "fewer than 50"),
        (Interval(12_340, nan, 60_000), "12,000 (fewer than 50 to 60,000)"),
        (Interval(-1_240, -2_000, 900), "\u22121,200 (\u22122,000 to 900)"),
    ],
)
def test_interval(interval: Interval, words: str) -> None:
    assert str(interval) == words


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.floats(0, 1e9))
def test_rounding_is_a_small_part_of_the_interval(first: float, second: float, third: float) -> None:
    low, middle, high = sorted((first, second, third))
    step = Interval(middle, low, high).step
    assert step == 1 or step <= (high - low) / 20 * (1 + 1e-6)
    assert step == 1 or step * 10 > (high - low) / 20 * (1 - 1e-6)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (50_000, "50,000"), (1_500_000, "1.5\u00a0million"), (2e6, "2\u00a0million"), (0.5, "0.5")],
)
def test_tick_labels(value: float, words: str) -> None:
    assert numbers.compact(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0123456, "0.0123"),
        (0, "0"),
        (1234.5, "1,230"),
        (158_000, "158,000"),
        (1e-6, "1.00e\u221206"),
        (-0.5, "\u22120.5"),
        (nan, "–"),
        (inf, "–"),
    ],
)
def test_parameters_have_three_digits(value: float, words: str) -> None:
    assert numbers.decimal(value) == words


def test_dates_and_shares() -> None:
    assert numbers.day(date(2017, 7, 3)) == "3\u00a0July\u00a02017"
    assert numbers.month_day(date(2017, 7, 3)) == "3\u00a0Jul\u00a02017"
    assert numbers.share(0.617) == "62\u00a0%"
    assert numbers.share(nan) == "–"
