"""Every public function says in its docstring what it returns and raises, and shows an example that runs."""

from __future__ import annotations

import doctest
import inspect
from pathlib import Path

import pytest

import corridor

FUNCTIONS = [name for name in corridor.__all__ if inspect.isfunction(getattr(corridor, name))]
TYPES = [name for name in corridor.__all__ if inspect.isclass(getattr(corridor, name))]


def test_everything_public_is_one_or_the_other() -> None:
    assert sorted([*FUNCTIONS, *TYPES]) == sorted(corridor.__all__)


@pytest.mark.parametrize("name", corridor.__all__)
def test_it_has_a_docstring_of_one_sentence_and_more(name: str) -> None:
    text = inspect.getdoc(getattr(corridor, name)) or ""
    assert len(text.partition("\n")[0]) > 20


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_returns_and_raises(name: str) -> None:
    text = inspect.getdoc(getattr(corridor, name)) or ""
    assert text.startswith("Return")
    assert "Error" in text or "Raises nothing" in text, "say which errors it raises"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_shows_an_example_that_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    function = getattr(corridor, name)
    names = dict(vars(inspect.getmodule(function) or corridor))
    test = doctest.DocTestParser().get_doctest(function.__doc__ or "", names, name, None, 0)
    assert test.examples, "show one"
    assert not any(doctest.SKIP in example.options for example in test.examples)
    told: list[str] = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=told.append)
    assert not runner.failures, "".join(told)


@pytest.mark.parametrize("name", TYPES)
def test_what_a_type_offers_has_docstrings(name: str) -> None:
    for key, value in vars(getattr(corridor, name)).items():
        if not key.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
            assert inspect.getdoc(value), f"{name}.{key}"
