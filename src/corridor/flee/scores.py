"""Scores as Flee's users know them: averaged relative difference, plain and rescaled, and MASE against naive forecasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.flee.run import FleeEnsemble

__all__ = ["FleeScores", "naive_forecasts", "relative_difference", "scores_of"]

Floats = NDArray[np.float64]
#: Days on which the naive forecasts are made.
FORECAST_DAYS = (7, 30)


@dataclass(frozen=True)
class FleeScores:
    """Scores of an ensemble; `ard` and `rescaled` have one value a member, `by_camp` adds up to the mean of `ard`."""

    ard: Floats
    rescaled: Floats
    by_camp: Mapping[str, float]
    mase: Mapping[str, float]  # naive forecast -> error of the mean run over that of the forecast, on the same days


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


def scores_of(ensemble: FleeEnsemble) -> FleeScores:
    """Returns the scores of every member against the data, both in agents, over all camps and days."""
    camps = [camp for camp in ensemble.scenario.camps if camp in ensemble.data.camps]
    data = np.array([ensemble.data.camps[camp] for camp in camps], np.float64)
    sim = np.array([ensemble.present(camp) for camp in camps], np.float64)  # camps, members, days
    total = np.maximum(1.0, data.sum(axis=0))
    share = (np.abs(sim - data[:, None, :]) / total).mean(axis=(1, 2))
    return FleeScores(
        ard=np.array([relative_difference(sim[:, member], data) for member in range(sim.shape[1])]),
        rescaled=np.array([relative_difference(sim[:, member], data, rescaled=True) for member in range(sim.shape[1])]),
        by_camp={camp: float(value) for camp, value in zip(camps, share, strict=True)},
        mase=_mase(sim.mean(axis=1), data),
    )


def _mase(sim: Floats, data: Floats) -> dict[str, float]:
    found = {}
    for day in FORECAST_DAYS:
        if day + 1 >= data.shape[1]:
            continue
        later = slice(day + 1, None)
        error = float(np.abs(sim - data)[:, later].mean())
        for name, forecast in naive_forecasts(data, day).items():
            naive = float(np.abs(forecast - data)[:, later].mean())
            found[f"{name} from day {day}"] = error / naive if naive > 0.0 else float("nan")
    return found
