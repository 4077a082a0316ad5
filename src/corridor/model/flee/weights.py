"""Weights of the candidate ways of a decision, and how full camps look to those who decide."""

from __future__ import annotations

from corridor.draws import kernel
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.world import CAMP, CONFLICT, TOWN, FleeWorld

__all__ = ["chances", "look", "stale", "weigh"]

FEW = 1e8  # what Flee puts in the place of a population of 0


@kernel
def chances(world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int) -> None:
    """Fills the chance of moving at every location, and what its population adds to its score."""
    rules, places = world.rules, world.places
    for place in range(places.key.size):
        chance = places.chance[day, place]
        if rules.move_power != 0.0:
            capacity = places.capacity[place] + places.growth[place] * (day + 1)
            people = max(state.population[place], capacity)
            chance *= max(people, 0.0) ** rules.move_power / rules.move_base**rules.move_power
        hunger = places.hunger[day, place]
        scratch.chance[place] = hunger + (1.0 - hunger) * chance
        scratch.worth[place] = 1.0
        if rules.population_power != 0.0 and places.flags[day, place] & CAMP == 0:
            scratch.worth[place] = max(1.0, state.population[place]) ** rules.population_power


@kernel
def look(world: FleeWorld, state: FleeState, scratch: FleeScratch, day: int) -> None:
    """Fills the capacity multiplier of every location from who is there now; where one differs, weights are made anew."""
    rules, places = world.rules, world.places
    scratch.phase[0] += 1
    for place in range(places.key.size):
        people = state.present[place]
        scratch.load[place] = people
        if places.capacity[place] < 0.0 and places.growth[place] == 0.0:
            continue
        capacity = (places.capacity[place] + places.growth[place] * (day + 1)) * rules.scaling
        if capacity < 1.0 or people <= rules.buffer * capacity:
            room = 1.0
        elif people >= capacity:
            room = 0.0
        else:
            room = 1.0 - (people - rules.buffer * capacity) / (capacity * (1.0 - rules.buffer))
        if room != scratch.room[place]:
            scratch.room[place] = room
            scratch.touched[place] = scratch.phase[0]


@kernel
def stale(world: FleeWorld, scratch: FleeScratch, day: int, place: int, group: int) -> bool:
    """Returns whether the weights from a location are of another day, or of before a change at one of its goals."""
    made = scratch.fresh[place * world.groups.key.size + group]
    if made < scratch.dawn[0]:
        return True
    row = world.places.epoch[day] * world.places.key.size + place
    for way in range(world.ways.first[row], world.ways.first[row + 1]):
        if scratch.touched[world.ways.goal[way]] > made:
            return True
    return False


@kernel
def weigh(world: FleeWorld, scratch: FleeScratch, day: int, place: int, group: int) -> None:
    """Fills the weights of the candidates from a location for one class, and their sums from the last backwards."""
    ways, rules = world.ways, world.rules
    row = world.places.epoch[day] * world.places.key.size + place
    first, last = ways.first[row], ways.first[row + 1]
    base = group * ways.goal.size
    highest = 0.0
    for way in range(first, last):
        goal = ways.goal[way]
        score = _worth(world, scratch, day, goal, group)
        if rules.fixed_routes > 0.0:
            told = world.places.score[day + 1, goal]
            if rules.repaired == 0.0 and goal > place:
                told = world.places.score[day, goal]
            weight = (rules.weight_softening + told) * ways.scale[way]
            weight = weight**rules.weight_power
            if rules.repaired == 0.0:
                weight *= score * ways.near[way]
        else:
            weight = (rules.weight_softening + score * ways.near[way]) * ways.scale[way] * scratch.room[goal]
            if rules.weight_power != 1.0:
                weight = weight**rules.weight_power
        scratch.weight[base + way] = weight
        highest = max(highest, weight)
    if rules.pruning >= 1.001 and rules.fixed_routes == 0.0:
        for way in range(first, last):
            if scratch.weight[base + way] < highest / rules.pruning:
                scratch.weight[base + way] = 0.0
    total = 0.0
    for way in range(last - 1, first - 1, -1):
        if highest <= 0.0:  # all alike, as Flee falls back to
            scratch.weight[base + way] = 1.0
        total += scratch.weight[base + way]
        scratch.beyond[base + way] = total


@kernel
def _worth(world: FleeWorld, scratch: FleeScratch, day: int, goal: int, group: int) -> float:
    """Returns the score of a destination for one class of people."""
    score = world.places.score[day + 1, goal]
    how = world.groups.square[group]
    if how == 1:
        score *= score
    elif how == 2:
        score = 1.0
    flags = world.places.flags[day, goal]
    rules = world.rules
    factor = 0.0
    if flags & CAMP:
        factor = rules.match_camp
    elif flags & CONFLICT:
        factor = rules.match_conflict
    elif flags & TOWN:
        factor = rules.match_town
    if factor > 0.0:
        score *= factor * _alike(world, scratch, goal, scratch.matching[goal, world.groups.ethnicity[group]])
    if rules.match_religion > 0.0 and flags & CAMP:
        same = scratch.believing[goal, world.groups.religion[group]]
        score *= rules.match_religion * _alike(world, scratch, goal, same)
    return score * scratch.worth[goal]


@kernel
def _alike(world: FleeWorld, scratch: FleeScratch, goal: int, same: int) -> float:
    """Returns the displaced alike, over the residents (Flee's law) or over all displaced there (repaired)."""
    if world.rules.repaired > 0.0:
        return same / scratch.load[goal] if scratch.load[goal] > 0 else 1.0
    residents = world.places.population[goal]
    return same / (residents if residents > 0.0 else FEW)
