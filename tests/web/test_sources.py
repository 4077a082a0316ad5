"""The sources of the live page: their own tests, their types, and that nothing in them points elsewhere."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.web.browser import AXE, ROOT, skip_without_page

from corridor.server.page import STATIC

WEB = ROOT / "web"
_SOURCES = (".ts", ".tsx", ".css", ".html", ".svg")
#: Links that a reader may follow, and names of namespaces; nothing is ever fetched from them.
_KNOWN = {"http://www.w3.org/2000/svg", "http://127.0.0.1:8765"}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in _SOURCES and "node_modules" not in path.parts]


@pytest.mark.slow
@pytest.mark.parametrize("script", ["test", "types"])
def test_the_pages_own_tests_and_types(script):
    if shutil.which("npm") is None or not AXE.is_file():
        pytest.skip("what the page is built with is not installed: run `make page`, which needs Node 20.19 or newer and npm")
    done = subprocess.run(["npm", "run", "--silent", script], cwd=WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_sources_name_no_address_elsewhere():
    files = _files(WEB)
    assert len(files) > 30
    for path in files:
        if "tests" in path.parts:
            continue
        for address in re.findall(r"https?://[^\s\"'`)<>]+", path.read_text(encoding="utf-8")):
            assert address in _KNOWN, f"{path.relative_to(ROOT)} names {address}"


def test_sources_set_no_style_in_markup():
    """The policy of content forbids it: looks are in style sheets, or set by script on one property."""
    forbidden = re.compile(r"""style="|setAttribute\(["']style|innerHTML|dangerouslySetInnerHTML""")
    for path in _files(WEB / "src"):
        assert not forbidden.search(path.read_text(encoding="utf-8")), path


def test_the_lock_file_names_no_registry():
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    assert len(lock["packages"]) > 30
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert name == "" or package.get("integrity") or package.get("link"), name


def test_sources_are_small():
    for path in _files(WEB / "src"):
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 300, f"{path.relative_to(ROOT)} has {lines} lines"


def test_the_built_page_loads_nothing_inline():
    skip_without_page()
    index = (STATIC / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="([^"]+)"', index)
    assert all(address.startswith("/assets/") for address in re.findall(r'(?:src|href)="([^"]+)"', index))
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", index)


@pytest.mark.slow
def test_a_wheel_holds_the_built_page(tmp_path):
    skip_without_page()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    built = {f"corridor/server/static/{path.relative_to(STATIC).as_posix()}" for path in STATIC.rglob("*") if path.is_file()}
    assert built <= names
    assert not any("node_modules" in name for name in names)
