"""Leave-one-scenario-out: the parameters for a scenario are those that do best on the others, on a grid."""

from __future__ import annotations

from itertools import product

import numpy as np

from benchmarks.destination_rules.carry import carried, setting_out
from benchmarks.destination_rules.contestants import nested
from benchmarks.destination_rules.known import Known
from corridor.flee.scores import relative_difference

__all__ = ["Parameters", "errors_on_grid", "grid", "left_out"]

Parameters = dict[str, float]
EXPONENTS = tuple(0.25 * step for step in range(17))
SCALES = (0.1, 0.25, 0.35, 0.5, 0.75, 1.0)
MASS_POWERS = tuple(0.25 * step for step in range(7))


def grid(with_mass: bool) -> list[Parameters]:
    """Returns every combination that is tried; the power of mass only where capacities are known."""
    names = ("exponent", "scale", "mass_power") if with_mass else ("exponent", "scale")
    values = (EXPONENTS, SCALES, MASS_POWERS)[: len(names)]
    return [dict(zip(names, one, strict=True)) for one in product(*values)]


def errors_on_grid(known: Known, tried: list[Parameters]) -> list[float]:
    """Returns the averaged relative difference of a scenario for every combination."""
    leaving = setting_out(known.situation, known.arrivals)
    return [
        relative_difference(carried(known.situation, nested(known, one), leaving), known.situation.data) for one in tried
    ]


def left_out(errors: dict[str, list[float]], tried: list[Parameters]) -> dict[str, Parameters]:
    """Returns for each scenario the combination with the least mean error over all others; its own has no say.

    >>> left_out({"a": [0.0, 9.0], "b": [2.0, 1.0]}, [{"exponent": 1.0}, {"exponent": 2.0}])
    {'a': {'exponent': 2.0}, 'b': {'exponent': 1.0}}
    """
    chosen = {}
    for name in errors:
        others = np.mean([errors[other] for other in errors if other != name], axis=0)
        chosen[name] = tried[int(np.argmin(others))]
    return chosen
