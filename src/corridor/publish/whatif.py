"""A what-if → a Picture: the numbers of `publish` and `publish_comparison`, but only those that the page draws.

Every number is the one that a comparison of the same members would publish; tests hold them to each other. A picture has
to be made in some tens of milliseconds, so quantiles of all days are taken at once, and of nothing that is not drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.contrast.members import recorded
from corridor.contrast.members import unit_of as unit_of_contrast
from corridor.contrast.nested import PROBABILITIES, draw_effects, weibull
from corridor.publish.contrast_rules import Manner, Manners, rounded
from corridor.publish.facts import withheld
from corridor.publish.fans import counted, is_shown, member_loads, scale_of, unit_of
from corridor.publish.fighters import fighters_of, withheld_weeks
from corridor.publish.people import people_of
from corridor.publish.rules import FIGHTERS, Disclosure, Show, What, camps_of, disclose, what
from corridor.publish.statistics import quantiles_of
from corridor.published import QUANTILES, FighterWeek
from corridor.scenario.policy import combine
from corridor.scenario.schema import PlaceKind
from corridor.series import Series
from corridor.whatif.picture import Exit, Picture, PlaceLine, Spread

if TYPE_CHECKING:
    from corridor.contrast import Comparison
    from corridor.ensemble import Ensemble

__all__ = ["Wanted", "people_shown", "picture_of", "together"]

Floats = NDArray[np.float64]
Open = Mapping[str, NDArray[np.bool_]]

_ALL = "all"
_RETAKEN = "retaken_share"
_HOMES = (PlaceKind.ZONE, PlaceKind.TOWN, PlaceKind.HOST)
_AT_ONCE = 24  # series whose quantiles are taken together: keeps memory small


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a picture is to hold beside totals and the map: series of the places in `watch`, or of all of them."""

    watch: frozenset[str]
    everything: bool
    first_day: date | None
    people: Mapping[str, float]  # by place, under the policy of the two that puts fewest there
    routes: Open
    corridors: Open
    today: date


def picture_of(comparison: Comparison, wanted: Wanted) -> Picture:
    """Returns the picture of a comparison of two policies, the baseline first; what may be shown follows `rules`.

    The two may be the same policy; then every difference is 0.
    """
    other = comparison.others[0]
    scenario = other.scenario
    rules = Disclosure(scenario, wanted.people)
    weeks = _weeks(other, rules, wanted)
    return Picture(
        members=other.members,
        complete=wanted.everything,
        policy=other.policy,
        policy_name=combine(scenario, other.policy).name,
        baseline=comparison.baseline.policy,
        first_day=wanted.first_day,
        dates=other.dates,
        flow_dates=other.flow_dates,
        series=(*_series(other, rules, wanted), *_loads(other, rules, wanted)),
        differences=tuple(_differences(comparison, rules, wanted)),
        exits=tuple(_exits(other, rules)),
        places=_places(other, rules),
        zones=_zones(other, rules),
        routes=wanted.routes,
        corridors=wanted.corridors,
        fighters=weeks,
        withheld=(*withheld(scenario, rules), *withheld_weeks(other, wanted.today)),
    )


def people_shown(ensemble: Ensemble) -> dict[str, float]:
    """Returns what `people_of` does, of those places alone whose people decide whether something is shown."""
    scenario = ensemble.scenario
    homes = {place.id for place in scenario.places if place.kind in _HOMES}
    asked = homes.union(*(each.places for each in scenario.sets if not homes.isdisjoint(each.places)))
    columns = [
        column
        for column, series in enumerate(ensemble.series)
        if (series.quantity, series.group) == ("present", _ALL) and series.place in asked
    ]
    if not columns:
        return people_of(ensemble.keeping([]))
    most = np.quantile(ensemble.values[:, :, columns], 0.95, axis=0).max(axis=0)
    present = {ensemble.series[column].place: float(people) for column, people in zip(columns, most, strict=True)}
    return present | people_of(ensemble.keeping([]))


def _series(ensemble: Ensemble, rules: Disclosure, wanted: Wanted) -> Iterator[Spread]:
    """Yields the course of the totals and of the places that are looked at, as `fans` would."""
    columns = [
        column
        for column, series in enumerate(ensemble.series)
        if _looked_at(series, wanted) and series.quantity != _RETAKEN and is_shown(series, rules)
    ]
    for column, quantiles in zip(columns, _quantiles(ensemble, columns, QUANTILES), strict=True):
        series = ensemble.series[column]
        yield _spread(series, unit_of(series.quantity), _shown(series, quantiles, rules))


def _looked_at(series: Series, wanted: Wanted) -> bool:
    """Returns whether a picture is to hold a series; never one of fighters, who have weeks of their own."""
    if series.group != _ALL or what(series.quantity) is What.FIGHTERS:
        return False
    return wanted.everything or series.place == _ALL or series.place in wanted.watch


def _quantiles(ensemble: Ensemble, columns: Sequence[int], probabilities: Sequence[float]) -> Iterator[Floats]:
    """Yields (days, probabilities) of each column."""
    for first in range(0, len(columns), _AT_ONCE):
        some = list(columns[first : first + _AT_ONCE])
        members = np.ascontiguousarray(ensemble.values[:, :, some].transpose(2, 1, 0))
        yield from quantiles_of(members, probabilities)


def _shown(series: Series, quantiles: Floats, rules: Disclosure) -> Floats:
    show = rules.of_series(series.quantity, series.place, series.group)
    return disclose(quantiles / scale_of(series.quantity), show, counted=counted(series.quantity))


def _spread(series: Series, unit: str, quantiles: Floats) -> Spread:
    return Spread(series.quantity, series.place, series.group, unit, quantiles)


def _loads(ensemble: Ensemble, rules: Disclosure, wanted: Wanted) -> Iterator[Spread]:
    if not wanted.everything and not wanted.watch:
        return
    for place, load in member_loads(ensemble):
        if _looked_at(Series("load", place, _ALL), wanted) and rules.of(place, _ALL) is not Show.NEVER:
            quantiles = quantiles_of(np.ascontiguousarray(load.T), QUANTILES)
            yield Spread("load", place, _ALL, unit_of("load"), quantiles)


def _differences(comparison: Comparison, rules: Disclosure, wanted: Wanted) -> Iterator[Spread]:
    """Yields the paired differences of the same series, and of what comparisons alone sum up."""
    columns = [
        column
        for column, series in enumerate(comparison.baseline.series)
        if _looked_at(series, wanted) and series.quantity != _RETAKEN
    ]
    part = replace(comparison, ensembles=tuple(each.keeping(columns) for each in comparison.ensembles))
    manners = Manners(rules, part.draws, part.baseline.dates[0], wanted.today)
    series = [each for each in part.series() if manners.of(each) in (Manner.EXACT, Manner.ROUNDED)]
    for each, quantiles in zip(series, _effects(part, series), strict=True):
        yield _spread(each, unit_of_contrast(each.quantity), rounded(each.quantity, quantiles, manners.of(each)))


def _effects(comparison: Comparison, series: Sequence[Series]) -> Iterator[Floats]:
    """Yields (days, 5) of each series: of what `Comparison.contrasts` says only the quantiles, for only they are drawn."""
    baseline, other = comparison.ensembles
    for first in range(0, len(series), _AT_ONCE):
        some = series[first : first + _AT_ONCE]
        after, before = (
            np.stack([recorded(each, one, comparison.members) for one in some], 1) for each in (other, baseline)
        )
        by_draw = (after - before).reshape(comparison.draws, baseline.replicates, *after.shape[1:])
        yield from weibull(draw_effects(by_draw), PROBABILITIES)


def _exits(ensemble: Ensemble, rules: Disclosure) -> Iterator[Exit]:
    """Yields by exit: all together, by origin, and by destination, as `flows` would."""
    name = cache(rules.flow_name)
    rows: dict[tuple[str, str, str], list[int]] = {}
    for column, key in enumerate(ensemble.flow_keys):
        if key.group != FIGHTERS:
            origin, exit_, destination = (name(each) for each in (key.origin, key.exit, key.destination))
            for row in ((_ALL, exit_, _ALL), (origin, exit_, _ALL), (_ALL, exit_, destination)):
                rows.setdefault(row, []).append(column)
    if not rows:
        return
    first = np.cumsum([0, *(len(columns) for columns in rows.values())])[:-1]
    by_column = ensemble.flows.transpose(2, 1, 0)[[column for columns in rows.values() for column in columns]]
    members = np.add.reduceat(by_column, first, axis=0, dtype=np.int64)
    shown = disclose(quantiles_of(members, QUANTILES), rules.of_flow(_ALL), counted=True)
    some = np.nansum(shown, axis=(1, 2)) > 0  # else nobody ever came this way, or too few to be shown
    for row, quantiles, is_some in sorted(zip(rows, shown, some, strict=True), key=lambda each: each[0]):
        if is_some:
            yield Exit(*row, quantiles)


def _places(ensemble: Ensemble, rules: Disclosure) -> dict[str, PlaceLine]:
    """Returns the medians of every place that may be shown, for the map."""
    present = _medians(ensemble, "present", rules, [place.id for place in ensemble.scenario.places])
    loads = _load_medians(ensemble, rules)
    return {id_: PlaceLine(present.get(id_), loads.get(id_)) for id_ in sorted(present.keys() | loads.keys())}


def _zones(ensemble: Ensemble, rules: Disclosure) -> dict[str, Floats]:
    return _medians(ensemble, _RETAKEN, rules, [zone.place for zone in ensemble.scenario.operation.zones])


def _medians(ensemble: Ensemble, quantity: str, rules: Disclosure, places: Collection[str]) -> dict[str, Floats]:
    columns = [
        column
        for column, series in enumerate(ensemble.series)
        if (series.quantity, series.group) == (quantity, _ALL) and series.place in places and is_shown(series, rules)
    ]
    found = zip(columns, _quantiles(ensemble, columns, (0.5,)), strict=True)
    return {ensemble.series[column].place: _shown(ensemble.series[column], median, rules)[:, 0] for column, median in found}


def _load_medians(ensemble: Ensemble, rules: Disclosure) -> dict[str, Floats]:
    """Returns the median load of each camp, all camps at once."""
    at = {(series.quantity, series.place): column for column, series in enumerate(ensemble.series) if series.group == _ALL}
    camps = [camp for camp in camps_of(ensemble.scenario) if rules.of(camp, _ALL) is not Show.NEVER]
    camps = [camp for camp in camps if ("present", camp) in at and ("capacity", camp) in at]
    if not camps:
        return {}
    present, capacity = (ensemble.values[:, :, [at[name, camp] for camp in camps]] for name in ("present", "capacity"))
    load = np.full(present.shape, np.nan)
    np.divide(present, capacity, out=load, where=capacity > 0)
    medians = quantiles_of(np.ascontiguousarray(load.transpose(2, 1, 0)), (0.5,))[:, :, 0]
    return dict(zip(camps, medians, strict=True))


def _weeks(ensemble: Ensemble, rules: Disclosure, wanted: Wanted) -> tuple[FighterWeek, ...]:
    """Returns the ranges of fighters; only where all members are there, for nobody can follow them as they move."""
    found = fighters_of(ensemble, None, rules, wanted.today) if wanted.everything else None
    return found.weeks if found else ()


def together(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    """Returns people by place, under the policy that puts fewest there (as a comparison asks)."""
    return {place: min(people, second.get(place, 0.0)) for place, people in first.items()}
