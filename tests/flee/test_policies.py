"""policies.yaml in a Flee folder: what may stand there, and what it makes of closures, capacities and roads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.flee_policies import POLICIES, with_policies

from corridor.errors import PolicyError, ScenarioError
from corridor.flee import read_flee, simulate_flee
from corridor.flee.opened import open_roads
from corridor.flee.policies import changed, combined
from corridor.flee.run import simulate_flee_together
from corridor.formats.flee.schema import NEVER, Closure, FleeScenario, Room

MEMBERS = 6
NEW = frozenset(("Alba", "Camp Two"))
ROADS = frozenset(frozenset(pair) for pair in (("Alba", "Brod"), ("Brod", "Camp One"), ("Brod", "Camp Two")))


@pytest.fixture
def scenario(tmp_path: Path) -> FleeScenario:
    return read_flee(with_policies(tmp_path / "place"))


def under(scenario: FleeScenario, policy: str) -> FleeScenario:
    return changed(scenario, combined(scenario, policy))


def test_a_folder_without_the_file_has_the_factual_policy_alone(tmp_path: Path) -> None:
    bare = read_flee(with_policies(tmp_path / "bare", "policies: []\n"))
    assert bare.policies == ()
    assert changed(bare, combined(bare, "factual")) == bare
    with pytest.raises(PolicyError, match=r"has no policy 'x'.*beside the other files; the folder has none"):
        combined(bare, "x")


def test_a_road_of_the_file_is_closed_unless_a_policy_opens_it(scenario: FleeScenario) -> None:
    assert scenario.roads[-1].km == 90
    assert scenario.closures[-1] == Closure("link", "Alba", "Camp Two", 0, NEVER, firm=True)
    opened = under(scenario, "new-road")
    assert opened.closures[-1] == Closure("link", "Alba", "Camp Two", 0, 5, firm=True)
    assert [open_roads(each, [4, 5], False) for each in (scenario, opened)] == [(ROADS, ROADS), (ROADS, ROADS | {NEW})]


@pytest.mark.parametrize(
    ("policy", "day"), [("camp-one-closed", 10), ("camp-one-small", 5), ("new-road", 5), ("border-closed", 4)]
)
def test_nothing_differs_before_the_first_day_and_something_after(scenario: FleeScenario, policy: str, day: int) -> None:
    before, after = simulate_flee_together([scenario, under(scenario, policy)], members=MEMBERS)
    assert np.array_equal(before.values[:, :day], after.values[:, :day])
    assert not np.array_equal(before.values[:, day:], after.values[:, day:])
    assert np.array_equal(before.displaced, after.displaced)


def test_nobody_arrives_at_a_closed_place_or_over_a_closed_border(scenario: FleeScenario) -> None:
    shut = simulate_flee(under(scenario, "camp-one-closed"), members=MEMBERS).present("Camp One")
    assert (np.diff(shut[:, 10:], axis=1) <= 0).all()
    border = simulate_flee(under(scenario, "border-closed"), members=MEMBERS)
    inside = border.present("Camp One") + border.present("Camp Two")
    assert (np.diff(inside[:, 5:13], axis=1) <= 0).all()
    assert (np.diff(inside[:, 14:], axis=1) > 0).any()  # it opens again


def test_a_capacity_holds_from_its_day_on(scenario: FleeScenario) -> None:
    assert under(scenario, "camp-one-small").rooms == (Room("Camp One", 5, 300),)
    small, own = (simulate_flee(each, members=MEMBERS) for each in (under(scenario, "camp-one-small"), scenario))
    assert own.present("Camp One").max() > 600
    assert small.present("Camp One").max() < 600  # whoever is under way still comes


def test_a_lifted_capacity_is_forgotten(tmp_path: Path) -> None:
    text = """\
policies:
  - id: tiny
    changes: [{target: Camp Two, quantity: capacity, value: 20, date: 2020-03-04, until: 2020-03-12}]
"""
    made = read_flee(with_policies(tmp_path / "lifted", text))
    assert under(made, "tiny").rooms == (Room("Camp Two", 3, 20), Room("Camp Two", 11, -1))
    people = simulate_flee(under(made, "tiny"), members=MEMBERS).present("Camp Two")
    assert people[:, 11].max() < people[:, -1].min() / 3


def test_a_capacity_below_those_of_day_0_is_full_and_not_unlimited(tmp_path: Path) -> None:
    text = "policies:\n  - id: tiny\n    changes: [{target: Camp One, quantity: capacity, value: 100}]\n"
    folder = with_policies(tmp_path / "full", text)
    (folder / "source_data" / "one.csv").write_text("2020-03-01,400\n2020-03-21,2000\n", encoding="utf-8")
    made = read_flee(folder)
    people = simulate_flee(under(made, "tiny"), members=MEMBERS).present("Camp One")
    assert people.max() <= 401  # those of day 0, and whoever finds the place of one who left


def test_the_folders_own_closures_give_way(tmp_path: Path) -> None:
    rows = "country,Here,There,2,12\nlocation,Brod,*,-3,7\n"
    made = read_flee(with_policies(tmp_path / "own", closures=rows))
    assert Closure("country", "Here", "There", 2, 12) not in under(made, "border-open").closures
    assert Closure("country", "Here", "There", 2, 14, firm=True) in under(made, "border-closed").closures
    partly = POLICIES.replace("value: 1}\n", "value: 1, date: 2020-03-06, until: 2020-03-09}\n")
    kept = under(read_flee(with_policies(tmp_path / "part", partly, closures=rows)), "border-open").closures
    spans = [(each.start, each.end) for each in kept if each.kind == "country"]
    assert spans == [(2, 5), (8, 12)]


def test_a_closure_that_never_acts_does_not_swallow_that_of_a_policy(tmp_path: Path) -> None:
    text = "policies:\n  - id: shut\n    changes: [{target: Brod, quantity: open, value: 0}]\n"
    made = read_flee(with_policies(tmp_path / "never", text, closures="location,Brod,*,-3,7\n"))
    assert under(made, "shut").closures == (Closure("location", "Brod", "", 0, NEVER, firm=True),)


def test_what_ends_opens_no_road_that_something_else_keeps_closed(tmp_path: Path) -> None:
    """On the fourth day Flee opens the border: that frees every road that the folder closes, none that a policy closes."""
    text = "policies:\n  - id: shut\n    changes: [{target: Camp One, quantity: open, value: 0, until: 2020-03-08}]\n"
    rows = "country,Here,There,0,4\nlocation,Camp Two,*,0,9\n"
    made = read_flee(with_policies(tmp_path / "held", POLICIES.replace("policies:\n", text, 1), closures=rows))
    one, two = frozenset(("Brod", "Camp One")), frozenset(("Brod", "Camp Two"))
    factual = open_roads(made, [3, 4, 9], False)
    assert [road in each for each in factual for road in (one, two, NEW)] == [False] * 3 + [True, True, False] * 2
    shut = open_roads(under(made, "shut"), [4, 6, 7], False)
    assert [one in each for each in shut] == [False, False, True]
    border = open_roads(under(made, "shut+border-closed"), [7, 13, 14], False)
    assert [one in each for each in border] == [False, False, True]


def test_policies_combine_and_contradict(scenario: FleeScenario) -> None:
    both = combined(scenario, "new-road+camp-one-small")
    assert both.id == "camp-one-small+new-road"
    assert len(both.changes) == 2
    with pytest.raises(PolicyError, match=r"contradict each other: open of 'Here\|There' is 0 in the one and 1"):
        combined(scenario, "border-open+border-closed")
    with pytest.raises(PolicyError, match="Did you mean 'new-road'"):
        combined(scenario, "new-rode")


def test_factor_and_capacity_together(scenario: FleeScenario) -> None:
    assert under(scenario, "camp-one-half").rooms == (Room("Camp One", 0, 4500),)
    assert under(scenario, "camp-one-half+camp-one-small").rooms == (Room("Camp One", 0, 4500), Room("Camp One", 5, 150))


CHANGE = "policies:\n  - id: a\n    changes:\n      - {target: Brod, quantity: open, value: 0}\n"
WRONG = [
    (CHANGE.replace("Brod", "Brot"),
     "policies.yaml:4:policies.changes.target: 'Brot' is no location, road (A>B) or border (X|Y) of the folder. "
     "Did you mean 'Brod'?"),
    (CHANGE.replace("open", "capacity"), "quantity: 'capacity' is nothing that can be set of a location. Set open."),
    (CHANGE.replace("value: 0", "value: 0.5"), "value: '0.5' must be 0 (closed) or 1 (open). Write 0 or 1."),
    (CHANGE.replace("Brod, quantity: open", "Camp One, quantity: capacity"),
     "value: '0' must be from 1 to 1,000,000,000. Flee takes 0 as no limit; to shut a camp, set open to 0."),
    (CHANGE.replace("Brod, quantity: open", "Camp Two, quantity: capacity_factor").replace("value: 0", "value: 2"),
     "quantity: 'capacity_factor' needs a capacity in locations.csv, and the camp has none. Set capacity instead."),
    (CHANGE.replace("value: 0", "value: 0, date: 2021-01-01"),
     "date: '2021-01-01' is outside of the run, 2020-03-01 to 2020-03-20. Give a day of the run."),
    (CHANGE.replace("value: 0", "value: 0, date: 2020-03-09, until: 2020-03-09"),
     "until: '2020-03-09' is not after the date."),
    (CHANGE.replace("value: 0", "valeu: 0"), "policies.changes.valeu: 'valeu' is not a key here. Did you mean 'value'?"),
    (CHANGE.replace("value: 0", "value: shut"), "value: 'shut' "),
    (CHANGE.replace("id: a", "id: factual"), "id: 'factual' is taken already."),
    (CHANGE.replace("id: a", "id: a+b"), "id: 'a+b' has a + in it, which joins policies."),
    (CHANGE.replace("id: a", "name: a"), "id: is empty."),
    (CHANGE + CHANGE.removeprefix("policies:\n"), "id: 'a' is taken already."),
    ("roads: []\n", "policies.yaml:1:roads: 'roads' is not a key here."),
    ("policies: [a]\n", "policies.yaml:1:policies: 'a' is not a mapping with keys."),
    ("routes: [{from: Alba, to: Nowhere, km: 3}]\n", "routes.to: 'Nowhere' is not a name of locations.csv."),
    ("routes: [{from: Alba, to: Brod, km: 3}]\n",
     "routes.to: 'Brod' is joined to the other end already. A policy can close and open that road."),
    ("routes: [{from: Alba, to: Camp One, km: -3}]\n", "routes.km: '-3' is out of range"),
    ("policies: [\n", "policies.yaml:2: is not valid YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[str(at) for at in range(len(WRONG))])
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        read_flee(with_policies(tmp_path / "wrong", text))
    assert message in str(error.value)
