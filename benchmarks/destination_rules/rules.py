"""Destination rules as functions of distances and masses: shares of the people of each origin by camp.

Every rule takes km (origins, camps), infinite where a camp is shut or cannot be reached, and gives shares of that shape;
a row adds up to 1, or is 0 where no camp can be reached.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["equal", "flee_weights", "gravity", "nested_logit", "proportional", "radiation"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def equal(km: Floats) -> Floats:
    """Returns the same share for every camp in reach.

    >>> equal(np.array([[10.0, 20.0, np.inf]]))
    array([[0.5, 0.5, 0. ]])
    """
    return _shares(np.isfinite(km).astype(np.float64))


def proportional(km: Floats, mass: Floats) -> Floats:
    """Returns shares in proportion to the mass of the camps in reach, whatever the way."""
    return _shares(np.where(np.isfinite(km), mass, 0.0))


def flee_weights(km: Floats, *, softening: float, distance_power: float) -> Floats:
    """Returns shares by Flee's weight of a way, 1 / (softening + km)^power: camps score alike in Flee."""
    return _shares((softening + km) ** -distance_power)


def gravity(km: Floats, mass: Floats, *, exponent: float = 2.0, offset: float = 1.0) -> Floats:
    """Returns shares by mass / (offset + km)^exponent."""
    return _shares(mass * (offset + km) ** -exponent)


def radiation(km: Floats, mass: Floats, residents: Floats) -> Floats:
    """Returns shares by the radiation law (Simini et al. 2012), renormalised over the camps in reach.

    mass (camps,) are opportunities at camps, residents (origins,) those at the origin; those in between are of camps that
    are nearer.
    """
    reached = np.isfinite(km)
    open_mass = np.where(reached, mass, 0.0)
    nearer = np.einsum("oik,ok->oi", km[:, None, :] < km[:, :, None], open_mass)
    inner = residents[:, None] + nearer
    return _shares(np.where(reached, residents[:, None] * mass / (inner * (inner + mass)), 0.0))


def nested_logit(
    km: Floats, nest: Ints, *, exponent: float, scale: float, offset: float = 10.0, mass: Floats | None = None,
    mass_power: float = 0.0,
) -> Floats:  # fmt: skip
    """Returns shares by the nested logit of MODEL.md 2.4: U = mass_power log mass - exponent log(offset + km).

    nest (camps,) numbers the nest of each camp; `scale` in (0, 1] is that of all nests, 1 for no nests. A nest attracts
    by scale x logsum(U / scale).
    """
    if not (exponent >= 0.0 and 0.0 < scale <= 1.0):
        raise ValueError(f"exponent must not be negative, and scale lie in (0, 1]; given {exponent} and {scale}")
    reached = np.isfinite(km)
    utility = np.where(reached, -exponent * np.log(offset + np.where(reached, km, 0.0)), -np.inf)
    if mass is not None:
        utility = utility + mass_power * np.log(mass)
    best = utility.max(axis=1, keepdims=True, initial=-np.inf)
    inside = np.exp((utility - np.where(np.isfinite(best), best, 0.0)) / scale)
    kinds, of_camp = np.unique(nest, return_inverse=True)
    total = inside @ (of_camp[:, None] == np.arange(kinds.size))
    pull = np.power(total, scale - 1.0, out=np.zeros_like(total), where=total > 0.0)  # a nest's weight over its total
    return _shares(inside * pull[:, of_camp])


def _shares(weight: Floats) -> Floats:
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weight, total, out=np.zeros_like(weight), where=total > 0.0))
