"""Calibration: what the published counts say of the parameters that a scenario marks free (MODEL.md section 4).

History matching rules out what cannot have given the counts; ABC-SMC then narrows what is left, and a regression takes
out what the last tolerance still allows. Fighters, the flank and the operation are never free: they keep their priors
or follow the dated course (MODEL.md section 5). P0 is not calibrated: it knows no count (ruling 15).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.cluster import joined
from corridor.errors import ParameterError, RunError
from corridor.inference.abc import adjusted
from corridor.inference.calibrate_checkpoint import load, save
from corridor.inference.calibrate_runs import Runs, runs_of
from corridor.inference.calibrate_stages import Course, Question, Settings, Stage, advance, lots_of, probes, target
from corridor.inference.history import Space, missed
from corridor.inference.posterior import learned, resampled
from corridor.parameters import prior_hash
from corridor.posterior import Posterior
from corridor.priors import PRIOR_SETS
from corridor.publish.facts import code_hash
from corridor.scenario.schema import Scenario
from corridor.sources import numbers_hash

__all__ = ["Calibrated", "calibrate"]

FloatArray = NDArray[np.float64]
#: Draws that a posterior file holds, and as many of the prior.
_ROWS = 2000
#: Numbers of batch that no stage uses.
_RESAMPLING, _PRIOR = 2**41, 2**42
#: For each effective point that a generation aims at, so many runs are allowed.
_RUNS_A_POINT, _FEWEST_POINTS, _MOST_POINTS = 80, 50, 500


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A posterior, and how it came about."""

    posterior: Posterior
    stages: tuple[Stage, ...]
    ended: str  # why, in a few words
    box: Mapping[str, tuple[float, float]]  # by parameter: what history matching left of it
    missed: tuple[tuple[str, float], ...]  # summaries that no point comes near, and by how many spreads
    resumed: bool


def calibrate(
    scenario: Scenario,
    *,
    runs: int = 40_000,
    seed: int = 1,
    prior_set: str = "P1",
    overrides: Mapping[str, float] | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
    checkpoint: Path | None = None,
    told: Callable[[Course], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Calibrated:
    """Returns the posterior of what the scenario marks free, given the counts that it names, from at most `runs` members.

    The numbers depend on the scenario, the seed, the prior set, `runs` and `overrides` alone: not on `jobs`, nor on
    whether the workers of a Dask scheduler at the address `cluster` do the runs. With `checkpoint` every
    stage that is done is kept in that file, and a calibration that was killed goes on from there to the same numbers.
    `told` is called with the course after every stage, `progress` with (runs, at most so many) after every batch.
    Raises RunError, ParameterError, StoreError; KeyboardInterrupt after Ctrl-C.
    """
    if scenario.calibration is None:
        raise RunError(
            f"{scenario.id} does not say what to calibrate. Add a block to its scenario.yaml: "
            "calibration: {free: [a parameter], summaries: [{series: …, date: …}]}."
        )
    if prior_set not in PRIOR_SETS[1:]:
        raise ParameterError(
            f"a calibration starts from {', '.join(PRIOR_SETS[1:])}; given {prior_set!r}. P0 knows no count at all."
        )
    settings = _settings(runs)
    identity = _identity(scenario, prior_set, seed, overrides or {}, settings)
    course = load(checkpoint, identity) if checkpoint is not None else None
    resumed = course is not None
    with joined(cluster) if cluster is not None else nullcontext() as client:
        made = runs_of(scenario, scenario.calibration, prior_set, seed, overrides or {}, jobs, client)
        course = course or Course(Space(len(made.free)))
        question = _question(made, seed, course.runs, runs, progress)
        while not course.ended:
            course = advance(question, settings, course)
            if checkpoint is not None:
                save(course, identity, checkpoint)
            if told is not None:
                told(course)
    return _calibrated(scenario, prior_set, made, question, course, resumed)


def _settings(runs: int) -> Settings:
    return Settings(runs=runs, effective=min(max(runs // _RUNS_A_POINT, _FEWEST_POINTS), _MOST_POINTS))


def _identity(scenario: Scenario, prior_set: str, seed: int, overrides: Mapping[str, float], settings: Settings) -> str:
    """Returns what a checkpoint must agree with: everything that the numbers depend on."""
    facts = [
        scenario.id,
        scenario.content_hash,
        numbers_hash(),
        prior_set,
        seed,
        sorted(overrides.items()),
        asdict(settings),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _question(made: Runs, seed: int, before: int, most: int, progress: Callable[[int, int], None] | None) -> Question:
    low, high = made.summaries.observed()
    finished = before

    def simulate(points: FloatArray, batch: int) -> FloatArray:
        nonlocal finished
        found = made(points, batch)
        finished += points.shape[0]
        if progress is not None:
            progress(finished, most)
        return found

    return Question(len(made.free), low, high, simulate, seed)


def _calibrated(
    scenario: Scenario, prior_set: str, made: Runs, question: Question, course: Course, resumed: bool
) -> Calibrated:
    assert course.population is not None, "a course ends after its first generation"
    points, weights = adjusted(course.population, target(question, course))
    lots, draws = lots_of(question.seed), probes(question)
    lot = float(lots(_RESAMPLING, 0, 1, 1)[0, 0])
    facts = {name: learned(points[:, column], weights) for column, name in enumerate(made.free)}
    ends = made.values(course.space.box(draws).T)
    box = {name: (float(low), float(high)) for name, low, high in zip(made.free, *ends, strict=True)}
    far = tuple(pair for wave in course.space.waves[-1:] for pair in missed(wave, draws, made.summaries.names))
    result = Calibrated(
        posterior=Posterior(
            names=made.free,
            values=made.values(resampled(points, weights, _ROWS, lot)),
            prior=made.values(_prior_scores(question)),
            learned=facts,
            scenario=scenario.id,
            content_hash=scenario.content_hash,
            prior_set=prior_set,
            prior_hash=prior_hash(scenario.parameters, prior_set),
            code_hash=code_hash(),
            seed=question.seed,
            runs=course.runs,
            tolerance=course.population.tolerance if math.isfinite(course.population.tolerance) else -1.0,
            made={},
        ),
        stages=course.stages,
        ended=course.ended,
        box=box,
        missed=far,
        resumed=resumed,
    )
    return replace(result, posterior=replace(result.posterior, made=_made(result, made)))


def _prior_scores(question: Question) -> FloatArray:
    from scipy.special import ndtri

    return np.asarray(ndtri(lots_of(question.seed)(_PRIOR, 0, _ROWS, question.size)))


def _made(result: Calibrated, made: Runs) -> dict[str, Any]:
    """Returns how the posterior came about, for people who read the file."""
    stages = [asdict(stage) | {"left": stage.left if math.isfinite(stage.left) else None} for stage in result.stages]
    return {
        "ended": result.ended,
        "stages": stages,
        "summaries": list(made.summaries.names),
        "operation": made.recipe.scenario.operation.mode,
        "overrides": dict(made.overrides),
        "box": {name: list(ends) for name, ends in result.box.items()},
        "missed": [list(pair) for pair in result.missed],
    }
