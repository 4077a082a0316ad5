"""The parameters of a run as a table: prior, what was drawn, and where it comes from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from corridor.priors import PRIOR_SETS, prior_of
from corridor.published import ParameterFact

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble
    from corridor.scenario.schema import Parameter

__all__ = ["parameter_facts"]

#: Its prior, too, would be a number of fighters in one zone.
_FIGHTERS_OF_A_ZONE = "fighters_initial"
_NOT_REPEATED = "by zone, so not repeated here: see parameters.csv of the scenario"


def parameter_facts(ensemble: Ensemble) -> tuple[ParameterFact, ...]:
    """Returns one fact for each parameter of the scenario that was drawn, in the scenario's order."""
    drawn = frozenset(ensemble.parameters.names)
    return tuple(_fact(ensemble, each) for each in ensemble.scenario.parameters if each.id in drawn)


def _fact(ensemble: Ensemble, parameter: Parameter) -> ParameterFact:
    low, median, high = np.quantile(ensemble.parameters.of(parameter.id), (0.05, 0.5, 0.95)).tolist()
    if parameter.id.partition(".")[0] == _FIGHTERS_OF_A_ZONE:
        low = median = high = math.nan
    return ParameterFact(
        id=parameter.id,
        equation=parameter.equation,
        unit=parameter.unit,
        prior=_prior(ensemble, parameter),
        median=median,
        low=low,
        high=high,
        source=parameter.source,
        assumed=parameter.assumed,
    )


def _prior(ensemble: Ensemble, parameter: Parameter) -> str:
    if parameter.id.partition(".")[0] == _FIGHTERS_OF_A_ZONE:
        return _NOT_REPEATED
    if parameter.id in ensemble.overrides:
        return f"set to {ensemble.overrides[parameter.id]:g} for this run"
    if ensemble.prior_set not in PRIOR_SETS:
        return ensemble.prior_set
    return prior_of(parameter, ensemble.prior_set).text
