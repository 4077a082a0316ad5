"""The live page of mosul-2016: what only a large scenario shows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.server.live import Live, running
from tests.web.browser import DESK, TABLET, number, open_page

from corridor import load

pytestmark = pytest.mark.slow

EXIT = "lever=corridor:agreed-exit-right:open:2017-02-19:2017-07-11::"


@pytest.fixture(scope="module")
def mosul(browser: Browser) -> Iterator[Live]:
    with running(load("mosul-2016"), warm=True) as server:
        yield server


def _at(live: Live) -> str:
    return f"http://127.0.0.1:{live.port}"


@pytest.mark.parametrize("size", [DESK, TABLET], ids=["1280", "820"])
def test_an_agreed_exit_spares_people(browser, mosul, size):
    """Nobody is spared before it opens; by June many are, and the page says so in both sizes."""
    with open_page(browser, _at(mosul), f"/#policy=factual&day=2017-02-01&{EXIT}", size) as desk:
        desk.page.wait_for_selector(".sharpness.done, .sharpness.running")
        assert number(desk, "exposed_person_days") == 0
        desk.page.locator(".mark[aria-label*='leave']").first.click()
        desk.page.locator(".scrubber").press("End")
        desk.settled()
        assert number(desk, "exposed_person_days") < 0
        assert desk.page.locator("#map .flow").count() > 10
        desk.picture(f"mosul-{size['width']}")


def test_arabic_names_are_drawn_as_one_shaped_run(browser, mosul):
    with open_page(browser, _at(mosul), "/#policy=factual&names=arabic") as desk:
        desk.settled()
        labels = desk.page.locator("#map .maplabel[lang=ar]")
        assert labels.count() > 8
        # Joined letters are narrower than the same letters apart; a label lies beside its symbol, on the sheet.
        widths = desk.page.evaluate(
            """() => {
              const pen = document.createElement("canvas").getContext("2d");
              pen.font = "13px " + getComputedStyle(document.body).fontFamily;
              const apart = [..."تلعفر"].reduce((sum, letter) => sum + pen.measureText(letter).width, 0);
              return [pen.measureText("تلعفر").width, apart];
            }"""
        )
        assert widths[0] < 0.9 * widths[1]
        sheet = desk.page.locator("#map").bounding_box()
        for box in [labels.nth(index).bounding_box() for index in range(labels.count())]:
            assert box is not None
            assert sheet is not None
            assert sheet["x"] <= box["x"]
            assert box["x"] + box["width"] <= sheet["x"] + sheet["width"]
        desk.picture("mosul-arabic")


def test_fighters_are_ranges_in_a_panel_and_nowhere_else(browser, mosul):
    with open_page(browser, _at(mosul), "/#policy=factual&pane=fighters&day=2017-05-04") as desk:
        desk.settled()
        assert desk.page.locator(".fighters table").count() >= 1
        for cell in desk.page.locator(".fighters td.n").all_inner_texts():
            assert " to " in cell
        assert "ighter" not in desk.page.locator(".map-area").inner_text()
        places = desk.page.locator("#map [role=option]")
        said = places.evaluate_all("(all) => all.map((each) => each.getAttribute('aria-label')).join()")
        assert "fighter" not in said
        quantities = desk.page.evaluate("document.querySelector('.quantity-picker')?.innerText ?? ''")
        assert "ighters" not in quantities


def test_a_claim_is_shown_on_the_map(browser, mosul):
    with open_page(browser, _at(mosul), "/#policy=factual&pane=verdicts") as desk:
        desk.settled()
        desk.page.wait_for_selector(".verdicts tbody tr")
        assert desk.page.locator(".verdicts .source a").count() > 5
        button = desk.page.get_by_role("button", name="Show on the map").first
        before = desk.page.url
        button.click()
        desk.until("!document.querySelector('.sharpness.asked')")
        assert desk.page.url != before
        assert "quantity=" in desk.page.url
        desk.picture("mosul-verdicts")
