"""The command `corridor forecast`: what was to be expected on a day, from what was public on it."""

from __future__ import annotations

import math
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.cli.common import OK, RUNS, warn_of_compiling

if TYPE_CHECKING:
    from rich.table import Table

    from corridor.ensemble import Ensemble
    from corridor.inference.forecast import Forecast
    from corridor.published import Published
    from corridor.published_forecast import ExpectedCount, ForecastChange, Forecasts, ReportShift
    from corridor.scenario.schema import Scenario

__all__ = ["forecast", "prior_run"]

#: Of these days ahead the changes are printed; the report has all.
_TOLD_DAYS = (14, 28)


def forecast(arguments: Namespace) -> int:
    """Filters up to --as-of, forecasts, writes the run folder, prints the forecast and what changed; returns the status."""
    from corridor.cli.flee import native
    from corridor.inference.forecast import refuse_recent
    from corridor.scenario.read import read
    from corridor.store.folder import check_target, folder_name

    scenario = read(native(arguments.scenario, "forecast"))
    refuse_recent(arguments.as_of, date.today())
    folder = arguments.out or RUNS / folder_name(scenario.id, f"as-of-{arguments.as_of}", arguments.seed)
    check_target(folder)  # before the work, not after it
    warn_of_compiling()
    made = _filtered(arguments, scenario)
    published = _write(made, prior_run(arguments, made.ensemble.scenario, made.ensemble.dates[-1]), folder)
    show(published, folder)
    return OK


def _filtered(arguments: Namespace, scenario: Scenario) -> Forecast:
    from corridor.inference.forecast import forecast as made
    from corridor.progress import progress_bar

    with progress_bar("updates") as progress:
        return made(
            scenario,
            arguments.as_of,
            particles=arguments.members,
            seed=arguments.seed,
            overrides=arguments.overrides,
            jobs=arguments.jobs,
            progress=progress,
        )


def prior_run(arguments: Namespace, scenario: Scenario, until: date) -> Ensemble | None:
    """Returns the run that no count has changed, beside which ranges of fighters are shown; None without fighters."""
    if not scenario.fighters:
        return None
    from corridor.ensemble import simulate

    return simulate(
        scenario,
        members=arguments.members,
        seed=arguments.seed,
        until=until,
        prior_set="P0",
        overrides=arguments.overrides,
        jobs=arguments.jobs,
    )


def _write(made: Forecast, prior: Ensemble | None, folder: Path) -> Published:
    from corridor.publish.forecast import publish_forecast
    from corridor.report import render
    from corridor.store import write

    published = publish_forecast(made, prior)
    assert published.forecast is not None
    write(published, folder, render(published), facts={"forecast": _plain(asdict(published.forecast))})
    return published


def _plain(value: Any) -> Any:
    """Returns what JSON can hold: dates as text, what is suppressed as null."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value


def show(published: Published, folder: Path) -> None:
    """Prints the forecast, what changed since the last update, how sure the filter is, and where the files are."""
    from corridor.cli.console import stdout

    run, made = published.run, published.forecast
    assert made is not None
    console = stdout()
    console.print(f"{run.title}: forecast as of {made.as_of}, {run.members:,} particles, seed {run.seed}, prior set P0")
    console.print()
    if made.expected:
        console.print(_expected(made.expected))
        console.print()
    else:
        console.print("No scored series had been counted by then, so that none is forecast: see daily.csv.\n")
    for line in _changed(made):
        console.print(line, soft_wrap=True)
    console.print(_sureness(made), soft_wrap=True)
    console.print()
    console.print(f"Tables: {folder}", soft_wrap=True)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


def _expected(rows: Sequence[ExpectedCount]) -> Table:
    from corridor.cli.console import table

    names = ("Series", "Day", "Ahead", "Median", "50 % interval", "90 % interval")
    made = table("Published counts to come", *names, right=names[2:], caption=_LEGEND)
    before = ""
    for row in rows:
        low, lower, middle, upper, high = row.quantiles
        name = "" if row.series == before else row.series
        before = row.series
        spans = (f"{_count(lower)} to {_count(upper)}", f"{_count(low)} to {_count(high)}")
        made.add_row(name, str(row.date), f"{row.horizon_days} d", _count(middle), *spans)
    return made


_LEGEND = "Of the count as it would be published: errors of reporting are part of the intervals."


def _changed(made: Forecasts) -> Iterable[str]:
    if made.updated_on is None:
        yield "Nothing had become known by then: this is the prior."
        return
    told = [change for change in made.changes if change.horizon_days in _TOLD_DAYS and math.isfinite(change.before)]
    if told:
        yield f"Since the update before, the last one, on {made.updated_on}, changed these medians:"
    for change in told:
        yield f"  {change.series} of {change.date}: {_count(change.before)} to {_count(change.now)}{_why(change)}"
    if told:
        yield ""


def _why(change: ForecastChange) -> str:
    parts = [f"new facts {_signed(change.facts)}"] if change.facts else []
    parts += [f"{_named(shift)} {_signed(shift.by)}" for shift in change.shifts]
    parts += [f"chance {_signed(change.rest)}"] if change.rest else []
    return f" ({'; '.join(parts)})" if parts else ""


def _named(shift: ReportShift) -> str:
    if shift.series == "share_retaken":
        return f"share of {shift.place} taken by {shift.date} ({shift.value:g})"
    return f"{shift.series} of {shift.date} ({_count(shift.value)})"


def _sureness(made: Forecasts) -> str:
    return (
        f"{made.reports} counts and facts in {made.updates} updates; particles copied after {made.resampled}; least "
        f"effective number {made.least_effective:.1f}; log evidence {made.log_evidence:.1f} with a Monte-Carlo error of "
        f"about {made.log_evidence_sd:.2f}."
    )


def _count(number: float) -> str:
    return f"{number:,.0f}" if math.isfinite(number) else "<50"


def _signed(number: float) -> str:
    return f"{number:+,.0f}" if math.isfinite(number) else "?"
