"""What the commands share: exit statuses, where runs go, and a word while kernels compile."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["OK", "PROBLEM", "RUNS", "STOPPED", "warn_of_compiling"]

OK, PROBLEM, STOPPED = 0, 1, 130
RUNS = Path("runs")


def warn_of_compiling() -> None:
    """Says why nothing seems to happen, where the kernels have not been compiled yet."""
    from corridor.draws.jit import cache_directory

    if not any(cache_directory().rglob("*.nbi")):
        print("Compiling the kernels (first run only; it takes some minutes) ...", file=sys.stderr, flush=True)
