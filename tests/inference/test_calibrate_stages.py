"""Stages of a calibration: waves, generations, why they end, and the checkpoint that keeps them."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from tests.inference.calibration_toys import conjugate, to_the_end

from corridor.errors import RunError, StoreError
from corridor.inference.calibrate_checkpoint import checkpoint_of, forget, load, save
from corridor.inference.calibrate_stages import Course, Question, Settings, advance, fewest_runs, lots_of
from corridor.inference.history import Space

SMALL = Settings(runs=1_500, effective=100)


def test_a_course_goes_through_waves_to_generations_and_says_why_it_ends() -> None:
    course = to_the_end(conjugate(2, 3, 0.5, seed=2).question(), SMALL)
    assert [stage.name for stage in course.stages[:3]] == ["wave", "wave", "generation"]
    assert course.ended == "the runs are used up"
    assert sum(stage.runs for stage in course.stages) <= course.runs <= SMALL.runs
    tolerances = [stage.left for stage in course.stages if stage.name == "generation"]
    assert tolerances == sorted(tolerances, reverse=True)
    assert course.population is not None
    assert course.population.tolerance == tolerances[-1]


def test_a_floor_of_acceptance_ends_it_and_keeps_the_last_generation() -> None:
    settings = Settings(runs=20_000, effective=100, floor=0.3)
    course = to_the_end(conjugate(2, 3, 0.5, seed=2).question(), settings)
    assert course.ended == "fewer than 30% of the runs are accepted"
    assert course.population is not None
    assert course.stages[-1].points == course.population.weights.size
    assert course.runs < 10_000


def test_ranges_that_hold_everything_end_it_at_once() -> None:
    toy = conjugate(1, 1, 0.5, seed=2)
    wide = Question(1, np.array([-99.0]), np.array([99.0]), toy.simulate, 1)
    course = to_the_end(wide, SMALL)
    assert course.ended == "the tolerance hardly narrows any more"
    assert [stage.name for stage in course.stages] == ["wave", "wave", "generation"]


def test_the_population_grows_where_weights_are_uneven() -> None:
    course = to_the_end(conjugate(8, 8, 0.5, seed=4).question(), Settings(runs=12_000, effective=150))
    uneven = [stage for stage in course.stages[3:] if stage.effective < 0.6 * stage.points]
    assert uneven, "this toy has uneven weights"
    assert max(stage.points for stage in course.stages if stage.name == "generation") > 300


def test_fewer_runs_than_the_waves_take_are_refused() -> None:
    question = conjugate(2, 2, 0.5, seed=1).question()
    with pytest.raises(RunError, match=r"2 parameters takes at least 400 runs; given 399\. Give more with --runs"):
        advance(question, Settings(runs=399, effective=100), Course(Space(2)))
    assert fewest_runs(2, Settings(effective=100)) == 400


def test_every_lot_depends_on_batch_and_attempt_alone() -> None:
    lots = lots_of(7)
    assert np.array_equal(lots(3, 1, 4, 2), lots_of(7)(3, 1, 4, 2))
    others = [lots(3, 1, 4, 2), lots(4, 1, 4, 2), lots(3, 2, 4, 2), lots_of(8)(3, 1, 4, 2)]
    assert len({each.tobytes() for each in others}) == 4
    assert all(((each > 0) & (each < 1)).all() for each in others)


def stage_by_stage(path: Path) -> Course:
    """Returns the course of a calibration that forgets everything but its checkpoint after every stage."""
    question = conjugate(2, 3, 0.5, seed=2).question()
    course = Course(Space(2))
    while not course.ended:
        save(advance(question, SMALL, course), "me", path)
        found = load(path, "me")
        assert found is not None
        course = found
    return course


def test_a_course_read_back_after_every_stage_ends_in_the_same_bits(tmp_path: Path) -> None:
    plain = to_the_end(conjugate(2, 3, 0.5, seed=2).question(), SMALL)
    stored = stage_by_stage(tmp_path / "a.checkpoint")
    assert plain.population is not None
    assert stored.population is not None
    for name in ("points", "weights", "summaries", "distances"):
        assert np.array_equal(getattr(plain.population, name), getattr(stored.population, name))
    assert (plain.stages, plain.runs, plain.batches, plain.ended) == (
        stored.stages, stored.runs, stored.batches, stored.ended,
    )  # fmt: skip


def test_without_a_file_there_is_no_course(tmp_path: Path) -> None:
    assert load(tmp_path / "none", "me") is None


def test_a_failed_write_leaves_the_checkpoint_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.checkpoint"
    save(Course(Space(2), runs=5), "me", path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="no space is left"):
        save(Course(Space(2), runs=6), "me", path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.checkpoint"]


def test_what_a_kill_left_half_written_is_tidied_up(tmp_path: Path) -> None:
    path = tmp_path / "a.checkpoint"
    (tmp_path / ".a.checkpoint.0badcafe").write_bytes(b"half")
    save(Course(Space(2)), "me", path)
    assert [each.name for each in tmp_path.iterdir()] == ["a.checkpoint"]
    forget(path)
    forget(path)
    assert not list(tmp_path.iterdir())


def test_another_calibrations_checkpoint_is_refused(tmp_path: Path) -> None:
    path = checkpoint_of(tmp_path / "mine")
    save(Course(Space(2)), "another", path)
    with pytest.raises(StoreError, match=r"mine\.checkpoint is the checkpoint of another calibration .* Remove it"):
        load(path, "me")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04"])
def test_a_broken_checkpoint_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.checkpoint"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"cannot be read as a checkpoint .* Remove it"):
        load(path, "me")
