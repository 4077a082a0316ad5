"""The multinomial and the multivariate hypergeometric, one option after another, each with its own key."""

import numpy as np
from numpy.typing import NDArray

from corridor.draws.binomial import binomial
from corridor.draws.hypergeometric import hypergeometric
from corridor.draws.jit import kernel
from corridor.draws.keys import uniform


@kernel
def multinomial(keys: NDArray[np.uint64], n: int, weights: NDArray[np.float64], out: NDArray[np.int64]) -> None:
    """Fill `out` with n people split over options in proportion to `weights`, by conditional binomials.

    keys: one per option, its own, so that an option's draw does not depend on the others' places. weights:
    >= 0, need not add to 1. The last option with weight takes the rest; an option without weight gets 0 and
    uses no draw. Raises ValueError where sizes differ, a weight is negative or not finite, or all are 0
    while n > 0 (nobody may be lost). MODEL.md 2.16 and section 10, ruling 1.

    >>> out = np.zeros(2, np.int64)
    >>> multinomial(np.array([1, 2], np.uint64), 10, np.array([0.0, 3.0]), out)
    >>> out.tolist()
    [0, 10]
    """
    if len(keys) != len(weights) or len(out) != len(weights):
        raise ValueError("multinomial: keys, weights and out must have the same length")
    if n < 0:
        raise ValueError("multinomial: n must be 0 or more")
    last = -1
    for j in range(len(weights)):
        if not 0.0 <= weights[j] < np.inf:
            raise ValueError("multinomial: every weight must be 0 or more, and finite")
        out[j] = 0
        if weights[j] > 0.0:
            last = j
    if n == 0:
        return
    if last < 0:
        raise ValueError("multinomial: all weights are 0, so there is nowhere for the people to go")
    left = n
    for j in range(last):
        if left > 0 and weights[j] > 0.0:
            beyond = 0.0  # added up afresh: a running remainder loses small weights, and can end below 0
            for i in range(j + 1, last + 1):
                beyond += weights[i]
            taken = binomial(uniform(keys[j]), left, weights[j] / (weights[j] + beyond))
            out[j] = taken
            left -= taken
    out[last] = left


@kernel
def multivariate_hypergeometric(
    keys: NDArray[np.uint64], counts: NDArray[np.int64], drawn: int, out: NDArray[np.int64]
) -> None:
    """Fill `out` with how many of each kind are among `drawn` people taken without replacement from `counts`.

    By conditional hypergeometric draws in the given order, one key per kind; the last kind present takes the
    rest. A kind with nobody gets 0 and uses no draw. Raises ValueError where sizes differ, a count is
    negative, or drawn is not between 0 and the sum of counts. MODEL.md 2.16 and T24.

    >>> out = np.zeros(2, np.int64)
    >>> multivariate_hypergeometric(np.array([1, 2], np.uint64), np.array([4, 6]), 10, out)
    >>> out.tolist()
    [4, 6]
    """
    if len(keys) != len(counts) or len(out) != len(counts):
        raise ValueError("multivariate_hypergeometric: keys, counts and out must have the same length")
    beyond = 0
    for j in range(len(counts)):
        if counts[j] < 0:
            raise ValueError("multivariate_hypergeometric: every count must be 0 or more")
        beyond += counts[j]
    if drawn < 0 or drawn > beyond:
        raise ValueError("multivariate_hypergeometric: drawn must lie between 0 and the sum of counts")
    left = drawn
    for j in range(len(counts)):
        beyond -= counts[j]
        taken = 0
        if left > 0 and counts[j] > 0:
            taken = hypergeometric(uniform(keys[j]), counts[j], beyond, left) if beyond > 0 else left
        out[j] = taken
        left -= taken
