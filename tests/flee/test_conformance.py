"""Against Flee's own results over many seeds, for the four shared scenarios: means, variances and relative differences.

The excess is the mean absolute difference of camp trajectories over what Monte Carlo noise alone gives; 1 is the same law.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corridor.flee import read_flee, scores_of, simulate_flee

SHARED = Path(__file__).parents[3] / "shared" / "data" / "flee-scenarios"
NAMES = ("mali2012", "burundi", "car", "ssudan2013")
#: Flee's relative difference over seeds, plain (the table of the README beside the data).
FLEE_ARD = {
    "mali2012": (0.339, 0.369), "burundi": (0.464, 0.480), "car": (0.383, 0.413), "ssudan2013": (0.506, 0.517),
}  # fmt: skip
MEMBERS = 240  # the variance of 12 to 20 seeds is noise enough
WINDOW = 30  # days over which variances are smoothed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.statistical,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared Flee scenarios are not beside this checkout"),
]


@dataclass(frozen=True)
class Match:
    apart: float
    noise: float
    variance: NDArray[np.float64]  # (days,) ours, summed over camps
    flee_variance: NDArray[np.float64]
    ard: float

    @property
    def excess(self) -> float:
        return self.apart / self.noise


@lru_cache
def match(name: str) -> Match:
    """Runs a scenario and puts it beside Flee's mean and standard deviation of every camp and day."""
    scenario = read_flee(SHARED / name, settings="simsetting-hasten100.yml")
    ensemble = simulate_flee(scenario, members=MEMBERS)
    with (SHARED / name / "flee_reference.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    camps = sorted({row["camp"] for row in rows})
    column = {camp: [row for row in rows if row["camp"] == camp] for camp in camps}
    mean = np.array([[float(row["flee_mean"]) for row in column[camp]] for camp in camps])
    variance = np.array([[float(row["flee_sd"]) ** 2 for row in column[camp]] for camp in camps])
    seeds = int(rows[0]["seeds"])
    ours = np.array([ensemble.present(camp) for camp in camps], np.float64)
    own = ours.var(axis=1, ddof=1)
    noise = np.sqrt(2.0 / np.pi) * np.sqrt(own / MEMBERS + variance / seeds).sum()
    return Match(
        float(np.abs(ours.mean(axis=1) - mean).sum()), float(noise), own.sum(axis=0), variance.sum(axis=0),
        float(scores_of(ensemble).ard.mean()),
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_means_are_flees(name: str) -> None:
    assert match(name).excess <= 1.6


def test_means_are_flees_over_all_scenarios() -> None:
    matches = [match(name) for name in NAMES]
    assert sum(one.apart for one in matches) / sum(one.noise for one in matches) <= 1.2


@pytest.mark.parametrize("name", NAMES)
def test_variance_over_seeds_is_flees(name: str) -> None:
    one = match(name)
    kernel = np.ones(WINDOW)
    ratio = np.convolve(one.variance, kernel, "valid") / np.convolve(one.flee_variance, kernel, "valid")
    weight = np.convolve(one.flee_variance, kernel, "valid")
    assert 0.7 <= float((ratio * weight).sum() / weight.sum()) <= 1.4


@pytest.mark.parametrize("name", NAMES)
def test_relative_difference_is_within_flees_seeds(name: str) -> None:
    low, high = FLEE_ARD[name]
    assert low <= match(name).ard <= high


@pytest.mark.parametrize("name", NAMES)
def test_data_are_read_as_flee_reads_them(name: str) -> None:
    scenario = read_flee(SHARED / name, settings="simsetting-hasten100.yml")
    ensemble = simulate_flee(scenario, members=1)
    with (SHARED / name / "flee_reference.csv").open(encoding="utf-8") as file:
        wrong = [row for row in csv.DictReader(file)
                 if int(row["data"]) != ensemble.data.camps[row["camp"]][int(row["day"])]]  # fmt: skip
    assert wrong == []


def test_the_raw_count_of_out_csv_is_flees() -> None:
    from dataclasses import replace

    from corridor.flee import counted

    scenario = read_flee(SHARED / "mali2012")
    tenth = replace(scenario, settings=replace(scenario.settings, hasten=10))
    assert counted(tenth).raw[0] == 3089  # the camps hold 1082
