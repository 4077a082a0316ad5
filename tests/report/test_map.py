"""The map: true to scale, labels apart, open and closed, known and schematic."""

from __future__ import annotations

import math
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.reading import drawings

from corridor.published import PlaceFact, Published
from corridor.report import render
from corridor.report.maps.labels import Box, Label, place
from corridor.report.maps.projection import KM_PER_DEGREE, around, fitted, runs_inside
from corridor.report.maps.scene import scenes

MOSUL = PlaceFact("m", "Mosul", "zone", 36.335, 43.119, False)
ERBIL = PlaceFact("e", "Erbil", "town", 36.191, 44.009, False)


def great_circle_km(a: PlaceFact, b: PlaceFact) -> float:
    lat1, lon1, lat2, lon2 = (math.radians(value or 0.0) for value in (a.lat, a.lon, b.lat, b.lon))
    inner = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(inner))


def test_distances_on_the_sheet_are_true() -> None:
    window = fitted([MOSUL, ERBIL], 700, 500)
    a, b = window(MOSUL.lon or 0, MOSUL.lat or 0), window(ERBIL.lon or 0, ERBIL.lat or 0)
    assert math.dist(a, b) / window.units_per_km == pytest.approx(great_circle_km(MOSUL, ERBIL), rel=0.005)
    assert pytest.approx(111.195) == KM_PER_DEGREE


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-170, 170)), min_size=1, max_size=12))
def test_a_window_holds_its_places(spots: list[tuple[float, float]]) -> None:
    places = [PlaceFact(str(i), "n", "camp", lat, lon, False) for i, (lat, lon) in enumerate(spots)]
    window = fitted(places, 344, 300)
    assert 150 <= window.height <= 300
    assert all(window.inside(window(lon, lat), 1e-6) for lat, lon in spots)


def test_places_around_a_centre() -> None:
    assert around([MOSUL, ERBIL], [MOSUL], 50) == (MOSUL,)
    assert around([MOSUL, ERBIL], [MOSUL], 100) == (MOSUL, ERBIL)


def test_lines_are_cut_at_the_edge() -> None:
    window = fitted([MOSUL, ERBIL], 700, 500)
    points = [[20, 36], [43.2, 36.3], [43.6, 36.3], [70, 36], [43.6, 36.2], [43.7, 36.2]]
    runs = runs_inside(window, points, 1.0)
    assert [len(run) for run in runs] == [4, 3]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(20, 380), st.floats(20, 280), st.integers(1, 22)), max_size=30))
def test_labels_never_overlap(wanted: list[tuple[float, float, int]]) -> None:
    labels = [Label("x" * length, (x, y), 4.0, index, "c") for index, (x, y, length) in enumerate(wanted)]
    taken = [Box(x - 3, y - 3, x + 3, y + 3) for x, y, _ in wanted]
    placed = place(labels, taken, Box(0, 0, 400, 300))
    assert len(placed) <= len(labels)
    spans = [_span(each.at, each.anchor, len(each.label.words)) for each in placed]
    for index, box in enumerate(spans):
        assert not any(box.meets(other) for other in (*spans[:index], *taken))


def _span(at: tuple[float, float], anchor: str, length: int) -> Box:
    wide = 0.5 * 11 * length  # a little narrower than assumed, so that rounding does not count
    left = {"start": at[0], "middle": at[0] - wide / 2, "end": at[0] - wide}[anchor]
    return Box(left + 0.1, at[1] - 8, left + wide - 0.1, at[1] + 1)


def large(html: str, key: str = "map-wide") -> ElementTree.Element:
    return next(chart for chart in drawings(html) if chart.get("id") == key)


def classes(chart: ElementTree.Element) -> list[str]:
    return [part.get("class", "") for part in chart.iter()]


def test_schematic_places_are_hollow_and_the_legend_says_so(pages: dict[str, str]) -> None:
    html = pages["mosul"]
    assert "hollow: the position is schematic" in html
    found = classes(large(html))
    assert "place zone hollow" in found
    assert "place camp hollow" in found
    assert "place camp" in found


def test_closed_routes_differ_without_colour(pages: dict[str, str]) -> None:
    found = classes(large(pages["tutorial"]))
    assert found.count("route closed") == 1
    assert found.count("cross") == 1
    assert found.count("route") == 1


def test_far_places_get_an_overview(pages: dict[str, str]) -> None:
    labels = {label.text for label in large(pages["mosul"], "overview-wide").iter("text")}
    assert "Hawija" in labels
    assert "Khazir road" not in labels  # the larger map has it
    assert "overview-wide" not in pages["tutorial"]


def test_each_map_date_has_a_sheet(pages: dict[str, str], runs: dict[str, Published]) -> None:
    keys = {chart.get("id") for chart in drawings(pages["mosul"])}
    assert {f"map-{index}" for index in range(len(runs["mosul"].map_dates))} <= keys


def test_a_camp_is_as_large_as_its_people(runs: dict[str, Published]) -> None:
    published = runs["mosul"]
    scene = scenes(published, published.places)[-1]
    people = {spot.place.id: spot.people for spot in scene.spots}
    assert people["jadah"] > people["chamakor"] > 0
    assert people["mosul-left"] == 0


def test_routes_are_open_as_on_the_day(runs: dict[str, Published]) -> None:
    published = runs["mosul"]
    open_on = [
        next(link.open for link in scene.links if {link.start, link.end} == {"mosul-right", "tal-afar"})
        for scene in scenes(published, published.places)
    ]
    assert open_on == [True, False, False, False]


def test_a_map_without_background_or_names_still_stands(runs: dict[str, Published]) -> None:
    html = render(replace(runs["mosul"], basemap={"lines": [{"kind": "river", "points": []}]}))
    assert large(html) is not None
