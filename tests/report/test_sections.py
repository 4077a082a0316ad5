"""What the sections say: names, sums, peaks, the break in the counting, the command."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.report.fixtures.mosul import START
from tests.report.reading import read

from corridor.published import Fan, Flow, Published
from corridor.report import exit_totals, facts, render
from corridor.report.charts.fan import Count
from corridor.report.numbers import Interval
from corridor.report.sections import reading

DAY = date(2020, 3, 30)


def flow(origin: str, exit_: str, destination: str, scale: float) -> Flow:
    quantiles = (scale, 2 * scale, 3 * scale, 4 * scale, 5 * scale)
    return Flow(DAY, origin, exit_, destination, "all", "arrivals", 3 * scale, quantiles)


def curve(medians: list[float], unit: str = "people") -> Fan:
    middle = np.array(medians)
    dates = tuple(START + timedelta(day) for day in range(len(medians)))
    return Fan("trapped", "all", "all", unit, dates, middle, middle[:, None] * np.array([0.5, 0.8, 1, 1.2, 2]))


def test_totals_of_exits_are_taken_where_the_run_has_them(runs: dict[str, Published]) -> None:
    rows = (flow("a", "x", "p", 10), flow("b", "x", "p", 20), flow("all", "x", "all", 25), flow("all", "all", "p", 1))
    (total,) = exit_totals.by_exit(replace(runs["bare"], flows=rows))
    assert total.exact
    assert total.interval == Interval(75, 25, 125)


def test_parts_that_are_added_up_give_the_widest_interval(runs: dict[str, Published]) -> None:
    rows = (flow("a", "x", "p", 10), flow("b", "x", "p", 20), flow("a", "y", "p", 5))
    first, second = exit_totals.by_exit(replace(runs["bare"], flows=rows))
    assert (first.exit, first.exact, first.interval) == ("x", False, Interval(90, 30, 150))
    assert (second.exit, second.exact) == ("y", True)


def test_flows_are_those_of_the_last_day_that_is_not_later(runs: dict[str, Published]) -> None:
    published = runs["mosul"]
    assert exit_totals.on_day(published, START) == ()
    rows = exit_totals.on_day(published, published.map_dates[1] + timedelta(3))
    assert {row.date for row in rows} == {published.map_dates[1]}


def test_peak_and_total() -> None:
    day, interval = facts.peak(curve([1, 9, 9, 2]))
    assert (day, interval.middle) == (START + timedelta(1), 9)
    assert facts.total(curve([1, 9, 2])).middle == 2
    assert facts.total(curve([1, 9, 2], "people per day")).middle == 12


def test_the_peak_of_what_mostly_stays_at_nothing_is_where_some_members_have_most() -> None:
    fan = curve([0, 0, 0])
    fan.quantiles[:, 4] = (0, 700, 5)
    assert facts.peak(fan) == (START + timedelta(1), Interval(0, 0, 700))


def test_the_way_of_counting_changes_after_the_scored_series() -> None:
    def count(day: int, series: str, scored: bool) -> Count:
        return Count(START + timedelta(day), 1.0, scored, series)

    old = [count(1, "old", True), count(5, "old", True), count(7, "old", False)]
    assert facts.series_break(old) is None
    assert facts.series_break([*old, count(4, "new", False)]) is None
    assert facts.series_break([*old, count(9, "new", False)]) == START + timedelta(7)


def test_the_break_is_marked_and_explained(pages: dict[str, str]) -> None:
    html = pages["mosul"]
    assert "the way of counting changes" in html
    assert "The scored series ends on" in html


def test_sums_over_weeks_do_not_stand_on_a_curve_per_day(runs: dict[str, Published]) -> None:
    check = replace(runs["mosul"].observations[0], kind="cumulative", quantity="trapped", place="all")
    published = replace(runs["bare"], observations=(check,))
    assert facts.counts_of(published, curve([1, 2], "people per day")) == ()
    assert len(facts.counts_of(published, curve([1, 2]))) == 1


def test_the_headline_speaks_of_the_place_that_was_counted(runs: dict[str, Published]) -> None:
    published = runs["mosul"]
    assert facts.lead_place(published, "displaced_current") == "all"
    moved = tuple(
        replace(fan, place="unhcr-camps") if fan.quantity.startswith("displaced") else fan for fan in published.fans
    )
    checks = tuple(
        replace(check, place="unhcr-camps") if check.quantity == "displaced_current" else check
        for check in published.observations
    )
    text = read(render(replace(published, fans=moved + published.fans, observations=checks))).text
    assert "people from UNHCR-built camps together had left their homes" in text


@pytest.mark.parametrize(
    ("id_", "name"), [("all", "All places"), ("other", "other places"), ("hawija", "Hawija"), ("x", "x")]
)
def test_names(runs: dict[str, Published], id_: str, name: str) -> None:
    assert facts.name_of(runs["mosul"], id_) == name


def test_the_command_repeats_the_run(runs: dict[str, Published]) -> None:
    run = replace(runs["bare"].run, overrides={"rate held": 0.01, "a": 2.0})
    assert shlex.split(reading.command(run)) == [
        "corridor", "run", "tutorial", "--policy", "factual", "--members", "50", "--replicates", "2", "--seed", "3",
        "--until", "2020-03-30", "--priors", "P0", "--set", "a=2", "--set", "rate held=0.01",
    ]  # fmt: skip
    assert reading.command(run).replace("'", "&#39;") in render(replace(runs["bare"], run=run))


def test_every_number_of_the_lead_has_its_interval(pages: dict[str, str]) -> None:
    lead = pages["mosul"][pages["mosul"].index('id="headline"') : pages["mosul"].index('id="people"')]
    assert lead.count("<b>") == lead.count("</b>&nbsp;(")
    assert lead.count("<b>") >= 8
