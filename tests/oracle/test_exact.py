"""The oracle by itself: what it may import, that nobody gets lost, and the toy of MODEL.md 2.15 enumerated."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Hashable, Iterator
from math import comb, exp
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from tests.oracle.cases import Case, case_of, with_fighters
from tests.oracle.compare import Sample, compare
from tests.oracle.engine_side import members_of
from tests.oracle.facts import Facts
from tests.oracle.focused_coupled import next_cities
from tests.oracle.focused_fighters import one_zone_a_day
from tests.oracle.follow_on import DATED, DELAYED
from tests.oracle.oracle import Oracle, runs_of
from tests.oracle.people import DEAD, ELSEWHERE, FIGHTERS, FIGHTERS_ONLY, FREE, HELD, HOME, QUEUE, ROAD
from tests.oracle.situations import random_case
from tests.oracle.wrong_coupled import FallsBackTwice
from tests.support.situations import change, place, route, situation

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
    at_first = Counter(person.group for person in oracle.people)
    for day in range(facts.days):
        oracle.live(day)
        evening = oracle.evening(day)
        civilians = [person for person in oracle.people if person.group != FIGHTERS]
        whereabouts = Counter(person.status for person in civilians)
        assert set(whereabouts) <= {HOME, FREE, QUEUE, HELD, ROAD, DEAD}
        dead = [people for name, people in evening.items() if name[0] == "dead" and name[2] != FIGHTERS]
        assert sum(dead) == whereabouts[DEAD]
        ours = [person for person in civilians if person.origin != ELSEWHERE]
        assert sum(oracle.away.values()) == sum(person.status not in (HOME, DEAD) for person in ours)
        assert len(ours) == 130
        for camp in facts.camps:
            assert len(oracle.at(FREE, camp)) <= max(facts.room(camp, today) for today in range(day + 1)) + 3
    now = Counter(person.group for person in oracle.people)
    assert now[FIGHTERS] == at_first[FIGHTERS] == 57  # nobody becomes a fighter, nobody stops being one
    assert all(now[group] >= people for group, people in at_first.items())
    assert now.total() > at_first.total()  # some came from outside


def test_every_fighter_is_somewhere() -> None:
    """The identity of MODEL.md 2.8, on both sides."""
    case = random_case(1)
    for sample in (
        runs_of(case.scenario, case.values, case.dates, 3, 1),
        members_of(case.scenario, case.dates, 20, 1),
    ):
        columns = [
            column
            for column, name in enumerate(sample.names)
            if name[0] in FIGHTERS_ONLY or (name[0] in ("free", "queue", "held", "road", "dead") and name[2] == FIGHTERS)
        ]
        assert (sample.numbers[:, :, columns].sum(2) == 57).all()
        for stock in ("killed", "surrendered", "lost", "inactive", "active"):
            assert sum(sample.numbers[:, -1, column].sum() for column in columns if sample.names[column][0] == stock) > 0


def everybody(case: Case) -> Iterator[Counter[Hashable]]:
    """Yields what all runs of both sides count on the evenings of a case that leaves nothing to chance."""
    for sample in (runs_of(case.scenario, case.values, case.dates, 2, 1), members_of(case.scenario, case.dates, 2, 1)):
        for evenings in sample.numbers:
            for evening in evenings:
                yield Counter(dict(zip(sample.names, evening, strict=True)))


def test_fighters_fall_back_one_zone_a_day() -> None:
    """Whoever is in the third zone tonight was there or in the second last night; one who fell back twice shows."""
    case = one_zone_a_day()
    dates = tuple(range(case.dates[-1] + 1))

    def too_many(sample: Sample) -> int:
        beta, gamma = (sample.numbers[:, :, sample.names.index(("fighting", zone))] for zone in ("beta", "gamma"))
        assert gamma[:, -1].min() > 0
        return int((np.diff(gamma, axis=1) > beta[:, :-1]).sum())

    assert too_many(runs_of(case.scenario, case.values, dates, 20, 1)) == 0
    assert too_many(members_of(case.scenario, dates, 200, 1)) == 0
    assert too_many(runs_of(case.scenario, case.values, dates, 20, 1, kind=FallsBackTwice)) > 0


@pytest.mark.parametrize("group", ["men_boys", "people"])
def test_a_border_closed_to_men_is_closed_to_fighters_among_them(group: str) -> None:
    """Fighters hide as men and boys, where there are such, else as the first civilians."""
    scenario = situation(
        [place("city", "zone"), place("bridge", "crossing"), place("far", "region"), place("near", "region")],
        [route("city", "bridge"), route("bridge", "far"), route("bridge", "near")],
        days=6,
        groups={group: 1.0},
        schedule=[change(0, "bridge>far", "admission", 0.0, group=group)],
    )
    values = {"population": 50, "rate_held": 1.0, "fighters_initial": 20, "embed_rate": 1000.0}
    for evening in everybody(with_fighters(case_of(scenario, (5,), values))):
        assert (evening["embedded", "near"], evening["embedded", "far"]) == (20, 0)


@pytest.mark.parametrize(("how", "days"), [(DATED, (4, 7)), (DELAYED, (7, 10))])
def test_the_next_operation_keeps_its_dates_or_is_delayed(how: int, days: tuple[int, int]) -> None:
    case = case_of(next_cities(how), (3, 17), {"population": 0, "duration_days": 1e6, "follow_on_delay": 3.4})
    stages = [(evening["stage",], evening["isolated",], evening["assaulted",]) for evening in everybody(case)]
    assert stages == 4 * [(0, -1, -1), (2, *days)]


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
