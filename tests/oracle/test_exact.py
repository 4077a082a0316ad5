"""The oracle by itself: what it may import, that nobody gets lost, and the toy of MODEL.md 2.15 enumerated."""

from __future__ import annotations

import ast
from collections import Counter
from math import comb, exp
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from tests.oracle.compare import Sample, compare
from tests.oracle.engine_side import members_of
from tests.oracle.facts import Facts
from tests.oracle.oracle import Oracle, runs_of
from tests.oracle.people import DEAD, FREE, HELD, HOME, QUEUE, ROAD
from tests.oracle.situations import Case, case_of, random_case
from tests.support.situations import place, route, situation

#: Modules of the oracle: everything here but the tests and the engine's side of the comparison.
MODULES = [
    path
    for path in sorted(Path(__file__).parent.glob("*.py"))
    if not path.name.startswith("test_") and path.name != "engine_side.py"
]
PEOPLE, ROOM, DAYS, RATE, START = 8, 4, 6, 0.35, 0.5
#: A right sampler fails a comparison with the enumeration this often.
_LEVEL = 1e-6


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_oracle_shares_no_code_with_the_engine(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert {name for name in names if name.split(".")[0] == "corridor"} <= {"corridor.scenario.schema"}
    assert "tests.oracle.engine_side" not in names


def test_nobody_is_lost_or_invented() -> None:
    case = random_case(5, shared_origin=True)
    facts = Facts(case.scenario, case.values)
    oracle = Oracle(facts, facts, np.random.default_rng(1))
    at_first = len(oracle.people)
    for day in range(facts.days):
        oracle.live(day)
        evening = oracle.evening(day)
        whereabouts = Counter(person.status for person in oracle.people)
        assert set(whereabouts) <= {HOME, FREE, QUEUE, HELD, ROAD, DEAD}
        assert sum(count for name, count in evening.items() if name[0] == "dead") == whereabouts[DEAD]
        of_the_city = [person for person in oracle.people if person.origin == "city"]
        elsewhere = [person for person in of_the_city if person.status not in (HOME, DEAD)]
        assert sum(oracle.away.values()) == len(elsewhere)
        assert len(of_the_city) == 150
        for camp in facts.camps:
            assert len(oracle.at(FREE, camp)) <= max(facts.room(camp, today) for today in range(day + 1)) + 3
    assert len(oracle.people) > at_first  # some came from outside


def throttled_camp() -> Case:
    """Returns the toy: eight people, a camp of four that deters from half full on, and a host community."""
    scenario = situation(
        [place("city", "zone"), place("camp", "camp", capacity=ROOM), place("host")],
        [route("city", "camp"), route("city", "host")],
        days=DAYS,
    )
    values = {
        "population": PEOPLE,
        "rate_held": RATE,
        "crowding_start": START,
        "distance_exponent": 0.0,
        "attraction.camp": float(np.log(2.0)),
    }
    return case_of(scenario, (DAYS - 1,), values)


def enumerated() -> NDArray[np.float64]:
    """Returns the law of the people in the camp on the last evening, 0 to ROOM: all decide on the morning's state."""
    law = {(PEOPLE, 0): 1.0}
    for _ in range(DAYS):
        after: dict[tuple[int, int], float] = {}
        for (home, camp), chance in law.items():
            filled = camp / ROOM
            phi = 1.0 if filled <= START else (1.0 - filled) / (1.0 - START)
            share = 2.0 * phi / (2.0 * phi + 1.0)
            to_camp, to_host, stay = (1 - exp(-RATE)) * share, (1 - exp(-RATE)) * (1 - share), exp(-RATE)
            for wanting in range(home + 1):
                for others in range(home - wanting + 1):
                    left = home - wanting - others
                    ways = comb(home, wanting) * comb(home - wanting, others)
                    state = (left, min(camp + wanting, ROOM))  # whom the camp refuses goes to the host community
                    probability = ways * to_camp**wanting * to_host**others * stay**left
                    after[state] = after.get(state, 0.0) + chance * probability
        law = after
    return np.array([sum(p for (_, camp), p in law.items() if camp == people) for people in range(ROOM + 1)])


def seen(sample: Sample) -> NDArray[np.int64]:
    """Returns how many runs ended with 0 to ROOM people in the camp."""
    counts = sample.numbers[:, 0, sample.names.index(("free", "camp", "people"))].astype(np.int64)
    return np.bincount(counts, minlength=ROOM + 1)


@pytest.mark.statistical
def test_the_enumerated_toy_is_the_law_of_oracle_and_engine() -> None:
    """Two chi-square tests at 1e-6 each, the rarest outcomes pooled."""
    case = throttled_camp()
    law = enumerated()
    for sample in (
        runs_of(case.scenario, case.values, case.dates, 1500, 1),
        members_of(case.scenario, case.dates, 5000, 1),
    ):
        found = seen(sample)
        observed = np.append(found[3:], found[:3].sum())
        expected = np.append(law[3:], law[:3].sum()) * found.sum()
        assert expected.min() > 5
        assert stats.chisquare(observed, expected).pvalue > _LEVEL


def test_the_comparison_sees_a_difference_and_only_that() -> None:
    rng = np.random.default_rng(3)
    names = tuple(range(30))
    one = Sample(names, rng.poisson(5.0, (200, 2, 30)).astype(float))
    same = Sample(names, rng.poisson(5.0, (400, 2, 30)).astype(float))
    wider = Sample(names, rng.negative_binomial(2, 2 / 7, (400, 2, 30)).astype(float))
    assert compare(one, same, 1, 199).smallest > 0.01
    assert compare(one, wider, 1, 199).shapes == 1 / 200
    assert compare(one, wider, 1, 199).energy == 1 / 200
    assert compare(one, wider, 1, 199).means > 0.01
