"""Weights of particles: how many of them count, who is copied over whom, and how much of a report to take in at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["accepted", "effective_size", "effective_size_after", "log_mean", "power_for", "shares_of", "systematic"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Halvings of the interval in which a power is sought; a double has no more digits.
_HALVINGS = 52


def accepted(u: FloatArray, power: float, offered: FloatArray, now: FloatArray) -> NDArray[np.bool_]:
    """Returns which offers (n,) are taken up: with the odds of their density to a power against that of now.

    `u` are uniforms, the densities are logs. Whoever could not be (density 0) takes up any offer that could.
    """
    possible = np.isfinite(offered)
    gain = np.where(possible & np.isfinite(now), offered, 0.0) - np.where(possible & np.isfinite(now), now, 0.0)
    wins: NDArray[np.bool_] = possible & (~np.isfinite(now) | (np.log(u) < power * gain))
    return wins


def shares_of(log_weights: FloatArray) -> FloatArray:
    """Returns the weights (n,) that sum to 1; ValueError where every log weight is minus infinity.

    >>> shares_of(np.log([1.0, 3.0])).round(3).tolist()
    [0.25, 0.75]
    """
    highest = float(log_weights.max())
    if not np.isfinite(highest):
        raise ValueError("no particle has a weight above 0")
    weights: FloatArray = np.exp(log_weights - highest)
    shares: FloatArray = weights / weights.sum()
    return shares


def log_mean(log_weights: FloatArray, log_factors: FloatArray) -> float:
    """Returns the log of the weighted mean of factors (n,), both given as logs; -inf where all factors are 0.

    >>> round(float(np.exp(log_mean(np.log([1.0, 1.0]), np.log([2.0, 4.0])))), 6)
    3.0
    """
    highest = float(log_factors.max())
    if not np.isfinite(highest):
        return -np.inf
    return highest + float(np.log(shares_of(log_weights) @ np.exp(log_factors - highest)))


def effective_size(log_weights: FloatArray) -> float:
    """Returns how many particles of equal weight would be as good, 1 to n: 1 / sum of squared shares.

    >>> effective_size(np.zeros(4))
    4.0
    """
    shares = shares_of(log_weights)
    return float(1.0 / (shares @ shares))


def systematic(shares: FloatArray, u: float) -> IntArray:
    """Returns for every slot whose copy it becomes (n,): each particle gets n times its share, rounded down or up.

    One uniform `u` in (0, 1) places n evenly spaced pointers. Whoever survives stays in its slot, so that only the
    slots of those who do not are written over. Source: J. Carpenter, P. Clifford, P. Fearnhead, IEE Proceedings 146
    (1999) 2-7.

    >>> systematic(np.array([0.5, 0.5, 0.0, 0.0]), 0.5).tolist()
    [0, 1, 0, 1]
    """
    count = shares.size
    pointers = (np.arange(count) + u) / count
    edges = np.cumsum(shares)
    drawn = np.minimum(np.searchsorted(edges / edges[-1], pointers, side="right"), count - 1)
    copies = np.bincount(drawn, minlength=count)
    parents = np.arange(count)
    spare = np.repeat(parents, np.maximum(copies - 1, 0))
    parents[copies == 0] = spare
    return parents


def power_for(log_weights: FloatArray, log_density: FloatArray, most: float, least: float) -> float:
    """Returns the largest power up to `most` of a density that leaves an effective size of at least `least`.

    The size is that of the weights times the density to the power; it is 0 where the weights alone have less. A
    density of 0 somewhere takes its toll at any power above 0.

    >>> power_for(np.zeros(2), np.array([0.0, 0.1]), most=1.0, least=1.5)
    1.0
    """
    if effective_size_after(log_weights, log_density, most) >= least:
        return most
    low, high = 0.0, most
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if effective_size_after(log_weights, log_density, middle) >= least:
            low = middle
        else:
            high = middle
    return low


def effective_size_after(log_weights: FloatArray, log_density: FloatArray, power: float) -> float:
    """Returns the effective size of the weights times the density to a power; 0 where no weight is left."""
    after = log_weights + power * log_density
    return effective_size(after) if np.isfinite(after.max()) else 0.0
