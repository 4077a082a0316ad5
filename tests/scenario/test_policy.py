"""Policies: found, applied, combined, and refused when they contradict each other."""

from __future__ import annotations

from datetime import date

import pytest
from tests.scenario.folders import Folder

from corridor.errors import PolicyError
from corridor.scenario import policy
from corridor.scenario.schema import Change, Scenario

DAY = date(2020, 3, 10)


def with_policies(folder: Folder, *texts: str) -> Scenario:
    """Return the tutorial with more policies: `id: target quantity value [date [until]]; …`."""
    lines = []
    for text in texts:
        id_, _, changes = text.partition(": ")
        lines.append(f"  - id: {id_}\n    changes:")
        for change in changes.split("; "):
            target, quantity, value, *days = change.split()
            dated = "".join(f", {key}: {day}" for key, day in zip(("date", "until"), days, strict=False))
            lines.append(f"      - {{target: {target}, quantity: {quantity}, value: {value}{dated}}}")
    return folder.edit("scenario.yaml", "\nmap:", "\n".join(lines) + "\n\nmap:").read()


def test_factual_always_exists_and_changes_nothing(tutorial: Scenario) -> None:
    assert policy.apply(tutorial, "factual") is tutorial
    assert policy.names(tutorial) == ("factual", "corridor-open", "corridor-unilateral", "camp-half")


def test_changes_stand_last_in_the_schedule(tutorial: Scenario) -> None:
    changed = policy.apply(tutorial, "corridor-open")
    assert changed.schedule[: len(tutorial.schedule)] == tutorial.schedule
    assert changed.schedule[-2:] == (
        Change(DAY, "east-corridor", "agreed", 1.0),
        Change(DAY, "east-corridor", "open", 1.0),
    )
    assert tutorial.schedule == policy.apply(tutorial, "factual").schedule


def test_a_change_without_a_date_begins_with_the_scenario(tutorial: Scenario) -> None:
    assert policy.find(tutorial, "camp-half").changes[0].date == tutorial.start


def test_the_order_and_repetition_of_parts_do_not_matter(tutorial: Scenario) -> None:
    one = policy.apply(tutorial, "camp-half+corridor-open")
    other = policy.apply(tutorial, "corridor-open + camp-half+factual+camp-half")
    assert one == other
    assert policy.combine(tutorial, "corridor-open+camp-half").name.startswith("The camp has half")


def test_unknown_policy(tutorial: Scenario) -> None:
    with pytest.raises(PolicyError) as caught:
        policy.apply(tutorial, "corridor-opne")
    assert str(caught.value) == (
        "tutorial has no policy 'corridor-opne'. Did you mean 'corridor-open'? "
        "Its policies: factual, corridor-open, corridor-unilateral, camp-half; several combine with '+'."
    )


@pytest.mark.parametrize("text", ["", "+", "corridor-open+", "zzz"])
def test_unknown_policy_with_nothing_near(tutorial: Scenario, text: str) -> None:
    with pytest.raises(PolicyError, match=r"has no policy '(zzz)?'. Its policies: factual, "):
        policy.apply(tutorial, text)


def test_contradiction(tutorial: Scenario) -> None:
    with pytest.raises(PolicyError) as caught:
        policy.combine(tutorial, "corridor-open+corridor-unilateral")
    assert str(caught.value) == (
        "'corridor-open' and 'corridor-unilateral' contradict each other: agreed of 'east-corridor' from 2020-03-10 on"
        " is 1 in the one and 0 in the other. Choose one of the two."
    )


def test_contradiction_with_an_end(folder: Folder) -> None:
    scenario = with_policies(
        folder,
        "a: river-camp capacity 5 2020-03-05 2020-03-20",
        "b: river-camp capacity 6 2020-03-10 2020-03-15",
    )
    with pytest.raises(PolicyError, match=r"'river-camp' from 2020-03-10 to the day before 2020-03-15 is 5 .* 6"):
        policy.combine(scenario, "a+b")


def test_settings_that_follow_each_other_do_not_contradict(folder: Folder) -> None:
    scenario = with_policies(
        folder,
        "a: river-camp capacity 5 2020-03-05 2020-03-10",
        "b: river-camp capacity 6 2020-03-10; river-camp capacity 7 2020-03-20",
        "c: river-camp capacity 6 2020-03-12 2020-03-15",
    )
    assert len(policy.combine(scenario, "a+b+c").changes) == 4
    days = [change.date for change in policy.combine(scenario, "a+b+c").changes]
    assert days == sorted(days)


def test_all_and_sets_reach_single_targets(folder: Folder) -> None:
    folder.edit("scenario.yaml", "policies:", "sets:\n  - {id: camps, places: [river-camp]}\n\npolicies:")
    scenario = with_policies(
        folder, "a: all capacity_factor 0.5", "b: river-camp capacity_factor 2", "c: camps capacity_factor 2"
    )
    for pair in ("a+b", "a+c"):
        with pytest.raises(PolicyError, match="capacity_factor of 'river-camp'"):
            policy.combine(scenario, pair)
    assert len(policy.combine(scenario, "b+c").changes) == 2
    assert len(policy.combine(scenario, "a+camp-half").changes) == 2


def test_everyone_includes_a_group(folder: Folder) -> None:
    scenario = with_policies(folder, "a: east-road admission 0.5")
    extra = Change(scenario.start, "east-road", "admission", 0.0, group="men_boys")
    one = policy.find(scenario, "a")
    other = policy.Policy("b", "b", (extra,))
    with pytest.raises(PolicyError, match="admission of 'east-road'"):
        policy.combine(policy.replace(scenario, policies=(one, other)), "a+b")
