"""What was run while a handle was dragged is not run again when it is let go; nothing else is taken for it."""

import numpy as np
import pytest

from corridor import load
from corridor.server.encode import picture_json
from corridor.whatif import Room, ask, read_levers
from corridor.whatif import branch as module
from corridor.whatif.beginnings import _KEPT, Beginnings
from corridor.whatif.branch import Branch
from corridor.whatif.question import FIRST

CAMP = {"kind": "camp", "id": "river-camp", "capacity": 900, "from": "2020-03-12"}


@pytest.fixture
def room():
    return Room(load("tutorial"))


@pytest.fixture
def ran(monkeypatch):
    """The members that are run, in their order; one at a time."""
    heard, run = [], Branch._run
    monkeypatch.setattr(Branch, "_run", lambda branch, member: (heard.append(member), run(branch, member))[1])
    monkeypatch.setattr(module.os, "cpu_count", lambda: 1)
    return heard


def question(room, members, baseline="factual", policy="factual", **lever):
    return ask(room.scenario, policy, read_levers([CAMP | lever]), baseline, members)


def pictures(room, asked):
    return [picture_json(picture) for picture in room.answer(asked) if picture is not None]


def test_the_first_members_are_run_once_and_the_pictures_are_the_same(room, ran):
    fresh = pictures(Room(room.scenario), question(room, 12))
    ran.clear()
    pictures(room, question(room, FIRST))
    assert ran == [0, 1, 2, 3]
    ran.clear()
    assert pictures(room, question(room, 12)) == fresh
    assert ran == [*range(FIRST, 12)]


def test_what_was_stopped_half_way_is_gone_on_with(room, ran):
    begun = room.answer(question(room, 12))
    while len(ran) < 3:
        next(begun)
    next(begun)
    begun.close()
    known = len(ran)
    ran.clear()
    pictures(room, question(room, FIRST))
    assert known + len(ran) == FIRST
    assert ran == [*range(known, FIRST)]


@pytest.mark.parametrize(
    "other",
    [{"capacity": 901}, {"from": "2020-03-13"}, {"baseline": "camp-half"}, {"policy": "corridor-open"}],
    ids=["value", "day", "baseline", "policy"],
)
def test_another_question_is_run_from_its_own_beginning(room, ran, other):
    pictures(room, question(room, FIRST))
    ran.clear()
    asked = question(room, FIRST, **other)
    made = pictures(room, asked)
    assert ran == [0, 1, 2, 3]
    assert made == pictures(Room(room.scenario), asked)


def test_a_baseline_that_was_let_go_is_run_again(room, ran):
    wanted = pictures(room, question(room, FIRST))
    room._baselines.clear()
    ran.clear()
    assert pictures(room, question(room, FIRST)) == wanted
    assert ran == [0, 1, 2, 3]


def test_only_so_many_are_kept_and_the_latest_of_them():
    kept = Beginnings()
    tables = np.arange(6 * 2, dtype=np.int32).reshape(6, 2, 1)
    for number in range(_KEPT):
        kept.keep((str(number), ()), tables[:2], tables[:2])
    assert kept.of(("0", ())) is not None  # so it is the one used last
    kept.keep(("more", ()), tables, tables)
    assert kept.of(("1", ())) is None
    assert kept.of(("0", ())).members == 2
    assert kept.of(("more", ())).members == FIRST


def test_a_copy_is_kept_and_fewer_members_do_not_replace_more():
    kept, key = Beginnings(), ("factual", ())
    tables = np.ones((3, 2, 1), np.int32)
    kept.keep(key, tables[:0], tables[:0])
    assert kept.of(key) is None
    kept.keep(key, tables, tables)
    tables[:] = 7
    kept.keep(key, tables[:2], tables[:2])
    assert kept.of(key).members == 3
    assert not (kept.of(key).values == 7).any()


@pytest.mark.parametrize(("cores", "together"), [(1, 1), (2, 2), (3, 2), (4, 4), (64, 4), (None, 1)])
def test_no_more_members_are_run_at_once_than_there_are_cores(monkeypatch, cores, together):
    monkeypatch.setattr(module.os, "cpu_count", lambda: cores)
    assert module._side_by_side() == together
