"""Scores of forecasts: pure formulae on arrays, lower is better except shares and skills (MODEL.md section 3)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LEVELS",
    "bias",
    "covered",
    "crps",
    "energy_score",
    "mae",
    "mase",
    "randomised_pit",
    "relative_difference",
    "skill",
    "wis",
]

FloatArray = NDArray[np.float64]

#: Of the central intervals whose coverage is told, and of which the weighted interval score is made.
LEVELS = (0.5, 0.8, 0.95)


def crps(members: FloatArray, outcome: float, *, fair: bool = True) -> float:
    """Returns the continuous ranked probability score of (members,) against a count, in its unit.

    mean |X - y| less half of the mean |X - X'| over pairs of different members (fair: what it estimates does not depend on
    how many there are) or over all pairs. With one member it is |X - y|. Sources: MODEL.md section 3; Ferro (2014),
    doi:10.1002/qj.2270.

    >>> crps(np.array([1.0, 3.0]), 2.0)
    0.0
    >>> crps(np.array([1.0, 3.0]), 2.0, fair=False)
    0.5
    """
    count = members.size
    distance = float(np.abs(members - outcome).mean())
    if count < 2:
        return distance
    weights = 2.0 * np.arange(count) - count + 1.0
    pairs = float((weights * np.sort(members)).sum())
    return distance - pairs / (count * (count - 1 if fair else count))


def energy_score(members: FloatArray, outcome: FloatArray, *, fair: bool = True) -> float:
    """Returns the energy score of (members, parts) against (parts,): the CRPS of a vector, by Euclidean distance.

    Source: Gneiting and Raftery (2007), doi:10.1198/016214506000001437.

    >>> energy_score(np.array([[1.0], [3.0]]), np.array([2.0]), fair=False)
    0.5
    """
    count = int(members.shape[0])
    distance = float(np.linalg.norm(members - outcome, axis=1).mean())
    if count < 2:
        return distance
    pairs = float(np.sum([np.linalg.norm(members[i + 1 :] - members[i], axis=1).sum() for i in range(count - 1)]))
    return distance - pairs / (count * (count - 1 if fair else count))


def wis(members: FloatArray, outcome: float) -> float:
    """Returns the weighted interval score of (members,) with the median and the 50, 80 and 95 % intervals.

    Source: Bracher, Ray, Gneiting and Reich (2021), doi:10.1371/journal.pcbi.1008618.

    >>> round(wis(np.arange(1001.0), 500.0), 3)
    65.357
    """
    total = 0.5 * abs(float(np.median(members)) - outcome)
    for level in LEVELS:
        low, high = _interval(members, level)
        beyond = max(low - outcome, 0.0) + max(outcome - high, 0.0)
        total += 0.5 * (1.0 - level) * (high - low) + beyond
    return total / (len(LEVELS) + 0.5)


def covered(members: FloatArray, outcome: float, level: float) -> bool:
    """Returns whether a count lies in the central interval that holds a share `level` of the members.

    >>> covered(np.arange(101.0), 10.0, 0.5)
    False
    """
    low, high = _interval(members, level)
    return low <= outcome <= high


def randomised_pit(members: FloatArray, outcome: float, u: float) -> float:
    """Returns where a count ranks among the members, in (0, 1): uniform if it is drawn as they are, whatever their number.

    Its rank among members + itself is spread over a slot of equal width by `u`, ties being broken by it too. Source:
    Czado, Gneiting and Held (2009), doi:10.1111/j.1541-0420.2009.01191.x.

    >>> randomised_pit(np.array([1.0, 2.0, 3.0]), 2.5, 0.5)
    0.625
    """
    below, ties = int((members < outcome).sum()), int((members == outcome).sum())
    return (below + u * (ties + 1)) / (members.size + 1)


def mae(forecasts: FloatArray, outcomes: FloatArray) -> float:
    """Returns the mean of |forecast - outcome|.

    >>> mae(np.array([1.0, 3.0]), np.array([2.0, 2.0]))
    1.0
    """
    return float(np.abs(forecasts - outcomes).mean())


def bias(forecasts: FloatArray, outcomes: FloatArray) -> float:
    """Returns the mean of forecast - outcome: above 0 the forecasts are too high.

    >>> bias(np.array([1.0, 4.0]), np.array([2.0, 2.0]))
    0.5
    """
    return float((forecasts - outcomes).mean())


def mase(forecasts: FloatArray, outcomes: FloatArray) -> float:
    """Returns the MAE over that of repeating the count before; NaN where the counts never change.

    Source: Hyndman and Koehler (2006), doi:10.1016/j.ijforecast.2006.03.001.

    >>> mase(np.array([1.0, 3.0, 5.0]), np.array([2.0, 4.0, 6.0]))
    0.5
    """
    step = float(np.abs(np.diff(outcomes)).mean()) if outcomes.size > 1 else 0.0
    return mae(forecasts, outcomes) / step if step > 0.0 else float("nan")


def relative_difference(forecasts: FloatArray, outcomes: FloatArray, *, total_given: bool = False) -> float:
    """Returns the averaged relative difference of (parts,): Σ|forecast - outcome| / Σ outcome, as Flee defines it.

    With the total given, forecasts are first scaled to add up to the outcomes. NaN where nobody was counted.

    >>> relative_difference(np.array([8.0, 2.0]), np.array([10.0, 10.0]))
    0.5
    >>> relative_difference(np.array([8.0, 2.0]), np.array([10.0, 10.0]), total_given=True)
    0.6
    """
    total, inside = float(outcomes.sum()), float(forecasts.sum())
    if total_given and inside > 0.0:
        forecasts = forecasts * (total / inside)
    return float(np.abs(forecasts - outcomes).sum()) / total if total > 0.0 else float("nan")


def skill(score: float, reference: float) -> float:
    """Returns 1 - score / reference: 0 is as good as the reference, 1 is perfect; NaN where the reference is perfect.

    >>> skill(3.0, 4.0)
    0.25
    """
    return 1.0 - score / reference if reference > 0.0 else float("nan")


def _interval(members: FloatArray, level: float) -> tuple[float, float]:
    edge = round(0.5 - 0.5 * level, 12)  # 0.5 - 0.475 is not quite 0.025
    low, high = np.quantile(members, [edge, 1.0 - edge])
    return float(low), float(high)
