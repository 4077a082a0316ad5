"""The desk: first pictures before all else; what is stopped or left alone ends; a broken job breaks nothing."""

from threading import Event

import pytest
from tests.server.live import until

from corridor.errors import RunError
from corridor.server import desk as module
from corridor.server.desk import Busy, Desk
from corridor.server.run import Run, State


@pytest.fixture
def desk():
    made = Desk(workers=1)
    yield made
    made.close()


def steps(heard, name, count, run=None, gate=None):
    """A job that writes down each of its steps; its first picture comes after the first."""
    if gate is not None:
        gate.wait(60)
    for number in range(count):
        heard.append(f"{name}{number}")
        if run is not None and number == 0:
            run.show(name.encode())
        yield


def test_first_pictures_come_before_further_members(desk):
    heard, gate = [], Event()
    one = desk.add(lambda run: steps(heard, "a", 4, run, gate))
    two = desk.add(lambda run: steps(heard, "b", 2, run))
    three = desk.add(lambda run: steps(heard, "c", 2, run))
    gate.set()
    until(lambda: not any(run.state.open for run in (one, two, three)))
    assert heard[:3] == ["a0", "b0", "c0"]
    assert heard[3:] == ["a1", "a2", "a3", "b1", "c1"]  # then in the order in which they were asked


def test_the_background_waits_for_everything_else(desk):
    heard, gate, begun = [], Event(), Event()

    def background():
        begun.set()
        yield from steps(heard, "z", 2, gate=gate)

    desk.background(background())
    assert begun.wait(60)
    run = desk.add(lambda run: steps(heard, "a", 3, run))
    gate.set()
    until(lambda: len(heard) == 5)
    assert heard == ["z0", "a0", "a1", "a2", "z1"]
    assert run.state is State.DONE


def test_a_run_that_is_stopped_makes_no_further_step(desk):
    heard, gate = [], Event()
    first = desk.add(lambda run: steps(heard, "a", 2, run, gate))
    second = desk.add(lambda run: steps(heard, "b", 2, run))
    second.stop()
    gate.set()
    until(lambda: not first.state.open)
    done = desk.add(lambda run: steps(heard, "c", 1, run))
    until(lambda: not done.state.open)
    assert not [step for step in heard if step.startswith("b")]
    assert (second.state, second.message) == (State.STOPPED, "It was stopped.")
    assert first.state is State.DONE


def test_what_nobody_follows_is_stopped(desk, monkeypatch):
    monkeypatch.setattr(module, "_ALONE", -1.0)
    run = desk.add(lambda run: steps([], "a", 10**9, run))
    until(lambda: not run.state.open)
    assert run.state is State.STOPPED


def test_what_takes_too_long_is_given_up(desk, monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 0.05)
    run = desk.add(lambda run: steps([], "a", 10**9, run))
    until(lambda: not run.state.open)
    assert run.state is State.FAILED
    assert "given up" in run.message
    assert "fewer members" in run.message


@pytest.mark.parametrize(
    ("error", "said"),
    [(RunError("too small"), "too small"), (MemoryError(), "fewer members"), (ZeroDivisionError("x"), "defect of Corridor")],
)
def test_a_job_that_breaks_breaks_nothing_else(desk, error, said):
    def broken():
        raise error
        yield

    run = desk.add(lambda run: broken())
    until(lambda: not run.state.open)
    assert run.state is State.FAILED
    assert said in run.message
    after = desk.add(lambda run: steps([], "b", 1, run))
    until(lambda: not after.state.open)
    assert after.state is State.DONE


def test_a_page_has_one_run_and_no_page_has_any_number(desk):
    gate = Event()
    runs = [desk.add(lambda run: steps([], "a", 1, run, gate), page) for page in ("p", "q", "p", "", "")]
    gate.set()
    until(lambda: not any(run.state.open for run in runs))
    assert [run.state for run in runs] == [State.STOPPED, *[State.DONE] * 4]


def test_only_so_many_wait(desk, monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    gate = Event()
    for _ in range(2):
        desk.add(lambda run: steps([], "a", 1, run, gate))
    with pytest.raises(Busy):
        desk.add(lambda run: steps([], "a", 1, run))
    gate.set()


def test_after_the_end_nothing_is_taken_up():
    desk = Desk(workers=2)
    run = desk.add(lambda run: steps([], "a", 10**9, run))
    desk.close()
    assert run.state is State.STOPPED
    assert desk.closed
    assert not any(thread.is_alive() for thread in desk._threads)
    with pytest.raises(Busy):
        desk.add(lambda run: steps([], "a", 1, run))


def test_old_runs_go_and_open_ones_stay(desk):
    gate = Event()
    long = desk.add(lambda run: steps([], "a", 1, run, gate))
    gate.set()
    ended = []
    for _ in range(module.MOST_ENDED + 5):
        ended.append(desk.add(lambda run: steps([], "b", 1, run)))
        until(lambda: not ended[-1].state.open)
    desk.add(lambda run: steps([], "c", 1, run))
    assert desk.run(ended[0].id) is None
    assert desk.run(long.id) is None
    assert desk.run(ended[-1].id) is ended[-1]
    assert len(desk._runs) <= module.MOST_ENDED + 1


def test_ends_are_final():
    run = Run("x", "")
    run.end(State.DONE)
    run.stop()
    run.end(State.FAILED, "late")
    assert (run.state, run.message) == (State.DONE, "")


def test_ids_cannot_be_guessed(desk):
    ids = {desk.add(lambda run: steps([], "a", 1, run)).id for _ in range(20)}
    assert len(ids) == 20
    assert min(map(len, ids)) >= 16
