"""Values → verdicts: one result a claim, before anything is rounded."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corridor.claims.moved import spread_ratio
from corridor.claims.run import FORECAST, Floats, Values
from corridor.claims.schema import Claim, Claims, Kind, Number, Part
from corridor.claims.summary import Estimate, effects_of, summarise
from corridor.claims.verdict import JUDGED, Finding, Grade, Verdict, Word, combine, grade, of_fact, of_model

__all__ = ["ClaimResult", "NumberResult", "PartResult", "evaluate"]


@dataclass(frozen=True, slots=True)
class NumberResult:
    """A number under every prior set; where it is missing, why."""

    number: Number
    by_set: Mapping[str, Estimate]
    missing: Mapping[str, str]
    verdict: Verdict | None  # None where it decides nothing


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part of a claim: its verdict, that of the model and the grade of direct evidence apart."""

    part: Part
    verdict: Verdict
    model: Verdict | None
    grade: Grade
    grade_why: str
    numbers: tuple[NumberResult, ...]
    together: Mapping[str, Mapping[tuple[bool, ...], float]]  # joint parts: prior set → which hold → share of draws
    moved: str = ""  # after a calibration: what the data changed of the model's verdict


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A claim with its parts."""

    claim: Claim
    parts: tuple[PartResult, ...]


def evaluate(claims: Claims, values: Values, replicates: int, *, prior: Values | None = None) -> tuple[ClaimResult, ...]:
    """Returns the verdicts. `prior` has the same numbers before the parameters were fitted; without it all is prior only."""
    return tuple(
        ClaimResult(claim, tuple(_part(part, values, replicates, prior) for part in claim.parts)) for claim in claims.claims
    )


def _part(part: Part, values: Values, replicates: int, before: Values | None) -> PartResult:
    calibrated = before is not None
    numbers = tuple(_number(part, number, values, replicates, before) for number in part.numbers)
    found, why = grade(part.evidence)
    model = _model(part, numbers, calibrated) if Kind.MODEL in part.kinds else None
    together = {prior: _together(part, values, prior, replicates) for prior in JUDGED} if part.joint else {}
    return PartResult(part, _verdict(part, model), model, found, why, numbers, together)


def _verdict(part: Part, model: Verdict | None) -> Verdict:
    """Dated facts take the verdict of direct evidence, whatever the model says (ruling 20)."""
    if Kind.INTENT in part.kinds:
        return Verdict(Word.NOT_A_QUESTION, "no number says what somebody meant")
    if Kind.FACT in part.kinds or model is None:
        return of_fact(part.evidence)
    return model


def _model(part: Part, numbers: tuple[NumberResult, ...], calibrated: bool) -> Verdict:
    if part.joint:
        label = combine([], calibrated=calibrated).label
        return Verdict(Word.TRADE_OFF, "a trade-off: what is gained and what is lost are shown together", label)
    verdicts = [(each.number.name, each.verdict) for each in numbers if each.verdict is not None]
    return combine(verdicts, calibrated=calibrated)


def _number(part: Part, number: Number, values: Values, replicates: int, before: Values | None) -> NumberResult:
    by_set: dict[str, Estimate] = {}
    missing: dict[str, str] = {}
    for prior in (FORECAST, *JUDGED) if part.forecast else JUDGED:
        found = _values(values, number, prior)
        if isinstance(found, str):
            missing[prior] = found
        else:
            by_set[prior] = summarise(number, *found, replicates)
    verdict = None
    if number.decides:
        ratio = None if before is None else _widest(number, values, before, replicates)
        finding = _finding(number, by_set, missing, ratio)
        verdict = of_model(finding, part.evidence, part.not_identified, calibrated=before is not None)
    return NumberResult(number, by_set, missing, verdict)


def _values(values: Values, number: Number, prior: str) -> tuple[Floats, Floats | None] | str:
    found = values.numbers.get((number, number.policy, prior), "it was stopped before it was run")
    if isinstance(found, str) or not number.against:
        return found if isinstance(found, str) else (found, None)
    other = values.numbers.get((number, number.against, prior), "it was stopped before it was run")
    return other if isinstance(other, str) else (found, other)


def _widest(number: Number, values: Values, before: Values, replicates: int) -> float | None:
    """Returns the largest posterior over prior spread of a number under the prior sets that decide."""
    ratios = []
    for prior in JUDGED:
        old, new = (_values(each, number, prior) for each in (before, values))
        if not isinstance(old, str) and not isinstance(new, str):
            ratios.append(spread_ratio(number, old, new, replicates))
    return max((ratio for ratio in ratios if ratio is not None), default=None)


def _finding(number: Number, by_set: Mapping[str, Estimate], missing: Mapping[str, str], ratio: float | None) -> Finding:
    chances = {prior: each.probability for prior, each in by_set.items() if math.isfinite(each.probability)}
    draws = min((each.draws for each in by_set.values()), default=0)
    reasons = dict.fromkeys(missing.values())
    return Finding(number.name, chances, draws, number.restricted, ratio, "; ".join(reasons))


def _together(part: Part, values: Values, prior: str, replicates: int) -> dict[tuple[bool, ...], float]:
    """Returns how often which of the deciding numbers hold together, over parameter draws; {} where one is missing."""
    columns = []
    for number in part.numbers:
        if not number.decides or number.true_if is None:
            continue
        found = _values(values, number, prior)
        if isinstance(found, str):
            return {}
        mine, against = found
        means = mine if against is None else effects_of(mine - against, replicates)[0]
        columns.append(number.true_if.holds(means))
    table = np.column_stack(columns)
    patterns = itertools.product((True, False), repeat=table.shape[1])
    return {pattern: float((table == pattern).all(axis=1).mean()) for pattern in patterns}
