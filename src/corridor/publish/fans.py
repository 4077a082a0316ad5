"""Days × members → fans: quantiles of every series that may be shown, and of the load of camps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.model.record import SHARE_UNIT
from corridor.publish.rules import ALL_CAMPS, Disclosure, Show, What, Where, camps_of, disclose, what, with_interval
from corridor.publish.statistics import summarise, summarise_one
from corridor.published import QUANTILES, Fan
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.schema import Scenario

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble, Series

__all__ = ["counted", "fans", "is_shown", "member_loads", "scale_of", "unit_of"]

Floats = NDArray[np.float64]

_BY_REGION = frozenset({"event_deaths", "exposed_elsewhere_person_days"})


def unit_of(quantity: str) -> str:
    """Returns the unit of a quantity as the registry gives it; people where it has none."""
    known = QUANTITIES.get(quantity)
    return known.unit if known else "people"


def counted(quantity: str) -> bool:
    """Returns whether a quantity is a count (rounded and suppressed), not a ratio or a stage."""
    known = QUANTITIES.get(quantity)
    return known is None or (known.kind != "ratio" and known.unit != "stage")


def scale_of(quantity: str) -> float:
    """Returns by what the recorded numbers are divided: shares are recorded as integers."""
    known = QUANTITIES.get(quantity)
    return float(SHARE_UNIT) if known is not None and known.kind == "ratio" else 1.0


def fans(ensemble: Ensemble, rules: Disclosure) -> tuple[Fan, ...]:
    """Returns the fans of everything that `rules` lets out, in the ensemble's order, loads last."""
    shown = [(column, series) for column, series in enumerate(ensemble.series) if is_shown(series, rules)]
    means, quantiles = summarise(ensemble.values, QUANTILES, [column for column, _ in shown])
    means = np.where([[_gives_away(series, ensemble, rules)] for _, series in shown], np.nan, means) if shown else means
    rows = zip((series for _, series in shown), means, quantiles, strict=True)
    return (*(_fan(ensemble, rules, *row) for row in rows), *_loads(ensemble, rules))


def is_shown(series: Series, rules: Disclosure) -> bool:
    """Returns whether a fan of the series may leave the program, and makes sense."""
    if series.quantity == "capacity" and rules.where(series.place) is not Where.CAMPS:
        return False  # of a place without a limit, or of a set with one, no number makes sense
    if series.quantity in _BY_REGION and rules.where(series.place) not in (Where.REGION, Where.ALL):
        return False  # counted by region only
    return rules.of_series(series.quantity, series.place, series.group) is not Show.NEVER


def _gives_away(series: Series, ensemble: Ensemble, rules: Disclosure) -> bool:
    """Returns whether the mean of a sum, less those of its other parts, is that of a part which is not shown by itself."""
    hidden = rules.left_out(series.place) if what(series.quantity) is What.PEOPLE else frozenset()
    return any(other.place in hidden and other.quantity == series.quantity for other in ensemble.series)


def _fan(ensemble: Ensemble, rules: Disclosure, series: Series, mean: Floats, quantiles: Floats) -> Fan:
    show = rules.of_series(series.quantity, series.place, series.group)
    count, scale = counted(series.quantity), scale_of(series.quantity)
    shown = disclose(quantiles / scale, show, counted=count)
    return Fan(
        quantity=series.quantity,
        place=series.place,
        group=series.group,
        unit=unit_of(series.quantity),
        dates=ensemble.dates,
        mean=with_interval(disclose(mean / scale, show, counted=count), shown[:, -1]),
        quantiles=shown,
    )


def _loads(ensemble: Ensemble, rules: Disclosure) -> Iterator[Fan]:
    for place, load in member_loads(ensemble):
        if rules.of(place, "all") is Show.NEVER:
            continue
        mean, quantiles = summarise_one(load, QUANTILES)
        yield Fan("load", place, "all", unit_of("load"), ensemble.dates, mean, quantiles)


def member_loads(ensemble: Ensemble) -> Iterator[tuple[str, Floats]]:
    """Yields (place, present / capacity by member and day) of each camp, set of camps, and all camps ("camps").

    NaN where there is no capacity yet. A load that the run recorded itself is not made again.
    """
    columns = {(series.quantity, series.place): column for column, series in enumerate(ensemble.series)
               if series.group == "all"}  # fmt: skip
    for place, camps in _together(ensemble.scenario).items():
        present, capacity = (_known(columns, quantity, camps) for quantity in ("present", "capacity"))
        if present and capacity and ("load", place) not in columns:
            yield place, _ratio(_total(ensemble, present), _total(ensemble, capacity))


def _known(columns: Mapping[tuple[str, str], int], quantity: str, camps: Sequence[str]) -> list[int]:
    """The columns of a quantity in all of the camps; none where one of them is not recorded."""
    found = [columns[quantity, camp] for camp in camps if (quantity, camp) in columns]
    return found if len(found) == len(camps) else []


def _together(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    camps = camps_of(scenario)
    sets = {each.id: each.places for each in scenario.sets if set(each.places) <= set(camps)}
    return {camp: (camp,) for camp in camps} | {ALL_CAMPS: camps} | sets


def _total(ensemble: Ensemble, columns: list[int]) -> NDArray[np.int64]:
    total = np.zeros(ensemble.values.shape[:2], dtype=np.int64)
    for column in columns:
        total += ensemble.column(column)
    return total


def _ratio(present: NDArray[np.int64], capacity: NDArray[np.int64]) -> Floats:
    ratio = np.full(present.shape, np.nan)
    np.divide(present, capacity, out=ratio, where=capacity > 0)
    return ratio
