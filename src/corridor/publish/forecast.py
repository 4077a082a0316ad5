"""Forecast → Published: quantiles of counts to come, rounded and suppressed as any other (MODEL.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from corridor.inference.filter_known import Progress
from corridor.publish import publish
from corridor.publish.people import people_of
from corridor.publish.rules import FIGHTER_RULE, ROUND_TO, Disclosure, Show, disclose
from corridor.published import QUANTILES, Published
from corridor.published_forecast import ExpectedCount, ForecastChange, Forecasts, ReportShift

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble
    from corridor.inference.forecast import Forecast
    from corridor.inference.forecast_change import Change, Shift

__all__ = ["publish_forecast"]


def publish_forecast(forecast: Forecast, prior: Ensemble | None = None) -> Published:
    """Returns what may leave the program of a forecast: past days as filtered, days ahead as expected.

    `prior` is a run of the same days before any count was taken in. Of fighters nothing is said after `as_of`.
    """
    ensemble = forecast.ensemble
    rules = Disclosure(ensemble.scenario, people_of(ensemble))
    embargo = forecast.as_of + timedelta(days=FIGHTER_RULE.embargo_days)
    return replace(publish(ensemble, prior=prior, today=embargo), forecast=_forecasts(forecast, rules))


def _forecasts(forecast: Forecast, rules: Disclosure) -> Forecasts:
    shows = {
        each.report.series: rules.of_series(each.report.quantity, each.report.place, each.report.group)
        for each in forecast.ahead
    }
    return Forecasts(
        as_of=forecast.as_of,
        updated_on=forecast.updated_on,
        expected=tuple(_expected(forecast, shows)),
        changes=tuple(
            _change(change, shows[change.series])
            for change in forecast.changes
            if shows.get(change.series, Show.NEVER) is not Show.NEVER
        ),
        reports=forecast.reports,
        updates=sum(update.log_evidence != 0.0 for update in forecast.updates),
        resampled=sum(update.rounds > 0 for update in forecast.updates),
        least_effective=min((update.effective for update in forecast.updates), default=float(forecast.ensemble.members)),
        log_evidence=forecast.log_evidence,
        log_evidence_sd=float(np.sqrt(forecast.log_evidence_variance)),
        families=forecast.families,
    )


def _expected(forecast: Forecast, shows: dict[str, Show]) -> Iterator[ExpectedCount]:
    for each in forecast.ahead:
        report, show = each.report, shows[each.report.series]
        if show is Show.NEVER:
            continue
        low, lower, middle, upper, high = disclose(np.quantile(each.draws, QUANTILES), show, counted=True).tolist()
        mean = float(disclose(np.array([each.draws.mean()]), show, counted=True)[0])
        yield ExpectedCount(
            report.series,
            report.quantity,
            report.place,
            report.group,
            report.kind,
            report.date,
            each.horizon_days,
            mean if np.isfinite(high) else np.nan,
            (low, lower, middle, upper, high),
        )


def _change(change: Change, show: Show) -> ForecastChange:
    before, now = disclose(np.array([change.before, change.now]), show, counted=True).tolist()
    return ForecastChange(
        series=change.series,
        date=change.day,
        horizon_days=change.horizon_days,
        before=before,
        facts=_difference(change.facts, show),
        shifts=tuple(_shift(shift, show) for shift in change.shifts),
        rest=_difference(change.rest, show),
        now=now,
    )


def _shift(shift: Shift, show: Show) -> ReportShift:
    report = shift.report
    by = _difference(shift.by, show)
    if isinstance(report, Progress):
        return ReportShift("share_retaken", report.zone, report.date, report.share, by)
    return ReportShift(report.series, report.place, report.date, report.value, by)


def _difference(number: float, show: Show) -> float:
    """Returns a difference rounded as the counts are; differences of large counts are not suppressed."""
    step = 1 if show is Show.EXACT else ROUND_TO
    return float(np.rint(number / step) * step) + 0.0
