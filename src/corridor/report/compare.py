"""The page of a comparison: policies side by side, the differences first, people in the fighting before all else."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from corridor.compared import Compared
from corridor.report import compare_people, compare_screening, compare_tables, facts, numbers, page, what_if
from corridor.report.blocks import Block, Column, Items, Prose, Section, Table
from corridor.report.compare_words import identified, policy_name, sentence
from corridor.report.sections import parameters, reading
from corridor.report.what_if import WhatIf

__all__ = ["SECTIONS", "render_comparison"]

_SAID = ("exposed_person_days", "trapped_person_days", "displaced_ever")


def render_comparison(compared: Compared, of: WhatIf | None = None) -> str:
    """Returns one self-contained HTML page about a comparison, as `render` does about a run.

    `of` says what was changed, where the last policy is one that somebody put together and did not name. Raises RunError
    where the page would not begin with what people are exposed to and who stays trapped.
    """
    run = compared.baseline.run
    sections = _sections(compared, of)
    compare_people.check(compared, sections)
    return (
        page.environment()
        .get_template("page.html.j2")
        .render(
            title=facts.shown(run.title or run.scenario),
            subtitle=_subtitle(compared),
            notices=(*_notices(compared), *([what_if.notice(of)] if of else [])),
            headline=_headline(compared),
            sections=sections,
            style=page.style() + _style(),
        )
    )


def _sections(compared: Compared, of: WhatIf | None) -> tuple[Section, ...]:
    """What was changed stands right after what it does to people in the fighting, which comes first on every page."""
    built = tuple(build(compared) for build in SECTIONS)
    changed = [what_if.changed(of)] if of else []
    return (*built[:1], *changed, *built[1:], _repeat(compared, of), reading.responsible_use(compared.baseline))


def _subtitle(compared: Compared) -> str:
    run = compared.baseline.run
    others = ", ".join(policy_name(policy) for policy in compared.others)
    return (
        f"{numbers.day(run.start)} to {numbers.day(run.end)} · {others}, set against "
        f"{policy_name(compared.policies[0])} · {compared.draws * run.replicates:,} members of each policy "
        f"({compared.draws:,} draws of the parameters) · prior set {run.prior_set}"
    )


def _notices(compared: Compared) -> tuple[str, ...]:
    run = compared.baseline.run
    if run.complete:
        return ()
    return (f"This comparison was stopped early: it holds the {run.members:,} members that were finished.",)


def _headline(compared: Compared) -> tuple[Markup, ...]:
    """A paragraph a policy: people in the fighting first, then displacement."""
    paragraphs = []
    for policy in compared.others:
        courses = {each.quantity: each for each in compared.courses if each.policy == policy.id}
        found = [courses[quantity] for quantity in _SAID if quantity in courses]
        if found:
            paragraphs.append(sentence(compared, policy, found))
    return tuple(paragraphs)


def _open(compared: Compared) -> Section:
    """Returns what the data do not identify, and what the spread over members must not be read as."""
    found = dict.fromkeys(identified(each.quantity) for each in compared.courses)
    items = (*(f"The data used do not identify {each}." for each in found), *_NOT_SAID)
    return Section("open", "What is not identified", (Items(items),))


_NOT_SAID = (
    "Members are paired so that chance cancels. The spread of single pairs hangs on how they are paired and on nothing "
    "in the world; so it is not shown, and no sentence of the form “the same person would have …” follows.",
    "Parameters come from priors, not from a fit: an interval says what the priors leave open.",
    "Only what the policies change is different between the two; what the other side would have done is not modelled.",
)


def _reading(compared: Compared) -> Section:
    words = (
        f"A difference such as −158,900 (90 %: −196,000 to −133,000) is the median of {compared.draws:,} draws of the "
        "parameters; of each draw the mean of its pairs of members counts, the same parameters and the same chance "
        "under both policies. One draw in twenty lies below the range, one above.",
        "The Monte-Carlo error says how far the mean could still move with more members; it shrinks with their number. "
        "The interval does not shrink: it is what the parameters leave open. What the model leaves out is in neither.",
    )
    return Section("intervals", "How to read a difference", tuple(Prose(each) for each in words))


def _command(compared: Compared, scenario: str, policies: Sequence[str]) -> list[str]:
    """Returns the parts of a command line that compares policies as this page does."""
    run = compared.baseline.run
    parts = ["corridor", "compare", scenario]
    for policy in policies:
        parts += ["--policy", policy]
    members = compared.draws * run.replicates
    parts += ["--members", str(members), "--replicates", str(run.replicates)]
    parts += ["--seed", str(run.seed), "--until", run.end.isoformat(), "--priors", run.prior_set]
    for name, value in sorted(run.overrides.items()):
        parts += ["--set", f"{name}={value:g}"]
    return parts


def _again(compared: Compared) -> tuple[Block, ...]:
    run = compared.baseline.run
    parts = _command(compared, run.scenario, [policy.id for policy in compared.policies])
    words = "The same command with the same versions gives the same numbers, on any number of processors:"
    return (Prose(Markup('{} <code class="command">{}</code>').format(words, facts.clean(shlex.join(parts)))),)


def _repeat(compared: Compared, of: WhatIf | None) -> Section:
    run = compared.baseline.run
    rows = [(f"Policy {number}", f"{facts.shown(each.id)}: {policy_name(each)}")
            for number, each in enumerate(compared.policies)]  # fmt: skip
    rows += [
        ("Hash of the scenario", facts.clean(run.content_hash)),
        ("Hash of the code", facts.clean(run.code_hash)),
        ("Hash of the priors", facts.clean(run.prior_hash)),
        ("Versions", ", ".join(f"{name} {version}" for name, version in sorted(run.versions.items()))),
    ]
    if of:
        said = what_if.repeat(of, compared, _command(compared, "FOLDER", [compared.policies[0].id, "ID"]))
    else:
        said = _again(compared)
    blocks: tuple[Block, ...] = (
        *said,
        Table("What was compared; policy 0 is the baseline.", (Column("What"), Column("Value")), tuple(rows)),
    )
    return Section("repeat", "How to repeat this comparison", blocks)


#: The order of the page, up to how to repeat it and for what it may be used. The first is not removable:
#: `compare_people.check` holds every page to it.
SECTIONS: tuple[Callable[[Compared], Section], ...] = (
    compare_people.build,
    compare_tables.headlines,
    compare_tables.displacement,
    compare_tables.exits,
    compare_tables.camps,
    compare_screening.screening,
    compare_screening.cloud,
    _open,
    lambda compared: parameters.build(compared.baseline),
    lambda compared: reading.limits(compared.baseline),
    _reading,
)


@cache
def _style() -> Markup:
    return Markup(files("corridor.report").joinpath("compare.css").read_text("utf-8"))
