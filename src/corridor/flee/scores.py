"""Scores as Flee's users know them (averaged relative difference, MASE) beside proper ones (CRPS, coverage)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.flee.camps import counted_camps
from corridor.flee.run import FleeEnsemble
from corridor.observe.scores import crps

__all__ = [
    "DatedScore",
    "FleeScores",
    "dated_days",
    "dated_scores",
    "naive_forecasts",
    "relative_difference",
    "scores_of",
]

Floats = NDArray[np.float64]
#: Days on which the naive forecasts are made.
FORECAST_DAYS = (7, 30)
#: The ends of the central intervals whose coverage is told.
HALF, NINE_TENTHS = (0.25, 0.75), (0.05, 0.95)


@dataclass(frozen=True)
class DatedScore:
    """How the dated counts of a camp sit in the ensemble, the first day left out (it is put in as it is)."""

    counts: int
    crps: float  # agents, mean over the counts (the fair form); NaN without counts
    inside_50: float  # share of the counts in the middle half of the members,
    inside_90: float  # and in the middle nine tenths


@dataclass(frozen=True)
class FleeScores:
    """Scores of an ensemble: (members,) each, but for `mase` and `dated`."""

    ard: Floats
    rescaled: Floats
    total: Floats  # of the sum of all camps, however it is split
    camps: Mapping[str, Floats]  # parts of `ard`: they add up to it
    mase: Mapping[str, float]  # naive forecast -> error of the mean run over that of the forecast, on the same days
    dated: Mapping[str, DatedScore]  # by camp, and of "all" their sum

    @property
    def by_camp(self) -> dict[str, float]:
        """Returns the part of every camp in the mean of `ard`."""
        return {camp: float(values.mean()) for camp, values in self.camps.items()}


def relative_difference(sim: Floats, data: Floats, *, rescaled: bool = False) -> float:
    """Returns the averaged relative difference of (camps, days) people: mean over days of sum |sim - data| / sum data.

    Rescaled, the simulated camps of a day are multiplied so that they add up to the data.

    >>> relative_difference(np.array([[8.0], [2.0]]), np.array([[5.0], [5.0]]))
    0.6
    """
    total = data.sum(axis=0)
    if rescaled:
        inside = sim.sum(axis=0)
        sim = sim * np.divide(total, inside, out=np.zeros(total.shape), where=inside > 0.0)
    return float((np.abs(sim - data).sum(axis=0) / np.maximum(1.0, total)).mean())


def naive_forecasts(data: Floats, day: int) -> dict[str, Floats]:
    """Returns forecasts of (camps, days) people made on `day`, which knows days 0 to `day`.

    flat: as on that day. sloped: on the line through days 0 and `day`. share: the camp's share of that day, of a total
    that is known.
    """
    days = np.arange(data.shape[1])
    now, first = data[:, day : day + 1], data[:, :1]
    whole = max(1.0, float(now.sum()))
    return {
        "flat": np.broadcast_to(now, data.shape),
        "sloped": np.maximum(0.0, first + (now - first) / day * days),
        "share": now / whole * data.sum(axis=0),
    }


def dated_days(ensemble: FleeEnsemble, camp: str) -> list[int]:
    """Returns the days after the first on which a camp was counted, in order."""
    tables = [table for table in ensemble.scenario.data[1:] if table.name == camp]
    return sorted({int(day) for table in tables for day in table.days if 0.0 < day < len(ensemble.dates)})


def dated_scores(ensemble: FleeEnsemble) -> dict[str, DatedScore]:
    """Returns the scores of every camp against its dated counts; of "all", of their sum on days when any was counted."""
    camps = counted_camps(ensemble)
    days = {camp: dated_days(ensemble, camp) for camp in camps}
    found = {
        camp: _dated(ensemble.present(camp).astype(np.float64), ensemble.data.camps[camp], days[camp]) for camp in camps
    }
    if camps:
        together = np.asarray([ensemble.present(camp) for camp in camps], np.float64).sum(axis=0)
        counted = np.asarray([ensemble.data.camps[camp] for camp in camps], np.int64).sum(axis=0)
        found["all"] = _dated(together, counted, sorted({day for one in days.values() for day in one}))
    return found


def _dated(sim: Floats, data: NDArray[np.int64], days: list[int]) -> DatedScore:
    if not days:
        return DatedScore(0, float("nan"), float("nan"), float("nan"))
    inside = [np.quantile(sim[:, days], ends, axis=0) for ends in (HALF, NINE_TENTHS)]
    shares = [float(((low <= data[days]) & (data[days] <= high)).mean()) for low, high in inside]
    return DatedScore(len(days), float(np.mean([crps(sim[:, day], float(data[day])) for day in days])), *shares)


def scores_of(ensemble: FleeEnsemble) -> FleeScores:
    """Returns the scores of every member against the data, both in agents, over all camps and days."""
    camps = counted_camps(ensemble)
    days = len(ensemble.dates)
    data = np.array([ensemble.data.camps[camp] for camp in camps], np.float64).reshape(len(camps), days)
    shape = (len(camps), len(ensemble.values), days)
    sim = np.array([ensemble.present(camp) for camp in camps], np.float64).reshape(shape)
    total = np.maximum(1.0, data.sum(axis=0))
    parts = (np.abs(sim - data[:, None, :]) / total).mean(axis=2)
    whole = (np.abs(sim.sum(axis=0) - data.sum(axis=0)) / total).mean(axis=1)
    return FleeScores(
        ard=np.array([relative_difference(sim[:, member], data) for member in range(sim.shape[1])]),
        rescaled=np.array([relative_difference(sim[:, member], data, rescaled=True) for member in range(sim.shape[1])]),
        total=whole,
        camps=dict(zip(camps, parts, strict=True)),
        mase=_mase(sim.mean(axis=1), data),
        dated=dated_scores(ensemble),
    )


def _mase(sim: Floats, data: Floats) -> dict[str, float]:
    found = {}
    for day in FORECAST_DAYS:
        if day + 1 >= data.shape[1] or not len(data):
            continue
        later = slice(day + 1, None)
        error = float(np.abs(sim - data)[:, later].mean())
        for name, forecast in naive_forecasts(data, day).items():
            naive = float(np.abs(forecast - data)[:, later].mean())
            found[f"{name} from day {day}"] = error / naive if naive > 0.0 else float("nan")
    return found
