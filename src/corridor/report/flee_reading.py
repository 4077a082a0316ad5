"""How to read a page about Flee's rules, how to repeat the run, and for what the page may be used."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from markupsafe import Markup

from corridor.flee.published import FleePublished
from corridor.report import facts, numbers
from corridor.report.blocks import Column, Items, Prose, Section, Table

__all__ = ["command", "facts_table", "intervals", "repeat", "use"]


def intervals(published: FleePublished) -> Section:
    """Returns how to read the numbers of the page."""
    run = published.run.run
    first = (
        f"A number such as 1,580 (1,330 to 1,960) is the median of {run.members:,} simulated courses of events, and the "
        "range that holds nine in ten of them. They differ by chance alone: the settings of the folder are taken as they "
        "stand, so that what is not known about them is not in the range."
    )
    if run.members == 1:
        first = "This run has one member, one course of chance. It shows no interval, and its numbers say little."
    second = _PEOPLE
    if published.hasten > 1:
        second = (
            f"One agent stands for {published.hasten:,} people, as the key hasten says; counts are divided by it and cut to "
            "whole agents. Fewer agents make chance look larger than it is: set hasten to 1, it costs little more."
        )
    return Section("intervals", "How to read an interval", (Prose(first), Prose(second)))


_PEOPLE = "Every agent is one person: hasten is 1."


def command(published: FleePublished, verb: str, policies: Sequence[str]) -> str:
    """Returns the command line that makes the page's numbers again."""
    run = published.run.run
    parts = ["corridor", verb, published.folder]
    for policy in policies:
        parts += ["--policy", policy]
    parts += ["--members", str(run.members), "--seed", str(run.seed), "--until", run.end.isoformat()]
    return facts.clean(shlex.join([*parts, *published.options]))


def facts_table(published: FleePublished, rows: Sequence[tuple[str, str]] = ()) -> Table:
    """Returns the table of what was run, `rows` first."""
    run = published.run.run
    known = (
        *rows,
        ("Folder", facts.shown(run.scenario)),
        ("Days", f"{numbers.day(run.start)} to {numbers.day(run.end)}"),
        ("Rules", published.law),
        ("Read with", facts.clean(shlex.join(published.options)) or "no option"),
        ("Members", f"{run.members:,}"),
        ("Seed", str(run.seed)),
        ("Hash of the folder", facts.clean(run.content_hash)),
        ("Hash of the code", facts.clean(run.code_hash)),
        ("Versions", ", ".join(f"{name} {version}" for name, version in sorted(run.versions.items()))),
    )
    return Table("What was run.", (Column("What"), Column("Value")), known)


def repeat(published: FleePublished) -> Section:
    """Returns the command, the seed, the hashes and the versions."""
    words = "The same command with the same versions gives the same numbers, on any number of processors:"
    line = command(published, "run", [published.run.run.policy])
    shell = Markup('{} <code class="command">{}</code>').format(words, line)
    rows = [("Policy", f"{facts.shown(published.run.run.policy)}: {facts.shown(published.run.run.policy_name)}")]
    return Section("repeat", "How to repeat this run", (Prose(shell), facts_table(published, rows)))


def use(published: FleePublished) -> Section:
    """Returns for what the page may be used."""
    return Section("use", "Responsible use", (Items(_USE),))


_USE = (
    "This page shows aggregates over many simulated courses only: no person, no family, no single run.",
    "People who fled are civilians. Being displaced is no sign of being a threat, and nothing here may be read as a ranking "
    "of camps, origins or nationalities.",
    "A result is a statement about Flee's rules with the settings of this folder. It is a basis for questions and for "
    "humanitarian planning; it is not a forecast of a live situation, and not an argument for closing a way out.",
)
