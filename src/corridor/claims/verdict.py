"""The wording scale of MODEL.md section 5, and nothing else: from probabilities and evidence to a verdict.

A verdict of the model and the grade of direct evidence are two things and stay apart. Dated facts take the verdict of
direct evidence (ruling 20); until a calibration exists every verdict of the model is labelled `prior only`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corridor.claims.schema import Evidence, Weight

__all__ = ["JUDGED", "PRIOR_ONLY", "Finding", "Grade", "Verdict", "Word", "combine", "grade", "of_fact", "of_model"]

#: The prior sets that a verdict rests on, always together. P0 is for forecasts and decides nothing by itself.
JUDGED = ("P1", "P2", "P3")
PRIOR_ONLY = "prior only"
SUPPORTED_FROM, CONTRADICTED_TO = 0.9, 0.1
#: A posterior whose spread is more than this share of the prior's says what the prior said.
DOMINATED_ABOVE = 0.8
FEWEST_DRAWS = 20


class Word(StrEnum):
    """The words of the scale. The last but one is what ruling 20 asks for: a dated forecast that did not come true."""

    SUPPORTED = "supported under assumptions"
    CONTRADICTED = "contradicted under assumptions"
    UNDETERMINED = "undetermined"
    NOT_A_QUESTION = "not a model question"
    DOCUMENTED = "documented"
    NOT_DOCUMENTED = "not documented"
    DISPROVED = "contradicted by direct evidence"
    TRADE_OFF = "no single verdict"


class Grade(StrEnum):
    """What direct evidence by itself says: of sources that are no party to the claim and not of low confidence."""

    DOCUMENTED = "documented"
    CONTRADICTED = "contradicted"
    MIXED = "mixed"
    CLAIMED = "stated by a party only"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A word of the scale, its label, and why."""

    word: Word
    why: str = ""
    label: str = ""

    def __str__(self) -> str:
        return f"{self.word} ({self.label})" if self.label else str(self.word)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the model says of one deciding number: P(true) by prior set, NaN-free; missing sets are absent."""

    name: str
    chances: Mapping[str, float]
    draws: int
    restricted: bool = False  # about fighters, whom nobody counted
    spread_ratio: float | None = None  # posterior over prior standard deviation; None before a calibration
    missing: str = ""  # why a prior set has no number


def grade(rows: Sequence[Evidence]) -> tuple[Grade, str]:
    """Returns what direct evidence says, and why in a few words."""
    weights = [row.weighs for row in rows if row.counts]
    for_, against = weights.count(Weight.SUPPORTS), weights.count(Weight.CONTRADICTS)
    absent = weights.count(Weight.ABSENT)
    weak = sum(row.weighs is Weight.SUPPORTS for row in rows) - for_
    if for_ and (against or absent):
        return Grade.MIXED, f"{_sources(for_)} for it, {_sources(against + absent)} against it"
    if for_:
        return Grade.DOCUMENTED, f"{_sources(for_)} not party to it"
    if against:
        return Grade.CONTRADICTED, f"{_sources(against)} not party to it"
    if absent:
        return Grade.NONE, f"{_sources(absent)} looked and found none"
    if weak:
        return Grade.CLAIMED, f"{_sources(weak)}, party to it or of low confidence"
    return Grade.NONE, "no direct source"


def of_fact(rows: Sequence[Evidence]) -> Verdict:
    """Returns the verdict on a dated fact: that of direct evidence."""
    found, why = grade(rows)
    words = {
        Grade.DOCUMENTED: Word.DOCUMENTED,
        Grade.CONTRADICTED: Word.DISPROVED,
        Grade.MIXED: Word.UNDETERMINED,
        Grade.CLAIMED: Word.NOT_DOCUMENTED,
        Grade.NONE: Word.NOT_DOCUMENTED,
    }
    return Verdict(words[found], why)


def of_model(finding: Finding, rows: Sequence[Evidence], not_identified: str, *, calibrated: bool) -> Verdict:
    """Returns the verdict of the model on one number.

    Supported: P(true) at least .9 under P1, P2 and P3, and a supporting direct source that is no party to the claim.
    Contradicted: at most .1 under all three. Everything else, and what the prior alone decides, is undetermined.
    """
    label = "" if calibrated else PRIOR_ONLY

    def undetermined(why: str) -> Verdict:
        return Verdict(Word.UNDETERMINED, why, label)

    if any(prior not in finding.chances for prior in JUDGED):
        return undetermined(finding.missing or "it was not run under all of P1, P2 and P3")
    if not_identified:
        return undetermined(f"the data do not identify {not_identified}")
    if finding.restricted and not calibrated:
        return undetermined("prior-dominated: nothing published counts fighters who left")
    if finding.spread_ratio is not None and finding.spread_ratio > DOMINATED_ABOVE:
        return undetermined(f"prior-dominated: the data narrow it to {finding.spread_ratio:.2f} of the prior's spread")
    if finding.draws < FEWEST_DRAWS:
        return undetermined(f"too few parameter draws to tell ({finding.draws}; at least {FEWEST_DRAWS})")
    return _decided(finding, rows, label)


def _decided(finding: Finding, rows: Sequence[Evidence], label: str) -> Verdict:
    chances = {prior: finding.chances[prior] for prior in JUDGED}
    high = [prior for prior, chance in chances.items() if chance >= SUPPORTED_FROM]
    low = [prior for prior, chance in chances.items() if chance <= CONTRADICTED_TO]
    if len(low) == len(JUDGED):
        return Verdict(Word.CONTRADICTED, f"P(true) {_span(chances)}", label)
    if len(high) == len(JUDGED):
        if any(row.weighs is Weight.SUPPORTS and row.counts for row in rows):
            return Verdict(Word.SUPPORTED, f"P(true) {_span(chances)}, and direct evidence", label)
        return Verdict(Word.UNDETERMINED, f"P(true) {_span(chances)}, but no direct source that is no party to it", label)
    if high and low:
        return Verdict(Word.UNDETERMINED, f"the sign differs: true under {_and(high)}, untrue under {_and(low)}", label)
    if high or low:
        return Verdict(Word.UNDETERMINED, f"decided under {_and(high or low)} only; P(true) {_span(chances)}", label)
    return Verdict(Word.UNDETERMINED, f"no prior set decides it; P(true) {_span(chances)}", label)


def combine(verdicts: Sequence[tuple[str, Verdict]], *, calibrated: bool) -> Verdict:
    """Returns the verdict on several deciding numbers: theirs where they agree; names say which differ."""
    label = "" if calibrated else PRIOR_ONLY
    if not verdicts:
        return Verdict(Word.UNDETERMINED, "no number decides it; they are shown for what they are", label)
    if len({verdict.word for _, verdict in verdicts}) == 1:
        whys = list(dict.fromkeys(verdict.why for _, verdict in verdicts))
        named = [f"{name}: {verdict.why}" for name, verdict in verdicts]
        return Verdict(verdicts[0][1].word, whys[0] if len(whys) == 1 else "; ".join(named), label)
    parts = "; ".join(f"{name}: {verdict.word}" for name, verdict in verdicts)
    return Verdict(Word.UNDETERMINED, f"its numbers do not agree ({parts})", label)


def _sources(count: int) -> str:
    return "1 source" if count == 1 else f"{count} sources"


def _span(chances: Mapping[str, float]) -> str:
    low, high = f"{min(chances.values()):.2f}", f"{max(chances.values()):.2f}"
    return low if low == high else f"{low} to {high}"


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
