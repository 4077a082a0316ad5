"""Violence, the next city, fighters and both errors of screening on the page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.report.fixtures.armed import armed
from tests.report.reading import drawings, read
from tests.report.test_page import ORDER

from corridor.published import Published
from corridor.report import render

NEW = ("violence", "next-city", "fighters")


@pytest.fixture(scope="module")
def published() -> Published:
    """Returns the run once."""
    return armed()


@pytest.fixture(scope="module")
def page(published: Published) -> str:
    """Returns its page once."""
    return render(published)


def part(page: str, id_: str) -> str:
    (found,) = [each for each in page.split("<section ") if each.startswith(f'id="{id_}"')]
    return found


def test_the_sections_stand_after_what_happened_to_people(page: str) -> None:
    at = ORDER.index("map")
    assert tuple(section["id"] for section in read(page).all("section")) == (*ORDER[:at], *NEW, *ORDER[at:])


def test_what_a_scenario_does_not_have_is_left_out(pages: dict[str, str]) -> None:
    ids = {section["id"] for html in pages.values() for section in read(html).all("section")}
    assert not ids & set(NEW)


def test_the_page_is_whole_and_its_drawings_are_named(page: str) -> None:
    assert read(page).unbalanced == []
    ids = [attributes["id"] for _, attributes in read(page).elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for chart in drawings("".join(part(page, id_) for id_ in (*NEW, "screening"))):
        assert chart.get("role") != "img" or ((chart.findtext("title") or "") and (chart.findtext("desc") or ""))
        for element in chart.iter():
            for name in ("d", "x", "y", "x1", "x2", "width", "height"):
                assert not re.search(r"nan|inf|e[+-]\d", element.get(name, "").lower())


def test_both_errors_of_screening_stand_on_one_panel(page: str) -> None:
    (gallery,) = [each for each in part(page, "screening").split("<figure") if "Both errors of screening" in each]
    assert re.findall(r'<h3 dir="auto">(.*?)</h3>', gallery) == [
        "Fighters who pass", "Innocent people held", "Days they are held, summed",
    ]  # fmt: skip
    assert "No point is marked as best, and no rule is recommended." in gallery
    assert "<circle" not in gallery
    text = read(page).text
    for words in ("2.0 %", "9.1 %", "29.0 %", "4.8 %", "an example, not an estimate", "never measured anywhere"):
        assert words in text.replace("\xa0", " ")


def test_of_fighters_who_pass_no_median_is_drawn(page: str) -> None:
    chart = part(page, "screening")
    missed = chart[chart.index('id="screening-missed"') : chart.index('id="screening-people"')]
    assert 'class="b90"' in missed
    assert 'class="mid"' not in missed


def test_every_number_of_fighters_is_a_range_with_the_prior_beside(page: str) -> None:
    fighters = part(page, "fighters")
    tables = [each for each in fighters.split("<table") if "Range of the prior" in each]
    for cells in (re.findall(r'<td class="n">(.*?)</td>', each) for each in tables):
        assert cells
        assert all(re.fullmatch(r"[\d,]+ to [\d,]+", cell) for cell in cells)
    assert "2,000 to 4,300 (prior 1,900 to 4,400)" in fighters
    assert fighters.count('class="priorrange"') == fighters.count('class="range"')


def test_what_counters_misuse_stands_beside(page: str) -> None:
    text = read("<p " + part(page, "fighters")).text
    for words in (
        "Families of fighters are civilians",
        "The ends of ranges do not add up",
        "What is not known:",
        "no ground for closing a border",
        "The effect of displaced arrivals on violence has the prior normal, mean 0",
        "Displaced civilians who arrived anywhere",
    ):
        assert words in text


def test_a_run_that_may_say_nothing_of_fighters_says_why_not(published: Published) -> None:
    assert published.fighters is not None
    bare = replace(published, fighters=replace(published.fighters, weeks=()))
    assert "This run shows no range of fighters" in read(render(bare)).text


def test_the_stages_of_the_next_city_have_their_interval(page: str) -> None:
    rows = re.findall(r'<td class="n">(.*?)</td>', part(page, "next-city"))
    assert rows
    assert all(re.fullmatch(r"\d+\xa0% \(\d+\xa0% to \d+\xa0%\)", cell) for cell in rows)


def test_displaced_people_are_no_threat_in_the_words(page: str) -> None:
    assert "displaced people are not evidence of a threat" in read("<p " + part(page, "violence")).text


def test_the_page_is_still_small_enough_to_send(page: str) -> None:
    assert len(page.encode()) < 1_200_000
