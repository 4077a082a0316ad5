"""Pairs of members through the real engine: equal before a policy bites, equal where it changes nothing."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.support.situations import START, change, day, place, route, situation

from corridor.contrast import compare
from corridor.contrast.comparison import Comparison
from corridor.ensemble import simulate
from corridor.errors import PolicyError, RunError
from corridor.publish.contrast import publish_comparison
from corridor.scenario.schema import Policy, Scenario, Zone
from corridor.store.contrast import CONTRAST_COLUMNS, contrast_csv

pytestmark = pytest.mark.slow

BITES = 20


def town(**more: object) -> Scenario:
    """A zone with a road to a host, one to a small camp, and one that is closed; policies that bite on day 20."""
    made = situation(
        [place("town", "zone"), place("village"), place("camp", "camp", capacity=1_500), place("island")],
        [route("town", "village", km=20), route("town", "camp", km=30), route("town", "island", km=5, open=False)],
        days=40,
        zones=[Zone("town", 6)],
        rate_held=0.01,
        rate_contested=0.03,
        death_rate=0.001,
        return_rate=0.01,
        day_effect_sd=0.3,
        day_effect_persistence=0.8,
        duration_days=25,
        policies=[
            Policy("camp-shut", "The camp is shut", (change(BITES, "town>camp", "open", 0.0),)),
            Policy("camp-large", "The camp is larger", (change(BITES, "camp", "capacity_factor", 4.0),)),
            Policy("island-shut", "What is shut is shut", (change(BITES, "town>island", "open", 0.0),)),
        ],
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def compared() -> Comparison:
    """All policies over eight members."""
    return compare(town(), ["factual", "camp-shut", "camp-large", "island-shut"], members=8, jobs=2)


@pytest.mark.parametrize("policy", ["camp-shut", "camp-large"])
def test_before_the_day_on_which_they_part_two_policies_are_equal_in_every_bit(compared: Comparison, policy: str) -> None:
    other = next(each for each in compared.others if each.policy == policy)
    base = compared.baseline
    assert np.array_equal(base.values[:, :BITES], other.values[:, :BITES])
    assert not np.array_equal(base.values, other.values)
    before = [index for index, each in enumerate(base.flow_dates) if (each - START).days < BITES]
    assert before
    assert np.array_equal(base.flows[:, before], other.flows[:, before])
    for series in compared.series():
        contrast = compared.contrast(policy, *(series.quantity, series.place, series.group))
        for numbers in (contrast.difference, contrast.mc_se, contrast.quantiles):
            assert (numbers[:BITES] == 0.0).all(), series
        assert (contrast.probability_positive[:BITES] == 0.5).all()


def test_the_rows_of_the_table_are_nothing_before_that_day(compared: Comparison) -> None:
    lines = contrast_csv(publish_comparison(compared)).decode().splitlines()[1:]
    early = [line.split(",") for line in lines if line.split(",")[3] < day(BITES).isoformat()]
    assert early
    at = {name: position for position, name in enumerate(CONTRAST_COLUMNS)}
    for name in ("difference", "mc_se", "median", "lo90", "hi90"):
        assert {row[at[name]] for row in early} == {"0"}
    assert {row[at["variance_reduction"]] for row in early} == {""}


def test_closing_an_exit_that_nobody_uses_changes_nothing(compared: Comparison) -> None:
    other = compared.others[-1]
    assert other.policy == "island-shut"
    assert np.array_equal(compared.baseline.values, other.values)
    assert np.array_equal(compared.baseline.flows, other.flows)
    for series in compared.series():
        contrast = compared.contrast("island-shut", series.quantity, series.place, series.group)
        assert not contrast.difference.any()
        assert not contrast.quantiles.any()


def test_each_ensemble_is_what_a_run_of_that_policy_alone_gives(compared: Comparison) -> None:
    for ensemble in compared.ensembles:
        alone = simulate(town(), policy=ensemble.policy, members=8, replicates=2, jobs=1)
        assert np.array_equal(alone.values, ensemble.values)
        assert np.array_equal(alone.flows, ensemble.flows)
        assert np.array_equal(alone.parameters.values, ensemble.parameters.values)


def test_pairing_makes_totals_more_certain(compared: Comparison) -> None:
    """Shutting the camp moves few of the town's people: pairs must be worth many independent members."""
    reduction = compared.contrast("camp-shut", "displaced_ever").variance_reduction[-1]
    assert reduction > 5


def test_what_is_counted_per_day_is_summed_up(compared: Comparison) -> None:
    base, other = compared.baseline, compared.others[0]
    arrivals = other.of("arrivals", "camp").astype(int) - base.of("arrivals", "camp")
    expected = arrivals.cumsum(axis=1).mean(axis=0)
    np.testing.assert_allclose(compared.contrast("camp-shut", "arrivals", "camp").difference, expected)
    held = other.of("trapped").astype(int) - base.of("trapped")
    np.testing.assert_allclose(
        compared.contrast("camp-shut", "trapped_person_days").difference, held.cumsum(axis=1).mean(axis=0)
    )


def test_an_unknown_policy_or_place_is_answered_with_those_that_exist(compared: Comparison) -> None:
    with pytest.raises(KeyError, match="camp-large"):
        compared.contrast("camp-huge", "displaced_ever")
    with pytest.raises(KeyError, match="village"):
        compared.contrast("camp-shut", "arrivals", "nowhere")


def test_ctrl_c_leaves_the_same_members_under_every_policy() -> None:
    def stop(finished: int, members: int) -> None:
        if finished >= 6 and threading.current_thread() is threading.main_thread():
            signal.raise_signal(signal.SIGINT)

    made = compare(town(), ["factual", "camp-shut"], members=4_000, jobs=2, progress=stop)
    counts = {ensemble.members for ensemble in made.ensembles}
    assert len(counts) == 1
    assert 6 <= counts.pop() < 4_000
    assert not made.complete
    whole = simulate(town(), policy="camp-shut", members=made.members, replicates=2)
    assert np.array_equal(made.others[0].values[: made.members], whole.values)


@pytest.mark.parametrize(
    ("policies", "options", "words"),
    [
        (["factual"], {}, "at least two policies; given 1 \\(factual\\)"),
        ([], {}, "at least two policies; given 0 \\(none\\)"),
        (["factual", "factual"], {}, "factual is given twice"),
        (["factual", "camp-shutt"], {}, "Did you mean 'camp-shut'"),
    ],
)
def test_what_cannot_be_compared_is_refused_kindly(policies: list[str], options: dict[str, int], words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        compare(town(), policies, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"replicates": 1}, "at least 2 replicates"),
        ({"members": 3}, "at least 2 parameter draws: 4 members"),
    ],
)
def test_a_design_that_cannot_part_chance_from_parameters_is_refused(options: dict[str, int], words: str) -> None:
    with pytest.raises(RunError, match=words):
        compare(town(), ["factual", "camp-shut"], **options)


def test_the_report_of_a_real_comparison_can_be_made(compared: Comparison, tmp_path: Path) -> None:
    from corridor.report.compare import render_comparison
    from corridor.store.contrast import write_comparison

    made = publish_comparison(compared)
    folder = write_comparison(made, tmp_path / "out", render_comparison(made))
    assert (folder / "contrast.csv").stat().st_size > 10_000
