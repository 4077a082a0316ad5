"""The quick start of every count draw: a quantile from six cumulants, with the lattice taken into account."""

import math

from corridor.draws.jit import kernel


@kernel
def lattice_quantile(z: float, mean: float, k2: float, k3: float, k4: float, k5: float, k6: float) -> float:
    """Return the real number x whose ceiling is the quantile, nearly always, of a count with these cumulants.

    `z` is the standard normal at the wanted probability. Wherever the count's CDF at integer k equals that
    probability, x is near k. A count is, formally, a smooth variable rounded to integers, so the smooth
    one's cumulants are those of the count less those of a uniform of width 1 (Sheppard): 1/12, -1/120, 1/252
    for orders 2, 4, 6. They enter the expansion of Cornish and Fisher (1938) to sixth order; Abramowitz and
    Stegun 26.2.49.
    """
    variance = k2 - 1.0 / 12.0
    sd = math.sqrt(variance)
    inverse = 1.0 / variance
    a = k3 * inverse  # each divided by one power of sd less than the standardised cumulant
    b = (k4 + 1.0 / 120.0) * inverse
    c = k5 * inverse
    d = (k6 - 1.0 / 252.0) * inverse
    y = z * z
    aa = a * a
    first = a * (y - 1.0) / 6.0
    second = z * (b * (y - 3.0) / 24.0 - aa * (2.0 * y - 5.0) / 36.0)
    third = (c * ((y - 6.0) * y + 3.0) / 120.0 - a * b * ((y - 5.0) * y + 2.0) / 24.0
             + a * aa * ((12.0 * y - 53.0) * y + 17.0) / 324.0)  # fmt: skip
    fourth = z * (d * ((y - 10.0) * y + 15.0) / 720.0 - b * b * ((3.0 * y - 24.0) * y + 29.0) / 384.0
                  - a * c * ((2.0 * y - 17.0) * y + 21.0) / 180.0
                  + aa * b * ((14.0 * y - 103.0) * y + 107.0) / 288.0
                  - aa * aa * ((252.0 * y - 1688.0) * y + 1511.0) / 7776.0)  # fmt: skip
    correction = first + inverse * third
    odd = z * variance + second + inverse * fourth
    return mean - 0.5 + correction + odd * (sd * inverse)


@kernel
def lattice_error(z: float, k2: float) -> float:
    """Return a bound on how far `lattice_quantile` is from k where the CDF at k equals the probability of z.

    For variance k2 >= 3, |z| <= 8.3 and a mean below 1 (callers take the whole part off and add it again, or
    its rounding would rule). The first omitted term is of order k2**-2; the constants are 2.5 times the
    largest found by search (tests/draws/test_quick_start.py). The last term is for rounding.
    """
    y = z * z
    return (0.02 + 0.006 * y * y * y) / (k2 * k2) + 4e-15 * (1.0 + abs(z)) * math.sqrt(k2)
