"""Compiled code of model/ and engine/ is never a stale one: the cache rule of ARCHITECTURE.md section 2."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import corridor
from corridor.draws import cache_directory, jit, source_hash
from corridor.engine.day import advance
from corridor.engine.ledger import imbalance
from corridor.engine.member import fill_reference, run_days

PACKAGE = Path(corridor.__file__).parent
COMPILERS = {"kernel", "njit", "jit", "vectorize", "guvectorize", "cfunc"}

KERNEL = "from corridor.draws.jit import kernel\n"
INNER = KERNEL + "@kernel\ndef inner(x):\n    return x + {}\n"
OUTER = KERNEL + "from corridor.model.inner import inner\n@kernel\ndef outer(x):\n    return 2.0 * inner(x)\n"
ASK = "from corridor.engine.outer import outer; print(outer(1.0), sum(outer.stats.cache_hits.values()))"


@pytest.mark.slow
def test_a_change_in_the_model_is_seen_by_the_engine(tmp_path: Path) -> None:
    package = tmp_path / "src" / "corridor"
    for folder in ("draws", "model", "engine"):
        (package / folder).mkdir(parents=True)
        (package / folder / "__init__.py").touch()
    (package / "__init__.py").touch()
    shutil.copy(jit.__file__, package / "draws" / "jit.py")
    (package / "engine" / "outer.py").write_text(OUTER)

    def ask(number: str) -> str:
        (package / "model" / "inner.py").write_text(INNER.format(number))
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-c", ASK], capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(package.parent), "CORRIDOR_CACHE_DIR": str(tmp_path / "cache"),
                 "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    assert [ask("1.0"), ask("1.0"), ask("2.0")] == ["4.0 0", "4.0 1", "6.0 0"]


def compiling(path: Path) -> bool:
    """Returns whether a file decorates anything with something that compiles."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            names = {name.id for one in node.decorator_list for name in ast.walk(one) if isinstance(name, ast.Name)}
            if names & COMPILERS:
                return True
    return False


def test_nothing_is_compiled_outside_the_hashed_folders() -> None:
    folders = {path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py") if compiling(path)}
    assert {"draws", "model", "engine"} <= folders <= set(jit.HASHED_FOLDERS)


def test_every_source_of_the_three_folders_is_in_the_hash(tmp_path: Path) -> None:
    copy = tmp_path / "corridor"
    for folder in jit.HASHED_FOLDERS:
        shutil.copytree(PACKAGE / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    whole = source_hash(copy)
    assert whole == source_hash(PACKAGE)
    for path in sorted((copy / "model").rglob("*.py")) + sorted((copy / "engine").rglob("*.py")):
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        assert source_hash(copy) != whole, path.name
        path.write_bytes(before)


@pytest.mark.skipif(not hasattr(advance, "stats"), reason="compilation is switched off")
def test_the_engine_is_cached_there() -> None:
    for function in (advance, run_days, fill_reference, imbalance):
        assert Path(function.stats.cache_path).is_relative_to(cache_directory())
