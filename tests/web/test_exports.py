"""What is taken away of a what-if says which one it is, and leads back to it."""

import csv
import html
import re

import pytest
from tests.web.test_page import EAST

pytestmark = pytest.mark.slow

CAMP = "lever=camp:river-camp:900:2020-03-20"


def taken(desk, tmp_path, click):
    """Returns name and text of the file that a click gives."""
    with desk.page.expect_download() as waiting:
        click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.name, path.read_text(encoding="utf-8")


def exported(desk, tmp_path, role, name):
    desk.page.locator(".export summary").click()
    return taken(desk, tmp_path, lambda: desk.page.get_by_role(role, name=name).click())


def test_the_report_leads_back_to_the_same_page(opened, tmp_path):
    desk = opened(f"/#policy=camp-half&day=2020-04-10&{EAST}&{CAMP}")
    name, text = exported(desk, tmp_path, "link", "Report as HTML")
    assert re.fullmatch(r"tutorial-factual-vs-what-if-[0-9a-f]{8}-report\.html", name)
    address = html.unescape(re.findall(r'<code class="command">(.+?)</code>', text)[0])
    other = opened(f"/#{address}&day=2020-04-10")
    assert other.page.locator(".notice").count() == 0
    assert other.page.locator(".lever").count() == 2
    for part in (".always", ".readout"):
        assert other.page.locator(part).inner_text() == desk.page.locator(part).inner_text()


def test_the_chart_names_policy_and_baseline_alike(opened, tmp_path):
    names = set()
    for levers in (EAST, CAMP):
        desk = opened(f"/#policy=factual&baseline=camp-half&day=2020-04-29&{levers}")
        name, text = taken(desk, tmp_path, desk.page.get_by_role("button", name="CSV", exact=True).click)
        names.add(name)
        row = next(csv.DictReader(text.splitlines()))
        assert re.fullmatch(r"what-if-[0-9a-f]{8}", row["policy"])
        assert row["policy"] in name
        assert row["policy_name"] == f"What-if{row['policy'].removeprefix('what-if')}: one change"
        assert (row["baseline"], row["baseline_name"]) == ("camp-half", "The camp has half as many places")
    assert len(names) == 2


def test_the_list_of_levers_is_in_words_and_of_the_same_name(opened, tmp_path):
    desk = opened(f"/#policy=factual&{CAMP}")
    name, text = exported(desk, tmp_path, "button", "Levers as CSV")
    (row,) = csv.DictReader(text.splitlines())
    assert name == f"tutorial_{row['policy']}_levers.csv"
    assert re.fullmatch(r"what-if-[0-9a-f]{8}", row["policy"])
    assert (row["target"], row["what"].replace("\u00a0", " ")) == ("River Camp", "900 places from 20 Mar 2020")
