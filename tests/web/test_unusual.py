"""Scenarios and screens that are not the usual ones: no place has coordinates; a telephone."""

import csv
import shutil
from itertools import pairwise

import pytest
from tests.server.live import running
from tests.web.browser import open_page

from corridor import load

pytestmark = pytest.mark.slow


@pytest.fixture
def unmapped(tmp_path):
    """The tutorial without a single coordinate."""
    folder = tmp_path / "no-map"
    shutil.copytree(load("tutorial").folder, folder)
    with (folder / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {"lat": "", "lon": "", "schematic": ""} for row in rows)
    return load(folder)


def test_without_coordinates_there_is_no_map_but_all_else(browser, unmapped):
    with running(unmapped) as server, open_page(browser, f"http://127.0.0.1:{server.port}") as desk:
        desk.settled()
        assert "no map" in desk.page.locator(".map-area").inner_text()
        assert desk.page.locator(".map-area svg").count() == 0
        desk.page.locator(".pane select").first.select_option("river-camp")
        assert "River Camp" in desk.page.locator(".pane h2, .pane h3").first.inner_text()
        desk.page.locator("summary", has_text="Export").click()
        assert desk.page.get_by_role("button", name="Map as PNG").count() == 0
        desk.picture("unmapped")


def test_on_a_telephone_nothing_lies_on_anything_else(opened):
    desk = opened("/#policy=corridor-open", size={"width": 400, "height": 800})
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 400
    switches, legend = (desk.page.locator(each).bounding_box() for each in (".map-switches", ".map-legend"))
    assert switches["y"] + switches["height"] <= legend["y"] + 1
    labels = desk.page.locator(".axis .tick").evaluate_all(
        "all => all.filter((each) => parseFloat(getComputedStyle(each).fontSize) > 0)"
        ".map((each) => { const box = document.createRange(); box.selectNodeContents(each);"
        " const { left, right } = box.getBoundingClientRect(); return [left, right]; })"
    )
    assert labels
    for (_, end), (start, _) in pairwise(labels):
        assert end <= start
    desk.picture("telephone")
