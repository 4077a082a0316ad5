"""The binomial by its inverse CDF."""

import math

from corridor.draws.cornish_fisher import lattice_error, lattice_quantile
from corridor.draws.jit import kernel
from corridor.draws.normal import normal
from corridor.draws.stirling import deviance, root_factor, stirling_error

MOST = 1_000_000_000_000
DIRECT_MEAN = 6.0
TAIL = 1e-3
NEARLY_ALL = 1.0 - 1e-9  # a running total of probabilities never quite gets to 1
TINY = 1e-17
LEAST_U = 2.0**-53
SPLIT = 134217729.0  # 2**27 + 1


@kernel
def binomial(u: float, n: int, p: float) -> int:
    """Return the smallest k with P(X <= k) >= u for X ~ Binomial(n, p): a count of people out of n.

    Non-decreasing in u, in n and in p. Equal to the exact quantile unless u is within 1e-12 of P(X <= k) for
    some k. u in (0, 1), below 2**-53 taken as 2**-53; n whole, 0 <= n <= 10**12; p in [0, 1]. Raises
    ValueError outside. MODEL.md 2.16 and section 10, ruling 4.

    >>> int(binomial(0.5, 1000, 0.02))
    20
    """
    if not 0.0 < u < 1.0:
        raise ValueError("binomial: u must lie strictly between 0 and 1")
    if not 0 <= n <= MOST:
        raise ValueError("binomial: n must lie between 0 and 10**12")
    if not 0.0 <= p <= 1.0:
        raise ValueError("binomial: p must lie between 0 and 1")
    u = max(u, LEAST_U)
    size = float(n)
    if p <= 0.5:
        mean = size * p
        if u + mean * (1.0 + 1e-15) <= 1.0:  # P(X = 0) >= 1 - np
            return 0
        if mean >= DIRECT_MEAN:
            return int(_quick(u, size, p))
        k = _climb(min(u, NEARLY_ALL), size, p)
        return int(k if u < 1.0 - TAIL else _settle(k, u, size, p))
    mean = size * (1.0 - p)
    if u > mean * (1.0 + 1e-15):  # P(X < n) <= n(1 - p)
        return n
    if mean >= DIRECT_MEAN:
        return int(_quick(u, size, p))
    # n - X is binomial too: the smallest k with P(X <= k) >= u is n - j, j the smallest with
    # P(n - X <= j) > 1 - u; hence the last bit.
    k = size - _climb(min((1.0 - u) * (1.0 + 2.3e-16), NEARLY_ALL), size, 1.0 - p)
    return int(k if u > TAIL else _settle(k, u, size, p))


@kernel
def _climb(u: float, size: float, p: float) -> float:
    """Return the smallest k with P(X <= k) >= u, adding up from k = 0; for a small mean."""
    if p < 0.02:
        # log(1 - p) by its series: log1p costs as much as all the rest
        log = -p * (1.0 + p * (1 / 2 + p * (1 / 3 + p * (1 / 4 + p * (1 / 5 + p * (1 / 6 + p * (1 / 7 + p / 8)))))))
    else:
        log = math.log(1.0 - p)
    odds = p / (1.0 - p)
    mass = math.exp(size * log)
    total = mass
    k = 0.0
    while total < u and k < size:
        mass *= odds * ((size - k) / (k + 1.0))
        k += 1.0
        total += mass
    return k


@kernel
def _quick(u: float, size: float, p: float) -> float:
    """Return the smallest k with P(X <= k) >= u from cumulants; from the CDF where these leave a doubt."""
    mean = size * p
    q = 1.0 - p
    pq = p * q
    k2 = mean * q
    k3 = k2 * (q - p)
    k4 = k2 * (1.0 - 6.0 * pq)
    k5 = k3 * (1.0 - 12.0 * pq)
    k6 = k2 * (1.0 - pq * (30.0 - 120.0 * pq))
    z = normal(u)
    whole = float(math.floor(mean))
    x = lattice_quantile(z, (mean - whole) + _product_error(size, p, mean), k2, k3, k4, k5, k6)
    error = lattice_error(z, k2)
    k = float(math.ceil(x))
    clear = k - x > error and x - k + 1.0 > error
    k = min(max(whole + k, 0.0), size)
    return k if clear else _settle(k, u, size, p)


@kernel
def _settle(k: float, u: float, size: float, p: float) -> float:
    """Return the smallest k with P(X <= k) >= u, starting near it, with the CDF evaluated there."""
    odds = p / (1.0 - p)
    if u <= 0.5:
        mass = _mass(k, size, p)
        total = _below(k, mass, size, odds)
        while total < u and k < size:
            mass *= odds * (size - k) / (k + 1.0)
            k += 1.0
            total += mass
        while k > 0.0 and total - mass >= u:
            total -= mass
            mass *= k / ((size - k + 1.0) * odds)
            k -= 1.0
        return k
    upper = 1.0 - u
    if k >= size:
        k = size - 1.0
    mass = _mass(k + 1.0, size, p)
    total = _above(k, mass, size, odds)
    if total > upper:
        while total > upper and k < size:
            total -= mass
            k += 1.0
            mass *= odds * (size - k) / (k + 1.0)
        return k
    while k > 0.0:
        mass *= (k + 1.0) / ((size - k) * odds)
        if total + mass > upper:
            break
        total += mass
        k -= 1.0
    return k


@kernel
def _mass(k: float, size: float, p: float) -> float:
    """Return P(X = k)."""
    q = 1.0 - p
    mean = size * p
    excess = (k - mean) - _product_error(size, p, mean)
    log = (stirling_error(size) - stirling_error(k) - stirling_error(size - k)
           - deviance(mean, excess) - deviance(size * q, -excess))  # fmt: skip
    return math.exp(log) * math.sqrt(root_factor(size) / (root_factor(k) * root_factor(size - k)))


@kernel
def _product_error(a: float, b: float, product: float) -> float:
    """Return a*b - product exactly (Dekker 1971).

    With 10**9 people the rounding of the mean alone moves the CDF by 1e-12.
    """
    t = SPLIT * a
    a_high = t - (t - a)
    a_low = a - a_high
    t = SPLIT * b
    b_high = t - (t - b)
    b_low = b - b_high
    return ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


@kernel
def _below(k: float, mass: float, size: float, odds: float) -> float:
    """Return P(X <= k), given mass = P(X = k)."""
    total = mass
    while k > 0.0 and mass > TINY * total:
        mass *= k / ((size - k + 1.0) * odds)
        k -= 1.0
        total += mass
    return total


@kernel
def _above(k: float, mass: float, size: float, odds: float) -> float:
    """Return P(X > k), given mass = P(X = k + 1)."""
    k += 1.0
    total = mass
    while k < size and mass > TINY * total:
        mass *= odds * (size - k) / (k + 1.0)
        k += 1.0
        total += mass
    return total
