"""Scores of a rolling study by series and horizon, with skill against the better of persistence and trend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.inference.rolling import LEVELS, Rolling, Scored
from corridor.observe.bootstrap import SkillInterval, skill_with_interval
from corridor.observe.keyed import key_of
from corridor.observe.scores import bias, mae, relative_difference
from corridor.observe.table import FORECAST, MODEL, ScoreRow

__all__ = ["Row", "pits_of", "score_rows", "summary"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """How forecasts of one series at one horizon did. Scores are means over the forecasts that the reference made too."""

    series: str
    horizon_days: int
    forecasts: int  # all that were scored
    compared: int  # those that the reference made too
    crps: float
    references: Mapping[str, float]  # mean CRPS of each baseline
    reference: str  # the better of them; "" where neither could forecast
    skill: SkillInterval
    inside: Mapping[float, float]  # share of all counts in each central interval
    bias: float  # mean of median - count, over the mean count
    distance: float  # median of |median - count| / count


def summary(study: Rolling) -> tuple[Row, ...]:
    """Returns a row for each series and horizon, in their order.

    The reference of a row is the baseline of lower mean CRPS over the forecasts that both baselines made.
    """
    return tuple(_row(series, horizon, scored) for series, horizon, scored in _grouped(study))


def _grouped(study: Rolling) -> Iterator[tuple[str, int, list[Scored]]]:
    """Yields the forecasts of each series and horizon, in order of time."""
    groups: dict[tuple[str, int], list[Scored]] = {}
    for each in sorted(study.scored, key=lambda each: (each.origin, each.report.date)):
        groups.setdefault((each.report.series, each.horizon_days), []).append(each)
    for series, horizon in sorted(groups):
        yield series, horizon, groups[series, horizon]


def _row(series: str, horizon: int, ordered: Sequence[Scored]) -> Row:
    ours = np.array([each.crps for each in ordered])
    theirs = {name: np.array([each.baselines[name] for each in ordered]) for name in ordered[0].baselines}
    both = np.all([np.isfinite(each) for each in theirs.values()], axis=0)
    means = {name: float(each[both].mean()) if both.any() else np.nan for name, each in theirs.items()}
    best = min(means, key=lambda name: means[name]) if both.any() else ""
    against = np.where(both, theirs[best], np.nan) if best else np.full(ours.size, np.nan)
    counts = np.array([each.report.value for each in ordered])
    medians = np.array([each.median for each in ordered])
    return Row(
        series=series,
        horizon_days=horizon,
        forecasts=len(ordered),
        compared=int(both.sum()),
        crps=float(ours[both].mean()) if both.any() else float(ours.mean()),
        references=means,
        reference=best,
        skill=skill_with_interval(ours, against, key_of(0, "skill", series, horizon)),
        inside={level: float(np.mean([each.inside[level] for each in ordered])) for level in LEVELS},
        bias=float((medians - counts).mean() / max(counts.mean(), 1.0)),
        distance=float(np.median(np.abs(medians - counts) / np.maximum(counts, 1.0))),
    )


def score_rows(study: Rolling) -> tuple[ScoreRow, ...]:
    """Returns the rows of scores.csv: the filter by series and horizon, then each baseline with the skill over it."""
    made = []
    for series, horizon, scored in _grouped(study):
        made.append(_own_row(series, horizon, scored))
        made += [_baseline_row(series, horizon, scored, name) for name in scored[0].baselines]
    return tuple(made)


def pits_of(study: Rolling, bins: int) -> dict[str, tuple[int, ...]]:
    """Returns by series how many counts rank in each of `bins` equal parts of their forecast, over all horizons."""
    made: dict[str, list[int]] = {}
    for each in study.scored:
        made.setdefault(each.report.series, [0] * bins)[min(int(each.pit * bins), bins - 1)] += 1
    return {series: tuple(counts) for series, counts in sorted(made.items())}


def _own_row(series: str, horizon: int, scored: Sequence[Scored]) -> ScoreRow:
    counts, medians = (np.array(each) for each in zip(*((s.report.value, s.median) for s in scored), strict=True))
    return ScoreRow(
        series=series,
        quantity=scored[0].report.quantity,
        place=scored[0].report.place,
        forecast=MODEL,
        horizon_days=horizon,
        total=FORECAST,
        counts=len(scored),
        crps=float(np.mean([each.crps for each in scored])),
        wis=float(np.mean([each.wis for each in scored])),
        mae=mae(medians, counts),
        bias=bias(medians, counts),
        ard=float(np.mean([relative_difference(medians[[i]], counts[[i]]) for i in range(counts.size)])),
        coverage=(
            float(np.mean([each.inside[0.5] for each in scored])),
            float(np.mean([each.inside[0.8] for each in scored])),
            float(np.mean([each.inside[0.95] for each in scored])),
        ),
    )


def _baseline_row(series: str, horizon: int, scored: Sequence[Scored], name: str) -> ScoreRow:
    theirs = np.array([each.baselines[name] for each in scored])
    known = np.isfinite(theirs)
    skill = skill_with_interval(np.array([each.crps for each in scored]), theirs, key_of(0, "skill", series, horizon))
    return ScoreRow(
        series=series,
        quantity=scored[0].report.quantity,
        place=scored[0].report.place,
        forecast=name,
        horizon_days=horizon,
        total=FORECAST,
        counts=int(known.sum()),
        crps=float(theirs[known].mean()) if known.any() else float("nan"),
        skill=skill.skill,
        skill_low=skill.low,
        skill_high=skill.high,
    )
