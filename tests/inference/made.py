"""Small filters for tests: the tutorial, with the counts that it has."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from corridor.inference.filter import Filter
from corridor.inference.filter_known import Stage, stages_of
from corridor.inference.particles import Particles
from corridor.observe.reporting import Reporting, reporting_of
from corridor.scenario.load import load
from corridor.scenario.schema import Scenario
from corridor.series import Series, series_of

UNTIL = date(2020, 4, 21)


@lru_cache
def tutorial() -> Scenario:
    return load("tutorial")


def stages(until: date = UNTIL) -> tuple[Stage, ...]:
    return stages_of(tutorial(), until)


def reporting() -> Reporting:
    return reporting_of(tutorial())


def series() -> tuple[Series, ...]:
    return series_of(tutorial())


def particles(count: int, seed: int = 3, jobs: int = 1, until: date = UNTIL) -> Particles:
    return Particles(tutorial(), stages(until), series(), reporting(), particles=count, seed=seed, jobs=jobs)


def filtered(count: int, seed: int = 3, jobs: int = 1, until: date = UNTIL) -> Filter:
    whole = Filter(particles(count, seed, jobs, until), seed)
    for step in range(len(stages(until))):
        whole.step(step)
    return whole
