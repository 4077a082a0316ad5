"""The page as a whole: complete, self-contained, valid, the same every time."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.report.fixtures.mosul import mosul
from tests.report.reading import drawings, read

from corridor.published import Published
from corridor.report import render

ORDER = (
    "headline",
    "people",
    "exits",
    "displacement",
    "camps",
    "screening",
    "map",
    "check",
    "parameters",
    "limits",
    "intervals",
    "repeat",
    "use",
)


def test_every_page_has_every_section_in_order(html: str) -> None:
    page = read(html)
    assert tuple(section["id"] for section in page.all("section")) == ORDER


def test_every_section_of_the_whole_run_holds_what_it_promises(pages: dict[str, str]) -> None:
    parts = dict(zip(ORDER, pages["mosul"].split("<section ")[1:], strict=True))
    figures = {"people": 3, "exits": 3, "displacement": 4, "camps": 13, "screening": 4, "map": 8, "check": 2}
    for id_, least in figures.items():
        assert len(re.findall(r'<svg id="', parts[id_])) >= least, id_
    for id_ in ("exits", "camps", "screening", "map", "check", "parameters", "repeat"):
        assert "<caption>" in parts[id_], id_


def test_elements_are_balanced(html: str) -> None:
    page = read(html)
    assert page.unbalanced == []
    assert page.open == []


def test_headings_ids_and_language(html: str) -> None:
    page = read(html)
    assert page.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [a["aria-labelledby"].split() for _, a in page.elements if "aria-labelledby" in a]
    assert {id_ for each in named for id_ in each} <= set(ids)
    inside = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#")]
    assert set(inside) <= set(ids)
    assert inside[0] == "main"  # the skip link comes first


def test_tables_name_their_columns_and_rows(html: str) -> None:
    page = read(html)
    assert len(page.all("table")) == len(page.all("caption"))
    assert {a["scope"] for a in page.all("th")} <= {"col", "row"}


def test_nothing_is_asked_of_the_network(html: str) -> None:
    page = read(html)
    assert (
        page.all("script", "link", "img", "iframe", "object", "embed", "base", "form", "image", "use", "foreignobject") == []
    )
    for tag, attributes in page.elements:
        for name in ("src", "srcset", "href", "xlink:href", "action", "data", "poster", "background"):
            if name in attributes and not attributes[name].startswith("#"):
                assert tag == "a"
                assert re.match(r"https?://", attributes[name])
                assert "noopener" in attributes["rel"]
        assert not [name for name in attributes if name.startswith("on")]
    style = html[html.index("<style>") : html.index("</style>")]
    assert "@import" not in style
    assert "url(" not in style
    assert set(re.findall(r"url\(([^)]*)\)", html)) <= {f"#{a['id']}" for a in page.all("clippath")}


def test_drawings_are_xml_and_say_what_they_show(html: str) -> None:
    charts = [each for each in drawings(html) if each.get("role") == "img"]
    for chart in charts:
        assert (chart.findtext("title") or "").strip()
        assert (chart.findtext("desc") or "").strip()
        assert chart.get("viewBox")


def test_numbers_in_drawings_are_numbers(html: str) -> None:
    for chart in drawings(html):
        for part in chart.iter():
            for name in ("d", "x", "y", "x1", "x2", "y1", "y2", "r", "cx", "cy", "width", "height", "viewBox"):
                assert not re.search(r"nan|inf|e[+-]\d", part.get(name, "").lower())


def test_sizes_are_never_negative(html: str) -> None:
    for chart in drawings(html):
        for part in chart.iter():
            assert float(part.get("r", "0")) >= 0
            assert not part.get("height", "0").startswith("-")
            assert not part.get("width", "0").startswith("-")


def test_the_same_run_gives_the_same_bytes(pages: dict[str, str]) -> None:
    assert render(mosul()).encode() == pages["mosul"].encode()


def test_how_long_it_took_is_not_on_the_page(runs: dict[str, Published], pages: dict[str, str]) -> None:
    run = replace(runs["mosul"].run, seconds={"simulate": 99.5})
    assert render(replace(runs["mosul"], run=run)) == pages["mosul"]


def test_the_page_is_small_enough_to_send(pages: dict[str, str]) -> None:
    assert len(pages["mosul"].encode()) < 1_000_000


def test_what_is_missing_is_said(pages: dict[str, str]) -> None:
    text = read(pages["bare"]).text
    for words in (
        "Nobody was trapped in this run",
        "No arrivals were published",
        "This run has no number of displaced people.",
        "This scenario has no camp",
        "This scenario has no screening station in use.",
        "there is no map",
        "No published counts came with the scenario.",
        "This run has no free parameters.",
        "The scenario names no limits of its own.",
    ):
        assert words in text


def test_one_member_shows_no_interval(pages: dict[str, str]) -> None:
    text = read(pages["one_member"]).text
    assert "This run has one member. Nothing on this page has an interval: ask for more members." in text
    assert "nine in ten of 1 " not in text
    lead = re.findall(r'<p class="lead">.*?</p>', pages["one_member"])
    assert not re.search(r"\d to \d", " ".join(lead))


def test_a_run_that_was_stopped_says_so(runs: dict[str, Published]) -> None:
    run = replace(runs["mosul"].run, complete=False, members=37)
    text = read(render(replace(runs["mosul"], run=run))).text
    assert "This run was stopped early: it holds the 37 members that were finished." in text
    assert "no: stopped after 37 members" in text


def test_suppressed_counts_read_fewer_than_50(pages: dict[str, str]) -> None:
    text = read(pages["suppressed"]).text
    assert "fewer than 50" in text
    assert "nan" not in text.lower().split()


def test_a_fitted_run_is_not_called_prior_only(runs: dict[str, Published], pages: dict[str, str]) -> None:
    assert "Prior only: the model was not fitted to these counts." in read(pages["mosul"]).text
    fitted = replace(runs["mosul"], run=replace(runs["mosul"].run, prior_set="posterior-2017-02"))
    assert "Prior only" not in read(render(fitted)).text


@pytest.mark.parametrize("case", ["mosul", "tutorial"])
def test_exposure_comes_before_everything_else(case: str, pages: dict[str, str]) -> None:
    html = pages[case]
    assert html.index('<section id="people"') < html.index('<section id="exits"')
    assert "Trapped at the peak" in html


def test_deaths_are_nobodys_denominator(pages: dict[str, str]) -> None:
    text = read(pages["mosul"]).text
    assert "Deaths of civilians" in text
    assert not re.search(r"(?<!expressed )per death", text)


def test_withheld_places_are_named(runs: dict[str, Published]) -> None:
    withheld = ("Smalltown counts in totals only: fewer than 20,000 people are known there.",)
    assert withheld[0] in read(render(replace(runs["bare"], withheld=withheld))).text
