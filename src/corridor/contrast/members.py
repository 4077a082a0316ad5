"""Numbers of each member as contrasts use them: stocks and running totals as recorded, flows and some stocks summed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.model.record import SHARE_UNIT
from corridor.scenario.quantities import QUANTITIES
from corridor.series import Series

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["SUMMED", "recorded", "series_of_contrasts", "unit_of"]

Floats = NDArray[np.float64]

#: Person-days that no series holds, as sums over the evenings of a stock.
SUMMED = {"trapped_person_days": "trapped", "innocent_held_person_days": "innocent_held"}


def series_of_contrasts(ensemble: Ensemble) -> tuple[Series, ...]:
    """Returns every series of which there is a contrast: those of the ensemble, and person-days of some stocks.

    Stages are not counts, so there is none of them.
    """
    summed = tuple(
        Series(quantity, series.place, series.group)
        for quantity, stock in SUMMED.items()
        for series in ensemble.series
        if series.quantity == stock
    )
    counted = (series for series in ensemble.series if unit_of(series.quantity) != "stage")
    return tuple(sorted({*counted, *summed}))


def recorded(ensemble: Ensemble, series: Series, members: int) -> Floats:
    """Returns (members, days) of a series in its unit; of what is counted per day, the sum since the first day.

    Raises KeyError with the places that exist.
    """
    values = ensemble.unpublished(SUMMED.get(series.quantity, series.quantity), series.place, series.group)[:members]
    known = QUANTITIES.get(series.quantity)
    if series.quantity in SUMMED or (known is not None and known.kind == "flow"):
        return np.cumsum(values, axis=1, dtype=np.float64)
    if known is not None and known.kind == "ratio":
        return values / float(SHARE_UNIT)
    return values.astype(np.float64)


def unit_of(quantity: str) -> str:
    """Returns the unit of a contrast; of what is counted per day, that of its sum."""
    if quantity in SUMMED:
        return "person-days"
    known = QUANTITIES.get(quantity)
    return known.unit.removesuffix(" per day") if known else "people"
