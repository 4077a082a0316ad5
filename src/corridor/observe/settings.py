"""Every parameter of the reporting model, with its source: how each way of counting works, and when one changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.observe.households import HOUSEHOLD, Household

__all__ = ["SETTINGS", "Break", "Coverage", "Method", "Settings"]


@dataclass(frozen=True, slots=True)
class Break:
    """A documented change of method: a jump of level that is certain, in an instrument's first report after the day."""

    day: date
    scope: str  # of the reports that it concerns
    quantities: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of the people whom a method finds, inside camps and outside; `campaign` is when it went to look outside."""

    inside: str
    outside: str
    outside_after: str
    campaign: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Method:
    """One way of counting. Reports of one instrument on the same thing share their errors, whatever their series."""

    names: tuple[str, ...]  # as the column `method` of observations writes it
    instrument: str  # "": every series is an instrument of its own
    families: float  # published individuals are this many times the families; 0: individuals were counted
    k: str  # prior of the dispersion of one report: relative variance 1/k
    memory_days: str  # prior of the days after which the correlation of two errors has fallen to 1/e
    source: str
    quantities: tuple[str, ...] = ()  # for reports without a method: what they count; () is anything else
    coverage: Coverage | None = None
    recorded_per_day: str = ""  # prior of the share of a backlog recorded in a day; "": none (and none of a flow)
    lower_bound: bool = False  # the count says "at least so many"


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole reporting model: MODEL.md section 4, where ruling 17 says nothing else."""

    methods: tuple[Method, ...]
    breaks: tuple[Break, ...]
    household: Household = HOUSEHOLD
    jump_probability: float = 0.02  # of a level jump, per report (section 7)
    jump_sd: float = 0.4  # of its size, on the log scale (section 7)


_K = "LN(400,1)"  # ruling 17: DTM deviates by 2.3 % from local interpolation before its break
_MEMORY = "LN(30,0.5)"  # assumed: with k = 400 two reports three days apart then differ by 2.2 %, as ruling 17 says
_LAG = "LN(0.25,0.5)"  # section 4: al-Hol lags by 3 days; a backlog recorded at .25 a day does (T25)

_DTM_COVERAGE = Coverage(
    inside="Beta(40,2)",
    outside="Beta(2,4)",
    outside_after="Beta(8,2)",
    campaign=date(2017, 6, 30),
    source="MODEL.md section 4: low outside camps until the campaign of 30 June 2017; the shares are assumed",
)

SETTINGS = Settings(
    methods=(
        Method(
            names=("dtm_verified", "ocha_reported"),
            instrument="iom-dtm",
            families=6.0,
            k=_K,
            memory_days=_MEMORY,
            coverage=_DTM_COVERAGE,
            recorded_per_day=_LAG,
            source="MODEL.md section 4 and ruling 17; OCHA prints the figures of IOM DTM (SOURCES.md of mosul-2016)",
        ),
        Method(
            names=("occupied plots x 6", "plots x 6"),
            instrument="unhcr-plots",
            families=6.0,
            k=_K,
            memory_days=_MEMORY,
            source="MODEL.md section 4: camps run by UNHCR only, all of whose plots are known; ruling 17",
        ),
        Method(
            names=("goi_momd",),
            instrument="goi-momd",
            families=0.0,
            k=_K,
            memory_days=_MEMORY,
            source="MODEL.md section 4 and ruling 17: counts people outside camps too (SOURCES.md of mosul-2016)",
        ),
        Method(
            names=(),
            instrument="",
            families=0.0,
            k="LN(12,0.5)",
            memory_days=_MEMORY,
            quantities=("trapped", "trapped_no_exit", "deaths", "events", "event_deaths", "retaken_share"),
            source="MODEL.md section 4: estimates, k = 12 of section 7; the parties' effect stands in the memory of errors",
        ),
        Method(
            names=(),
            instrument="",
            families=0.0,
            k="LN(12,0.5)",
            memory_days=_MEMORY,
            quantities=("held", "innocent_held", "fighters_held", "held_person_days"),
            lower_bound=True,
            source="MODEL.md section 4: sporadic lower bounds",
        ),
        Method(
            names=(),
            instrument="",
            families=0.0,
            k=_K,
            memory_days=_MEMORY,
            quantities=("arrivals",),
            recorded_per_day=_LAG,
            source="MODEL.md section 4: arrivals at al-Hol lag by 3 days; ruling 17",
        ),
        Method(
            names=(),
            instrument="",
            families=0.0,
            k=_K,
            memory_days=_MEMORY,
            source="ruling 17",
        ),
    ),
    breaks=(
        Break(
            day=date(2017, 6, 30),
            scope="mosul_operation",
            quantities=("displaced_current", "displaced_ever", "returned"),
            source="MODEL.md section 4: joint exercise of 30 June 2017; 432,726 on 22 June became 821,178 on 3 July",
        ),
        Break(
            day=date(2017, 5, 15),
            scope="mosul_operation",
            quantities=("present",),
            source="MODEL.md section 4: camp reviews of mid May 2017",
        ),
        Break(
            day=date(2017, 5, 30),
            scope="mosul_operation",
            quantities=("present",),
            source="MODEL.md section 4: camp reviews of late May 2017",
        ),
    ),
)
