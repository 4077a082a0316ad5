"""Quantiles, loads, flows and facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tests.publish.made import START, ensemble, scenario

from corridor.errors import RunError
from corridor.publish import publish
from corridor.publish.statistics import quantiles_of, summarise
from corridor.published import QUANTILES

SHAPES = st.tuples(st.integers(1, 7), st.integers(1, 3), st.integers(1, 3))


@given(hnp.arrays(np.int32, SHAPES, elements=st.integers(0, 10**9)))
def test_mean_and_quantiles_are_those_of_numpy(values: np.ndarray) -> None:  # type: ignore[type-arg]
    means, quantiles = summarise(values, QUANTILES)
    np.testing.assert_allclose(means, values.mean(axis=0, dtype=np.float64).T, rtol=1e-12)
    expected = np.quantile(values.astype(float), QUANTILES, axis=0)
    np.testing.assert_allclose(quantiles, np.moveaxis(expected, 0, -1).swapaxes(0, 1), rtol=1e-12)


def test_members_without_a_number_do_not_count() -> None:
    values = np.array([[[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan], [2.0, np.nan]]]).transpose(1, 0, 2)
    means, quantiles = summarise(values, (0.0, 0.5, 1.0))
    np.testing.assert_equal(means, [[2.0], [np.nan]])
    np.testing.assert_equal(quantiles, [[[1.0, 2.0, 3.0]], [[np.nan] * 3]])


def test_quantiles_of_one_member_are_that_member() -> None:
    np.testing.assert_equal(quantiles_of(np.array([[7]]), QUANTILES), [[7.0] * 5])


def test_a_fan_has_unit_dates_mean_and_quantiles() -> None:
    fan = publish(ensemble({("displaced_current", "all", "all"): [0, 100, 200, 301]})).fan("displaced_current")
    assert fan is not None
    assert fan.unit == "people"
    assert fan.dates[-1] == START + timedelta(days=9)
    assert fan.mean.tolist() == [150.0] * 10
    assert fan.quantiles[0].tolist() == [15.0, 75.0, 150.0, 225.0, 286.0]


def test_shares_are_recorded_as_integers_and_published_as_shares() -> None:
    fan = publish(ensemble({("retaken_share", "big-zone", "all"): [0, 5_000, 10_000, 10_000]})).fan(
        "retaken_share", "big-zone"
    )
    assert fan is not None
    assert fan.mean[0] == 0.625
    assert fan.unit == "share"


CAMPS = {
    ("present", "camp-a", "all"): [500, 1000, 1500, 2000],
    ("present", "camp-b", "all"): [0, 0, 0, 1000],
    ("capacity", "camp-a", "all"): [1000, 1000, 1000, 1000],
    ("capacity", "camp-b", "all"): [0, 0, 1000, 1000],
}


def test_load_is_present_over_capacity_member_by_member() -> None:
    published = publish(ensemble(CAMPS))
    of_a, of_b, of_all = (published.fan("load", place) for place in ("camp-a", "camp-b", "camps"))
    assert of_a is not None
    assert of_b is not None
    assert of_all is not None
    assert of_a.quantiles[0].tolist() == pytest.approx([0.575, 0.875, 1.25, 1.625, 1.925])
    assert of_b.mean[0] == 0.5  # only where there is a capacity
    assert of_all.mean[0] == pytest.approx(np.mean([0.5, 1.0, 0.75, 1.5]))
    assert of_a.unit == "ratio"


def test_a_camp_without_capacity_has_no_load() -> None:
    fan = publish(ensemble(CAMPS | {("capacity", "camp-b", "all"): [0, 0, 0, 0]})).fan("load", "camp-b")
    assert fan is not None
    assert np.isnan(fan.mean).all()
    assert np.isnan(fan.quantiles).all()


def test_capacity_is_shown_of_camps_only() -> None:
    published = publish(ensemble(CAMPS | {("capacity", "camp-and-host", "all"): [7, 7, 7, 7]}))
    assert {fan.place for fan in published.fans if fan.quantity == "capacity"} == {"camp-a", "camp-b"}


FLOWS = {
    ("north", "gate", "camp-a", "men_boys"): [1000, 2000, 3000, 4000],
    ("north", "gate", "camp-a", "women_children"): [1000, 1000, 1000, 1000],
    ("north", "bridge", "province", "men_boys"): [4000, 3000, 2000, 1000],
    ("south", "gate", "camp-a", "men_boys"): [600, 600, 600, 600],
    ("north", "gate", "camp-b", "men_boys"): [3, 3, 3, 3],
}


def flows_of(flows: dict[tuple[str, str, str, str], list[int]]) -> dict[tuple[str, ...], tuple[float, float]]:
    published = publish(ensemble({}, flows))
    assert {flow.date for flow in published.flows} == {START + timedelta(days=9)}  # nobody had moved before
    return {
        (flow.origin, flow.exit, flow.destination, flow.group): (flow.mean, flow.quantiles[2]) for flow in published.flows
    }


def test_flows_are_added_member_by_member_before_the_quantiles() -> None:
    rows = flows_of(FLOWS)
    assert rows["north", "gate", "camp-a", "all"] == (3500.0, 3500.0)
    assert rows["all", "gate", "all", "all"] == (4100.0, 4100.0)
    assert rows["north", "all", "all", "men_boys"] == (5000.0, 5000.0)  # what one exit loses the other gains
    assert rows["all", "all", "all", "all"] == (6600.0, 6600.0)


def test_small_origins_are_counted_as_other_and_small_flows_are_left_out() -> None:
    rows = flows_of(FLOWS)
    assert rows["other", "gate", "camp-a", "all"] == (600.0, 600.0)
    assert not [key for key in rows if key[2] == "camp-b"]
    assert not [key for key in rows if key[3] == "women_children"]


def test_groups_are_not_added_twice_where_the_run_has_the_total() -> None:
    rows = flows_of({("north", "gate", "camp-a", "all"): [1000] * 4, ("north", "gate", "camp-a", "men_boys"): [300] * 4})
    assert rows["north", "gate", "camp-a", "all"] == (1000.0, 1000.0)


def test_the_run_can_be_repeated_from_its_facts() -> None:
    run = publish(ensemble({}, policy="camps-half+gate-shut", overrides={"a": 1.0})).run
    assert (run.scenario, run.policy, run.seed, run.members) == ("made", "camps-half+gate-shut", 1, 4)
    assert run.policy_name == "Half the camps, The gate is shut"
    assert run.start == START
    assert run.overrides == {"a": 1.0}
    assert len(run.code_hash) == 16
    assert set(run.versions) == {"corridor", "python", "numpy", "numba", "scipy", "pyarrow"}


def test_the_prior_hash_changes_with_a_prior_and_not_with_the_order_of_rows() -> None:
    made = scenario()
    turned = replace(made, parameters=made.parameters[::-1])
    moved = replace(made, parameters=made.parameters[1:])
    first, second, third = (publish(ensemble({}, of=each)).run.prior_hash for each in (made, turned, moved))
    assert first == second
    assert first != third


def test_parameters_show_prior_and_draws() -> None:
    facts = {fact.id: fact for fact in publish(ensemble({}, overrides={"population.quiet-zone": 30_000.0})).parameters}
    assert facts["population.big-zone"].prior.startswith("uniform")
    assert 200_000 <= facts["population.big-zone"].low <= facts["population.big-zone"].median
    assert facts["population.small-zone"].prior == "fixed at 99999"
    assert facts["population.small-zone"].assumed
    assert facts["population.quiet-zone"].prior == "set to 30000 for this run"


def test_routes_say_on_which_dates_they_were_open_under_the_policy() -> None:
    factual = {route.id: route.open_on for route in publish(ensemble({})).routes}
    assert factual == {"big-zone>gate": (True, True, True), "gate>camp-a": (False, True, False)}
    shut = {route.id: route.open_on for route in publish(ensemble({}, policy="gate-shut")).routes}
    assert shut["big-zone>gate"] == (False, False, False)


def test_nothing_can_be_published_of_no_member() -> None:
    with pytest.raises(RunError, match="No member was finished"):
        publish(ensemble({}, members=0, parameters=ensemble({}).parameters))
