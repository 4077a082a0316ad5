"""Whole members: compiled equals uncompiled bit for bit, and both equal what is written down (golden)."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.engine import cities

import corridor

ROOT = Path(__file__).parents[2]
SOURCE = Path(corridor.__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "engine_members.json"


@pytest.fixture(scope="module")
def compiled() -> dict[str, dict[str, np.ndarray]]:
    return {name: cities.arrays(scenario, 2) for name, scenario in cities.cities().items()}


def test_compiled_equals_uncompiled_bit_for_bit(compiled: dict[str, dict[str, np.ndarray]], tmp_path: Path) -> None:
    """Every warning is an error: where compiled words wrap silently, NumPy's would say so."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.engine.cities", str(tmp_path)], cwd=ROOT, check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    for name, arrays in compiled.items():
        with np.load(tmp_path / f"{name}.npz") as plain:
            assert set(plain) == set(arrays)
            for key, array in arrays.items():
                assert plain[key].dtype == array.dtype
                assert plain[key].tobytes() == array.tobytes(), f"{name}: {key}"


def test_every_mechanism_is_at_work_in_them(compiled: dict[str, dict[str, np.ndarray]]) -> None:
    stocks = ("dead", "returned", "exposed", "turned_back", "queue_days", "held_days", "redirected", "unsheltered",
              "pauses", "under_way", "fighters_killed", "fighters_lost", "fighters_surrendered", "embedded", "relocated",
              "events", "deal_tried")  # fmt: skip
    for name in stocks:
        total = sum(int(abs(arrays[f"{name} {member}"]).sum()) for arrays in compiled.values() for member in (0, 1))
        assert total > 0, name


def digest(arrays: dict[str, np.ndarray]) -> dict[str, str]:
    """Returns a short hash of each integer array; those of floats are compared compiled against uncompiled only."""
    return {
        key: hashlib.blake2b(np.ascontiguousarray(array).astype("<i8").tobytes(), digest_size=6).hexdigest()
        for key, array in sorted(arrays.items())
        if array.dtype.kind == "i"
    }


def test_golden_members(compiled: dict[str, dict[str, np.ndarray]]) -> None:
    """A change here changes every published number: say so in the change log, then rerun with CORRIDOR_GOLDEN=write."""
    found = {
        name: {"last day": compiled[name]["values 0"][-1].tolist(), "hashes": digest(compiled[name])}
        for name in ("river town", "two banks")
    }
    if os.environ.get("CORRIDOR_GOLDEN") == "write":
        GOLDEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert json.loads(GOLDEN.read_text(encoding="utf-8")) == found
