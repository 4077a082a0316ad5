"""Problems for calibrations on which the right answer is known: normal prior, linear summaries, normal noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from corridor.inference.abc import Simulate
from corridor.inference.calibrate_stages import Course, Question, Settings, advance
from corridor.inference.history import Space
from corridor.observe.keyed import key_of, uniforms

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Conjugate:
    """summaries = ways @ scores + noise: the posterior of the scores is normal, with this mean and covariance."""

    ways: Floats  # (S, P)
    noise: float
    seen: Floats  # (S,)
    seed: int = 1

    @property
    def covariance(self) -> Floats:
        return np.linalg.inv(np.eye(self.ways.shape[1]) + self.ways.T @ self.ways / self.noise**2)

    @property
    def mean(self) -> Floats:
        return self.covariance @ self.ways.T @ self.seen / self.noise**2

    @property
    def nats(self) -> Floats:
        """Information of each score by itself: of N(m, v) from N(0, 1)."""
        spread = np.diag(self.covariance)
        return 0.5 * (spread + self.mean**2 - 1.0 - np.log(spread))

    def simulate(self, points: Floats, batch: int) -> Floats:
        shape = (points.shape[0], self.ways.shape[0])
        lots = uniforms(key_of(self.seed, "toy", batch), shape[0] * shape[1]).reshape(shape)
        return np.asarray(points @ self.ways.T + self.noise * ndtri(lots))

    def question(self, simulate: Simulate | None = None) -> Question:
        return Question(self.ways.shape[1], self.seen, self.seen, simulate or self.simulate, self.seed)


def conjugate(size: int, summaries: int, noise: float, seed: int) -> Conjugate:
    """Returns a toy whose data were made from scores of its own prior."""
    generator = np.random.default_rng(seed)
    ways = 1.5 * generator.normal(size=(summaries, size)) / np.sqrt(size)
    return Conjugate(ways, noise, ways @ generator.normal(size=size), seed)


def to_the_end(question: Question, settings: Settings, course: Course | None = None) -> Course:
    """Returns the course of a calibration that nobody interrupts."""
    course = course or Course(Space(question.size))
    while not course.ended:
        course = advance(question, settings, course)
    return course
