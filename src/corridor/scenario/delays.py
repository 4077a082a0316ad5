"""How long a journey takes: all the same number of days, or a discretised gamma."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["delay_shares"]


def delay_shares(mean_days: int, cv: float, longest: int) -> NDArray[np.float64]:
    """Returns the probability of 0 to `longest` days: a gamma of this mean and coefficient of variation, by whole days.

    The probability of k days is that of the gamma in (k - 1/2, k + 1/2]; what lies beyond `longest` is spread evenly.

    >>> delay_shares(2, 0.0, 4)
    array([0., 0., 1., 0., 0.])
    """
    shares = np.zeros(longest + 1)
    if cv == 0.0 or mean_days == 0:
        shares[min(mean_days, longest)] = 1.0
        return shares
    from scipy.special import gammainc

    shape = 1.0 / cv**2
    upper = gammainc(shape, shape / mean_days * (np.arange(longest + 1) + 0.5))
    shares[:] = np.diff(np.concatenate(([0.0], upper)))
    shares[0] = 0.0 if mean_days >= 1 else shares[0]
    total: float = shares.sum()
    return np.divide(shares, total)
