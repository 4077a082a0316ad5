"""claims.yaml as mappings: single texts through `record`, lists through `items` and `texts`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corridor.scenario.document import Node, texts_of
from corridor.scenario.names import suggest
from corridor.scenario.problems import Problems
from corridor.scenario.record import Record

__all__ = ["FILE", "Section"]

FILE = "claims.yaml"


class Section:
    """One mapping of the file."""

    def __init__(self, node: Node, prefix: str, problems: Problems) -> None:
        self.node, self.prefix, self.problems = node, prefix, problems
        self.record = Record(FILE, node.row, texts_of(node), problems, prefix, node.key_rows)

    def has(self, key: str) -> bool:
        """Return whether a key is given and not empty."""
        child = (self.node.entries or {}).get(key)
        return child is not None and not child.empty

    def check_keys(self, single: Sequence[str], several: Sequence[str] = (), refused: Sequence[str] = ()) -> None:
        """Note keys that nobody knows, and lists where a single text is due; `refused` ones are noted elsewhere."""
        for key, child in (self.node.entries or {}).items():
            if key in single and child.text is None:
                self.record.problem(key, "is a list or mapping where one value is due", "Write one value.", "")
            elif key not in (*single, *several, *refused):
                self.record.problem(key, "is not a key here", suggest(key, (*single, *several)), key)

    def items(self, key: str, example: str) -> Iterator[Section]:
        """Yield the mappings of a list."""
        for child in self._children(key):
            if child.entries is None:
                what = "is not a mapping with keys"
                self.problems.add(FILE, child.row, self.prefix + key, child.text or "", what, f"Write {example}.")
            else:
                yield Section(child, f"{self.prefix}{key}.", self.problems)

    def texts(self, key: str) -> list[str]:
        """Return the texts of a list; a single text counts as a list of one."""
        found = []
        for child in self._children(key):
            if child.text is None:
                what = "is a list or mapping where a text is due"
                self.problems.add(FILE, child.row, self.prefix + key, "", what, "Write one text for each item.")
            elif child.text.strip():
                found.append(child.text.strip())
        return found

    def mapping(self, key: str) -> Section | None:
        """Return a mapping inside this one; None where the key holds a plain text or nothing."""
        child = (self.node.entries or {}).get(key)
        if child is None or child.entries is None:
            return None
        return Section(child, f"{self.prefix}{key}.", self.problems)

    def _children(self, key: str) -> list[Node]:
        child = (self.node.entries or {}).get(key)
        if child is None or child.empty:
            return []
        if child.entries is not None:
            self.record.problem(key, "is a mapping where a list is due", "Begin each item with '- '.", "")
            return []
        return child.items if child.items is not None else [child]
