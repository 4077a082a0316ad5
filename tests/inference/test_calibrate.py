"""Calibrating a scenario: truths that were made up are found again, a kill changes no number."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chi2
from tests.inference.compared_counts import TUTORIAL, compared, counted

from corridor.cli import main
from corridor.errors import ParameterError, RunError
from corridor.inference.calibrate import Calibrated, calibrate
from corridor.inference.calibrate_checkpoint import checkpoint_of
from corridor.inference.calibrate_runs import runs_of
from corridor.inference.calibrate_stages import Course, lots_of
from corridor.posterior import read_posterior
from corridor.priors import parse
from corridor.scenario.schema import Scenario


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
