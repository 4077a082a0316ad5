"""The stages of a calibration: waves of history matching, then generations of ABC; one at a time, each a pure function.

What is done so far is a `Course`; `advance` gives the next one. Every lot depends on the seed and on the number of its
batch, so that a calibration which was stopped between two stages and goes on later ends in the same numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corridor.errors import RunError
from corridor.inference.abc import Lots, Population, Simulate, Target, following, prior_population
from corridor.inference.history import PROBES, Space, match, wave_runs
from corridor.observe.keyed import key_of, uniforms

__all__ = ["Course", "Question", "Settings", "Stage", "advance", "fewest_runs", "lots_of", "probes", "target"]

FloatArray = NDArray[np.float64]
_WAVES = 2
_BATCH = 512
#: A number of batch that no stage uses: of the points on which shares of the prior are measured.
_PROBING = 2**40
#: A generation that narrows the tolerance by less than this share is not worth its runs.
_LEAST_GAIN = 0.01
#: Runs are planned with this share of those left, since acceptance can only be guessed; a next tolerance that is no
#: smaller than this share of the distances is not worth a generation.
_SURE, _LARGEST_SHARE = 0.7, 0.9
_USED_UP = "the runs are used up"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a calibration goes about it."""

    runs: int = 40_000  # at most
    effective: int = 500  # sample size, by the weights, that a generation aims at
    quantile: float = 0.5  # of the distances: the next tolerance
    floor: float = 0.02  # a smaller share of accepted runs ends it


@dataclass(frozen=True, slots=True)
class Question:
    """What is calibrated: so many normal scores, observed intervals (S,), and runs that turn points into summaries."""

    size: int
    low: FloatArray
    high: FloatArray
    simulate: Simulate
    seed: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One line about a stage that is done."""

    name: str  # wave | generation
    runs: int
    left: float  # of a wave: share of the prior that is not implausible; else the tolerance
    acceptance: float
    points: int
    effective: float


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that is known after some stages."""

    space: Space
    runs: int = 0
    batches: int = 0
    scale: FloatArray | None = None
    population: Population | None = None
    stages: tuple[Stage, ...] = ()
    ended: str = ""  # why, in a few words; "": it goes on


def lots_of(seed: int) -> Lots:
    """Returns the lots of a calibration: uniform numbers by (batch, attempt, row, column), the same whoever asks.

    >>> lots_of(1)(0, 0, 2, 3).shape
    (2, 3)
    """

    def lots(batch: int, attempt: int, rows: int, columns: int) -> FloatArray:
        return uniforms(key_of(seed, "calibration", batch, attempt), rows * columns).reshape(rows, columns)

    return lots


def fewest_runs(size: int, settings: Settings) -> int:
    """Returns how many runs the waves and the first generation take."""
    return _WAVES * wave_runs(size) + 2 * settings.effective


def advance(question: Question, settings: Settings, course: Course) -> Course:
    """Returns the course after its next stage; raises RunError where the runs cannot be enough for a first generation."""
    if not course.stages and settings.runs < fewest_runs(question.size, settings):
        raise RunError(
            f"a calibration of {question.size} parameters takes at least {fewest_runs(question.size, settings):,} runs; "
            f"given {settings.runs:,}. Give more with --runs."
        )
    if len(course.space.waves) < _WAVES:
        return _wave(question, course)
    if course.population is None:
        return _first(question, settings, course)
    return _next(question, settings, course, course.population)


def _wave(question: Question, course: Course) -> Course:
    lots, size = lots_of(question.seed), wave_runs(question.size)
    points, summaries = [], []
    batches = 0
    for first in range(0, size, _BATCH):
        batch = course.batches + batches
        points.append(course.space.draw(lots, batch, min(_BATCH, size - first)))
        summaries.append(question.simulate(points[-1], batch))
        batches += 1
    found = np.concatenate(summaries)
    space = match(course.space, np.concatenate(points), found, question.low, question.high, probes(question))
    stage = Stage("wave", size, space.share(probes(question)), 1.0, size, float(size))
    return replace(
        course,
        space=space,
        runs=course.runs + size,
        batches=course.batches + batches,
        scale=_scale(found),
        stages=(*course.stages, stage),
    )


def _first(question: Question, settings: Settings, course: Course) -> Course:
    lots = lots_of(question.seed)

    def draw(batch: int, size: int) -> FloatArray:
        return course.space.draw(lots, batch, size)

    size = 2 * settings.effective
    return _with(course, prior_population(question.simulate, target(question, course), draw, size, course.batches))


def _next(question: Question, settings: Settings, course: Course, before: Population) -> Course:
    left, aim = settings.runs - course.runs, settings.effective
    size = min(max(math.ceil(aim * before.weights.size / before.effective), aim), 4 * aim)
    # A share q of the distances below the tolerance means about q times the acceptance: no more than the runs allow.
    share = max(settings.quantile, size / max(_SURE * left * before.acceptance, 1.0))
    if share > _LARGEST_SHARE:
        return replace(course, ended=_USED_UP)
    tolerance = float(np.quantile(before.distances, share))
    least = before.tolerance if math.isfinite(before.tolerance) else float(before.distances.max())
    if tolerance >= least * (1.0 - _LEAST_GAIN):
        return replace(course, ended="the tolerance hardly narrows any more")
    population, runs, batches = following(
        before,
        question.simulate,
        target(question, course),
        course.space.plausible,
        lots_of(question.seed),
        tolerance=tolerance,
        size=size,
        batch=course.batches,
        most_runs=left,
        floor=settings.floor,
    )
    if population is None:
        spent = replace(course, runs=course.runs + runs, batches=course.batches + batches)
        why = (
            _USED_UP if settings.runs - spent.runs < _BATCH else f"fewer than {settings.floor:.0%} of the runs are accepted"
        )
        return replace(spent, ended=why)
    return _with(course, population)


def _with(course: Course, population: Population) -> Course:
    stage = Stage(
        "generation",
        population.runs,
        population.tolerance,
        population.acceptance,
        population.weights.size,
        population.effective,
    )
    return replace(
        course,
        population=population,
        runs=course.runs + population.runs,
        batches=course.batches + population.batches,
        stages=(*course.stages, stage),
    )


def target(question: Question, course: Course) -> Target:
    """Returns what distances are measured from, on the scale that the last wave gave."""
    assert course.scale is not None, "the waves come first"
    return Target(question.low, question.high, course.scale)


def probes(question: Question) -> FloatArray:
    """Returns draws of the prior on which shares of it are measured, always the same."""
    from scipy.special import ndtri

    return np.asarray(ndtri(lots_of(question.seed)(_PROBING, 0, PROBES, question.size)))


def _scale(summaries: FloatArray) -> FloatArray:
    """Returns the median absolute deviation of summaries, as a standard deviation; that itself where most are equal."""
    middle = np.median(summaries, axis=0)
    robust = 1.4826 * np.median(np.abs(summaries - middle), axis=0)
    plain = summaries.std(axis=0)
    return np.where(robust > 0, robust, np.where(plain > 0, plain, 1.0))
