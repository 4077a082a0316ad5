"""What a user describes: frozen, typed nouns, as read from a scenario folder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

__all__ = [
    "Calibration",
    "Change",
    "Consent",
    "Corridor",
    "FollowOn",
    "Group",
    "Observation",
    "Operation",
    "Origin",
    "Parameter",
    "Place",
    "PlaceKind",
    "PlaceSet",
    "Policy",
    "Route",
    "Scenario",
    "Summary",
    "Zone",
]


class PlaceKind(StrEnum):
    """What a place is; the kind decides what happens to people who are there."""

    ZONE = "zone"  # part of a city (or its surroundings) that an operation takes, block by block
    TOWN = "town"  # people may live there and pass on
    CAMP = "camp"  # has a capacity
    STATION = "station"  # screening: arrivals queue, are served, then pass on
    CROSSING = "crossing"  # people pass on at once (bridge, checkpoint, border)
    HOST = "host"  # host community: no capacity
    REGION = "region"  # coarse: a governorate or larger


class Consent(StrEnum):
    """Whether those who hold the city agreed to a corridor."""

    AGREED = "agreed"
    UNILATERAL = "unilateral"


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the map."""

    id: str
    name: str
    kind: PlaceKind
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    schematic: bool = False  # the coordinate is for display only
    region: str = ""  # the region whose violence people here live with, and where fighters who come here are counted
    direction: str = ""  # camps of one direction share what nobody observed (the lower nest)
    initial: int = 0  # people there on the first day who were displaced earlier
    capacity: int | None = None  # people, before any dated change; None: no limit
    ramp_share: float = 0.0  # share of `ramp_per_day` that is built here
    source: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A directed link between two places, travelled in whole days."""

    id: str
    start: str
    end: str
    km: float
    mode: str  # foot | vehicle | crossing
    days: int  # mean days under way
    days_cv: float = 0.0  # 0: everyone takes `days`; else discretised gamma
    open: bool = True  # before any dated change
    residual: bool = False  # takes whoever no other option can take
    source: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Corridor:
    """A passage opened over routes that start in zones; closed unless a dated change opens it."""

    id: str
    name: str
    routes: tuple[str, ...]
    groups: tuple[str, ...]  # who may pass
    consent: Consent
    announced: dt.date | None = None
    hours: float = 24.0  # open hours a day
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """People under one set of rules."""

    id: str
    name: str
    share: float  # of the population of every zone


@dataclass(frozen=True, slots=True)
class Origin:
    """A label that people carry for life: the zones that they call home (at most four labels)."""

    id: str
    name: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """How an operation takes one zone: a clock of equal blocks, taken in order."""

    place: str
    blocks: int
    window: int = 3  # blocks contested at a time
    begins: dt.date | None = None  # a dated start, or …
    after: str | None = None  # … the zone that must be taken first, plus the parameter gap_days
    villages: bool = False  # people may go home at once, and many do
    known_on: dt.date | None = None  # the day `begins` was public; who does not know it yet waits for `after`

    def as_known(self, as_of: dt.date | None) -> Zone:
        """Returns the zone with the one start that was known on a day: the date, or else the zone before it."""
        if self.begins is None:
            return self
        known = as_of is None or self.known_on is None or self.known_on <= as_of
        return replace(self, after=None) if known else replace(self, begins=None)


@dataclass(frozen=True, slots=True)
class Operation:
    """The taking of a city."""

    mode: str  # simulated | replayed (from the dated share_retaken)
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One dated setting: from `date` on (until the day before `until`), `quantity` of `target` is `value`."""

    date: dt.date
    target: str
    quantity: str
    value: float
    until: dt.date | None = None
    group: str = ""
    known_on: dt.date | None = None
    source: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A named set of dated changes: what a counterfactual changes, and nothing else."""

    id: str
    name: str
    changes: tuple[Change, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number with a prior under each prior set; `id` may end in `.place`, `.route` or `.corridor`."""

    id: str
    equation: str
    unit: str
    priors: tuple[str, str, str, str]  # P0, P1, P2, P3, in the notation of parameters.csv
    low: float | None
    high: float | None
    source: str
    assumed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """A count that someone published."""

    series: str
    date: dt.date
    value: float
    quantity: str  # the quantity of the model that it measures
    place: str  # a place, a set of places, or "all"
    kind: str  # stock | flow | cumulative
    group: str = "all"
    scope: str = ""
    method: str = ""
    families: float | None = None
    low: float | None = None
    high: float | None = None
    known_on: dt.date | None = None
    scored: bool = False
    source: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FollowOn:
    """The operation against the next city: announced, isolated, assaulted, by date or by what triggers it."""

    zone: str
    region: str  # fighters who relocate here count towards the trigger
    after: tuple[str, ...]  # the zones whose progress counts towards the trigger
    announced: dt.date
    isolated: dt.date
    assaulted: dt.date
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlaceSet:
    """Places counted together."""

    id: str
    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """One number that a calibration compares, on a log scale: a count of a series, or the steepest rise in it."""

    series: str
    date: dt.date | None  # of the count; None where the whole series is meant
    measure: str  # count | rise


@dataclass(frozen=True, slots=True)
class Calibration:
    """What may be inferred from the counts: which parameters are free, and which summaries are compared."""

    free: tuple[str, ...]
    summaries: tuple[Summary, ...]
    mode: str = ""  # of the operation while it is calibrated: simulated | replayed; "": as in `operation`


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation: everything that a run needs, nothing that it makes."""

    id: str
    title: str
    start: dt.date
    end: dt.date
    rules: str
    groups: tuple[Group, ...]
    origins: tuple[Origin, ...]
    places: tuple[Place, ...]
    routes: tuple[Route, ...]
    operation: Operation
    corridors: tuple[Corridor, ...]
    schedule: tuple[Change, ...]
    policies: tuple[Policy, ...]
    parameters: tuple[Parameter, ...]
    observations: tuple[Observation, ...]
    sets: tuple[PlaceSet, ...]
    map_dates: tuple[dt.date, ...]
    limits: tuple[str, ...]  # what the scenario leaves out, in plain words
    folder: Path
    content_hash: str
    fighters: bool = False  # whether fighters are simulated, as aggregate stocks (MODEL.md 2.8)
    follow_on: FollowOn | None = None
    calibration: Calibration | None = None
