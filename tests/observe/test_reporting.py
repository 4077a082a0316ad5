"""The reporting model: errors that hang together, breaks, coverage, families, keyed draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from tests.observe.made import ALONE, GRID, MANY, START, after, column, density_of, method, model, report, settings
from tests.publish.made import observation, scenario

from corridor.observe.reporting import Errors, Reporting, reporting_of
from corridor.observe.reports import reports_of
from corridor.observe.settings import SETTINGS, Break, Coverage
from corridor.scenario.builtin import locate
from corridor.scenario.read import read


def test_an_error_is_believed_at_once_and_forgotten_slowly() -> None:
    counted = model(settings(method(k="=40", memory_days="=10")))
    errors = after(counted, (5, 30_000.0, 20_000.0))
    gain = column(counted, errors, "gain")[0]
    assert gain == pytest.approx((40 + 30_000) / (40 + 20_000))
    soon, late = (density_of_mean(counted, day, errors) for day in (6, 200))
    assert soon == pytest.approx(100 * (1 + np.exp(-0.1) * (gain - 1)))
    assert late == pytest.approx(100.0, rel=1e-6)


def density_of_mean(reporting: Reporting, day: int, errors: Errors) -> float:
    shares = density_of(reporting, report(day), 100.0, errors)
    return float((shares * GRID).sum())


def test_a_documented_break_is_a_certain_jump_once() -> None:
    broken = Break(START + timedelta(days=10), "camps", ("present",), "invented")
    counted = model(settings(method(k="=400"), breaks=(broken,), jumps=0.0), report(scope="camps"))
    before = after(counted, (5, 1000.0, 1000.0), particles=400)
    jumped = report(12, 2000.0, scope="camps")
    density, then = counted.log_density(jumped, np.full(400, 1000.0), before, key=1)
    level = column(counted, then, "level")
    assert (level != 0).all()
    assert level.mean() == pytest.approx(np.log(2.0), abs=0.05)
    calm, same = counted.log_density(replace(jumped, scope=""), np.full(400, 1000.0), before, key=1)
    assert (column(counted, same, "level") == 0).all()
    assert (density > calm + 20).all()
    again, last = counted.log_density(report(13, 2000.0, scope="camps"), np.full(400, 1000.0), then, key=1)
    assert (column(counted, last, "level") == level).all()
    assert np.isfinite(again).all()


def test_before_the_first_report_nothing_breaks() -> None:
    broken = Break(START + timedelta(days=1), "camps", ("present",), "invented")
    counted = model(settings(method(k="=400"), breaks=(broken,)), report(scope="camps"))
    _, then = counted.log_density(report(5, 90.0, scope="camps"), np.full(9, 100.0), counted.start(1, 9), key=1)
    assert (column(counted, then, "level") == 0).all()


def test_one_count_in_fifty_jumps_unless_it_looks_as_if_more_did() -> None:
    counted = model(settings(method(k="=400"), jumps=0.02))
    _, usual = counted.log_density(report(5, 1000.0), np.full(MANY, 1000.0), counted.start(1, MANY), key=1)
    _, odd = counted.log_density(report(5, 1500.0), np.full(MANY, 1000.0), counted.start(1, MANY), key=1)
    assert (column(counted, usual, "level") != 0).mean() < 0.02
    assert (column(counted, odd, "level") != 0).mean() > 0.99


COVERAGE = Coverage("=0.9", "=0.2", "=0.6", START + timedelta(days=10), "invented")


@pytest.mark.parametrize(
    ("day", "truth", "found"),
    [
        (5, [[100.0, 0.0]], 90),
        (5, [[100.0, 100.0]], 110),
        (10, [[0.0, 100.0]], 20),
        (11, [[0.0, 100.0]], 60),
        (5, [200.0], 180),
    ],
)
def test_a_method_finds_its_share_inside_camps_and_outside(day: int, truth: list[Any], found: float) -> None:
    counted = model(settings(method(k="=1e9", coverage=COVERAGE)))
    people = np.repeat(np.array(truth), 4000, axis=0)
    made = counted.made_up(report(day), people, counted.start(1, 4000), key=1)
    assert made.mean() == pytest.approx(found, abs=6 * np.sqrt(found / 4000))


def test_coverage_never_falls_with_the_campaign() -> None:
    lower = replace(COVERAGE, outside_after="=0.1")
    counted = model(settings(method(k="=1e9", coverage=lower)))
    made = counted.made_up(report(11), np.array([[0.0, 1e8]]), counted.start(1, 1), key=1)
    assert made[0] == pytest.approx(2e7, rel=0.01)


@pytest.mark.parametrize(("kind", "waiting"), [("stock", 3000.0), ("cumulative", 3000.0), ("flow", 0.0)])
def test_of_a_flow_nobody_waits_to_be_recorded(kind: str, waiting: float) -> None:
    slow = model(settings(method(recorded_per_day="=0.25")))
    _, then = slow.log_density(report(399, kind=kind), np.array([400_000.0]), slow.start(1, 1), key=1)
    assert column(slow, then, "backlog")[0] == pytest.approx(waiting)


def test_a_report_changes_its_own_series_only() -> None:
    counted = model(settings(), report(), report(series="host"))
    start = counted.start(1, 3)
    _, then = counted.log_density(report(5, 90.0), np.full(3, 100.0), start, key=1)
    mine = [position for (owner, _), position in counted.columns.items() if owner == "camp"]
    other = [position for (owner, _), position in counted.columns.items() if owner == "host"]
    assert (start.values[:, other] == then.values[:, other]).all()
    assert (start.values[:, mine] != then.values[:, mine]).any()


def test_slots_are_independent_and_draws_are_keyed() -> None:
    counted = model(settings(method(k="LN(400,1)", coverage=replace(COVERAGE, inside="Beta(40,2)")), jumps=0.3))
    few, many = counted.start(1, 5), counted.start(1, 50)
    assert (many.values[:5] == few.values).all()
    truth = np.linspace(50.0, 150.0, 50)
    made = counted.made_up(report(5), truth, many, key=2)
    density, then = counted.log_density(report(5), truth, many, key=2)
    assert (counted.made_up(report(5), truth[:5], few, key=2) == made[:5]).all()
    density_few, then_few = counted.log_density(report(5), truth[:5], few, key=2)
    assert (density_few == density[:5]).all()
    assert (then_few.values == then.values[:5]).all()
    assert (counted.made_up(report(5), truth, many, key=3) != made).any()
    assert (counted.made_up(report(6), truth, many, key=2) != made).any()


def test_rows_can_be_copied_and_dropped() -> None:
    counted = model(settings(method(k="LN(400,1)"), jumps=0.0))
    start, slots = counted.start(1, 6), np.array([5, 5, 0, 2, 3, 1])
    truth = np.linspace(80.0, 120.0, 6)
    density, then = counted.log_density(report(5), truth, start, key=1)
    taken, after_taken = counted.log_density(report(5), truth[slots], start.take(slots), key=1)
    assert (taken == density[slots]).all()
    assert (after_taken.values == then.take(slots).values).all()


def test_families_are_the_unit_where_six_times_as_many_people_are_published() -> None:
    by_convention = report(5, 600.0, families=100)
    alone, convention = model(settings()), model(settings(household=ALONE), by_convention)
    made = convention.made_up(by_convention, np.full(200, 600.0), convention.start(1, 200), key=1)
    assert (made % 6 == 0).all()
    assert (alone.made_up(report(5), np.full(200, 600.0), alone.start(1, 200), key=1) % 6 != 0).any()
    no_other = report(6, 333.0)
    assert (convention.made_up(no_other, np.full(50, 600.0), convention.start(1, 50), key=1) % 6 == 0).all()


def test_published_people_are_six_to_each_family_of_six_point_three() -> None:
    of_families = model(replace(SETTINGS, methods=(method(k="=1e9", families=6.0),), jump_probability=0.0))
    made = of_families.made_up(report(5), np.full(4000, 63_000.0), of_families.start(1, 4000), key=1)
    assert made.mean() == pytest.approx(60_000.0, abs=6 * 600 / np.sqrt(4000))


def test_an_unknown_series_is_answered_with_the_known_ones() -> None:
    counted = model()
    with pytest.raises(KeyError, match="host belongs to 'host', of which this model knows nothing; it knows camp"):
        counted.log_density(report(series="host"), np.ones(1), counted.start(1, 1), key=1)


def test_the_instrument_of_mosul_carries_its_level_over_the_break() -> None:
    mosul = read(locate("mosul-2016"))
    counted = reporting_of(mosul)
    before, later = (
        next(each for each in reports_of(mosul) if each.series == f"dtm-current-{part}-break") for part in ("pre", "post")
    )
    assert counted._stream(before) == counted._stream(later)
    assert before.series != later.series


def test_what_broke_later_is_not_known_before() -> None:
    mosul = read(locate("mosul-2016"))
    known = [len(reporting_of(mosul, as_of=day).settings.breaks) for day in (date(2017, 5, 1), date(2017, 6, 1), None)]
    assert known == [0, 2, 3]


def test_a_model_may_know_some_series_only() -> None:
    rows = (observation("present", "camp-a", 1, 5, series="one"), observation("present", "camp-b", 1, 5, series="two"))
    described = scenario(observations=rows)
    assert [stream.id for stream in reporting_of(described).streams] == ["one", "two"]
    assert [stream.id for stream in reporting_of(described, series={"two"}).streams] == ["two"]


def test_every_method_and_break_has_a_source() -> None:
    assert all(each.source for each in (*SETTINGS.methods, *SETTINGS.breaks))
    assert {name for each in SETTINGS.methods for name in each.names} <= {
        each.method for each in read(locate("mosul-2016")).observations
    }
