"""The live page without a mouse, and for those who cannot see it."""

import pytest
from tests.web.browser import AXE, TABLET

pytestmark = pytest.mark.slow

EAST = "lever=corridor:east-corridor:open:2020-03-10:2020-04-20::agreed"
_GRAVE = ("serious", "critical")
_MOST_STOPS = 80


def tab_to(page, selector):
    """Presses Tab until the focus is on what the selector names; fails where the keyboard never gets there."""
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted) ?? false", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def test_everything_by_keyboard_alone(opened):
    """Policy, lever, map, chart, tabs, play, event, both ends of a window: no mouse anywhere."""
    desk = opened("/#day=2020-04-29")
    page, keys = desk.page, desk.page.keyboard
    tab_to(page, ".picker > summary")
    keys.press("Enter")
    tab_to(page, ".picker fieldset input:not(:checked)")
    desk.asked(lambda: keys.press("Space"))
    assert "policy=corridor-open" in page.url
    keys.press("Escape")
    assert page.locator(".picker[open]").count() == 0

    tab_to(page, "#map [role=option]")
    before = page.evaluate("document.activeElement.dataset.place")
    keys.press("ArrowUp")
    chosen = page.evaluate("document.activeElement.dataset.place")
    assert chosen != before
    keys.press("Enter")
    assert f"place={chosen}" in page.url

    tab_to(page, "[role=tab]")
    keys.press("ArrowRight")
    assert page.locator("[role=tab][aria-selected=true]").inner_text() == "In numbers"

    tab_to(page, ".play")
    keys.press("Space")
    page.wait_for_selector(".play[aria-pressed=true]")
    keys.press("Space")
    page.wait_for_selector(".play[aria-pressed=false]")

    tab_to(page, ".scrubber")
    keys.press("Home")
    keys.press("PageUp")
    desk.until("document.querySelector('.scrubber').value === '7'")
    tab_to(page, ".mark")
    keys.press("ArrowRight")
    assert page.evaluate("document.activeElement.className") == "mark"

    tab_to(page, ".handle.until")
    words = page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    desk.asked(lambda: keys.press("Shift+ArrowLeft"))
    assert page.evaluate("document.activeElement.getAttribute('aria-valuetext')") != words
    assert page.locator(".lever legend").inner_text() == "East corridor"
    desk.asked(lambda: keys.press("Delete"))
    assert page.locator(".lever").count() == 0


def test_a_lever_is_set_and_changed_by_keyboard(opened):
    desk = opened("/#day=2020-03-10")
    page, keys = desk.page, desk.page.keyboard
    tab_to(page, ".adder button")
    desk.asked(lambda: keys.press("Enter"))
    tab_to(page, ".lever input[type=number]")
    keys.type("500")
    desk.asked(lambda: keys.press("Tab"))
    assert ":500:" in page.url
    tab_to(page, "body *")  # the focus is still on the page
    assert page.evaluate("document.activeElement !== document.body")


def test_keys_from_anywhere(opened):
    desk = opened("/#day=2020-03-10")
    desk.page.keyboard.press("]")
    assert "day=2020-03-11" in desk.page.url
    desk.page.keyboard.press("Shift+[")
    assert "day=2020-03-04" in desk.page.url
    desk.page.keyboard.press("?")
    assert desk.page.locator("dialog h2").inner_text() == "Keys"
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_selector("dialog", state="detached")


def test_a_picture_is_told_to_those_who_cannot_see_it(opened):
    desk = opened(f"/#policy=factual&day=2020-04-29&{EAST}")
    desk.until("document.querySelector('[aria-live=polite].unseen').textContent.includes('trapped')")
    said = desk.page.locator("p.unseen[aria-live=polite]").inner_text()
    assert "100 members" in said
    assert "difference to the baseline" in said
    chart = desk.page.locator("#chart").get_attribute("aria-label")
    assert chart is not None
    assert "29" in chart
    camp = desk.page.locator('[data-place="river-camp"]').get_attribute("aria-label")
    assert camp is not None
    assert camp.startswith("River Camp, camp;")


@pytest.mark.parametrize(
    ("address", "size"),
    [
        ("/", None),
        (f"/#policy=factual&maps=two&pane=side&{EAST}", None),
        (f"/#policy=factual&discs=change&names=arabic&{EAST}", TABLET),
        ("/#pane=fighters", None),
        ("/#pane=verdicts", None),
        ("/#pane=about", TABLET),
    ],
)
def test_axe_finds_nothing_serious(opened, address, size):
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `make page`, which needs Node 20.19 or newer and npm")
    desk = opened(address, **({"size": size} if size else {}))
    assert findings(desk) == []


@pytest.mark.parametrize("name", ["Keys and help", "Save as a named policy"])
def test_axe_finds_nothing_serious_in_dialogs(opened, name):
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `make page`, which needs Node 20.19 or newer and npm")
    desk = opened(f"/#policy=factual&{EAST}")
    desk.page.get_by_role("button", name=name).click()
    desk.page.wait_for_selector("dialog[open]")
    assert findings(desk) == []


def findings(desk):
    """Returns what axe-core finds serious or critical, with where."""
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = desk.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (each["id"], each["impact"], [node["target"] for node in each["nodes"]][:4])
        for each in found["violations"]
        if each["impact"] in _GRAVE
    ]
