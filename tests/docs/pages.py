"""Pages of docs/: their fenced blocks, console sessions, headings and links."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.docs.tables import DOCS, ROOT

__all__ = ["Block", "Command", "agrees", "anchors", "blocks", "commands_of", "links", "pages", "said", "with_outputs"]

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its language, the exit status that its last command must have, its text."""

    language: str
    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Command:
    """One line of a console session, what was recorded of it, and the exit status that it must have."""

    line: str
    recorded: str
    status: int


def pages() -> list[Path]:
    """Returns the pages of docs/ and the README."""
    return [*sorted(DOCS.rglob("*.md")), ROOT / "README.md"]


def blocks(text: str) -> Iterator[Block]:
    """Yields the fenced blocks of a page; `console exit=1` says that the last command fails."""
    for match in _FENCE.finditer(text):
        language, _, rest = match["info"].strip().partition(" ")
        status = re.search(r"exit=(\d+)", rest)
        yield Block(language, int(status[1]) if status else 0, match["body"])


def commands_of(block: Block) -> list[Command]:
    """Returns the commands of a console block, each with the lines below it."""
    parts = re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]
    last = len(parts) - 1
    found = []
    for index, part in enumerate(parts):
        line, _, recorded = part.partition("\n")
        found.append(Command(line, recorded, block.status if index == last else 0))
    return found


def said(line: str, corridor: Callable[[list[str]], tuple[int, str]], folder: Path) -> tuple[int, str]:
    """Returns the exit status and the output of one command line, run in `folder`; `corridor` runs the program."""
    words = shlex.split(line)
    if words[0] == "corridor":
        status, output = corridor(words[1:])
    else:
        plain = os.environ | {"LC_ALL": "C"}
        done = subprocess.run(["bash", "-c", line], cwd=folder, env=plain, capture_output=True, text=True, check=False)
        status, output = done.returncode, done.stdout + done.stderr
    return status, "".join(f"{text.rstrip()}\n" for text in output.splitlines())


def agrees(recorded: str, output: str) -> bool:
    """Returns whether an output is the recorded one, `...` standing for anything; nothing recorded fits everything."""
    return not recorded.strip() or doctest.OutputChecker().check_output(recorded, output, _OPTIONS)


def with_outputs(text: str, run: Callable[[str], str]) -> str:
    """Returns a page with its recorded outputs made anew; those with `...` in them, and none, are left as they are.

    Python blocks are run too, for what they leave in the folder.
    """
    names: dict[str, object] = {}

    def renewed(match: re.Match[str]) -> str:
        (block,) = blocks(match[0])
        if block.language == "python":
            with contextlib.redirect_stdout(io.StringIO()):
                for example in doctest.DocTestParser().get_examples(block.body):
                    exec(compile(example.source, "example", "exec"), names)
        if block.language != "console":
            return match[0]
        lines = []
        for command in commands_of(block):
            output = run(command.line)
            keep = not command.recorded.strip() or "..." in command.recorded
            lines.append(f"$ {command.line}\n{command.recorded if keep else output}")
        return f"```{match['info']}\n{''.join(lines)}```"

    return _FENCE.sub(renewed, text)


def anchors(text: str) -> set[str]:
    """Returns the anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def links(text: str) -> list[str]:
    """Returns the targets of all links of a page."""
    return _LINK.findall(_FENCE.sub("", text))
