"""A run may be cut, shared out, lengthened or branched: the numbers are the same (I8, and issue item 6)."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.situations import change, place, route, situation
from tests.support.strategies import Traits, changes, scenarios

from corridor.engine.state import arrays_of, state_from_bytes, state_to_bytes
from corridor.ensemble import simulate
from corridor.errors import RunError
from corridor.leg import resume
from corridor.scenario.schema import Policy, Scenario


@settings(max_examples=15)
@given(scenarios(), st.data())
def test_a_run_that_was_stopped_and_stored_is_the_run(scenario: Scenario, data: st.DataObject) -> None:
    stops = sorted(data.draw(st.sets(st.integers(0, 16), min_size=1, max_size=3)))
    whole = resume(scenario, member=1)
    leg = resume(scenario, member=1, until=scenario.start + timedelta(days=stops[0]))
    values = [leg.values]
    for stop in [*stops[1:], 17]:
        stored = state_to_bytes(leg.state)
        leg = resume(scenario, state_from_bytes(stored), leg.dates[-1], member=1,
                     until=scenario.start + timedelta(days=stop))  # fmt: skip
        values.append(leg.values)
    assert np.array_equal(np.concatenate(values), whole.values)
    assert state_to_bytes(leg.state) == state_to_bytes(whole.state)


@settings(max_examples=5)
@given(scenarios())
def test_the_legs_of_a_member_are_the_member_of_the_ensemble(scenario: Scenario) -> None:
    ensemble = simulate(scenario, members=3, jobs=1)
    leg = resume(scenario, member=2)
    assert leg.series == ensemble.series
    assert leg.dates == ensemble.dates
    assert np.array_equal(leg.values, ensemble.values[2])
    quantity = ensemble.series[0]
    assert np.array_equal(leg.of(quantity.quantity, quantity.place, quantity.group), ensemble.values[2, :, 0])


@settings(max_examples=5)
@given(scenarios())
def test_the_given_state_is_left_as_it_was(scenario: Scenario) -> None:
    first = resume(scenario, until=scenario.start + timedelta(days=5))
    before = state_to_bytes(first.state)
    resume(scenario, first.state, first.dates[-1])
    assert state_to_bytes(first.state) == before


@pytest.mark.slow
@settings(max_examples=20)
@given(scenarios())
def test_neither_jobs_nor_members_nor_the_end_change_a_number(scenario: Scenario) -> None:
    nine = simulate(scenario, members=9, jobs=1)
    two_jobs = simulate(scenario, members=9, jobs=2)
    five = simulate(scenario, members=5, jobs=2)
    short = simulate(scenario, members=2, jobs=1, until=scenario.start + timedelta(days=8))
    assert np.array_equal(nine.values, two_jobs.values)
    assert np.array_equal(nine.flows, two_jobs.flows)
    assert np.array_equal(nine.values[:5], five.values)
    assert np.array_equal(nine.values[:2, :9], short.values)
    assert np.array_equal(nine.flows[:2, :1], short.flows[:, :1])


def test_the_end_does_not_change_the_reference() -> None:
    """Ways out that are factual only after the shorter run's end are the reference of both (ruling 5)."""
    scenario = situation(
        [place("home", "zone"), place("host")], [route("home", "host", 40.0, id="road", open=False)],
        days=20, schedule=[change(15, "road", "open", 1)], rate_held=0.1, logsum_weight=1.0,
        policies=[Policy("early", "Early", (change(2, "road", "open", 1),))],
    )  # fmt: skip
    long = simulate(scenario, policy="early", members=3, jobs=1)
    short = simulate(scenario, policy="early", members=3, jobs=1, until=scenario.start + timedelta(days=9))
    assert short.of("departures").sum() > 0
    assert np.array_equal(long.values[:, :10], short.values)


@pytest.mark.slow
@settings(max_examples=60)
@given(scenarios(Traits(scheduled=True)), st.data())
def test_a_policy_makes_no_difference_before_it_differs(scenario: Scenario, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, 12))
    rows = tuple(data.draw(changes(scenario, size=4, first=first)))
    scenario = replace(scenario, policies=(Policy("other", "Other", rows),))
    factual, other = (simulate(scenario, policy=name, members=2, jobs=1) for name in ("factual", "other"))
    assert np.array_equal(factual.values[:, :first], other.values[:, :first])


@pytest.mark.slow
@settings(max_examples=20)
@given(scenarios(), st.integers(0, 15))
def test_a_branch_is_the_policy_that_begins_there(scenario: Scenario, after: int) -> None:
    policy = Policy("shut", "Shut", tuple(change(after + 1, one.id, "admission", 0) for one in scenario.routes))
    scenario = replace(scenario, policies=(policy,))
    whole = resume(scenario, policy="shut")
    trunk = resume(scenario, until=scenario.start + timedelta(days=after))
    branch = resume(scenario, trunk.state, trunk.dates[-1], policy="shut")
    assert np.array_equal(np.concatenate([trunk.values, branch.values]), whole.values)


def small(places: int = 1) -> Scenario:
    hosts = [place(f"host{i}") for i in range(places)]
    return situation([place("home", "zone"), *hosts], [route("home", one.id) for one in hosts], days=9, rate_held=0.1)


def test_what_cannot_be_resumed_is_refused_in_plain_words() -> None:
    scenario = small()
    leg = resume(scenario, until=scenario.start + timedelta(days=3))
    with pytest.raises(RunError, match="a state was given without `after`; give the state and the evening that it belongs"):
        resume(scenario, leg.state)
    with pytest.raises(RunError, match="a date was given without `state`"):
        resume(scenario, after=scenario.start)
    for wrong in (scenario.end, scenario.start - timedelta(days=1)):
        with pytest.raises(RunError, match=rf"can go on after {scenario.start} or a later day; given {wrong}"):
            resume(scenario, leg.state, wrong)
    with pytest.raises(RunError, match=r"not one of this scenario: present has shape \(2, 2, 1\)"):
        resume(small(2), leg.state, leg.dates[-1])
    with pytest.raises(RunError, match="member must be at least 0"):
        resume(scenario, member=-1)


def test_a_state_holds_arrays_of_numbers_only() -> None:
    leg = resume(small())
    stored = state_to_bytes(leg.state)
    again = state_from_bytes(stored)
    for name, array in arrays_of(leg.state).items():
        assert array.dtype in (np.int64, np.float64)
        assert np.array_equal(getattr(again, name), array), name
