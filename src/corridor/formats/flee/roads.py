"""Reads routes.csv and major_routes.csv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridor.formats.flee.files import Cells, FleeFiles
from corridor.formats.flee.schema import Location, Road, Settings
from corridor.formats.flee.values import number_of, told_surplus

__all__ = ["check_dead_ends", "read_major_routes", "read_roads"]

ATTRIBUTES = ("max_move_speed", "walk_probability")


def read_roads(files: FleeFiles, places: Mapping[str, Location], repaired: bool) -> tuple[Road, ...]:
    """Returns the roads of a folder in file order; each is a link in either direction."""
    label = files.input("routes.csv")
    header, rows = files.table(label, required=True)
    found: list[Road] = []
    seen: dict[tuple[str, str], int] = {}
    if rows and _header(rows[0]):
        header, rows = rows[0], rows[1:]
    if not rows and files.usable(label):
        files.notice("R4", label, 0, "has no roads, so that nobody can go anywhere", "The same here.")
    for row in rows:
        if told_surplus(files, label, row, max(4, len(header.cells) if header else 0), first=2):
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
    for column, name in enumerate(header.cells[: len(row.cells)] if header else ()):  # Flee reads as far as the row goes
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


def check_dead_ends(
    files: FleeFiles,
    places: Mapping[str, Location],
    roads: Sequence[Road],
    settings: Settings,
    conflicts: Mapping[str, Sequence[float]],
    repaired: bool,
) -> None:
    """Notes places from which all roads end at markers that lead nowhere: Flee stops when somebody there looks for a way."""
    if len(files.problems):
        return  # roads or places may be missing for other reasons
    label = files.input("routes.csv")
    near: dict[str, set[str]] = {}
    for road in roads:
        near.setdefault(road.start, set()).add(road.end)
        near.setdefault(road.end, set()).add(road.start)
    for name in near if settings.awareness_level != 0 else ():
        place = places[name]
        if place.kind == "marker" or _leads_somewhere(name, near, places):
            continue
        what = f"all roads from {name} end at markers that lead nowhere"
        fought = place.kind.startswith("conflict") or any(level > 0.0 for level in conflicts.get(name, ()))
        if fought and not repaired and (place.population > 0 or settings.spawn_mode):
            remedy = "Lead the roads on to another place, or make the marker a town."
            files.wrong(label, 0, "", name, f"{what}; Flee stops when somebody there looks for a way", remedy)
        else:
            files.notice("R5", label, 0, f"{what}; Flee stops if somebody there looks for a way", "People stay there.")


def _leads_somewhere(start: str, near: Mapping[str, set[str]], places: Mapping[str, Location]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        for name in near[waiting.pop()] - seen:
            if places[name].kind != "marker":
                return True
            seen.add(name)
            waiting.append(name)
    return False
