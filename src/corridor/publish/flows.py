"""Who left by which exit to where: totals added member by member, then quantiles, then the rules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.publish.rules import FIGHTERS, Disclosure, Show, disclose
from corridor.publish.statistics import summarise
from corridor.published import QUANTILES, Flow

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["flows"]

QUANTITY = "arrivals"

Key = tuple[str, str, str, str]  # origin, exit, destination, group
Counts = NDArray[np.int64]  # (members, dates)


def flows(ensemble: Ensemble, rules: Disclosure) -> tuple[Flow, ...]:
    """Returns the flows that `rules` lets out, totals too, by key and date, without empty rows."""
    tables = sorted(_totals(ensemble, rules).items())
    return tuple(flow for key, counts in tables for flow in _dated(ensemble, rules, key, counts))


def _totals(ensemble: Ensemble, rules: Disclosure) -> dict[Key, Counts]:
    """The counts of every row: detailed, and with origin, exit or destination taken together."""
    tables: dict[Key, Counts] = {}
    split = any(key.group == "all" for key in ensemble.flow_keys)
    for column, key in enumerate(ensemble.flow_keys):
        if key.group == FIGHTERS:
            continue
        names = tuple(rules.flow_name(place) for place in (key.origin, key.exit, key.destination))
        groups = (key.group,) if split else (key.group, "all")
        counts = ensemble.flows[:, :, column].astype(np.int64)
        for row in _rows(names, groups):
            if rules.of_flow(row[3]) is not Show.NEVER:
                tables[row] = tables[row] + counts if row in tables else counts
    return tables


def _rows(names: tuple[str, ...], groups: tuple[str, ...]) -> Iterator[Key]:
    for (origin, exit_, destination), group in product(product(*((name, "all") for name in names)), groups):
        yield origin, exit_, destination, group


def _dated(ensemble: Ensemble, rules: Disclosure, key: Key, counts: Counts) -> Iterator[Flow]:
    show = rules.of_flow(key[3])
    mean, quantiles = summarise(counts[:, :, None], QUANTILES)
    means = disclose(mean[0], show, counted=True)
    rows = disclose(quantiles[0], show, counted=True)
    for index, day in enumerate(ensemble.flow_dates):
        if np.isfinite(means[index]) or np.isfinite(rows[index]).any():
            low, lower, middle, upper, high = rows[index].tolist()
            yield Flow(day, *key, QUANTITY, float(means[index]), (low, lower, middle, upper, high))
