"""Cards of levers in a real browser: several of one target, drags broken off, fields and addresses that say why not."""

from urllib.parse import unquote

import pytest
from tests.web.test_page import EAST

pytestmark = pytest.mark.slow

CAMP = "lever=camp:river-camp:3000:2020-03-10&lever=camp:river-camp:900:2020-03-20"
#: Sends what a browser sends where it takes a touch for something else, such as scrolling.
CANCEL = """
(element) => {
  const box = element.getBoundingClientRect();
  const at = (by) => ({ pointerId: 1, button: 0, bubbles: true, clientX: box.x + box.width / 2 + by, clientY: box.y + 5 });
  element.setPointerCapture = () => undefined;
  element.dispatchEvent(new PointerEvent("pointerdown", at(0)));
  element.dispatchEvent(new PointerEvent("pointermove", at(-200)));
  element.dispatchEvent(new PointerEvent("pointercancel", at(-200)));
}
"""


def levers(desk):
    """Returns the levers that the address holds."""
    return [part for part in unquote(desk.page.url).split("#")[1].split("&") if part.startswith("lever=")]


@pytest.mark.parametrize("at", [0, 1])
def test_a_card_takes_away_its_own_lever(opened, at):
    desk = opened(f"/#policy=factual&{CAMP}")
    desk.asked(lambda: desk.page.get_by_role("button", name="Take away: River Camp").nth(at).click())
    assert levers(desk) == [CAMP.split("&")[1 - at]]
    assert desk.page.get_by_label("Places", exact=True).input_value() == ("900", "3000")[at]


def test_a_card_changes_its_own_lever(opened):
    desk = opened(f"/#policy=factual&{CAMP}")
    places = desk.page.get_by_label("Places", exact=True).nth(1)
    places.fill("1200")
    desk.asked(lambda: places.press("Enter"))
    assert levers(desk) == ["lever=camp:river-camp:3000:2020-03-10", "lever=camp:river-camp:1200:2020-03-20"]


@pytest.mark.parametrize("grip", [".handle.until", ".window.now"])
def test_a_drag_that_is_broken_off_leaves_the_window_where_it_was(opened, grip):
    desk = opened(f"/#policy=factual&{EAST}")
    window = desk.page.locator(".window.now")
    before, shown = window.bounding_box(), desk.page.locator(".always").inner_text()
    desk.asked(lambda: desk.page.locator(grip).evaluate(CANCEL))
    assert levers(desk) in ([], [EAST])
    assert window.bounding_box() == before
    assert desk.page.locator(".always").inner_text() == shown
    assert "100 members" in desk.page.locator(".sharpness").inner_text()


def test_a_window_whose_drawing_is_broken_off_is_not_there(opened):
    desk = opened("/#day=2020-04-29")
    desk.asked(lambda: desk.page.locator(".track").evaluate(CANCEL))
    assert desk.page.locator(".window.now").count() == 0
    assert desk.page.locator(".lever").count() == 0


@pytest.mark.parametrize(("typed", "why"), [
    ("-5", "−5 is not taken: a whole number from 0 to 1,000,000 is possible."),
    ("2000000", "2,000,000 is not taken: a whole number from 0 to 1,000,000 is possible."),
    ("1e9", "1,000,000,000 is not taken: a whole number from 0 to 1,000,000 is possible."),
    ("0.4", "0.4 is not taken: a whole number from 0 to 1,000,000 is possible."),
    ("", "Not taken: give a whole number from 0 to 1,000,000."),
])  # fmt: skip
def test_a_number_that_is_not_taken_is_told_at_its_field(opened, typed, why):
    desk = opened(f"/#policy=factual&{CAMP}")
    places = desk.page.get_by_label("Places", exact=True).first
    places.fill(typed)
    places.press("Tab")
    said = desk.page.locator(".why-not:not(:empty)")
    assert said.inner_text() == why
    assert places.get_attribute("aria-describedby") == said.get_attribute("id")
    assert said.get_attribute("aria-live") == "polite"
    assert places.input_value() == "3000"  # what holds
    assert desk.page.locator(".lever").count() == 2
    places.fill("2500")
    desk.asked(lambda: places.press("Tab"))
    assert said.count() == 0
    assert levers(desk)[0] == "lever=camp:river-camp:2500:2020-03-10"


def test_a_day_outside_the_run_is_told_at_its_field(opened):
    desk = opened(f"/#policy=factual&{CAMP}")
    day = desk.page.get_by_label("From", exact=True).first
    day.fill("2031-01-01")
    day.blur()
    said = desk.page.locator(".why-not:not(:empty)").inner_text().replace("\u00a0", " ")
    assert said == "1 January 2031 is not taken: 1 March 2020 to 29 April 2020 is possible."
    assert day.input_value() == "2020-03-10"
    desk.picture("tutorial-not-taken")


@pytest.mark.parametrize("part", [
    "lever=corridor:east-corridor:open:2020-03-10:2020-04-20:-500:agreed",
    "lever=corridor:east-corridor:open:2020-03-10:2020-04-20:abc:agreed",
    "day=2030-01-01",
    "place=nope",
])  # fmt: skip
def test_a_part_of_the_address_that_is_not_taken_is_told_and_the_rest_runs(opened, part):
    desk = opened(f"/#policy=camp-half&{part}")
    assert desk.page.locator(".notice").inner_text() == (
        f"Part of the address could not be read, and is left out: {part.split('=')[1]}."
    )
    assert desk.page.locator(".sharpness.failed").count() == 0
    assert desk.page.locator(".lever").count() == 0
    assert desk.tile("trapped").is_visible()


def test_an_address_typed_over_is_told_as_well(opened):
    desk = opened("/#policy=factual")
    desk.asked(lambda: desk.page.evaluate("location.hash = 'policy=camp-half&place=nope'"))
    assert "left out: nope." in desk.page.locator(".notice").inner_text()


def test_a_narrow_telephone_does_not_scroll_sideways_and_its_crosses_can_be_hit(opened):
    desk = opened(f"/#policy=corridor-open&{CAMP}", size={"width": 320, "height": 800})
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 320
    for target, least in ((".remove", (24, 24)), (".mark", (9, 24))):
        for box in (each.bounding_box() for each in desk.page.locator(target).all()):
            assert box is not None
            assert box["width"] >= least[0]
            assert box["height"] >= least[1]
    switches, legend = (desk.page.locator(each).bounding_box() for each in (".map-switches", ".map-legend"))
    assert switches["y"] + switches["height"] <= legend["y"] + 1
    assert switches["x"] + switches["width"] <= 320
    desk.picture("telephone-narrow")
