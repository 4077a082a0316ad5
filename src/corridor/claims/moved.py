"""What a calibration changed: how much narrower a number became, and which verdicts the data moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.claims.schema import Measure, Number
from corridor.claims.summary import effects_of

if TYPE_CHECKING:
    from corridor.claims.evaluate import ClaimResult, PartResult

__all__ = ["moved", "spread_ratio"]

Floats = NDArray[np.float64]
#: By member: of the policy, and of the one that it is held against, if any.
Pair = tuple[Floats, Floats | None]


def spread_ratio(number: Number, before: Pair, after: Pair, replicates: int) -> float | None:
    """Returns the posterior over the prior standard deviation of a number; None where the prior had none.

    Both are over parameter draws, chance taken out as for the estimate itself. Of a probability it is that of whether
    the statement holds. A day that never comes counts as the latest that does.

    >>> from corridor.claims.schema import Measure
    >>> deaths = Number("", Measure.VALUE, "deaths", (), "all", None, "factual", "", None, None, None, False, False)
    >>> spread_ratio(deaths, (np.array([1.0, 5.0]), None), (np.array([2.0, 4.0]), None), 1)
    0.5
    """
    both = [_decisive(number, pair, replicates) for pair in (before, after)]
    finite = np.concatenate([each[np.isfinite(each)] for each in both])
    if finite.size == 0:
        return None
    prior, posterior = (float(np.clip(each, finite.min(), finite.max()).std()) for each in both)
    return posterior / prior if prior > 0 else None


def _decisive(number: Number, pair: Pair, replicates: int) -> Floats:
    mine, against = pair
    if number.measure is Measure.PROBABILITY and number.true_if is not None:
        mine, against = number.true_if.holds(mine).astype(np.float64), None
    whole = mine if against is None else mine - against
    return effects_of(whole, replicates)[0] if np.isfinite(whole).all() else whole


def moved(before: Iterable[ClaimResult], after: Iterable[ClaimResult]) -> tuple[ClaimResult, ...]:
    """Returns the results after a calibration, each part of which the model judges with what the data changed of it."""
    return tuple(
        replace(new, parts=tuple(_part(*pair) for pair in zip(old.parts, new.parts, strict=True)))
        for old, new in zip(before, after, strict=True)
    )


def _part(before: PartResult, after: PartResult) -> PartResult:
    if before.model is None or after.model is None or after.part.joint:
        return after
    if before.model.word == after.model.word:
        return replace(after, moved=f"not moved by the data: {after.model.word} with and without them")
    return replace(after, moved=f"moved by the data: from {before.model.word} to {after.model.word}")
