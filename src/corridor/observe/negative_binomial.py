"""Negative binomial counts whose mean has an uncertain level: densities, tails and draws, one number a particle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaincinv, gammaln, ndtri

from corridor.draws import poisson

__all__ = [
    "NODES",
    "WEIGHTS",
    "Jump",
    "draw_count",
    "log_pmf",
    "log_pmf_after_jump",
    "log_within",
    "logsumexp",
    "quantile_within",
]

FloatArray = NDArray[np.float64]

#: Nodes of ∫ exp(-t²) f(t) dt, and their weights over √π: Σ weights = 1.
NODES, _AREA = np.polynomial.hermite.hermgauss(9)
WEIGHTS = _AREA / _AREA.sum()
_NEWTON_STEPS = 6
_LEAST = 1e-300
#: A larger mean is a mistake, and more than a draw can count.
_MOST = 1e12


@dataclass(frozen=True, slots=True)
class Jump:
    """Where a jump of level lies, given the count: a normal on the log scale, (particles,) each."""

    centre: FloatArray
    sd: FloatArray

    def at(self, u: FloatArray) -> FloatArray:
        """Returns the jumps at probabilities `u`."""
        return np.asarray(self.centre + self.sd * ndtri(u))


def log_pmf(count: FloatArray, mean: FloatArray, shape: FloatArray) -> FloatArray:
    """Returns log P(Y = count), Y negative binomial of variance mean + mean²/shape; `count` need not be whole (T25)."""
    return _constant(count, shape) + shape * np.log(shape / (shape + mean)) + count * np.log(mean / (shape + mean))


def log_pmf_after_jump(count: FloatArray, mean: FloatArray, shape: FloatArray, sd: float) -> tuple[FloatArray, Jump]:
    """Returns log P(Y = count) with the mean times exp(J), J ~ N(0, sd²), and where J then lies.

    The integral over J is by Gauss-Hermite nodes about its mode: exact to some 1e-5 wherever the answer matters.
    """
    jump = _mode(count, mean, shape, sd)
    nodes = jump.centre[:, None] + np.sqrt(2.0) * jump.sd[:, None] * NODES
    inside = log_pmf(count[:, None], mean[:, None] * np.exp(nodes), shape[:, None])
    prior = -0.5 * (nodes / sd) ** 2 - np.log(sd)
    exponent = inside + prior + NODES**2 + np.log(WEIGHTS) + np.log(jump.sd)[:, None]
    return logsumexp(exponent), jump


def logsumexp(exponent: FloatArray) -> FloatArray:
    """Returns log Σ exp over the last axis."""
    top = exponent.max(axis=-1)
    return np.asarray(top + np.log(np.exp(exponent - top[..., None]).sum(axis=-1)))


def log_within(low: FloatArray, high: FloatArray, mean: FloatArray, shape: FloatArray) -> FloatArray:
    """Returns log P(low <= Y <= high); a `high` of infinity leaves the range open, a `low` of 0 or less too."""
    upper, lower = _below(high, mean, shape), _below(low - 1.0, mean, shape)
    # Of two tails the smaller one keeps its digits.
    tail = _above(low - 1.0, mean, shape) - _above(high, mean, shape)
    return np.log(np.maximum(np.where(lower > 0.5, tail, upper - lower), _LEAST))


def quantile_within(u: FloatArray, low: FloatArray, high: FloatArray, mean: FloatArray, shape: FloatArray) -> FloatArray:
    """Returns the value below which a share `u` of Y lies, given low <= Y <= high; found by halving."""
    left = np.maximum(low - 1.0, -1.0)
    right = np.where(np.isfinite(high), high, np.maximum(mean, left + 1.0) * 64.0 + 64.0)
    bottom, top = _below(left, mean, shape), _below(right, mean, shape)
    wanted = bottom + u * (top - bottom)
    for _ in range(44):
        middle = 0.5 * (left + right)
        under = _below(middle, mean, shape) < wanted
        left, right = np.where(under, middle, left), np.where(under, right, middle)
    return np.maximum(0.5 * (left + right), 0.0)


def draw_count(gain_u: FloatArray, count_u: FloatArray, mean: FloatArray, shape: FloatArray) -> FloatArray:
    """Returns negative binomial counts by inverse CDF: a gamma level from `gain_u`, a Poisson count from `count_u`."""
    level = np.clip(mean * gammaincinv(shape, gain_u) / shape, 0.0, _MOST)
    return np.fromiter(map(poisson, count_u.tolist(), level.tolist()), np.float64, level.size)


def _mode(count: FloatArray, mean: FloatArray, shape: FloatArray, sd: float) -> Jump:
    """Returns the mode of J given the count, and the curvature there as a standard deviation: the density is log-concave."""
    tight = 1.0 / shape + 1.0 / (count + 1.0)
    centre = np.log((count + 0.5) / (mean + 0.5)) * sd**2 / (sd**2 + tight)
    for _ in range(_NEWTON_STEPS):
        share = _share(mean, shape, centre)
        slope = count - (count + shape) * share - centre / sd**2
        bend = (count + shape) * share * (1.0 - share) + 1.0 / sd**2
        centre = centre + np.clip(slope / bend, -1.0, 1.0)
    share = _share(mean, shape, centre)
    return Jump(centre, ((count + shape) * share * (1.0 - share) + 1.0 / sd**2) ** -0.5)


def _share(mean: FloatArray, shape: FloatArray, jump: FloatArray) -> FloatArray:
    jumped = mean * np.exp(jump)
    return np.asarray(jumped / (shape + jumped))


def _constant(count: FloatArray, shape: FloatArray) -> FloatArray:
    return np.asarray(gammaln(count + shape) - gammaln(shape) - gammaln(count + 1.0))


def _below(count: FloatArray, mean: FloatArray, shape: FloatArray) -> FloatArray:
    """Returns P(Y <= count), 0 below 0, smoothly between whole numbers."""
    finite = np.where(np.isfinite(count), np.maximum(count, 0.0), 0.0)
    inside = betainc(shape, finite + 1.0, shape / (shape + mean))
    # Between -1 and 0 it rises from 0 to P(Y = 0).
    inside = np.where(count < 0.0, np.clip(count + 1.0, 0.0, 1.0) * inside, inside)
    return np.where(np.isposinf(count), 1.0, inside)


def _above(count: FloatArray, mean: FloatArray, shape: FloatArray) -> FloatArray:
    finite = np.where(np.isfinite(count), np.maximum(count, 0.0), 0.0)
    inside = betainc(finite + 1.0, shape, mean / (shape + mean))
    inside = np.where(count < 0.0, 1.0 - np.clip(count + 1.0, 0.0, 1.0) * (1.0 - inside), inside)
    return np.where(np.isposinf(count), 0.0, inside)
