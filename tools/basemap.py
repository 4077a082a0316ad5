"""Make the base map of mosul-2016: country and river lines, as plain data, from GSHHG 2.3.7.

GSHHG comes in Debian's package gmt-gshhg-full as netCDF files; to read them takes h5py as well:

    apt-get download gmt-gshhg-full && dpkg -x gmt-gshhg-full_*.deb unpacked && pip install h5py
    python tools/basemap.py unpacked/usr/share/gmt-gshhg src/corridor/scenarios/mosul-2016/basemap.json

The world is stored in bins of one degree. Segments inside the box are joined at their ends into lines, cut
where two names meet, clipped, simplified (Douglas-Peucker) and rounded to 3 decimals, about 100 m. Seasonal
streams and canals are left out. A line has a name only if it passes a point on it (NAMED). Below Samarra,
where the Tigris is stored as two banks, one is kept. The rivers are older than the reservoirs of Mosul,
Haditha, Tabqa and Tishrin and run through where those now lie. No coast falls inside the box.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

import h5py

Point = tuple[float, float]
Line = list[Point]

SOURCE = "GSHHG 2.3.7 (Wessel and Smith; lines of the CIA World Data Bank II), simplified by tools/basemap.py"
LICENCE = "LGPL-3.0-or-later, as GSHHG (this data file; Corridor's code has its own licence)"
WEST, EAST, SOUTH, NORTH = 36.5, 46.0, 33.0, 38.0
TOLERANCE_DEG = 0.002
NAME_WITHIN_DEG = 0.03
SHORTEST_DEG = 0.1  # unnamed scraps below this length are dropped
BORDER_LEVEL, BANK_LEVEL, RIVER_LEVELS = 1, 0, (1, 2, 3, 4)
NAMED: dict[str, list[Point]] = {  # towns on the rivers; crossings and bends on the borders
    "Tigris": [(40.66, 37.84), (41.41, 37.71), (42.28, 37.27), (43.13, 36.34), (43.7, 34.6), (44.3, 33.4)],
    "Euphrates": [(38.52, 37.52), (37.87, 37.25), (38.26, 36.55), (39.01, 35.93)],
    "Great Zab": [(43.64, 36.27)],
    "Little Zab": [(44.14, 35.76)],
    "Khabur": [(40.40, 36.60), (40.74, 36.06)],
    "Diyala": [(44.65, 33.76)],
    "Adhaim": [(44.51, 34.40)],
    "Iraq-Syria": [(41.40, 36.53)],
    "Syria-Turkey": [(40.03, 36.83), (42.28, 37.27)],
    "Iraq-Turkey": [(43.00, 37.34)],
    "Iran-Iraq": [(45.35, 35.98), (45.45, 34.45)],
    "Iran-Turkey": [(44.60, 37.70)],
}
CUTS = [(44.788, 37.149), (40.774, 36.500)]  # the corner of Turkey, Iran and Iraq; Hasakah


def segments(path: Path) -> Iterator[tuple[int, Line]]:
    """Yield (level, points) of every stored segment whose bin touches the box."""
    file = h5py.File(path)
    across, size = int(file["N_bins_in_360_longitude_range"][0]), file["Bin_size_in_minutes"][0] / 60
    first, count = file["Id_of_first_segment_in_a_bin"][:], file["N_segments_in_a_bin"][:]
    start, length = file["Id_of_first_point_in_a_segment"][:], file["N_points_for_a_segment"][:]
    level = file["Hierarchial_level_of_a_segment"][:]
    # Offsets are unsigned 16-bit numbers in a signed field: 65535 is the whole bin.
    x = file["Relative_longitude_from_SW_corner_of_bin"][:].astype("uint16") * (size / 65535)
    y = file["Relative_latitude_from_SW_corner_of_bin"][:].astype("uint16") * (size / 65535)
    for number in range(len(count)):
        west, south = (number % across) * size, 90 - (number // across + 1) * size
        if WEST - size < west < EAST and SOUTH - size < south < NORTH:
            for s in range(first[number], first[number] + count[number]):
                span = range(start[s], start[s] + length[s])
                line = [(float(west + x[i]), float(south + y[i])) for i in span]
                if len({key(point) for point in line}) > 1:  # bins' corners are lines of no length
                    yield int(level[s]), line


def key(point: Point) -> tuple[int, int]:
    """Return what stands for a point when ends are compared (steps of about 100 m)."""
    return round(point[0] * 1000), round(point[1] * 1000)


def joined(parts: list[Line]) -> list[Line]:
    """Return the parts joined wherever exactly two of them end at one point."""
    lines, ends = dict(enumerate(parts)), defaultdict(list)
    for i, line in lines.items():
        ends[key(line[0])].append(i)
        ends[key(line[-1])].append(i)
    for node, pair in ends.items():
        if len(pair) == 2 and pair[0] != pair[1]:
            a, b = lines[pair[0]], lines.pop(pair[1])
            a, b = a if key(a[-1]) == node else a[::-1], b if key(b[0]) == node else b[::-1]
            lines[pair[0]] = a + b[1:]
            far = ends[key(b[-1])]
            far[far.index(pair[1])] = pair[0]
    return list(lines.values())


def pieces(line: Line) -> Iterator[Line]:
    """Yield the runs of a line inside the box, cut at CUTS; points are dense, so no end is interpolated."""
    nearest = [min((distance(cut, p, p), i) for i, p in enumerate(line)) for cut in CUTS]
    turns = {i for far, i in nearest if far < NAME_WITHIN_DEG}
    run: Line = []
    for i, point in enumerate(line):
        inside = WEST <= point[0] <= EAST and SOUTH <= point[1] <= NORTH
        run += [point] if inside else []
        if i in turns or not inside:
            yield run
            run = [point] if inside else []
    yield run


def distance(p: Point, a: Point, b: Point) -> float:
    """Return how far p lies from the stretch a-b, in degrees of latitude."""
    k = cos(radians(p[1]))
    ax, ay, bx, by = (a[0] - p[0]) * k, a[1] - p[1], (b[0] - p[0]) * k, b[1] - p[1]
    square = (bx - ax) ** 2 + (by - ay) ** 2
    t = max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / square)) if square else 0.0
    return hypot(ax + t * (bx - ax), ay + t * (by - ay))


def simplified(line: Line) -> Line:
    """Return the line with every point dropped that lies within the tolerance of what is kept."""
    far, i = max((distance(p, line[0], line[-1]), i) for i, p in enumerate(line))
    if far <= TOLERANCE_DEG:
        return [line[0], line[-1]]
    return simplified(line[: i + 1])[:-1] + simplified(line[i:])


def entries(kind: str, line: Line) -> Iterator[str]:
    """Yield the JSON of each piece of a line worth keeping."""
    for piece in pieces(line):
        names = [name for name in NAMED if ("-" in name) == (kind == "country")]
        known = [(name, p) for name in names for p in NAMED[name]]
        near = [(min((distance(p, *ab) for ab in pairwise(piece)), default=9.0), name) for name, p in known]
        name = min(near)[1] if min(near)[0] < NAME_WITHIN_DEG else ""
        if name or sum(distance(a, b, b) for a, b in pairwise(piece)) > SHORTEST_DEG:
            points = [[round(x, 3), round(y, 3)] for x, y in simplified(piece)]
            yield json.dumps({"kind": kind, "name": name, "points": points}, separators=(",", ":"))


def main(folder: Path, output: Path) -> None:
    """Write the base map made from the folder of GSHHG's netCDF files."""
    borders = [line for level, line in segments(folder / "binned_border_f.nc") if level == BORDER_LEVEL]
    made = [text for line in joined(borders) for text in entries("country", line)]
    stored = list(segments(folder / "binned_river_f.nc"))
    for level in (BANK_LEVEL, *RIVER_LEVELS):  # one at a time, lest a tributary cut the river that it joins
        for line in joined([line for other, line in stored if other == level]):
            turn = max(range(len(line)), key=lambda i: distance(line[i], line[0], line[0]))
            made += entries("river", line[: turn + 1] if level == BANK_LEVEL else line)
    head = f'{{"source": {json.dumps(SOURCE)},\n"licence": {json.dumps(LICENCE)},\n"lines": [\n'
    output.write_text(head + ",\n".join(made) + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
