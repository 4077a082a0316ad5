"""Names that try to break out of the page stay words."""

from __future__ import annotations

import unicodedata

import pytest
from tests.report.fixtures.small import HOSTILE
from tests.report.reading import drawings, read

from corridor.report import facts
from corridor.report.sections.sources import linked


def test_hostile_words_are_shown_as_words(pages: dict[str, str]) -> None:
    html = pages["hostile"]
    assert "<script" not in html.lower()
    assert "&lt;script&gt;" in html
    text = read(html).text
    assert HOSTILE[0] in text
    assert "{{ 7 * 7 }} {% raw %}" in text
    assert "49" not in [word for word in text.split() if word == "{{"]


def test_drawings_keep_hostile_words_too(pages: dict[str, str]) -> None:
    labels = {label.text for chart in drawings(pages["hostile"]) for label in chart.iter("text")}
    assert any(label and "<script>" in label for label in labels)


def test_control_characters_do_not_reach_the_page(pages: dict[str, str]) -> None:
    kinds = {unicodedata.category(letter) for letter in pages["hostile"] if letter not in "\n\t\u2068\u2069"}
    assert not kinds & {"Cc", "Cf", "Cs"}


def test_addresses_that_are_no_addresses_are_no_links(pages: dict[str, str]) -> None:
    page = read(pages["hostile"])
    links = [a["href"] for a in page.all("a") if not a["href"].startswith("#")]
    assert set(links) == {"https://example.org/"}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("", "–"),
        ("a book, p. 3", "a book, p. 3"),
        (
            "https://www.example.org/a?b=1&c=2",
            '<a href="https://www.example.org/a?b=1&amp;c=2" rel="noopener noreferrer">example.org</a>',
        ),
        (
            "see (http://example.org/x). Also talk",
            'see (<a href="http://example.org/x" rel="noopener noreferrer">example.org</a>). Also talk',
        ),
        (
            "(https://example.org/Battle_(2016))",
            '(<a href="https://example.org/Battle_(2016)" rel="noopener noreferrer">example.org</a>)',
        ),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("http://[broken/", "http://[broken/"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_sources(source: str, shown: str) -> None:
    assert linked(source) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("  Haj \n Ali ", "Haj Ali"),
        ("", "(no name)"),
        ("\u202e\u0000", "(no name)"),
        ("\u0627\u0644\u0631\u0642\u0629", "\u2068\u0627\u0644\u0631\u0642\u0629\u2069"),
        ("\u2068a", "a"),
        ("x" * 99, "x" * 59 + "…"),
    ],
)
def test_names_are_one_safe_line(name: str, shown: str) -> None:
    assert facts.shown(name) == shown
