"""The joint cloud of exposure avoided against fighters relocated, as coarse cells of parameter draws.

A dot a draw would publish what is nearly a single run (a mean of two or three of them), and fighters may leave the
program as ranges only. So the plane is cut into a few rectangles with round edges; of each the share of the draws is
given, and only where at least `FEWEST` draws lie in it. What lies in the other cells is given as one share.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.compared import Cloud, CloudCell
from corridor.publish.contrast_rules import FIGHTER_STEP, Manner, Manners

if TYPE_CHECKING:
    from corridor.contrast import Comparison
    from corridor.ensemble import Ensemble, Series

__all__ = ["FEWEST", "cells_of", "cloud", "step_for"]

Floats = NDArray[np.float64]

#: A cell with fewer parameter draws (of two members or more each) is not shown.
FEWEST = 3
_CELLS = 6  # about so many over the middle nine tenths of the draws, each way
_EXPOSURE, _RELOCATED = "exposed_person_days", "fighters_relocated"
_EXPOSURE_STEP = 100.0


def cloud(comparison: Comparison, other: Ensemble, manners: Manners) -> Cloud | None:
    """Returns the cloud of one policy on the last day of the last whole week; None without fighters or exposure."""
    series = comparison.series()
    exposure = [each for each in series if (each.quantity, each.place, each.group) == (_EXPOSURE, "all", "all")]
    relocated = _by_region(series, manners)
    dates = comparison.baseline.dates
    weeks = [index for index, day in enumerate(dates) if manners.is_week(day)]
    if not exposure or not relocated or not weeks:
        return None
    avoided = -comparison.effects(other, exposure, weeks[-1])
    moved = comparison.effects(other, relocated, weeks[-1])
    cells, unseen = cells_of(avoided, moved, step_for(avoided, _EXPOSURE_STEP), step_for(moved, FIGHTER_STEP))
    return Cloud(
        policy=other.policy,
        x="person-days of exposure avoided",
        y="more fighters relocated to other regions",
        cells=cells,
        unseen=unseen,
        fewest=FEWEST,
    )


def _by_region(series: tuple[Series, ...], manners: Manners) -> list[Series]:
    """Relocated fighters, by region: what may be shown as ranges."""
    return [each for each in series if each.quantity == _RELOCATED and manners.of(each) is Manner.RANGE]


def step_for(values: Floats, least: float) -> float:
    """Returns the side of a cell: 1, 2 or 5 times a power of ten, and `least` at the least.

    >>> step_for(np.linspace(0.0, 1000.0, 101), 1.0)
    200.0
    """
    low, high = np.quantile(values, (0.05, 0.95))
    wanted = float(high - low) / _CELLS
    if wanted <= least:
        return least
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted * (1 - 1e-9))


def cells_of(x: Floats, y: Floats, x_step: float, y_step: float) -> tuple[tuple[CloudCell, ...], float]:
    """Returns the cells that hold at least FEWEST draws, and the share of the draws in the others."""
    corners = np.stack([np.floor(x / x_step), np.floor(y / y_step)], axis=1)
    found, counts = np.unique(corners, axis=0, return_counts=True)
    kept = counts >= FEWEST
    cells = tuple(
        CloudCell(
            x=(float(column * x_step), float((column + 1) * x_step)),
            y=(float(row * y_step), float((row + 1) * y_step)),
            share=float(count / x.size),
        )
        for (column, row), count in zip(found[kept], counts[kept], strict=True)
    )
    return cells, float(counts[~kept].sum() / x.size)
