"""Fighters → ranges by region and week: the one way in which they leave the program (MODEL.md 2.8 and section 5).

Everything here keeps to `corridor.publish.rules.FIGHTER_RULE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corridor.priors import PRIOR_SETS
from corridor.publish.cities import names_of, pools_of
from corridor.publish.rules import FIGHTER_RULE, outward
from corridor.publish.statistics import quantiles_of
from corridor.published import Arrived, Fighters, FighterWeek
from corridor.scenario.schema import PlaceKind

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble
    from corridor.publish.rules import Disclosure
    from corridor.scenario.schema import Scenario

__all__ = ["draws_of", "enough", "fighters_of", "withheld_weeks"]

_IN_CITIES = ("fighters_killed", "fighters_lost", "fighters_remaining", "fighters_surrendered")
_IN_REGIONS = ("fighters_active", "fighters_embedded", "fighters_relocated")
_IN_ALL = ("fighters_held",)
_WEEK = timedelta(days=6)
_SUNDAY = 6

_ITSELF = (
    "This run was not fitted to anything: its parameters are draws of prior set {}, so the range of the run and that "
    "of the prior are the same numbers."
)
_OTHER = "The prior's range is that of a run with parameters drawn from prior set {}, before anything was fitted."
_UNKNOWN = "No run of the prior stands beside this one; the range given for the prior is therefore this run's own."


def fighters_of(ensemble: Ensemble, prior: Ensemble | None, rules: Disclosure, today: date) -> Fighters | None:
    """Returns the weekly ranges with those of the prior; None where the scenario has no fighters.

    `prior` is a run with the prior's parameters; without one, the run is its own prior (it was not fitted).
    """
    scenario = ensemble.scenario
    if not scenario.fighters:
        return None
    pools = pools_of(scenario, rules)
    before = ensemble if prior is None else prior
    weeks = tuple(_weeks(ensemble, before, pools, today)) if enough(ensemble) and enough(before) else ()
    counted = {week.region for week in weeks}
    names = {id_: name for id_, name in names_of(scenario, pools).items() if id_ in counted}
    return Fighters(
        weeks=tuple(sorted(weeks, key=lambda row: (row.week, row.region, row.quantity))),
        regions=names,
        arrived=tuple(_arrived(ensemble)),
        prior=_said_of_prior(ensemble, prior),
    )


def draws_of(ensemble: Ensemble) -> int:
    """Returns how many parameter draws the finished members used."""
    return -(-ensemble.members // ensemble.replicates)


def enough(ensemble: Ensemble) -> bool:
    """Returns whether there are so many draws that a range is no description of single runs."""
    return draws_of(ensemble) >= FIGHTER_RULE.fewest_draws


def withheld_weeks(ensemble: Ensemble, today: date) -> tuple[str, ...]:
    """Returns what is not said of fighters in this run, and why, one sentence each."""
    if not ensemble.scenario.fighters:
        return ()
    said = []
    if not enough(ensemble):
        said.append(
            f"Fighters: no range is given from fewer than {FIGHTER_RULE.fewest_draws} parameter draws, "
            "since it would describe single runs. Ask for more members."
        )
    last = today - timedelta(days=FIGHTER_RULE.embargo_days)
    if ensemble.dates and ensemble.dates[-1] > last:
        said.append(
            f"Fighters: no week after {last} is shown; nothing is said of days to come or of the last "
            f"{FIGHTER_RULE.embargo_days} days."
        )
    return tuple(said)


def _said_of_prior(ensemble: Ensemble, prior: Ensemble | None) -> str:
    if prior is not None:
        return _OTHER.format(prior.prior_set)
    return _ITSELF.format(ensemble.prior_set) if ensemble.prior_set in PRIOR_SETS else _UNKNOWN


def _weeks(ensemble: Ensemble, prior: Ensemble, pools: Mapping[str, tuple[str, ...]], today: date) -> Iterator[FighterWeek]:
    days = _whole_weeks(ensemble, today)
    for quantity, region, arenas in _rows(ensemble.scenario, pools):
        run, before = _sum(ensemble, quantity, arenas), _sum(prior, quantity, arenas)
        if run is None or before is None or not (run.any() or before.any()):
            continue
        after = min(run.shape[1], before.shape[1])
        for day in (day for day in days if day < after):
            ends = (*_range(run[:, day]), *_range(before[:, day]))
            yield FighterWeek(ensemble.dates[day] - _WEEK, region, quantity, *ends)


def _whole_weeks(ensemble: Ensemble, today: date) -> list[int]:
    """The Sundays of ISO weeks that lie in the run as a whole, none of them in the embargo or to come.

    Whole weeks only: otherwise runs that end one day after another would give the days.
    """
    last = today - timedelta(days=FIGHTER_RULE.embargo_days)
    return [
        index for index, day in enumerate(ensemble.dates) if day.weekday() == _SUNDAY and index >= _SUNDAY and day <= last
    ]


def _rows(scenario: Scenario, pools: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    regions = [place.id for place in scenario.places if place.kind is PlaceKind.REGION]
    yield from ((quantity, pool, zones) for quantity in _IN_CITIES for pool, zones in pools.items())
    yield from ((quantity, region, (region,)) for quantity in _IN_REGIONS for region in regions)
    yield from ((quantity, "all", ("all",)) for quantity in _IN_ALL)


def _sum(ensemble: Ensemble, quantity: str, arenas: tuple[str, ...]) -> NDArray[np.int64] | None:
    """(members, days) of the places together, added member by member."""
    columns = [
        column
        for column, series in enumerate(ensemble.series)
        if series.quantity == quantity and series.group == "all" and series.place in arenas
    ]
    if len(columns) != len(arenas):
        return None
    return np.asarray(sum(ensemble.column(column).astype(np.int64) for column in columns))


def _range(members: NDArray[Any]) -> tuple[int, int]:
    low, high = quantiles_of(members[None, :], FIGHTER_RULE.quantiles)[0].tolist()
    return outward(low, high)


def _arrived(ensemble: Ensemble) -> Iterator[Arrived]:
    """Of the civilians who arrived anywhere, the share whose destination lies in each region, at the end."""
    if not ensemble.flow_dates:
        return
    region = {place.id: place.region or place.id for place in ensemble.scenario.places}
    flows = ensemble.flows[:, -1, :].astype(np.int64)
    total = flows.sum(axis=1)
    for place in ensemble.scenario.places:
        columns = [i for i, key in enumerate(ensemble.flow_keys) if region[key.destination] == place.id]
        if place.kind is PlaceKind.REGION and columns and total.all():
            shares = flows[:, columns].sum(axis=1) / total
            yield Arrived(place.id, *quantiles_of(shares[None, :], (0.05, 0.5, 0.95))[0].round(3).tolist())
