"""What a folder of the simulator Flee says: frozen, typed, as read; rules are applied elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corridor.scenario.schema import Policy

__all__ = [
    "CAMPS",
    "NEVER",
    "Agents",
    "Closure",
    "Demographic",
    "FleeScenario",
    "Location",
    "Notice",
    "Road",
    "Room",
    "Settings",
    "Table",
    "TypeChange",
]

#: The day on which nothing that is closed is opened again.
NEVER = 1 << 40
#: Kinds of places that are camps to Flee. The last two are towns and conflict zones which it takes for camps because their
#: chance of moving is so small (L3 in docs/flee.md): they keep it, their residents and their conflict.
CAMPS = ("camp", "idpcamp", "town_camp", "conflict_camp")
#: Usual intensities of conflict lie between 0 and 1; what they multiply must stay a number.
MOST_INTENSITY = 1e6


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """A key, defect or habit of Flee's that the folder meets: what Flee does, and what happens here."""

    code: str  # the row of the table in docs/flee.md
    file: str
    row: int
    what: str
    instead: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.row}" if self.row else self.file
        return f"{where}: {self.what}. {self.instead} [{self.code}]"


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys of simsetting.yml that change numbers, with Flee's own defaults."""

    hasten: int = 1
    default_conflict_intensity: float = 1.0
    take_from_population: bool = False
    insert_day0: bool = True
    empty_camps_on_day0: bool = False
    conflict_zone_spawning_only: bool = True
    sum_from_camps: bool = True
    starvation_driven_spawning: bool = False
    read_from_agents_csv_file: bool = False
    camps_are_sinks: bool = False
    spawn_mode: str = ""  # "": as the data say; else constant, pop_ratio or poisson
    displaced_per_conflict_day: float = 500.0
    conflict_spawn_decay: tuple[float, ...] = ()
    conflict_spawn_decay_interval: int = 30
    max_move_speed: float = 360.0  # km per day
    max_walk_speed: float = 35.0
    foreign_weight: float = 1.0
    camp_weight: float = 1.0
    conflict_weight: float = 10**-0.5
    conflict_movechance: float = 1.0
    camp_movechance: float = 0.001
    idpcamp_movechance: float = 0.1
    default_movechance: float = 0.3
    awareness_level: int = 1
    capacity_buffer: float = 0.9
    capacity_scaling: float = 1.0
    avoid_short_stints: bool = False
    start_on_foot: bool = False
    softening: float = 10.0  # km
    weight_softening: float = 0.0
    weight_power: float = 1.0
    distance_power: float = 1.0
    stay_close_to_home: bool = False
    home_distance_power: float = 0.5
    use_pop_for_loc_weight: bool = False
    pop_power_for_loc_weight: float = 0.1
    movechance_pop_base: float = 10000.0
    movechance_pop_scale_factor: float = 0.0
    pruning_threshold: float = 1.0
    fixed_routes: bool = False
    use_economic_pull: bool = False
    flee_when_starving: bool = False
    avoid_food_deprived_locations: bool = False
    women_avoid_hazards: bool = False
    children_avoid_hazards: bool = False
    elderly_avoid_hazards: bool = False
    boys_take_risk: bool = False
    match_camp_religion: bool = False
    match_camp_ethnicity: bool = False
    match_town_ethnicity: bool = False
    match_conflict_ethnicity: bool = False
    avg_religion_fraction: float = 0.25


@dataclass(frozen=True, slots=True)
class Location:
    """A row of locations.csv; `population` and `capacity` are people, not divided by hasten."""

    name: str
    region: str
    country: str
    x: float
    y: float
    kind: str  # one of CAMPS, conflict, forward, marker, flood_zone, town or other
    population: int
    capacity: int  # -1: no limit
    attributes: Mapping[str, float]  # the recognised ones


@dataclass(frozen=True, slots=True)
class Road:
    """A row of routes.csv: a link in either direction."""

    start: str
    end: str
    km: float
    twice: bool = False  # forced_redirection 1 makes Flee lay the road twice
    speed: float | None = None  # km per day, instead of max_move_speed
    walk_probability: float | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """A row of closures.csv, acted on when the day equals `start` (close) or `end` (open again)."""

    kind: str  # country, location, camp, idpcamp, link or remove_forced_redirection
    first: str
    second: str
    start: int
    end: int
    firm: bool = False  # of a policy: no other row that ends opens what it closes

    def means(self, first: Location, second: Location) -> bool:
        """Returns whether the link from one location to another is among those that are closed."""
        names, countries = (first.name, second.name), (first.country, second.country)
        mine = (self.first, self.second)
        if self.kind == "country":
            return countries in (mine, mine[::-1])
        if self.kind == "link":
            return names in (mine, mine[::-1])
        return self.kind == "location" and self.first in names

    def holds_on(self, day: int) -> bool:
        """Returns whether a day lies between the two; one that ends before it starts never ends."""
        return 0 <= self.start <= day and (day < self.end or self.end < self.start)


@dataclass(frozen=True, slots=True)
class TypeChange:
    """A row of location_changes.csv: from `day` on a location is of another kind."""

    name: str
    kind: str
    day: int


@dataclass(frozen=True, slots=True)
class Room:
    """From `day` on a camp has places for `capacity` people; Flee has no such file, a policy sets it."""

    name: str
    day: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Table:
    """One row of data_layout.csv: dated counts of people present, in days since the start, after corrections."""

    name: str
    days: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Demographic:
    """One demographics_*.csv: weights of the values of an attribute, for everyone and for single origins."""

    attribute: str
    values: tuple[str, ...]
    default: tuple[float, ...]
    by_location: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Agents:
    """Equal rows of agents.csv, counted: how many start at a location with the same attributes."""

    location: str
    attributes: tuple[tuple[str, str], ...]
    count: int


@dataclass(frozen=True, slots=True)
class FleeScenario:
    """A whole Flee folder: everything that a run under Flee's rules needs."""

    name: str
    folder: Path
    start: dt.date
    length: int  # days
    settings: Settings
    locations: tuple[Location, ...]
    roads: tuple[Road, ...]
    major_routes: tuple[tuple[str, ...], ...]
    closures: tuple[Closure, ...]
    conflicts: Mapping[str, tuple[float, ...]]  # location -> intensity by day
    changes: tuple[TypeChange, ...]
    ipc: Mapping[str, tuple[tuple[int, float], ...]]  # region -> (day, per cent)
    demographics: tuple[Demographic, ...]
    agents: tuple[Agents, ...]
    data: tuple[Table, ...]  # the first is the total
    notices: tuple[Notice, ...] = field(compare=False)
    content_hash: str = ""
    rooms: tuple[Room, ...] = ()  # dated capacities, which only a policy sets
    policies: tuple[Policy, ...] = ()  # of policies.yaml, which Flee does not know
    floods: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # location -> flood level by day; no rule uses it

    @property
    def camps(self) -> tuple[str, ...]:
        """Returns the names of the locations that are camps when the run starts: the columns of out.csv."""
        return tuple(place.name for place in self.locations if place.kind in CAMPS)

    def flood_level(self, name: str, day: int) -> float:
        """Returns the flood level of a location on a day, 0 (none) to 4; 0 where flood_level.csv says nothing of it."""
        levels = self.floods.get(name, ())
        return levels[day] if 0 <= day < len(levels) else 0.0
