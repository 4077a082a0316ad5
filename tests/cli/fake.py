"""Runs `corridor` with an engine that only pretends; a program of its own for tests of the terminal.

FAKE says what goes wrong: `slow` (a moment for each member), `stop` (Ctrl-C after three members), `none` (before the
first), `defect` (a division by zero).
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import numpy as np


def simulate(scenario: Any, *, members: int, progress: Any = None, **options: Any) -> Any:
    """Returns an ensemble whose numbers are made up, in the shape of the real one."""
    from corridor.ensemble import Ensemble
    from corridor.parameters import draw
    from corridor.scenario.calendar import Calendar
    from corridor.series import flow_dates, flow_keys_of, series_of

    what = os.environ.get("FAKE", "")
    if what == "defect":
        return 1 // 0
    finished = {"stop": 3, "none": 0}.get(what, members)
    for member in range(finished if progress else 0):
        time.sleep(0.02 if what == "slow" else 0.0)
        progress(member + 1, members)
    dates = tuple(day for day in Calendar(scenario).dates if options["until"] is None or day <= options["until"])
    series, keys = series_of(scenario), flow_keys_of(scenario)
    generator = np.random.default_rng(options["seed"])
    weeks = flow_dates(dates)
    return Ensemble(
        scenario=scenario,
        policy=options["policy"],
        prior_set=options["prior_set"],
        seed=options["seed"],
        replicates=options["replicates"],
        dates=dates,
        series=series,
        values=generator.integers(0, 9_000, (finished, len(dates), len(series)), np.int32),
        flow_dates=weeks,
        flow_keys=keys,
        flows=generator.integers(0, 9_000, (finished, len(weeks), len(keys)), np.int32),
        parameters=draw(scenario.parameters, options["prior_set"], options["seed"], members, options["overrides"]),
        overrides=options["overrides"],
        complete=finished == members,
        seconds={"simulate": 1.0},
    )


if __name__ == "__main__":
    from pathlib import Path

    import corridor.draws.jit
    import corridor.ensemble
    import corridor.report
    from corridor.cli import main

    corridor.ensemble.simulate = simulate
    corridor.draws.jit.cache_directory = lambda: Path(os.environ["CACHE"])  # type: ignore[assignment]
    corridor.report.render = lambda published: "<html></html>"
    sys.exit(main())
