"""The live page in a real browser: what a person does with the mouse."""

import csv
import re
from urllib.parse import unquote

import pytest
from tests.web.browser import TABLET, number

pytestmark = pytest.mark.slow

#: The east corridor of the tutorial, open for six weeks with the consent of both sides.
EAST = "lever=corridor:east-corridor:open:2020-03-10:2020-04-20::agreed"


def test_it_loads_and_shows_every_place(opened, tutorial):
    policy = tutorial.client.get("/").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    desk = opened()
    assert desk.page.title() == "Old Town: three places and one corridor – Corridor"
    assert desk.page.locator("#map [role=option]").count() == 4
    assert desk.page.locator("#map .maplabel").first.is_visible()
    assert desk.tile("trapped").is_visible()
    assert desk.tile("exposed_person_days").is_visible()
    desk.picture("tutorial")


def test_two_sizes_have_no_sideways_scroll_and_all_parts(opened):
    for size in ({"width": 1280, "height": 720}, TABLET):
        desk = opened(f"/#policy=factual&{EAST}", size=size)
        wide = desk.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"]
        for part in (".always", ".map-area", ".calendar", ".levers", ".panes"):
            box = desk.page.locator(part).bounding_box()
            assert box is not None
            assert box["width"] > 100
            assert box["height"] > 60
            assert box["y"] + box["height"] <= size["height"] + 1, part
        desk.picture(f"tutorial-{size['width']}")


def test_play_moves_the_days_and_pause_stops_them(opened):
    desk = opened("/#day=2020-03-02")
    desk.page.get_by_role("button", name="Play").click()
    desk.until("document.querySelector('.scrubber').value > 5")
    desk.page.get_by_role("button", name="Pause").click()
    stopped = desk.page.locator(".scrubber").input_value()
    desk.page.wait_for_timeout(400)
    assert desk.page.locator(".scrubber").input_value() == stopped
    day = re.search(r"day=(\S+?)(&|$)", desk.page.url)
    assert day is not None
    assert day.group(1) > "2020-03-05"


def test_an_event_takes_the_calendar_to_its_day(opened):
    desk = opened("/#day=2020-03-01")
    mark = desk.page.locator(".mark").last
    words = mark.get_attribute("aria-label")
    assert words is not None
    mark.click()
    shown = desk.page.locator(".today b").inner_text()
    assert words.replace("\u00a0", " ").startswith(shown.replace("\u00a0", " "))
    assert "Today" in desk.page.locator(".event-words").inner_text()


def test_selecting_a_camp_shows_its_series_and_brings_its_lever(opened):
    desk = opened()
    desk.page.locator('#map [data-place="river-camp"]').click()
    desk.page.wait_for_selector("#chart")
    assert desk.page.locator(".chart-head h3").inner_text() == "People present: River Camp"
    assert "place=river-camp" in desk.page.url
    assert desk.page.locator("#chart .ceiling").count() == 1  # its capacity
    assert desk.page.locator(".adder select").first.input_value() == "camp"
    desk.asked(lambda: desk.page.get_by_role("button", name="Change this").click())
    assert desk.page.locator(".lever legend").inner_text() == "River Camp"


def test_dragging_a_window_changes_the_difference_in_the_expected_direction(opened):
    """Days on which both sides let people leave spare them days amid fighting: the more of them, the more are spared."""
    desk = opened(f"/#policy=factual&day=2020-04-29&{EAST}")
    long = number(desk, "exposed_person_days")
    assert long < 0
    handle = desk.page.get_by_role("slider", name="East corridor closes")
    before = unquote(desk.page.url)
    desk.asked(lambda: _drag(desk, handle, -0.45))
    assert unquote(desk.page.url) != before
    short = number(desk, "exposed_person_days")
    assert long < short <= 0
    desk.asked(lambda: _drag(desk, handle, 0.45))
    assert number(desk, "exposed_person_days") < short


def test_a_window_is_drawn_on_the_empty_track(opened):
    desk = opened("/#day=2020-04-29")
    track = desk.page.locator(".track")
    assert "closed" in track.inner_text()
    box = track.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2

    def draw() -> None:
        desk.page.mouse.move(box["x"] + 0.2 * box["width"], middle)
        desk.page.mouse.down()
        desk.page.mouse.move(box["x"] + 0.8 * box["width"], middle, steps=5)
        desk.page.mouse.up()

    desk.asked(draw)
    assert "lever=corridor:east-corridor:open" in desk.page.url
    assert desk.page.locator(".window.now").count() == 1
    assert desk.tile("exposed_person_days").get_attribute("data-middle") not in ("", "0", None)
    desk.page.get_by_role("button", name="Set East corridor back").click()
    desk.until("!location.hash.includes('lever')")


def test_the_address_shared_gives_the_same_page(opened):
    desk = opened(f"/#policy=camp-half&day=2020-04-10&place=river-camp&{EAST}")
    desk.page.locator(".quantity-picker").select_option("arrivals")
    other = opened(desk.page.url.removeprefix(desk.origin))
    for what in (".always", ".today", ".chart-head h3", ".readout", ".lever legend"):
        assert other.page.locator(what).inner_text() == desk.page.locator(what).inner_text(), what
    assert other.page.locator("#chart .mid").get_attribute("d") == desk.page.locator("#chart .mid").get_attribute("d")


def test_csv_holds_what_the_chart_shows(opened, tmp_path):
    desk = opened(f"/#policy=factual&day=2020-04-29&quantity=displaced_ever&{EAST}")
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("button", name="CSV", exact=True).click()
    path = tmp_path / "chart.csv"
    waiting.value.save_as(path)
    with path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 60
    assert {row["what"] for row in rows} == {"difference to the baseline"}
    assert {row["quantity"] for row in rows} == {"displaced_ever"}
    assert rows[0]["q50"] == "0"  # nothing differs before the corridor opens
    last = rows[-1]
    assert float(last["q05"]) <= float(last["q50"]) <= float(last["q95"])
    assert float(last["q50"]) > 0
    assert "member" not in " ".join(name for name in rows[0] if name != "members")


@pytest.mark.parametrize("name", ["Every day as CSV", "Differences as CSV", "Report as HTML"])
def test_files_of_the_run_can_be_taken_away(opened, tmp_path, name):
    desk = opened(f"/#policy=factual&{EAST}")
    desk.page.locator(".export summary").click()
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("link", name=name).click()
    path = tmp_path / "taken"
    waiting.value.save_as(path)
    head = path.read_text(encoding="utf-8")[:40]
    assert head.startswith(("date,", "quantity,", "<!DOCTYPE html>"))


def test_map_as_png(opened, tmp_path):
    desk = opened()
    desk.page.locator(".export summary").click()
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("button", name="Map as PNG").click()
    path = tmp_path / "map.png"
    waiting.value.save_as(path)
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    wide = int.from_bytes(content[16:20], "big")
    box = desk.page.locator("#map").bounding_box()
    assert box is not None
    assert wide == round(box["width"] * 2)
    assert len(content) > 8_000  # an empty sheet would be smaller


def test_side_by_side_and_difference_on_the_map(opened):
    desk = opened(f"/#policy=corridor-open&{EAST}")
    desk.page.get_by_role("button", name="Side by side").click()
    desk.page.wait_for_selector("#map-baseline .symbol.camp")
    assert "The corridor is open" in desk.page.locator(".map-area figcaption").last.inner_text()
    desk.page.get_by_role("button", name="Difference").first.click()
    desk.page.wait_for_selector("#map .symbol.change")
    desk.page.get_by_role("tab", name="In numbers").click()
    assert desk.page.locator(".side-table tbody tr").count() > 5
    desk.picture("tutorial-side-by-side")


def test_a_policy_that_does_not_exist_is_told_in_words(opened, browser, tutorial):
    from tests.web.browser import open_page

    page = open_page(browser, f"http://127.0.0.1:{tutorial.port}", "/#policy=corridor-opn")
    with page as desk:
        desk.page.wait_for_selector("[role=alert]:has-text('corridor-open')")
        assert "failed" in (desk.page.locator(".sharpness").get_attribute("class") or "")
        desk.errors[:] = [error for error in desk.errors if "422" not in error]  # the browser's own line about the refusal


def test_saving_into_a_built_in_scenario_is_refused_with_what_to_do(opened):
    desk = opened(f"/#policy=factual&{EAST}")
    desk.page.get_by_role("button", name="Save as a named policy").click()
    desk.page.get_by_label("Name, in plain words").fill("East corridor from 10 March")
    assert desk.page.get_by_label("Id", exact=True).input_value() == "east-corridor-from-10-march"
    assert "copy its folder" in desk.page.locator(".refusal").inner_text()
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_selector("dialog", state="detached")


def test_two_pages_at_once_are_not_mixed_up(opened):
    first = opened(f"/#policy=factual&day=2020-04-29&{EAST}")
    second = opened("/#policy=camp-half&day=2020-04-29")
    third = opened(f"/#policy=factual&day=2020-04-29&{EAST}")
    assert first.tile("trapped").inner_text() == third.tile("trapped").inner_text()
    assert first.page.locator(".always").inner_text() == third.page.locator(".always").inner_text()
    assert second.page.locator(".always").inner_text() != first.page.locator(".always").inner_text()


def _drag(desk, handle, share):
    """Drags a handle by a share of the track's width."""
    box, track = handle.bounding_box(), desk.page.locator(".track").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + share * track["width"], y, steps=6)
    desk.page.mouse.up()


def test_a_handle_taken_back_to_where_it_was_gives_the_whole_picture_again(opened):
    desk = opened(f"/#policy=factual&day=2020-04-29&{EAST}")
    before = desk.page.locator(".always").inner_text()
    box = desk.page.get_by_role("slider", name="East corridor closes").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x - 300, y, steps=4)
    desk.page.wait_for_timeout(300)
    desk.page.mouse.move(x, y, steps=4)
    desk.asked(desk.page.mouse.up)
    assert "100 members" in desk.page.locator(".sharpness").inner_text()
    assert desk.page.locator(".always").inner_text() == before
