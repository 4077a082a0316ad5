"""The pages of docs/ do what they say: examples run, commands print what is recorded, links lead somewhere."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.docs.pages import Block, agrees, anchors, blocks, commands_of, links, pages, said
from tests.docs.tables import DOCS, ROOT
from tests.support.flee_folders import flee_folder

from corridor.cli import main
from corridor.cli.arguments import parser
from corridor.scenario.builtin import locate
from corridor.scenario.policy import combine
from corridor.scenario.read import read

PAGES = {page.relative_to(ROOT).as_posix(): page for page in pages()}
RUN_PAGES = [name for name, page in PAGES.items() if page.parent == DOCS and "```console" in page.read_text("utf-8")]
RUN_PAGES += [name for name in PAGES if name not in RUN_PAGES and "```python" in PAGES[name].read_text("utf-8")]
#: Languages whose blocks are not run; a `corridor` command must not hide in them, but for the README's on Mosul.
QUIET = {"", "sh", "yaml", "text"}

Program = Callable[[list[str]], tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the sources in it, in which a page is run from top to bottom."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    flee_folder(tmp_path / "my-scenario")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str]) -> Program:
    """Runs `corridor` in this process; what it says beside its results counts only where it fails."""

    def run(arguments: list[str]) -> tuple[int, str]:
        capsys.readouterr()
        status = main(arguments)
        printed = capsys.readouterr()
        return status, printed.out + (printed.err if status else "")

    return run


def run_console(block: Block, folder: Path, program: Program) -> None:
    for command in commands_of(block):
        status, output = said(command.line, program, folder)
        assert status == command.status, f"$ {command.line}\n{output}"
        assert agrees(command.recorded, output), f"$ {command.line}\nrecorded:\n{command.recorded}\nsaid:\n{output}"


def run_python(block: Block, name: str, names: dict[str, object]) -> None:
    if ">>>" not in block.body:
        exec(compile(block.body, name, "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(block.body, names, name, name, 0)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=told.append, clear_globs=False)
    names.update(test.globs)
    assert not runner.failures, "".join(told)


@pytest.mark.parametrize("name", RUN_PAGES)
def test_a_page_runs_from_top_to_bottom(name: str, folder: Path, program: Program) -> None:
    names: dict[str, object] = {}
    for block in blocks(PAGES[name].read_text(encoding="utf-8")):
        if block.language == "console":
            run_console(block, folder, program)
        elif block.language == "python":
            run_python(block, name, names)


@pytest.mark.parametrize("name", PAGES)
def test_no_command_escapes_the_tests(name: str) -> None:
    for block in blocks(PAGES[name].read_text(encoding="utf-8")):
        assert block.language in QUIET | {"console", "python"}, f"{name}: a block of {block.language!r}"
        if block.language in QUIET and PAGES[name].parent == DOCS:
            assert not re.search(r"^\$? ?corridor ", block.body, re.MULTILINE), f"{name}: mark it as console"


def readme_commands() -> list[str]:
    quiet = [block.body for block in blocks(PAGES["README.md"].read_text(encoding="utf-8")) if block.language == "sh"]
    return [str(line) for body in quiet for line in re.findall(r"^corridor (.*?) *(?:#.*)?$", body, re.MULTILINE)]


@pytest.mark.parametrize("line", readme_commands())
def test_commands_of_the_readme_name_what_exists(line: str) -> None:
    arguments = parser().parse_args(line.split())
    if arguments.scenario is not None:
        scenario = read(locate(arguments.scenario))
        for policy in getattr(arguments, "policies", []):
            combine(scenario, policy)


def test_the_readme_has_commands() -> None:
    assert len(readme_commands()) > 3


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    page = PAGES[name]
    for link in links(page.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = page if not path else (page.parent / path).resolve()
        if path.endswith(".png") and not any((DOCS / "images").glob("*")):
            pytest.skip("docs/images has no pictures yet")
        assert target.exists(), f"{name}: {link}"
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), f"{name}: {link}"


def test_every_page_is_in_the_index() -> None:
    listed = {link.partition("#")[0] for link in links((DOCS / "index.md").read_text(encoding="utf-8"))}
    assert {page.name for page in DOCS.glob("*.md")} - {"index.md"} <= listed


def test_a_wrong_output_is_noticed() -> None:
    assert agrees("", "anything\n")
    assert agrees("one\n...\n", "one\ntwo\n")
    assert not agrees("one\n", "two\n")
