"""How to read the page about claims, what stands beside numbers of fighters, and how to repeat the run."""

from __future__ import annotations

import shlex

from markupsafe import Markup

from corridor.claims.published import PublishedClaims
from corridor.report import facts, numbers
from corridor.report.blocks import Column, Items, Prose, Section, Table

__all__ = ["beside", "limits", "reading", "repeat", "use"]


def beside(published: PublishedClaims) -> Section | None:
    """Returns what is printed beside numbers of fighters: what screening can tell, and what displaced people bring."""
    if not published.beside:
        return None
    sets = sorted({prior for _, by_set in published.beside for prior in by_set})
    columns = (Column("What is assumed", wide=True), *(Column(prior, True) for prior in sets))
    rows = tuple((name, *(by_set.get(prior, "–") for prior in sets)) for name, by_set in published.beside)
    words = (
        "No number about fighters stands alone. Nobody has measured how well screening tells fighters from others. The "
        "largest published study finds no more violence where displaced people arrive, one on displacement within a "
        "country finds some. These are the assumptions, as 90 % ranges."
    )
    return Section("beside", "Beside every number about fighters", (Prose(words), Table("Assumptions.", columns, rows)))


def reading(published: PublishedClaims) -> Section:
    """Returns the wording scale."""
    return Section("reading", "How to read a verdict", (Items(_SCALE), Prose(_APART)))


_SCALE = (
    "Supported under assumptions: the statement holds with a probability of at least 0.9 under all three prior sets, "
    "and at least one direct source that is no party to the claim supports it.",
    "Contradicted under assumptions: at most 0.1 under all three.",
    "Undetermined: anything else, and whatever the assumptions alone decide.",
    "Not a model question: intent, motive, legality.",
    "Documented, not documented, contradicted by direct evidence: plain facts, and forecasts whose day has come. They "
    "take the verdict of direct evidence, whatever the model says.",
    "No single verdict: a trade-off, whose sides are shown together.",
)
_APART = (
    "P1 is the set of assumptions taken as most plausible, P2 leans towards relocation, P3 away from it; P0 knows "
    "only what was public before the first day. They are always shown together. Direct evidence counts where its "
    "source is no party to the claim and is not of low confidence."
)


def limits(published: PublishedClaims) -> Section | None:
    """Returns what the scenario says that it leaves out, and the note of the claims."""
    items = tuple(facts.clean(text) for text in (published.note, *published.limits) if text)
    return Section("limits", "What is left out", (Items(items),)) if items else None


def repeat(published: PublishedClaims) -> Section:
    """Returns the command, the seed, the hashes and the versions."""
    run = published.run
    rows = [
        ("Scenario", f"{facts.shown(run.scenario)}: {facts.shown(run.title)}"),
        ("Days", f"{numbers.day(run.start)} to {numbers.day(run.end)}"),
        ("Members", f"{run.members:,} of each run ({run.replicates} for each draw of the parameters)"),
        ("Runs", "; ".join(f"{policy} under {prior}" for policy, prior, _ in run.runs) or "none"),
        ("Seed", str(run.seed)),
        ("Hash of the scenario", facts.clean(run.content_hash)),
        ("Hash of the claims", facts.clean(run.claims_hash)),
        ("Hash of the code", facts.clean(run.code_hash)),
        *((f"Hash of the priors, {prior}", value) for prior, value in run.prior_hashes.items()),
        ("Versions", ", ".join(f"{name} {version}" for name, version in sorted(run.versions.items()))),
    ]
    table = Table("What was run.", (Column("What"), Column("Value")), tuple(rows))
    words = "The same command with the same versions gives the same verdicts, on any number of processors:"
    shell = Markup('{} <code class="command">{}</code>').format(words, _command(published))
    return Section("repeat", "How to repeat this run", (Prose(shell), table))


def _command(published: PublishedClaims) -> str:
    run = published.run
    parts = ["corridor", "claims", run.scenario, "--members", str(run.members), "--replicates", str(run.replicates)]
    parts += ["--seed", str(run.seed), "--until", run.end.isoformat()]
    if run.posterior:
        parts += ["--priors", run.posterior]
    for name, value in sorted(run.overrides.items()):
        parts += ["--set", f"{name}={value:g}"]
    return facts.clean(shlex.join(parts))


def use(published: PublishedClaims) -> Section:
    """Returns for what the page may be used."""
    return Section("use", "Responsible use", (Items(_USE),))


_USE = (
    "This page shows aggregates only: no person, family or armed unit, no route of a convoy. Fighters appear as "
    "ranges, by region and week, and never without the assumptions that they rest on.",
    "People who fled, families of fighters among them, are civilians. Being displaced is no sign of being a threat, "
    "and nothing here may be read as a ranking of camps, origins or nationalities.",
    "A verdict is about a statement, not about those who made it: nothing is said of motives.",
    "A result is a statement about the model under its assumptions. It is no argument for closing a way out: what that "
    "costs civilians stands first on this page.",
)
