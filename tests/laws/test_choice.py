"""Limits of the choice: T26 of MODEL.md 2.17, exact; and what the nest, fixed shares and knowledge add to it."""

import math

import pytest
from tests.support.runs import chances
from tests.support.situations import change, place, route, situation, with_parameters

from corridor.model.state import HELD
from corridor.scenario.schema import Consent, Corridor, Scenario

KM = {"one": 10.0, "two": 30.0, "three": 90.0}


def camps(km: dict[str, float], *, direction: str = "", schedule: tuple[object, ...] = (), **values: float) -> Scenario:
    ends = [place(id_, "camp", capacity=10**6, direction=direction if id_ != "three" else "") for id_ in km]
    return situation(
        [place("home", "zone"), *ends], [route("home", id_, length, id=id_) for id_, length in km.items()],
        days=2, schedule=schedule, **{"rate_held": 0.1, **values},  # type: ignore[arg-type]
    )  # fmt: skip


def shares(scenario: Scenario, zone: str = "home") -> dict[str, float]:
    out, _ = chances(scenario, zone, HELD)
    total = sum(out.values())
    return {route_id: chance / total for route_id, chance in out.items()}


def test_t26_without_distance_all_are_alike() -> None:
    assert shares(camps(KM, distance_exponent=0.0)) == pytest.approx(dict.fromkeys(KM, 1 / 3), rel=1e-14)
    assert shares(camps(KM, distance_exponent=0.1)) != pytest.approx(dict.fromkeys(KM, 1 / 3), rel=1e-3)


def test_t26_with_overwhelming_utility_the_best_takes_all() -> None:
    found = shares(camps(KM, distance_exponent=100.0))
    assert found["one"] == pytest.approx(1.0, abs=1e-15)
    assert found["two"] < 1e-29
    assert shares(camps(KM, distance_exponent=3.0))["one"] < 0.9


def test_t26_identical_camps_share_equally() -> None:
    found = shares(camps({"one": 25.0, "two": 25.0, "three": 90.0}))
    assert found["one"] == found["two"]
    unequal = shares(camps({"one": 25.0, "two": 26.0, "three": 90.0}))
    assert unequal["one"] != pytest.approx(unequal["two"], rel=1e-3)


CLOSE = (change(0, "two", "open", 0),)


def ratio(scenario: Scenario) -> float:
    found = shares(scenario)
    return found["one"] / found["three"]


def test_t26_a_third_camp_leaves_the_ratio_of_two_as_it_is() -> None:
    law = (100.0 / 20.0) ** 1.5
    assert ratio(camps(KM, distance_exponent=1.5)) == pytest.approx(law, rel=1e-13)
    assert ratio(camps(KM, distance_exponent=1.5, schedule=CLOSE)) == pytest.approx(law, rel=1e-13)


def test_t26_holds_at_nest_scale_1_only() -> None:
    """Two camps of one direction: closing one sends more than its share to the other (ruling 12)."""
    both = ratio(camps(KM, direction="north", nest_scale=0.5))
    closed = ratio(camps(KM, direction="north", nest_scale=0.5, schedule=CLOSE))
    assert closed > 1.1 * both
    even = ratio(camps(KM, direction="north", nest_scale=1.0))
    assert even == pytest.approx(ratio(camps(KM, direction="north", nest_scale=1.0, schedule=CLOSE)), rel=1e-13)


def test_a_nest_has_the_closed_form_of_the_nested_logit() -> None:
    w = {id_: 1 / (10 + km) for id_, km in KM.items()}
    north = w["one"] ** 2 + w["two"] ** 2
    total = math.sqrt(north) + w["three"]
    law = {
        "one": w["one"] ** 2 / north * math.sqrt(north) / total,
        "two": w["two"] ** 2 / north * math.sqrt(north) / total,
        "three": w["three"] / total,
    }
    assert shares(camps(KM, direction="north", nest_scale=0.5)) == pytest.approx(law, rel=1e-13)


def test_t2_weights() -> None:
    assert shares(camps({"two": 30.0, "three": 90.0})) == pytest.approx({"two": 0.714286, "three": 0.285714}, abs=5e-7)


def test_t6_of_the_logit_closed_options_are_absent() -> None:
    found = shares(camps(KM, schedule=CLOSE))
    assert found["two"] == 0.0
    assert sum(found.values()) == pytest.approx(1.0)


def test_fixed_shares_scale_what_the_others_divide() -> None:
    found = shares(with_parameters(camps(KM), {"share.three": 0.4}))
    assert found == pytest.approx({"three": 0.4, "one": 0.6 * 2 / 3, "two": 0.6 / 3}, rel=1e-12)


@pytest.mark.parametrize("aware", [0.0, 0.25, 1.0])
def test_awareness_is_a_daily_mixture(aware: float) -> None:
    """Of those who know the corridor, half take it; the others have the road only (ruling 7)."""
    corridor = Corridor("gate", "Gate", ("lane",), ("people",), Consent.UNILATERAL)
    scenario = situation(
        [place("home", "zone"), place("north"), place("south")],
        [route("home", "north", id="road"), route("home", "south", id="lane", open=False)],
        days=2, corridors=[corridor], schedule=[change(0, "gate", "open", 1)],
        rate_held=0.1, awareness_start=aware, awareness_rate=0.0,
    )  # fmt: skip
    out, _ = chances(scenario, "home", HELD)
    gone = -math.expm1(-0.1)
    assert out["road"] == pytest.approx(gone * (1 - aware / 2), rel=1e-12)


@pytest.mark.parametrize(("weight", "expected"), [(0.0, 1.0), (1.0, 2.0), (0.5, math.sqrt(2.0))])
def test_a_second_way_out_raises_the_rate_by_the_logsum(weight: float, expected: float) -> None:
    """rho = 0: a new option moves nobody who would have stayed; rho = 1: twice the options, twice the rate (ruling 5)."""
    corridor = Corridor("gate", "Gate", ("lane",), ("people",), Consent.UNILATERAL)
    opened = situation(
        [place("home", "zone"), place("north"), place("south")],
        [route("home", "north", id="road"), route("home", "south", id="lane", open=False)],
        days=3, corridors=[corridor], schedule=[change(1, "gate", "open", 1)], rate_held=0.1, logsum_weight=weight,
    )  # fmt: skip
    before, _ = chances(opened, "home", HELD, day=0)
    after, _ = chances(opened, "home", HELD, day=1)
    assert -math.log1p(-sum(before.values())) == pytest.approx(0.1, rel=1e-12)
    # each of two sums to a rate of .1 expected, by road and by lane; a corridor over a route is an option of its own
    assert -math.log1p(-_with_corridor(opened, after)) == pytest.approx(0.1 * expected, rel=1e-12)


def _with_corridor(scenario: Scenario, by_route: dict[str, float]) -> float:
    """Returns the chance of leaving; options that share a route overwrite each other in `chances`, and road equals lane."""
    return 2 * by_route["road"]
