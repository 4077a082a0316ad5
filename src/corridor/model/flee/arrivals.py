"""Who becomes displaced today and where; and who was displaced before the first day."""

from __future__ import annotations

import numpy as np

from corridor.draws import absorb, binomial, cell_key, kernel, poisson, uniform
from corridor.model.flee.cells import add, pack_person, pack_place
from corridor.model.flee.processes import FLEE_CLASS, FLEE_ORIGIN, FLEE_SPAWN
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.world import FleeWorld

__all__ = ["arrive_today", "place_first"]


@kernel
def place_first(world: FleeWorld, state: FleeState, scratch: FleeScratch, today: np.uint64) -> None:
    """Puts the people of the day before the first where they are."""
    for place in range(world.places.key.size):
        _make(world, state, scratch, today, place, world.places.start[place])
    groups = world.groups
    for row in range(groups.first_place.size):
        place, people = groups.first_place[row], groups.first_people[row]
        person = pack_person(0, groups.first_class[row], int(world.rules.on_foot))
        add(state.stay, pack_place(place, 0), person, 0.0, people)
        state.present[place] += people
        state.made[0] += people


@kernel
def arrive_today(world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64) -> int:
    """Makes today's displaced; returns how many found no place of origin (Flee stops then)."""
    places = world.places
    if world.rules.arrivals_by_data == 0.0:
        for place in range(places.key.size):
            rate = places.spawn_people[day, place] + places.spawn[day, place] * state.population[place]
            people = int(rate + 1e-9)
            if world.rules.poisson > 0.0:
                people = poisson(uniform(cell_key(today, FLEE_SPAWN, places.key[place])), rate)
                scratch.draws[0] += 1
            _make(world, state, scratch, today, place, people)
        return 0
    total = 0.0
    for place in range(places.key.size - 1, -1, -1):
        total += places.spawn[day, place] * state.population[place]
        scratch.origin[place] = total
    people = places.arrivals[day] + state.waiting[0]
    state.waiting[0] = 0
    if total <= 0.0:
        if world.rules.repaired > 0.0:
            state.waiting[0] = people
            return 0
        return people
    _spread_origins(world, state, scratch, day, today, people)
    return 0


@kernel
def _spread_origins(
    world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int, today: np.uint64, people: int
) -> None:
    places = world.places
    for place in range(places.key.size):
        weight = places.spawn[day, place] * state.population[place]
        if people == 0 or weight <= 0.0:
            continue
        taken = people
        if place + 1 < places.key.size and scratch.origin[place + 1] > 0.0:
            u = uniform(cell_key(today, FLEE_ORIGIN, places.key[place]))
            taken = binomial(u, people, min(weight / scratch.origin[place], 1.0))
            scratch.draws[0] += 1
        people -= taken
        _make(world, state, scratch, today, place, taken)


@kernel
def _make(world: FleeWorld, state: FleeState, scratch: FleeScratch, today: np.uint64, place: int, people: int) -> None:
    """Adds newly displaced people at a location, each with a class."""
    if people == 0:
        return
    state.present[place] += people
    state.made[0] += people
    if world.rules.take_population > 0.0:
        state.population[place] = max(0.0, state.population[place] - people)
    groups = world.groups
    beyond = 1.0
    for group in range(groups.key.size):
        share = groups.share[place, group]
        if people == 0 or share <= 0.0:
            continue
        taken = people
        if share < beyond * (1.0 - 1e-12):
            key = absorb(cell_key(today, FLEE_CLASS, places_key(world, place)), groups.key[group])
            taken = binomial(uniform(key), people, share / beyond)
            scratch.draws[0] += 1
        beyond -= share
        people -= taken
        add(state.stay, pack_place(place, 0), pack_person(0, group, int(world.rules.on_foot)), 0.0, taken)


@kernel
def places_key(world: FleeWorld, place: int) -> np.uint64:
    """Returns the id of a location as a word."""
    return world.places.key[place]
