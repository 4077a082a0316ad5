"""The draws of one whole member: written down by an uncompiled run, replayed in a compiled loop."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import thread_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.crew import crew_of
from corridor.draws import binomial, hypergeometric, kernel, normal, poisson, source_hash
from corridor.engine.member import tape_for
from corridor.parameters import draw
from corridor.scenario.load import load

__all__ = ["recording", "replayed"]

Recording = dict[str, NDArray[Any]]
_DRAWS = ("binomial", "hypergeometric", "poisson", "normal")
_ROOT = Path(__file__).parents[1]


def recording(scenario: str) -> Recording:
    """Returns the arguments of every draw of member 0 (calls, arguments), by kind, and the number of its days.

    Written down once for every version of the engine, into the temporary folder.
    """
    path = Path(tempfile.gettempdir()) / f"corridor-draws-{scenario}-{source_hash(_ROOT / 'src' / 'corridor')}.npz"
    if not path.exists():
        print(f"Writing down the draws of one member of {scenario}, uncompiled (once; half a minute) ...", flush=True)
        command = [sys.executable, "-m", "benchmarks.recording", scenario, str(path)]
        subprocess.run(command, check=True, env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, cwd=_ROOT)
    with np.load(path) as arrays:
        return dict(arrays)


def replayed(recorded: Recording) -> Callable[[], float]:
    """Returns a function that makes all the recorded draws and nothing else, and gives its CPU seconds."""
    u, n, p = recorded["binomial"].T.copy()
    v, *sizes = recorded["hypergeometric"].reshape(-1, 4).T.copy()
    w, mean = recorded["poisson"].reshape(-1, 2).T.copy()
    x = recorded["normal"].ravel()
    people = n.astype(np.int64)
    good, bad, drawn = (size.astype(np.int64) for size in sizes)

    def seconds() -> float:
        began = thread_time()
        _replay(u, people, p, v, good, bad, drawn, w, mean, x)
        return thread_time() - began

    seconds()  # compiled by now
    return seconds


@kernel
def _replay(u: Any, n: Any, p: Any, v: Any, good: Any, bad: Any, drawn: Any, w: Any, mean: Any, x: Any) -> float:
    total = 0.0
    for i in range(u.size):
        total += binomial(u[i], n[i], p[i])
    for i in range(v.size):
        total += hypergeometric(v[i], good[i], bad[i], drawn[i])
    for i in range(w.size):
        total += poisson(w[i], mean[i])
    for i in range(x.size):
        total += normal(x[i])
    return total


def _record(name: str, path: Path) -> None:
    scenario = load(name)
    crew = crew_of(scenario, scenario, draw(scenario.parameters, "P1", 1, 1), "P1", 1, 1)
    heard = {draw_name: _listen(draw_name) for draw_name in _DRAWS}
    theta = crew.theta(0)
    crew.run(0, theta, crew.start(theta), 0, len(crew.dates), tape_for(crew.plan))
    arrays = {name: np.array(calls, np.float64) for name, calls in heard.items()}
    part = path.with_suffix(".part.npz")
    np.savez(part, days=np.array(len(crew.dates)), **arrays)  # type: ignore[arg-type]
    part.replace(path)


def _listen(name: str) -> list[tuple[float, ...]]:
    """Returns the list to which the arguments of a draw will be added, wherever the program calls it."""
    calls: list[tuple[float, ...]] = []
    module = sys.modules[f"corridor.draws.{name}"]
    plain = getattr(module, name)

    def draw_and_tell(*arguments: float) -> Any:
        calls.append(tuple(float(argument) for argument in arguments))
        return plain(*arguments)

    for other in list(sys.modules.values()):
        outside = not other.__name__.startswith("corridor.draws.") or other.__name__ == "corridor.draws.multivariate"
        if other.__name__.startswith("corridor.") and outside and getattr(other, name, None) is plain:
            setattr(other, name, draw_and_tell)
    return calls


if __name__ == "__main__":
    _record(sys.argv[1], Path(sys.argv[2]))
