"""The wording scale: every combination of what the model says, what the evidence says, and what is known of neither."""

from __future__ import annotations

import itertools

import pytest
from tests.claims.made import row

from corridor.claims.schema import Evidence
from corridor.claims.verdict import Finding, Grade, Verdict, Word, combine, grade, of_fact, of_model

HIGH, LOW, BETWEEN = 0.95, 0.05, 0.5
EVIDENCE: dict[str, list[Evidence]] = {
    "none": [],
    "independent": [row()],
    "party": [row(party="one side")],
    "unsure": [row(confidence="low")],
    "context": [row("context")],
    "against": [row("contradicts")],
}


def finding(*chances: float, **others: object) -> Finding:
    plain: dict[str, object] = {"name": "n", "draws": 100}
    return Finding(chances=dict(zip(("P1", "P2", "P3"), chances, strict=True)), **(plain | others))  # type: ignore[arg-type]


def expected(chances: tuple[float, ...], evidence: str) -> Word:
    """Says in its own way what MODEL.md section 5 asks for."""
    if min(chances) >= 0.9 and evidence == "independent":
        return Word.SUPPORTED
    if max(chances) <= 0.1:
        return Word.CONTRADICTED
    return Word.UNDETERMINED


@pytest.mark.parametrize("evidence", EVIDENCE)
@pytest.mark.parametrize("chances", list(itertools.product((HIGH, LOW, BETWEEN), repeat=3)))
def test_every_combination(chances: tuple[float, ...], evidence: str) -> None:
    for calibrated in (False, True):
        verdict = of_model(finding(*chances), EVIDENCE[evidence], "", calibrated=calibrated)
        assert verdict.word is expected(chances, evidence)
        assert verdict.label == ("" if calibrated else "prior only")
        assert verdict.why


@pytest.mark.parametrize(
    ("chances", "word"),
    [
        ((0.9, 0.9, 0.9), Word.SUPPORTED),
        ((0.9, 0.9, 0.8999), Word.UNDETERMINED),
        ((0.1, 0.1, 0.1), Word.CONTRADICTED),
        ((0.1, 0.1, 0.1001), Word.UNDETERMINED),
    ],
)
def test_the_thresholds_belong_to_the_verdict(chances: tuple[float, ...], word: Word) -> None:
    assert of_model(finding(*chances), [row()], "", calibrated=True).word is word


@pytest.mark.parametrize(
    ("found", "evidence", "not_identified", "calibrated", "why"),
    [
        (finding(0.95, 0.5, 0.05), "independent", "", False, "the sign differs: true under P1, untrue under P3"),
        (finding(0.95, 0.97, 0.05), "none", "", False, "the sign differs: true under P1 and P2, untrue under P3"),
        (finding(0.5, 0.95, 0.6), "none", "", False, "decided under P2 only; P(true) 0.50 to 0.95"),
        (finding(0.05, 0.03, 0.6), "none", "", False, "decided under P1 and P2 only; P(true) 0.03 to 0.60"),
        (finding(0.5, 0.5, 0.5), "none", "", False, "no prior set decides it; P(true) 0.50"),
        (finding(0.95, 0.95, 0.95), "party", "", False, "P(true) 0.95, but no direct source that is no party to it"),
        (finding(0.95, 0.95, 0.95), "independent", "what weighed more", False,
         "the data do not identify what weighed more"),
        (finding(0.95, 0.95, 0.95, restricted=True), "independent", "", False,
         "prior-dominated: nothing published counts fighters who left"),
        (finding(0.95, 0.95, 0.95, spread_ratio=0.81), "independent", "", True,
         "prior-dominated: the data narrow it to 0.81 of the prior's spread"),
        (finding(0.95, 0.95, 0.95, draws=19), "independent", "", False,
         "too few parameter draws to tell (19; at least 20)"),
        (Finding("n", {"P1": 0.95, "P2": 0.95}, 100), "independent", "", False,
         "it was not run under all of P1, P2 and P3"),
        (Finding("n", {}, 0, missing="the run ends on 2020-03-03, before 2020-04-01"), "independent", "", False,
         "the run ends on 2020-03-03, before 2020-04-01"),
    ],
)  # fmt: skip
def test_undetermined_says_why(found: Finding, evidence: str, not_identified: str, calibrated: bool, why: str) -> None:
    verdict = of_model(found, EVIDENCE[evidence], not_identified, calibrated=calibrated)
    assert (verdict.word, verdict.why) == (Word.UNDETERMINED, why)


def test_data_that_narrow_the_prior_may_decide() -> None:
    found = finding(0.95, 0.95, 0.95, restricted=True, spread_ratio=0.8)
    assert of_model(found, [row()], "", calibrated=True).word is Word.SUPPORTED


@pytest.mark.parametrize(
    ("rows", "found", "why", "word"),
    [
        ([], Grade.NONE, "no direct source", Word.NOT_DOCUMENTED),
        ([row("context")], Grade.NONE, "no direct source", Word.NOT_DOCUMENTED),
        ([row()], Grade.DOCUMENTED, "1 source not party to it", Word.DOCUMENTED),
        ([row(), row(confidence="medium")], Grade.DOCUMENTED, "2 sources not party to it", Word.DOCUMENTED),
        ([row(party="a")], Grade.CLAIMED, "1 source, party to it or of low confidence", Word.NOT_DOCUMENTED),
        ([row(confidence="low")], Grade.CLAIMED, "1 source, party to it or of low confidence", Word.NOT_DOCUMENTED),
        ([row("contradicts")], Grade.CONTRADICTED, "1 source not party to it", Word.DISPROVED),
        ([row("contradicts", party="a")], Grade.NONE, "no direct source", Word.NOT_DOCUMENTED),
        ([row("contradicts"), row(party="a")], Grade.CONTRADICTED, "1 source not party to it", Word.DISPROVED),
        ([row(), row("contradicts")], Grade.MIXED, "1 source for it, 1 source against it", Word.UNDETERMINED),
        ([row(), row("contradicts", party="a")], Grade.DOCUMENTED, "1 source not party to it", Word.DOCUMENTED),
        ([row("absent")], Grade.NONE, "1 source looked and found none", Word.NOT_DOCUMENTED),
        ([row("absent"), row(party="a")], Grade.NONE, "1 source looked and found none", Word.NOT_DOCUMENTED),
        ([row("absent"), row()], Grade.MIXED, "1 source for it, 1 source against it", Word.UNDETERMINED),
    ],
)
def test_grade_of_direct_evidence_and_verdict_on_a_fact(rows: list[Evidence], found: Grade, why: str, word: Word) -> None:
    assert grade(rows) == (found, why)
    assert of_fact(rows) == Verdict(word, why)


def test_numbers_that_agree_share_their_verdict_and_others_do_not() -> None:
    yes, no = Verdict(Word.SUPPORTED, "a"), Verdict(Word.CONTRADICTED, "b")
    assert combine([("x", yes), ("y", yes)], calibrated=True) == Verdict(Word.SUPPORTED, "a")
    both = combine([("x", yes), ("y", no)], calibrated=False)
    assert both.word is Word.UNDETERMINED
    assert both.why == ("its numbers do not agree (x: supported under assumptions; y: contradicted under assumptions)")
    assert str(both) == "undetermined (prior only)"
    none = combine([], calibrated=False)
    assert (none.word, none.why) == (Word.UNDETERMINED, "no number decides it; they are shown for what they are")


def test_the_scale_has_these_words_and_no_others() -> None:
    assert [str(word) for word in Word] == [
        "supported under assumptions",
        "contradicted under assumptions",
        "undetermined",
        "not a model question",
        "documented",
        "not documented",
        "contradicted by direct evidence",
        "no single verdict",
    ]
