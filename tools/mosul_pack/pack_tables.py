"""places.csv, routes.csv and schedule.csv: judgement from the hand-written tables, numbers from the data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from pack_cells import Data, Row, Table, cited, confidence, joined, known_on, plain, read

__all__ = ["places", "routes", "schedule"]

HAND = Path(__file__).resolve().parent
DETOUR = 1.15  # road over great circle, as in the data folder
EARTH_KM = 6371.0
COARSE = ("zone", "host", "region")  # drawn at one point for all


def places(data: Data) -> Table:
    """Return places.csv."""
    return [_place(data, row) for row in read(HAND / "places.csv")]


def _place(data: Data, row: Row) -> Row:
    lat, lon, sure, found = _point(data, row["coordinates"])
    site = found if found and "camp" in found else None
    initial, stock = cited(data, row["initial"])
    capacity, places_row = cited(data, row["capacity"])
    rows = [cited_row for cited_row in (site, stock, places_row) if cited_row]
    schematic = row["kind"] in COARSE or (lat != "" and not sure)
    if row["kind"] == "zone":
        lat, lon = (f"{float(text):.2f}" for text in (lat, lon))
    return row | {
        "lat": lat,
        "lon": lon,
        "schematic": ("yes" if schematic else "no") if lat else "",
        "initial": initial,
        "capacity": capacity,
        "source": joined([row["source"], *(cited_row["source_url"] for cited_row in rows)]),
        "confidence": row["confidence"] or _surety(rows),
        "note": joined([row["note"], f"point: {found['coord_source']}" if found else ""]),
    }


def _surety(rows: Table) -> str:
    return confidence(next((row["confidence"] for row in rows if "confidence" in row), "medium"))


def _point(data: Data, text: str) -> tuple[str, str, bool, Row | None]:
    """Return (lat, lon, whether the point may be drawn as it is, row of camps.csv or gazetteer.csv)."""
    what, _, name = text.partition(":")
    if what == "camps":
        row = data.one("camps", camp=name)
        return row["lat"], row["lon"], not row["coord_confidence"].startswith("low"), row
    if what == "gazetteer":
        row = data.one("gazetteer", name=name)
        return row["lat"], row["lon"], row["confidence"] != "low", row
    lat, _, lon = text.removeprefix("=").partition(" ")
    return lat, lon, False, None


def routes(data: Data, points: Table) -> Table:
    """Return routes.csv; distances between places that nobody published are great circle x 1.15."""
    where = {row["id"]: (float(row["lat"]), float(row["lon"])) for row in points if row["lat"]}
    return [_route(data, row, where) for row in read(HAND / "routes.csv")]


def _route(data: Data, row: Row, where: Mapping[str, tuple[float, float]]) -> Row:
    what, _, rest = row["distance"].partition(":")
    if what == "road":
        found = data.one("routes", **dict(zip(("from", "to"), rest.split("|"), strict=True)))
        basis = "published distance" if found["distance_type"] == "published" else "great circle x 1.15"
        km, source, sure = found["road_distance_km"], found["source_url"], found["confidence"]
        basis += f", {found['from']} to {found['to']}"
    elif what == "points":
        km = plain(round(DETOUR * great_circle_km(where[row["from"]], where[row["to"]])))
        source, sure, basis = "", "low", "great circle x 1.15 of the points drawn"
    else:
        km, source, sure, basis = row["distance"].removeprefix("="), "", "low", "distance assumed"
    note = row["note"].removesuffix("distance assumed").rstrip("; ")
    return row | {
        "km": km,
        "source": joined([row["source"], source]) or "assumed",
        "confidence": row["confidence"] or confidence(sure),
        "note": "; ".join(part for part in (basis, note) if part),
    }


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two points given as (lat, lon) in degrees."""
    lat_a, lon_a, lat_b, lon_b = (math.radians(angle) for angle in (*a, *b))
    across = math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    h = math.sin((lat_b - lat_a) / 2) ** 2 + across
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def schedule(data: Data) -> Table:
    """Return schedule.csv, by date."""
    rows = [_change(data, row) for row in read(HAND / "schedule.csv")]
    return sorted(rows, key=lambda row: (row["date"], row["target"], row["quantity"]))


def _change(data: Data, row: Row) -> Row:
    value, quoted = cited(data, row["value"])
    source, told = cited(data, row["source"])
    rows = [found for found in (quoted, told) if found]
    day = row["date"] or next(found["date"] for found in rows)
    return row | {
        "date": day,
        "value": value,
        "known_on": row["known_on"] or (known_on(day, rows[0]["source_url"]) if rows else day),
        "source": joined([source, quoted["source_url"] if quoted else ""]) or "assumed",
        "confidence": row["confidence"] or confidence(next((r["confidence"] for r in rows), "low")),
    }
