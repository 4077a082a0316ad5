"""Approximate Bayesian computation by sequential Monte Carlo: populations of points at ever smaller tolerances.

Points are normal scores: each free parameter is the prior's quantile of Phi(score), so that the prior of a point is a
standard normal whatever the parameter's own distribution. Sources: Beaumont, Cornuet, Marin, Robert (2009), Biometrika
96, 983 (weights and kernel); Beaumont, Zhang, Balding (2002), Genetics 162, 2025 (regression); MODEL.md section 4.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Draw",
    "Lots",
    "Plausible",
    "Population",
    "Simulate",
    "Target",
    "adjusted",
    "effective",
    "following",
    "prior_population",
]

FloatArray = NDArray[np.float64]
#: (points, number of the batch) → summaries (n, S): a function of both and of nothing else.
Simulate = Callable[[FloatArray, int], FloatArray]
#: (number of the batch, how many) → points of the prior.
Draw = Callable[[int, int], FloatArray]
#: (number of the batch, attempt, rows, columns) → uniform lots, within (0, 1).
Lots = Callable[[int, int, int, int], FloatArray]
#: points → which of them are worth a run.
Plausible = Callable[[FloatArray], NDArray[np.bool_]]

#: A batch is run whole before anybody looks at it: small enough to stop in time, large enough for many hands.
_SMALLEST_BATCH, _LARGEST_BATCH = 64, 512
#: So many runs must have been tried before a generation is given up for its acceptance.
_TRIED = 512


@dataclass(frozen=True, slots=True)
class Target:
    """What was observed, as an interval of each summary (S,), and the scale on which a miss is measured (S,)."""

    low: FloatArray
    high: FloatArray
    scale: FloatArray

    def miss(self, summaries: FloatArray) -> FloatArray:
        """Returns how far summaries (n, S) lie outside the observed intervals: 0 within."""
        return np.asarray(summaries - np.clip(summaries, self.low, self.high))

    def distance(self, summaries: FloatArray) -> FloatArray:
        """Returns the root mean square miss (n,), each summary in units of its scale."""
        return np.asarray(np.sqrt(np.mean((self.miss(summaries) / self.scale) ** 2, axis=1)))


@dataclass(frozen=True, slots=True)
class Population:
    """Points within a tolerance, with weights that add up to 1, and what they cost."""

    points: FloatArray  # (n, P) normal scores
    weights: FloatArray  # (n,)
    summaries: FloatArray  # (n, S)
    distances: FloatArray  # (n,)
    tolerance: float
    runs: int  # that this generation took
    batches: int

    @property
    def acceptance(self) -> float:
        """Returns the share of runs that were accepted."""
        return self.weights.size / self.runs

    @property
    def effective(self) -> float:
        """Returns the effective sample size of the weights."""
        return effective(self.weights)


def effective(weights: FloatArray) -> float:
    """Returns 1 / sum of squares of weights that add up to 1 (Kish).

    >>> effective(np.full(4, 0.25))
    4.0
    """
    return float(1.0 / np.sum(weights**2))


def prior_population(simulate: Simulate, target: Target, draw: Draw, size: int, batch: int) -> Population:
    """Returns `size` points of the prior, whatever their distance; `batch` is the number of the first batch."""
    points, summaries, batches = [], [], 0
    left = size
    while left > 0:
        some = draw(batch + batches, min(left, _LARGEST_BATCH))
        points.append(some)
        summaries.append(simulate(some, batch + batches))
        left, batches = left - some.shape[0], batches + 1
    found = np.concatenate(summaries)
    weights = np.full(size, 1.0 / size)
    return Population(np.concatenate(points), weights, found, target.distance(found), math.inf, size, batches)


def following(
    before: Population,
    simulate: Simulate,
    target: Target,
    plausible: Plausible,
    lots: Lots,
    *,
    tolerance: float,
    size: int,
    batch: int,
    most_runs: int,
    floor: float,
) -> tuple[Population | None, int, int]:
    """Returns the next population of at least `size` points within `tolerance`, and the runs and batches it took.

    Ancestors are drawn by weight and moved by a normal kernel of twice the population's covariance; what falls outside
    the plausible space is drawn anew and costs no run. All that is accepted of a batch is kept. None instead of the
    population where `most_runs` are not enough, or fewer than a share `floor` is accepted: the caller keeps the last one.
    """
    move = _Kernel(before)
    kept: list[tuple[FloatArray, FloatArray, FloatArray]] = []
    accepted = runs = batches = 0
    rate = before.acceptance if math.isfinite(before.tolerance) else 0.5
    while accepted < size:
        batch_size = min(max(math.ceil((size - accepted) / rate), _SMALLEST_BATCH), _LARGEST_BATCH)
        if runs + batch_size > most_runs or (runs >= _TRIED and rate < floor):
            return None, runs, batches
        points = move.proposals(lots, plausible, batch + batches, batch_size)
        summaries = simulate(points, batch + batches)
        distances = target.distance(summaries)
        inside = distances <= tolerance
        kept.append((points[inside], summaries[inside], distances[inside]))
        accepted, runs, batches = accepted + int(inside.sum()), runs + batch_size, batches + 1
        rate = (accepted + 1) / (runs + 2)
    points, summaries, distances = (np.concatenate(part) for part in zip(*kept, strict=True))
    found = Population(points, move.weights(points), summaries, distances, tolerance, runs, batches)
    return found, runs, batches


class _Kernel:
    """The normal kernel around the points of a population."""

    def __init__(self, before: Population) -> None:
        self._points = before.points
        self._log_weights = np.log(before.weights)
        self._ladder = np.cumsum(before.weights)
        spread = np.atleast_2d(np.cov(before.points, rowvar=False, aweights=before.weights))
        self._root = np.linalg.cholesky(2.0 * spread + 1e-12 * np.eye(spread.shape[0]))

    def proposals(self, lots: Lots, plausible: Plausible, batch: int, size: int) -> FloatArray:
        """Returns `size` plausible points; each attempt takes ancestor and step together, so weights need no norm."""
        from scipy.special import ndtri

        found: list[FloatArray] = []
        lacking, attempt = size, 0
        while lacking > 0:
            uniform = lots(batch, attempt, 2 * size, self._points.shape[1] + 1)
            chosen = np.searchsorted(self._ladder, uniform[:, 0] * self._ladder[-1])
            points = self._points[np.minimum(chosen, self._ladder.size - 1)] + ndtri(uniform[:, 1:]) @ self._root.T
            points = points[plausible(points)][:lacking]
            found.append(points)
            lacking, attempt = lacking - points.shape[0], attempt + 1
        return np.concatenate(found)

    def weights(self, points: FloatArray) -> FloatArray:
        """Returns prior density over proposal density of points, as weights that add up to 1."""
        from scipy.linalg import solve_triangular
        from scipy.special import logsumexp

        old, new = (solve_triangular(self._root, each.T, lower=True).T for each in (self._points, points))
        apart = (new**2).sum(axis=1)[:, None] + (old**2).sum(axis=1)[None, :] - 2.0 * new @ old.T
        log_proposal = logsumexp(self._log_weights[None, :] - 0.5 * apart, axis=1)
        log_weight = -0.5 * (points**2).sum(axis=1) - log_proposal
        weights = np.exp(log_weight - log_weight.max())
        return np.asarray(weights / weights.sum())


def adjusted(population: Population, target: Target) -> tuple[FloatArray, FloatArray]:
    """Returns points and weights after a local-linear regression of points on misses, moved to where nothing is missed.

    Weights are those of the population times Epanechnikov's of the distance. With fewer than four points a coefficient
    the points are given back as they are: a regression would fit noise.
    """
    miss = target.miss(population.summaries) / target.scale
    varies = miss.std(axis=0) > 1e-9
    miss = miss[:, varies]
    reach = population.distances.max()
    near = 1.0 - (population.distances / reach) ** 2 if reach > 0 else np.ones_like(population.distances)
    weights = population.weights * near
    total = weights.sum()
    if total <= 0.0 or effective(weights / total) < 4 * (miss.shape[1] + 1):
        return population.points, population.weights
    weights = weights / total
    design = np.column_stack([np.ones(weights.size), miss])
    root = np.sqrt(weights)[:, None]
    fit = np.linalg.lstsq(root * design, root * population.points, rcond=None)[0]
    # A fit takes up a degree of freedom a coefficient: what it leaves over would be too narrow by as much.
    size = effective(weights)
    left_over = (population.points - design @ fit) * math.sqrt(size / (size - design.shape[1]))
    return np.asarray(fit[0] + left_over), weights
