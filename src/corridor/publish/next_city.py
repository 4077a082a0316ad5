"""How far the next operation has come: shares of members by stage, day by day (MODEL.md 2.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.published import NextCity, StageShare

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["STAGES", "next_city", "wilson"]

#: Not begun, isolation, assault, done.
STAGES = (0, 1, 2, 3)
_Z90 = 1.6448536269514722

Floats = NDArray[np.float64]


def next_city(ensemble: Ensemble) -> NextCity | None:
    """Returns the shares of members at each stage; None where the scenario has no operation to follow."""
    following = ensemble.scenario.follow_on
    if following is None or not any(series.quantity == "follow_on_stage" for series in ensemble.series):
        return None
    stages = ensemble.of("follow_on_stage")
    return NextCity(following.zone, ensemble.dates, tuple(_share(stages, stage) for stage in STAGES))


def wilson(share: Floats, members: int) -> tuple[Floats, Floats]:
    """Returns Wilson's 90 % interval of a share of so many members.

    >>> [bound.round(3).tolist() for bound in wilson(np.array([0.0, 0.5]), 100)]
    [[0.0, 0.419], [0.026, 0.581]]
    """
    square = _Z90**2 / members
    middle = (share + square / 2) / (1 + square)
    half = _Z90 * np.sqrt(share * (1 - share) / members + square / (4 * members)) / (1 + square)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def _share(stages: NDArray[np.int32], stage: int) -> StageShare:
    share = np.asarray((stages == stage).mean(axis=0), dtype=np.float64)
    low, high = wilson(share, stages.shape[0])
    return StageShare(stage, share, low, high)
