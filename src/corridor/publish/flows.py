"""Who left by which exit to where: totals added member by member, then quantiles, then the rules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from corridor.publish.rules import FIGHTERS, Disclosure, Show, disclose, with_interval
from corridor.publish.statistics import summarise_one
from corridor.published import QUANTILES, Flow

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["flows"]

QUANTITY = "arrivals"

Key = tuple[str, str, str, str]  # origin, exit, destination, group


def flows(ensemble: Ensemble, rules: Disclosure) -> tuple[Flow, ...]:
    """Returns the flows that `rules` lets out, totals too, by key and date, without empty rows."""
    rows = sorted(_columns(ensemble, rules).items())
    return tuple(flow for key, columns in rows for flow in _dated(ensemble, rules, key, columns))


def _columns(ensemble: Ensemble, rules: Disclosure) -> dict[Key, list[int]]:
    """What each row adds up: detailed rows, and those with origin, exit or destination taken together."""
    columns: dict[Key, list[int]] = {}
    split = any(key.group == "all" for key in ensemble.flow_keys)
    for column, key in enumerate(ensemble.flow_keys):
        if key.group == FIGHTERS:
            continue
        names = tuple(rules.flow_name(place) for place in (key.origin, key.exit, key.destination))
        for row in _rows(names, (key.group,) if split else (key.group, "all")):
            if rules.of_flow(row[3]) is not Show.NEVER:
                columns.setdefault(row, []).append(column)
    return columns


def _rows(names: tuple[str, ...], groups: tuple[str, ...]) -> Iterator[Key]:
    for (origin, exit_, destination), group in product(product(*((name, "all") for name in names)), groups):
        yield origin, exit_, destination, group


def _dated(ensemble: Ensemble, rules: Disclosure, key: Key, columns: list[int]) -> Iterator[Flow]:
    show = rules.of_flow(key[3])
    counts = ensemble.flows[:, :, columns].sum(axis=2, dtype=np.int64)
    mean, quantiles = summarise_one(counts, QUANTILES)
    rows = disclose(quantiles, show, counted=True)
    means = with_interval(disclose(mean, show, counted=True), rows[:, -1])
    for index, day in enumerate(ensemble.flow_dates):
        if np.isfinite(rows[index]).any():
            low, lower, middle, upper, high = rows[index].tolist()
            yield Flow(day, *key, QUANTITY, float(means[index]), (low, lower, middle, upper, high))
