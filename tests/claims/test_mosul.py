"""The twelve rows of MODEL.md section 6: all there, all sourced, and the dated ones agree with the record."""

from __future__ import annotations

from functools import cache

import pytest
from tests.claims.made import Engine, scenario

from corridor.claims.evaluate import ClaimResult, evaluate
from corridor.claims.read import read_claims
from corridor.claims.run import Options, needed, run_claims
from corridor.claims.schema import Kind
from corridor.claims.verdict import Grade, Word

ROWS = ["1", "2", "3", "4", "5a", "5b", "6", "7", "8", "9", "10", "11"]
OPTIONS = Options(members=8, replicates=2)


@cache
def results() -> dict[str, ClaimResult]:
    claims = read_claims(scenario("mosul-2016"))
    values = run_claims(scenario("mosul-2016"), claims, OPTIONS, Engine())
    return {result.claim.number: result for result in evaluate(claims, values, OPTIONS.replicates)}


def words(number: str) -> list[Word]:
    return [part.verdict.word for part in results()[number].parts]


def test_all_twelve_rows_in_their_order() -> None:
    assert list(results()) == ROWS


def test_every_part_that_can_be_checked_has_evidence_with_an_address_and_a_party_mark() -> None:
    for result in results().values():
        for part in result.claim.parts:
            assert part.evidence or Kind.INTENT in part.kinds, f"{result.claim.number}: {part.says}"
            assert all(row.source.startswith("http") for row in part.evidence)
    marks = [row.party for result in results().values() for part in result.claim.parts for row in part.evidence]
    assert any(marks)
    assert not all(marks)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1", [Word.DOCUMENTED]),
        ("2", [Word.DOCUMENTED]),
        ("3", [Word.DOCUMENTED, Word.DISPROVED]),
        ("5a", [Word.DOCUMENTED, Word.NOT_A_QUESTION]),
        ("9", [Word.DOCUMENTED]),
        ("10", [Word.DOCUMENTED, Word.DISPROVED, Word.UNDETERMINED, Word.NOT_A_QUESTION]),
    ],
)
def test_dated_facts_agree_with_the_record(number: str, expected: list[Word]) -> None:
    assert words(number) == expected


def test_corridors_were_not_documented_for_civilians_but_were_for_the_west() -> None:
    assert words("4")[:2] == [Word.NOT_DOCUMENTED, Word.DOCUMENTED]


def test_what_only_parties_say_is_not_documented() -> None:
    for number in ("6", "8"):
        claimed = [part for part in results()[number].parts if part.grade is Grade.CLAIMED]
        assert [part.verdict.word for part in claimed] == [Word.NOT_DOCUMENTED]


def test_what_the_data_do_not_identify_is_undetermined_whatever_the_runs_say() -> None:
    for number in ("6", "7", "8", "10"):
        (part,) = [part for part in results()[number].parts if part.part.kinds == (Kind.MODEL,)]
        assert part.verdict.word is Word.UNDETERMINED
        assert part.verdict.why.startswith("the data do not identify ")


def test_the_trade_off_has_no_single_verdict() -> None:
    (part,) = results()["11"].parts
    assert part.verdict.word is Word.TRADE_OFF
    for shares in part.together.values():
        assert sum(shares.values()) == pytest.approx(1.0)


def test_every_verdict_of_the_model_is_labelled_prior_only() -> None:
    models = [part.model for result in results().values() for part in result.parts if part.model is not None]
    assert len(models) >= 8
    assert {verdict.label for verdict in models} == {"prior only"}


def test_the_forecast_is_also_made_with_what_was_known_before() -> None:
    claims = read_claims(scenario("mosul-2016"))
    assert list(needed(claims)) == ["P0", "P1", "P2", "P3"]
    assert needed(claims)["P0"] == ("factual",)
    triggered = {"follow-on-triggered", "flank-closed+follow-on-triggered"}
    for prior in ("P1", "P2", "P3"):
        assert set(needed(claims)[prior]) == {"factual", "flank-closed", "exits-agreed"} | triggered


def test_every_run_is_made_once() -> None:
    engine = Engine()
    run_claims(scenario("mosul-2016"), read_claims(scenario("mosul-2016")), OPTIONS, engine)
    runs = [(prior, policy) for prior, policies in engine.asked for policy in policies]
    assert len(runs) == len(set(runs)) == 16
