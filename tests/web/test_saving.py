"""A what-if becomes a named policy of one's own scenario folder, from the page."""

import shutil

import pytest
from tests.server.live import running
from tests.web.browser import open_page

from corridor import load

pytestmark = pytest.mark.slow

EAST = "lever=corridor:east-corridor:open:2020-03-10:2020-04-20::agreed"


def test_a_what_if_is_saved_and_chosen_by_name(browser, tmp_path):
    folder = tmp_path / "my-town"
    shutil.copytree(load("tutorial").folder, folder)
    address = f"/#policy=factual&day=2020-04-29&{EAST}"
    with running(load(folder)) as server, open_page(browser, f"http://127.0.0.1:{server.port}", address) as desk:
        desk.settled()
        before = desk.page.locator(".always").inner_text()
        desk.page.get_by_role("button", name="Save as a named policy").click()
        desk.page.get_by_label("Name, in plain words").fill("East corridor from 10 March")
        desk.asked(lambda: desk.page.get_by_role("button", name="Save", exact=True).click())
        assert desk.page.locator("dialog").count() == 0
        assert "policy=east-corridor-from-10-march" in desk.page.url
        assert desk.page.locator(".lever").count() == 0
        assert desk.page.locator(".picker summary b").first.inner_text() == "East corridor from 10 March"
        assert desk.page.locator(".always").inner_text() == before
    assert "east-corridor-from-10-march" in {policy.id for policy in load(folder).policies}
