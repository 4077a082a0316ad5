"""What must not matter: labels, the order of rows, places that nobody reaches (ARCHITECTURE.md section 5)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.runs import same_numbers, sample
from tests.support.situations import change, place, route, situation
from tests.support.strategies import scenarios

from corridor.scenario.policy import apply
from corridor.scenario.schema import Change, Policy, Scenario

LABELLED = ("groups", "origins", "places", "corridors")
TABLES = (*LABELLED, "routes", "schedule", "parameters")


@pytest.mark.slow
@settings(max_examples=15)
@given(scenarios())
def test_names_are_labels(scenario: Scenario) -> None:
    renamed = replace(scenario, **{
        table: tuple(replace(row, name=f"Renamed {number}") for number, row in enumerate(getattr(scenario, table)))
        for table in LABELLED
    })  # fmt: skip
    one, other = sample(scenario, 2), sample(renamed, 2)
    assert one.series == other.series
    same_numbers(one, other)
    assert one.draws == other.draws


@settings(max_examples=20)
@given(scenarios(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(scenario: Scenario, random: Any) -> None:
    shuffled = replace(scenario, **{table: shuffle(getattr(scenario, table), random) for table in TABLES})
    operation = replace(scenario.operation, zones=shuffle(scenario.operation.zones, random))
    shuffled = replace(shuffled, operation=operation, corridors=tuple(
        replace(one, routes=shuffle(one.routes, random), groups=shuffle(one.groups, random)) for one in shuffled.corridors
    ))  # fmt: skip
    one, other = sample(scenario, 2), sample(shuffled, 2)
    assert one.series == other.series
    same_numbers(one, other)
    assert one.draws == other.draws


def shuffle(rows: tuple[Any, ...], random: Any) -> tuple[Any, ...]:
    found = list(rows)
    random.shuffle(found)
    return tuple(found)


def with_unreached(scenario: Scenario, stem: str) -> Scenario:
    """Returns the scenario with places that nobody reaches; `stem` decides where they stand in id order."""
    start = scenario.places[0].id
    return replace(
        scenario,
        places=(
            *scenario.places, place(f"{stem}-host"), place(f"{stem}-camp", "camp", capacity=500),
            place(f"{stem}-gate", "crossing"), place(f"{stem}-check", "station"), place(f"{stem}-land", "region"),
        ),
        routes=(
            *scenario.routes, route(start, f"{stem}-host", id=f"{stem}1", open=False),
            route(start, f"{stem}-gate", id=f"{stem}2", open=False), route(f"{stem}-gate", f"{stem}-camp", id=f"{stem}3"),
            route(f"{stem}-check", f"{stem}-host", id=f"{stem}4"),
        ),
    )  # fmt: skip


@pytest.mark.slow
@settings(max_examples=40)
@given(scenarios(), st.sampled_from(["aaa", "mmm", "zzz"]))
def test_a_place_that_nobody_reaches_changes_nothing(scenario: Scenario, stem: str) -> None:
    wider = with_unreached(scenario, stem)
    one, other = sample(scenario, 2), sample(wider, 2)
    assert set(one.series) < set(other.series)
    same_numbers(one, other, ("capacity",))  # all camps together can take more people now
    assert one.draws == other.draws


def test_another_id_is_another_lot() -> None:
    """Ids, unlike names, are part of every key: otherwise the tests above could not fail."""
    one = situation([place("home", "zone"), place("host")], [route("home", "host")], days=5, rate_held=0.1)
    other = situation([place("house", "zone"), place("host")], [route("house", "host")], days=5, rate_held=0.1)
    with pytest.raises(AssertionError):
        same_numbers(sample(one, 3), sample(other, 3))


@pytest.mark.slow
@settings(max_examples=15)
@given(scenarios())
def test_a_policy_that_changes_nothing_changes_nothing(scenario: Scenario) -> None:
    idle = replace(scenario, policies=(Policy("idle", "Idle", ()), Policy("late", "Late", (_after_the_end(scenario),))))
    one = sample(idle, 2)
    for name in ("idle", "late", "idle+late"):
        same_numbers(one, sample(idle, 2, policy=name))
    assert apply(idle, "idle") is idle


def _after_the_end(scenario: Scenario) -> Change:
    return change((scenario.end - scenario.start).days + 5, scenario.routes[0].id, "capacity_per_day", 0)
