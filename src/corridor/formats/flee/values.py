"""What the cells of a Flee table say: whole numbers, numbers and dates as Flee reads them, with a kind refusal."""

from __future__ import annotations

import datetime as dt
import math
import re
from itertools import pairwise, takewhile

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.scenario.text import Unreadable, to_date, to_number

__all__ = ["date_of", "number_of", "told_surplus", "whole_of"]

#: Of a whole number with its sign: far beyond all people and days, and within what a double holds exactly.
MOST_DIGITS = 15
_WHOLE = re.compile(r"[+-]?\d+")
_HEAD, _TAIL = re.compile(r"[+-]?[1-9]\d{0,2}"), re.compile(r"\d{3}(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def whole_of(files: FleeFiles, label: str, row: Cells, position: int, column: str) -> int | None:
    """Returns a whole number, or None with a problem noted."""
    given = row.get(position).strip()
    if _WHOLE.fullmatch(given):
        if len(given) <= MOST_DIGITS:
            return int(given)
        files.wrong(label, row.line, column, given, "is too large a number", "Correct the number.")
        return None
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
        if math.isfinite(float(given)):
            return float(given)
        files.wrong(label, row.line, column, given, "is too large a number", "Correct the number.")
        return None
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


def told_surplus(files: FleeFiles, label: str, row: Cells, expected: int, *, read: bool = True, first: int = 0) -> bool:
    """Notes as a problem that a row has more than the `expected` cells, empty ones left out; returns whether it has.

    Where Flee does not `read` what is too much, only what may be a thousands separator is told: a cell of up to three
    digits from column `first` on, a cell of three after it, and nothing but whole numbers in excess.
    """
    surplus = [cell.strip() for cell in row.cells[expected:] if cell.strip()]
    if not surplus:
        return False
    whole = _rejoined([cell.strip() for cell in row.cells[first:]])
    if not read and (not whole or not all(_WHOLE.fullmatch(cell) for cell in surplus)):
        return False
    are = "1 is" if expected == 1 else f"{expected} are"
    allowed = f"has {len(row.cells)} cells where {are} expected"
    remedy = "Take out what is too much, or name its column in the header."
    if whole:
        remedy = f"Is that a thousands separator? Write {whole}. If not: {remedy}"
    files.wrong(label, row.line, "", ",".join(row.cells), allowed, remedy)
    return True


def _rejoined(cells: list[str]) -> str:
    """Returns the first number that commas between thousands may have cut up, without them; nothing if there is none."""
    for at, (head, tail) in enumerate(pairwise(cells)):
        if _HEAD.fullmatch(head) and _TAIL.fullmatch(tail):
            return head + "".join(takewhile(_TAIL.fullmatch, cells[at + 1 :]))
    return ""


def _meant(given: str) -> float | None:
    try:
        value = to_number(given)
    except Unreadable:
        return None
    return value if math.isfinite(value) else None
