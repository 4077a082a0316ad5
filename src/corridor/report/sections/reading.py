"""What the model leaves out, how to read an interval, how to repeat the run, and for what the page may be used."""

from __future__ import annotations

import shlex

from markupsafe import Markup

from corridor.published import Published, RunFacts
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Items, Prose, Section, Table

__all__ = ["command", "intervals", "limits", "repeat", "responsible_use"]


def limits(published: Published) -> Section:
    """Returns what the scenario says that it leaves out."""
    if not published.limits:
        words = "The scenario names no limits of its own. That does not mean that it has none."
        return Section("limits", "What the model leaves out", (Prose(words),))
    items = Items(tuple(facts.clean(limit) for limit in published.limits))
    return Section("limits", "What the model leaves out", (items,))


def intervals(published: Published) -> Section:
    """Returns how to read the numbers of this page."""
    run = published.run
    if run.members == 1:
        first = (
            "This run has one member: one draw of the parameters and one course of chance. It shows no interval, "
            "and its numbers say little. Ask for more members."
        )
    else:
        first = (
            f"A number such as 158,900 (133,000 to 196,000) is the median of {run.members:,} simulated courses of "
            "events, and the range that holds nine in ten of them: one in twenty lies below it, one in twenty above."
        )
    second = (
        "The range holds what the model does not know: its parameters, drawn anew for each course, and chance. "
        "It does not hold what the model leaves out. Numbers are rounded to about a twentieth of their range."
    )
    blocks: list[Block] = [Prose(first), Prose(second)]
    if facts.prior_only(published):
        blocks.append(Prose(_PRIOR.get(run.prior_set, _PRIOR_OTHER)))
    return Section("intervals", "How to read an interval", tuple(blocks))


_PRIOR = {
    "P0": (
        "Prior only: parameters come from prior set P0, which uses only what was public before the operation began, "
        "and were not fitted to the counts shown here."
    )
}
_PRIOR_OTHER = (
    "Prior only: parameters come from sources that may have been written after the events, and were not fitted to the "
    "counts shown here."
)


def repeat(published: Published) -> Section:
    """Returns the command, the seed, the hashes and the versions."""
    run = published.run
    rows: list[tuple[str, ...]] = [
        ("Scenario", f"{facts.shown(run.scenario)}: {facts.shown(run.title)}"),
        ("Days", f"{numbers.day(run.start)} to {numbers.day(run.end)}"),
        ("Policy", f"{facts.shown(run.policy)}: {facts.shown(run.policy_name)}"),
        ("Members", f"{run.members:,} ({run.replicates} for each draw of the parameters)"),
        ("Prior set", facts.shown(run.prior_set)),
        ("Seed", str(run.seed)),
        ("Hash of the scenario", facts.clean(run.content_hash)),
        ("Hash of the code", facts.clean(run.code_hash)),
        ("Hash of the priors", facts.clean(run.prior_hash)),
        ("Versions", ", ".join(f"{name} {version}" for name, version in sorted(run.versions.items()))),
    ]
    if not run.complete:
        rows.append(("Complete", f"no: stopped after {run.members:,} members"))
    table = Table("What was run.", (Column("What"), Column("Value")), tuple(rows))
    words = "The same command with the same versions gives the same numbers, on any number of processors:"
    shell = Markup('{} <code class="command">{}</code>').format(words, command(run))
    return Section("repeat", "How to repeat this run", (Prose(shell), table))


def command(run: RunFacts) -> str:
    """Returns the command line that makes this run."""
    parts = ["corridor", "run", run.scenario, "--policy", run.policy]
    parts += ["--members", str(run.members), "--replicates", str(run.replicates)]
    parts += ["--seed", str(run.seed), "--until", run.end.isoformat(), "--priors", run.prior_set]
    for name, value in sorted(run.overrides.items()):
        parts += ["--set", f"{name}={value:g}"]
    return facts.clean(shlex.join(parts))


def responsible_use(published: Published) -> Section:
    """Returns for what the page may be used, and what was done so that it cannot harm."""
    blocks: list[Block] = [Items(_USE)]
    if published.withheld:
        blocks += [Prose("Not shown by itself in this run:"), Items(published.withheld)]
    return Section("use", "Responsible use", tuple(blocks))


_USE = (
    "This page shows aggregates only: no person, family or armed unit, no block of a city, no route of a convoy.",
    "Counts of zones, of host communities and of single groups are rounded to 100, and those under 50 are not shown "
    "(they read “fewer than 50”). Totals of publicly listed camps are shown as they are.",
    "Positions that would show where a small site stands are drawn schematically, and say so.",
    "People who fled, families of fighters among them, are civilians. Being displaced is no sign of being a threat, "
    "and nothing here may be read as a ranking of camps, origins or nationalities.",
    "A result is a statement about the model under its assumptions. It is a basis for questions and for humanitarian "
    "planning; it is not a forecast of a live operation, and not an argument for closing a way out.",
)
