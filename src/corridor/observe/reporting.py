"""The reporting model: from what happened to what was published, as a density and as made-up reports (MODEL.md 4).

Of the people that a method covers and has got round to, it counts families: a negative binomial number about their mean,
whose level drifts (errors are correlated in time) and now and then jumps. The level is kept as a gamma of given mean and
variance, a row a particle: after a count it is updated by Bayes' rule, between counts it relaxes towards 1, so that every
single count is negative binomial with the k of its stream, however long the series is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor.observe.counting import After, Expected, observe, observe_within
from corridor.observe.keyed import key_of, uniforms
from corridor.observe.negative_binomial import draw_count
from corridor.observe.reports import Report, reports_of
from corridor.observe.settings import SETTINGS, Settings
from corridor.observe.streams import COLUMNS, COVERED, Errors, Stream, stream_of, streams_of
from corridor.priors import parse
from corridor.scenario.schema import Scenario

__all__ = ["Errors", "Reporting", "reporting_of"]

FloatArray = NDArray[np.float64]

#: Mean families of a report at least, so that a count stays possible where the model counts nobody.
_FEWEST = 0.5


def reporting_of(
    scenario: Scenario,
    *,
    series: Collection[str] | None = None,
    as_of: date | None = None,
    settings: Settings = SETTINGS,
) -> Reporting:
    """Returns the reporting model of a scenario's observations: of all series, or of those named.

    With `as_of` it does not know of breaks after that day (ruling 15).

    >>> from corridor import load
    >>> model = reporting_of(load("tutorial"))
    >>> model.start(key=1, particles=4).particles
    4
    """
    reports = [report for report in reports_of(scenario) if series is None or report.series in series]
    known = tuple(each for each in settings.breaks if as_of is None or each.day <= as_of)
    return Reporting(reports, scenario.start, replace(settings, breaks=known))


class Reporting:
    """What would be published, given what happened.

    `reports` say which streams there are (any other report may be asked about if it belongs to one of them); `start` is
    the first day of the run, before which nothing was there to be counted. `columns` says which number of `Errors` is
    which, by (stream or instrument, name).
    """

    def __init__(self, reports: Collection[Report], start: date, settings: Settings = SETTINGS) -> None:
        self.settings = settings
        self._streams = streams_of(reports, settings)
        by_id = {stream.id: stream for stream in self._streams.values()}
        self.streams = tuple(by_id[id_] for id_ in sorted(by_id))
        self._start = start.toordinal() - 1
        covered = sorted({stream.instrument for stream in self.streams if stream.method.coverage})
        names = [(stream.id, column) for stream in self.streams for column in COLUMNS]
        names += [(instrument, column) for instrument in covered for column in COVERED]
        self.columns: Mapping[tuple[str, str], int] = {name: position for position, name in enumerate(names)}

    def start(self, key: int, particles: int) -> Errors:
        """Returns errors before any report, (particles, numbers): k, memory, coverage and so on drawn from their priors."""
        values = np.zeros((particles, len(self.columns)))
        for stream in self.streams:
            for name, prior in _priors(stream).items():
                owner = stream.instrument if name in COVERED else stream.id
                values[:, self.columns[owner, name]] = parse(prior).quantile(
                    uniforms(key_of(key, "reporting", owner, name), particles)
                )
            values[:, self.columns[stream.id, "gain"]] = 1.0
            values[:, self.columns[stream.id, "variance"]] = 1.0 / values[:, self.columns[stream.id, "k"]]
            values[:, self.columns[stream.id, "day"]] = self._start
        return Errors(values)

    def log_density(
        self, report: Report, truth: FloatArray, errors: Errors, key: int, value: FloatArray | None = None
    ) -> tuple[FloatArray, Errors]:
        """Returns (particles,) the log density of a report, and the errors after it.

        `truth` is (particles,) as `truth_of` gives it, all of them inside camps; or (particles, 2), those inside and
        outside as `parts_of` gives them. `value` (particles,) takes the place of the report's own number. The density is
        of the count of families (or of individuals in units of the design effect). Whether the level jumped, and to
        where, is summed over in the density and drawn from what the count says of it in the errors, by `key` and slot.
        Raises KeyError for a report of an unknown stream.
        """
        stream = self._stream(report)
        expected = self._expected(report, stream, truth, errors)
        unit = self._unit(stream)
        key = self._key(key, report, stream, "after")
        bounds = _bounds(report, stream) if value is None else None
        if bounds is None:
            count = np.full(errors.particles, report.value) if value is None else value
            density, after = observe(expected, count / unit, self.settings.jump_sd, key)
        else:
            density, after = observe_within(expected, bounds[0] / unit, bounds[1] / unit, self.settings.jump_sd, key)
        return density, self._remember(report, stream, errors, expected, after)

    def made_up(self, report: Report, truth: FloatArray, errors: Errors, key: int) -> FloatArray:
        """Returns (particles,) numbers that might have been published in the place of the report's.

        To make up a whole series, give each to `log_density` as `value`, and go on from the errors after it.
        """
        stream = self._stream(report)
        expected = self._expected(report, stream, truth, errors)
        key = self._key(key, report, stream, "made up")
        particles = errors.particles
        jumps = uniforms(key_of(key, "jump"), particles) < expected.jump_probability
        size = parse("N(0,1)").quantile(uniforms(key_of(key, "size"), particles)) * self.settings.jump_sd
        mean = expected.mean * np.exp(np.where(jumps, size, 0.0))
        gain_u, count_u = (uniforms(key_of(key, each), particles) for each in ("gain", "count"))
        return np.round(draw_count(gain_u, count_u, mean, expected.shape) * self._unit(stream))

    def _stream(self, report: Report) -> Stream:
        stream = self._streams.get(report.series) or stream_of(report, self.settings)
        if (stream.id, "k") not in self.columns:
            known = ", ".join(each.id for each in self.streams)
            raise KeyError(f"{report.series} belongs to {stream.id!r}, of which this model knows nothing; it knows {known}")
        return stream

    def _key(self, key: int, report: Report, stream: Stream, what: str) -> int:
        return key_of(key, "report", what, stream.id, report.series, report.date.toordinal(), report.revision)

    def _unit(self, stream: Stream) -> float:
        """Returns how many published individuals one independent count stands for (T22)."""
        return stream.families or self.settings.household.design_effect

    def _expected(self, report: Report, stream: Stream, truth: FloatArray, errors: Errors) -> Expected:
        """Returns the mean count on the day of the report, and how its level is distributed before it is seen."""
        past = {name: errors.values[:, self.columns[stream.id, name]] for name in COLUMNS}
        days = np.maximum(report.date.toordinal() - past["day"], 1.0)
        people = truth.sum(axis=1) if truth.ndim == 2 else truth
        lags = bool(stream.method.recorded_per_day) and report.kind != "flow"
        backlog = _backlog(past, people, days) if lags else np.zeros_like(people)
        found = self._found(report, stream, truth, errors) * (1.0 - backlog / np.maximum(people, 1.0))
        behind = self.settings.household.mean if stream.families else self._unit(stream)
        relaxed = np.exp(-days / past["memory_days"])
        gain = 1.0 + relaxed * (past["gain"] - 1.0)
        variance = relaxed**2 * past["variance"] + (1.0 - relaxed**2) / past["k"]
        base = np.maximum(found / behind, _FEWEST) * np.exp(past["level"])
        certain = self._broken(report, past["day"])
        return Expected(
            mean=base * gain,
            shape=gain**2 / variance,
            base=base,
            rate=gain / variance,
            jump_probability=np.where(certain, 1.0, self.settings.jump_probability),
            backlog=backlog,
            people=people,
        )

    def _found(self, report: Report, stream: Stream, truth: FloatArray, errors: Errors) -> FloatArray:
        """Returns how many people the method finds: all, or its coverage inside camps and outside."""
        coverage = stream.method.coverage
        if coverage is None:
            return truth.sum(axis=1) if truth.ndim == 2 else truth
        inside, before, after = (errors.values[:, self.columns[stream.instrument, name]] for name in COVERED)
        looked = coverage.campaign is not None and report.date > coverage.campaign
        outside = np.maximum(before, after) if looked else before
        parts = truth if truth.ndim == 2 else np.stack([truth, np.zeros_like(truth)], axis=1)
        return np.asarray(inside * parts[:, 0] + outside * parts[:, 1])

    def _broken(self, report: Report, last_day: FloatArray) -> NDArray[np.bool_]:
        """Returns where a documented break lies between the last report and this one; before the first nothing breaks."""
        broken = np.zeros(last_day.shape, bool)
        for each in self.settings.breaks:
            if each.scope == report.scope and report.quantity in each.quantities:
                day = each.day.toordinal()
                broken |= (last_day > self._start) & (last_day <= day) & (day < report.date.toordinal())
        return broken

    def _remember(self, report: Report, stream: Stream, errors: Errors, expected: Expected, after: After) -> Errors:
        values = errors.values.copy()
        values[:, self.columns[stream.id, "level"]] += after.jump
        values[:, self.columns[stream.id, "gain"]] = after.gain
        values[:, self.columns[stream.id, "variance"]] = after.variance
        values[:, self.columns[stream.id, "day"]] = report.date.toordinal()
        values[:, self.columns[stream.id, "backlog"]] = expected.backlog
        values[:, self.columns[stream.id, "people"]] = expected.people
        return Errors(values)


def _bounds(report: Report, stream: Stream) -> tuple[float, float] | None:
    """Returns between which numbers a count lies, where that is all that its report says."""
    if stream.method.lower_bound:
        return report.value, np.inf
    if report.low is None and report.high is None:
        return None
    return report.low or 0.0, np.inf if report.high is None else report.high


def _priors(stream: Stream) -> dict[str, str]:
    """Returns what is drawn for a stream, by the name of its column."""
    method = stream.method
    priors = {"k": method.k, "memory_days": method.memory_days}
    if method.recorded_per_day:
        priors["recorded_per_day"] = method.recorded_per_day
    if method.coverage:
        coverage = method.coverage
        priors |= {"inside": coverage.inside, "outside": coverage.outside, "outside_after": coverage.outside_after}
    return priors


def _backlog(past: dict[str, FloatArray], people: FloatArray, days: FloatArray) -> FloatArray:
    """Returns how many are there but not yet recorded, arrivals being spread evenly since the last report (T25).

    Each day a share r of those who wait and of those who come is recorded: after `days` days of A arrivals each the
    backlog is B (1-r)^days + A (1-r)/r (1 - (1-r)^days).
    """
    share = np.minimum(past["recorded_per_day"], 1.0)
    kept = (1.0 - share) ** days
    daily = (people - past["people"]) / days
    backlog = past["backlog"] * kept + daily * (1.0 - share) / share * (1.0 - kept)
    return np.clip(backlog, 0.0, np.maximum(people, 0.0))
