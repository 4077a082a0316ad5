"""Paired differences of policies under Flee's rules: the same keys, member by member, one setting of every key.

Flee's settings are taken as they stand: there is one draw of the parameters, and all members are replicates of it. So
what is open about a mean difference is the Monte-Carlo error alone. With d_m the difference of pair m = 1..n, its mean is
d., its error s / sqrt(n), and the interval that of Student's t with n - 1 degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor.compared import Contrast
from corridor.contrast.nested import PROBABILITIES
from corridor.errors import RunError
from corridor.flee.camps import in_camps
from corridor.flee.run import FleeEnsemble

__all__ = ["FEWEST", "check_members", "numbers_of", "paired"]

Floats = NDArray[np.float64]
#: Pairs that are needed to tell chance from a difference.
FEWEST = 2
Series = tuple[str, str]  # quantity, place


def check_members(members: int) -> None:
    """Raises RunError where there are too few pairs."""
    if members < FEWEST:
        raise RunError(
            f"A comparison needs at least {FEWEST} members of each policy, to tell chance from a difference; given "
            f"{members}. Give more --members."
        )


def numbers_of(ensemble: FleeEnsemble, together: str) -> Mapping[Series, NDArray[np.integer]]:
    """Returns (members, days) of everything that is compared; `together` names all camps, "" leaves them out."""
    found: dict[Series, NDArray[np.integer]] = {("present", place): ensemble.present(place) for place in ensemble.places}
    found[("in_transit", "all")] = ensemble.under_way
    found[("displaced_ever", "all")] = ensemble.displaced
    if together:
        found[("present", together)] = in_camps(ensemble)
    return found


def paired(
    before: Mapping[Series, NDArray[np.integer]],
    after: Mapping[Series, NDArray[np.integer]],
    policies: tuple[str, str],
    dates: tuple[date, ...],
    days: Sequence[int],
    unit: str,
) -> Iterator[Contrast]:
    """Yields after - before of every series on some days; `policies` are the baseline and the other one."""
    chosen = list(days)
    for (quantity, place), one in before.items():
        first, second = (np.asarray(each[:, chosen], np.float64) for each in (one, after[quantity, place]))
        when = tuple(dates[day] for day in chosen)
        yield Contrast(quantity, place, "all", unit, policies[1], policies[0], when, *_statistics(first, second))


def _statistics(first: Floats, second: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Returns mean, its error, quantiles of the mean, P(>0) and variance reduction by day, of (members, days)."""
    from scipy.special import stdtr, stdtrit

    pairs = second - first
    members = pairs.shape[0]
    mean, chance = pairs.mean(axis=0), pairs.var(axis=0, ddof=1)
    error = np.sqrt(chance / members)
    quantiles = mean[:, None] + error[:, None] * stdtrit(members - 1, np.array(PROBABILITIES))
    certain = 0.5 * (1.0 + np.sign(mean))
    with np.errstate(divide="ignore", invalid="ignore"):
        positive = np.where(error > 0.0, stdtr(members - 1, mean / error), certain)
        reduction = (first.var(axis=0, ddof=1) + second.var(axis=0, ddof=1)) / chance
    return mean, error, quantiles, positive, reduction
