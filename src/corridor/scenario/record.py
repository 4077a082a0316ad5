"""One row of a table or one mapping of scenario.yaml: named texts, each of which knows where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from corridor.scenario.names import nearest
from corridor.scenario.problems import Problems
from corridor.scenario.text import Unreadable, clean, to_date, to_number, to_yes

__all__ = ["Record"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record:
    """Texts by column; a reading that fails is noted as a problem and gives None."""

    file: str
    row: int
    texts: Mapping[str, str]
    problems: Problems
    prefix: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)  # where a column has a line of its own (YAML)

    def problem(self, column: str, allowed: str, remedy: str, given: str | None = None) -> None:
        """Note a problem with one column."""
        shown = self.text(column) if given is None else given
        self.problems.add(self.file, self.row_of(column), self.prefix + column, shown, allowed, remedy)

    def refuse(self, column: str, reason: str, remedy: str, given: str | None = None) -> None:
        """Note that one column asks for what responsible use forbids."""
        shown = self.text(column) if given is None else given
        self.problems.refuse(self.file, self.row_of(column), self.prefix + column, shown, reason, remedy)

    def row_of(self, column: str) -> int:
        """Return the physical line of a column."""
        return self.rows.get(column, self.row)

    def text(self, column: str) -> str:
        """Return a text without surrounding blanks; empty where there is none."""
        return clean(self.texts.get(column, ""))

    def required(self, column: str, example: str) -> str | None:
        """Return a text that must not be empty."""
        text = self.text(column)
        if not text:
            self.problem(column, "is empty", f"Give one, for example {example}.")
        return text or None

    def number(
        self, column: str, low: float | None = None, high: float | None = None, *, whole: bool = False
    ) -> float | None:
        """Return a number within low..high; None where the cell is empty or a problem was noted."""
        value = self._read(column, to_number)
        if value is None:
            return None
        if (low is not None and value < low) or (high is not None and value > high):
            self.problem(column, f"is out of range; allowed is {between(low, high)}", "Check the unit and the value.")
            return None
        if whole and value != int(value):
            self.problem(column, "is not a whole number", f"Write {round(value)}.")
            return None
        return value

    def whole(self, column: str, low: int, high: int) -> int | None:
        """Return a whole number within low..high."""
        value = self.number(column, low, high, whole=True)
        return None if value is None else int(value)

    def needed(self, column: str, example: str) -> bool:
        """Return whether a column has a text; note a problem if not."""
        return self.required(column, example) is not None

    def date(self, column: str) -> date | None:
        """Return a day; None where the cell is empty or a problem was noted."""
        return self._read(column, to_date)

    def yes(self, column: str, default: bool) -> bool:
        """Return whether a cell says yes."""
        value = self._read(column, to_yes)
        return default if value is None else value

    def choice(self, column: str, allowed: Sequence[str], what: str) -> str | None:
        """Return one of the allowed words; None where the cell is empty or a problem was noted."""
        text = self.text(column)
        word = text.casefold().replace(" ", "_")
        if not text or word in allowed:
            return word or None
        near = nearest(text, {str(name): str(name) for name in allowed})
        remedy = f"Did you mean {near!r}?" if near else "Choose one of them."
        self.problem(column, f"is not {what}; allowed are {', '.join(allowed)}", remedy)
        return None

    def _read(self, column: str, read: Callable[[str], T]) -> T | None:
        text = self.text(column)
        if not text:
            return None
        try:
            return read(text)
        except Unreadable as unreadable:
            self.problem(column, unreadable.allowed, unreadable.remedy)
            return None


def between(low: float | None, high: float | None) -> str:
    """Return a range in words.

    >>> between(0, 1), between(0, None)
    ('0 to 1', '0 or more')
    """
    if low is not None and high is not None:
        return f"{low:,.10g} to {high:,.10g}"
    return f"{low:,.10g} or more" if low is not None else f"{high:,.10g} or less"
