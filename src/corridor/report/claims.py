"""The page about claims: what people were exposed to first, then each statement with its numbers and its evidence."""

from __future__ import annotations

from markupsafe import Markup

from corridor.claims.published import ClaimRow, PublishedClaims
from corridor.report import facts, numbers
from corridor.report.blocks import Column, Prose, Section, Table
from corridor.report.claims_part import blocks_of
from corridor.report.claims_reading import beside, limits, reading, repeat, use
from corridor.report.claims_tables import exposure
from corridor.report.page import environment, style

__all__ = ["render_claims", "sections"]

_PRIOR_ONLY = (
    "Prior only: no parameter was fitted to data. What the model says here is what was assumed, worked through; "
    "verdicts of the model are labelled so until a calibration exists."
)
_FITTED = (
    "Fitted: the free parameters were inferred from published counts, all others keep their prior sets. Every model verdict "
    "says whether the data moved it; where they hardly narrowed a number it stays undetermined."
)


def render_claims(published: PublishedClaims) -> str:
    """Returns one self-contained HTML page: it opens offline, runs no script, and asks for nothing from outside."""
    run = published.run
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            title=facts.shown(f"{run.title or run.scenario}: what was claimed"),
            subtitle=_subtitle(published),
            notices=_notices(published),
            headline=_headline(published),
            sections=sections(published),
            style=style(),
        )
    )


def sections(published: PublishedClaims) -> tuple[Section, ...]:
    """Returns the sections in the order of the page; the first is not removable."""
    first = (exposure(published), _overview(published))
    last = (beside(published), reading(published), limits(published), repeat(published), use(published))
    claims = tuple(_claim(claim, published) for claim in published.claims)
    return tuple(section for section in (*first, *claims, *last) if section is not None)


def _subtitle(published: PublishedClaims) -> str:
    run = published.run
    days = f"{numbers.day(run.start)} to {numbers.day(run.end)}"
    members = f"{run.members:,} members of each of {len(run.runs)} runs"
    return f"{days} · {len(published.claims)} claims · {members} · prior sets {', '.join(published.prior_sets)}"


def _notices(published: PublishedClaims) -> tuple[str, ...]:
    notices = []
    if published.run.posterior:
        notices.append(_FITTED)
    elif any(part.label for claim in published.claims for part in claim.parts) or published.run.runs:
        notices.append(_PRIOR_ONLY)
    if not published.run.complete:
        notices.append("This run was stopped early: it holds what was finished, and says what is missing.")
    return tuple(notices)


def _headline(published: PublishedClaims) -> tuple[Markup, ...]:
    counts: dict[str, int] = {}
    parts = [part for claim in published.claims for part in claim.parts]
    for part in parts:
        counts[part.verdict] = counts.get(part.verdict, 0) + 1
    listed = "; ".join(f"{word}: {count}" for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    first = Markup(
        "The {} statements say {} different things. Of these, {}. A verdict of the model and the grade of direct "
        "evidence are two things and are printed apart; nothing here proves anything, and nothing is said of motives."
    ).format(len(published.claims), len(parts), listed)
    return (first,)


def _overview(published: PublishedClaims) -> Section:
    columns = (
        Column("No."),
        Column("What it says", wide=True),
        Column("Verdict", wide=True),
        Column("Direct evidence", wide=True),
    )
    rows = []
    for claim in published.claims:
        for index, part in enumerate(claim.parts):
            number = claim.number if index == 0 else ""
            says = f"{claim.short}: {part.says}" if index == 0 else part.says
            verdict = f"{part.verdict} ({part.label})" if part.label else part.verdict
            rows.append((facts.clean(number), facts.clean(says), verdict, f"{part.grade} ({part.grade_why})"))
    table = Table("All statements. The reasons stand with each of them below.", columns, tuple(rows))
    return Section("overview", "All statements", (table,))


def _claim(claim: ClaimRow, published: PublishedClaims) -> Section:
    blocks = [Prose(facts.clean(claim.statement), lead=True)]
    rest = [block for part in claim.parts for block in blocks_of(part, published.prior_sets)]
    title = f"{claim.number}. {facts.shown(claim.short)}"
    return Section(facts.key_of("claim", claim.number), title, (*blocks, *rest))
