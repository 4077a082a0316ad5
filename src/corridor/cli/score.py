"""The command `corridor score`: runs a scenario, holds it against the counts that are scored, beside simple rules."""

from __future__ import annotations

import math
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.commands import simulated
from corridor.cli.common import OK, RUNS, STOPPED

if TYPE_CHECKING:
    from rich.table import Table

    from corridor.observe.table import ScoreRow
    from corridor.published import Published

__all__ = ["score"]


def score(arguments: Namespace) -> int:
    """Simulates, scores, writes the run folder with scores.csv, prints the table; returns the exit status."""
    from corridor.cli import flee
    from corridor.cli.rolling import rolling
    from corridor.scenario.builtin import locate
    from corridor.scenario.policy import combine
    from corridor.scenario.read import read
    from corridor.store.folder import check_target, folder_name

    source = locate(arguments.scenario)
    if flee.is_flee(source):
        return flee.score(arguments, source)
    flee.refuse_flee_options(arguments)
    if arguments.rolling:
        return rolling(arguments)
    scenario = read(source)
    policy = combine(scenario, arguments.policy).id
    folder = arguments.out or RUNS / folder_name(scenario.id, policy, arguments.seed)
    check_target(folder)  # before the work, not after it
    ensemble = simulated(arguments, scenario, policy)
    if not ensemble.members:
        raise KeyboardInterrupt
    from corridor.publish import publish
    from corridor.publish.scores import with_scores

    published = with_scores(publish(ensemble), ensemble)
    _write(published, folder)
    show(published, folder)
    if ensemble.complete:
        return OK
    print(f"corridor: Stopped. The {ensemble.members} finished members were kept.", file=sys.stderr)
    return STOPPED


def _write(published: Published, folder: Path) -> None:
    from corridor.report import render
    from corridor.store import write
    from corridor.store.scores import scores_csv

    scores = published.scores
    assert scores is not None
    write(published, folder, render(published), tables={"scores.csv": lambda: scores_csv(scores)})


def show(published: Published, folder: Path) -> None:
    """Prints the scores by series, those of all places together where there are any, and where the files are."""
    from corridor.cli.console import stdout
    from corridor.observe.allocation import TOGETHER

    run, scores = published.run, published.scores
    assert scores is not None
    console = stdout()
    console.print(f"{run.title}: {run.policy_name}, {run.members:,} members, seed {run.seed}, prior set {run.prior_set}")
    console.print()
    series = [row for row in scores.rows if row.series != TOGETHER]
    together = [row for row in scores.rows if row.series == TOGETHER]
    if series:
        console.print(_by_series(series))
        console.print()
    else:
        console.print("No count in this scenario is scored, or none lies within the run: see the column `scored`.\n")
    if together:
        console.print(_together(together))
        console.print()
    console.print(f"Scores: {folder / 'scores.csv'}", soft_wrap=True)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


def _by_series(rows: Sequence[ScoreRow]) -> Table:
    from corridor.cli.console import table

    names = ("Series, forecast by", "n", "CRPS", "WIS", "MAE", "ARD", "50/80/95 %", "Skill (90 %)")
    made = table("How well it does", *names, right=names[1:], caption=_LEGEND)
    before = ""
    for row in rows:
        if row.series != before:
            made.add_row(row.series)
        before = row.series
        if row.counts:
            people = [_people(each) for each in (row.crps, row.wis, row.mae)]
            made.add_row(f"  {_named(row)}", str(row.counts), *people, _ratio(row.ard), _coverage(row), _skill(row))
    return made


_LEGEND = (
    "In people, of the published count; bias, MASE and log score are in scores.csv. model: the run, which knows no count; "
    "total given: scaled to the published total. The other rules know every count up to so many days before. n: counts. "
    "50/80/95 %: share of counts in those intervals. Skill: of the model over the rule, in CRPS on the same dates; above 0 "
    "the model is better; of five counts or more."
)


def _together(rows: Sequence[ScoreRow]) -> Table:
    from corridor.cli.console import table

    names = ("All places of a date together", "Total", "n", "Energy score", "ARD")
    made = table("Who is where", *names, right=names[2:], caption="ARD: averaged relative difference, as Flee defines it.")
    for row in rows:
        made.add_row(row.forecast, row.total, str(row.counts), _people(row.energy), _ratio(row.ard))
    return made


def _named(row: ScoreRow) -> str:
    if row.horizon_days:
        return f"{row.forecast}, {row.horizon_days} days"
    return f"{row.forecast}, total {row.total}"


def _people(number: float) -> str:
    return f"{number:,.0f}" if math.isfinite(number) else "-"


def _ratio(number: float) -> str:
    return f"{number:.2f}" if math.isfinite(number) else "-"


def _coverage(row: ScoreRow) -> str:
    return "/".join(f"{100 * share:.0f}" for share in row.coverage)


def _skill(row: ScoreRow) -> str:
    if not math.isfinite(row.skill_low):
        return "-"
    return f"{row.skill:.2f} ({row.skill_low:.2f} to {row.skill_high:.2f})"
