"""Comma-separated tables as real files have them, read into records with their physical line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corridor.scenario import refusals
from corridor.scenario.names import listed, nearest
from corridor.scenario.problems import Problems
from corridor.scenario.record import Record
from corridor.scenario.text import clean

__all__ = ["Columns", "read_table"]

MOST_ROWS = 200_000
COMMON = ("source", "confidence", "note")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table, in the order of the design note."""

    known: tuple[str, ...]
    required: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Return every column that the table may have."""
        return self.known + tuple(name for name in COMMON if name not in self.known)


def read_table(file: str, text: str, columns: Columns, problems: Problems) -> tuple[list[Record], bool]:
    """Return the rows of a table that can be understood, and whether those are all of its rows."""
    rows = _Rows(file, text, problems)
    header = next(rows, None)
    if header is None:
        problems.add(file, 1, "", "", "has no header line", f"Begin with: {','.join(columns.known)}")
        return [], False
    line, cells = header
    names = _header(file, line, cells, columns, problems)
    if names is None:
        return [], False
    found = [_record(file, line, cells, names, problems) for line, cells in rows]
    good = [record for record in found if record]
    return good, len(good) == len(found) and not rows.broken


class _Rows(Iterator[tuple[int, list[str]]]):
    """Yields (physical line, cells) of every row that is neither empty nor a comment."""

    def __init__(self, file: str, text: str, problems: Problems) -> None:
        self._file, self._problems = file, problems
        self.broken = False
        self._between_rows = True
        self._reader = csv.reader(self._lines(text), strict=True)
        self._count = 0

    def _lines(self, text: str) -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            comment = self._between_rows and clean(line[:20]).startswith("#")
            self._between_rows = False
            # A comment must not reach the reader: a quote in it would open a cell.
            yield "\n" if comment else line

    def __next__(self) -> tuple[int, list[str]]:
        while True:
            self._between_rows = True
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except csv.Error as error:
                self._broken(line, str(error))
                raise StopIteration from None
            self._count += 1
            if self._count > MOST_ROWS:
                self._problems.add(self._file, line, "", "", f"has more than {MOST_ROWS:,} rows", "Shorten the table.")
                raise StopIteration
            if any(clean(cell) for cell in cells):
                return line, cells

    def _broken(self, line: int, why: str) -> None:
        self.broken = True
        if "field larger" in why:
            what, remedy = "has a cell of more than 131,072 characters", "A quotation mark may be missing; close it."
        elif "end of data" in why:
            what, remedy = "opens a quotation mark that is never closed", 'Close it, or write "" for a mark in a text.'
        else:
            what, remedy = "has text after a closing quotation mark", 'Write "" for a quotation mark inside a text.'
        self._problems.add(self._file, line, "", "", what, remedy + " What follows was not read.")


def _header(file: str, line: int, cells: Sequence[str], columns: Columns, problems: Problems) -> list[str] | None:
    names = [clean(cell).casefold().replace(" ", "_") for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) == 1 and (";" in names[0] or "\t" in cells[0]):
        problems.add(file, line, "", names[0], "is one cell: columns are separated by commas", "Save as CSV with commas.")
        return None
    before = len(problems)
    excused = _strangers(file, line, names, columns, problems)
    for name in columns.required:
        if name not in names and name not in excused:
            problems.add(file, line, name, "", "is a required column and missing", f"Add it to the header of {file}.")
    missing = [name for name in columns.required if name not in names]
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    for name in doubled:
        problems.add(file, line, name, name, "is the name of two columns", "Keep one of them.")
    return None if len(problems) > before and (missing or doubled) else names


def _strangers(file: str, line: int, names: Sequence[str], columns: Columns, problems: Problems) -> set[str]:
    """Note columns that nobody knows; return the required ones that they were probably meant to be."""
    excused = set()
    for name in dict.fromkeys(names):
        if not name or name in columns.all:
            continue
        rule = refusals.forbids("column", name)
        if rule:
            problems.refuse(file, line, name, name, rule.reason, rule.remedy)
            continue
        near = nearest(name, {known: known for known in columns.all if known not in names})
        remedy = f"Did you mean {near!r}?" if near else f"Delete it; known are {listed(columns.all, 20)}."
        problems.add(file, line, name, name, "is not a column of this table", remedy)
        excused.add(near or "")
    return excused


def _record(file: str, line: int, cells: Sequence[str], names: Sequence[str], problems: Problems) -> Record | None:
    width = len(names)
    extra = [clean(cell) for cell in cells[width:] if clean(cell)]
    if extra:
        what = f"has {len(cells)} cells, the header has {width}"
        remedy = "Put a cell that contains a comma in quotation marks, or delete what is too much."
        problems.add(file, line, "", extra[0], what, remedy)
        return None
    if len(cells) < width:
        what = f"has {len(cells)} cells, the header has {width}"
        problems.add(file, line, "", "", what, "Add the missing cells; an empty one is a comma more.")
        return None
    texts = dict(zip(names, cells, strict=False))
    loose = next((clean(cell) for name, cell in zip(names, cells, strict=False) if not name and clean(cell)), "")
    if loose:
        problems.add(file, line, "", loose, "stands in a column without a name", "Name the column or empty the cell.")
        return None
    return Record(file, line, texts, problems)
