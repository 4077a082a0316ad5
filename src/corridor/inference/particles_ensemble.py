"""Particles as an ensemble: members of equal weight, so that they are published as any other run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from corridor.ensemble import Ensemble
from corridor.inference.forecast_ahead import evenly
from corridor.inference.particles import Particles
from corridor.parameters import ParameterDraws
from corridor.series import flow_dates

__all__ = ["ensemble_of"]


def ensemble_of(
    particles: Particles, shares: NDArray[np.float64], overrides: Mapping[str, float], seconds: Mapping[str, float]
) -> Ensemble:
    """Returns the history of the particles, each as often as its share says; flows are not kept."""
    chosen, days, draws = evenly(shares), flow_dates(particles.dates), particles.parameters.draws
    return Ensemble(
        scenario=particles.scenario,
        policy="factual",
        prior_set="P0",
        seed=particles.seed,
        replicates=1,
        dates=particles.dates,
        series=particles.series,
        values=particles.history[chosen],
        flow_dates=days,
        flow_keys=(),
        flows=np.zeros((chosen.size, len(days), 0), np.int32),
        parameters=ParameterDraws(draws.names, draws.values[chosen]),
        overrides=dict(overrides),
        complete=True,
        seconds=dict(seconds),
    )
