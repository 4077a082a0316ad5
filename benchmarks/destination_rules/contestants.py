"""The rules that are compared, each given what its column knows, and Flee itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.destination_rules.carry import Rule, carried, setting_out
from benchmarks.destination_rules.known import Known
from benchmarks.destination_rules.rules import equal, flee_weights, gravity, nested_logit, proportional, radiation
from corridor.flee.run import Desk, run_member

__all__ = ["FLEE", "NESTED", "RULES", "flee_members", "nested", "people_by"]

Floats = NDArray[np.float64]
FLEE, NESTED = "Flee, as it moves people", "nested logit, calibrated on the other three"


def _flee_weights(known: Known) -> Rule:
    keys = known.situation.scenario.settings
    return partial(flee_weights, softening=keys.softening, distance_power=keys.distance_power)


def _proportional(known: Known) -> Rule | None:
    return partial(proportional, mass=known.capacity) if known.capacity is not None else None


def _radiation(known: Known) -> Rule:
    return partial(radiation, mass=known.mass, residents=np.maximum(1.0, known.situation.residents))


#: Rules without anything to fit; None where a rule cannot be computed from what is known.
RULES: dict[str, Callable[[Known], Rule | None]] = {
    "Flee's weights, at once": _flee_weights,
    "gravity, mass / km²": lambda known: partial(gravity, mass=known.mass),
    "radiation": _radiation,
    "in proportion to capacity": _proportional,
    "equal split": lambda known: equal,
}


def nested(known: Known, parameters: dict[str, float]) -> Rule:
    """Returns the nested logit, camps of one country in a nest; capacities weigh only where they are known."""
    mass = {"mass": known.capacity} if known.capacity is not None else {}
    return partial(nested_logit, nest=known.situation.nest, **mass, **parameters)


def people_by(known: Known, rule: Rule) -> Floats:
    """Returns (J, T) people in camps under a rule."""
    return carried(known.situation, rule, setting_out(known.situation, known.arrivals))


def flee_members(known: Known, members: int, seed: int = 1) -> list[Floats]:
    """Returns (J, T) people in camps of each member under Flee's own law, at full population."""
    situation = known.situation
    places = replace(situation.world.places, arrivals=np.round(known.arrivals).astype(np.int64))
    if known.capacity is None:
        places = replace(places, capacity=np.full(places.capacity.size, -1.0), growth=np.zeros(places.growth.size))
    names = [place.name for place in situation.scenario.locations]
    columns = [names.index(camp) for camp in situation.camps]
    desk = Desk(replace(situation.world, places=places))
    tape = np.zeros((situation.scenario.length, len(names) + 2), np.int32)
    found = []
    for member in range(members):
        run_member(desk, situation.scenario, seed, member, tape)
        found.append(tape[:, columns].T.astype(np.float64))
    return found
