"""The program in real terminals: narrow, plain, dumb, of another encoding, cut short by a pipe."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOURS = re.compile(r"\x1b\[[0-9;]*3[0-9][0-9;]*m")


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    """The environment of a user, without what a test machine may have set."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "CORRIDOR_CACHE_DIR", "XDG_CACHE_HOME") if name in os.environ
    }
    (tmp_path / "kernel.nbi").touch()
    return kept | {"PYTHONPATH": str(ROOT), "CACHE": str(tmp_path), "TERM": "xterm-256color"} | more


def command(*arguments: str) -> list[str]:
    """The program with the engine that pretends."""
    return [sys.executable, "-m", "tests.cli.fake", *arguments]


def in_terminal(tmp_path: Path, *arguments: str, columns: int = 80, stop_at: str = "", **more: str) -> tuple[int, str]:
    """Exit status and everything that a terminal of that width showed."""
    parent, child = pty.openpty()
    ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        command(*arguments), stdin=child, stdout=child, stderr=child, cwd=tmp_path, env=environment(tmp_path, **more)
    )
    os.close(child)
    shown = b""
    began = time.monotonic()
    while time.monotonic() - began < 60:
        if select.select([parent], [], [], 0.05)[0]:
            try:
                more_shown = os.read(parent, 65536)
            except OSError:
                break
            shown += more_shown
        if stop_at and stop_at.encode() in shown:
            process.send_signal(signal.SIGINT)
            stop_at = ""
    os.close(parent)
    return process.wait(10), shown.decode("utf-8", "replace")


def lines_of(shown: str) -> list[str]:
    return [line for part in ESCAPES.sub("", shown).split("\r\n") for line in part.split("\r")]


def test_a_terminal_shows_a_bar_with_count_rate_and_time_left(tmp_path: Path) -> None:
    status, shown = in_terminal(tmp_path, "run", "tutorial", "--members", "12", FAKE="slow")
    assert status == 0
    plain = ESCAPES.sub("", shown)
    assert re.search(r"members .*\d+/12 .*[0-9.]+ a second, \d+ s left", plain)
    assert "12/12" in plain
    assert COLOURS.search(shown)
    assert "Report: runs/tutorial-factual-1/report.html" in plain


def test_sixty_columns_are_enough_and_no_color_means_no_colour(tmp_path: Path) -> None:
    status, shown = in_terminal(tmp_path, "run", "tutorial", "--members", "6", columns=60, FAKE="slow", NO_COLOR="1")
    assert status == 0
    lines = lines_of(shown)
    assert max(map(len, lines)) <= 60
    row = lines[lines.index("present, river-camp") + 1]
    assert re.fullmatch(r"  2020-\d\d-\d\d +[\d,]+ +[\d,]+ +[\d,]+ to [\d,]+", row)
    assert "…" not in "".join(lines)
    assert not COLOURS.search(shown)


def test_a_dumb_terminal_gets_plain_text(tmp_path: Path) -> None:
    status, shown = in_terminal(tmp_path, "run", "tutorial", "--members", "3", FAKE="slow", TERM="dumb")
    assert status == 0
    assert "\x1b" not in shown
    assert "Report:" in shown


def test_ctrl_c_gives_the_terminal_back(tmp_path: Path) -> None:
    status, shown = in_terminal(tmp_path, "run", "tutorial", "--members", "500", stop_at="/500", FAKE="slow")
    assert status == 130
    assert shown.rstrip().endswith("corridor: Stopped. Nothing was written.")
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")  # the cursor is shown again
    assert not (tmp_path / "runs" / "tutorial-factual-1").exists()


@pytest.mark.parametrize(
    ("encoding", "words"), [("ascii", "run tutorial --members 3"), ("cp1256", "list mosul-2016"), ("ascii", "list")]
)
def test_any_encoding_will_do(tmp_path: Path, encoding: str, words: str) -> None:
    done = subprocess.run(
        command(*words.split()),
        capture_output=True,
        cwd=tmp_path,
        env=environment(tmp_path, PYTHONIOENCODING=encoding),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding)


def test_a_pipe_that_is_cut_is_quiet(tmp_path: Path) -> None:
    line = f"{' '.join(command('list', 'tutorial'))} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        capture_output=True,
        cwd=tmp_path,
        env=environment(tmp_path),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1


def test_a_full_disk_behind_a_redirection_is_said_in_plain_words() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    with full.open("w") as nowhere:
        command = [sys.executable, "-m", "corridor", "list"]
        done = subprocess.run(command, check=False, stdout=nowhere, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert done.stderr == ("corridor: The output could not be written: the disk is full. Make room, or send it elsewhere.\n")


def test_help_comes_at_once(tmp_path: Path) -> None:
    """No heavy library is imported for it; the time itself is measured by the benchmarks."""
    code = (
        "import sys; from corridor.cli import main; status = main(['--help']);"
        "heavy = {'numpy', 'numba', 'pyarrow', 'jinja2', 'rich', 'scipy', 'yaml', 'pandas'} & set(sys.modules);"
        "sys.exit(f'imported: {sorted(heavy)}' if heavy else status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(tmp_path), check=False)
    assert done.returncode == 0, done.stderr


def test_where_nobody_watches_a_run_is_plain_and_needs_neither_pandas_nor_scipy_stats(tmp_path: Path) -> None:
    code = (
        "import sys, runpy\n"
        "sys.argv = ['corridor', 'run', 'tutorial', '--members', '2']\n"
        "try:\n    runpy.run_module('tests.cli.fake', run_name='__main__')\n"
        "except SystemExit as stop:\n    assert stop.code == 0\n"
        "print(sorted({'pandas', 'scipy.stats'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=tmp_path, env=environment(tmp_path), check=True
    )
    assert done.stderr == b"[]\n"
    assert b"\x1b" not in done.stdout
    assert b"Report:" in done.stdout
