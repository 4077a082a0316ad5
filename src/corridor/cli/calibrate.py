"""The command `corridor calibrate`: infers the free parameters, writes the posterior, prints what the data told."""

from __future__ import annotations

import math
import shlex
import sys
from argparse import Namespace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from corridor.cli.common import OK, RUNS, STOPPED, warn_of_compiling

if TYPE_CHECKING:
    from rich.table import Table

    from corridor.inference.calibrate import Calibrated
    from corridor.inference.calibrate_stages import Course
    from corridor.posterior import Posterior
    from corridor.scenario.schema import Scenario

__all__ = ["calibrate"]


def calibrate(arguments: Namespace) -> int:
    """Calibrates a scenario, going on where a run that was stopped left off; returns the exit status."""
    from corridor.cli.flee import native
    from corridor.inference.calibrate_checkpoint import checkpoint_of, forget
    from corridor.scenario.read import read
    from corridor.store.calibration import POSTERIOR, calibration_name, write_calibration
    from corridor.store.folder import check_target

    scenario = read(native(arguments.scenario, "calibrate"))
    folder = arguments.out or RUNS / calibration_name(scenario.id, arguments.seed)
    check_target(folder)  # before the work, not after it
    checkpoint = checkpoint_of(folder)
    try:
        found = _calibrated(arguments, scenario, checkpoint)
    except KeyboardInterrupt:
        again = f"What was done is kept in {checkpoint}; the same command goes on from there."
        print(f"corridor: Stopped. {again if checkpoint.is_file() else 'Nothing was written.'}", file=sys.stderr)
        return STOPPED
    write_calibration(found.posterior, folder)
    forget(checkpoint)
    _print(found, scenario, folder / POSTERIOR)
    return OK


def _calibrated(arguments: Namespace, scenario: Scenario, checkpoint: Path) -> Calibrated:
    from corridor.inference.calibrate import calibrate as infer
    from corridor.progress import progress_bar

    warn_of_compiling()
    if checkpoint.is_file():
        print(f"Going on from {checkpoint}", file=sys.stderr, flush=True)
    with progress_bar("runs, at most") as progress:
        return infer(
            scenario,
            runs=arguments.runs,
            seed=arguments.seed,
            prior_set=arguments.priors,
            overrides=arguments.overrides,
            jobs=arguments.jobs,
            cluster=arguments.cluster,
            checkpoint=checkpoint,
            told=_Teller(arguments.runs),
            progress=progress,
        )


class _Teller:
    """Prints one line a stage; the time left is that of all runs that are allowed, so it is an upper bound."""

    def __init__(self, most: int) -> None:
        self.most, self.began = most, monotonic()
        self.before: int | None = None  # runs that were done when this process took over

    def __call__(self, course: Course) -> None:
        """Tells of the stage that was done last."""
        if course.ended:
            return
        stage = course.stages[-1]
        self.before = course.runs - stage.runs if self.before is None else self.before
        left = (monotonic() - self.began) / (course.runs - self.before) * (self.most - course.runs)
        number = sum(each.name == stage.name for each in course.stages)
        runs = f"{course.runs:,} of at most {self.most:,} runs, at most {_clock(left)} left"
        print(f"{_said(stage.name, number, stage.left, stage.acceptance)}; {runs}", file=sys.stderr, flush=True)


def _said(name: str, number: int, left: float, acceptance: float) -> str:
    if name == "wave":
        return f"Wave {number}: {100 * left:.2g} % of the prior is not implausible"
    if not math.isfinite(left):
        return f"Generation {number}: drawn from what the waves left"
    return f"Generation {number}: tolerance {left:.3g}, {100 * acceptance:.0f} % accepted"


def _clock(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _print(found: Calibrated, scenario: Scenario, file: Path) -> None:
    from corridor.cli.console import stdout

    posterior, console = found.posterior, stdout()
    runs = f"{posterior.runs:,} runs, seed {posterior.seed}, from prior set {posterior.prior_set}"
    console.print(f"{scenario.title}: {len(posterior.names)} parameters, {runs}; ended because {found.ended}")
    console.print()
    console.print(_learned(posterior))
    console.print()
    for line in _notes(found):
        console.print(line)
    console.print(f"Posterior: {file}", soft_wrap=True)
    console.print(f"To use it: corridor run {scenario.id} --priors {shlex.quote(str(file))}", soft_wrap=True)


def _learned(posterior: Posterior) -> Table:
    import numpy as np

    from corridor.cli.console import table

    names = ("Parameter", "Prior", "Posterior", "Bits", "Spread")
    caption = "Medians and 90 % intervals. Bits: information from prior to posterior. Spread: posterior over prior."
    made = table("What the counts say of the free parameters", *names, right=names[1:], caption=caption)
    for column, name in enumerate(posterior.names):
        told = posterior.learned[name]
        samples = [np.quantile(each[:, column], (0.05, 0.5, 0.95)).tolist() for each in (posterior.prior, posterior.values)]
        mark = "" if told.identified else " *"
        made.add_row(name, *(_interval(*sample) for sample in samples), f"{told.bits:.2f}", f"{told.spread_ratio:.2f}{mark}")
    return made


def _notes(found: Calibrated) -> list[str]:
    from corridor.posterior import DOMINATED_ABOVE

    notes = []
    if found.posterior.unidentified:
        names = ", ".join(found.posterior.unidentified)
        notes.append(f"* Not identified by the counts (spread above {DOMINATED_ABOVE:g} of the prior's): {names}.")
    for name, spreads in found.missed:
        notes.append(f"No parameters come near to {name}: the nearest miss it by {spreads:.1f} spreads.")
    return notes


def _interval(low: float, middle: float, high: float) -> str:
    return f"{_short(middle)} ({_short(low)} to {_short(high)})"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.2g}"
