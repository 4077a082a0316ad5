"""A tiny builder of SVG elements: everything that goes in is escaped, coordinates keep one decimal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

__all__ = ["Point", "area", "element", "group", "line", "number", "path", "root", "text", "text_width"]

Point = tuple[float, float]

#: Mean width of a character of the sans-serif family, as a share of the font size (a little generous).
CHARACTER_WIDTH = 0.56


def number(value: float) -> str:
    """Returns a coordinate with at most one decimal: `12`, `-3.5`."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def _attribute(name: str, value: object) -> str:
    plain = number(value) if isinstance(value, float) else escape(value)
    return f' {name.rstrip("_").replace("_", "-")}="{plain}"'


def element(tag: str, *children: str, **attributes: object) -> Markup:
    """Returns one element; children that are not Markup are escaped, attributes that are None are left out.

    >>> element("text", "a < b", x=1.04, class_="label")
    Markup('<text x="1" class="label">a &lt; b</text>')
    """
    # Tags and names of attributes are the program's own words; what they hold is escaped, each once.
    opening = "".join(_attribute(name, value) for name, value in attributes.items() if value is not None)
    if not children:
        return Markup(f"<{tag}{opening}/>")
    return Markup(f"<{tag}{opening}>{''.join(map(escape, children))}</{tag}>")


def group(children: Iterable[str], **attributes: object) -> Markup:
    """Returns a `<g>` around the children, or nothing where there are none."""
    kept = tuple(children)
    return element("g", *kept, **attributes) if kept else Markup("")


def root(
    key: str, size: tuple[float, float], title: str, description: str, children: Iterable[str], class_: str = "chart"
) -> Markup:
    """Returns an `<svg>` that scales with its box and names itself to whoever cannot see it.

    `key` must be unique on the page; `size` is width and height in user units.
    """
    width, height = size
    names = (
        element("title", title, id=f"{key}-t"),
        element("desc", description, id=f"{key}-d"),
    )
    return element(
        "svg",
        *names,
        *children,
        id=key,
        class_=class_,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=number(width),
        height=number(height),
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )


def line(start: Point, end: Point, class_: str, **attributes: object) -> Markup:
    """Returns a straight line."""
    return element("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_=class_, **attributes)


def text(at: Point, words: str, class_: str = "label", anchor: str | None = None, **attributes: object) -> Markup:
    """Returns a label; `anchor` is start (the default), middle or end."""
    return element("text", words, x=at[0], y=at[1], class_=class_, text_anchor=anchor, **attributes)


def path(points: Sequence[Point]) -> str:
    """Returns path data through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) if points else ""


def area(upper: Sequence[Point], lower: Sequence[Point]) -> str:
    """Returns path data of the band between two lines that run the same way."""
    return path([*upper, *reversed(lower)]) + "Z" if upper else ""


def text_width(words: str, size: float) -> float:
    """Returns about how wide a label is, in user units; font metrics differ, so it errs on the wide side."""
    return CHARACTER_WIDTH * size * len(words)
