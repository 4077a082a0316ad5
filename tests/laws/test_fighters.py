"""Fighters as aggregate stocks: T16 of MODEL.md 2.17, and the limits of screening and of hiding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.support.runs import Sample, sample
from tests.support.situations import change, day, place, route, situation
from tests.support.statistics import accept, detect, mean_p

from corridor.scenario.schema import Scenario, Zone

DAYS, FIGHTERS = 266, 100_000


def besieged(cut: int, killed: float = 0.008) -> Scenario:
    """Returns a zone under attack for ever, with its flank open until day `cut`."""
    scenario = situation(
        [place("city", "zone"), place("land", "region")], [route("city", "land")], days=DAYS,
        zones=[Zone("city", 10, begins=day(0))], duration_days=1e12, population=0,
        schedule=[change(0, "city", "flank", 1.0), change(cut, "city", "flank", 0.0)],
        fighters_initial=FIGHTERS, fighters_killed_rate=killed, exfiltration_rate=0.003, flank_leak=0.1,
        relocation_weight__land=1.0, transit_loss=0.25,
    )  # fmt: skip
    return replace(scenario, fighters=True)


def left(run: Sample) -> np.ndarray:
    """Returns the share of each member's fighters who left: lost on the way, under way, or there."""
    gone = run.last["fighters_lost"].sum(axis=1) + run.last["fighters_under_way"].sum(axis=1)
    return (gone + run.last["relocated"].sum(axis=1)) / FIGHTERS


def expected(cut: int) -> float:
    x, k, leak = 0.003, 0.008, 0.1 * 0.003
    while_open = x / (x + k) * -np.expm1(-(x + k) * cut)
    return float(while_open + np.exp(-(x + k) * cut) * leak / (leak + k) * -np.expm1(-(leak + k) * (DAYS - cut)))


def t16(killed: float = 0.008) -> dict[str, float]:
    keep = ("fighters_lost", "fighters_under_way", "relocated")
    cuts = {"T16 cut on day 37": 37, "T16 never closed": DAYS, "T16 closed from the start": 0}
    found = {}
    for name, cut in cuts.items():
        share = expected(cut)
        shares = left(sample(besieged(cut, killed), 60, keep=keep))
        found[name] = mean_p(shares, share, share * (1 - share) / FIGHTERS)
    return found


def test_t16_reference_numbers() -> None:
    assert [expected(37), expected(DAYS), expected(0)] == pytest.approx([0.11165, 0.25811, 0.03217], abs=5e-6)


@pytest.mark.statistical
def test_t16_leaving_over_the_flank() -> None:
    accept(t16())


@pytest.mark.statistical
def test_t16_would_notice_a_milder_siege() -> None:
    detect(t16(0.0078))


def corridor_of_fighters(sensitivity: float) -> Scenario:
    """Returns a zone whose people leave through a screening station to a host in a region, fighters among them."""
    scenario = situation(
        [place("city", "zone"), place("gate", "station"), place("host", region="land"), place("land", "region")],
        [route("city", "gate"), route("gate", "host")], days=60, groups={"men_boys": 0.4, "women_children": 0.6},
        population=50_000, rate_held=0.05, fighters_initial=10_000, embed_rate=0.02, embed_reference=0.01,
        sensitivity=sensitivity,
    )  # fmt: skip
    return replace(scenario, fighters=True)


def guise(sensitivity: float) -> dict[str, float]:
    run = sample(corridor_of_fighters(sensitivity), 200, keep=("embedded", "held", "fighters"))
    held = run.last["held"].sum(axis=(1, 2, 3))
    passed = run.last["embedded"].sum(axis=1)
    screened = held + passed
    return {"guise": mean_p(held - 0.6 * screened, 0.0, float(0.24 * screened.mean()))}


@pytest.mark.statistical
def test_screening_thins_the_fighters_who_hide() -> None:
    accept(guise(0.6))


@pytest.mark.statistical
def test_screening_would_notice_another_sensitivity() -> None:
    detect(guise(0.62))


@pytest.mark.parametrize(("sensitivity", "where"), [(0.0, "embedded"), (1.0, "held")])
def test_nobody_or_everybody_is_found_at_the_limits_of_sensitivity(sensitivity: float, where: str) -> None:
    run = sample(corridor_of_fighters(sensitivity), 5, keep=("embedded", "held"))
    found = {"embedded": run.last["embedded"].sum(), "held": run.last["held"].sum()}
    assert found.pop(where) > 0
    assert found.popitem()[1] == 0


def test_fighters_are_not_counted_among_civilians() -> None:
    run = sample(corridor_of_fighters(0.0), 3, keep=("pools", "present", "queue", "under_way", "away"))
    everyone = run.of("present", "city")[:, -1] + run.of("displaced_current")[:, -1]
    assert (everyone == 50_000).all()


def test_without_fighters_nothing_of_theirs_happens() -> None:
    scenario = corridor_of_fighters(0.5)
    none = sample(replace(scenario, fighters=False), 3)
    assert not [series for series in none.series if series.quantity.startswith("fighters")]
