"""scenario.yaml as a tree of texts with their lines: no tag is executed, no alias followed, no key lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml

from corridor.scenario.problems import Problems

__all__ = ["Node", "harmful", "read_document"]

DEEPEST = 30
MOST_NODES = 100_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = "tag:yaml.org,2002:"
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A text, a list or a mapping, and the line on which it begins."""

    row: int
    text: str | None = None
    items: list[Node] | None = None
    entries: dict[str, Node] | None = None
    key_rows: dict[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Return whether there is nothing here."""
        return self.text == ""

    def walk(self, path: str = "") -> Iterator[tuple[str, int, str]]:
        """Yield (path of the mapping, line, key) of every key in the tree."""
        for key, node in (self.entries or {}).items():
            yield path, self.key_rows[key], key
            yield from node.walk(f"{path}{key}.")
        for node in self.items or ():
            yield from node.walk(path)

    def words(self) -> Iterator[str]:
        """Yield every key and text in the tree."""
        if self.text:
            yield self.text
        for key, node in (self.entries or {}).items():
            yield key
            yield from node.words()
        for node in self.items or ():
            yield from node.words()


class _Stop(Exception):
    """The document cannot be used; `row`, `allowed` and `remedy` say why."""

    def __init__(self, row: int, given: str, allowed: str, remedy: str) -> None:
        self.row, self.given, self.allowed, self.remedy = row, given, allowed, remedy
        super().__init__(allowed)


def read_document(
    file: str, text: str, problems: Problems, remedy: str = "Begin with lines such as 'id: my-scenario'."
) -> Node | None:
    """Return the mapping that a YAML file holds, or None after noting why there is none; `remedy` is for no mapping."""
    try:
        root, twice = _tree(text)
    except _Stop as stop:
        problems.add(file, stop.row, "", stop.given, stop.allowed, stop.remedy)
        return None
    except yaml.YAMLError as error:
        row, why = _explain(error, text)
        problems.add(file, row, "", "", f"is not valid YAML: {why}", "Check indentation, colons and quotation marks.")
        return None
    for key, first, row in twice:
        problems.add(file, row, key, key, f"is a key that was given on line {first} already", "Keep one of them.")
    if root is None or root.entries is None:
        problems.add(file, 1, "", "", "is not a mapping", remedy)
        return None
    return root


def harmful(text: str) -> tuple[int, str, str, str] | None:
    """Return why a YAML text must not be built by PyYAML (line, what is given, what is wrong, remedy), or None.

    Aliases are followed as PyYAML does: each counts as all that it stands for, and none may stand in itself. A text
    that is not YAML at all is left to whoever builds it.

    >>> harmful("a: &a [1, *a]")
    (1, '*a', 'is an alias of what it stands in', 'Write the value out.')
    """
    guard = _Guard(follow=True)
    try:
        with suppress(yaml.YAMLError):
            for event in yaml.parse(text, Loader=_FAST):
                guard.take(event)
    except _Stop as stop:
        return stop.row, stop.given, stop.allowed, stop.remedy
    return None


def _tree(text: str) -> tuple[Node | None, list[tuple[str, int, int]]]:
    """Return the tree and the keys given twice; the C parser is ten times faster, the other explains better."""
    if _FAST is not yaml.SafeLoader:
        with suppress(yaml.YAMLError):
            return _built(text, _FAST)
    return _built(text, yaml.SafeLoader)


def _built(text: str, loader: Any) -> tuple[Node | None, list[tuple[str, int, int]]]:
    builder = _Builder()
    for event in yaml.parse(text, Loader=loader):
        builder.take(event)
    return builder.root, builder.twice


def _explain(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    why = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
    if mark is not None:
        return mark.line + 1, why
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position) + 1, f"{why} at character {position}"


class _Guard:
    """Counts what parser events hold, and stops at what no document may: tags, too many levels or values, circles."""

    def __init__(self, *, follow: bool = False) -> None:
        self._follow = follow  # aliases
        self._documents = self._count = 0
        self._begun: list[list[Any]] = []  # of every open list or mapping: its anchor, the count before it, levels in it
        self._anchors: dict[str, tuple[int, int]] = {}  # values and levels of what an alias may stand for

    def take(self, event: yaml.Event) -> None:
        """Count one event; raise `_Stop` where the document cannot be used."""
        row = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _Stop(row, "---", "begins a second document", "Keep one document in the file.")
        elif isinstance(event, yaml.AliasEvent):
            self._alias(str(event.anchor), row)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._end(*self._begun.pop())
        elif isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._check_tag(event, row)
            self._room(row, 1, 0)
            self._begun.append([event.anchor, self._count - 1, 0])
            if isinstance(event, yaml.ScalarEvent):
                self._end(*self._begun.pop())

    def _alias(self, anchor: str, row: int) -> None:
        if not self._follow:
            raise _Stop(row, f"*{anchor}", "is an alias, which is not followed", "Write the value out.")
        if any(anchor == one for one, _, _ in self._begun):
            raise _Stop(row, f"*{anchor}", "is an alias of what it stands in", "Write the value out.")
        self._room(row, *self._anchors.get(anchor, (1, 0)))

    def _end(self, anchor: str | None, before: int, levels: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = self._count - before, levels

    def _room(self, row: int, values: int, levels: int) -> None:
        """Add values that go some levels deeper from here."""
        self._count += values
        deepest = len(self._begun) + levels
        if self._count > MOST_NODES or deepest > DEEPEST:
            raise _Stop(row, "", f"is deeper than {DEEPEST} levels or longer than {MOST_NODES:,} values", "Simplify it.")
        for above, begun in enumerate(self._begun):
            begun[2] = max(begun[2], deepest - above)

    def _check_tag(self, event: yaml.NodeEvent, row: int) -> None:
        tag = getattr(event, "tag", None)
        if tag and tag != "!" and not tag.startswith((_PLAIN_TAGS + "str", _PLAIN_TAGS + "int")):
            raise _Stop(row, tag, "is a tag, and tags are not executed", "Remove it and write a plain value.")


class _Builder(_Guard):
    """Builds the tree from parser events, without recursion."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self.twice: list[tuple[str, int, int]] = []  # key, first line, second line
        self._open: list[Node] = []
        self._keys: list[str | None] = []

    def take(self, event: yaml.Event) -> None:
        super().take(event)
        row = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._begin(event, row)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()
            self._keys.pop()

    def _begin(self, event: yaml.NodeEvent, row: int) -> None:
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None
            self._scalar(Node(row, text="" if plain and event.value in _NULLS else event.value))
            return
        node = Node(row, items=[]) if isinstance(event, yaml.SequenceStartEvent) else Node(row, entries={})
        self._attach(node)
        self._open.append(node)
        self._keys.append(None)

    def _scalar(self, node: Node) -> None:
        if self._open and self._open[-1].entries is not None and self._keys[-1] is None:
            self._key(self._open[-1], node)
        else:
            self._attach(node)

    def _key(self, mapping: Node, node: Node) -> None:
        key = node.text or ""
        if key in mapping.key_rows:
            self.twice.append((key, mapping.key_rows[key], node.row))
        else:
            mapping.key_rows[key] = node.row
        self._keys[-1] = key

    def _attach(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if parent.items is not None:
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            raise _Stop(node.row, "", "is a key that is no plain text", "Write keys as words.")
        assert parent.entries is not None
        parent.entries.setdefault(key, node)
        self._keys[-1] = None


def texts_of(node: Node) -> Mapping[str, str]:
    """Return the plain texts of a mapping, by key."""
    return {key: child.text for key, child in (node.entries or {}).items() if child.text is not None}
