"""What the page of a what-if says beside its numbers: what was changed, and how somebody else gets the same."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from markupsafe import Markup

from corridor.compared import Compared
from corridor.report import facts
from corridor.report.blocks import Block, Items, Prose, Section

__all__ = ["SECTION", "WhatIf", "changed", "notice", "repeat"]

SECTION = "changed"

#: Members that the live page runs of a what-if.
_PAGE_MEMBERS = 100


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A policy that was put together at the live page and has no name: no command line can name it."""

    base: str  # the named policy that was changed
    changes: tuple[str, ...]  # in words
    address: str  # what stands after the # in the address of the live page


def notice(what_if: WhatIf) -> str:
    """Returns one line for the head of the page."""
    count = "one change" if len(what_if.changes) == 1 else f"{len(what_if.changes)} changes"
    return f"This is a what-if: {count} to the policy {facts.shown(what_if.base)}, told under “What was changed”."


def changed(what_if: WhatIf) -> Section:
    """Returns every change, with its target, its days and its values."""
    words = f"What the what-if changes in the policy {facts.shown(what_if.base)}; all else is as it is there."
    return Section(SECTION, "What was changed", (Prose(words), Items(tuple(facts.clean(each) for each in what_if.changes))))


def repeat(what_if: WhatIf, compared: Compared, parts: list[str]) -> tuple[Block, ...]:
    """Returns how to get the same numbers, by the page's address, and as a named policy; `parts` is its command line."""
    run = compared.baseline.run
    members = compared.draws * run.replicates
    many = "" if members == _PAGE_MEMBERS else f" The page runs {_PAGE_MEMBERS} members, where this one has {members:,}."
    by_page = (
        f"This what-if has no name, so that no command line can ask for it. Run corridor serve {run.scenario}, and "
        f"put this after the # in the address of the page; the same versions give the same numbers.{many}"
    )
    by_name = (
        "To have it on the command line, serve a copy of the scenario’s folder, open the same address there, and save it as "
        "a named policy. With the copy’s folder for FOLDER and the id that it was given for ID, this command then runs it; "
        "a named policy takes part in the order of draws, so that numbers may move by their Monte-Carlo error:"
    )
    return (
        Prose(_coded(by_page, what_if.address)),
        Prose(_coded(by_name, shlex.join(parts))),
    )


def _coded(words: str, code: str) -> Markup:
    return Markup('{} <code class="command">{}</code>').format(words, facts.clean(code))
