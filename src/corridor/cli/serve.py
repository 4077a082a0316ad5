"""The command `corridor serve`: the live page of a scenario, on this machine unless asked otherwise."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import suppress

from corridor.cli.common import OK, warn_of_compiling

__all__ = ["serve"]


def serve(arguments: Namespace) -> int:
    """Serves the live page until Ctrl-C; returns the exit status."""
    from corridor.cli.flee import native
    from corridor.scenario.read import read
    from corridor.server.serve import serve as run

    scenario = read(native(arguments.scenario, "serve"))
    warn_of_compiling()
    with suppress(KeyboardInterrupt):  # the way to end it
        run(scenario, arguments.host, arguments.port, _say)
    print("Stopped.", file=sys.stderr)
    return OK


def _say(address: str) -> None:
    print(f"Open {address}", flush=True)
    print("Ctrl-C stops it.", file=sys.stderr, flush=True)
