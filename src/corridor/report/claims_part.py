"""One part of a claim on the page: what it says, the two verdicts apart, the sentences, numbers and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from corridor.claims.published import PartRow
from corridor.report import facts
from corridor.report.blocks import Block, Items, Note, Prose
from corridor.report.claims_tables import evidence_table, number_table, together_table

__all__ = ["blocks_of"]


def blocks_of(part: PartRow, sets: Sequence[str]) -> Iterator[Block]:
    """Yields the blocks of one part."""
    says = facts.clean(part.says)
    yield Prose(Markup("<b>{}</b> ({})").format(says[:1].upper() + says[1:], part.kind))
    yield Items(tuple(_verdicts(part)))
    if part.numbers:
        yield Items(tuple(facts.clean(number.sentence) for number in part.numbers))
        yield number_table(part.numbers, sets)
    if part.together:
        yield together_table(part.together, sets)
    if part.not_identified:
        yield Note(f"The data used do not identify {facts.clean(part.not_identified)}.")
    if part.evidence:
        yield evidence_table(part.evidence)


def _verdicts(part: PartRow) -> Iterator[str]:
    """The verdict; that of the model; the grade of direct evidence: never mixed into one."""
    yield Markup("Verdict: <b>{}</b>{}").format(_labelled(part), _why(part.why))
    if part.model_verdict and "fact" in part.kind:
        yield f"The model by itself: {part.model_verdict}{_why(part.model_why)}"
    if part.moved:
        yield f"By the calibration {part.moved}."
    yield f"Direct evidence by itself: {part.grade}{_why(part.grade_why)}"


def _labelled(part: PartRow) -> str:
    return f"{part.verdict} ({part.label})" if part.label else part.verdict


def _why(words: str) -> str:
    return f": {facts.clean(words)}." if words else "."
