"""How long the particle filter takes on mosul-2016, and whether its ranks are even."""

from __future__ import annotations

from datetime import timedelta
from time import process_time

from corridor.inference.filter import Filter
from corridor.inference.filter_known import stages_of
from corridor.inference.filter_sbc import outside, ranks_of
from corridor.inference.particles import Particles
from corridor.inference.rolling import rolling, series_needed
from corridor.observe.reporting import reporting_of
from corridor.observe.reports import reports_of
from corridor.scenario.load import load

__all__ = ["filter_seconds", "ranks_outside", "rolling_seconds"]

_DAYS = 250


def filter_seconds(particles: int = 1000) -> float:
    """Returns the CPU seconds of one thread for 250 days of mosul-2016, every report taken in."""
    scenario = load("mosul-2016")
    stages = stages_of(scenario, scenario.start + timedelta(days=_DAYS - 1))
    names = {report.series for stage in stages for report in stage.reports}
    reporting = reporting_of(scenario, series=names, as_of=stages[-1].day)
    began = process_time()
    model = Particles(scenario, stages, series_needed(stages, scenario), reporting, particles=particles, seed=1, jobs=1)
    whole = Filter(model, 1)
    for step in range(len(stages)):
        whole.step(step)
    return process_time() - began


def rolling_seconds(particles: int = 1000) -> float:
    """Returns the CPU seconds of the rolling study of mosul-2016; on two cores it takes about half of them."""
    began = process_time()
    rolling(load("mosul-2016"), particles=particles, seed=1)
    return process_time() - began


def ranks_outside(replicates: int = 200, particles: int = 100) -> int:
    """Returns how many of eight bins of all parameters of the tutorial lie outside bands that hold all with chance 95 %."""
    scenario = load("tutorial")
    report = reports_of(scenario)[0]
    ranks = ranks_of(scenario, reporting_of(scenario), report, (8, 16, 24, 32, 40), replicates, particles)
    return len(outside(ranks, 8, 0.95))
