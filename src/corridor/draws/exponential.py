"""The unit exponential by its inverse CDF."""

import math

from corridor.draws.jit import kernel


@kernel
def exponential(u: float) -> float:
    """Return the unit exponential (mean 1) at probability `u` in (0, 1): -log(1 - u), increasing in u.

    It is a threshold for accumulated hazard (MODEL.md section 10, ruling 2).

    >>> round(exponential(0.5), 6)
    0.693147
    """
    if not 0.0 < u < 1.0:
        raise ValueError("exponential: u must lie strictly between 0 and 1")
    return -math.log1p(-u)
