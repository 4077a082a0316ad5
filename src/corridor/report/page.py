"""Puts the page together: sections in their order, one template, one style sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from corridor.published import Published
from corridor.report import facts, headline, numbers
from corridor.report.blocks import Section
from corridor.report.sections import (
    camps,
    check,
    displacement,
    exits,
    fighters,
    forecast,
    next_city,
    parameters,
    people,
    places,
    reading,
    scores,
    screening,
    violence,
)

__all__ = ["SECTIONS", "environment", "render", "sections", "style"]

#: The order of the page. The first is not removable: what people were exposed to comes before everything else.
#: A section about what a scenario does not have is None, and left out.
SECTIONS: tuple[Callable[[Published], Section | None], ...] = (
    people.build,
    forecast.build,
    exits.build,
    displacement.build,
    camps.build,
    screening.build,
    violence.build,
    next_city.build,
    fighters.build,
    places.build,
    check.build,
    scores.build,
    parameters.build,
    reading.limits,
    reading.intervals,
    reading.repeat,
    reading.responsible_use,
)


def render(published: Published) -> str:
    """Returns one self-contained HTML page: it opens offline, runs no script, and asks for nothing from outside.

    The same Published gives the same text, whatever the day and the machine. Raises nothing.

    >>> from corridor import load, render, simulate, summarise
    >>> render(summarise(simulate(load("tutorial"), members=4))).startswith("<!DOCTYPE html>")
    True
    """
    run = published.run
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            title=facts.shown(run.title or run.scenario),
            subtitle=_subtitle(published),
            notices=_notices(published),
            headline=headline.paragraphs(published),
            sections=sections(published),
            style=style(),
        )
    )


def sections(published: Published) -> tuple[Section, ...]:
    """Returns the sections of a run in the order of the page."""
    return tuple(section for build in SECTIONS if (section := build(published)) is not None)


def _subtitle(published: Published) -> str:
    run = published.run
    policy = facts.shown(run.policy_name or run.policy)
    members = "1 member" if run.members == 1 else f"{run.members:,} members"
    return f"{numbers.day(run.start)} to {numbers.day(run.end)} · policy: {policy} · {members} · prior set {run.prior_set}"


def _notices(published: Published) -> tuple[str, ...]:
    run = published.run
    notices = []
    if not run.complete:
        notices.append(f"This run was stopped early: it holds the {run.members:,} members that were finished.")
    if run.members == 1:
        notices.append("This run has one member. Nothing on this page has an interval: ask for more members.")
    return tuple(notices)


@cache
def environment() -> Environment:
    """Returns what fills the templates: everything is escaped, and nothing may be missing."""
    environment = Environment(
        loader=PackageLoader("corridor.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    return environment


def _finalize(value: object) -> object:
    """Takes control characters out of whatever the template prints."""
    return facts.clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def style() -> Markup:
    """Returns the style sheet of every page."""
    return Markup(files("corridor.report").joinpath("style.css").read_text("utf-8"))
