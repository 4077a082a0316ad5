"""What is printed beside every number about fighters, so that none stands alone (MODEL.md section 5, misuse b)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.claims.verdict import JUDGED

if TYPE_CHECKING:
    from corridor.claims.run import Values

__all__ = ["beside"]

Floats = NDArray[np.float64]
_PREVALENCES = (0.001, 0.005, 0.02)


def beside(values: Values) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Returns what the assumptions say of screening and of displaced people, by prior set, as 90 % ranges.

    How few of those held after screening are fighters; above which share of fighters most of them would be; and how
    many violent events displaced people are assumed to bring: a prior centred on none.
    """
    rows = []
    for prevalence in _PREVALENCES:
        name = f"Of those held by screening, fighters, if {100 * prevalence:g} % of the screened are"
        rows.append((name, _by_set(values, partial(_fighters_among_held, prevalence))))
    name = "Share of fighters among the screened below which most people held are innocent"
    rows.append((name, _by_set(values, _threshold)))
    name = "Violent events a day per 10,000 displaced arrivals (assumed, centred on none)"
    rows.append((name, {prior: _range(draws, 2) for prior, draws in _draws(values, "arrival_events").items()}))
    return tuple((name, by_set) for name, by_set in rows if by_set)


def _fighters_among_held(prevalence: float, sensitivity: Floats, false_positive: Floats) -> Floats:
    right = prevalence * sensitivity
    return np.asarray(right / np.maximum(right + (1 - prevalence) * false_positive, 1e-12), np.float64)


def _threshold(sensitivity: Floats, false_positive: Floats) -> Floats:
    return np.asarray(false_positive / np.maximum(sensitivity + false_positive, 1e-12), np.float64)


def _by_set(values: Values, of: Callable[[Floats, Floats], Floats]) -> dict[str, str]:
    sensitivity, false_positive = _draws(values, "sensitivity"), _draws(values, "false_positive_rate")
    return {
        prior: _percent(of(sensitivity[prior], false_positive[prior])) for prior in sensitivity if prior in false_positive
    }


def _draws(values: Values, name: str) -> dict[str, Floats]:
    found = sorted(values.parameters.items())
    return {prior: draws for (prior, each), draws in found if each == name and prior in JUDGED}


def _percent(shares: Floats) -> str:
    low, high = (100 * np.quantile(shares, (0.05, 0.95))).tolist()
    return f"{low:.0f} to {high:.0f} %" if high >= 10 else f"{low:.1f} to {high:.1f} %"


def _range(draws: Floats, digits: int) -> str:
    low, high = np.quantile(draws, (0.05, 0.95)).tolist()
    return f"{low:.{digits}f} to {high:.{digits}f}"
