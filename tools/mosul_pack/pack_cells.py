"""Cells of the hand-written tables that point at rows of the data folder."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

__all__ = [
    "Broken",
    "Data",
    "Row",
    "Table",
    "cited",
    "confidence",
    "joined",
    "known_on",
    "plain",
    "plots",
    "read",
    "whole",
]

Row = dict[str, str]
Table = list[Row]

PEOPLE_PER_PLOT = 6  # the convention of IOM and UNHCR
LATEST_REPORT_DAYS = 45  # a date in an address this much later than the fact is that of the report
MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
]  # fmt: skip
_NAMED_DATE = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?-({'|'.join(MONTHS)})-(20\d\d)")
_SLASH_DATE = re.compile(r"/(20\d\d)/(\d\d)/(\d\d)(?:/|$)")


class Broken(Exception):
    """A hand-written cell that points at nothing in the data."""


def read(path: Path) -> Table:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Data:
    """The data folder, its tables read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[str, Table] = {}

    def table(self, name: str) -> Table:
        """Return one table of the folder."""
        if name not in self._tables:
            self._tables[name] = read(self._folder / f"{name}.csv")
        return self._tables[name]

    def one(self, name: str, /, **wanted: str) -> Row:
        """Return the first row in which the given columns have the given texts."""
        for row in self.table(name):
            if all(row[column] == text for column, text in wanted.items()):
                return row
        raise Broken(f"{name}.csv has no row with {wanted}")


def whole(text: str) -> int:
    """Return a plain number as a whole one."""
    return round(float(text))


def confidence(text: str) -> str:
    """Return the first word of a confidence: high, medium or low."""
    return re.split(r"[ ;(]", text.strip(), maxsplit=1)[0]


def plain(number: float) -> str:
    """Return a number without a needless fraction."""
    return f"{number:.10g}"


def cited(data: Data, text: str) -> tuple[str, Row | None]:
    """Return (value, row of the data it was taken from) of a cell; what is no reference is its own value."""
    if not text.startswith("@"):
        return text, None
    what, _, rest = text[1:].partition(":")
    return _CITES[what](data, rest.split("|"))


def _capacity(data: Data, parts: Sequence[str]) -> tuple[str, Row]:
    row = data.one("camp_capacity", date=parts[0], camp=parts[1])
    return row["individuals_capacity"] or plots(row["plots_total"]), row


def _plots(data: Data, parts: Sequence[str]) -> tuple[str, Row]:
    row = data.one("camp_capacity", date=parts[0], camp=parts[1])
    return plots(row["plots_total"]), row


def _site(data: Data, parts: Sequence[str]) -> tuple[str, Row]:
    """Sum the plots of sites, given as CAMP|PLOTS; undated ones are those of the file of coordinates."""
    pairs = [pair.split("|") for pair in "|".join(parts).split("+")]
    rows = [data.one("camps", camp=camp) for camp, _ in pairs]
    for (camp, count), row in zip(pairs, rows, strict=True):
        if count != row["capacity_plots_or_families"]:
            raise Broken(f"camps.csv gives {camp} {row['capacity_plots_or_families']} plots, not {count}")
    told = joined(row["coord_source" if row["capacity_as_of"] == "undated" else "source_url"] for row in rows)
    return plots(str(sum(int(count) for _, count in pairs))), {"source_url": told, "confidence": "low"}


def _stock(data: Data, parts: Sequence[str]) -> tuple[str, Row]:
    wanted = {"date": parts[0], "camp": parts[1]} | ({"individuals": parts[2]} if len(parts) > 2 else {})
    row = data.one("camp_population", **wanted)
    return row["individuals"], row


def _timeline(data: Data, parts: Sequence[str]) -> tuple[str, Row]:
    row = data.one("operation_timeline", date=parts[0], place=parts[1], event_type=parts[2])
    return row["source_url"], row


_CITES: Mapping[str, Callable[[Data, Sequence[str]], tuple[str, Row]]] = {
    "capacity": _capacity,
    "plots": _plots,
    "site": _site,
    "stock": _stock,
    "timeline": _timeline,
}


def plots(count: str) -> str:
    """Return the people for whom so many plots are meant."""
    return str(int(count) * PEOPLE_PER_PLOT)


def joined(sources: Iterable[str]) -> str:
    """Return addresses as one cell, each once."""
    return "; ".join(dict.fromkeys(source for source in sources if source))


def known_on(day: str, address: str) -> str:
    """Return the day on which a fact was public: that in its source's address if it is a little later."""
    fact = date.fromisoformat(day)
    named = _NAMED_DATE.findall(address.lower())
    told = [date(int(y), MONTHS.index(month) + 1, int(d)) for d, month, y in named]
    told += [date(int(y), int(m), int(d)) for y, m, d in _SLASH_DATE.findall(address)]
    late = [told_on for told_on in told if fact <= told_on <= fact + timedelta(days=LATEST_REPORT_DAYS)]
    return min(late, default=fact).isoformat()
