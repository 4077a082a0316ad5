"""What the commands print of a Flee folder: what it holds, its scores, where tables and report are."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.console import stdout, table
from corridor.cli.differences import reduction
from corridor.report.flee_compare import difference_rows, place_name, said
from corridor.report.flee_scores import camp_rows

if TYPE_CHECKING:
    from rich.table import Table

    from corridor.compared import Compared, Contrast, PolicyFacts
    from corridor.flee.published import FleeCompared, FleePublished
    from corridor.formats.flee.schema import FleeScenario

__all__ = ["contents", "differences", "results", "scores", "summary"]

_SEVEN_COLUMNS = 76


def summary(scenario: FleeScenario) -> None:
    """Prints what a Flee folder without problems holds."""
    from datetime import timedelta

    kinds = Counter(place.kind for place in scenario.locations)
    last = scenario.start + timedelta(days=scenario.length - 1)
    rows = table("", "Part", "Count", "Of which", right=("Count",))
    rows.add_row("locations", str(len(scenario.locations)), ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    rows.add_row("roads", str(len(scenario.roads)), "each in both directions")
    rows.add_row("closures", str(len(scenario.closures)), "")
    rows.add_row("counts", str(sum(len(one.days) for one in scenario.data[1:])), _counted(scenario))
    rows.add_row("policies", str(len(scenario.policies)), "and factual")
    rows.add_row("notices", str(len(scenario.notices)), "what Flee does oddly, and what happens here")
    console = stdout()
    hasten = scenario.settings.hasten
    agents = f", 1 agent for {hasten:,} people" if hasten > 1 else ""
    console.print(f"{scenario.name}: a Flee folder, {scenario.start} to {last}{agents}. No problems.\n")
    console.print(rows)


def _counted(scenario: FleeScenario) -> str:
    """Says of how many camps there are counts; data_layout.csv may name what is no camp (D1 in docs/flee.md)."""
    camps = sum(one.name in scenario.camps for one in scenario.data[1:])
    others = len(scenario.data[1:]) - camps
    more = f", and of {others} {'name that is no camp' if others == 1 else 'names that are no camps'}" if others > 0 else ""
    return f"of {'1 camp' if camps == 1 else f'{camps} camps'}{more}"


def contents(scenario: FleeScenario) -> None:
    """Prints the policies and the locations of a Flee folder."""
    from corridor.scenario.policy import FACTUAL

    policies = table("Policies (several combine with +)", "Policy", "What it changes")
    for policy in (FACTUAL, *scenario.policies):
        policies.add_row(policy.id, policy.name)
    places = table("Locations", "Location", "Kind", "Country")
    for place in scenario.locations:
        places.add_row(place.name, place.kind, place.country)
    console = stdout()
    for rows in (policies, places):
        console.print(rows)
        console.print()


def results(published: FleePublished, folder: Path) -> None:
    """Prints the scores of a run, and where its tables and report are."""
    scores(published)
    console = stdout()
    console.print()
    console.print(f"Tables: {folder}", soft_wrap=True)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


def scores(published: FleePublished) -> None:
    """Prints the scores: as Flee's users know them, camp by camp, and against naive forecasts."""
    run = published.run.run
    console = stdout()
    members = "1 member" if run.members == 1 else f"{run.members:,} members"
    console.print(f"{run.title}: {run.policy_name}, {members}, seed {run.seed}, {run.start} to {run.end}, {published.law}")
    console.print()
    if not published.scores:
        console.print("The folder has no counts of camps, so nothing is scored.")
        return
    for part in (_totals(published), _LEGEND):
        console.print(part)
    console.print()
    for part in (_narrow(published) if console.width < _SEVEN_COLUMNS else _camps(published), _CAMPS):
        console.print(part)


def _totals(published: FleePublished) -> Table:
    made = table("Against the data", "Score", "Mean", "90 % of members", right=("Mean", "90 % of members"))
    names = {"ard": "relative difference", "ard_rescaled": "rescaled", "ard_total": "of the total"}
    for score, name in names.items():
        row = published.score(score)
        if row is not None:
            made.add_row(name, f"{row.value:.3f}", f"{row.low:.3f} to {row.high:.3f}")
    for row in published.scores:
        if row.score.startswith("mase: "):
            made.add_row(row.score.replace("mase: ", "MASE, "), f"{row.value:.2f}" if math.isfinite(row.value) else "-", "-")
    return made


_LEGEND = (
    "Relative difference: mean over days of the sum of |run - data| over the camps, divided by the sum of the data. MASE: "
    "error of the mean run over that of a naive forecast; below 1 is better."
)
_NAMES = ("Camp", "Part", "Counts", "CRPS", "50 %", "90 %")


def _camps(published: FleePublished) -> Table:
    made = table("Camp by camp", *_NAMES, right=_NAMES[1:])
    for row in camp_rows(published):
        made.add_row(*(cell.replace("\u00a0", " ").replace("\u2013", "-") for cell in row))
    return made


def _narrow(published: FleePublished) -> str:
    """The same where six columns do not fit: the camp stands above its numbers."""
    lines = ["Camp by camp: " + ", ".join(_NAMES[1:])]
    for name, *cells in camp_rows(published):
        lines += [name, "  " + ", ".join(cell.replace("\u00a0", " ").replace("\u2013", "-") for cell in cells)]
    return "\n".join(lines)


_CAMPS = (
    "Part: of the relative difference. At the dated counts, the first day left out: CRPS in agents; how many counts lie in "
    "the middle half, and the middle nine tenths, of the members."
)


def differences(found: FleeCompared, folder: Path) -> None:
    """Prints one table a policy, what its columns mean, and where tables and report are."""
    run = found.compared.baseline.run
    console = stdout()
    days = f"{run.start} to {run.end}"
    console.print(f"{run.title}: {run.members:,} members of each policy, seed {run.seed}, {days}, {found.baseline.law}")
    console.print(f"Differences are policy - baseline on the last day; the baseline is {run.policy} ({run.policy_name}).")
    for policy in found.compared.others:
        console.print()
        console.print(f"{policy.id} ({policy.name})")
        narrow = console.width < _SEVEN_COLUMNS
        console.print(_narrow_differences(found.compared, policy) if narrow else _differences(found.compared, policy))
    console.print()
    console.print(_DIFFERENCES)
    console.print(f"Tables: {folder}", soft_wrap=True)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


_DIFFERENCES = (
    "90 % interval, P(>0): of the mean difference, as far as chance leaves it open; they shrink with more members. VR: "
    "independent members that one pair stands for; n/a: chance plays no part."
)


def _differences(compared: Compared, policy: PolicyFacts) -> Table:
    names = ("Present in", "Mean", "90 % interval", "MC error", "P(>0)", "VR")
    made = table("", *names, right=names[1:])
    for contrast in difference_rows(compared, policy):
        made.add_row(place_name(compared, contrast), *_cells(contrast))
    return made


def _narrow_differences(compared: Compared, policy: PolicyFacts) -> str:
    """The same where six columns do not fit: the place stands above its numbers."""
    lines = ["  mean, 90 % interval; P(>0); VR"]
    for contrast in difference_rows(compared, policy):
        mean, interval, _, positive, gain = _cells(contrast)
        lines += [place_name(compared, contrast), f"  {mean}, {interval}; {positive}; {gain}"]
    return "\n".join(lines)


def _cells(contrast: Contrast) -> tuple[str, str, str, str, str]:
    mean, interval = (words.replace("\u2212", "-") for words in said(contrast))
    error = float(contrast.mc_se[-1])
    return (
        mean,
        interval,
        f"{float(f'{error:.2g}'):,.10g}",
        f"{float(contrast.probability_positive[-1]):.2f}",
        reduction(float(contrast.variance_reduction[-1])),
    )
