"""The draws of one whole member: written down by an uncompiled run, replayed in a compiled loop."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from corridor.draws import binomial, hypergeometric, kernel, poisson, source_hash

__all__ = ["recording", "replay_seconds"]

Arrays = dict[str, Any]
_DRAWS = ("binomial", "hypergeometric", "poisson")


def recording(scenario: str) -> Arrays:
    """Returns the arguments of every draw of member 0 of a scenario, and its number of days; kept until the code changes."""
    package = Path(__file__).parents[1] / "src" / "corridor"
    path = Path(tempfile.gettempdir()) / f"corridor-draws-{scenario}-{source_hash(package)}.npz"
    if not path.exists():
        print(f"writing down the draws of one member of {scenario}, uncompiled (once; a minute or two)", flush=True)
        command = [sys.executable, "-m", "benchmarks.recording", scenario, str(path)]
        subprocess.run(command, check=True, env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, cwd=package.parents[1])
    with np.load(path) as arrays:
        return dict(arrays)


def _record(scenario: str, path: Path) -> None:
    import corridor.crew as crew_module
    from corridor.parameters import draw
    from corridor.scenario.load import load

    calls: dict[str, list[tuple[float, ...]]] = {name: [] for name in _DRAWS}
    _listen(calls)
    what = load(scenario)
    crew = crew_module.crew_of(what, what, draw(what.parameters, "P1", 1, 1), "P1", 1, 1)
    theta = crew.theta(0)
    with np.errstate(all="ignore"):
        from corridor.engine.member import tape_for

        crew.run(0, theta, crew.start(theta), 0, len(crew.dates), tape_for(crew.plan))
    arrays = {name: np.array(made, np.float64) for name, made in calls.items()}
    np.savez(path, days=np.array(len(crew.dates)), **arrays)  # type: ignore[arg-type]


def _listen(calls: dict[str, list[tuple[float, ...]]]) -> None:
    """Puts an ear on every place in the program where a draw is called by its name."""
    from corridor import draws

    for name in _DRAWS:
        plain = getattr(draws, name)

        def heard(*arguments: float, _plain: Any = plain, _kept: Any = calls[name]) -> int:
            _kept.append(tuple(float(argument) for argument in arguments))
            return int(_plain(*arguments))

        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith("corridor.") and getattr(module, name, None) is plain:
                setattr(module, name, heard)


@kernel
def _binomials(u: Any, n: Any, p: Any) -> int:
    total = 0
    for i in range(u.size):
        total += binomial(u[i], n[i], p[i])
    return total


@kernel
def _others(u: Any, good: Any, bad: Any, drawn: Any, v: Any, mean: Any) -> int:
    total = 0
    for i in range(u.size):
        total += hypergeometric(u[i], good[i], bad[i], drawn[i])
    for i in range(v.size):
        total += poisson(v[i], mean[i])
    return total


def replay_seconds(recorded: Arrays) -> float:
    """Returns the seconds that the recorded draws take by themselves, best of nine."""
    columns = {name: recorded[name].reshape(len(recorded[name]), -1).T.copy() for name in _DRAWS}
    b, h, p = (columns[name] for name in _DRAWS)
    best = np.inf
    for _ in range(10):
        began = time.perf_counter()
        _binomials(b[0], b[1].astype(np.int64), b[2])
        if h.size:
            _others(h[0], *(h[i].astype(np.int64) for i in (1, 2, 3)), p[0], p[1])
        best = min(best, time.perf_counter() - began)
    return float(best)


if __name__ == "__main__":
    _record(sys.argv[1], Path(sys.argv[2]))
