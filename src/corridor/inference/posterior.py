"""From a weighted population to a posterior: draws without weights, and what the data told of each parameter."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from corridor.posterior import Learned

__all__ = ["learned", "resampled"]

FloatArray = NDArray[np.float64]


def resampled(points: FloatArray, weights: FloatArray, size: int, lot: float) -> FloatArray:
    """Returns `size` equally likely rows of `points`, by systematic resampling with one lot in (0, 1).

    >>> resampled(np.array([[1.0], [2.0]]), np.array([0.25, 0.75]), 4, 0.5).ravel().tolist()
    [1.0, 2.0, 2.0, 2.0]
    """
    places = (np.arange(size) + lot) / size
    ladder = np.cumsum(weights)
    rows = np.searchsorted(ladder, places * ladder[-1])
    return np.asarray(points[np.minimum(rows, weights.size - 1)])


def learned(scores: FloatArray, weights: FloatArray) -> Learned:
    """Returns what is known of one parameter after the data, from its weighted normal scores (n,); its prior is N(0, 1).

    The information is the Kullback-Leibler divergence of the posterior from the prior, in nats, by spacings (Vasicek
    1976) on the prior's own scale, on which the prior is uniform; the spread is that of the normal scores, so that
    neither depends on the unit or on the shape of the prior (MODEL.md section 4, warnings 4 and 5).
    """
    from scipy.special import ndtr

    order = np.argsort(scores, kind="stable")
    level, share = ndtr(scores[order]), np.cumsum(weights[order])
    mean = float(weights @ scores)
    spread = math.sqrt(float(weights @ (scores - mean) ** 2))
    step = max(1, round(math.sqrt(weights.size)))
    low, high = (np.clip(np.arange(level.size) + shift, 0, level.size - 1) for shift in (-step, step))
    width = np.maximum(level[high] - level[low], 1e-15)
    held = np.maximum(share[high] - share[low], 1e-15)
    nats = float(weights[order] @ np.log(held / width))
    return Learned(max(0.0, nats), spread)
