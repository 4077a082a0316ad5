"""Compiled code equals the same source uncompiled, bit for bit; compiled code is never a stale one."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tests.draws import grid

from corridor.draws import binomial, draw_key, hypergeometric, jit, poisson, source_hash, uniform

SOURCE = Path(jit.__file__).parents[2]


def python(*arguments: str, **environment: str) -> list[str]:
    """Run Python with every warning an error; return what it prints."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_compiled_equals_uncompiled_bit_for_bit() -> None:
    assert python(str(Path(grid.__file__)), NUMBA_DISABLE_JIT="1") == grid.results()


@pytest.mark.skipif(not hasattr(binomial, "py_func"), reason="compilation is switched off")
def test_py_func_equals_the_kernel() -> None:
    for i in range(300):
        key = draw_key.py_func(1, i, 2, 3, 4)
        assert int(key) == int(draw_key(1, i, 2, 3, 4))
        u = uniform.py_func(key)
        assert u.hex() == uniform(key).hex()
        assert binomial.py_func(u, 50 * i, 0.013 * (i % 77)) == binomial(u, 50 * i, 0.013 * (i % 77))
        assert poisson.py_func(u, 0.3 * i) == poisson(u, 0.3 * i)
        assert hypergeometric.py_func(u, 7 * i, 900, 3 * i) == hypergeometric(u, 7 * i, 900, 3 * i)


def test_results_do_not_depend_on_the_integer_type() -> None:
    for n in (np.int32(900), np.int64(900), np.uint32(900)):
        assert binomial(0.3, n, 0.2) == binomial(0.3, 900, 0.2)


KERNEL = "from corridor.draws.jit import kernel\n"
INNER = KERNEL + "@kernel\ndef inner(x):\n    return x + {}\n"
OUTER = KERNEL + "from corridor.draws.inner import inner\n@kernel\ndef outer(x):\n    return 2.0 * inner(x)\n"
ASK = ("from corridor.draws.outer import outer; from corridor.draws.jit import cache_directory; print(outer(1.0));"
       "print(cache_directory().name); print(sum(outer.stats.cache_hits.values()))")  # fmt: skip


def test_a_change_in_a_called_function_is_seen(tmp_path: Path) -> None:
    draws = tmp_path / "src" / "corridor" / "draws"
    draws.mkdir(parents=True)
    (draws.parent / "__init__.py").touch()
    (draws / "__init__.py").touch()
    shutil.copy(jit.__file__, draws / "jit.py")
    (draws / "outer.py").write_text(OUTER)

    def ask() -> list[str]:
        places = {"PYTHONPATH": str(tmp_path / "src"), "CORRIDOR_CACHE_DIR": str(tmp_path / "cache")}
        return python("-c", ASK, **places, PYTHONDONTWRITEBYTECODE="1")

    (draws / "inner.py").write_text(INNER.format("1.0"))
    first = ask()
    again = ask()
    (draws / "inner.py").write_text(INNER.format("2.0"))
    changed = ask()
    assert [first[0], again[0], changed[0]] == ["4.0", "4.0", "6.0"]
    assert first[1] == again[1] != changed[1]
    assert [first[2], again[2], changed[2]] == ["0", "1", "0"]
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {first[1], changed[1]}


def test_source_hash_sees_names_contents_and_only_the_three_folders(tmp_path: Path) -> None:
    seen = [source_hash(tmp_path)]
    for name, text in [("draws/a.py", "1"), ("draws/a.py", "2"), ("model/a.py", "2"), ("engine/deep/b.py", ""),
                       ("engine/deep/c.py", "")]:  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
        seen.append(source_hash(tmp_path))
    assert len(set(seen)) == len(seen)
    (tmp_path / "draws" / "notes.txt").write_text("no source")
    (tmp_path / "other.py").write_text("elsewhere")
    assert source_hash(tmp_path) == seen[-1]


def test_place_of_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"numba-{source_hash(SOURCE / 'corridor')}"
    locate = jit.cache_directory.__wrapped__
    monkeypatch.setenv("CORRIDOR_CACHE_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert locate() == tmp_path / "mine" / name
    monkeypatch.delenv("CORRIDOR_CACHE_DIR")
    assert locate() == tmp_path / "xdg" / "corridor" / name
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert locate() == tmp_path / "home" / ".cache" / "corridor" / name
    (tmp_path / "file").touch()
    monkeypatch.setenv("CORRIDOR_CACHE_DIR", str(tmp_path / "file" / "below"))  # cannot be made
    assert locate() == tmp_path / "home" / ".cache" / "corridor" / name
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.setattr(jit.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    assert locate().parent.parent == tmp_path / "tmp"


def test_only_our_old_folders_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORRIDOR_CACHE_DIR", str(tmp_path))
    now = time.time()
    ages = {"numba-000000000000000a": 60, "numba-000000000000000b": 7_000, "numba-000000000000000c": 8_000,
            "numba-000000000000000d": 9_000, "numba-kept": 99_000, "other": 99_000}  # fmt: skip
    for name, age in ages.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "held").touch()
        os.utime(tmp_path / name, (now - age, now - age))
    current = jit.cache_directory.__wrapped__()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {current.name, "numba-000000000000000a", "numba-000000000000000b", "numba-kept", "other"}


def test_numba_keeps_its_own_setting() -> None:
    assert str(jit.numba.config.CACHE_DIR) == os.environ.get("NUMBA_CACHE_DIR", "")
