"""What a forecast may know: reports, facts and ends of facts that were public on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from tests.inference import made

from corridor.inference.filter_known import known, known_world, stages_of, taken_in
from corridor.inference.forecast import forecast
from corridor.observe.reports import reports_of
from corridor.scenario.load import load
from corridor.scenario.schema import Change

MOSUL = load("mosul-2016")
AS_OF = date(2017, 1, 10)


def test_nothing_later_than_the_day_is_known() -> None:
    before = known(MOSUL, AS_OF)
    assert before.schedule
    assert all((change.known_on or change.date) <= AS_OF for change in before.schedule)
    assert all(change.until is None or change.until <= AS_OF for change in before.schedule)
    assert all((each.known_on or each.date) <= AS_OF for each in before.observations)
    assert len(before.observations) < len(MOSUL.observations)


def test_the_end_of_a_fact_is_not_known_before_it() -> None:
    """The record says since January that the left bank was encircled until the 25th; on the 10th nobody knew."""
    world = known_world(MOSUL, AS_OF)
    zones = sorted(zone.place for zone in MOSUL.operation.zones)
    column = zones.index("mosul-left")
    later = (date(2017, 2, 10) - MOSUL.start).days
    assert world.zones.encircled[later, column] == 1
    assert known_world(MOSUL, date(2017, 2, 1)).zones.encircled[later, column] == 0


def test_a_planned_opening_is_known_once_it_was_announced() -> None:
    tutorial = made.tutorial()
    camps = sorted(place.id for place in tutorial.places)
    column, day = camps.index("river-camp"), (date(2020, 3, 25) - tutorial.start).days
    before = known_world(tutorial, date(2020, 3, 17)).places.capacity[day, column]
    after = known_world(tutorial, date(2020, 3, 18)).places.capacity[day, column]
    assert after == 15000 > before


def test_stages_cover_every_day_once() -> None:
    stages = stages_of(MOSUL, date(2017, 6, 22))
    assert stages[0].first == 0
    assert all(after.first == before.last for before, after in pairwise(stages))
    assert stages[-1].last == (date(2017, 6, 22) - MOSUL.start).days + 1
    for stage in stages:
        assert stage.last == (stage.day - MOSUL.start).days + 1
        assert all(each.known_on == stage.day for each in (*stage.reports, *stage.progress))
        assert all(each.date <= stage.day for each in (*stage.reports, *stage.progress))


def test_every_count_of_a_known_method_is_taken_in_once() -> None:
    until = date(2017, 6, 22)
    stages = stages_of(MOSUL, until)
    inside = [(each.series, each.date) for stage in stages for each in stage.reports]
    wanted = [(r.series, r.date) for r in reports_of(MOSUL, until) if taken_in(r) and r.date >= MOSUL.start]
    assert sorted(inside) == sorted(wanted)
    assert not any(each.kind == "flow" for stage in stages for each in stage.reports)
    assert "unhcr-built-capacity" not in {series for series, _ in inside}
    assert {"dtm-current-pre-break", "unhcr-built-occupied", "al-hol-received"} <= {series for series, _ in inside}


def test_a_late_report_is_taken_in_on_the_day_it_became_known() -> None:
    tutorial = made.tutorial()
    late = tuple(
        replace(each, known_on=each.date + timedelta(days=9)) if each.date == date(2020, 3, 25) else each
        for each in tutorial.observations
    )
    stages = stages_of(replace(tutorial, observations=late), date(2020, 4, 10))
    found = [(stage.day, each.date) for stage in stages for each in stage.reports]
    assert found == [
        (date(2020, 3, 16), date(2020, 3, 15)),
        (date(2020, 4, 3), date(2020, 3, 25)),
        (date(2020, 4, 6), date(2020, 4, 5)),
    ]


def test_the_order_of_rows_and_later_revisions_change_nothing() -> None:
    """Rows in any order, a count revised before the day, and anything that became known after it."""
    tutorial = made.tutorial()
    as_of = date(2020, 4, 10)
    first, second, third, last = tutorial.observations
    wrong = replace(second, value=9999.0, known_on=date(2020, 3, 26))
    right = replace(second, known_on=date(2020, 3, 28))
    plain = replace(tutorial, observations=(first, wrong, right, third))
    mixed = replace(
        tutorial,
        observations=(last, right, third, replace(third, value=1.0, known_on=date(2020, 4, 11)), first, wrong),
        schedule=(*tutorial.schedule, Change(date(2020, 4, 1), "river-camp", "capacity", 10.0, known_on=date(2020, 4, 12))),
    )
    one, other = (forecast(each, as_of, particles=12) for each in (plain, mixed))
    assert (one.ensemble.values == other.ensemble.values).all()
    assert [each.draws.tolist() for each in one.ahead] == [each.draws.tolist() for each in other.ahead]


@pytest.mark.parametrize("as_of", [date(2020, 3, 10), date(2020, 4, 2)])
def test_masking_the_future_changes_no_forecast(as_of: date) -> None:
    tutorial = made.tutorial()
    masked = known(tutorial, as_of)
    one, other = forecast(tutorial, as_of, particles=10), forecast(masked, as_of, particles=10)
    assert (one.ensemble.values == other.ensemble.values).all()
    assert np.isfinite(one.log_evidence)
