"""A copy of the tutorial that tests may break: edits of its files, and what the reader says of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corridor.errors import ScenarioError
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Scenario


@dataclass(frozen=True)
class Folder:
    """A scenario folder on disk."""

    path: Path

    @classmethod
    def copied(cls, path: Path) -> Folder:
        """Return a copy of the tutorial at `path`."""
        shutil.copytree(locate("tutorial"), path)
        return cls(path)

    def text(self, file: str) -> str:
        return (self.path / file).read_text(encoding="utf-8")

    def write(self, file: str, content: str | bytes) -> Folder:
        """Replace a file's whole content."""
        path = self.path / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def edit(self, file: str, old: str, new: str) -> Folder:
        """Replace the first occurrence of a text in a file; it must be there."""
        text = self.text(file)
        assert old in text, f"{old!r} is not in {file}"
        return self.write(file, text.replace(old, new, 1))

    def add(self, file: str, line: str) -> Folder:
        """Add a line at the end of a file."""
        return self.write(file, f"{self.text(file).rstrip()}\n{line}\n")

    def remove(self, file: str) -> Folder:
        (self.path / file).unlink()
        return self

    def read(self) -> Scenario:
        return read(self.path)

    def error(self) -> ScenarioError:
        """Return the error that reading the folder raises."""
        try:
            read(self.path)
        except ScenarioError as error:
            return error
        raise AssertionError("the folder is a good scenario")

    def messages(self) -> list[str]:
        return [str(problem) for problem in self.error().problems]


Edit = Callable[[Folder], object]


def edit(file: str, old: str, new: str) -> Edit:
    return lambda folder: folder.edit(file, old, new)


def add(file: str, line: str) -> Edit:
    return lambda folder: folder.add(file, line)


def write(file: str, content: str | bytes) -> Edit:
    return lambda folder: folder.write(file, content)


def remove(file: str) -> Edit:
    return lambda folder: folder.remove(file)


@dataclass(frozen=True)
class Case:
    """One kind of broken scenario: what was done to the tutorial, and everything that the reader says."""

    name: str
    edits: tuple[Edit, ...]
    messages: tuple[str, ...]

    def check(self, folder: Folder) -> None:
        for change in self.edits:
            change(folder)
        assert folder.messages() == list(self.messages)


def by_name(cases: Sequence[Case]) -> Any:
    """Return the decorator that runs a test once for each case, under its name."""
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])
