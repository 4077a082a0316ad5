"""Simulation-based calibration: where the true parameters of made-up data rank in what the filter says (section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from corridor.inference.filter import Filter
from corridor.inference.filter_known import Stage
from corridor.inference.particles import Particles
from corridor.observe.keyed import key_of, uniforms
from corridor.observe.reporting import Errors, Reporting
from corridor.observe.reports import Report
from corridor.observe.truth import parts_of
from corridor.scenario.schema import Scenario
from corridor.series import ALL, ALL_CAMPS, Series

__all__ = ["Ranks", "made_up_stages", "outside", "ranks_of"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Between the seeds of what is true and those of the filters that look for it.
_APART = 1_000_003


@dataclass(frozen=True, slots=True)
class Ranks:
    """`shares` (replicates, names): the filter's probability of less than the true value; uniform if the filter is right."""

    names: tuple[str, ...]
    shares: FloatArray

    def counts(self, bins: int) -> IntArray:
        """Returns (names, bins) how many replicates fall into each of equally wide bins."""
        where = np.minimum((self.shares * bins).astype(np.int64), bins - 1)
        return np.array([np.bincount(column, minlength=bins) for column in where.T], np.int64)


def ranks_of(
    scenario: Scenario, reporting: Reporting, report: Report, days: Sequence[int], replicates: int, particles: int
) -> Ranks:
    """Returns the ranks of all free parameters over replicates: truth from the prior, made-up counts, then the filter.

    `report` is made up on each of the `days` of the run. Sources: S. Talts and others (2018), arXiv:1804.06788;
    MODEL.md section 3, protocol 4.
    """
    series = _needed(report)
    shares = []
    names: tuple[str, ...] = ()
    for replicate in range(replicates):
        truth, stages = made_up_stages(scenario, reporting, report, days, _APART + replicate)
        model = Particles(scenario, stages, series, reporting, particles=particles, seed=replicate, jobs=1)
        whole = Filter(model, replicate)
        for step in range(len(stages)):
            whole.step(step)
        free = np.flatnonzero(model.parameters.free)
        names = tuple(model.parameters.names[column] for column in free)
        below = model.parameters.scores[:, free] < truth[free]
        same = model.parameters.scores[:, free] == truth[free]
        spread = uniforms(key_of(replicate, "ranks"), free.size)
        shares.append(whole.shares @ below + spread * (whole.shares @ same))
    return Ranks(names, np.array(shares))


def made_up_stages(
    scenario: Scenario, reporting: Reporting, report: Report, days: Sequence[int], seed: int
) -> tuple[FloatArray, tuple[Stage, ...]]:
    """Returns the scores of parameters drawn from the prior, and stages with reports made up from one run of them."""
    series = _needed(report)
    dates = [scenario.start + timedelta(days=day) for day in days]
    stages = [
        Stage(when, before + 1, day + 1, (replace(report, date=when, known_on=when, low=None, high=None),), ())
        for when, before, day in zip(dates, [-1, *days[:-1]], days, strict=True)
    ]
    true = Particles(scenario, stages, series, reporting, particles=1, seed=seed, jobs=1)
    errors = reporting.start(key_of(seed, "errors"), 1)
    said = []
    for step, stage in enumerate(stages):
        true.advance(step)
        value, errors = _published(stage.reports[0], true, reporting, errors, key_of(seed, "made up", step))
        said.append(replace(stage, reports=(replace(stage.reports[0], value=value),)))
    return true.parameters.scores[0], tuple(said)


def outside(ranks: Ranks, bins: int, level: float) -> list[tuple[str, int, int]]:
    """Returns (name, bin, count) of every bin outside the bands that hold all of them at once with chance `level`.

    Each count is binomial; the chance of an error is divided among all bins of all parameters (Bonferroni).
    """
    from scipy.special import bdtr, bdtrc

    counts = ranks.counts(bins)
    replicates, chance = ranks.shares.shape[0], (1.0 - level) / counts.size
    below = bdtr(counts, replicates, 1.0 / bins)
    above = np.where(counts > 0, bdtrc(np.maximum(counts - 1, 0), replicates, 1.0 / bins), 1.0)
    found = np.argwhere(np.minimum(below, above) * 2.0 < chance).tolist()
    return [(ranks.names[name], column, int(counts[name, column])) for name, column in found]


def _needed(report: Report) -> tuple[Series, ...]:
    found = {Series(report.quantity, report.place, report.group), Series("present", ALL_CAMPS, ALL)}
    return tuple(sorted(found | {Series("displaced_current", ALL, ALL)}))


def _published(report: Report, true: Particles, reporting: Reporting, errors: Errors, key: int) -> tuple[float, Errors]:
    """Returns what is published of the truth, and the errors after it."""
    parts = parts_of(report, true.series, true.history, true.day_of)
    value = reporting.made_up(report, parts, errors, key)
    return float(value[0]), reporting.log_density(report, parts, errors, key, value)[1]
