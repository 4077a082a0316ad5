"""Weights of the candidate ways of a decision, and how full camps look to those who decide."""

from __future__ import annotations

from corridor.draws import kernel
from corridor.model.flee.state import FleeScratch, FleeState
from corridor.model.flee.world import CAMP, CONFLICT, TOWN, FleeWorld

__all__ = ["chances", "link_to", "look", "stale", "weigh"]

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
        if places.capacity[place] < 0.0 and places.growth[place] == 0.0:
            continue
        people = state.present[place]
        capacity = (places.capacity[place] + places.growth[place] * (day + 1)) * rules.scaling
        if capacity < 1.0 or people <= rules.buffer * capacity:
            room = 1.0
        elif people >= capacity:
            room = 0.0
        else:
            room = 1.0 - (people - rules.buffer * capacity) / (capacity * (1.0 - rules.buffer))
        if room != scratch.room[place]:
            scratch.room[place] = room
            scratch.touched[place] = scratch.latest[0] = scratch.phase[0]


@kernel
def stale(world: FleeWorld, scratch: FleeScratch, day: int, place: int, group: int) -> bool:
    """Returns whether the weights from a location are of another day, or of before a change at one of its goals."""
    made = scratch.fresh[place * world.groups.key.size + group]
    if made < scratch.dawn[0]:
        return True
    if made >= scratch.latest[0]:
        return False
    row = world.places.epoch[day] * world.places.key.size + place
    for way in range(world.ways.first[row], world.ways.first[row + 1]):
        if scratch.touched[world.ways.goal[way]] > made:
            return True
    scratch.fresh[place * world.groups.key.size + group] = scratch.phase[0]
    return False


@kernel
def weigh(world: FleeWorld, scratch: FleeScratch, day: int, place: int, group: int) -> None:
    """Fills shares and first links of the candidates from a location for one class."""
    ways, rules = world.ways, world.rules
    row = world.places.epoch[day] * world.places.key.size + place
    first, last = ways.first[row], ways.first[row + 1]
    base = group * ways.goal.size
    highest = 0.0
    for way in range(first, last):
        weight = _weight(world, scratch, day, place, group, way)
        scratch.weight[base + way] = weight
        highest = max(highest, weight)
    least = highest / rules.pruning if rules.pruning >= 1.001 and rules.fixed_routes == 0.0 else 0.0
    total = 0.0
    for way in range(last - 1, first - 1, -1):
        weight = scratch.weight[base + way]
        if highest <= 0.0:  # all alike, as Flee falls back to
            weight = 1.0
        elif weight < least:
            weight = 0.0
        total += weight
        scratch.share[base + way] = weight / total if weight > 0.0 else 0.0  # 1 for the last
        scratch.link[base + way] = link_to(world, scratch, day, place, ways.route[way])
    scratch.fresh[place * world.groups.key.size + group] = scratch.phase[0]


@kernel
def link_to(world: FleeWorld, scratch: FleeScratch, day: int, place: int, route: int) -> int:
    """Returns the first open link to the next place of a route; -1 for none, or if a full camp at its end refuses."""
    goal = world.routes.goal[route]
    if world.places.flags[day, goal] & CAMP and scratch.room[goal] < 0.5:
        return -1
    row = world.places.epoch[day] * world.places.key.size + place
    for position in range(world.links.first[row], world.links.first[row + 1]):
        link = world.links.out[position]
        if world.links.end[link] == world.routes.next[route]:
            return int(link)
    return -1


@kernel
def _weight(world: FleeWorld, scratch: FleeScratch, day: int, place: int, group: int, way: int) -> float:
    ways, rules = world.ways, world.rules
    goal = ways.goal[way]
    score = _worth(world, scratch, day, goal, group)
    if rules.fixed_routes > 0.0:
        told = world.places.score[day + 1, goal]
        if rules.repaired == 0.0 and goal > place:
            told = world.places.score[day, goal]
        weight = ((rules.weight_softening + told) * ways.scale[way]) ** rules.weight_power
        return weight if rules.repaired > 0.0 else weight * score * ways.near[way]
    weight = (rules.weight_softening + score * ways.near[way]) * ways.scale[way] * scratch.room[goal]
    return weight**rules.weight_power if rules.weight_power != 1.0 else weight


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
