"""Longitude and latitude on a sheet: equirectangular, true to scale along its middle parallel."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corridor.published import PlaceFact
from corridor.report.svg import Point

__all__ = ["KM_PER_DEGREE", "Projection", "around", "fitted", "located", "runs_inside"]

KM_PER_DEGREE = 111.195
SMALLEST_KM = 8.0


@dataclass(frozen=True, slots=True)
class Projection:
    """A window of the earth on a sheet of `width` × `height` user units."""

    west: float
    north: float
    units_per_degree: float  # of latitude
    narrowing: float  # cosine of the middle latitude
    width: float
    height: float

    def __call__(self, lon: float, lat: float) -> Point:
        """Returns where a position lies on the sheet."""
        x = (lon - self.west) * self.narrowing * self.units_per_degree
        return (x, (self.north - lat) * self.units_per_degree)

    @property
    def units_per_km(self) -> float:
        """Returns how long a kilometre is on the sheet."""
        return self.units_per_degree / KM_PER_DEGREE

    def inside(self, point: Point, margin: float = 0.0) -> bool:
        """Returns whether a point of the sheet is on it."""
        return -margin <= point[0] <= self.width + margin and -margin <= point[1] <= self.height + margin


def located(places: Iterable[PlaceFact]) -> tuple[PlaceFact, ...]:
    """Returns the places that have a position which can be drawn."""
    return tuple(
        place
        for place in places
        if place.lat is not None
        and place.lon is not None
        and math.isfinite(place.lat)
        and math.isfinite(place.lon)
        and abs(place.lat) < 85
    )


def _position(place: PlaceFact) -> tuple[float, float]:
    assert place.lat is not None
    assert place.lon is not None
    return place.lon, place.lat


def around(places: Sequence[PlaceFact], centres: Sequence[PlaceFact], reach_km: float) -> tuple[PlaceFact, ...]:
    """Returns the places within a distance of the middle of the centres."""
    lon = sum(_position(place)[0] for place in centres) / len(centres)
    lat = sum(_position(place)[1] for place in centres) / len(centres)
    narrowing = math.cos(math.radians(lat))

    def distance_km(place: PlaceFact) -> float:
        x, y = _position(place)
        return math.hypot((x - lon) * narrowing, y - lat) * KM_PER_DEGREE

    return tuple(place for place in places if distance_km(place) <= reach_km)


def fitted(places: Sequence[PlaceFact], width: float, tallest: float, margin: float = 34.0) -> Projection:
    """Returns a window that holds the places with a margin, not taller than allowed and not flatter than half that."""
    lons, lats = zip(*map(_position, places), strict=True)
    middle = ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
    narrowing = math.cos(math.radians(middle[1]))
    smallest = SMALLEST_KM / KM_PER_DEGREE
    across = max((max(lons) - min(lons)) * narrowing, smallest)
    down = max(max(lats) - min(lats), smallest)
    units = min((width - 2 * margin) / across, (tallest - 2 * margin) / down)
    height = min(tallest, max(tallest / 2, down * units + 2 * margin))
    west = middle[0] - width / 2 / (units * narrowing)
    return Projection(west, middle[1] + height / 2 / units, units, narrowing, width, height)


def runs_inside(projection: Projection, points: Sequence[Sequence[float]], least: float) -> list[list[Point]]:
    """Returns the stretches of a line that show on the sheet, without steps shorter than `least` units."""
    runs: list[list[Point]] = []
    current: list[Point] = []
    before: Point | None = None
    for lon, lat in points:
        spot = projection(lon, lat)
        if projection.inside(spot, 30):
            if not current and before is not None:
                current.append(before)
            if not current or math.dist(current[-1], spot) >= least:
                current.append(spot)
        elif current:
            runs.append([*current, spot])
            current = []
        before = spot
    runs.append(current)
    return [run for run in runs if len(run) > 1]
