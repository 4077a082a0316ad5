"""One count: its density given what is expected, and what it says of the level behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.observe.keyed import key_of, uniforms
from corridor.observe.negative_binomial import (
    NODES,
    WEIGHTS,
    log_pmf,
    log_pmf_after_jump,
    log_within,
    logsumexp,
    quantile_within,
)

__all__ = ["After", "Expected", "observe", "observe_within"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Expected:
    """A count before it is seen, (particles,) each: gamma level with this shape and rate, times `base`."""

    mean: FloatArray  # of the count
    shape: FloatArray  # of the negative binomial
    base: FloatArray  # what the count would be at level 1
    rate: FloatArray  # of the gamma level, whose mean is shape / rate
    jump_probability: FloatArray
    backlog: FloatArray  # people who are there but not yet recorded
    people: FloatArray  # all who are there


@dataclass(frozen=True, slots=True)
class After:
    """What a count leaves behind, (particles,) each: by how much the level jumped, mean and variance of its gamma part."""

    jump: FloatArray
    gain: FloatArray
    variance: FloatArray


def observe(expected: Expected, count: FloatArray, jump_sd: float, key: int) -> tuple[FloatArray, After]:
    """Returns the log density of a count, and what it leaves behind."""
    slots = count.size
    jumped, jump = log_pmf_after_jump(count, expected.mean, expected.shape, jump_sd)
    with_jump, without = _weighed(expected, jumped, log_pmf(count, expected.mean, expected.shape))
    density = np.logaddexp(with_jump, without)
    did = np.log(uniforms(key_of(key, "jumped"), slots)) < with_jump - density
    size = np.where(did, jump.at(uniforms(key_of(key, "size"), slots)), 0.0)
    return density, _after(expected, count, size)


def observe_within(expected: Expected, low: float, high: float, jump_sd: float, key: int) -> tuple[FloatArray, After]:
    """Returns the log probability that a count lies between `low` and `high`, and what that leaves behind.

    The count itself is drawn from what it may then be: first the jump (one of the nodes of its law), then the count.
    """
    slots = expected.mean.size
    lows, highs = np.full((slots, 1), low), np.full((slots, 1), high)
    sizes = np.sqrt(2.0) * jump_sd * NODES
    nodes = log_within(lows, highs, expected.mean[:, None] * np.exp(sizes), expected.shape[:, None]) + np.log(WEIGHTS)
    steady = log_within(lows[:, 0], highs[:, 0], expected.mean, expected.shape)
    with_jump, without = _weighed(expected, logsumexp(nodes), steady)
    density = np.logaddexp(with_jump, without)
    did = np.log(uniforms(key_of(key, "jumped"), slots)) < with_jump - density
    size = np.where(did, sizes[_chosen(nodes, uniforms(key_of(key, "size"), slots))], 0.0)
    u = uniforms(key_of(key, "within"), slots)
    count = quantile_within(u, lows[:, 0], highs[:, 0], expected.mean * np.exp(size), expected.shape)
    return density, _after(expected, count, size)


def _weighed(expected: Expected, jumped: FloatArray, steady: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Returns both log densities with the log probability of their case added: that of a certain jump, -inf."""
    with np.errstate(divide="ignore"):
        return np.log(expected.jump_probability) + jumped, np.log1p(-expected.jump_probability) + steady


def _chosen(nodes: FloatArray, u: FloatArray) -> NDArray[np.intp]:
    """Returns the node at probability `u` of each particle's weights."""
    cumulated = np.cumsum(np.exp(nodes - logsumexp(nodes)[:, None]), axis=1)
    return np.asarray(np.minimum((cumulated < u[:, None]).sum(axis=1), NODES.size - 1), np.intp)


def _after(expected: Expected, count: FloatArray, size: FloatArray) -> After:
    shape = expected.shape + count
    rate = expected.rate + expected.base * np.exp(size)
    return After(size, shape / rate, shape / rate**2)
