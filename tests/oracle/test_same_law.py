"""The count engine has the law of the person-by-person simulation (MODEL.md 2.15, T28).

A situation passes unless one of the three tests of `compare` rejects at 1 / (PERMUTATIONS + 1), and rejects again on
fresh runs of both sides. A right engine fails one test with probability 1 / 2000 squared at most, whatever its law is.
A wrong oracle must be rejected at the first attempt.
Seeds are fixed; the rate says how often other seeds would have failed.
"""

from __future__ import annotations

from functools import cache

import pytest
from tests.oracle.cases import Case, under_policy
from tests.oracle.compare import PERMUTATIONS, Sample, Verdict, compare
from tests.oracle.engine_side import members_of
from tests.oracle.focused import FOCUSED
from tests.oracle.focused_coupled import FOCUSED_COUPLED
from tests.oracle.focused_fighters import FOCUSED_FIGHTERS
from tests.oracle.follow_on import DATED, DELAYED, TRIGGERED
from tests.oracle.oracle import Oracle, runs_of
from tests.oracle.situations import random_case
from tests.support.situations import change

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

#: Of all tests of this file together, if the engine is right.
FAMILY = 2e-5
TESTS = ("energy", "means", "shapes")
LEVEL = 1.0 / (PERMUTATIONS + 1)

#: Everything on: fighters, violence that feeds back, the next city; but for the first, which has none of these.
RANDOM = {
    "no fighters": random_case(4, mode="replayed", shared_origin=True, war=False),
    "villages": random_case(1),
    "one origin": random_case(2, shared_origin=True, how=DELAYED),
    "replayed": random_case(3, mode="replayed", how=DATED),
    "villages, one origin": random_case(5, shared_origin=True),
    "under a policy": under_policy(
        random_case(6, how=DATED),
        change(0, "north>gate", "open", 0),
        change(5, "agreed-way", "open", 1),
        change(0, "all", "capacity_factor", 0.5),
        change(0, "all", "flank", 0.0),
        change(3, "port", "follow_on", TRIGGERED),
    ),
}
FOCUS = {**FOCUSED, **FOCUSED_FIGHTERS, **FOCUSED_COUPLED}
CASES = {**RANDOM, **{name: focus.case() for name, focus in FOCUS.items()}}
WRONG = [(name, kind) for name, focus in FOCUS.items() for kind in focus.wrong]
#: Runs of the oracle, members of the engine.
RUNS, MEMBERS = 200, 600


def test_false_alarms_of_the_family_are_as_rare_as_stated() -> None:
    assert len(CASES) * len(TESTS) * LEVEL**2 <= FAMILY


def difference(name: str) -> tuple[set[str], list[Verdict]]:
    """Returns the tests that reject twice, on independent runs; there is a second time only if the first rejects."""
    rejecting, verdicts = set(TESTS), []
    for seed in (11, 12):
        verdicts.append(compare(by_person(CASES[name], seed), by_count(name, seed), seed))
        rejecting &= {test for test in TESTS if getattr(verdicts[-1], test) <= LEVEL}
        if not rejecting:
            break
    return rejecting, verdicts


def by_person(case: Case, seed: int, kind: type[Oracle] = Oracle) -> Sample:
    """Returns runs of the oracle."""
    return runs_of(case.scenario, case.values, case.dates, RUNS, seed, factual=case.factual, kind=kind)


@cache
def by_count(name: str, seed: int) -> Sample:
    """Returns members of the engine."""
    case = CASES[name]
    return members_of(case.scenario, case.dates, MEMBERS, seed, factual=case.factual)


@pytest.mark.parametrize("name", CASES)
def test_engine_and_oracle_have_one_law(name: str) -> None:
    rejecting, verdicts = difference(name)
    assert not rejecting, verdicts


@pytest.mark.parametrize(("name", "kind"), WRONG, ids=lambda part: part if isinstance(part, str) else part.__name__)
def test_a_wrong_rule_is_noticed(name: str, kind: type[Oracle]) -> None:
    verdict = compare(by_person(CASES[name], 11, kind), by_count(name, 11), 11)
    assert verdict.smallest <= LEVEL, verdict
