"""Calibrating a scenario: truths that were made up are found again, stages are kept, a kill changes no number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chi2
from tests.inference.calibration_toys import conjugate, to_the_end

from corridor.cli import main
from corridor.errors import ParameterError, RunError, StoreError
from corridor.inference.calibrate import Calibrated, calibrate
from corridor.inference.calibrate_checkpoint import checkpoint_of, forget, load, save
from corridor.inference.calibrate_runs import runs_of
from corridor.inference.calibrate_stages import Course, Question, Settings, advance, fewest_runs, lots_of
from corridor.inference.history import Space
from corridor.inference.summaries import name_of, summaries_of
from corridor.posterior import read_posterior
from corridor.priors import parse
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Calibration, Observation, Scenario, Summary

TUTORIAL = read(locate("tutorial"))
SMALL = Settings(runs=1_500, effective=100)


# ------------------------------------------------------------------------------------------------------------ stages


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


# -------------------------------------------------------------------------------------------------------- checkpoint


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


# --------------------------------------------------------------------------------------------------------- summaries


def counted(
    day: int, quantity: str = "present", place: str = "river-camp", value: float = 1.0, **others: object
) -> Observation:
    kind = "stock" if quantity == "present" else "cumulative"
    made = Observation(f"{quantity}-{place}", TUTORIAL.start + timedelta(day), value, quantity, place, kind)
    return replace(made, **others)  # type: ignore[arg-type]


def compared(*observations: Observation, free: Sequence[str] = ("rate_contested",), rise: bool = False) -> Scenario:
    """Returns the tutorial with other counts, each of which is compared (or the rise of all of them)."""
    one = tuple(Summary(each.series, each.date, "count") for each in observations)
    both = (Summary(observations[0].series, None, "rise"),) if rise else one
    return replace(TUTORIAL, observations=observations, calibration=Calibration(tuple(free), both))


def test_published_numbers_are_intervals_on_a_log_scale() -> None:
    scenario = compared(
        counted(10, value=99.0),
        counted(20, value=50.0, low=9.0, high=99.0),
        counted(30, value=50.0, high=99.0),
        counted(40, value=50.0, low=9.0),
    )
    assert scenario.calibration is not None
    low, high = summaries_of(scenario, scenario.calibration.summaries).observed()
    assert np.exp(low) - 1.0 == pytest.approx([99.0, 9.0, 0.0, 9.0])
    assert np.exp(high[:3]) - 1.0 == pytest.approx([99.0, 99.0, 99.0])
    assert np.isinf(high[3])


def test_the_steepest_rise_is_taken_over_a_week_at_least() -> None:
    scenario = compared(
        *(counted(day, value=value) for day, value in ((0, 0.0), (1, 600.0), (7, 700.0), (20, 800.0))), rise=True
    )
    assert scenario.calibration is not None
    found = summaries_of(scenario, scenario.calibration.summaries)
    low, high = found.observed()
    assert low == high == pytest.approx(np.log1p([100.0]))  # 0 to 700 in seven days; 600 in one day is no week
    assert found.names == ("steepest rise of present-river-camp",)


def test_members_are_published_as_the_reporting_model_would() -> None:
    """Nobody is counted where nobody is; where many are, numbers lie about them, and every lot has its own."""
    scenario = compared(counted(10), counted(50))
    assert scenario.calibration is not None
    found = summaries_of(scenario, scenario.calibration.summaries)
    values = np.zeros((200, 51, len(found.series)), np.int32)
    values[:, 50, :] = 30_000
    made = np.exp(found.of(values, key=1)) - 1.0
    assert np.median(made[:, 0]) < 20
    assert np.median(made[:, 1]) == pytest.approx(30_000, rel=0.2)
    assert len(np.unique(made[:, 1])) > 50
    assert np.array_equal(found.of(values, key=1), found.of(values, key=1))
    assert not np.array_equal(found.of(values, key=1), found.of(values, key=2))


def test_a_count_that_no_run_makes_is_named() -> None:
    scenario = compared(counted(10, quantity="retaken_share"))
    assert scenario.calibration is not None
    with pytest.raises(RunError, match=r"no run of tutorial counts retaken_share of 'river-camp' .* calibration\.summaries"):
        summaries_of(scenario, scenario.calibration.summaries)


def test_names_of_summaries() -> None:
    assert name_of(Summary("dtm", date(2020, 3, 1), "count")) == "dtm 2020-03-01"


# -------------------------------------------------------------------------------------------------------------- runs


def test_points_become_quantiles_of_the_priors() -> None:
    assert TUTORIAL.calibration is not None
    runs = runs_of(TUTORIAL, TUTORIAL.calibration, "P1", 1, {}, 1)
    assert runs.free == ("rate_contested", "siege_effect")
    values = runs.values(np.array([[0.0, 0.0], [1.0, -2.0], [99.0, 0.0]]))
    assert values[0] == pytest.approx([0.008, 1.8])
    assert values[1] == pytest.approx([0.008 * np.exp(0.5), 1.8 - 0.9])
    assert np.isfinite(values).all()


def test_summaries_depend_on_points_and_batch_and_not_on_threads() -> None:
    assert TUTORIAL.calibration is not None
    one, two = (runs_of(TUTORIAL, TUTORIAL.calibration, "P1", 1, {}, jobs) for jobs in (1, 2))
    points = lots_of(5)(0, 0, 12, 2) - 0.5
    assert np.array_equal(one(points, 3), two(points, 3))
    assert not np.array_equal(one(points, 3), one(points, 4))
    # The points matter, and only through what is free.
    assert one(points + 1.0, 3)[:, -1].mean() > one(points - 1.0, 3)[:, -1].mean()


def test_what_is_free_cannot_be_set() -> None:
    assert TUTORIAL.calibration is not None
    with pytest.raises(RunError, match=r"rate_contested is free in the calibration of tutorial and cannot be set"):
        runs_of(TUTORIAL, TUTORIAL.calibration, "P1", 1, {"rate_contested": 0.01}, 1)


def test_the_operation_is_replayed_where_the_scenario_says_so() -> None:
    mosul = read(locate("mosul-2016"))
    assert mosul.calibration is not None
    runs = runs_of(mosul, mosul.calibration, "P1", 1, {}, 1)
    assert (mosul.operation.mode, runs.recipe.scenario.operation.mode) == ("simulated", "replayed")
    assert runs.recipe.until == date(2017, 6, 22)


# --------------------------------------------------------------------------------------------------------- calibrate


def test_without_a_block_it_says_what_to_add() -> None:
    with pytest.raises(RunError, match=r"tutorial does not say what to calibrate\. Add a block .* calibration: \{free"):
        calibrate(replace(TUTORIAL, calibration=None))


@pytest.mark.parametrize("prior_set", ["P0", "P9", "posterior.parquet"])
def test_only_prior_sets_with_hindsight_are_calibrated(prior_set: str) -> None:
    with pytest.raises(ParameterError, match=r"starts from P1, P2, P3; given .* P0 knows no count at all"):
        calibrate(TUTORIAL, prior_set=prior_set)


@pytest.fixture(scope="module")
def tutorial() -> Calibrated:
    """A small calibration of the tutorial."""
    return calibrate(TUTORIAL, runs=700, jobs=1)


@pytest.mark.slow
def test_a_posterior_knows_where_it_comes_from(tutorial: Calibrated) -> None:
    posterior = tutorial.posterior
    assert (posterior.scenario, posterior.content_hash) == ("tutorial", TUTORIAL.content_hash)
    assert (posterior.prior_set, posterior.seed) == ("P1", 1)
    assert posterior.values.shape == posterior.prior.shape == (2000, 2)
    assert posterior.made["summaries"][-1] == "steepest rise of invented-camp"
    assert set(tutorial.box) == {"rate_contested", "siege_effect"}
    prior = parse("LN(0.008,0.5)")
    assert np.quantile(posterior.prior[:, 0], (0.25, 0.75)) == pytest.approx(prior.quantile([0.25, 0.75]), rel=0.1)
    assert posterior.learned["rate_contested"].spread_ratio < 1.0


@pytest.mark.slow
def test_progress_and_stages_are_told(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    courses: list[Course] = []
    found = calibrate(TUTORIAL, runs=500, jobs=1, told=courses.append, progress=lambda *counts: seen.append(counts))
    assert [finished for finished, _ in seen] == sorted(finished for finished, _ in seen)
    assert seen[-1] == (found.posterior.runs, 500)
    assert courses[-1].ended == found.ended
    assert [len(course.stages) for course in courses[:3]] == [1, 2, 3]


def truths(members: int) -> tuple[np.ndarray, list[Scenario]]:
    """Returns normal scores (members, 2) from the prior, and the tutorial with the counts that each of them made."""
    free = ("rate_contested", "return_rate")
    days = (15, 25, 35, 45, 55)
    blank = [counted(day, quantity, "old-town") for quantity in ("displaced_ever", "returned") for day in days]
    scenario = compared(*blank, free=free)
    assert scenario.calibration is not None
    runs = runs_of(scenario, scenario.calibration, "P1", 99, {}, 1)
    from scipy.special import ndtri

    scores = ndtri(lots_of(99)(0, 0, members, 2))
    made = np.exp(runs(scores, 0)) - 1.0
    filled = [
        tuple(replace(each, value=round(number)) for each, number in zip(blank, row, strict=True)) for row in made.tolist()
    ]
    return scores, [compared(*row, free=free) for row in filled]


@pytest.mark.slow
@pytest.mark.statistical
def test_made_up_truths_are_found_again() -> None:
    """Six truths of two parameters: the sum of squared standardised errors is about chi-squared with 12 degrees.

    False-alarm rate 1e-6 for posteriors that are right; one that is twice too narrow gives four times the sum.
    """
    scores, scenarios = truths(6)
    errors, nearer = [], []
    for truth, scenario in zip(scores, scenarios, strict=True):
        assert scenario.calibration is not None
        found = calibrate(scenario, runs=1_200, jobs=1)
        values = np.log(found.posterior.values)
        exact = np.log(runs_of(scenario, scenario.calibration, "P1", 1, {}, 1).values(truth[None, :])[0])
        prior = np.log(found.posterior.prior).mean(axis=0)
        errors.append((values.mean(axis=0) - exact) / values.std(axis=0))
        nearer.append(np.abs(values.mean(axis=0) - exact) - np.abs(prior - exact))
        assert found.posterior.learned["rate_contested"].identified
    assert np.sum(np.square(errors)) < chi2.ppf(1 - 1e-6, 12)
    assert np.mean(nearer) < 0.0


# ---------------------------------------------------------------------------------------------------------- the kill


ARGUMENTS = ["calibrate", "tutorial", "--runs", "900", "--jobs", "1", "--seed", "3"]


def killed_after_two_stages(folder: Path) -> None:
    """Starts the program, and kills it with signal 9 when its checkpoint has two stages."""
    command = [sys.executable, "-m", "corridor", *ARGUMENTS, "--out", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("Wave 2"):
                break
        time.sleep(0.3)  # into the next stage
        process.send_signal(signal.SIGKILL)
        process.wait(60)
    assert process.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_a_killed_calibration_goes_on_to_the_same_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    killed_after_two_stages(tmp_path / "killed")
    checkpoint = checkpoint_of(tmp_path / "killed")
    assert checkpoint.is_file()
    assert not (tmp_path / "killed").exists()
    assert main([*ARGUMENTS, "--out", str(tmp_path / "killed")]) == 0
    told = capsys.readouterr()
    assert f"Going on from {checkpoint}" in told.err
    assert "Wave 1" not in told.err
    assert main([*ARGUMENTS, "--out", str(tmp_path / "plain")]) == 0
    plain, resumed = ((tmp_path / name / "posterior.parquet").read_bytes() for name in ("plain", "killed"))
    assert plain == resumed
    assert not checkpoint.exists()
    assert sorted(path.name for path in (tmp_path / "plain").iterdir()) == ["manifest.json", "posterior.parquet"]


@pytest.mark.slow
def test_the_command_says_what_the_counts_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ARGUMENTS, "--out", str(tmp_path / "found")]) == 0
    told = capsys.readouterr()
    assert "Old Town: three places and one corridor: 2 parameters" in told.out
    assert "Bits" in told.out
    posterior = read_posterior(tmp_path / "found" / "posterior.parquet")
    for name in posterior.unidentified:
        assert name in told.out.partition("Not identified by the counts (spread above 0.8 of the prior's): ")[2]
    assert "at most 900 runs, at most" in told.err
    assert f"--priors {tmp_path / 'found' / 'posterior.parquet'}" in told.out.replace("\n", "")
