"""What a cell says: blanks, digits of three scripts, numbers, dates and yes or no, each with a kind refusal."""

from __future__ import annotations

import math
import re
from datetime import date

__all__ = ["EARLIEST", "LATEST", "Unreadable", "clean", "to_date", "to_number", "to_yes"]

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)

# No-break and thin blanks become blanks; marks that steer the direction of writing are invisible and go.
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u1680\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"), " ")
_INVISIBLE = dict.fromkeys(
    map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_DIGITS = {ord(digit): str(i % 10) for i, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_SIGNS = {ord("٫"): ".", ord("٬"): ",", ord("،"): ",", ord("−"): "-", ord("–"): "-", ord("’"): "'"}

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([, ']))\d{3}(?:\1\d{3})*(?:\.\d+)?")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YES = frozenset({"yes", "y", "true", "t", "1", "نعم"})
_NO = frozenset({"no", "n", "false", "f", "0", "لا"})


class Unreadable(ValueError):
    """A text that is not what it should be: `allowed` says what would be, `remedy` what to do."""

    def __init__(self, allowed: str, remedy: str) -> None:
        self.allowed, self.remedy = allowed, remedy
        super().__init__(f"{allowed}. {remedy}")


def clean(text: str) -> str:
    """Return the text without surrounding blanks and invisible marks; blanks of any kind become plain ones.

    >>> clean("\\ufeff  Hammam\\u00a0al-Alil ")
    'Hammam al-Alil'
    """
    return text.translate(_INVISIBLE).translate(_BLANKS).strip()


def to_number(text: str) -> float:
    """Return the number that a text means; raises `Unreadable`.

    Thousands may be set apart by a comma, a blank or an apostrophe; digits may be Arabic or Persian.

    >>> to_number("1,234"), to_number("١٬٢٣٤٫٥")
    (1234.0, 1234.5)
    """
    plain = clean(text).translate(_DIGITS).translate(_SIGNS)
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"[, ']", "", plain)
    if _PLAIN.fullmatch(plain):
        value = float(plain)
        if math.isfinite(value):
            return value
    raise _bad_number(plain)


def _bad_number(plain: str) -> Unreadable:
    if plain.lstrip("+-").lower() in {"nan", "inf", "infinity", "na", "n/a"} or _PLAIN.fullmatch(plain):
        return Unreadable("is not a finite number", "Write a number, or leave the cell empty if nobody knows it.")
    if re.fullmatch(r"[+-]?\d+(?:\.\d+)? ?%", plain):
        share = float(plain.rstrip("% ")) / 100
        return Unreadable("is a percentage; shares are written from 0 to 1", f"Write {share:g}.")
    if re.fullmatch(r"[+-]?\d+,\d+", plain):
        return Unreadable("has a decimal comma; decimals are written with a point", f"Write {plain.replace(',', '.')}.")
    return Unreadable("is not a number", "Write digits such as 1234 or 0.5, without a unit.")


def to_date(text: str) -> date:
    """Return the day that an ISO date names; raises `Unreadable` for any other way of writing it.

    >>> to_date("٢٠١٦-١٠-١٧")
    datetime.date(2016, 10, 17)
    """
    plain = clean(text).translate(_DIGITS).translate(_SIGNS)
    match = _ISO.fullmatch(plain)
    if match is None:
        raise Unreadable("is not a date of the form YYYY-MM-DD", _date_remedy(plain))
    day = _day(*match.groups())
    if day is None:
        raise Unreadable("is not a day of the calendar", "Check the month (01 to 12) and the day.")
    if not EARLIEST <= day <= LATEST:
        raise Unreadable(f"is outside {EARLIEST} to {LATEST}", "Check the year.")
    return day


def _date_remedy(plain: str) -> str:
    if match := _YEAR_FIRST.match(plain):
        readings = [_day(*match.groups())]
    elif match := _YEAR_LAST.match(plain):
        first, second, year = match.groups()
        readings = [_day(year, second, first), _day(year, first, second)]
    else:
        readings = []
    found = sorted({reading.isoformat() for reading in readings if reading})
    if len(found) == 2:
        return f"It can be read in two ways; write {found[0]} or {found[1]}."
    return f"Write {found[0]}." if found else "Write the year first, for example 2016-10-17."


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def to_yes(text: str) -> bool:
    """Return whether a text says yes; raises `Unreadable`.

    >>> to_yes("TRUE"), to_yes("no")
    (True, False)
    """
    plain = clean(text).translate(_DIGITS).casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise Unreadable("is neither yes nor no", "Write yes or no.")
