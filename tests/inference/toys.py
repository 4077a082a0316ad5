"""Models on which the right answer is known: a random walk (Kalman filter) and a chain of few states (forward filter)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corridor.draws import draw_key, normal, text_key, uniform

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

STEP, ODDS, FRESH = text_key("step"), text_key("odds"), text_key("fresh")


def keyed(seed: int, slot: int, process: np.uint64, turn: int, step: int) -> float:
    """Returns the uniform of one slot."""
    return float(uniform(draw_key(seed, slot, process, np.uint64(turn), step)))


class Walk:
    """A random walk from N(0, 1), seen with noise: x' = x + sd N(0, 1), y = x + noise N(0, 1)."""

    def __init__(self, particles: int, seed: int, seen: Sequence[float], sd: float, noise: float) -> None:
        self.particles, self.seed, self.seen, self.sd, self.noise = particles, seed, seen, sd, noise
        self.before: FloatArray = np.zeros(particles)
        self.now = np.array([normal(keyed(seed, slot, STEP, 0, -1)) for slot in range(particles)])
        self.parents: list[IntArray] = []
        self.moved = 0

    def stepped(self, slot: int, process: np.uint64, turn: int, step: int) -> float:
        """Returns where a particle gets from where it stood before the leg."""
        return float(self.before[slot] + self.sd * normal(keyed(self.seed, slot, process, turn, step)))

    def density(self, x: float, step: int) -> float:
        """Returns the log density of what was seen."""
        return -0.5 * ((self.seen[step] - x) / self.noise) ** 2 - math.log(self.noise * math.sqrt(2 * math.pi))

    def advance(self, step: int) -> None:
        self.before = self.now.copy()
        self.now = np.array([self.stepped(slot, STEP, 0, step) for slot in range(self.particles)])

    def log_density(self, step: int) -> FloatArray:
        return np.array([self.density(x, step) for x in self.now.tolist()])

    def select(self, step: int, turn: int, parents: IntArray) -> None:
        self.before, self.now = self.before[parents], self.now[parents]
        self.parents.append(parents)

    def refresh(self, step: int, turn: int, power: float, log_density: FloatArray) -> FloatArray:
        kept = log_density.copy()
        for slot in range(self.particles):
            offer = self.stepped(slot, FRESH, turn, step)
            density = self.density(offer, step)
            if density == -math.inf:
                continue
            u = keyed(self.seed, slot, ODDS, turn, step)
            if kept[slot] == -math.inf or math.log(u) < power * (density - kept[slot]):
                self.now[slot], kept[slot] = offer, density
        return kept

    def move(self, step: int, turn: int) -> None:
        self.moved += 1


def kalman(seen: Sequence[float], sd: float, noise: float) -> tuple[list[float], list[float], float]:
    """Returns means and variances after each report, and the log evidence of all."""
    mean, variance, evidence = 0.0, 1.0, 0.0
    means, variances = [], []
    for y in seen:
        variance += sd**2
        spread = variance + noise**2
        evidence += -0.5 * (y - mean) ** 2 / spread - 0.5 * math.log(2 * math.pi * spread)
        gain = variance / spread
        mean, variance = mean + gain * (y - mean), (1 - gain) * variance
        means.append(mean)
        variances.append(variance)
    return means, variances, evidence


class Chain(Walk):
    """Three states that change by a table and are seen through another; positions are 0, 1, 2."""

    moves = np.array([[0.8, 0.15, 0.05], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]])
    shows = np.array([[0.7, 0.2, 0.1], [0.25, 0.5, 0.25], [0.0, 0.3, 0.7]])

    def __init__(self, particles: int, seed: int, seen: Sequence[int]) -> None:
        super().__init__(particles, seed, seen, 1.0, 1.0)
        self.now = np.array([math.floor(3 * keyed(seed, slot, STEP, 0, -1)) for slot in range(particles)], float)

    def stepped(self, slot: int, process: np.uint64, turn: int, step: int) -> float:
        u = keyed(self.seed, slot, process, turn, step)
        return float(np.searchsorted(np.cumsum(self.moves[int(self.before[slot])]), u))

    def density(self, x: float, step: int) -> float:
        chance = self.shows[int(x), int(self.seen[step])]
        return math.log(chance) if chance > 0 else -math.inf


def forward(seen: Sequence[int]) -> tuple[FloatArray, float]:
    """Returns the probabilities of the three states after the last report, and the log evidence."""
    law, evidence = np.full(3, 1 / 3), 0.0
    for y in seen:
        law = (law @ Chain.moves) * Chain.shows[:, y]
        evidence += math.log(law.sum())
        law = law / law.sum()
    return law, evidence
