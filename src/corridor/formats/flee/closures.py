"""Reads closures.csv: which rows do something in Flee, and what they do oddly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.formats.flee.schema import CAMPS, Closure, Location, Road, TypeChange
from corridor.formats.flee.values import told_surplus, whole_of
from corridor.scenario.names import suggest

__all__ = ["read_closures"]

CLOSURES = ("country", "location", "camp", "idpcamp", "link", "remove_forced_redirection")


def read_closures(
    files: FleeFiles,
    places: Mapping[str, Location],
    roads: Sequence[Road],
    changes: Sequence[TypeChange],
    repaired: bool,
) -> tuple[Closure, ...]:
    """Returns the closures of a folder, those that do nothing left out unless `repaired`."""
    label = files.input("closures.csv")
    _, rows = files.table(label, required=True)
    joined = {frozenset((road.start, road.end)) for road in roads}
    found = []
    for row in rows:
        closure = _closure(files, label, row, places)
        if closure is None:
            continue
        if closure.kind == "remove_forced_redirection":
            files.notice("C1", label, row.line, "remove_forced_redirection does nothing in Flee", "It is ignored.")
        elif closure.kind == "link" and frozenset((closure.first, closure.second)) not in joined:
            what = f"no road joins {closure.first} and {closure.second}, so that this closure closes nothing"
            files.notice("C8", label, row.line, what, "The same here.")
        elif closure.kind == "link" and not repaired:
            what = f"the closure of the link {closure.first} - {closure.second} has no effect in Flee when read from a file"
            files.notice("C2", label, row.line, what, "It has none here; --flee-repaired closes it both ways.")
        else:
            if closure.kind == "link":
                files.notice("C2", label, row.line, "Flee ignores closures of links in files", "Closed both ways.")
            _note_days(files, label, row, closure)
            _note_no_camp(files, label, row, closure, places, changes)
            found.append(closure)
    return tuple(found)


def _note_days(files: FleeFiles, label: str, row: Cells, closure: Closure) -> None:
    """Flee closes on the very day `start` and opens on the very day `end`, whatever their order."""
    what = ""
    if closure.start < 0:
        what = f"starts on day {closure.start}, before the run, and Flee closes on that very day only, so never"
    elif closure.end == closure.start:
        what = f"ends on the day on which it starts, {closure.start}, so that nothing is closed"
    elif closure.end < closure.start:
        what = f"ends on day {closure.end}, before it starts on day {closure.start}, so that it lasts to the end of the run"
    if what:
        files.notice("C6", label, row.line, what, "The same here.")


def _note_no_camp(
    files: FleeFiles, label: str, row: Cells, closure: Closure, places: Mapping[str, Location], changes: Sequence[TypeChange]
) -> None:
    if closure.kind not in ("camp", "idpcamp") or closure.first not in places:
        return
    becomes = any(change.name == closure.first and change.kind in CAMPS for change in changes)
    if places[closure.first].kind not in CAMPS and not becomes:
        what = (
            f"closes {closure.first}, which is no camp: Flee makes it a town on day {closure.start} "
            f"and a camp on day {closure.end}"
        )
        files.notice("C7", label, row.line, what, "The same here.")


def _closure(files: FleeFiles, label: str, row: Cells, places: Mapping[str, Location]) -> Closure | None:
    if len(row.cells) < 5:
        remedy = "Write closure_type,name1,name2,closure_start,closure_end."
        files.wrong(label, row.line, "", ",".join(row.cells), f"has {len(row.cells)} columns; Flee reads 5", remedy)
        return None
    if told_surplus(files, label, row, 5, read=False, first=3):
        return None
    kind = row.get(0).strip()
    if kind not in CLOSURES:
        allowed = "is not a type of closure"
        files.wrong(label, row.line, "closure_type", kind, allowed, suggest(kind, CLOSURES))
        return None
    fine = True
    if kind == "country":
        countries = {place.country: place for place in places.values()}
        for column in (1, 2):
            fine = _country(files, label, row, column, countries) and fine
    elif kind != "remove_forced_redirection":
        for column in (1, 2) if kind == "link" else (1,):
            fine = files.known(label, row, column, f"name{column}", places) and fine
    start = whole_of(files, label, row, 3, "closure_start")
    end = whole_of(files, label, row, 4, "closure_end")
    if not fine or start is None or end is None:
        return None
    return Closure(kind, row.get(1), row.get(2), start, end)


def _country(files: FleeFiles, label: str, row: Cells, column: int, countries: Mapping[str, Location]) -> bool:
    if row.get(column) in countries or not countries:  # without any location that is the problem
        return row.get(column) in countries
    allowed = "is not a country of locations.csv"
    files.wrong(label, row.line, f"name{column}", row.get(column), allowed, suggest(row.get(column), countries))
    return False
