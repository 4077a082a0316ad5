"""Parameter draws: keyed, so that nothing but seed, id and number of the draw matters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corridor.draws.keys import draw_key, text_key, uniform
from corridor.errors import ParameterError
from corridor.parameters import draw, prior_hash
from corridor.priors import PRIOR_SETS, prior_of
from corridor.scenario.schema import Parameter, Scenario


def made(id_: str, *priors: str, low: float | None = None, high: float | None = None) -> Parameter:
    four = priors if len(priors) == 4 else priors * 4
    return Parameter(id_, "2.4", "", (four[0], four[1], four[2], four[3]), low, high, "invented")


def test_names_are_sorted_and_values_belong_to_them(tutorial: Scenario) -> None:
    drawn = draw(tutorial.parameters, "P1", 1, 7)
    assert list(drawn.names) == sorted(parameter.id for parameter in tutorial.parameters)
    assert drawn.values.shape == (7, len(drawn.names))
    assert drawn.values.dtype == np.float64
    assert (drawn.of("population.old-town") == 50_000).all()


def test_the_uniform_is_the_keyed_one(tutorial: Scenario) -> None:
    drawn = draw([made("bypass_share", "U(0,1)")], "P1", 5, 4).values[:, 0]
    keys = [draw_key(5, member, text_key("parameter"), text_key("bypass_share"), 0) for member in range(4)]
    assert drawn.tolist() == [uniform(np.uint64(key)) for key in keys]


def test_neither_order_nor_company_nor_number_matters(tutorial: Scenario) -> None:
    drawn = draw(tutorial.parameters, "P1", 1, 20)
    assert (draw(reversed(tutorial.parameters), "P1", 1, 20).values == drawn.values).all()
    alone = [parameter for parameter in tutorial.parameters if parameter.id == "rate_held"]
    assert (draw(alone, "P1", 1, 5).values[:, 0] == drawn.of("rate_held")[:5]).all()


def test_the_same_uniform_under_every_prior_set() -> None:
    parameter = made("bypass_share", "U(0,1)", "U(0,2)", "U(0,4)", "U(1,2)")
    p0, p1, p2, p3 = (draw([parameter], name, 1, 50).values for name in PRIOR_SETS)
    np.testing.assert_allclose(p1, 2 * p0)
    np.testing.assert_allclose(p2, 4 * p0)
    np.testing.assert_allclose(p3, 1 + p0)


def test_seeds_differ_and_parameters_are_independent() -> None:
    several = [made("rate_held", "U(0,1)"), made("rate_contested", "U(0,1)")]
    values = draw(several, "P1", 1, 4000).values
    assert not (values == draw(several, "P1", 2, 4000).values).any()
    assert abs(np.corrcoef(values.T)[0, 1]) < 0.06  # 4 standard errors
    assert abs(values.mean(axis=0) - 0.5).max() < 0.02


def test_values_stay_within_bounds(tutorial: Scenario) -> None:
    values = draw([made("rate_held", "LN(1,2)", low=0.5, high=2.0)], "P1", 1, 200).values
    assert values.min() == 0.5
    assert values.max() == 2.0


def test_overrides_fix_one_and_leave_the_others(tutorial: Scenario) -> None:
    plain = draw(tutorial.parameters, "P1", 1, 5)
    fixed = draw(tutorial.parameters, "P1", 1, 5, {"sensitivity": 0.9})
    column = plain.names.index("sensitivity")
    assert (fixed.values[:, column] == 0.9).all()
    assert (np.delete(fixed.values, column, 1) == np.delete(plain.values, column, 1)).all()


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("sensitivty", 0.5, "there is no parameter 'sensitivty' to set. Did you mean 'sensitivity'?"),
        (
            "throughput",
            5.0,
            "there is no parameter 'throughput' to set. It is set for each one: throughput.north-gate.",
        ),
        ("sensitivity", 1.5, "sensitivity=1.5 is out of bounds; allowed is 0 to 1."),
        ("distance_exponent", 3.0, "distance_exponent=3 is out of bounds; allowed is 0 to 2.5."),
        ("siege_effect", float("nan"), "siege_effect=nan is out of bounds; allowed is -inf to inf."),
    ],
)
def test_bad_overrides(tutorial: Scenario, name: str, value: float, text: str) -> None:
    with pytest.raises(ParameterError) as caught:
        draw(tutorial.parameters, "P1", 1, 1, {name: value})
    assert str(caught.value) == text


def test_unknown_prior_set_and_parameter(tutorial: Scenario) -> None:
    with pytest.raises(ParameterError, match=r"there is no prior set 'P9'. Prior sets: P0, P1, P2, P3."):
        draw(tutorial.parameters, "P9", 1, 1)
    with pytest.raises(ParameterError, match="Did you mean 'rate_held'"):
        draw(tutorial.parameters, "P1", 1, 1).of("rate_hold")
    with pytest.raises(ParameterError, match=r"odd under P1: .* is not a distribution"):
        draw([made("odd", "about 3")], "P1", 1, 1)


def test_prior_hash_is_of_the_priors_alone(tutorial: Scenario) -> None:
    hashed = prior_hash(tutorial.parameters, "P1")
    noted = [replace(parameter, note="other words", source="elsewhere") for parameter in reversed(tutorial.parameters)]
    assert prior_hash(noted, "P1") == hashed
    moved = [replace(parameter, high=0.9) if parameter.id == "sensitivity" else parameter for parameter in noted]
    assert prior_hash(moved, "P1") != hashed
    assert len(hashed) == 64


def test_blank_sets_are_as_p1(tutorial: Scenario) -> None:
    for parameter in tutorial.parameters:
        assert {prior_of(parameter, name) for name in PRIOR_SETS} == {prior_of(parameter, "P1")}


def test_many_draws_are_quick(tutorial: Scenario) -> None:
    assert draw(tutorial.parameters, "P1", 1, 1000).values.shape == (1000, len(tutorial.parameters))
