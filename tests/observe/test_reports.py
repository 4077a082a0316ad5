"""Reports: the latest revision that was known, in order; the same datum twice is refused; zero and missing differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.made import START, observation, scenario

from corridor.errors import ScenarioError
from corridor.observe.reports import Report, reports_of
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Observation

DAYS = st.integers(0, 9)


def reports(*observations: Observation, as_of: date | None = None) -> tuple[Report, ...]:
    return reports_of(scenario(observations=observations), as_of)


def on(day: int) -> date:
    return START + timedelta(days=day)


def test_a_report_says_what_the_row_says() -> None:
    row = observation(
        "present", "both-camps", 3, 600, low=500, high=700, known_on=on(5), scope="s", method="m", source="x", families=100
    )
    (found,) = reports(row)
    assert (found.date, found.known_on, found.value, found.low, found.high) == (on(3), on(5), 600, 500, 700)
    assert (found.places, found.setting, found.families) == (("camp-a", "camp-b"), "camps", 100)
    assert (found.scope, found.method, found.source, found.kind, found.revision) == ("s", "m", "x", "stock", 0)


def test_they_come_in_order_of_date_and_series() -> None:
    rows = [observation("present", "camp-a", day, 1, series=name) for day, name in ((5, "a"), (2, "b"), (2, "a"))]
    assert [(report.date, report.series) for report in reports(*rows)] == [(on(2), "a"), (on(2), "b"), (on(5), "a")]


@pytest.mark.parametrize(
    ("place", "setting"),
    [("camp-a", "camps"), ("both-camps", "camps"), ("big-host", "outside"), ("camp-and-host", "both"), ("big-zone", "both"),
     ("all", "both")],
)  # fmt: skip
def test_the_setting_is_that_of_the_places(place: str, setting: str) -> None:
    (found,) = reports(observation("present", place, 1, 1))
    assert found.setting == setting


def test_a_revision_replaces_what_it_revises_from_the_day_it_is_known() -> None:
    rows = [observation("present", "camp-a", 1, value, known_on=on(day)) for value, day in ((300, 7), (100, 2), (200, 4))]
    assert [(each.value, each.revision) for each in reports(*rows)] == [(300, 2)]
    told = {day: [(each.value, each.revision) for each in reports(*rows, as_of=on(day))] for day in range(8)}
    assert told == {day: [[], [(100, 0)], [(200, 1)], [(300, 2)]][(day >= 2) + (day >= 4) + (day >= 7)] for day in range(8)}


def test_without_a_day_of_publication_the_day_that_was_counted_is_it() -> None:
    row = observation("present", "camp-a", 4, 1)
    assert reports(row, as_of=on(3)) == ()
    assert reports(row, as_of=on(4)) == reports(row)


def test_the_same_datum_twice_is_refused() -> None:
    row = observation("present", "camp-a", 1, 100)
    with pytest.raises(ScenarioError) as caught:
        reports(row, replace(row, value=200), replace(row, known_on=on(1)))
    assert str(caught.value) == (
        "1 problem in the scenario:\n  observations:date: 'present-camp-a of 2016-10-18, known on 2016-10-18' stands there "
        "more than once. Keep one; give a revision the day on which it became known."
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_gap_is_left_out_and_not_written_as_no_number(value: float) -> None:
    with pytest.raises(ScenarioError, match=f"is {value}, not a number. Leave the row out where nothing was counted"):
        reports(observation("present", "camp-a", 1, value))


def test_zero_is_a_count_and_a_gap_is_none() -> None:
    nobody = observation("present", "camp-a", 1, 0)
    assert [report.value for report in reports(nobody)] == [0.0]
    assert reports() == ()


@given(st.lists(st.tuples(DAYS, DAYS, st.integers(0, 1000)), unique_by=lambda row: row[:2], max_size=12), st.randoms(), DAYS)
def test_the_order_of_rows_does_not_matter(rows: list[tuple[int, int, int]], random: object, day: int) -> None:
    """Revised and out-of-order rows give the state of those in order: what a reader knew who took them in day by day."""
    made = [observation("present", "camp-a", of, value, known_on=on(of + late)) for of, late, value in rows]
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reports(*shuffled, as_of=on(day)) == reports(*made, as_of=on(day))
    state: dict[date, float] = {}
    for row in sorted(made, key=lambda each: each.known_on or each.date):
        if (row.known_on or row.date) <= on(day):
            state[row.date] = row.value
    assert {report.date: report.value for report in reports(*shuffled, as_of=on(day))} == state


@given(st.lists(st.tuples(DAYS, DAYS), unique=True, max_size=12), DAYS, DAYS)
def test_what_is_known_later_changes_nothing_before(rows: list[tuple[int, int]], day: int, later: int) -> None:
    made = [observation("present", "camp-a", of, 1 + index, known_on=on(of + late)) for index, (of, late) in enumerate(rows)]
    early = [row for row in made if (row.known_on or row.date) <= on(day)]
    assert reports(*made, as_of=on(day)) == reports(*early, as_of=on(day + later))


def test_the_counts_of_mosul_are_all_reports() -> None:
    mosul = read(locate("mosul-2016"))
    found = reports_of(mosul)
    assert len(found) == len(mosul.observations)
    before = reports_of(mosul, as_of=date(2017, 6, 22))
    assert {report.series for report in before} < {report.series for report in found}
    assert max(report.known_on for report in before) <= date(2017, 6, 22)
