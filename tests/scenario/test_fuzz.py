"""Whatever the bytes, reading gives a Scenario or a ScenarioError: never a traceback."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.scenario.folders import Folder

from corridor.errors import Problem, ScenarioError
from corridor.scenario.builtin import locate
from corridor.scenario.read import read

TABLES = ("places.csv", "routes.csv", "schedule.csv", "parameters.csv", "observations/invented.csv")
FILES = (*TABLES, "scenario.yaml")
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NASTY = st.sampled_from(
    [*["", "0", "-1", "1e308", "1e999", "nan", "٠", "²", "½", "yes", "all", "factual", "fighters", "old-town", "=1"],
     *["2020-02-30", "9999-99-99", "0000-00-00", "population.", ".", "a.b.c", "old-town>north-gate", "x" * 300],
     *["LN(1,1e300)", "TN(0,1e-300)", "Beta(1e-300,1e300)", "Gamma(1,1e10)", "U(0,0)", "=1e999"],
     *['"', ",", "\n", "#", "\ufeff", "ـــ", "\u202e"]]
)  # fmt: skip
CELLS = st.one_of(NASTY, st.text(max_size=12))


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a folder; any other error than ScenarioError escapes."""
    try:
        read(path)
    except ScenarioError as error:
        return error.problems
    return ()


def outcome(change: Callable[[Folder], object]) -> bool:
    """Return whether the changed tutorial can be read."""
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "scenario"
        shutil.copytree(locate("tutorial"), path)
        change(Folder(path))
        problems = problems_of(path)
        assert all(problem.allowed and problem.remedy for problem in problems)
        return not problems


@QUICK
@given(st.sampled_from(FILES), st.binary(max_size=300))
def test_any_bytes_as_a_file(file: str, content: bytes) -> None:
    outcome(lambda folder: folder.write(file, content))


@QUICK
@given(st.sampled_from(FILES), st.data())
def test_any_bytes_in_the_middle_of_a_file(file: str, data: st.DataObject) -> None:
    content = (locate("tutorial") / file).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 20))
    noise = data.draw(st.binary(max_size=20))
    outcome(lambda folder: folder.write(file, content[:start] + noise + content[start + length :]))


@settings(QUICK, max_examples=80)
@given(st.sampled_from(TABLES), st.data())
def test_any_cells(file: str, data: st.DataObject) -> None:
    rows = list(csv.reader(io.StringIO((locate("tutorial") / file).read_text(encoding="utf-8"), newline="")))
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.sampled_from([row for row in rows if row]))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(CELLS.filter(lambda text: max(text, default="") < "\ud800"))
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    outcome(lambda folder: folder.write(file, text.getvalue().encode("utf-8", "replace")))


@settings(QUICK, max_examples=60)
@given(st.data())
def test_any_words_in_the_yaml(data: st.DataObject) -> None:
    lines = (locate("tutorial") / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    words = data.draw(
        st.one_of(NASTY, st.sampled_from(["[", "]", "{", "}", "- ", ": ", "*a", "&a x", "!!set", "<<: x", "? x", "| ", "'"]))
    )
    cut = data.draw(st.integers(0, len(lines[at])))
    lines[at] = lines[at][:cut] + words + lines[at][cut + data.draw(st.integers(0, 5)) :]
    outcome(lambda folder: folder.write("scenario.yaml", "\n".join(lines).encode("utf-8", "replace")))


def test_the_tutorial_itself_is_good() -> None:
    assert outcome(lambda folder: folder)


def test_deep_and_long_documents() -> None:
    deep = "id: " + "[" * 100_000
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    long = "limits: [" + "x, " * 200_000 + "x]"
    for text in (deep, bomb, long, "? [a, b]\n: c", "a: " * 50_000, "- " * 50_000):
        assert not outcome(lambda folder, text=text: folder.write("scenario.yaml", text))  # type: ignore[misc]
