"""How many people live (or are) in each place: what the floors of the rules are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridor.priors import PRIOR_SETS, prior_of

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble
    from corridor.scenario.schema import Parameter

__all__ = ["people_of"]

_POPULATION = "population"


def people_of(ensemble: Ensemble) -> dict[str, float]:
    """Returns people by place: the prior median of a zone's population, else the most that the run puts there.

    The prior's median and not that of the draws, so that no seed changes what is shown. Nobody states the residents
    of a host community, so the displaced people there stand for them: the 95 % quantile on the fullest day. That
    errs towards showing less.
    """
    return _most_present(ensemble) | _populations(ensemble)


def _populations(ensemble: Ensemble) -> dict[str, float]:
    people: dict[str, float] = {}
    zones = [zone.place for zone in ensemble.scenario.operation.zones]
    # The plain row first: a zone's own row wins over it.
    for parameter in sorted(ensemble.scenario.parameters, key=lambda each: each.id):
        name, _, place = parameter.id.partition(".")
        if name == _POPULATION:
            people |= dict.fromkeys([place] if place else zones, _median(ensemble, parameter))
    return people


def _median(ensemble: Ensemble, parameter: Parameter) -> float:
    if parameter.id in ensemble.overrides:
        return ensemble.overrides[parameter.id]
    if ensemble.prior_set in PRIOR_SETS:
        return prior_of(parameter, ensemble.prior_set).median
    return float(np.median(ensemble.parameters.of(parameter.id)))


def _most_present(ensemble: Ensemble) -> dict[str, float]:
    most: dict[str, float] = {}
    places = {place.id for place in ensemble.scenario.places}
    for column, series in enumerate(ensemble.series):
        if series.quantity == "present" and series.group == "all" and series.place in places:
            days = np.quantile(ensemble.column(column), 0.95, axis=0)
            most[series.place] = float(days.max(initial=0.0))
    return most
