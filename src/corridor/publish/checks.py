"""Published counts beside what the ensemble says of the same quantity, place, group and day.

A stock is compared with the evening of its day. A cumulative count is compared with the running total
since the first day of the run (of a daily quantity: the sum of its days). A flow is people per day, and
is compared with that day's own flow; of a running total that is the day's increase. What a source counted
over several days is entered as its mean per day on the last of them: an observation has one date, no length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corridor.publish.fans import counted, member_loads, scale_of
from corridor.publish.rules import Disclosure, Show, disclose
from corridor.publish.statistics import quantiles_of
from corridor.published import QUANTILES, ObservationCheck
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.schema import Observation

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["checks", "pit"]

_PROBABILITIES = (0.01, *QUANTILES, 0.99)


def checks(ensemble: Ensemble, rules: Disclosure) -> tuple[ObservationCheck, ...]:
    """Returns a check for each observation inside the run whose series was recorded and may be shown."""
    return tuple(_all_checks(ensemble, rules))


def pit(members: NDArray[Any], value: float) -> float:
    """Returns the share of members below a value; ties count half.

    >>> pit(np.array([1, 2, 2, 3]), 2)
    0.5
    """
    return float(((members < value).sum() + 0.5 * (members == value).sum()) / members.size)


def _all_checks(ensemble: Ensemble, rules: Disclosure) -> Iterator[ObservationCheck]:
    days = {day: index for index, day in enumerate(ensemble.dates)}
    loads = dict(member_loads(ensemble)) if any(o.quantity == "load" for o in ensemble.scenario.observations) else {}
    columns = {(s.quantity, s.place, s.group): column for column, s in enumerate(ensemble.series)}
    parts = {each.id: each.places for each in ensemble.scenario.sets}
    for observation in sorted(ensemble.scenario.observations, key=lambda each: (each.series, each.date)):
        show = rules.of_series(observation.quantity, observation.place, observation.group)
        if observation.date not in days or show is Show.NEVER:
            continue
        if observation.quantity == "load":
            series: NDArray[Any] | None = loads.get(observation.place)
        else:
            series = _members(ensemble, columns, parts, observation)
            scale = scale_of(observation.quantity)
            series = series / scale if series is not None and scale != 1.0 else series
        if series is not None:
            yield _check(observation, show, _on(series, observation, days[observation.date]))


def _members(
    ensemble: Ensemble,
    columns: dict[tuple[str, str, str], int],
    parts: dict[str, tuple[str, ...]],
    observation: Observation,
) -> NDArray[Any] | None:
    """(members, days) of what was counted; a set that was not recorded is the sum of its places."""
    wanted = [columns.get((observation.quantity, observation.place, observation.group))]
    if wanted[0] is None:
        places = parts.get(observation.place, ())
        wanted = [columns.get((observation.quantity, place, observation.group)) for place in places]
    if not wanted or None in wanted or (len(wanted) > 1 and not counted(observation.quantity)):
        return None
    series = [ensemble.values[:, :, column] for column in wanted]
    if len(series) == 1:
        return series[0]
    return np.asarray(np.sum(series, axis=0, dtype=np.int64))


def _on(series: NDArray[Any], observation: Observation, day: int) -> NDArray[Any]:
    """What each member says on the day: see the top of this file."""
    known = QUANTITIES.get(observation.quantity)
    daily = known is not None and known.kind == "flow"
    running = known is not None and known.kind == "cumulative"
    if observation.kind == "cumulative" and daily:
        return np.asarray(series[:, : day + 1].sum(axis=1, dtype=np.int64))
    if observation.kind == "flow" and running and day > 0:
        return np.asarray(series[:, day].astype(np.int64) - series[:, day - 1])
    return series[:, day]


def _check(observation: Observation, show: Show, members: NDArray[Any]) -> ObservationCheck:
    finite = members[np.isfinite(members)] if members.dtype.kind == "f" else members
    count = counted(observation.quantity)
    mean = float(finite.mean()) if finite.size else np.nan
    numbers = [mean, *quantiles_of(members[None, :], _PROBABILITIES)[0].tolist()]
    shown_mean, q01, q05, q25, q50, q75, q95, q99 = disclose(np.array(numbers), show, counted=count).tolist()
    return ObservationCheck(
        series=observation.series,
        date=observation.date,
        value=observation.value,
        low=observation.low,
        high=observation.high,
        quantity=observation.quantity,
        place=observation.place,
        group=observation.group,
        kind=observation.kind,
        scored=observation.scored,
        source=observation.source,
        confidence=observation.confidence,
        mean=shown_mean if np.isfinite(q95) else np.nan,
        q01=q01,
        quantiles=(q05, q25, q50, q75, q95),
        q99=q99,
        pit=pit(finite, observation.value) if finite.size else np.nan,
    )
