"""Results of claims → PublishedClaims: rounded, suppressed, fighters as ranges only; each number with its sentence."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from corridor.claims.published import (
    Cell,
    ClaimRow,
    ClaimsFacts,
    EvidenceRow,
    NumberRow,
    PartRow,
    PublishedClaims,
    TogetherRow,
)
from corridor.claims.run import FORECAST, needed
from corridor.claims.schema import Evidence, Number
from corridor.claims.verdict import JUDGED
from corridor.parameters import prior_hash
from corridor.publish.claims_beside import beside
from corridor.publish.claims_cells import cells
from corridor.publish.claims_exposure import exposure
from corridor.publish.claims_words import condition_of, sentence_of, unit_of, what_of
from corridor.publish.facts import code_hash, versions
from corridor.publish.rules import Disclosure

if TYPE_CHECKING:
    from corridor.claims.evaluate import ClaimResult, NumberResult, PartResult
    from corridor.claims.run import Options, Values
    from corridor.claims.schema import Claims
    from corridor.scenario.schema import Scenario

__all__ = ["publish_claims"]

_UNJUDGED = "shown, decides nothing"


def publish_claims(
    scenario: Scenario, claims: Claims, results: Iterable[ClaimResult], values: Values, options: Options
) -> PublishedClaims:
    """Returns what may leave the program of a run of claims.

    Rounding and suppression are those of `corridor.publish.rules`: of fighters only the ends of the 90 % interval,
    outwards; of places what their row of the table says. Verdicts rest on the numbers before rounding.
    """
    rules = Disclosure(scenario, values.people)
    rows = tuple(_claim(result, scenario, rules, values.dates) for result in results)
    fighters = any(number.range_only for claim in rows for part in claim.parts for number in part.numbers)
    sets = tuple(prior for prior in (FORECAST, *JUDGED) if prior in needed(claims)) or JUDGED
    return PublishedClaims(
        run=_facts(scenario, claims, values, options, sets),
        prior_sets=sets,
        exposure=exposure(values, scenario),
        claims=rows,
        note=claims.note,
        beside=beside(values) if fighters else (),
        limits=scenario.limits,
    )


def _facts(scenario: Scenario, claims: Claims, values: Values, options: Options, sets: tuple[str, ...]) -> ClaimsFacts:
    return ClaimsFacts(
        scenario=scenario.id,
        title=scenario.title,
        seed=options.seed,
        members=min((members for _, _, members in values.runs), default=options.members),
        replicates=options.replicates,
        start=scenario.start,
        end=values.dates[-1] if values.dates else scenario.end,
        complete=values.complete,
        content_hash=scenario.content_hash,
        claims_hash=claims.content_hash,
        code_hash=code_hash(),
        prior_hashes={prior: prior_hash(scenario.parameters, options.beliefs(prior)) for prior in sets},
        overrides=dict(sorted(options.overrides.items())),
        versions=versions(),
        seconds=values.seconds,
        runs=tuple(values.runs),
        posterior=options.posterior or "",
    )


def _claim(result: ClaimResult, scenario: Scenario, rules: Disclosure, dates: tuple[date, ...]) -> ClaimRow:
    claim = result.claim
    parts = tuple(_part(part, scenario, rules, dates) for part in result.parts)
    return ClaimRow(claim.number, claim.short, claim.statement, parts)


def _part(result: PartResult, scenario: Scenario, rules: Disclosure, dates: tuple[date, ...]) -> PartRow:
    part = result.part
    return PartRow(
        says=part.says,
        kind=" and ".join(part.kinds),
        verdict=str(result.verdict.word),
        label=result.verdict.label,
        why=result.verdict.why,
        model_verdict=str(result.model) if result.model else "",
        model_why=result.model.why if result.model else "",
        grade=str(result.grade),
        grade_why=result.grade_why,
        not_identified=part.not_identified,
        numbers=tuple(_number(each, part.not_identified, scenario, cells(each, rules, dates)) for each in result.numbers),
        together=_together(result),
        evidence=tuple(_evidence(row) for row in part.evidence),
        moved=result.moved,
    )


def _number(result: NumberResult, not_identified: str, scenario: Scenario, shown: Mapping[str, Cell]) -> NumberRow:
    number = result.number
    return NumberRow(
        name=number.name,
        what=what_of(number, scenario),
        sentence=sentence_of(number, shown, not_identified, scenario),
        unit=unit_of(number),
        condition=condition_of(number),
        range_only=number.restricted,
        difference=bool(number.against),
        cells=shown,
        verdict=str(result.verdict) if result.verdict else _UNJUDGED,
        why=result.verdict.why if result.verdict else "",
    )


def _together(result: PartResult) -> tuple[TogetherRow, ...]:
    """Returns every way in which the numbers of a trade-off do come out, the likeliest under P1 first."""
    deciding = [number for number in result.part.numbers if number.decides]
    rows = []
    for pattern in itertools.product((True, False), repeat=len(deciding)) if result.together else ():
        shares = {prior: found[pattern] for prior, found in result.together.items() if pattern in found}
        if any(shares.values()):
            rows.append(TogetherRow(_pattern(deciding, pattern), shares))
    return tuple(sorted(rows, key=lambda row: -row.shares.get("P1", 0.0)))


def _pattern(numbers: Iterable[Number], pattern: tuple[bool, ...]) -> str:
    return "; ".join(f"{number.name}: {'yes' if holds else 'no'}" for number, holds in zip(numbers, pattern, strict=True))


def _evidence(row: Evidence) -> EvidenceRow:
    return EvidenceRow(row.what, row.date, row.source, row.party, str(row.weighs), str(row.confidence), row.approximate)
