"""Flee's kernels: compiled equals uncompiled, bit for bit, in scenarios that set every rule to work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.flee import twin

import corridor
from corridor.formats.flee.schema import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def compiled() -> dict[str, NDArray[np.int32]]:
    return twin.arrays()


@pytest.mark.slow
def test_compiled_equals_uncompiled_bit_for_bit(compiled: dict[str, NDArray[np.int32]], tmp_path: Path) -> None:
    """Every warning is an error: where compiled words wrap silently, NumPy's would say so."""
    paths = os.pathsep.join((str(Path(corridor.__file__).parents[1]), str(ROOT)))
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.flee.twin", str(tmp_path / "plain.npz")], cwd=ROOT, check=False,
        env={**os.environ, "PYTHONPATH": paths, "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    with np.load(tmp_path / "plain.npz") as plain:
        assert set(plain) == set(compiled)
        for name, array in compiled.items():
            assert plain[name].dtype == array.dtype
            assert np.array_equal(plain[name], array), name


def test_every_rule_is_at_work(compiled: dict[str, NDArray[np.int32]]) -> None:
    """Each scenario differs from all others, and no switch of the settings is off in all of them."""
    assert len({array.tobytes() for array in compiled.values()}) == len(compiled)
    plain = Settings()
    used = [made.settings for made, _ in twin.scenarios().values()]
    unused = {
        name for name in Settings.__dataclass_fields__ if all(getattr(each, name) == getattr(plain, name) for each in used)
    }
    assert unused == {
        "camp_movechance",
        "camp_weight",
        "capacity_buffer",
        "capacity_scaling",
        "conflict_movechance",
        "conflict_weight",
        "default_conflict_intensity",
        "default_movechance",
        "empty_camps_on_day0",
        "hasten",
        "home_distance_power",
        "idpcamp_movechance",
        "max_walk_speed",
        "movechance_pop_base",
        "pop_power_for_loc_weight",
        "avg_religion_fraction",
        "read_from_agents_csv_file",
        "softening",
        "sum_from_camps",
    }  # fmt: skip  numbers, and what is settled before any kernel runs


def test_people_get_everywhere(compiled: dict[str, NDArray[np.int32]]) -> None:
    there = sum(array[:, :, :-2].any(axis=(0, 1)).astype(int) for array in compiled.values())
    assert (there > 0).all()
    assert all(array[:, :, -2].any() for array in compiled.values())
