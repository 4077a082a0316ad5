"""The table of scores: the run's forecasts of every scored series, and the simple rules that they are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import nan

import numpy as np
from numpy.typing import NDArray

from corridor.observe.baselines import RULES, forecast
from corridor.observe.bootstrap import SkillInterval, skill_with_interval
from corridor.observe.keyed import key_of, uniforms
from corridor.observe.predict import Prediction
from corridor.observe.reports import Report
from corridor.observe.scores import LEVELS, bias, covered, crps, mae, mase, randomised_pit, relative_difference, wis

__all__ = ["FORECAST", "GIVEN", "HORIZONS", "MODEL", "ScoreRow", "pits", "series_rows"]

FloatArray = NDArray[np.float64]

#: The two columns that are always told: the total forecast too, or taken from what was published.
FORECAST, GIVEN = "forecast", "given"
MODEL = "model"
#: How many days ahead the simple rules forecast; the run itself knows no count at all.
HORIZONS = (14, 28)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """Mean scores of one way to forecast one series (or "together", the places of a date as one vector).

    In people where nothing else is said; NaN where a score is not defined. `horizon_days` is 0 for what knows no count.
    """

    series: str
    quantity: str
    place: str
    forecast: str  # model, or the name of a simple rule
    horizon_days: int
    total: str  # forecast | given
    counts: int
    crps: float = nan
    crps_log: float = nan  # of log(1 + people)
    wis: float = nan
    energy: float = nan
    log_score: float = nan  # minus log probability of the published count
    mae: float = nan
    mase: float = nan
    bias: float = nan
    ard: float = nan  # averaged relative difference, as Flee defines it
    coverage: tuple[float, float, float] = (nan, nan, nan)  # share of counts in the 50, 80 and 95 % intervals
    skill: float = nan  # in CRPS, of the model over this rule on the dates that both forecast
    skill_low: float = nan  # 90 % block-bootstrap interval
    skill_high: float = nan


def series_rows(predictions: Sequence[Prediction], reports: Sequence[Report], key: int) -> tuple[ScoreRow, ...]:
    """Returns the rows of every series: the model with the total forecast and given, then each rule at each horizon."""
    ordered = sorted(predictions, key=lambda each: (each.report.series, each.report.date))
    rows: list[ScoreRow] = []
    for series, found in groupby(ordered, key=lambda each: each.report.series):
        dated = tuple(found)
        past = [report for report in reports if report.series == series and report.scored]
        rows += _rows(dated, past, key_of(key, "skill", series))
    return tuple(rows)


def pits(predictions: Sequence[Prediction], key: int) -> Mapping[str, FloatArray]:
    """Returns the randomised PIT of every count, by series, in order of dates."""
    found: dict[str, list[float]] = {}
    for each in predictions:
        report = each.report
        u = float(uniforms(key_of(key, "pit", report.series, report.date.toordinal()), 1)[0])
        found.setdefault(report.series, []).append(randomised_pit(each.members, report.value, u))
    return {series: np.array(values) for series, values in sorted(found.items())}


def _rows(dated: Sequence[Prediction], past: Sequence[Report], key: int) -> list[ScoreRow]:
    first = dated[0].report
    reports = [each.report for each in dated]
    model = [each.members for each in dated]
    log_score = float(np.mean([each.log_score for each in dated]))
    rows = [_row(first, MODEL, 0, FORECAST, reports, model, log_score)]
    with_total = [(each.report, each.given) for each in dated if each.given is not None]
    if with_total:
        known, given = zip(*with_total, strict=True)
        rows.append(_row(first, MODEL, 0, GIVEN, known, given))
    for name, rule in RULES.items():
        for horizon in HORIZONS:
            said = [forecast(rule, past, report.date, horizon) for report in reports]
            skill = skill_with_interval(_scores(model, reports), _scores(said, reports), key_of(key, name, horizon))
            rows.append(_row(first, name, horizon, FORECAST, reports, said, skill=skill))
    return rows


def _row(
    first: Report,
    name: str,
    horizon: int,
    total: str,
    reports: Sequence[Report],
    said: Sequence[FloatArray],
    log_score: float = nan,
    skill: SkillInterval | None = None,
) -> ScoreRow:
    """Returns the mean scores over the dates for which anything was forecast."""
    there = [(members, report.value) for members, report in zip(said, reports, strict=True) if members.size]
    start = ScoreRow(first.series, first.quantity, first.place, name, horizon, total, len(there))
    if not there:
        return start
    centres = np.array([float(np.median(members)) for members, _ in there])
    values = np.array([value for _, value in there])
    differences = [relative_difference(centres[[i]], values[[i]]) for i in range(values.size)]
    return ScoreRow(
        *(start.series, start.quantity, start.place, name, horizon, total, len(there)),
        crps=float(np.mean([crps(members, value) for members, value in there])),
        crps_log=float(np.mean([crps(np.log1p(members), float(np.log1p(value))) for members, value in there])),
        wis=float(np.mean([wis(members, value) for members, value in there])),
        log_score=log_score,
        mae=mae(centres, values),
        mase=mase(centres, values),
        bias=bias(centres, values),
        ard=float(np.nanmean(differences)) if np.isfinite(differences).any() else nan,
        coverage=_coverage(there),
        skill=skill.skill if skill else nan,
        skill_low=skill.low if skill else nan,
        skill_high=skill.high if skill else nan,
    )


def _coverage(there: Sequence[tuple[FloatArray, float]]) -> tuple[float, float, float]:
    half, most, nearly = (float(np.mean([covered(*each, level) for each in there])) for level in LEVELS)
    return half, most, nearly


def _scores(said: Sequence[FloatArray], reports: Sequence[Report]) -> FloatArray:
    """Returns the CRPS of every date, NaN where nothing was forecast."""
    pairs = zip(said, reports, strict=True)
    return np.array([crps(members, report.value) if members.size else nan for members, report in pairs])
