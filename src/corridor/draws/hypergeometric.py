"""The hypergeometric by its inverse CDF."""

import math

from corridor.draws.cornish_fisher import lattice_error, lattice_quantile
from corridor.draws.jit import kernel
from corridor.draws.normal import normal
from corridor.draws.stirling import deviance, root_factor, stirling_error

DIRECT_VARIANCE = 6.0
TAIL = 1e-3
NEARLY_ALL = 1.0 - 1e-9  # a running total of probabilities never quite gets to 1
TINY = 1e-17
LEAST_U = 2.0**-53
ERROR_FACTOR = 2.0
LARGEST = 3_000_000_000


@kernel
def hypergeometric(u: float, good: int, bad: int, drawn: int) -> int:
    """Return the smallest k with P(X <= k) >= u, X the good ones among `drawn` taken from good + bad.

    Non-decreasing in u. Equal to the exact quantile unless u is within 1e-12 of P(X <= k) for some k.
    u in (0, 1), below 2**-53 taken as 2**-53; whole numbers >= 0 with drawn <= good + bad <= 3,000,000,000.
    Raises ValueError outside. MODEL.md 2.16 and T24.

    >>> int(hypergeometric(0.5, 100, 900, 300))
    30
    """
    if not 0.0 < u < 1.0:
        raise ValueError("hypergeometric: u must lie strictly between 0 and 1")
    if good < 0 or bad < 0 or drawn < 0:
        raise ValueError("hypergeometric: good, bad and drawn must be 0 or more")
    if good > LARGEST or bad > LARGEST or good + bad > LARGEST:
        raise ValueError("hypergeometric: good + bad must be at most 3,000,000,000")
    if drawn > good + bad:
        raise ValueError("hypergeometric: drawn must be at most good + bad")
    least = max(0, drawn - bad)
    most = min(good, drawn)
    if least == most:
        return least
    u = max(u, LEAST_U)
    everybody = good + bad
    total = float(everybody)
    above = float(good * drawn - least * everybody) / total  # the mean less the least, exact before the division
    below = float(most * everybody - good * drawn) / total
    if u + above * (1.0 + 1e-15) <= 1.0:  # P(X = least) >= 1 - (mean - least)
        return least
    if u > below * (1.0 + 1e-15):  # P(X < most) <= most - mean
        return most
    k2 = float(drawn) * (float(good) / total) * (float(bad) / total) * (float(everybody - drawn) / (total - 1.0))
    if k2 >= DIRECT_VARIANCE:
        return int(_quick(u, float(least), float(most), good, bad, drawn, k2))
    if above <= below:
        k = _climb(min(u, NEARLY_ALL), float(least), float(most), good, bad, drawn)
        return int(k if u < 1.0 - TAIL else _settle(k, u, float(least), float(most), good, bad, drawn))
    k = _descend(min(1.0 - u, NEARLY_ALL), float(least), float(most), good, bad, drawn)
    return int(k if u > TAIL else _settle(k, u, float(least), float(most), good, bad, drawn))


@kernel
def _climb(u: float, least: float, most: float, good: int, bad: int, drawn: int) -> float:
    """Return the smallest k with P(X <= k) >= u, adding up from the least."""
    g = float(good)
    d = float(drawn)
    rest = float(bad - drawn)
    mass = _mass(least, good, bad, drawn)
    total = mass
    k = least
    while total < u and k < most:
        mass *= (g - k) * (d - k) / ((k + 1.0) * (rest + k + 1.0))
        k += 1.0
        total += mass
    return k


@kernel
def _descend(upper: float, least: float, most: float, good: int, bad: int, drawn: int) -> float:
    """Return the smallest k with P(X > k) <= upper, adding up from the most."""
    g = float(good)
    d = float(drawn)
    rest = float(bad - drawn)
    mass = _mass(most, good, bad, drawn)
    total = mass
    k = most
    while total <= upper and k > least:
        mass *= k * (rest + k) / ((g - k + 1.0) * (d - k + 1.0))
        k -= 1.0
        total += mass
    return k


@kernel
def _quick(u: float, least: float, most: float, good: int, bad: int, drawn: int, k2: float) -> float:
    """Return the smallest k with P(X <= k) >= u from cumulants; from the CDF where these leave a doubt.

    The first four cumulants are exact; the last two are their limits for a large population.
    """
    n = float(good + bad)
    whole = good * drawn // (good + bad)
    rest = float(good * drawn - whole * (good + bad)) / n
    a = (float(good) / n) * (float(bad) / n)
    b = (float(drawn) / n) * (float(good + bad - drawn) / n)
    ab = a * b
    skew = (float(bad - good) / n) * (float(good + bad - 2 * drawn) / n)
    thinner = n * n / ((n - 2.0) * (n - 3.0))
    k3 = k2 * skew * (n / (n - 2.0))
    k4 = k2 * thinner * (1.0 + 1.0 / n - 6.0 * (a + b) + 6.0 * k2 * (5.0 - 6.0 / n) / n)
    k5 = k2 * skew * (1.0 - 12.0 * (a + b) + 84.0 * ab)
    k6 = k2 * (1.0 - 30.0 * (a + b) + 120.0 * (a * a + b * b) + ab * (510.0 - 1680.0 * (a + b) + 5040.0 * ab))
    z = normal(u)
    x = lattice_quantile(z, rest, k2, k3, k4, k5, k6)
    error = ERROR_FACTOR * lattice_error(z, k2)
    k = float(math.ceil(x))
    clear = k - x > error and x - k + 1.0 > error
    k = min(max(float(whole) + k, least), most)
    return k if clear else _settle(min(k, most - 1.0), u, least, most, good, bad, drawn)


@kernel
def _settle(k: float, u: float, least: float, most: float, good: int, bad: int, drawn: int) -> float:
    """Return the smallest k with P(X <= k) >= u, starting near it, with the CDF evaluated there."""
    g = float(good)
    d = float(drawn)
    rest = float(bad - drawn)
    upper = 1.0 - u
    if u <= 0.5:
        mass = _mass(k, good, bad, drawn)
        total = _below(k, mass, least, most, g, d, rest)
        while total < u and k < most:
            mass *= (g - k) * (d - k) / ((k + 1.0) * (rest + k + 1.0))
            k += 1.0
            total += mass
        while k > least and total - mass >= u:
            total -= mass
            mass *= k * (rest + k) / ((g - k + 1.0) * (d - k + 1.0))
            k -= 1.0
        return k
    mass = _mass(k + 1.0, good, bad, drawn)
    total = _above(k, mass, least, most, g, d, rest)
    if total > upper:
        while total > upper and k < most:
            total -= mass
            k += 1.0
            mass *= (g - k) * (d - k) / ((k + 1.0) * (rest + k + 1.0))
        return k
    while k > least:
        mass *= (k + 1.0) * (rest + k + 1.0) / ((g - k) * (d - k))
        if total + mass > upper:
            break
        total += mass
        k -= 1.0
    return k


@kernel
def _mass(k: float, good: int, bad: int, drawn: int) -> float:
    """Return P(X = k)."""
    g, b, d = float(good), float(bad), float(drawn)
    left = float(good + bad - drawn)
    n = g + b
    excess = float(int(k) * (good + bad) - good * drawn) / n  # exact before the division
    log = stirling_error(g) + stirling_error(b) + stirling_error(d) + stirling_error(left) - stirling_error(n)
    log -= stirling_error(k) + stirling_error(g - k) + stirling_error(d - k) + stirling_error(b - d + k)
    log -= deviance(g * (d / n), excess) + deviance(g * (left / n), -excess)
    log -= deviance(b * (d / n), -excess) + deviance(b * (left / n), excess)
    top = (root_factor(g) / root_factor(k)) * (root_factor(b) / root_factor(d - k))
    bottom = (root_factor(n) / root_factor(d)) * (root_factor(g - k) / root_factor(left)) * root_factor(b - d + k)
    return math.exp(log) * math.sqrt(top / bottom)


@kernel
def _below(k: float, mass: float, least: float, most: float, g: float, d: float, rest: float) -> float:
    """Return P(X <= k), given mass = P(X = k); g good ones, d drawn, rest = bad - drawn."""
    total = mass
    while k > least and mass > TINY * total:
        mass *= k * (rest + k) / ((g - k + 1.0) * (d - k + 1.0))
        k -= 1.0
        total += mass
    return total


@kernel
def _above(k: float, mass: float, least: float, most: float, g: float, d: float, rest: float) -> float:
    """Return P(X > k), given mass = P(X = k + 1); g good ones, d drawn, rest = bad - drawn."""
    k += 1.0
    total = mass
    while k < most and mass > TINY * total:
        mass *= (g - k) * (d - k) / ((k + 1.0) * (rest + k + 1.0))
        k += 1.0
        total += mass
    return total
