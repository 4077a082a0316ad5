"""Reads a page as a browser would: its elements, addresses, drawings and words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

__all__ = ["Page", "drawings", "read"]

VOID = {"meta", "link", "br", "hr", "img", "input", "base"}


@dataclass
class Page(HTMLParser):
    """What a page holds: every element in order with its attributes, and the text outside the style sheet."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element; one that must be closed is remembered."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element that closes itself."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Checks that elements close in the order in which they opened."""
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        """Keeps the text that a reader sees."""
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        """Returns all words, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def all(self, *tags: str) -> list[dict[str, str]]:
        """Returns the attributes of all elements of these kinds."""
        return [attributes for tag, attributes in self.elements if tag in tags]


def read(html: str) -> Page:
    """Returns the page, read to its end."""
    page = Page()
    page.feed(html)
    page.close()
    return page


def drawings(html: str) -> list[ElementTree.Element]:
    """Returns every `<svg>` as XML; ParseError where one is not well formed."""
    return [ElementTree.fromstring(found) for found in re.findall(r"<svg\b.*?</svg>", html, re.DOTALL)]
