"""The page of a comparison: what people are exposed to comes first and cannot be taken away."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.contrast.made import EXPOSED, TRAPPED, comparison, spread
from tests.publish.made import scenario
from tests.report.reading import drawings, read

from corridor.compared import Compared
from corridor.errors import RunError
from corridor.publish.contrast import publish_comparison
from corridor.report import compare as page
from corridor.report import compare_people
from corridor.report.blocks import Gallery, Section
from corridor.report.compare import render_comparison

RELOCATED, PASSED = ("fighters_relocated", "province", "all"), ("fighters_embedded", "province", "all")
HELD = ("innocent_held", "all", "all")


def made(**more: object) -> Compared:
    """A policy that exposes fewer people, holds more and lets more fighters pass."""
    before = {EXPOSED: 50_000, TRAPPED: 900, RELOCATED: 100, PASSED: 100, HELD: 500, ("passages", "gate", "all"): 10}
    after = before | {EXPOSED: spread(30_000, 4_000), RELOCATED: spread(600, 200), HELD: spread(700, 90),
                      ("passages", "gate", "all"): spread(400, 30)}  # fmt: skip
    return publish_comparison(comparison(before, after, of=scenario(fighters=True), **more))


@pytest.fixture(scope="module")
def compared() -> Compared:
    """One comparison for all tests of this file."""
    return made()


@pytest.fixture(scope="module")
def html(compared: Compared) -> str:
    """Its page."""
    return render_comparison(compared)


def test_sections_stand_in_their_order(html: str) -> None:
    assert [section["id"] for section in read(html).all("section")] == [
        "headline",
        "people",
        "headlines",
        "displacement",
        "exits",
        "camps",
        "screening",
        "cloud",
        "open",
        "parameters",
        "limits",
        "intervals",
        "repeat",
        "use",
    ]


@pytest.mark.parametrize("quantity", compare_people.REQUIRED)
def test_without_its_panels_of_people_nothing_is_shown(compared: Compared, quantity: str) -> None:
    without = tuple(course for course in compared.courses if course.quantity != quantity)
    with pytest.raises(RunError, match=rf"would not begin with .*\({quantity}\)"):
        render_comparison(replace(compared, courses=without))


def test_the_section_of_people_can_neither_be_removed_nor_moved(compared: Compared, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = page.SECTIONS
    for order in (tuple(others), (*others, first)):
        monkeypatch.setattr(page, "SECTIONS", order)
        with pytest.raises(RunError, match="come first on every comparison"):
            render_comparison(compared)


def test_a_section_that_only_claims_to_be_of_people_does_not_pass(
    compared: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "SECTIONS", (lambda _: Section("people", "People", ()), *page.SECTIONS[1:]))
    with pytest.raises(RunError, match="cannot be shown"):
        render_comparison(compared)


def test_the_differences_of_people_are_the_first_drawings(html: str) -> None:
    charts = [each for each in drawings(html) if each.get("role") == "img"]
    assert [chart.get("id") for chart in charts[:2]] == [
        "difference-gate-shut-exposed-person-days",
        "difference-gate-shut-trapped",
    ]


def test_both_costs_of_error_stand_in_one_table(compared: Compared, html: str) -> None:
    part = html[html.index('<section id="screening"') : html.index('<section id="cloud"')]
    (table,) = re.findall(r"<table.*?</table>", part, re.DOTALL)
    for words in ("Innocent people held", "Their person-days", "Fighters who passed, Province"):
        assert words in table
    assert "range" in table


def test_without_fighters_the_page_says_so() -> None:
    html = render_comparison(publish_comparison(comparison({HELD: 5}, {HELD: 500})))
    assert "This scenario has no fighters, so only one of the two errors can happen" in html
    assert "nothing can be set against the exposure" in html


def test_the_wording_follows_the_template(html: str) -> None:
    text = " ".join(re.sub(r"<[^>]+>", "", html).replace("&nbsp;", " ").split())
    assert "Under the assumptions of this page (prior set P1), “The gate is shut”, set against “What happened”" in text
    said = r"changes person-days amid fighting by −20,\d00 \(90 %: −2\d,\d00 to −1\d,\d00\), the sign certain"
    assert re.search(said, text)
    assert "The data used do not identify" in text
    assert "proves" not in text


def test_the_cloud_is_drawn_in_rectangles_and_says_why(html: str) -> None:
    part = html[html.index('<section id="cloud"') : html.index('<section id="open"')]
    assert part.count('class="cloudcell"') >= 2
    assert "<circle" not in part
    assert "Single draws are not drawn" in part


def test_exits_have_their_variance_reduction(html: str) -> None:
    part = html[html.index('<section id="exits"') : html.index('<section id="camps"')]
    assert "Variance reduction" in part
    assert "Gate" in part


def test_the_page_is_whole_and_asks_for_nothing(html: str) -> None:
    found = read(html)
    assert found.unbalanced == []
    assert found.open == []
    assert found.all("script", "link", "img", "iframe") == []
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for chart in drawings(html):
        for part in chart.iter():
            for name in ("d", "x", "y", "x1", "x2", "y1", "y2", "width", "height"):
                assert not re.search(r"nan|inf|e[+-]\d", part.get(name, "").lower())


def test_the_same_comparison_gives_the_same_page(compared: Compared, html: str) -> None:
    assert render_comparison(compared) == html


def test_the_page_repeats_with_one_command(html: str) -> None:
    assert "corridor compare made --policy factual --policy gate-shut --members 40 --replicates 2" in html


def test_a_stopped_comparison_says_so() -> None:
    assert "This comparison was stopped early" in render_comparison(made(complete=False))


def test_policies_stand_side_by_side_on_one_scale(compared: Compared) -> None:
    galleries = [block for block in compare_people.build(compared).blocks if isinstance(block, Gallery)]
    names = [name for gallery in galleries[1:] for name, _ in gallery.panels]
    assert names[:2] == ["Person-days amid fighting, What happened", "Person-days amid fighting, The gate is shut"]
