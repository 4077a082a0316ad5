"""Reads routes.csv, major_routes.csv and closures.csv."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.formats.flee.schema import Closure, Location, Road
from corridor.formats.flee.values import number_of, whole_of
from corridor.scenario.names import suggest

__all__ = ["read_closures", "read_major_routes", "read_roads"]

CLOSURES = ("country", "location", "camp", "idpcamp", "link", "remove_forced_redirection")
ATTRIBUTES = ("max_move_speed", "walk_probability")


def read_roads(files: FleeFiles, places: Mapping[str, Location], repaired: bool) -> tuple[Road, ...]:
    """Returns the roads of a folder in file order; each is a link in either direction."""
    label = files.input("routes.csv")
    header, rows = files.table(label, required=True)
    found: list[Road] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.line == rows[0].line and _header(row):
            continue
        road = _road(files, label, row, header, places, repaired)
        if road is None:
            continue
        pair = (min(road.start, road.end), max(road.start, road.end))
        if pair in seen:
            what = f"the road {road.start} - {road.end} stands in line {seen[pair]} too; Flee draws among both"
            files.notice("R1", label, row.line, what, "The same here: people take the first of them.")
        seen.setdefault(pair, row.line)
        found.append(road)
    return tuple(found)


def _header(row: Cells) -> bool:
    return row.get(0).strip().lower() in ("name1", "from") or row.get(2).strip().lower().startswith("distance")


def _road(
    files: FleeFiles, label: str, row: Cells, header: Cells | None, places: Mapping[str, Location], repaired: bool
) -> Road | None:
    known = [files.known(label, row, column, f"name{column + 1}", places) for column in (0, 1)]
    km = number_of(files, label, row, 2, "distance")
    if km is not None and km <= 0.0:
        files.wrong(label, row.line, "distance", row.get(2), "must be greater than 0", "Write the distance in km.")
        return None
    if not all(known) or km is None:
        return None
    if row.get(0) == row.get(1):
        files.wrong(label, row.line, "name2", row.get(1), "is the place where the road starts", "Write another place.")
        return None
    forced = row.get(3).strip()
    if forced not in ("", "0", "1", "2", "0.0", "1.0", "2.0"):
        files.wrong(label, row.line, "forced_redirection", forced, "is not 0, 1 or 2", "Write 0, or leave it empty.")
    twice = forced in ("1", "1.0")
    if twice:
        what = "forced_redirection 1 redirects nobody in Flee, but lays the road twice and so doubles its weight"
        files.notice("R2", label, row.line, what, "It is laid once." if repaired else "The same here.")
    elif forced in ("2", "2.0"):
        files.notice("R3", label, row.line, "forced_redirection 2 does nothing in Flee", "It is ignored.")
    extra = _attributes(files, label, row, header)
    return Road(
        row.get(0), row.get(1), km, twice and not repaired, extra.get("max_move_speed"), extra.get("walk_probability")
    )


def _attributes(files: FleeFiles, label: str, row: Cells, header: Cells | None) -> dict[str, float]:
    found: dict[str, float] = {}
    if header is None:
        return found
    for column, name in enumerate(header.cells):
        if column >= 4 and name.strip() in ATTRIBUTES:
            value = number_of(files, label, row, column, name.strip())
            if value is None:
                continue
            if name.strip() == "walk_probability" and not 0.0 <= value <= 1.0:
                files.wrong(label, row.line, name.strip(), row.get(column), "must be from 0 to 1", "Write a share.")
            elif name.strip() == "max_move_speed" and value <= 0.0:
                files.wrong(label, row.line, name.strip(), row.get(column), "must be greater than 0", "Write km per day.")
            else:
                found[name.strip()] = value
    return found


def read_major_routes(files: FleeFiles, places: Mapping[str, Location]) -> tuple[tuple[str, ...], ...]:
    """Returns the major routes; Flee uses them with fixed_routes only, both ways."""
    label = files.input("major_routes.csv")
    found = []
    for row in files.rows(label):
        filled = [column for column, cell in enumerate(row.cells) if cell.strip()]
        known = [files.known(label, row, column, f"name{column + 1}", places) for column in filled]
        if not all(known):
            continue
        if len(filled) < 2:
            files.wrong(label, row.line, "", row.get(0), "names one place only", "Name every place along the road.")
            continue
        found.append(tuple(row.get(column) for column in filled))
    return tuple(found)


def read_closures(files: FleeFiles, places: Mapping[str, Location], repaired: bool) -> tuple[Closure, ...]:
    """Returns the closures of a folder, those that do nothing left out unless `repaired`."""
    label = files.input("closures.csv")
    _, rows = files.table(label, required=True)
    found = []
    for row in rows:
        closure = _closure(files, label, row, places)
        if closure is None:
            continue
        if closure.kind == "remove_forced_redirection":
            files.notice("C1", label, row.line, "remove_forced_redirection does nothing in Flee", "It is ignored.")
        elif closure.kind == "link" and not repaired:
            what = f"the closure of the link {closure.first} - {closure.second} has no effect in Flee when read from a file"
            files.notice("C2", label, row.line, what, "It has none here; --flee-repaired closes it both ways.")
        else:
            if closure.kind == "link":
                files.notice("C2", label, row.line, "Flee ignores closures of links in files", "Closed both ways.")
            found.append(closure)
    return tuple(found)


def _closure(files: FleeFiles, label: str, row: Cells, places: Mapping[str, Location]) -> Closure | None:
    if len(row.cells) < 5:
        remedy = "Write closure_type,name1,name2,closure_start,closure_end."
        files.wrong(label, row.line, "", ",".join(row.cells), f"has {len(row.cells)} columns; Flee reads 5", remedy)
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
    if row.get(column) in countries:
        return True
    allowed = "is not a country of locations.csv"
    files.wrong(label, row.line, f"name{column}", row.get(column), allowed, suggest(row.get(column), countries))
    return False
