"""Rolling study → Published: the filter's past days, and the scores of its forecasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from corridor.inference.rolling_summary import pits_of, score_rows
from corridor.publish import publish
from corridor.publish.people import people_of
from corridor.publish.rules import FIGHTER_RULE, Disclosure, Show
from corridor.published import PIT_BINS, Published, Scores

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble
    from corridor.inference.rolling import Rolling

__all__ = ["publish_rolling"]


def publish_rolling(study: Rolling, prior: Ensemble | None = None) -> Published:
    """Returns what may leave the program of a rolling study; series that may not be shown are not scored in public."""
    ensemble = study.ensemble
    rules = Disclosure(ensemble.scenario, people_of(ensemble))
    reports = {each.report.series: each.report for each in study.scored}
    shown = {
        series
        for series, report in reports.items()
        if rules.of_series(report.quantity, report.place, report.group) is not Show.NEVER
    }
    scores = Scores(
        rows=tuple(row for row in score_rows(study) if row.series in shown),
        pits={series: counts for series, counts in pits_of(study, PIT_BINS).items() if series in shown},
    )
    embargo = ensemble.dates[-1] + timedelta(days=FIGHTER_RULE.embargo_days)
    return replace(publish(ensemble, prior=prior, today=embargo), scores=scores)
