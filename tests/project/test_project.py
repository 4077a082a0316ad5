"""The project's own promises: pinned versions without addresses, documented commands, files that ship."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import corridor

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "corridor"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOCKS = sorted(ROOT.glob("requirements*.lock"))
COMMANDS = ("run", "test", "test-fast", "check", "bench", "lock", "clean", "help")


def canonical(requirement: str) -> str:
    """Return the name in a requirement, as an index spells it."""
    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, str]:
    """Return name -> version of everything that a lock file pins."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonical(name): version for name, version in found}


def test_there_is_a_lock_to_run_and_one_to_develop():
    assert [lock.name for lock in LOCKS] == ["requirements-dev.lock", "requirements.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_holds_no_address(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_gives_every_pin_a_hash(lock):
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pinned = [block for block in blocks if "==" in block]
    assert len(pinned) == len(pins(lock)) > 0
    assert [block.splitlines()[0] for block in pinned if "--hash=sha256:" not in block] == []


def test_lock_covers_what_pyproject_asks_for():
    project = PYPROJECT["project"]
    runtime = {canonical(name) for name in project["dependencies"]}
    assert runtime <= set(pins(ROOT / "requirements.lock"))
    # The peer is measured from an environment of its own: nothing of ours waits for what it needs.
    extras = {canonical(name) for key, extra in project["optional-dependencies"].items() if key != "bench" for name in extra}
    assert runtime | extras <= set(pins(ROOT / "requirements-dev.lock"))


def test_locks_agree():
    dev = pins(ROOT / "requirements-dev.lock")
    runtime = pins(ROOT / "requirements.lock")
    assert {name: dev.get(name) for name in runtime} == runtime


def test_versions_agree():
    assert PYPROJECT["project"]["version"] == corridor.__version__
    assert f"## {corridor.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_make_alone_lists_every_command():
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = {line.split()[1]: line.split(maxsplit=2)[2] for line in listed.stdout.splitlines()}
    assert set(COMMANDS) <= set(lines)
    assert all(lines.values())


def test_every_documented_command_is_phony():
    documented = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    phony = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())
    assert documented <= phony
    assert phony - documented == {"page-if-possible"}  # what `test` asks for by itself


def test_ci_runs_checks_and_tests():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert lines[-2:] == ["make check", "make test"]


@pytest.mark.parametrize("room", ["draws", "model", "engine"])
def test_compiled_rooms_import_numpy_and_numba_only(room):
    """The import contracts name libraries that are refused; this names those that are allowed (llvmlite is numba's own)."""
    allowed = {"numpy", "numba", "llvmlite", "corridor"} | sys.stdlib_module_names
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module]
            assert {module.split(".")[0] for module in modules} <= allowed, f"{path}:{node.lineno}"


def test_base_map_is_plain_small_and_in_its_box():
    path = PACKAGE / "scenarios" / "mosul-2016" / "basemap.json"
    assert path.stat().st_size < 80_000
    base_map = json.loads(path.read_text(encoding="utf-8"))
    assert set(base_map) == {"source", "licence", "lines"}
    for line in base_map["lines"]:
        assert set(line) == {"kind", "name", "points"}
        assert line["kind"] in {"country", "river", "coast"}
        assert len(line["points"]) > 1
        assert all(36.5 <= lon <= 46 and 33 <= lat <= 38 for lon, lat in line["points"])


@pytest.mark.parametrize(
    ("river", "town", "lon", "lat"),
    [
        ("Tigris", "Mosul", 43.13, 36.34),
        ("Tigris", "Tikrit", 43.69, 34.61),
        ("Euphrates", "Raqqa", 39.01, 35.94),
        ("Euphrates", "Deir ez-Zor", 40.15, 35.34),
        ("Great Zab", "Eski Kalak", 43.64, 36.27),
        ("Little Zab", "Altun Kupri", 44.14, 35.76),
    ],
)
def test_base_map_has_towns_on_their_rivers(river, town, lon, lat):
    text = (PACKAGE / "scenarios" / "mosul-2016" / "basemap.json").read_text(encoding="utf-8")
    points = [point for line in json.loads(text)["lines"] if line["name"] == river for point in line["points"]]
    assert min(abs(x - lon) + abs(y - lat) for x, y in points) < 0.05, f"{town} is not on the {river}"


@pytest.mark.slow
def test_wheel_ships_scenarios_and_types(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
        (entry_points,) = (archive.read(name).decode() for name in shipped if name.endswith("entry_points.txt"))
    files = [path for path in (PACKAGE / "scenarios").rglob("*") if path.is_file()]
    assert {path.relative_to(PACKAGE.parent).as_posix() for path in files} <= shipped
    assert {
        "corridor/py.typed",
        "corridor/__main__.py",
        "corridor/scenarios/mosul-2016/basemap.json",
    } <= shipped
    assert "corridor = corridor.cli:main" in entry_points
