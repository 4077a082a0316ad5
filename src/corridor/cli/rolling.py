"""`corridor score SCENARIO --rolling`: forecasts from every report date, scored by what came."""

from __future__ import annotations

import math
from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.common import OK, RUNS, warn_of_compiling
from corridor.errors import RefusedOutput, RunError

if TYPE_CHECKING:
    from rich.table import Table

    from corridor.inference.rolling import Rolling
    from corridor.inference.rolling_experiments import Effect
    from corridor.inference.rolling_summary import Row
    from corridor.published import Published
    from corridor.scenario.schema import Scenario

__all__ = ["rolling"]


def rolling(arguments: Namespace) -> int:
    """Filters once, forecasts from every report date, scores, writes the run folder, prints the tables."""
    from corridor.scenario.builtin import locate
    from corridor.scenario.read import read
    from corridor.store.folder import check_target, folder_name

    scenario = read(locate(arguments.scenario))
    _refuse(arguments, scenario)
    folder = arguments.out or RUNS / folder_name(scenario.id, "rolling", arguments.seed)
    check_target(folder)  # before the work, not after it
    warn_of_compiling()
    study = _studied(arguments, scenario)
    show(study, _write(study, arguments, folder), folder)
    return OK


def _refuse(arguments: Namespace, scenario: Scenario) -> None:
    """Raises RunError for options that have no meaning here, RefusedOutput where the days are too recent (ruling 21)."""
    from corridor.inference.forecast import EMBARGO_DAYS

    given = [
        option
        for option, usual in (("policy", "factual"), ("replicates", 1), ("priors", "P1"), ("cluster", None))
        if getattr(arguments, option, usual) != usual
    ]
    if given:
        raise RunError(
            f"--rolling does not go together with --{given[0]}: forecasts are of what happened, with one particle for each "
            "draw of prior set P0, which knew nothing of what followed, and the filter runs on this machine. Leave it out"
        )
    last = date.today() - timedelta(days=EMBARGO_DAYS)
    until = arguments.until or max((each.date for each in scenario.observations), default=scenario.start)
    if until > last:
        raise RefusedOutput(
            f"forecasts up to {until} are refused: the last day must lie at least {EMBARGO_DAYS} days back. Allowed today "
            f"is --until {last} or an earlier day"
        )


def _studied(arguments: Namespace, scenario: Scenario) -> Rolling:
    from corridor.inference.rolling import rolling as made
    from corridor.progress import progress_bar

    with progress_bar("updates") as progress:
        return made(
            scenario,
            particles=arguments.members,
            seed=arguments.seed,
            until=arguments.until,
            overrides=arguments.overrides,
            keep_all=True,
            jobs=arguments.jobs,
            progress=progress,
        )


def _write(study: Rolling, arguments: Namespace, folder: Path) -> Published:
    from corridor.cli.forecast import prior_run
    from corridor.publish.rolling import publish_rolling
    from corridor.report import render
    from corridor.store import write
    from corridor.store.scores import scores_csv

    ensemble = study.ensemble
    published = publish_rolling(study, prior_run(arguments, ensemble.scenario, ensemble.dates[-1]))
    scores = published.scores
    assert scores is not None
    write(published, folder, render(published), tables={"scores.csv": lambda: scores_csv(scores)})
    return published


def show(study: Rolling, published: Published, folder: Path) -> None:
    """Prints the scores by series and horizon, the natural experiments, and where the files are."""
    from corridor.cli.console import stdout
    from corridor.inference.rolling_summary import summary

    assert published.scores is not None
    shown = {row.series for row in published.scores.rows}
    console = stdout()
    origins = sorted({each.origin for each in study.scored})
    days = "1 day" if len(origins) == 1 else f"{len(origins)} days"
    console.print(
        f"{published.run.title}: forecasts from {days}, {origins[0]} to {origins[-1]}, {study.particles:,} particles, "
        f"seed {study.seed}, prior set P0, total forecast"
    )
    console.print()
    console.print(_scores([row for row in summary(study) if row.series in shown]))
    console.print()
    for line in _experiments([effect for effect in study.effects if effect.series in shown]):
        console.print(line, soft_wrap=True)
    console.print(f"Scores: {folder / 'scores.csv'}", soft_wrap=True)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


def _scores(rows: Sequence[Row]) -> Table:
    from corridor.cli.console import table

    names = ("Series", "Ahead", "n", "CRPS", "Persistence", "Trend", "Skill (90 %)", "In 90 %", "Bias")
    made = table("Forecasts of counts", *names, right=names[1:], caption=_LEGEND)
    before = ""
    for row in rows:
        name = "" if row.series == before else row.series
        before = row.series
        references = (_people(row.references.get("persistence", math.nan)), _people(row.references.get("trend", math.nan)))
        counts = f"{row.forecasts}" if row.compared == row.forecasts else f"{row.compared}/{row.forecasts}"
        inside = f"{100 * row.inside[0.9]:.0f} %"
        made.add_row(
            name, f"{row.horizon_days} d", counts, _people(row.crps), *references, _skill(row), inside, f"{row.bias:+.1%}"
        )
    return made


_LEGEND = (
    "CRPS in people of the published count, of persistence and trend too, over the forecasts that all three made (n). "
    "Skill: 1 - CRPS / that of the better of the two, with its block-bootstrap interval; above 0 the filter is better. "
    "In 90 %: share of all counts in that interval. Bias: mean of median - count, over the mean count."
)


def _skill(row: Row) -> str:
    if not math.isfinite(row.skill.skill):
        return "-"
    low, high = (f"{each:.2f}" if math.isfinite(each) else "?" for each in (row.skill.low, row.skill.high))
    return f"{row.skill.skill:.2f} ({low} to {high})"


def _experiments(effects: Sequence[Effect]) -> Iterable[str]:
    """What knowing of each experiment did to the forecast 14 days ahead."""
    if effects:
        yield "Natural experiments: medians without and with what became known, same particles and draws"
    for effect in effects:
        if effect.horizon_days == 14:
            yield (
                f"  {effect.experiment.name}, {effect.origin}: {effect.series} in 14 days {_people(effect.without[1])} to "
                f"{_people(effect.knowing[1])}; lower in {effect.share_lower:.0%}, higher in {effect.share_higher:.0%}"
            )
    if effects:
        yield ""


def _people(number: float) -> str:
    return f"{number:,.0f}" if math.isfinite(number) else "-"
