"""Destination rules as functions: closed forms, limits, and what each is told."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.destination_rules.rules import equal, flee_weights, gravity, nested_logit, proportional, radiation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

FAR = np.inf
KM = np.array([[90.0, 190.0, FAR], [40.0, 40.0, 140.0], [FAR, FAR, FAR]])
MASS = np.array([100.0, 300.0, 50.0])
NEST = np.array([4, 4, 9])
DISTANCES = arrays(np.float64, (3, 4), elements=st.one_of(st.floats(1.0, 5000.0), st.just(FAR)))


def test_equal_is_over_the_camps_in_reach() -> None:
    np.testing.assert_allclose(equal(KM), [[0.5, 0.5, 0.0], [1 / 3, 1 / 3, 1 / 3], [0.0, 0.0, 0.0]])


def test_proportional_is_to_the_mass_in_reach() -> None:
    np.testing.assert_allclose(proportional(KM, MASS)[:2], [[0.25, 0.75, 0.0], [2 / 9, 6 / 9, 1 / 9]])


def test_flee_weights_by_hand() -> None:
    shares = flee_weights(KM, softening=10.0, distance_power=1.0)
    np.testing.assert_allclose(shares[0], [2 / 3, 1 / 3, 0.0])
    np.testing.assert_allclose(flee_weights(KM, softening=10.0, distance_power=2.0)[0], [0.8, 0.2, 0.0])


def test_gravity_by_hand() -> None:
    shares = gravity(np.array([[9.0, 19.0]]), np.array([1.0, 4.0]))
    np.testing.assert_allclose(shares, [[0.5, 0.5]])


def test_radiation_counts_the_opportunities_that_are_nearer() -> None:
    # m n / ((m + s)(m + n + s)): nothing in between for the first; 100 in between for the second
    first, second = 50.0 * 100.0 / (50.0 * 150.0), 50.0 * 300.0 / (150.0 * 450.0)
    shares = radiation(KM, MASS, np.array([50.0, 50.0, 50.0]))
    np.testing.assert_allclose(shares[0], [first / (first + second), second / (first + second), 0.0])


def test_radiation_knows_no_opportunity_in_a_camp_out_of_reach() -> None:
    closed = np.array([[FAR, 190.0, 290.0]])
    np.testing.assert_allclose(
        radiation(closed, MASS, np.array([50.0]))[:, 1:], radiation(closed[:, 1:], MASS[1:], np.array([50.0]))
    )


def test_nested_logit_with_scale_one_is_flees_weights() -> None:
    np.testing.assert_allclose(
        nested_logit(KM, NEST, exponent=1.5, scale=1.0, offset=10.0), flee_weights(KM, softening=10.0, distance_power=1.5)
    )


def test_nested_logit_with_mass_and_no_distance_is_proportional() -> None:
    shares = nested_logit(KM, NEST, exponent=0.0, scale=1.0, mass=MASS, mass_power=1.0)
    np.testing.assert_allclose(shares, proportional(KM, MASS))


def test_nested_logit_with_a_small_scale_splits_among_nests_first() -> None:
    shares = nested_logit(np.full((1, 3), 100.0), NEST, exponent=1.0, scale=1e-6)
    np.testing.assert_allclose(shares, [[0.25, 0.25, 0.5]], rtol=1e-5)


def test_nested_logit_by_hand() -> None:
    weight = np.array([1 / 50, 1 / 50, 1 / 150])
    nests = [(weight[0] ** 2 + weight[1] ** 2) ** 0.5, weight[2]]
    shares = nested_logit(KM, NEST, exponent=1.0, scale=0.5)[1]
    np.testing.assert_allclose(shares, [nests[0] / sum(nests) / 2, nests[0] / sum(nests) / 2, nests[1] / sum(nests)])


def test_closing_one_of_two_alike_in_a_nest_hardly_helps_other_nests() -> None:
    km = np.array([[100.0, 100.0, 100.0]])
    shut = np.array([[100.0, FAR, 100.0]])
    nested = [nested_logit(one, NEST, exponent=1.0, scale=0.1)[0, 2] for one in (km, shut)]
    plain = [nested_logit(one, NEST, exponent=1.0, scale=1.0)[0, 2] for one in (km, shut)]
    assert nested[1] - nested[0] < 0.2 * (plain[1] - plain[0])


@pytest.mark.parametrize(("exponent", "scale"), [(-0.1, 1.0), (1.0, 0.0), (1.0, 1.5), (float("nan"), 1.0)])
def test_nested_logit_refuses_what_is_no_nested_logit(exponent: float, scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        nested_logit(KM, NEST, exponent=exponent, scale=scale)


@given(DISTANCES, st.floats(0.0, 5.0), st.floats(0.1, 1.0))
def test_every_rule_gives_shares_of_the_camps_in_reach(km: np.ndarray, exponent: float, scale: float) -> None:
    mass, nest = np.array([1.0, 20.0, 300.0, 4000.0]), np.array([0, 0, 1, 2])
    for shares in (
        equal(km), proportional(km, mass), gravity(km, mass), radiation(km, mass, np.array([1.0, 10.0, 1e6])),
        flee_weights(km, softening=10.0, distance_power=exponent) if exponent > 0.0 else equal(km),
        nested_logit(km, nest, exponent=exponent, scale=scale, mass=mass, mass_power=1.0),
    ):  # fmt: skip
        assert np.all(shares >= 0.0)
        assert np.all(shares[~np.isfinite(km)] == 0.0)
        np.testing.assert_allclose(shares.sum(axis=1), np.isfinite(km).any(axis=1).astype(float))


@given(DISTANCES)
def test_no_rule_depends_on_the_order_of_camps(km: np.ndarray) -> None:
    mass, nest, order = np.array([1.0, 20.0, 300.0, 4000.0]), np.array([0, 0, 1, 2]), np.array([2, 0, 3, 1])
    residents = np.array([1.0, 10.0, 1e6])
    np.testing.assert_allclose(radiation(km, mass, residents)[:, order], radiation(km[:, order], mass[order], residents))
    np.testing.assert_allclose(
        nested_logit(km, nest, exponent=1.0, scale=0.5)[:, order],
        nested_logit(km[:, order], nest[order], exponent=1.0, scale=0.5),
    )
