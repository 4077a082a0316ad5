"""What may leave the program: quantiles, rounded and suppressed, never a single run (MODEL.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from corridor.observe.table import ScoreRow
    from corridor.published_forecast import Forecasts
    from corridor.published_screening import ScreeningErrors

__all__ = [
    "PIT_BINS",
    "QUANTILES",
    "Arrived",
    "CheckSummary",
    "Fan",
    "FighterWeek",
    "Fighters",
    "Flow",
    "NextCity",
    "ObservationCheck",
    "ParameterFact",
    "PlaceFact",
    "Published",
    "RouteFact",
    "RunFacts",
    "Scores",
    "StageShare",
]

#: The quantiles of every published number, beside its mean.
QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)
#: Bins of the histogram of ranks.
PIT_BINS = 10

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What was run, so that anybody can run it again."""

    scenario: str
    title: str
    policy: str
    policy_name: str
    prior_set: str
    seed: int
    members: int
    replicates: int
    start: date
    end: date
    complete: bool
    content_hash: str
    code_hash: str
    prior_hash: str
    overrides: Mapping[str, float]
    versions: Mapping[str, str]
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fan:
    """A quantity of one place and group over time; `quantiles` (days, 5), `mean` (days,); NaN: suppressed."""

    quantity: str
    place: str  # a place, a set, an origin's zone, or "all"
    group: str  # a group or "all"
    unit: str
    dates: tuple[date, ...]
    mean: FloatArray
    quantiles: FloatArray


@dataclass(frozen=True, slots=True)
class Flow:
    """People who had arrived by `date`, cumulated from the start: origin, exit passed, destination.

    Beside the detailed rows there are totals, in which origin, exit or destination (or two, or all of them)
    is "all": quantiles of a sum are not sums of quantiles. `group` is "all" or one group. What may not be
    shown by itself is counted under the name "other". NaN is suppressed; empty rows are left out.
    """

    date: date
    origin: str
    exit: str
    destination: str
    group: str
    quantity: str
    mean: float
    quantiles: tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class ObservationCheck:
    """A published count beside what the ensemble says of the same quantity on the same day."""

    series: str
    date: date
    value: float
    low: float | None
    high: float | None
    quantity: str
    place: str
    group: str
    kind: str
    scored: bool
    source: str
    confidence: str
    mean: float
    q01: float
    quantiles: tuple[float, float, float, float, float]
    q99: float
    pit: float  # share of members below the count (ties count half)


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """How one published series sits in the ensemble. Shares are of its counts, 0 to 1."""

    series: str
    quantity: str
    place: str
    group: str
    scored: bool
    counts: int
    inside_50: float
    inside_90: float
    mean_pit: float
    band_width: float  # mean of (q95 - q05) / median, where the median is not zero
    outside: int  # counts below the 1 % or above the 99 % quantile

    @property
    def wholly_outside(self) -> bool:
        """Returns whether no count of the series lies within the 1-99 % band."""
        return self.outside == self.counts


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A place as the map shows it."""

    id: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    schematic: bool


@dataclass(frozen=True, slots=True)
class RouteFact:
    """A route as the map shows it; `open_on` says for each map date whether it was open."""

    id: str
    start: str
    end: str
    km: float
    open_on: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class ParameterFact:
    """A parameter with its prior and where that comes from."""

    id: str
    equation: str
    unit: str
    prior: str
    median: float  # NaN, as the ends are, where it would be a number of fighters in one zone
    low: float  # 5 % of the draws used
    high: float  # 95 %
    source: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class FighterWeek:
    """Fighters of a region at the end of a week: a range and nothing else, beside that of the prior.

    `week` is the Monday of an ISO week, `low` and `high` the 5 % and 95 % quantiles on its Sunday, rounded outwards.
    """

    week: date
    region: str  # a region, or a city as a whole
    quantity: str
    low: int
    high: int
    prior_low: int
    prior_high: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """Share of all displaced people who arrived anywhere whose destination lies in the region: 5, 50 and 95 %."""

    region: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Fighters:
    """All that may be said of fighters, and what stands beside it."""

    weeks: tuple[FighterWeek, ...]
    regions: Mapping[str, str]  # id → name of what `FighterWeek.region` holds
    arrived: tuple[Arrived, ...]  # civilians, so that the two are not mistaken for each other
    prior: str  # where the prior's range comes from, one sentence


@dataclass(frozen=True, slots=True)
class StageShare:
    """Share of members whose next operation is at a stage, by date, with the 90 % interval of the Monte-Carlo error."""

    stage: int  # 0 not begun, 1 isolation, 2 assault, 3 done
    share: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class NextCity:
    """How far the operation against the next city has come."""

    zone: str
    dates: tuple[date, ...]
    stages: tuple[StageShare, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """How well a run foretells the counts that are scored, beside simple rules (MODEL.md section 3)."""

    rows: tuple[ScoreRow, ...]
    pits: Mapping[str, tuple[int, ...]]  # by series: how many counts rank in each tenth of the members


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that the store, the report, the terminal and the live page may show of one run."""

    run: RunFacts
    fans: tuple[Fan, ...]
    flows: tuple[Flow, ...]
    observations: tuple[ObservationCheck, ...]
    parameters: tuple[ParameterFact, ...]
    places: tuple[PlaceFact, ...]
    sets: Mapping[str, str]  # id → name
    groups: Mapping[str, str]
    origins: Mapping[str, str]
    routes: tuple[RouteFact, ...]
    map_dates: tuple[date, ...]
    basemap: Mapping[str, Any] | None
    limits: tuple[str, ...]
    withheld: tuple[str, ...] = ()  # what is not shown by itself, and why, one sentence each
    fighters: Fighters | None = None  # None: the scenario has none
    next_city: NextCity | None = None
    screening: ScreeningErrors | None = None  # None: the scenario has no screening station
    scores: Scores | None = None  # None: the run was not scored
    forecast: Forecasts | None = None  # None: the run was not updated by counts

    def fan(self, quantity: str, place: str = "all", group: str = "all") -> Fan | None:
        """Returns the fan of a quantity, or None where the run has none."""
        for fan in self.fans:
            if (fan.quantity, fan.place, fan.group) == (quantity, place, group):
                return fan
        return None
