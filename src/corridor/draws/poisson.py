"""The Poisson by its inverse CDF."""

import math

from corridor.draws.cornish_fisher import lattice_error, lattice_quantile
from corridor.draws.jit import kernel
from corridor.draws.normal import normal
from corridor.draws.stirling import deviance, root_factor, stirling_error

MOST = 1e12
DIRECT_MEAN = 6.0
TAIL = 1e-3
NEARLY_ALL = 1.0 - 1e-9  # a running total of probabilities never quite gets to 1
TINY = 1e-17
LEAST_U = 2.0**-53


@kernel
def poisson(u: float, mean: float) -> int:
    """Return the smallest k with P(X <= k) >= u for X ~ Poisson(mean): a count of events.

    Non-decreasing in u and in the mean. Equal to the exact quantile unless u is within 1e-12 of P(X <= k)
    for some k. u in (0, 1), below 2**-53 taken as 2**-53; 0 <= mean <= 10**12. Raises ValueError outside.

    >>> int(poisson(0.5, 3.5))
    3
    """
    if not 0.0 < u < 1.0:
        raise ValueError("poisson: u must lie strictly between 0 and 1")
    if not 0.0 <= mean <= MOST:
        raise ValueError("poisson: mean must lie between 0 and 10**12")
    u = max(u, LEAST_U)
    if u + mean * (1.0 + 1e-15) <= 1.0:  # P(X = 0) >= 1 - mean
        return 0
    if mean >= DIRECT_MEAN:
        return int(_quick(u, mean))
    k = _climb(min(u, NEARLY_ALL), mean)
    return int(k if u < 1.0 - TAIL else _settle(k, u, mean))


@kernel
def _climb(u: float, mean: float) -> float:
    """Return the smallest k with P(X <= k) >= u, adding up from k = 0; for a small mean."""
    mass = math.exp(-mean)
    total = mass
    k = 0.0
    while total < u:
        k += 1.0
        mass *= mean / k
        total += mass
    return k


@kernel
def _quick(u: float, mean: float) -> float:
    """Return the smallest k with P(X <= k) >= u from cumulants; from the CDF where these leave a doubt."""
    z = normal(u)
    whole = float(math.floor(mean))
    x = lattice_quantile(z, mean - whole, mean, mean, mean, mean, mean)
    error = lattice_error(z, mean)
    k = float(math.ceil(x))
    clear = k - x > error and x - k + 1.0 > error
    k = max(whole + k, 0.0)
    return k if clear else _settle(k, u, mean)


@kernel
def _settle(k: float, u: float, mean: float) -> float:
    """Return the smallest k with P(X <= k) >= u, starting near it, with the CDF evaluated there."""
    if u <= 0.5:
        mass = _mass(k, mean)
        total = _below(k, mass, mean)
        while total < u:
            k += 1.0
            mass *= mean / k
            total += mass
        while k > 0.0 and total - mass >= u:
            total -= mass
            mass *= k / mean
            k -= 1.0
        return k
    upper = 1.0 - u
    mass = _mass(k + 1.0, mean)
    total = _above(k, mass, mean)
    while total > upper:
        total -= mass
        k += 1.0
        mass *= mean / (k + 1.0)
    while k > 0.0:
        mass *= (k + 1.0) / mean
        if total + mass > upper:
            break
        total += mass
        k -= 1.0
    return k


@kernel
def _mass(k: float, mean: float) -> float:
    """Return P(X = k)."""
    return math.exp(-stirling_error(k) - deviance(mean, k - mean)) / math.sqrt(root_factor(k))


@kernel
def _below(k: float, mass: float, mean: float) -> float:
    """Return P(X <= k), given mass = P(X = k)."""
    total = mass
    while k > 0.0 and mass > TINY * total:
        mass *= k / mean
        k -= 1.0
        total += mass
    return total


@kernel
def _above(k: float, mass: float, mean: float) -> float:
    """Return P(X > k), given mass = P(X = k + 1)."""
    k += 1.0
    total = mass
    while mass > TINY * total:
        k += 1.0
        mass *= mean / k
        total += mass
    return total
