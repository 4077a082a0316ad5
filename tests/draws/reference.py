"""CDFs of the counts, summed term by term in extended precision: what the draws are judged by."""

import numpy as np
from numpy.typing import NDArray

Steps = tuple[int, NDArray[np.longdouble]]
SPREADS = 13.0


def binomial_cdf(n: int, p: float) -> Steps:
    """Return the first k, and P(X <= k) for it and its followers; the rest of the mass is below 1e-16."""
    mean, sd = n * p, (n * p * (1 - p)) ** 0.5
    least, k = _around(mean, sd, 0, n)
    exact = np.longdouble(p)
    return least, _normalised((n - k) / (k + 1) * (exact / (1 - exact)))


def poisson_cdf(mean: float) -> Steps:
    least, k = _around(mean, mean**0.5, 0, int(mean + 60 * mean**0.5 + 60))
    return least, _normalised(np.longdouble(mean) / (k + 1))


def hypergeometric_cdf(good: int, bad: int, drawn: int) -> Steps:
    everybody = good + bad
    mean = good * drawn / everybody
    sd = (mean * (bad / everybody) * ((everybody - drawn) / max(everybody - 1, 1))) ** 0.5
    least, k = _around(mean, sd, max(0, drawn - bad), min(good, drawn))
    return least, _normalised((good - k) * (drawn - k) / ((k + 1) * (bad - drawn + k + 1)))


def wrong(k: int, u: float, steps: Steps, within: float = 1e-12) -> bool:
    """Say whether k is not the smallest with P(X <= k) >= u, where no step of the CDF is that near to u."""
    least, cdf = steps
    at = k - least
    here = cdf[at] if 0 <= at < len(cdf) else np.longdouble(0 if at < 0 else 1)
    before = cdf[at - 1] if 1 <= at <= len(cdf) else np.longdouble(0 if at < 1 else 1)
    return bool(here < u - within or before > u + within)


def _around(mean: float, sd: float, least: int, most: int) -> tuple[int, NDArray[np.longdouble]]:
    """Return the first k, and all k but the last, of a window that leaves out no more than 1e-16."""
    reach = SPREADS * sd + 60
    low, high = max(least, int(mean - reach)), min(most, int(mean + reach) + 1)
    return low, np.arange(low, high, dtype=np.longdouble)


def _normalised(ratios: NDArray[np.longdouble]) -> NDArray[np.longdouble]:
    """Return the CDF from the ratios of successive probabilities."""
    logs = np.concatenate([np.zeros(1, np.longdouble), np.cumsum(np.log(ratios))])
    mass = np.exp(logs - logs.max())
    cdf: NDArray[np.longdouble] = np.cumsum(mass)
    return cdf / cdf[-1]
