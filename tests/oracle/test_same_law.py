"""The count engine has the law of the person-by-person simulation (MODEL.md 2.15, T28).

A situation passes unless one of the three tests of `compare` rejects at 1 / (PERMUTATIONS + 1), and rejects again on
fresh runs of both sides. A right engine fails one test with probability 1 / 2000 squared at most, whatever its law is.
Seeds are fixed; the rate says how often other seeds would have failed.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.oracle.compare import PERMUTATIONS, Sample, Verdict, compare
from tests.oracle.engine_side import members_of
from tests.oracle.focused import FOCUSED
from tests.oracle.oracle import Oracle, runs_of
from tests.oracle.situations import Case, random_case, under_policy
from tests.support.situations import change

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

#: Of all tests of this file together, if the engine is right.
FAMILY = 2e-5
_LEVEL = 1.0 / (PERMUTATIONS + 1)

RANDOM = {
    "villages": random_case(1),
    "one origin": random_case(2, shared_origin=True),
    "replayed": random_case(3, mode="replayed"),
    "replayed, one origin": random_case(4, mode="replayed", shared_origin=True),
    "villages, one origin": random_case(5, shared_origin=True),
    "under a policy": under_policy(
        random_case(6),
        change(0, "north>gate", "open", 0),
        change(5, "agreed-way", "open", 1),
        change(0, "all", "capacity_factor", 0.5),
    ),
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many runs of the oracle are compared with how many members of the engine."""

    runs: int
    members: int


def test_the_false_alarms_of_the_family_are_as_rare_as_stated() -> None:
    comparisons = len(RANDOM) + len(FOCUSED)
    assert comparisons * len(_TESTS) * _LEVEL**2 <= FAMILY


_TESTS = ("energy", "means", "shapes")


def difference(case: Case, size: Size, kind: type[Oracle] = Oracle) -> tuple[set[str], list[Verdict]]:
    """Returns the tests that reject twice, on independent runs; the second time only if the first rejects."""
    rejecting, verdicts = set(_TESTS), []
    for seed in (11, 12):
        verdicts.append(compare(*samples(case, size, seed, kind), seed))
        rejecting &= {test for test in _TESTS if getattr(verdicts[-1], test) <= _LEVEL}
        if not rejecting:
            break
    return rejecting, verdicts


def samples(case: Case, size: Size, seed: int, kind: type[Oracle]) -> tuple[Sample, Sample]:
    """Returns runs of the oracle and members of the engine."""
    oracle = runs_of(case.scenario, case.values, case.dates, size.runs, seed, factual=case.factual, kind=kind)
    return oracle, members_of(case.scenario, case.dates, size.members, seed, factual=case.factual)


@pytest.mark.parametrize("name", RANDOM)
def test_everything_on_engine_and_oracle_have_one_law(name: str) -> None:
    rejecting, verdicts = difference(RANDOM[name], Size(400, 1600))
    assert not rejecting, verdicts


@pytest.mark.parametrize("name", FOCUSED)
def test_one_rule_engine_and_oracle_have_one_law(name: str) -> None:
    rejecting, verdicts = difference(FOCUSED[name].case(), Size(700, 2100))
    assert not rejecting, verdicts


@pytest.mark.parametrize("name", FOCUSED)
def test_a_wrong_rule_is_noticed(name: str) -> None:
    focus = FOCUSED[name]
    rejecting, verdicts = difference(focus.case(), Size(700, 2100), focus.wrong)
    assert rejecting, verdicts
