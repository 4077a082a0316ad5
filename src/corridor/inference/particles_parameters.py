"""The parameters that particles carry, and how they are moved (MODEL.md section 4, ruling 19).

A parameter is kept as its normal score under the prior: the standard normal at the same probability. There every prior
is N(0, 1), nothing has a bound, and the value is the prior's quantile again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corridor.inference.particles_noise import uniforms
from corridor.parameters import ParameterDraws, draw
from corridor.priors import prior_of
from corridor.scenario.schema import Parameter

__all__ = ["KEPT", "Parameters", "normal_scores", "shares_at", "touched_by"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: They only set the first evening; later the State holds what they set.
KEPT = ("population", "fighters_initial")
#: What is kept of a score's distance from the mean at a move; the rest is drawn anew (discount 0.98).
_DISCOUNT = 0.98
#: Standard errors of a rank correlation from which a report is taken to hang on a parameter.
_TOUCHED = 3.0
_KEEP = (3 * _DISCOUNT - 1) / (2 * _DISCOUNT)


class Parameters:
    """Parameters of n particles: `scores` and `values` are (n, names), in alphabetical order of the names."""

    def __init__(
        self,
        parameters: Sequence[Parameter],
        prior_set: str,
        seed: int,
        particles: int,
        overrides: Mapping[str, float] | None = None,
    ) -> None:
        drawn = draw(parameters, prior_set, seed, particles, overrides)
        self._seed = seed
        self.names, self.values = drawn.names, drawn.values
        by_id = {parameter.id: parameter for parameter in parameters}
        self._priors = [prior_of(by_id[name], prior_set) for name in self.names]
        fixed = {name for name, prior in zip(self.names, self._priors, strict=True) if prior.family == "="}
        self.free = np.array([name not in fixed | set(overrides or {}) for name in self.names])
        kept = np.array([name.partition(".")[0] in KEPT for name in self.names])
        self.scores = normal_scores(uniforms(seed, "parameter", 0, particles, self.names))
        self._stays = kept
        self._moves = self.free & ~kept

    @property
    def draws(self) -> ParameterDraws:
        """Returns the values as draws, one a slot."""
        return ParameterDraws(self.names, self.values.copy())

    def select(self, parents: IntArray, touched: NDArray[np.bool_] | None = None) -> None:
        """Makes slot i a copy of slot parents[i]; with `touched` (names,) only in those parameters, and in those kept."""
        chosen = np.ones(self.free.size, bool) if touched is None else touched | self._stays
        self.scores[:, chosen] = self.scores[np.ix_(parents, chosen)]
        self.values[:, chosen] = self.values[np.ix_(parents, chosen)]

    def move(self, when: int, ancestors: IntArray, touched: NDArray[np.bool_], beside: FloatArray) -> FloatArray:
        """Moves every score that was copied a little towards the mean and adds noise: mean and covariance stay.

        `touched` (names,) were copied; `ancestors` (n,) says whose copy each slot is. k copied particles have a spread
        that is too small by 1 - 1/k on average, for which the noise makes up. `beside` (n, others) are scores of what the
        reporting model carries; they are moved together with the parameters and returned. A kernel with shrinkage is an
        approximation: it smooths the law of the parameters by a normal of 2 % of its variance (1 - keep squared) or a
        little more, and to that extent forgets what ties a parameter to the state of its own particle. Source: J. Liu,
        M. West, in *Sequential Monte Carlo Methods in Practice* (2001) 197-223.
        """
        columns = np.flatnonzero(touched & self._moves)
        scores = np.concatenate([self.scores[:, columns], beside], axis=1)
        names = [self.names[each] for each in columns] + [f"beside {each}" for each in range(beside.shape[1])]
        noise = normal_scores(uniforms(self._seed, "move", when, scores.shape[0], names))
        mean = scores.mean(axis=0)
        size = math.sqrt(_lost(ancestors) - _KEEP**2)
        spread = size * noise @ _root((scores - mean).T @ (scores - mean) / scores.shape[0])
        moved = _KEEP * scores + (1.0 - _KEEP) * mean + spread
        self._set(columns, moved[:, : columns.size])
        others: FloatArray = moved[:, columns.size :]
        return others

    def redraw(self, when: int, unused: Mapping[str, NDArray[np.bool_]]) -> None:
        """Draws parameters anew from the prior in the slots (n,) whose past has made no use of them: an exact move."""
        names = [name for name in sorted(unused) if self.free[self.names.index(name)]]
        columns = np.array([self.names.index(name) for name in names], np.int64)
        if columns.size:
            drawn = normal_scores(uniforms(self._seed, "redraw", when, self.scores.shape[0], names))
            for position, (name, column) in enumerate(zip(names, columns.tolist(), strict=True)):
                rows = np.flatnonzero(unused[name])
                self.scores[rows, column] = drawn[rows, position]
                self.values[rows, column] = self._priors[column].quantile(shares_at(drawn[rows, position]))

    def _set(self, columns: IntArray, scores: FloatArray) -> None:
        self.scores[:, columns] = scores
        shares = shares_at(scores)
        for position, column in enumerate(columns.tolist()):
            self.values[:, column] = self._priors[column].quantile(shares[:, position])


def touched_by(log_density: FloatArray, scores: FloatArray) -> NDArray[np.bool_]:
    """Returns which scores (n, names) the density of some reports (n,) hangs on: rank correlation beyond 3 / sqrt(n).

    Of n particles few survive a telling report. What it says nothing about should not be lost with the others.
    """
    ranks = _ranks(log_density[:, None])[:, 0]
    correlation = ranks @ _ranks(scores) / log_density.size
    touched: NDArray[np.bool_] = np.abs(correlation) > _TOUCHED / math.sqrt(log_density.size)
    return touched


def _ranks(values: FloatArray) -> FloatArray:
    """Returns ranks in each column, with mean 0 and variance 1; 0 where all are equal."""
    order = values.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable").astype(np.float64)
    order -= order.mean(axis=0)
    spread = order.std(axis=0)
    ranks: FloatArray = np.where(np.ptp(values, axis=0) > 0.0, order / np.maximum(spread, 1e-300), 0.0)
    return ranks


def _lost(ancestors: IntArray) -> float:
    """Returns by how much the variance of copies is too small: 1 / (1 - sum of squared shares), at most 2."""
    shares = np.bincount(ancestors) / ancestors.size
    return 1.0 / max(1.0 - float(shares @ shares), 0.5)


def _root(covariance: FloatArray) -> FloatArray:
    """Returns the symmetric square root; of those there is only one, so results do not hang on the solver."""
    sizes, axes = np.linalg.eigh(covariance)
    root: FloatArray = (axes * np.sqrt(np.maximum(sizes, 0.0))) @ axes.T
    return root


def normal_scores(u: FloatArray) -> FloatArray:
    """Returns the standard normals at probabilities."""
    from scipy.special import ndtri

    return np.asarray(ndtri(u), np.float64)


def shares_at(scores: FloatArray) -> FloatArray:
    """Returns the probabilities of standard normals, strictly within (0, 1), as priors ask for them."""
    from scipy.special import ndtr

    return np.asarray(np.clip(ndtr(scores), 2.0**-53, 1.0 - 2.0**-53), np.float64)
