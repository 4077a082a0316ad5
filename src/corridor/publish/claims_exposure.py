"""What civilians were exposed to under every policy that the claims ran: stands first, and nothing removes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridor.claims.published import Cell, NumberRow
from corridor.claims.run import EXPOSURE
from corridor.publish.claims_words import in_words
from corridor.scenario.policy import combine

if TYPE_CHECKING:
    from corridor.claims.run import Floats, Values
    from corridor.scenario.schema import Scenario

__all__ = ["exposure"]

_NAMES = {
    "exposed_person_days": ("Person-days of civilians in contested parts", "person-days"),
    "trapped": ("Most civilians trapped on one day", "people"),
    "deaths": ("Civilians killed", "people"),
}


def exposure(values: Values, scenario: Scenario) -> tuple[NumberRow, ...]:
    """Returns one row a quantity and policy: median and 90 % interval over members, by prior set."""
    policies = sorted({policy for _, policy, _ in values.exposure}, key=lambda policy: (policy != "factual", policy))
    rows = []
    for quantity in EXPOSURE:
        for policy in policies:
            found = {
                prior: draws for (name, run, prior), draws in values.exposure.items() if (name, run) == (quantity, policy)
            }
            if found:
                rows.append(_row(quantity, combine(scenario, policy).name, found))
    return tuple(rows)


def _row(quantity: str, policy: str, found: dict[str, Floats]) -> NumberRow:
    name, unit = _NAMES[quantity]
    cells = {prior: _cell(values) for prior, values in sorted(found.items())}
    said = "; ".join(f"{prior}: {in_words(cell, unit, False)}" for prior, cell in cells.items())
    sentence = f"{name} under “{policy}”: {said}."
    return NumberRow(name, policy, sentence, unit, "", False, False, cells, "", "")


def _cell(values: Floats) -> Cell:
    low, middle, high = np.rint(np.quantile(values, (0.05, 0.5, 0.95))).tolist()
    nan = float("nan")
    return Cell(middle, low, high, nan, nan, nan, nan)
