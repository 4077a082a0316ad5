"""Texts, numbers, dates and names as people write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.scenario.names import either, fold, listed, nearest, skeleton, suggest
from corridor.scenario.text import Unreadable, clean, to_date, to_number, to_yes

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize("spelling", ["Raqqa", "Ar-Raqqah", "ar raqqa", "AL-RAQQAH", "Rakka", "الرقة", "الرقه"])
def test_spellings_of_raqqa_are_near(spelling: str) -> None:
    assert nearest(spelling, {"Raqqa": "raqqa", "Mosul": "mosul", "Deir ez-Zor": "deir-ez-zor"}) == "raqqa"


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Mosul", "الموصل"),
        ("Tal Afar", "تلعفر"),
        ("Hammam al-Alil", "حمام العليل"),
        ("Sinjar", "سنجار"),
        ("al-Qayyarah", "القيارة"),
    ],
)
def test_latin_and_arabic_share_their_consonants(latin: str, arabic: str) -> None:
    assert skeleton(latin) == skeleton(arabic)


def test_keyboards_do_not_matter() -> None:
    assert fold("الرقّة") == fold("الرقة") == fold("الرقه")
    assert fold("کرکوك") == fold("كركوک")
    assert fold("Ba'aj") == fold("Baʿaj") == "baaj"


def test_nothing_near() -> None:
    assert nearest("xyzzy", {"Mosul": "mosul"}) is None
    assert nearest("", {"Mosul": "mosul"}) is None
    assert suggest("xyzzy", ["a", "b"]) == "Known: a, b."
    assert listed([]) == "none"
    assert either(["a"]) == "a"


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
    skeleton(text)


@given(st.integers(-(10**9), 10**9), st.sampled_from([",", " ", "'"]), st.booleans())
def test_whole_numbers_with_their_thousands(number: int, mark: str, arabic: bool) -> None:
    text = f"{number:,}".replace(",", mark)
    assert to_number(text.translate(ARABIC) if arabic else text) == number


@given(st.floats(-1e12, 1e12))
def test_decimals(number: float) -> None:
    assert to_number(repr(number)) == number


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.booleans())
def test_dates(day: date, arabic: bool) -> None:
    text = day.isoformat()
    assert to_date(text.translate(ARABIC) if arabic else text) == day


@given(st.text(max_size=20))
def test_any_text_is_read_or_unreadable(text: str) -> None:
    for read in (to_number, to_date, to_yes):
        with suppress(Unreadable):
            read(text)


def test_dates_outside_the_years_that_matter() -> None:
    for day in (date(1990, 1, 1) - timedelta(1), date(2100, 12, 31) + timedelta(1)):
        with pytest.raises(Unreadable, match="is outside 1990-01-01 to 2100-12-31"):
            to_date(day.isoformat())


@pytest.mark.parametrize("text", ["1,23", "12,3456", "1 23", "0x10", "1_000", "--1", "1.2.3", "12k", "½"])
def test_no_numbers(text: str) -> None:
    with pytest.raises(Unreadable):
        to_number(text)
