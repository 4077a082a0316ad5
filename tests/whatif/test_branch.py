"""A branched member is, bit for bit, the member that runs under the policy from the first day on."""

from dataclasses import fields, replace

import numpy as np
import pytest

from corridor import load, simulate
from corridor.engine.packed import Shape
from corridor.engine.state import arrays_of
from corridor.model.world import World
from corridor.scenario.schema import Policy
from corridor.scenario.world import compile_world
from corridor.whatif import Room, ask, policy_of, read_levers
from corridor.whatif.baseline import under
from corridor.whatif.worlds import DATED, first_difference

MEMBERS = 4
TUTORIAL_LEVERS = {
    "corridor": {"kind": "corridor", "id": "east-corridor", "open": True, "until": "2020-04-20", "consent": "agreed"},
    "narrow": {"kind": "corridor", "id": "east-corridor", "open": True, "capacity_per_day": 150, "consent": "unilateral"},
    "closed": {"kind": "corridor", "id": "east-corridor", "open": False},
    "screening": {"kind": "screening", "id": "north-gate", "on": False},
    "throughput": {"kind": "screening", "id": "north-gate", "on": True, "capacity_factor": 0.25},
    "camp": {"kind": "camp", "id": "river-camp", "capacity": 2000},
    "advice": {"kind": "advice", "stay": False},
}
MOSUL_LEVERS = {
    "corridor": {"kind": "corridor", "id": "agreed-exit-right", "open": True},
    "stations": {"kind": "screening", "id": "stations", "on": True, "capacity_factor": 3},
    "camp": {"kind": "camp", "id": "jadah", "capacity": 777},
    "border": {"kind": "border", "id": "rajm-slebi", "open": False, "groups": ["men_boys"]},
    "border for all": {"kind": "border", "id": "rajm-slebi", "open": False},
    "advice": {"kind": "advice", "stay": True},
}


def branched(room, question):
    """Returns the members that the room makes, and the day that they are branched on."""
    branch = room._branch(question)
    for _ in branch.grow(question.members):
        pass
    return branch.comparison(question.members).others[0], branch


def whole(scenario, policy):
    """Returns the same members run from the first day on, the policy written into the schedule."""
    return simulate(under(scenario, policy), members=MEMBERS, replicates=2)


def same(one, other):
    np.testing.assert_array_equal(one.values, other.values)
    np.testing.assert_array_equal(one.flows, other.flows)


@pytest.fixture(scope="module")
def tutorial():
    return Room(load("tutorial"))


@pytest.fixture(scope="module")
def mosul():
    return Room(load("mosul-2016"))


@pytest.mark.parametrize("lever", TUTORIAL_LEVERS.values(), ids=TUTORIAL_LEVERS)
@pytest.mark.parametrize("day", ["2020-03-01", "2020-03-07", "2020-03-08", "2020-03-09", "2020-04-28"])
def test_a_lever_of_the_tutorial(tutorial, lever, day):
    lever = lever | {"from": day}
    if lever.get("until", "9") <= day:
        lever = lever | {"until": None}
    question = ask(tutorial.scenario, "factual", read_levers([lever]), "factual", MEMBERS)
    made, _ = branched(tutorial, question)
    same(made, whole(tutorial.scenario, question.policy))


@pytest.mark.slow
@pytest.mark.parametrize("lever", MOSUL_LEVERS.values(), ids=MOSUL_LEVERS)
def test_a_lever_of_mosul(mosul, lever):
    question = ask(mosul.scenario, "factual", read_levers([lever | {"from": "2017-02-22"}]), "factual", MEMBERS)
    made, branch = branched(mosul, question)
    assert str(branch.first_date) == "2017-02-22"
    reference = replace(mosul.scenario)
    same(made, whole(reference, question.policy))


@pytest.mark.slow
@pytest.mark.parametrize(
    "policy", ["exits-agreed", "camps-half+screening-none", "flank-open", "follow-on-none", "pace-slow"]
)
def test_a_named_policy_of_mosul_against_another(mosul, policy):
    """Whatever the baseline, a member of the policy is its member."""
    question = ask(mosul.scenario, policy, (), "exits-none", MEMBERS)
    made, _ = branched(mosul, question)
    same(made, simulate(mosul.scenario, policy=policy, members=MEMBERS, replicates=2))


def test_levers_over_a_policy(tutorial):
    levers = read_levers([{"kind": "camp", "id": "river-camp", "capacity": 100, "from": "2020-03-18"}])
    question = ask(tutorial.scenario, "corridor-open", levers, "corridor-open", MEMBERS)
    made, branch = branched(tutorial, question)
    assert str(branch.first_date) == "2020-03-18"
    same(made, whole(tutorial.scenario, question.policy))


def test_a_lever_that_changes_nothing_is_the_baseline(tutorial):
    levers = read_levers(
        [
            {"kind": "advice", "stay": True, "from": "2020-03-05"},
        ]
    )
    on_record = read_levers([{"kind": "camp", "id": "river-camp", "capacity": 12_000, "from": "2020-03-05"},
                             {"kind": "camp", "id": "river-camp", "capacity": 15_000, "from": "2020-03-20"}])  # fmt: skip
    question = ask(tutorial.scenario, "factual", on_record, "factual", MEMBERS)
    made, branch = branched(tutorial, question)
    assert branch.first_date is None
    same(made, simulate(tutorial.scenario, members=MEMBERS, replicates=2))
    advice = ask(tutorial.scenario, "factual", levers, "factual", MEMBERS)
    assert str(branched(tutorial, advice)[1].first_date) == "2020-04-01"  # on record they are told to leave then


def test_members_beyond_those_whose_states_are_kept(tutorial, monkeypatch):
    monkeypatch.setattr("corridor.whatif.baseline._STATES_OF", 2)
    room = Room(tutorial.scenario)
    levers = read_levers([{"kind": "camp", "id": "river-camp", "capacity": 100, "from": "2020-04-10"}])
    question = ask(room.scenario, "factual", levers, "factual", MEMBERS)
    made, _ = branched(room, question)
    same(made, whole(room.scenario, question.policy))


def test_a_question_does_not_disturb_the_next(tutorial):
    """Parameters and states are shared: whoever uses them must leave them as they are."""
    levers = read_levers([{"kind": "corridor", "id": "east-corridor", "open": True, "from": "2020-03-12"}])
    question = ask(tutorial.scenario, "factual", levers, "factual", MEMBERS)
    first, _ = branched(tutorial, question)
    for lever in TUTORIAL_LEVERS.values():
        branched(
            tutorial, ask(tutorial.scenario, "factual", read_levers([lever | {"from": "2020-03-03"}]), "factual", MEMBERS)
        )
    same(first, branched(tutorial, question)[0])
    same(branched(tutorial, ask(tutorial.scenario, "factual", (), "factual", MEMBERS))[0],
         simulate(tutorial.scenario, members=MEMBERS, replicates=2))  # fmt: skip


def test_a_kept_state_is_the_state(tutorial):
    baseline = tutorial._baseline(Policy("factual", "", ()))
    while baseline.grow(1):
        pass
    crew = baseline.crew
    theta = baseline.theta(0)
    state = crew.start(theta)
    from corridor.engine.member import tape_for

    crew.run(0, theta, state, 0, 20, tape_for(crew.plan))
    shape = Shape(crew.start(theta))
    found = shape.restore(shape.pack_state(state))
    for name, array in arrays_of(state).items():
        other = getattr(found, name)
        assert array.dtype == other.dtype
        assert array.tobytes() == other.tobytes(), name
    assert shape.pack_state(state).nbytes < sum(array.nbytes for array in arrays_of(state).values()) / 4
    assert not np.shares_memory(found.pools, state.pools)


def test_a_branch_begins_on_the_last_kept_evening(tutorial):
    baseline = tutorial._baseline(Policy("factual", "", ()))
    while baseline.grow(1):
        pass
    assert [baseline.branch(0, day)[1] for day in (0, 6, 7, 8, 13, 14, 59)] == [0, 0, 7, 7, 7, 14, 56]


def test_every_array_of_a_world_is_dated_or_the_same_under_every_policy():
    """A further array that a schedule can change would else be overlooked, and branches begin too late."""
    scenario = load("mosul-2016")
    before = compile_world(scenario)
    days = (scenario.end - scenario.start).days + 1
    for part in fields(World):
        struct = getattr(before, part.name)
        for each in fields(struct) if hasattr(struct, "__dataclass_fields__") else ():
            array = getattr(struct, each.name)
            is_dated = array.ndim > 0 and array.shape[0] == days
            assert is_dated == (each.name in DATED.get(part.name, ())), f"{part.name}.{each.name}"


@pytest.mark.parametrize("policy", [policy.id for policy in load("mosul-2016").policies])
def test_policies_differ_in_dated_arrays_only(policy):
    scenario = load("mosul-2016")
    found = next(each for each in scenario.policies if each.id == policy)
    before, after = compile_world(scenario), compile_world(under(scenario, found))
    assert first_difference(before, after) is not None
    for part in fields(World):
        struct, other = getattr(before, part.name), getattr(after, part.name)
        for each in fields(struct) if hasattr(struct, "__dataclass_fields__") else ():
            if each.name not in (*DATED.get(part.name, ()), "alike"):
                np.testing.assert_array_equal(getattr(struct, each.name), getattr(other, each.name))


def test_the_first_difference_is_the_first_day():
    scenario = load("tutorial")
    world = compile_world(scenario)
    assert first_difference(world, world) is None
    levers = read_levers([{"kind": "camp", "id": "river-camp", "capacity": 1, "from": "2020-03-11"}])
    changed = compile_world(under(scenario, policy_of(scenario, "factual", levers)))
    assert first_difference(world, changed) == first_difference(changed, world) == 10
