"""The public list, and the examples in the docstrings."""

import ast
import doctest
import inspect
from pathlib import Path

import numpy as np
import pytest

from corridor import draws


def test_public_list() -> None:
    assert draws.__all__ == sorted(draws.__all__)
    assert draws.__all__ == [
        "absorb", "binomial", "cache_directory", "cell_key", "day_key", "draw_key", "exponential", "following_keys",
        "hypergeometric", "kernel", "member_key", "mix64", "multinomial", "multivariate_hypergeometric",
        "normal", "poisson", "rotl", "source_hash", "text_key", "uniform", "uniforms", "uniforms_of_cells",
    ]  # fmt: skip


@pytest.mark.parametrize("name", draws.__all__)
def test_every_public_function_has_an_example_that_runs(name: str) -> None:
    function = inspect.unwrap(getattr(draws, name))
    function = getattr(function, "py_func", function)
    names = {**function.__globals__, **{other: getattr(draws, other) for other in draws.__all__}, "np": np}
    example = doctest.DocTestParser().get_doctest(function.__doc__ or "", names, name, None, 0)
    assert example.examples
    assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


def test_a_leaf_that_imports_numpy_and_numba_only() -> None:
    allowed = {"numpy", "numba", "math", "hashlib", "unicodedata", "collections", "os", "re", "shutil", "tempfile",
               "threading", "time", "functools", "pathlib", "typing"}  # fmt: skip
    for path in sorted(Path(draws.__file__).parent.glob("*.py")):
        tree = ast.parse(path.read_text())
        assert ast.get_docstring(tree), path.name
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for module in names:
                assert module.startswith("corridor.draws") or module.split(".")[0] in allowed, (path.name, module)
