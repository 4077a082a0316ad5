"""What stops a run under Flee's rules for certain: found before any draw, told by `check` and by a run alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from corridor.errors import RunError
from corridor.flee.published import ALL
from corridor.flee.world import compile_flee
from corridor.formats.flee.schema import FleeScenario
from corridor.model.flee.world import CONFLICT, FleeWorld
from corridor.scenario.names import listed

__all__ = ["no_origin", "prepared"]

#: Numbers of people are kept in 32 bits; those who arrive by chance may be somewhat more than expected.
MOST_PEOPLE = 2_000_000_000
SQUARED = 1  # a class for which scores are squared


def prepared(scenario: FleeScenario, repaired: bool) -> FleeWorld:
    """Returns the arrays of a scenario that can be run; RunError tells everything that would stop it on every seed."""
    world = compile_flee(scenario, repaired)
    found = [
        *_names(scenario),
        *_starts(scenario, world),
        *_weights(scenario, world),
        *_crowds(world),
        *_origins(scenario, world),
    ]
    if found:
        raise RunError("\n".join(found))
    return world


@dataclass(frozen=True, slots=True)
class _Files:
    """What the parts of a folder are called: Flee's own, or an imported one."""

    places: str
    conflicts: str
    settings: str
    shorter: str
    repair: str


_FLEE = _Files("locations.csv", "conflicts.csv", "the settings", "Length in sim_period.csv", "run with --flee-repaired")
_OURS = _Files("places.csv", "schedule.csv", "parameters.csv", "the run in scenario.yaml", "set `repaired: yes` there")


def _files(scenario: FleeScenario) -> _Files:
    return _OURS if (scenario.folder / "scenario.yaml").is_file() else _FLEE


def _names(scenario: FleeScenario) -> Iterator[str]:
    """A name that scores have for all camps together cannot be that of a camp with scores of its own."""
    if ALL in scenario.camps and any(table.name == ALL for table in scenario.data[1:]):
        yield (
            f"{_files(scenario).places}: a camp is called {ALL!r}, and so are all camps together in the scores. "
            "Give the camp another name, in all files."
        )


def _starts(scenario: FleeScenario, world: FleeWorld) -> Iterator[str]:
    for place, people in zip(scenario.locations, world.places.start, strict=True):
        if people < 0:
            yield (
                f"{_files(scenario).places}: {people:,} people are at {place.name} before the first day. "
                "Correct initial_idps; it is 0 or more."
            )


def _weights(scenario: FleeScenario, world: FleeWorld) -> Iterator[str]:
    """Weights of ways that no number can hold; scores lie between the least and the greatest of all days."""
    rules, ways, places = world.rules, world.ways, world.places
    scores = [places.score.min(axis=0), places.score.max(axis=0)]
    with np.errstate(all="ignore"):
        if (world.groups.square == SQUARED).any():
            scores += [score**2 for score in scores]
        worth = np.maximum(1.0, places.population) ** rules.population_power
        found = [
            ((rules.weight_softening + (score * worth)[ways.goal] * ways.near) * ways.scale) ** rules.weight_power
            for score in scores
        ]
        # Flee adds them up before it draws one.
        wrong = ~np.isfinite(np.array(found) * ways.goal.size).all(axis=0)
    if not wrong.any():
        return
    keys, way = scenario.settings, int(np.argmax(wrong))
    start = (int(np.searchsorted(ways.first, way, side="right")) - 1) % len(scenario.locations)
    first, last = (scenario.locations[at].name for at in (start, int(ways.goal[way])))
    yield (
        f"{_files(scenario).settings}: with distance_power {keys.distance_power:g} and weight_power {keys.weight_power:g} "
        f"the weight of the way from {first} to {last} is no number, so nobody could choose. Bring both nearer to 1, and "
        "other weights too if they are very large or 0."
    )


def _crowds(world: FleeWorld) -> Iterator[str]:
    """More people than an evening's numbers have room for."""
    places = world.places
    people = float(places.start.sum() + world.groups.first_people.sum() + places.arrivals.sum())
    if world.rules.arrivals_by_data == 0.0:
        shares = (places.spawn * places.population).sum(axis=0)
        if world.rules.take_population > 0.0:
            shares = np.minimum(shares, places.population)
        people += float(places.spawn_people.sum() + shares.sum())
    if people > MOST_PEOPLE:
        yield (
            f"about {people:,.0f} agents are to be displaced, and a run holds {MOST_PEOPLE:,} at most. "
            "Look for a wrong number in the counts or the settings, or raise hasten."
        )


def _origins(scenario: FleeScenario, world: FleeWorld) -> Iterator[str]:
    """The first day on which people are to come, and there is no place from which any could."""
    places = world.places
    if world.rules.arrivals_by_data == 0.0 or world.rules.repaired > 0.0:  # repaired: they wait
        return
    from_where = (places.spawn * places.population).sum(axis=1)
    days = np.flatnonzero((places.arrivals > 0) & (from_where <= 0.0))
    if days.size:
        yield no_origin(scenario, world, int(days[0]))


def no_origin(scenario: FleeScenario, world: FleeWorld, day: int) -> str:
    """Returns why a run stops on a day on which people are to be displaced: nobody could be, for what reason, what to do."""
    cause, remedy = _cause(scenario, world, day)
    files, date = _files(scenario), scenario.start + timedelta(days=day)
    return (
        f"day {day} ({date}): {_expected(scenario, world, day)} to be displaced, but {cause}; Flee stops here. "
        f"{remedy}, shorten {files.shorter}, or {files.repair}, which makes them wait."
    )


def _expected(scenario: FleeScenario, world: FleeWorld, day: int) -> str:
    people = int(world.places.arrivals[day])
    one, many = ("agent", "agents") if scenario.settings.hasten > 1 else ("person", "people")
    return f"1 {one} is" if people == 1 else f"{people:,} {many} are"


def _cause(scenario: FleeScenario, world: FleeWorld, day: int) -> tuple[str, str]:
    """Returns why nobody could be displaced on a day, and what to do about that."""
    places, files, hasten = world.places, _files(scenario), scenario.settings.hasten
    at = np.flatnonzero(places.spawn[day] > 0.0)
    if not at.size and (places.flags[day] & CONFLICT).any():
        return "conflict_spawn_decay is 0 wherever there is conflict", f"Let its last number be above 0 in {files.settings}"
    if not at.size:
        return "no location with people is in conflict", f"Add a conflict to {files.conflicts}"
    if places.population[at].any():  # at the start: they have been taken since
        used = listed(scenario.locations[place].name for place in at)
        return f"everybody at {used} is displaced already", "Switch take_from_population off"
    homes = {scenario.locations[place].name: scenario.locations[place].population for place in at}
    if any(homes.values()):
        held = listed(f"{name} has {people:,}" for name, people in homes.items())
        return f"no location in conflict has as many people as one agent stands for, {hasten:,} ({held})", "Lower hasten"
    where = listed(homes)
    return f"no location with people is in conflict: {where} has none", f"Give it a population in {files.places}"
