"""Members × days → one value a member: what a claim reads off a run."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.claims.places import FIGHTERS_INITIAL, Counted
from corridor.claims.schema import Measure, Number, Share
from corridor.model.record import SHARE_UNIT
from corridor.scenario.quantities import QUANTITIES

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["NotRun", "day_of", "values_of", "week_end"]

Floats = NDArray[np.float64]
_WEEK = 7


class NotRun(Exception):
    """A number that this run does not hold; the text says why."""


def values_of(ensemble: Ensemble, counted: Counted, number: Number) -> Floats:
    """Returns (members,): the number in every member; raises `NotRun`.

    Flows are summed from the first day. A day that is never reached counts as the day after the last one. Nothing
    divided by nothing is nothing.
    """
    path = _path(ensemble, counted, number.quantity, number.places, number.group)
    day = day_of(ensemble.dates, number)
    if number.measure is Measure.FIRST_DAY:
        return _first_day(path[:, : day + 1], float(number.reaches or 0.0))
    values = path[:, day]
    if number.share is None:
        return values
    below = _denominator(ensemble, counted, number.share, day)
    return np.asarray(np.divide(values, below, out=np.zeros(values.shape), where=below > 0), np.float64)


def day_of(dates: tuple[dt.date, ...], number: Number) -> int:
    """Returns the day on which a number is read; of fighters, the last of its week. Raises `NotRun`."""
    wanted = number.on or dates[-1]
    if wanted > dates[-1]:
        raise NotRun(f"the run ends on {dates[-1]}, before {wanted}")
    day = (wanted - dates[0]).days
    return week_end(day, len(dates)) if number.restricted else day


def week_end(day: int, days: int) -> int:
    """Returns the last day of the week in which a day falls, weeks counted from the first day.

    >>> week_end(55, 380), week_end(379, 380)
    (55, 379)
    """
    return min(day + (-day - 1) % _WEEK, days - 1)


def _path(ensemble: Ensemble, counted: Counted, quantity: str, places: tuple[str, ...], group: str) -> Floats:
    """Returns (members, days): sums over places; of shares such as retaken_share, the smallest."""
    ratio = QUANTITIES[quantity].kind == "ratio"
    parts = [each for place in places for each in counted.series(quantity, place, group)]
    columns = [index for index, series in enumerate(ensemble.series) if series in parts]
    if not columns:
        raise NotRun(f"the run does not count {quantity} there")
    if ratio:
        return np.asarray(ensemble.values[:, :, columns].min(axis=2) / SHARE_UNIT, np.float64)
    path: Floats = np.zeros(ensemble.values.shape[:2])
    for column in columns:
        path += ensemble.column(column)
    return np.asarray(np.cumsum(path, axis=1), np.float64) if QUANTITIES[quantity].kind == "flow" else path


def _first_day(path: Floats, reaches: float) -> Floats:
    reached = path >= reaches
    days = np.where(reached.any(axis=1), reached.argmax(axis=1), path.shape[1])
    return np.asarray(days, np.float64)


def _denominator(ensemble: Ensemble, counted: Counted, share: Share, day: int) -> Floats:
    if share.quantity:
        return _path(ensemble, counted, share.quantity, share.places, share.group)[:, day]
    names = ensemble.parameters.names
    total = np.zeros(ensemble.parameters.values.shape[0])
    for zone in share.places:
        own = f"{FIGHTERS_INITIAL}.{zone}"
        total += ensemble.parameters.of(own if own in names else FIGHTERS_INITIAL)
    return np.asarray(total[np.arange(ensemble.members) // ensemble.replicates], np.float64)
