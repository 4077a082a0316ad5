"""The three columns: what is known of capacities and totals, for every rule alike."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from benchmarks.destination_rules.situation import Situation, pressure

__all__ = ["AS_GIVEN", "COLUMNS", "WITHHELD", "WITHOUT_TOTAL", "Known", "known_of", "rate_of"]

Floats = NDArray[np.float64]
AS_GIVEN, WITHHELD, WITHOUT_TOTAL = "as given", "capacities withheld", "capacities and total withheld"
COLUMNS = (AS_GIVEN, WITHHELD, WITHOUT_TOTAL)


@dataclass(frozen=True)
class Known:
    """A scenario as a rule sees it in one column."""

    situation: Situation
    capacity: Floats | None  # (J,) people; None: withheld
    arrivals: Floats  # (T,) people: of the data, or foretold

    @property
    def mass(self) -> Floats:
        """Returns (J,) what draws people to camps: capacities, or the same for all, together as many as are displaced."""
        if self.capacity is not None:
            return self.capacity
        camps = len(self.situation.camps)
        return np.full(camps, max(1.0, float(self.arrivals.sum())) / camps)


def known_of(situation: Situation, others: list[Situation], column: str) -> Known:
    """Returns what is known in a column; without the total, arrivals are foretold from conflicts at the others' rate."""
    if column == AS_GIVEN:
        return Known(situation, situation.capacity, situation.arrivals)
    if column == WITHHELD:
        return Known(situation, None, situation.arrivals)
    return Known(situation, None, rate_of(others) * pressure(situation.world).sum(axis=1))


def rate_of(situations: list[Situation]) -> float:
    """Returns people displaced a day for each resident in a conflict of intensity 1: the geometric mean of scenarios."""
    rates = [one.arrivals.sum() / pressure(one.world).sum() for one in situations]
    return exp(sum(log(rate) for rate in rates) / len(rates))
