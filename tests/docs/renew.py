"""Writes the tables and the recorded outputs of docs/ anew: `.venv/bin/python -m tests.docs.renew`."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

from tests.docs.pages import said, with_outputs
from tests.docs.tables import DOCS, ROOT, with_tables
from tests.support.flee_folders import flee_folder

from corridor.cli import main


def _corridor(arguments: list[str]) -> tuple[int, str]:
    output, beside = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(beside):
        status = main(arguments)
    return status, output.getvalue() + (beside.getvalue() if status else "")


def renew(page: Path) -> bool:
    """Writes one page anew; returns whether it changed."""
    before = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        folder = Path(name)
        (folder / "src").symlink_to(ROOT / "src")
        flee_folder(folder / "my-scenario")
        after = with_outputs(with_tables(before), lambda line: said(line, _corridor, folder)[1])
    if after != before:
        page.write_text(after, encoding="utf-8")
    return after != before


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    sys.stdout.writelines(f"{page.relative_to(ROOT)}\n" for page in sorted(DOCS.rglob("*.md")) if renew(page))
