"""Who is where: the counted places of a date as one vector, scored with the total forecast and with the total given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan

import numpy as np
from numpy.typing import NDArray

from corridor.observe.baselines import by_capacity, by_flee_weights, by_gravity, by_last_shares, equally
from corridor.observe.predict import Prediction
from corridor.observe.scores import energy_score, relative_difference
from corridor.observe.table import FORECAST, GIVEN, MODEL, ScoreRow

__all__ = ["SPLITS", "TOGETHER", "Dated", "dated_vectors", "together_rows"]

FloatArray = NDArray[np.float64]
#: From totals (members,), a vector's date and the one before it (None for the first) to people by place.
Split = Callable[[FloatArray, "Dated", "Dated | None"], "FloatArray | None"]

TOGETHER = "together"
#: Past errors that a distribution is made of, at least.
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Dated:
    """The places that were counted on a day: (places,) counts, capacities and distances; (members, places) forecasts."""

    date: date
    places: tuple[str, ...]
    counts: FloatArray
    members: FloatArray
    capacity: FloatArray
    km: FloatArray


def dated_vectors(
    predictions: Sequence[Prediction], capacities: Mapping[tuple[str, date], float], km: Mapping[str, float]
) -> tuple[Dated, ...]:
    """Returns, by date, the stocks of people that were counted in two or more places with none in common.

    Of series whose places overlap on a date the one that comes first by name is taken. Unknown capacities are NaN, and
    unknown distances the mean of the known.
    """
    middle = float(np.mean(list(km.values()))) if km else 1.0
    by_day: dict[date, list[Prediction]] = {}
    for each in sorted(predictions, key=lambda each: (each.report.date, each.report.series)):
        if each.report.quantity == "present" and each.report.kind == "stock" and each.report.group == "all":
            by_day.setdefault(each.report.date, []).append(each)
    found = {day: _apart(parts) for day, parts in sorted(by_day.items())}
    return tuple(
        Dated(
            date=day,
            places=tuple(each.report.place for each in parts),
            counts=np.array([each.report.value for each in parts]),
            members=np.stack([each.members for each in parts], axis=1),
            capacity=np.array([capacities.get((each.report.place, day), nan) for each in parts]),
            km=np.array([np.mean([km.get(place, middle) for place in each.report.places]) for each in parts]),
        )
        for day, parts in found.items()
        if len(parts) > 1
    )


#: The rules that split a total, by name.
SPLITS: dict[str, Split] = {
    "share-persistence": lambda total, now, before: None if before is None else by_last_shares(total, before.counts),
    "equal split": lambda total, now, before: equally(total, len(now.places)),
    "capacity-proportional": lambda total, now, before: by_capacity(total, now.capacity),
    "gravity": lambda total, now, before: by_gravity(total, now.km, np.nan_to_num(now.capacity, nan=1.0)),
    "Flee weights": lambda total, now, before: by_flee_weights(total, now.km),
}


def together_rows(vectors: Sequence[Dated]) -> tuple[ScoreRow, ...]:
    """Returns the averaged relative difference and the energy score of the model and of every rule, in both columns.

    With the total given everybody's places are scaled to the published total of the date; with the total forecast the rules
    split the totals of the model's members, so that they differ from the model in who is where alone.
    """
    if not vectors:
        return ()
    rows = []
    for total in (FORECAST, GIVEN):
        rows.append(_row(MODEL, total, [(each, _scaled(each.members, each, total)) for each in vectors]))
        for name, split in SPLITS.items():
            rows.append(_row(name, total, _splits(split, vectors, total)))
    return tuple(rows)


def _splits(split: Split, vectors: Sequence[Dated], total: str) -> list[tuple[Dated, FloatArray]]:
    """Returns what a rule says of every date that it can speak of, spread by its errors on earlier dates."""
    said: list[tuple[Dated, FloatArray]] = []
    missed: list[FloatArray] = []
    before: Dated | None = None
    for each in vectors:
        same = before if before is not None and before.places == each.places else None
        shares = split(np.ones(1), each, same)
        if shares is not None:
            errors = [error for error in missed if error.size == shares.size]
            totals = np.full(each.members.shape[0], each.counts.sum()) if total == GIVEN else each.members.sum(axis=1)
            said.append((each, totals[:, None] * _spread(shares[0], errors, totals.size)))
            missed.append(each.counts / max(each.counts.sum(), 1.0) - shares[0])
        before = each
    return said


def _spread(shares: FloatArray, errors: Sequence[FloatArray], members: int) -> FloatArray:
    """Returns (members, places) shares; five past errors or more are added to them, in turn, member after member."""
    if len(errors) < _FEWEST:
        return np.broadcast_to(shares, (members, shares.size))
    moved = np.maximum(shares + np.array(errors), 0.0)
    moved = moved / np.maximum(moved.sum(axis=1, keepdims=True), 1e-12)
    return np.asarray(moved[np.arange(members) % len(errors)])


def _scaled(members: FloatArray, of: Dated, total: str) -> FloatArray:
    if total == FORECAST:
        return members
    return np.asarray(members * (of.counts.sum() / np.maximum(members.sum(axis=1, keepdims=True), 1.0)))


def _row(name: str, total: str, said: Sequence[tuple[Dated, FloatArray]]) -> ScoreRow:
    row = ScoreRow(TOGETHER, "present", "all", name, 0, total, len(said))
    if not said:
        return row
    differences = [relative_difference(members.mean(axis=0), of.counts) for of, members in said]
    energies = [energy_score(members, of.counts) for of, members in said]
    ard = float(np.nanmean(differences)) if np.isfinite(differences).any() else nan
    return ScoreRow(TOGETHER, "present", "all", name, 0, total, len(said), energy=float(np.mean(energies)), ard=ard)


def _apart(parts: Sequence[Prediction]) -> list[Prediction]:
    taken: set[str] = set()
    kept = []
    for each in parts:
        if not taken & set(each.report.places):
            kept.append(each)
            taken |= set(each.report.places)
    return kept
