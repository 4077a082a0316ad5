"""The tables of docs/ say what the code says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.docs.tables import DOCS, ROOT, TABLES, first_cells, table_in, with_tables

from corridor.scenario import csv_parts, files, yaml_parts
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.schema import PlaceKind
from corridor.scenario.tables import COMMON, Columns

SOURCES = ROOT / "src" / "corridor"
FORMAT = (DOCS / "scenario-format.md").read_text(encoding="utf-8")
MODEL = (DOCS / "model.md").read_text(encoding="utf-8")
PAGES = sorted(DOCS.glob("*.md"))
COLUMNS = {
    "## places.csv": csv_parts.PLACES,
    "## routes.csv": csv_parts.ROUTES,
    "## schedule.csv": csv_parts.SCHEDULE,
    "## parameters.csv": csv_parts.PARAMETERS,
    "## observations": csv_parts.OBSERVATIONS,
}
MODULES = ("yaml_parts.py", "read.py", "calibration_parts.py")
RENEW = "run: .venv/bin/python -m tests.docs.renew"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_marked_tables_are_those_of_the_code(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert with_tables(text) == text, RENEW


def test_every_table_stands_on_a_page() -> None:
    marks = [name for page in PAGES for name in re.findall(r"<!-- table: ([a-z-]+) -->", page.read_text("utf-8"))]
    assert sorted(marks) == sorted(TABLES)


@pytest.mark.parametrize(("heading", "columns"), COLUMNS.items())
def test_columns_are_those_that_are_read(heading: str, columns: Columns) -> None:
    rows = table_in(FORMAT, heading)
    assert first_cells(rows) == list(columns.known)
    assert {name for name, row in zip(first_cells(rows), rows, strict=True) if row[1] == "yes"} == set(columns.required)


def keys_of(module: str) -> list[set[str]]:
    """Returns the keys that each `check_keys` of a module allows."""
    tree = ast.parse((SOURCES / "scenario" / module).read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "check_keys":
            keys: set[str] = set()
            for part in (element for argument in node.args for element in getattr(argument, "elts", ())):
                if isinstance(part, ast.Constant):
                    keys.add(str(part.value))
                elif isinstance(part, ast.Starred) and isinstance(part.value, ast.Name):
                    keys.update(getattr(yaml_parts, part.value.id))
            found.append(keys)
    return found


def test_keys_are_those_that_are_read() -> None:
    headings = re.findall(r"^### ([a-z_.]+)$", FORMAT.partition("## places.csv")[0], re.MULTILINE)
    sections = [*(f"### {heading}" for heading in headings), "## scenario.yaml"]
    described = [frozenset(first_cells(table_in(FORMAT, heading))) for heading in sections]
    read = [frozenset(keys - set(COMMON)) for module in MODULES for keys in keys_of(module)]
    assert len(read) == 13
    assert sorted(map(sorted, described)) == sorted(map(sorted, read))


def test_files_are_those_that_are_read() -> None:
    rows = table_in(FORMAT, "# The scenario folder")
    needed = {name for name, row in zip(first_cells(rows), rows, strict=True) if row[1] == "yes"}
    assert needed == set(files.REQUIRED)
    assert set(files.OPTIONAL) <= set(first_cells(rows))


def test_kinds_of_places_are_named() -> None:
    (row,) = [row for row in table_in(FORMAT, "## places.csv") if row[0] == "`kind`"]
    assert row[2].split(", ") == [kind.value for kind in PlaceKind]


# ------------------------------------------------------------------------------------------------------ the model page


def section(number: str) -> str:
    """Returns the text below a numbered heading of model.md."""
    match = re.search(rf"^###? {re.escape(number)}\.? .*?(?=^##|\Z)", MODEL, re.MULTILINE | re.DOTALL)
    assert match, f"model.md has no section {number}"
    return match[0]


@pytest.mark.parametrize("name", PARAMETER_NAMES.values(), ids=lambda name: name.id)
def test_every_parameter_is_explained_in_its_section(name: object) -> None:
    id_, equation = getattr(name, "id", ""), getattr(name, "equation", "")
    assert re.search(rf"\b{id_}\b", section(equation)), f"model.md {equation} does not name {id_}"


def references() -> tuple[set[str], set[str], set[str]]:
    """Returns the sections, pieces of evidence and rulings that sources and built-in scenarios refer to."""
    texts = [path.read_text(encoding="utf-8") for pattern in ("*.py", "*.csv") for path in SOURCES.rglob(pattern)]
    after = [match for text in texts for match in re.findall(r"MODEL\.md,? ?([^\"\n;)]{0,40})", text)]
    sections = {found for text in after for found in re.findall(r"\b(?:2\.1?\d|(?:(?<=section )|(?<!.))\d{1,2})\b", text)}
    evidence = {found for text in after for found in re.findall(r"\b1[a-j]\b", text)}
    rulings = {found for text in texts for found in re.findall(r"\bruling (\d+)", text)}
    return sections, evidence, rulings


def test_what_the_code_refers_to_is_there() -> None:
    sections, evidence, rulings = references()
    assert {"2.3", "2.8", "2.14", "5", "7", "10"} <= sections
    for number in sections:
        section(number)
    described = set(first_cells(table_in(MODEL, "## 1. Evidence")))
    assert evidence <= described
    assert rulings <= set(re.findall(r"^(\d+)\. ", section("10"), re.MULTILINE))


@pytest.mark.parametrize("row", table_in(MODEL, "### 2.17 Closed forms, and where they are tested"), ids=lambda row: row[0])
def test_laws_are_tested_where_the_page_says(row: list[str]) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", row[3])
    assert named, "say where"
    for path in named:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert path.startswith("tests/oracle/") or f"def test_{row[0].lower()}_" in text, f"{path} does not test {row[0]}"
