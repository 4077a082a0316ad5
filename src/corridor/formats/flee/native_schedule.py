"""schedule.csv of a folder with `rules: flee`: closures, intensities of conflict, changes of kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from corridor.formats.flee.native_tables import KINDS
from corridor.formats.flee.schema import MOST_INTENSITY, NEVER, Closure, TypeChange
from corridor.scenario.names import either, suggest
from corridor.scenario.record import Record

__all__ = ["Dated", "borders"]

QUANTITIES = ("open", "conflict", "kind", "camp", "idpcamp")


def borders(target: str) -> Iterator[tuple[str, str]]:
    """Yields the pairs of countries that `X|Y` may mean: a name of Flee's may have a | in it.

    >>> list(borders("H|X|There"))
    [('H', 'X|There'), ('H|X', 'There')]
    """
    parts = target.split("|")
    for at in range(1, len(parts)):
        yield "|".join(parts[:at]), "|".join(parts[at:])


class Dated:
    """Takes rows; gives Flee's closures, conflicts by day, and changes of kind."""

    def __init__(self, names: Mapping[str, str], countries: Collection[str], start: dt.date, length: int) -> None:
        self.names, self.countries, self.start, self.length = names, countries, start, length
        self.closures: list[Closure] = []
        self.changes: list[TypeChange] = []
        self._levels: dict[str, dict[int, float]] = {}

    def take(self, record: Record) -> None:
        """Notes what a row says, or what is wrong with it."""
        quantity = record.choice("quantity", QUANTITIES, "a quantity") if record.needed("quantity", "open") else None
        # As it stands: a country may have blanks around its name.
        target = record.texts["target"] if record.needed("target", "camp-one") else None
        date = record.date("date") if record.needed("date", "2012-03-01") else None
        until = record.date("until")
        if quantity is None or target is None or date is None:
            return
        day, end = (date - self.start).days, (until - self.start).days if until else NEVER
        if quantity == "open":
            self._close(record, target, day, end)
            return
        if target not in self.names:
            record.problem("target", "is not an id of places.csv", suggest(target, self.names))
        elif quantity == "conflict":
            level = record.number("value", -MOST_INTENSITY, MOST_INTENSITY) if record.needed("value", "1") else None
            if level is not None:
                self._levels.setdefault(self.names[target], {})[day] = level
        elif quantity == "kind":
            kind = record.choice("value", KINDS, "a kind of place") if record.needed("value", "camp") else None
            if kind is not None:
                self.changes.append(TypeChange(self.names[target], kind, day))
        elif self._shut(record):
            self.closures.append(Closure(quantity, self.names[target], "", day, end))

    def conflicts(self) -> dict[str, tuple[float, ...]]:
        """Returns the intensity by day of every place that is in conflict at some time."""
        found = {}
        for name, levels in self._levels.items():
            days, now = [], 0.0
            for day in range(self.length):
                now = levels.get(day, now)
                days.append(now)
            found[name] = tuple(days)
        return found

    def _close(self, record: Record, target: str, day: int, end: int) -> None:
        closure = self._closure(target, day, end)
        if closure is None:
            what = f"is no place, road (a>b) or border ({either(['X|Y'])}) of the folder"
            record.problem("target", what, suggest(target, [*self.names, *self.countries]))
        elif self._shut(record):
            self.closures.append(closure)

    def _closure(self, target: str, day: int, end: int) -> Closure | None:
        if target in self.names:
            return Closure("location", self.names[target], "", day, end)
        first, found, second = target.partition(">")
        if found and first in self.names and second in self.names:
            return Closure("link", self.names[first], self.names[second], day, end)
        for first, second in borders(target):
            if first in self.countries and second in self.countries:
                return Closure("country", first, second, day, end)
        return None

    def _shut(self, record: Record) -> bool:
        if record.number("value") == 0.0:
            return True
        record.problem("value", "must be 0: what is closed opens again on the day of `until`", "Write 0.")
        return False
