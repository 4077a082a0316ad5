"""What every location is on every day: type, conflict, score, chance of moving, weight of arrivals, open links."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corridor.flee.network import Network
from corridor.formats.flee.schema import CAMPS, Closure, FleeScenario, Location, Settings
from corridor.model.flee.world import CAMP, CONFLICT, TOWN

__all__ = ["Timeline", "timeline"]

EPSILON = 1e-6
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass
class Spot:
    """A location on one day."""

    camp: bool = False
    idpcamp: bool = False
    town: bool = False
    marker: bool = False
    chance: float = 1.0
    intensity: float = -1.0
    since: int = -1


@dataclass
class Timeline:
    """Days × locations, and what is open in each epoch."""

    score: Floats  # (T + 1, L)
    chance: Floats
    hunger: Floats
    flags: Ints
    spawn: Floats
    spawn_people: Floats
    epoch: Ints
    epochs: list[tuple[list[list[int]], list[bool]]] = field(default_factory=list)


def timeline(scenario: FleeScenario, network: Network, repaired: bool) -> Timeline:
    """Returns the days of a scenario; nothing in them depends on chance."""
    days, places = scenario.length, len(scenario.locations)
    shape = (days, places)
    made = Timeline(
        score=np.ones((days + 1, places)),
        chance=np.zeros(shape),
        hunger=np.zeros(shape),
        flags=np.zeros(shape, np.int64),
        spawn=np.zeros(shape),
        spawn_people=np.zeros(shape),
        epoch=np.zeros(days, np.int64),
    )
    spots = [_spot(place, scenario.settings) for place in scenario.locations]
    hunger = _hunger(scenario)
    for day in range(days):
        changed = _change_types(scenario, spots, day, repaired)
        _change_conflicts(scenario, spots, day, repaired)
        _fill_spawn(scenario, spots, made, hunger, day)
        for closure in scenario.closures:
            if closure.kind in ("camp", "idpcamp"):
                _close_camp(spots[network.at[closure.first]], closure, day, scenario.settings, repaired)
            else:
                changed = network.enact(closure, day) or changed
        if changed or day == 0:
            made.epochs.append(([list(links) for links in network.open], [spot.marker for spot in spots]))
        made.epoch[day] = len(made.epochs) - 1
        _fill_day(scenario, spots, made, hunger, day)
    return made


def _spot(place: Location, keys: Settings) -> Spot:
    spot = Spot()
    _become(spot, place.kind, keys)
    if place.kind in ("conflict", "conflict_camp"):
        spot.intensity = place.attributes.get("conflict_intensity", 1.0)
    return spot


def _become(spot: Spot, kind: str, keys: Settings) -> None:
    spot.camp = kind in CAMPS
    spot.idpcamp = kind == "idpcamp"
    spot.town = kind == "town"
    spot.marker = kind == "marker"
    spot.chance = {
        "camp": keys.camp_movechance, "idpcamp": keys.idpcamp_movechance,
        "conflict": keys.conflict_movechance, "conflict_camp": keys.conflict_movechance,
        "flood_zone": keys.default_movechance, "town": keys.default_movechance, "town_camp": keys.default_movechance,
    }.get(kind, 1.0)  # fmt: skip


def _change_types(scenario: FleeScenario, spots: list[Spot], day: int, repaired: bool) -> bool:
    changed = False
    names = [place.name for place in scenario.locations]
    for change in scenario.changes:
        if change.day == day:
            spot = spots[names.index(change.name)]
            _become(spot, change.kind, scenario.settings)
            intensity = scenario.settings.default_conflict_intensity
            spot.intensity = (intensity if repaired else float(int(intensity))) if change.kind == "conflict" else -1.0
            spot.since = day if change.kind == "conflict" else spot.since
            changed = True
    return changed


def _change_conflicts(scenario: FleeScenario, spots: list[Spot], day: int, repaired: bool) -> None:
    for place, spot in zip(scenario.locations, spots, strict=True):
        days = scenario.conflicts.get(place.name)
        if days is None:
            continue
        now, before = days[day], days[day - 1] if day > 0 else 0.0
        if now > EPSILON and before < EPSILON:
            spot.intensity, spot.since, spot.town = now, day, False
            spot.chance = scenario.settings.conflict_movechance
        elif day > 0 and now < EPSILON <= before:
            spot.intensity = -1.0
            if repaired and spot.camp:
                _become(spot, "idpcamp" if spot.idpcamp else "camp", scenario.settings)
            else:
                spot.chance, spot.town = scenario.settings.default_movechance, True
        elif repaired and now > EPSILON:
            spot.intensity = now


def _close_camp(spot: Spot, closure: Closure, day: int, keys: Settings, repaired: bool) -> None:
    """Makes a town of a camp, or a camp again; in Flee either ends a conflict there, until conflicts.csv begins it anew."""
    for kind, on in (("town", closure.start), (closure.kind, closure.end)):
        if day != on:
            continue
        _become(spot, kind, keys)
        if repaired and spot.intensity > 0.0:
            spot.chance, spot.town = keys.conflict_movechance, False
        else:
            spot.intensity = -1.0


def _decay(keys: Settings, since: int, day: int) -> float:
    if not keys.conflict_spawn_decay:
        return 1.0
    at = (day - since) // keys.conflict_spawn_decay_interval
    return keys.conflict_spawn_decay[min(at, len(keys.conflict_spawn_decay) - 1)]


def _fill_spawn(scenario: FleeScenario, spots: list[Spot], made: Timeline, hunger: Floats, day: int) -> None:
    """The weight of arrivals for each resident; or, when conflicts drive them, the rate a day."""
    keys = scenario.settings
    for at, spot in enumerate(spots):
        if keys.spawn_mode:
            if spot.intensity > 0.0:
                rates = made.spawn if keys.spawn_mode == "pop_ratio" else made.spawn_people
                rates[day, at] = keys.displaced_per_conflict_day * spot.intensity
            continue
        if spot.intensity > 0.0:
            made.spawn[day, at] = spot.intensity * _decay(keys, spot.since, day)
        only = keys.conflict_zone_spawning_only and spot.intensity <= 0.0
        if keys.starvation_driven_spawning and day > 0 and not only:
            made.spawn[day, at] += hunger[day, at]


def _fill_day(scenario: FleeScenario, spots: list[Spot], made: Timeline, hunger: Floats, day: int) -> None:
    keys = scenario.settings
    home = scenario.locations[0].country
    for at, (place, spot) in enumerate(zip(scenario.locations, spots, strict=True)):
        made.flags[day, at] = TOWN * spot.town | CAMP * spot.camp | CONFLICT * (spot.intensity > 0.0)
        made.chance[day, at] = spot.chance
        made.hunger[day, at] = hunger[day, at] if keys.flee_when_starving else 0.0
        score = 1.0
        if place.country != home:
            if keys.use_economic_pull:
                score *= 1.0 + place.attributes.get("trade_volume", 0.0) + place.attributes.get("hdi", 0.0) ** 2
            score *= keys.foreign_weight
        elif keys.avoid_food_deprived_locations and day > 0:
            score *= 1.0 - hunger[day, at] ** 2
        if spot.camp:
            score *= keys.camp_weight
        if spot.intensity > 0.0:
            score *= keys.conflict_weight ** (_decay(keys, spot.since, day) * spot.intensity)
        made.score[day + 1, at] = score


def _hunger(scenario: FleeScenario) -> Floats:
    """Returns food insecurity as a share, by day and location: linear between the days of the table."""
    found = np.zeros((scenario.length, len(scenario.locations)))
    days = np.arange(scenario.length)
    for at, place in enumerate(scenario.locations):
        points = scenario.ipc.get(place.region, ())
        if points:
            found[:, at] = np.interp(days, [day for day, _ in points], [value / 100.0 for _, value in points])
    return found
