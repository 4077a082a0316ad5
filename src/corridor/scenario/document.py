"""scenario.yaml as a tree of texts with their lines: no tag is executed, no alias followed, no key lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml

from corridor.scenario.problems import Problems

__all__ = ["Node", "read_document"]

DEEPEST = 30
MOST_NODES = 100_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = "tag:yaml.org,2002:"


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


def _tree(text: str) -> tuple[Node | None, list[tuple[str, int, int]]]:
    """Return the tree and the keys given twice; the C parser is ten times faster, the other explains better."""
    fast = getattr(yaml, "CSafeLoader", None)
    if fast is not None:
        with suppress(yaml.YAMLError):
            return _built(text, fast)
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


class _Builder:
    """Builds the tree from parser events, without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.twice: list[tuple[str, int, int]] = []  # key, first line, second line
        self._open: list[Node] = []
        self._keys: list[str | None] = []
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        row = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise _Stop(row, "---", "begins a second document", "Keep one document in the file.")
        if isinstance(event, yaml.AliasEvent):
            raise _Stop(row, f"*{event.anchor}", "is an alias, which is not followed", "Write the value out.")
        if isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._check_tag(event, row)
            self._begin(event, row)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()
            self._keys.pop()

    def _check_tag(self, event: yaml.NodeEvent, row: int) -> None:
        tag = getattr(event, "tag", None)
        if tag and tag != "!" and not tag.startswith((_PLAIN_TAGS + "str", _PLAIN_TAGS + "int")):
            raise _Stop(row, tag, "is a tag, and tags are not executed", "Remove it and write a plain value.")

    def _begin(self, event: yaml.NodeEvent, row: int) -> None:
        self._count += 1
        if self._count > MOST_NODES or len(self._open) > DEEPEST:
            raise _Stop(row, "", f"is deeper than {DEEPEST} levels or longer than {MOST_NODES:,} values", "Simplify it.")
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
