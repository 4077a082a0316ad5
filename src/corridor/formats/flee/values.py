"""What a cell of a Flee table says: whole numbers, numbers and dates, read as Flee reads them, with a kind refusal."""

from __future__ import annotations

import datetime as dt
import math
import re

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.scenario.text import Unreadable, to_date, to_number

__all__ = ["date_of", "number_of", "whole_of"]

_WHOLE = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def whole_of(files: FleeFiles, label: str, row: Cells, position: int, column: str) -> int | None:
    """Returns a whole number, or None with a problem noted."""
    given = row.get(position).strip()
    if _WHOLE.fullmatch(given):
        return int(given)
    if not given:
        files.wrong(label, row.line, column, "", "is empty", "Write a whole number.")
        return None
    remedy = "Write a whole number."
    near = _meant(given)
    if near is not None:
        remedy = f"Write {near:.0f}."
    separated = near is not None and "," in given
    allowed = "has thousands separators; Flee stops at them" if separated else "is not a whole number"
    files.wrong(label, row.line, column, given, allowed, remedy)
    return None


def number_of(files: FleeFiles, label: str, row: Cells, position: int, column: str) -> float | None:
    """Returns a finite number, or None with a problem noted."""
    given = row.get(position).strip()
    if _NUMBER.fullmatch(given):
        return float(given)
    if not given:
        files.wrong(label, row.line, column, "", "is empty", "Write a number.")
        return None
    near = _meant(given)
    separated = near is not None and "," in given
    allowed = "has thousands separators; Flee stops at them" if separated else "is not a number"
    remedy = f"Write {near:g}." if near is not None else "Write digits such as 1234 or 0.5, without a unit."
    files.wrong(label, row.line, column, given, allowed, remedy)
    return None


def date_of(files: FleeFiles, label: str, row: Cells, position: int, column: str) -> dt.date | None:
    """Returns a date, or None with a problem noted."""
    given = row.get(position)
    try:
        return to_date(given)
    except Unreadable as wrong:
        files.wrong(label, row.line, column, given, wrong.allowed, wrong.remedy)
        return None


def _meant(given: str) -> float | None:
    try:
        value = to_number(given)
    except Unreadable:
        return None
    return value if math.isfinite(value) else None
