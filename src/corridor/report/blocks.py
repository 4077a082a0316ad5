"""What a section of the page is made of; the templates know these and nothing of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

__all__ = [
    "Block",
    "Column",
    "Figure",
    "Gallery",
    "Items",
    "Legend",
    "Note",
    "Prose",
    "Section",
    "Table",
    "Tile",
    "Tiles",
]


@dataclass(frozen=True, slots=True)
class Prose:
    """One paragraph; plain strings are escaped by the template."""

    kind: ClassVar[str] = "prose"
    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A short remark set apart: what to be careful about."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short statements."""

    kind: ClassVar[str] = "items"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption; `narrow` is the same drawing for a phone."""

    kind: ClassVar[str] = "figure"
    wide: Markup
    caption: str
    narrow: Markup | None = None
    title: str = ""
    slides: bool = False  # on a phone it keeps its size and slides sideways
    folded: str = ""  # the words that open it, where it is folded


@dataclass(frozen=True, slots=True)
class Gallery:
    """Small multiples: each with a heading of its own."""

    kind: ClassVar[str] = "gallery"
    panels: tuple[tuple[str, Markup], ...]
    caption: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """What the marks of the drawings below mean."""

    kind: ClassVar[str] = "legend"
    entries: tuple[tuple[Markup, str], ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One number that matters, with its interval."""

    label: str
    value: str
    span: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Numbers side by side."""

    kind: ClassVar[str] = "tiles"
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a table's column; numbers are set flush right."""

    title: str
    number: bool = False
    wide: bool = False  # for cells with a few words


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; `folded` behind a summary that opens it. The first column heads its row."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: bool = False
    compact: bool = False


Block = Prose | Note | Items | Figure | Gallery | Legend | Tiles | Table


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page with its heading; `id` is its anchor."""

    id: str
    title: str
    blocks: tuple[Block, ...]
