"""The files of a Flee folder: where they lie, their rows with physical line numbers, and what is wrong with them."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from corridor.formats.flee.schema import Notice
from corridor.scenario.names import suggest
from corridor.scenario.problems import Problems

__all__ = ["Cells", "FleeFiles", "recognised"]

LARGEST_BYTES = 64 * 1024 * 1024
_END = "#end of file"
INPUT, DATA, SETTINGS, LAYOUT = "input_csv", "source_data", "simsetting.yml", "data_layout.csv"


def recognised(folder: Path) -> bool:
    """Returns whether a folder is one of Flee's: input_csv with locations, or the files side by side, and none of ours.

    >>> recognised(Path("."))
    False
    """
    if (folder / "scenario.yaml").is_file() or (folder / "places.csv").is_file():
        return False
    return (folder / INPUT).is_dir() or (folder / "locations.csv").is_file()


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table: its physical line and its cells as they stand, blanks included."""

    line: int
    cells: tuple[str, ...]

    def get(self, position: int) -> str:
        """Returns a cell, empty where the row is too short."""
        return self.cells[position] if position < len(self.cells) else ""


class FleeFiles:
    """Reads the tables of one folder; collects problems and notices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems = Problems()
        self.notices: dict[Notice, None] = {}
        self._digests: list[str] = []
        self._outside: dict[str, Path] = {}
        self._broken: set[str] = set()  # there, but nothing of it can be used: told already
        self._input = INPUT if (folder / INPUT).is_dir() else ""
        beside = self._input if (folder / self._input / LAYOUT).is_file() else DATA
        self._data = DATA if (folder / DATA).is_dir() else beside if self._input else ""

    def input(self, name: str) -> str:
        """Returns the label of an input table: its path inside the folder."""
        return f"{self._input}/{name}" if self._input else name

    def data(self, name: str) -> str:
        """Returns the label of a table of counts."""
        return f"{self._data}/{name}" if self._data else name

    def outside(self, path: str) -> str:
        """Returns the label of a file that is not in the folder: its path as it was given, so that no other one is told."""
        self._outside[path] = Path(path)
        return path

    def exists(self, label: str) -> bool:
        """Returns whether the folder has a file."""
        return (self.folder / label).is_file()

    def usable(self, label: str) -> bool:
        """Returns whether the folder has a file that could be read: what it lacks is worth a problem of its own."""
        return self.exists(label) and label not in self._broken

    def input_names(self, prefix: str) -> list[str]:
        """Returns the CSV files among the inputs whose names start with `prefix`, in order of name."""
        where = self.folder / self._input
        return sorted(path.name for path in where.glob(f"{prefix}*.csv")) if where.is_dir() else []

    def notice(self, code: str, label: str, row: int, what: str, instead: str) -> None:
        """Notes, once, what Flee does with something and what happens here."""
        self.notices.setdefault(Notice(code, label, row, what, instead))

    def wrong(self, label: str, row: int, column: str, given: str, allowed: str, remedy: str) -> None:
        """Notes one problem."""
        self.problems.add(label, row, column, given, allowed, remedy)

    def text(self, label: str, *, required: bool = False, remedy: str = "") -> str | None:
        """Returns the text of a file without byte-order mark, or None where there is none to use."""
        path = self._outside.get(label, self.folder / label)
        if not path.is_file():
            if required:
                self.wrong(label, 0, "", "", "is missing", remedy or self._missing(label))
            return None
        if path.stat().st_size > LARGEST_BYTES:
            self._spoilt(label, 0, f"is larger than {LARGEST_BYTES // 1024**2} MiB", "Leave out what is not needed.")
            return None
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            allowed = f"is not UTF-8: byte {error.start} cannot be read"
            self._spoilt(label, 0, allowed, "Save it as 'CSV UTF-8' or 'UTF-8'.")
            return None
        if "\0" in text:
            self._spoilt(label, 0, "has a NUL byte; it is not a text file", "Save it again as plain text.")
            return None
        name = path.name if label in self._outside else label  # the same content has the same hash wherever it lies
        self._digests.append(f"{name} {hashlib.sha256(text.encode()).hexdigest()}")
        return text

    def rows(self, label: str, *, required: bool = False, comments: bool = True) -> list[Cells]:
        """Returns the rows that are not empty; without those that begin with '#' if `comments` are allowed."""
        header, rows = self.table(label, required=required)
        return rows if comments or header is None else [header, *rows]

    def table(self, label: str, *, required: bool = False, words: Sequence[str] = ()) -> tuple[Cells | None, list[Cells]]:
        """Returns the header and the rows that do not begin with '#'.

        The header is the widest row that begins with '#' before the others (above it there may be remarks), or the first
        of the others where it begins with one of `words`.
        """
        text = self.text(label, required=required)
        header: Cells | None = None
        rows: list[Cells] = []
        for row in self._cells(label, text) if text is not None else ():
            if not row.get(0).startswith("#"):
                rows.append(row)
            elif header is None or (not rows and len(row.cells) > len(header.cells)):
                header = row
        if rows and rows[0].get(0).strip().lower() in words:
            return rows[0], rows[1:]
        return header, rows

    def _cells(self, label: str, text: str) -> list[Cells]:
        """Returns the rows that are not empty; none, and a problem, where a quotation mark is never closed."""
        reader = csv.reader(chain(io.StringIO(text, newline=""), ("\n", _END)))
        rows: list[Cells] = []
        last, following = 0, 1  # the lines on which this row and the next begin
        try:
            for cells in reader:
                last, following = following, reader.line_num + 1
                if any(cell.strip() for cell in cells):
                    rows.append(Cells(reader.line_num, tuple(cells)))
        except csv.Error as error:
            self._spoilt(label, reader.line_num, f"cannot be read as CSV: {error}", "Look for an open quote.")
            return []
        if rows.pop().cells != (_END,):
            self._spoilt(label, last, "opens a quotation mark that is never closed", "Close it, or take it out.")
            return []
        return rows

    def content_hash(self) -> str:
        """Returns the SHA-256 of everything read."""
        return hashlib.sha256("\n".join(sorted(self._digests)).encode()).hexdigest()

    def known(self, label: str, row: Cells, position: int, column: str, names: Mapping[str, object]) -> bool:
        """Returns whether a cell is one of `names`, exactly; notes a problem where it is not."""
        given = row.get(position)
        if given in names or not names:  # without any location that is the problem, not who names them
            return given in names
        if given.strip() in names:
            allowed = "has a blank before or after the name; Flee matches names exactly"
            self.wrong(label, row.line, column, given, allowed, f"Write {given.strip()!r}.")
        elif not given.strip():
            self.wrong(label, row.line, column, "", "is empty", "Write a name of locations.csv.")
        else:
            self.wrong(label, row.line, column, given, "is not a name of locations.csv", suggest(given, names))
        return False

    def _spoilt(self, label: str, row: int, allowed: str, remedy: str) -> None:
        """Notes why nothing of a file can be used."""
        self._broken.add(label)
        self.wrong(label, row, "", "", allowed, remedy)

    def _missing(self, label: str) -> str:
        name = label.rsplit("/", maxsplit=1)[-1]
        near = list(self.folder.rglob(name)) if self.folder.is_dir() else []
        if near:
            return f"There is {near[0].relative_to(self.folder)}: move it to {label}."
        if name == LAYOUT and not self._input and self.folder.name == INPUT:
            return "This is the folder of the inputs alone. Give the folder above it, which holds source_data as well."
        if name == LAYOUT:
            return "A Flee folder has source_data/data_layout.csv: 'total,refugees.csv', then a row per camp and its file."
        return "A Flee folder has locations.csv, routes.csv, closures.csv, conflicts.csv and sim_period.csv in input_csv."
