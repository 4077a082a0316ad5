"""What a destination rule may know of a Flee scenario: who comes from where and when, ways to camps, masses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from corridor.flee import FleeScenario, compile_flee, counted
from corridor.model.flee.world import CAMP, FleeWorld

__all__ = ["Situation", "full_size", "pressure", "situation_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Situation:
    """A scenario at full population: T days, O origins, J camps that were counted, E stretches of days alike."""

    name: str
    scenario: FleeScenario
    world: FleeWorld
    camps: tuple[str, ...]
    data: Floats  # (J, T) people
    start: Floats  # (J,) of the first day: known to every rule
    capacity: Floats  # (J,) people; the mean of the others where the folder has none
    nest: Ints  # (J,) number of the host country
    residents: Floats  # (O,)
    arrivals: Floats  # (T,) people displaced, as the data tell
    origin: Floats  # (T, O) shares of those, as conflicts tell
    stretch: Ints  # (T,)
    km: Floats  # (E, O, J) shortest open way; infinite: none, or the camp is shut
    speed: float  # km a day


def full_size(scenario: FleeScenario) -> FleeScenario:
    """Returns the scenario at full population."""
    return replace(scenario, settings=replace(scenario.settings, hasten=1))


def situation_of(name: str, scenario: FleeScenario) -> Situation:
    """Returns what is known of a scenario, at full population."""
    scenario = full_size(scenario)
    world, table = compile_flee(scenario), counted(scenario)
    names = [place.name for place in scenario.locations]
    camps = tuple(camp for camp in scenario.camps if camp in table.camps)
    at = [names.index(camp) for camp in camps]
    countries = sorted({scenario.locations[place].country for place in at})
    weight = pressure(world)
    total = weight.sum(axis=1, keepdims=True)
    stretch, km = _ways(world, at)
    data = np.array([table.camps[camp] for camp in camps], np.float64)
    capacity = np.array([scenario.locations[place].capacity for place in at], np.float64)
    return Situation(
        name, scenario, world, camps, data, data[:, 0] if scenario.settings.insert_day0 else np.zeros(len(camps)),
        np.where(capacity > 0.0, capacity, capacity[capacity > 0.0].mean()),
        np.array([countries.index(scenario.locations[place].country) for place in at]),
        world.places.population, table.arrivals.astype(np.float64),
        np.divide(weight, total, out=np.zeros_like(weight), where=total > 0.0),
        stretch, km, scenario.settings.max_move_speed,
    )  # fmt: skip


def pressure(world: FleeWorld) -> Floats:
    """Returns (T, O) what drives people out: residents x intensity x decay, of which Flee draws origins."""
    return np.asarray(world.places.spawn * world.places.population)


def _ways(world: FleeWorld, camps: list[int]) -> tuple[Ints, Floats]:
    """Returns the stretch of every day, and km by stretch: a stretch ends where a link or a camp opens or closes."""
    shut = (world.places.flags[:, camps] & CAMP) == 0
    kinds, stretch = np.unique(np.column_stack([world.places.epoch, shut]), axis=0, return_inverse=True)
    km = []
    for kind in kinds:
        distances = _shortest(world, int(kind[0]))[:, camps]
        distances[:, kind[1:] == 1] = np.inf
        km.append(distances)
    return np.asarray(stretch, np.int64).ravel(), np.array(km)


def _shortest(world: FleeWorld, epoch: int) -> Floats:
    """Returns (O, O) km along the links that are open in an epoch; people do not go through their own place."""
    places = world.places.key.size
    matrix = np.full((places, places), np.inf)
    for place in range(places):
        row = epoch * places + place
        for link in world.links.out[world.links.first[row] : world.links.first[row + 1]]:
            matrix[place, world.links.end[link]] = min(matrix[place, world.links.end[link]], world.links.km[link])
    return np.asarray(dijkstra(csr_array(np.where(np.isfinite(matrix), matrix, 0.0))))
