"""Paired differences of a nested design: what the parameters leave open, and what chance adds to it, kept apart.

Parameter draw i = 1..D has replicates r = 1..R >= 2, the same under both policies and with the same random keys, so the
difference of member (i, r) is d_ir = delta_i + e_ir: delta_i = E[other - baseline | parameters i] is what is asked for,
e_ir is chance. From one-way analysis of variance over the draws A that the policy touches at all (those whose
differences are not all exactly 0; the others have delta_i = 0 and need no estimate), with n of them:

    W    = sum_A sum_r (d_ir - d_i.)^2 / (n (R - 1))          variance of chance within a draw
    B    = sum_A (d_i. - d_A)^2 / (n - 1)                     variance of the draws' means, chance included
    tau2 = max(0, B - W / R)                                  variance of delta_i over those draws
    delta_i^ = d_A + s (d_i. - d_A),   s^2 = (tau2 + W / (n R)) / B

The means of the draws are drawn together about their own mean until their variance is that of delta_i (Louis 1984,
JASA 79:393) plus that of the mean d_A itself; so with parameters that matter the spread is that of delta_i, and with
parameters that do not it is the Monte-Carlo error and not nothing. The spread of d_ir, members of coupled worlds, is
never given out: it hangs on the coupling, which no data identify.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["PROBABILITIES", "Nested", "draw_effects", "nested", "weibull"]

Floats = NDArray[np.float64]

#: Of the draws' mean differences: the ends of the 90 % and 50 % intervals, and the median.
PROBABILITIES = (0.05, 0.25, 0.50, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Nested:
    """Statistics of other - baseline; every array has the shape of one member's numbers, `quantiles` one axis more."""

    difference: Floats  # mean over all members
    mc_se: Floats  # Monte-Carlo standard error of that mean: sqrt(W_all / (D R)), the draws taken as given
    quantiles: Floats  # (..., 5) of delta_i^ over the parameter draws
    probability_positive: Floats  # share of draws with delta_i^ > 0; ties count half
    variance_reduction: Floats  # independent ÷ paired members; inf: pairs are free of chance, NaN: all is


def nested(baseline: NDArray[np.generic], other: NDArray[np.generic], replicates: int) -> Nested:
    """Returns the statistics of two ensembles (members, ...) whose row m is replicate m % R of parameter draw m // R.

    Rows of a draw that is not whole are left out. ValueError with fewer than 2 replicates or 2 whole draws.

    >>> rows = nested(np.array([5.0, 7.0, 5.0, 7.0]), np.array([6.0, 8.0, 8.0, 10.0]), 2)
    >>> float(rows.difference), float(rows.mc_se), rows.quantiles.tolist()
    (2.0, 0.0, [1.0, 1.0, 2.0, 3.0, 3.0])
    """
    before, after = _by_draw(baseline, replicates), _by_draw(other, replicates)
    difference = after - before
    draws = difference.shape[0]
    effects = draw_effects(difference)
    chance = _within(difference)
    apart = _within(before) + _within(after)
    with np.errstate(divide="ignore", invalid="ignore"):
        reduction = apart / chance
    positive = (effects > 0).mean(axis=0) + 0.5 * (effects == 0).mean(axis=0)
    return Nested(
        difference=difference.mean(axis=(0, 1)),
        mc_se=np.sqrt(chance / (draws * replicates)),
        quantiles=weibull(effects, PROBABILITIES),
        probability_positive=positive,
        variance_reduction=reduction,
    )


def draw_effects(difference: Floats) -> Floats:
    """Returns delta_i^ (draws, ...) of differences (draws, replicates, ...): see the top of this file."""
    replicates = difference.shape[1]
    means = difference.mean(axis=1)
    touched = (difference != 0).any(axis=1)
    count = touched.sum(axis=0)
    centre = means.sum(axis=0) / np.maximum(count, 1)
    chance = np.square(difference - means[:, None]).sum(axis=(0, 1)) / np.maximum(count * (replicates - 1), 1)
    spread = (np.square(means - centre) * touched).sum(axis=0) / np.maximum(count - 1, 1)
    wanted = np.maximum(0.0, spread - chance / replicates) + chance / np.maximum(count * replicates, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where((spread > 0) & (count > 1), np.sqrt(wanted / spread), 1.0)
    return np.asarray(np.where(touched, centre + factor * (means - centre), 0.0))


def weibull(values: Floats, probabilities: tuple[float, ...]) -> Floats:
    """Returns quantiles (..., probabilities) over the first axis, at (D + 1) p of the D ordered values.

    One more draw from the same law lies below the quantile at p with probability p, which does not hold of the usual
    1 + (D - 1) p. Where D is too small for a p (below 19 for 5 %) the outermost value stands for it.
    """
    ordered = np.sort(values, axis=0)
    last = ordered.shape[0] - 1
    columns = []
    for probability in probabilities:
        position = min(max((last + 2) * probability - 1, 0.0), float(last))
        below = int(position)
        low, high = ordered[below], ordered[min(below + 1, last)]
        columns.append(low + (position - below) * (high - low))
    return np.stack(columns, axis=-1)


def _by_draw(values: NDArray[np.generic], replicates: int) -> Floats:
    draws = values.shape[0] // max(replicates, 1)
    if replicates < 2 or draws < 2:
        raise ValueError(f"needs at least 2 replicates of 2 draws; given {values.shape[0]} members of {replicates}")
    whole = np.asarray(values[: draws * replicates], np.float64)
    return whole.reshape(draws, replicates, *whole.shape[1:])


def _within(values: Floats) -> Floats:
    """Returns the variance within draws (...), pooled over all draws, of (draws, replicates, ...)."""
    return np.asarray(values.var(axis=1, ddof=1).mean(axis=0))
