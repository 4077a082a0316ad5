"""Nobody is lost or invented (MODEL.md 2.14): checked by a summation of our own from the State, every evening."""

from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from tests.support.runs import crew_for, evenings, sample
from tests.support.strategies import scenarios

from corridor.engine.ledger import imbalance
from corridor.engine.state import arrays_of, copy_state
from corridor.model.state import State
from corridor.model.world import World
from corridor.scenario.schema import Scenario

#: Tallies only rise; `away` and the other stocks may fall.
TALLIES = ("dead", "entered", "ever", "returned", "exposed", "exposed_days", "turned_back", "queue_days", "held_days",
           "redirected", "unsheltered", "arrived", "taken", "encircled_days", "events")  # fmt: skip
MECHANISMS = ("queue", "held", "under_way", "dead", "returned", "exposed", "turned_back", "redirected", "unsheltered",
              "pauses", "encircled_days", "fighters_killed", "embedded", "relocated", "events")  # fmt: skip


def out_there(state: State) -> np.ndarray:
    """Returns (origins, groups): everyone who is not in a zone's pools."""
    assert np.array_equal(state.transit.sum(axis=1), state.under_way)
    return sum(array.sum(axis=0) for array in (state.present, state.queue, state.held, state.under_way))


def everyone(world: World, state: State) -> np.ndarray:
    people = out_there(state)
    for zone, origin in enumerate(world.zones.origin):
        people[origin] += state.pools[zone].sum(axis=0) + state.dead[zone]
    return people


def check(world: World, state: State) -> None:
    people, entered = everyone(world, state), state.entered
    fighters = int(world.groups.fighters[0])
    civilians = [group for group in range(people.shape[1]) if group != fighters]
    assert np.array_equal(people[:, civilians], entered[:, civilians])
    if fighters >= 0:
        stocks = sum(int(getattr(state, field.name).sum()) for field in fields(state) if field.name.startswith("fighters"))
        assert people[:, fighters].sum() + stocks == entered[:, fighters].sum()
    for origin in range(people.shape[0] - 1):
        away = state.away[world.zones.origin == origin].sum(axis=0)
        assert np.array_equal(away[civilians], out_there(state)[origin][civilians])
    assert all((array >= 0).all() for name, array in arrays_of(state).items() if name in (*TALLIES, "pools", "away"))
    assert all((getattr(state, name) >= 0).all() for name in ("present", "queue", "held", "transit", "under_way"))


def test_people_are_conserved_by_origin_and_group() -> None:
    """In scenarios in which every mechanism is at work: where nothing happens a property is worth nothing."""
    used: Counter[str] = Counter()

    @settings(max_examples=60)
    @given(scenarios())
    def holds(scenario: Scenario) -> None:
        crew = crew_for(scenario)
        before: State | None = None
        for state in evenings(crew):
            check(crew.world, state)
            assert imbalance(crew.world, state, np.zeros_like(state.entered)) == 0
            if before is not None:
                check_tallies(before, state)
            before = copy_state(state)
        used.update(name for name in MECHANISMS if getattr(state, name).sum() > 0)

    holds()
    assert not {name: used[name] for name in MECHANISMS if used[name] < 4}


def check_tallies(before: State, state: State) -> None:
    assert np.array_equal(before.entered[:-1], state.entered[:-1])  # of zones' people, nobody enters later
    for name in TALLIES:
        assert (getattr(state, name) >= getattr(before, name)).all(), name


@settings(max_examples=10)
@given(scenarios())
def test_one_person_more_anywhere_is_noticed(scenario: Scenario) -> None:
    crew = crew_for(scenario)
    *_, state = evenings(crew)
    for name in ("pools", "present", "queue", "held", "under_way", "dead", "away"):
        wrong = copy_state(state)
        getattr(wrong, name)[(0,) * getattr(wrong, name).ndim] += 1
        assert imbalance(crew.world, wrong, np.zeros_like(state.entered)) != 0, name
        if name != "under_way":
            with pytest.raises(AssertionError):
                check(crew.world, wrong)


@pytest.mark.slow
@settings(max_examples=40)
@given(scenarios())
def test_totals_of_the_record_add_up(scenario: Scenario) -> None:
    seen = sample(without_fighters(scenario), 2)
    away, dead = (seen.of(name).astype(int) for name in ("displaced_current", "deaths"))
    people = sum(round(one_value(scenario, f"population.{place.id}")) for place in scenario.places if place.kind == "zone")
    zones = sum(seen.of("present", place.id).astype(int) for place in scenario.places if place.kind == "zone")
    assert (zones + away + dead == people).all()
    assert (seen.of("departures").cumsum(axis=1) >= away).all()


def one_value(scenario: Scenario, name: str) -> float:
    return float(next(one for one in scenario.parameters if one.id == name).priors[1].removeprefix("="))


def without_fighters(scenario: Scenario) -> Scenario:
    return replace(scenario, fighters=False)
