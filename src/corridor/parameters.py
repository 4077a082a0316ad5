"""Parameter draws: keyed, so that a parameter's uniform depends on the seed, its own id and the draw alone."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.draws.keys import draw_key, text_key, uniform
from corridor.errors import ParameterError
from corridor.posterior import checked, read_posterior, split
from corridor.priors import prior_of
from corridor.scenario.names import nearest
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.schema import Parameter, Scenario

__all__ = ["ParameterDraws", "draw", "drawn_for", "prior_hash"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ParameterDraws:
    """Values of every parameter: `values` is (draws, names), names in alphabetical order."""

    names: tuple[str, ...]
    values: FloatArray

    def of(self, name: str) -> FloatArray:
        """Return the values of one parameter, one per draw; raises `ParameterError`."""
        if name not in self.names:
            raise ParameterError(f"there is no parameter {name!r}. {_hint(name, self.names)}")
        return self.values[:, self.names.index(name)]


def draw(
    parameters: Iterable[Parameter],
    prior_set: str,
    seed: int,
    draws: int,
    overrides: Mapping[str, float] | None = None,
) -> ParameterDraws:
    """Return `draws` values of every parameter under a prior set; `overrides` fix some of them.

    The uniform behind a value is a function of (seed, parameter id, number of the draw): it is the same under
    every prior set, and does not depend on the order of rows, on other parameters or on how many draws are made.
    Raises `ParameterError` for an unknown parameter or prior set, and for a value outside its bounds.

    >>> release = Parameter("release_rate", "2.6", "per day", ("=0.03",) * 4, None, None, "invented")
    >>> draw([release], "P1", seed=1, draws=2).values.tolist()
    [[0.03], [0.03]]
    """
    ordered = sorted(parameters, key=lambda parameter: parameter.id)
    names = tuple(parameter.id for parameter in ordered)
    fixed = _checked(ordered, overrides or {})
    values = np.empty((draws, len(ordered)), dtype=np.float64)
    uniforms = _uniforms(names, seed, draws)
    for column, parameter in enumerate(ordered):
        if parameter.id in fixed:
            values[:, column] = fixed[parameter.id]
        else:
            values[:, column] = prior_of(parameter, prior_set).quantile(uniforms[:, column])
    return ParameterDraws(names, values)


def drawn_for(
    scenario: Scenario, prior_set: str, seed: int, draws: int, overrides: Mapping[str, float] | None = None
) -> ParameterDraws:
    """Return `draws` values of every parameter of a scenario under a prior set, or on a posterior.

    `prior_set` may also name the file of a posterior, by itself or over another prior set: P2+posterior.parquet. Draw i
    then takes what was calibrated from the row that its keyed uniform picks, the same under every prior set, and all
    else as `draw` does; `overrides` win. Raises `ParameterError`, also where the file is of another scenario.
    """
    base, file = split(prior_set)
    if file is None:
        return draw(scenario.parameters, base, seed, draws, overrides)
    base, posterior = checked(scenario, base, file)
    made = draw(scenario.parameters, base, seed, draws, overrides)
    rows = posterior.drawn(seed, draws)
    for column, name in enumerate(posterior.names):
        if name not in (overrides or {}):
            made.values[:, made.names.index(name)] = rows[:, column]
    return made


def prior_hash(parameters: Iterable[Parameter], prior_set: str) -> str:
    """Return the SHA-256 of all distributions and bounds under a prior set, whatever the order of rows (ruling 16).

    Of a posterior, that of the prior set below it and of what the file holds.
    """
    base, file = split(prior_set)
    if file is not None:
        posterior = read_posterior(file)
        below = prior_hash(parameters, base or posterior.prior_set)
        return hashlib.sha256(f"{below} {posterior.content}".encode()).hexdigest()
    priors = {parameter.id: prior_of(parameter, prior_set) for parameter in parameters}
    rows = [(id_, p.family, p.a, p.b, str(p.low), str(p.high)) for id_, p in sorted(priors.items())]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _uniforms(names: tuple[str, ...], seed: int, draws: int) -> FloatArray:
    process = text_key("parameter")
    cells = [text_key(name) for name in names]
    values = np.empty((draws, len(names)), dtype=np.float64)
    for index in range(draws):
        for column, cell in enumerate(cells):
            values[index, column] = uniform(np.uint64(draw_key(seed, index, process, cell, 0)))
    return values


def _checked(parameters: Iterable[Parameter], overrides: Mapping[str, float]) -> dict[str, float]:
    by_id = {parameter.id: parameter for parameter in parameters}
    for name, value in overrides.items():
        if name not in by_id:
            raise ParameterError(f"there is no parameter {name!r} to set. {_hint(name, by_id)}")
        low, high = _bounds(by_id[name])
        if not (math.isfinite(value) and low <= value <= high):
            raise ParameterError(f"{name}={value:g} is out of bounds; allowed is {low:g} to {high:g}.")
    return dict(overrides)


def _bounds(parameter: Parameter) -> tuple[float, float]:
    """Return the bounds of the row, or else those that the number has by nature."""
    natural = PARAMETER_NAMES.get(parameter.id.partition(".")[0])
    low, high = (natural.low, natural.high) if natural else (-math.inf, math.inf)
    return low if parameter.low is None else parameter.low, high if parameter.high is None else parameter.high


def _hint(name: str, known: Iterable[str]) -> str:
    ids = sorted(known)
    own = [id_ for id_ in ids if id_.startswith(f"{name}.")]
    if own:
        return f"It is set for each one: {', '.join(own[:12])}."
    near = nearest(name, {id_: id_ for id_ in ids})
    return f"Did you mean {near!r}?" if near else f"Parameters: {', '.join(ids)}."
