"""Sources as links: only http and https, opened without telling the other side where from."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from corridor.report import facts

__all__ = ["linked"]

_ADDRESS = re.compile(r"https?://[^\s;,<>\"'\]\[]+", re.IGNORECASE)


def linked(source: str) -> Markup:
    """Returns the text of a source, escaped, with each http(s) address in it as a link that shows its host."""
    bare = facts.clean(source).strip()
    parts: list[Markup] = []
    end = 0
    for found in _ADDRESS.finditer(bare):
        address = _trimmed(found.group())
        parts += [escape(bare[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    parts.append(escape(bare[end:]))
    return Markup("").join(parts) if bare else Markup("–")


def _trimmed(address: str) -> str:
    """Returns an address without the full stop or the bracket that belongs to the sentence around it."""
    bare = address.rstrip(".")
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(".")
    return bare


def _link(address: str) -> Markup:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if not host:
        return escape(address)
    words = host.removeprefix("www.")
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, words)
