"""Degenerate settings run and meet their limits: no fighters, no feedback, a sealed flank, no camps, one zone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.support.situations import change, day, place, route, situation

from corridor.ensemble import Ensemble, simulate
from corridor.scenario.schema import Scenario, Zone

FEEDBACK = ("violence_departure", "violence_aversion", "violence_return_delay", "event_lethality", "secondary_rate")
EVENTS = {
    "base_events.land": 2.0,
    "operation_events": 3.0,
    "fighter_events": 0.5,
    "branching_ratio": 0.4,
    "arrival_events": 0.5,
}


def theatre(*, fighters: bool = True, camps: bool = True, **values: float) -> Scenario:
    """Returns a zone, a station, camps and hosts in one region, with every link of the second issue at work."""
    places = [
        place("city", "zone"), place("gate", "station", region="land"), place("host", region="land"),
        place("refuge", region="haven"), place("land", "region"), place("haven", "region"),
    ]  # fmt: skip
    routes = [
        route("city", "gate"), route("gate", "host"), route("gate", "refuge", km=60.0),
        route("host", "refuge", days=1), route("city", "land"),
    ]  # fmt: skip
    if camps:
        places.append(place("camp", "camp", capacity=5_000, region="land"))
        routes.append(route("gate", "camp"))
    links = {
        "violence_departure": 0.5, "violence_aversion": 0.5, "violence_return_delay": 0.05, "event_lethality": 5.0,
        "secondary_rate": 0.02, "violence_scale": 5.0, "fighter_elasticity": 0.7, "violence_feedback": 1.0,
    }  # fmt: skip
    calm = {name.replace(".", "__"): value for name, value in EVENTS.items()}
    numbers = {
        **calm, **links, "population": 40_000, "rate_held": 0.01, "rate_contested": 0.03, "return_rate": 0.02,
        "duration_days": 25.0, "fighters_initial": 800, "exfiltration_rate": 0.01, "flank_leak": 0.2, "embed_rate": 0.01,
        "embed_reference": 0.01, "sensitivity": 0.5, "false_positive_rate": 0.05, "release_rate": 0.1,
        "fighters_killed_rate": 0.01, "activation_rate": 0.1, "relocation_weight__land": 1.0,
    }  # fmt: skip
    made = situation(
        places, routes, days=60, groups={"men_boys": 0.3, "women_children": 0.7},
        zones=[Zone("city", 8, begins=day(2))], schedule=[change(0, "city", "flank", 1.0)], **(numbers | values),
    )  # fmt: skip
    return replace(made, fighters=fighters)


def civilians(ensemble: Ensemble) -> dict[tuple[str, str, str], np.ndarray]:
    """Returns what happened to civilians, series by series."""
    apart = ("fighters", "event", "exposed_elsewhere")
    return {
        (one.quantity, one.place, one.group): ensemble.values[:, :, column]
        for column, one in enumerate(ensemble.series)
        if not one.quantity.startswith(apart) and one.group != "fighters"
    }


def same(one: Ensemble, other: Ensemble) -> bool:
    left, right = civilians(one), civilians(other)
    return all(np.array_equal(left[name], right[name]) for name in left.keys() & right.keys())


def test_no_fighters_leaves_civilians_as_without_the_mechanism() -> None:
    none = {"fighters_initial": 0.0}
    with_none = simulate(theatre(), members=4, overrides=none)
    assert same(with_none, simulate(theatre(fighters=False), members=4, overrides=none))
    assert not same(with_none, simulate(theatre(), members=4))


def test_feedback_off_as_a_whole_is_as_if_nothing_had_happened() -> None:
    quiet = dict.fromkeys(EVENTS, 0.0)
    off = simulate(theatre(), members=4, overrides={"violence_feedback": 0.0})
    assert same(off, simulate(theatre(), members=4, overrides=quiet))
    assert not same(off, simulate(theatre(), members=4))


@pytest.mark.parametrize("link", FEEDBACK)
def test_each_link_can_be_switched_off_alone(link: str) -> None:
    assert not same(simulate(theatre(), members=4, overrides={link: 0.0}), simulate(theatre(), members=4))


def test_a_sealed_flank_lets_nobody_over_it() -> None:
    sealed = replace(theatre(), schedule=(change(0, "city", "flank", 0.0),))
    run = simulate(sealed, members=4, overrides={"flank_leak": 0.0})
    assert not run.unpublished("fighters_relocated").any()
    assert simulate(theatre(), members=4).unpublished("fighters_relocated")[:, -1].all()


def test_no_camps_and_one_zone_run() -> None:
    run = simulate(theatre(camps=False), members=4)
    home = run.of("present", "city")[:, -1] + run.of("displaced_current")[:, -1] + run.of("deaths")[:, -1]
    assert (home == 40_000).all()
