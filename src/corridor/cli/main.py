"""The program `corridor`: reads its arguments, calls one command, and turns what goes wrong into plain words.

Exit status: 0 done, 1 a problem that the user can mend (or a defect), 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Sequence

from corridor.cli.arguments import parser
from corridor.cli.common import OK, PROBLEM, STOPPED
from corridor.errors import CorridorError, LedgerError

__all__ = ["main"]

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit status of one command; prints results to stdout and everything else to stderr.

    >>> main(["list", "atlantis"])  # doctest: +SKIP
    1
    """
    _accept_any_encoding()
    try:
        return _run(argv)
    except BrokenPipeError:
        _forget_output()  # the reader (`| head`) has seen enough
        return OK
    except OSError as error:
        return _unwritten(error)
    except KeyboardInterrupt:
        return _say("Stopped. Nothing was written.", STOPPED)
    except LedgerError:
        return _defect()
    except CorridorError as error:
        return _say(str(error), PROBLEM)
    except MemoryError:
        return _say("There is not enough memory for this run. Try fewer members (--members).", PROBLEM)
    except Exception:  # what nobody foresaw is a defect, and says so
        return _defect()


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as stop:  # --help, --version, or wrong usage
        status = stop.code if isinstance(stop.code, int) else 2
    else:
        status = int(arguments.command(arguments))
    sys.stdout.flush()
    return status


def _say(message: str, status: int) -> int:
    print(f"corridor: {message}", file=sys.stderr)
    return status


def _unwritten(error: OSError) -> int:
    if error.errno not in _FULL:
        return _defect()
    _forget_output()
    return _say("The output could not be written: the disk is full. Make room, or send it elsewhere.", PROBLEM)


def _defect() -> int:
    traceback.print_exc()
    return _say("This is a defect of Corridor, not of your input. Please report the lines above.", PROBLEM)


def _accept_any_encoding() -> None:
    """A letter that the terminal's encoding lacks becomes a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _forget_output() -> None:
    """Lets the interpreter flush stdout into nothing when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
