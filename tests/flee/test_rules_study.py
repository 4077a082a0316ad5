"""The study of destination rules: carrying people, what each column knows, leaving one out, and the table in the docs."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from benchmarks.destination_rules import __main__ as study
from benchmarks.destination_rules.carry import carried, setting_out
from benchmarks.destination_rules.contestants import FLEE, NESTED, RULES, flee_members, people_by
from benchmarks.destination_rules.fit import errors_on_grid, grid, left_out
from benchmarks.destination_rules.known import AS_GIVEN, WITHHELD, WITHOUT_TOTAL, known_of, rate_of
from benchmarks.destination_rules.rules import equal, proportional
from benchmarks.destination_rules.situation import Situation, situation_of
from benchmarks.destination_rules.table import BEGIN, END, inserted, tables
from tests.support.flee_situations import place, scenario

from corridor.formats.flee.schema import Closure, Table

DAYS = 6


def counts(name: str, values: list[int]) -> Table:
    return Table(name, tuple(float(day) for day in range(len(values))), tuple(float(value) for value in values))


def small(*, closures: tuple[Closure, ...] = (), far: float = 150.0, room: int = 100) -> Situation:
    """Two places at war, one of which has three times the people of the other, and two camps in other countries."""
    places = [
        place("A", "conflict", people=3000), place("B", "conflict", people=1000),
        place("near", "camp", country="There", capacity=300), place("off", "camp", country="Yonder", capacity=room),
    ]  # fmt: skip
    data = (counts("total", [10, 110, 210, 210, 210, 210]), counts("near", [10, 85, 160, 160, 160, 160]),
            counts("off", [0, 25, 50, 50, 50, 50]))  # fmt: skip
    roads = [("A", "near", 50.0), ("A", "B", 20.0), ("A", "off", far)]
    made = scenario(places, roads, days=DAYS, data=data, closures=closures, max_move_speed=100.0)
    return situation_of("small", made)


def test_a_situation_is_what_the_folder_says() -> None:
    one = small()
    assert one.camps == ("near", "off")
    assert one.start.tolist() == [10.0, 0.0]
    assert one.capacity.tolist() == [300.0, 100.0]
    assert one.arrivals.tolist() == [0.0, 100.0, 100.0, 0.0, 0.0, 0.0]
    np.testing.assert_allclose(one.origin[0, :2], [0.75, 0.25])
    np.testing.assert_allclose(one.km[0, :2], [[50.0, 150.0], [70.0, 170.0]])


def test_people_arrive_after_the_nights_of_the_way() -> None:
    one = small()
    sim = carried(one, equal, setting_out(one, one.arrivals))
    assert sim[0].tolist() == [10.0, 60.0, 110.0, 110.0, 110.0, 110.0]
    assert sim[1].tolist() == [0.0, 0.0, 50.0, 100.0, 100.0, 100.0]  # 150 and 170 km: one night


def test_without_a_camp_in_reach_people_wait_for_one() -> None:
    one = small(closures=(Closure("country", "Here", "There", 0, 3), Closure("country", "Here", "Yonder", 0, 3)))
    leaving = setting_out(one, one.arrivals)
    assert leaving.sum(axis=1).tolist() == [0.0, 0.0, 0.0, 200.0, 0.0, 0.0]
    assert carried(one, equal, leaving)[0].tolist() == [10.0, 10.0, 10.0, 110.0, 110.0, 110.0]


def test_a_camp_is_no_goal_before_it_opens() -> None:
    one = small(closures=(Closure("camp", "near", "", 0, 2),))
    sim = carried(one, equal, setting_out(one, one.arrivals))
    assert sim[0].tolist() == [10.0, 10.0, 60.0, 60.0, 60.0, 60.0]


def test_columns_know_less_and_less() -> None:
    one, other = small(), small(far=400.0)
    given, withheld, blind = (known_of(one, [other], column) for column in (AS_GIVEN, WITHHELD, WITHOUT_TOTAL))
    assert given.mass.tolist() == [300.0, 100.0]
    assert withheld.capacity is None
    assert withheld.mass.tolist() == [100.0, 100.0]
    assert withheld.arrivals.tolist() == one.arrivals.tolist()
    assert blind.arrivals.tolist() == pytest.approx([200.0 / DAYS] * DAYS)  # the others' rate, and their conflict is alike
    assert rate_of([one, other]) == pytest.approx(200.0 / (4000.0 * DAYS))


def test_a_rule_that_needs_what_is_withheld_is_left_out() -> None:
    one = small()
    make = RULES["in proportion to capacity"]
    assert make(known_of(one, [], WITHHELD)) is None
    rule = make(known_of(one, [], AS_GIVEN))
    assert rule is not None
    np.testing.assert_allclose(rule(one.km[0]), partial(proportional, mass=one.capacity)(one.km[0]))


@pytest.mark.parametrize("name", [name for name in RULES if name != "in proportion to capacity"])
def test_everybody_arrives_under_every_rule(name: str) -> None:
    known = known_of(small(), [], WITHHELD)
    rule = RULES[name](known)
    assert rule is not None
    assert people_by(known, rule)[:, -1].sum() == pytest.approx(210.0)


def test_flee_itself_is_told_the_same() -> None:
    one = small(far=60.0, room=20)
    given = flee_members(known_of(one, [], AS_GIVEN), 3)
    withheld = flee_members(known_of(one, [], WITHHELD), 3)
    assert all(run[0, 0] == 10.0 for run in given + withheld)
    assert max(run[1, -1] for run in given) < min(run[1, -1] for run in withheld)  # the second day finds a full camp


def test_what_a_scenario_would_like_best_has_no_say() -> None:
    tried = [{"exponent": float(number)} for number in range(3)]
    errors = {"a": [0.0, 5.0, 5.0], "b": [5.0, 1.0, 0.9], "c": [5.0, 0.5, 1.0], "d": [5.0, 1.0, 1.0]}
    chosen = left_out(errors, tried)
    assert chosen["a"] == tried[1]
    assert chosen["c"] == tried[2]
    moved = left_out({**errors, "a": [9.0, 0.0, 9.0]}, tried)
    assert moved["a"] == chosen["a"]


def test_the_grid_has_a_power_of_mass_only_where_mass_is_known() -> None:
    assert all("mass_power" in one for one in grid(True))
    assert not any("mass_power" in one for one in grid(False))
    known = known_of(small(), [], AS_GIVEN)
    some = grid(True)[::40]
    errors = errors_on_grid(known, some)
    assert len(errors) == len(some)
    assert min(errors) < max(errors)


def test_the_page_keeps_what_is_outside_the_marks() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert inserted(page, "new") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    assert inserted(inserted(page, "one"), "two") == inserted(page, "two")
    for wrong in ("no marks", f"{END} {BEGIN}", page + page):
        with pytest.raises(ValueError, match="once each"):
            inserted(wrong, "new")


def test_the_table_in_the_docs_is_that_of_the_stored_figures() -> None:
    page = study.PAGE.read_text(encoding="utf-8")
    results = json.loads(study.RESULTS.read_text(encoding="utf-8"))
    assert inserted(page, tables(results)) == page


def test_the_stored_figures_show_what_the_page_says() -> None:
    errors = json.loads(study.RESULTS.read_text(encoding="utf-8"))["errors"]

    def nearer(column: str, one: str, other: str) -> list[str]:
        return [name for name in study.NAMES if errors[column][one][name]["plain"] < errors[column][other][name]["plain"]]

    assert nearer(WITHHELD, NESTED, FLEE) == ["mali2012", "burundi", "ssudan2013"]
    means = {
        rule: np.mean([scores[name]["plain"] for name in study.NAMES])
        for rule, scores in errors[AS_GIVEN].items()
    }  # fmt: skip
    assert min(means, key=lambda rule: means[rule]) == "in proportion to capacity"


def test_without_the_scenarios_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["destination_rules", "--data", str(tmp_path)])
    assert study.main() == 1
    assert "--data" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(not study.DATA.is_dir(), reason="the shared Flee scenarios are not beside this checkout")
def test_stored_figures_are_what_the_scenarios_give() -> None:
    results = json.loads(study.RESULTS.read_text(encoding="utf-8"))
    situations = [situation_of(name, study.read_flee(study.DATA / name)) for name in study.NAMES]
    again = study.study(situations, 1)
    assert again["fitted"] == results["fitted"]
    for column, rows in results["errors"].items():
        for rule in set(rows) - {FLEE}:  # its figures are means over members
            if rows[rule] is None:
                assert again["errors"][column][rule] is None
                continue
            for name in study.NAMES:
                assert again["errors"][column][rule][name] == pytest.approx(rows[rule][name], abs=2e-4)
