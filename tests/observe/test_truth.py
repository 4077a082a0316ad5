"""What a member counts of the thing that a report counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from tests.observe.made import START, report

from corridor.errors import RunError
from corridor.observe.truth import countable, parts_of, truth_of
from corridor.series import Series

# Three members; on day d member m has (m + 1) * 100 * d.
RAMP = np.arange(1, 4)[:, None] * 100 * np.arange(10)[None, :]
DAYS = {START + timedelta(days=day): day for day in range(10)}


def tables(**numbers: Any) -> tuple[tuple[Series, ...], np.ndarray]:
    """Returns series and (members, days, series); a name is quantity__place."""
    series = tuple(Series(*(part.replace("_", "-") if n else part for n, part in enumerate(name.split("__"))), "all")
                   for name in numbers)  # fmt: skip
    return series, np.stack([np.broadcast_to(each, (3, 10)) for each in numbers.values()], axis=2).astype(np.int32)


def counted(of: Any, **numbers: Any) -> list[float]:
    found: list[float] = truth_of(of, *tables(**numbers), DAYS).tolist()
    return found


def test_a_stock_is_that_of_the_evening() -> None:
    assert counted(report(2), present__camp=RAMP) == [200, 400, 600]


def test_a_cumulative_count_of_a_daily_quantity_is_the_sum_of_its_days() -> None:
    assert counted(report(2, quantity="arrivals", kind="cumulative"), arrivals__camp=RAMP) == [300, 600, 900]


def test_a_cumulative_count_of_a_running_total_is_taken_as_it_is() -> None:
    assert counted(report(2, quantity="deaths", kind="cumulative"), deaths__camp=RAMP) == [200, 400, 600]


def test_a_flow_is_that_of_its_day_and_of_a_running_total_the_increase() -> None:
    assert counted(report(3, quantity="arrivals", kind="flow"), arrivals__camp=RAMP) == [300, 600, 900]
    assert counted(report(3, quantity="deaths", kind="flow"), deaths__camp=RAMP) == [100, 200, 300]
    assert counted(report(0, quantity="deaths", kind="flow"), deaths__camp=RAMP + 7) == [7, 7, 7]


def test_a_long_sum_does_not_wrap() -> None:
    huge = np.full((3, 10), 2_000_000_000)
    assert counted(report(9, quantity="arrivals", kind="cumulative"), arrivals__camp=huge) == [2e10] * 3


def test_a_set_is_its_own_series_or_else_the_sum_of_its_places() -> None:
    of = report(1, place="both", places=("one", "two"))
    assert counted(of, present__one=RAMP, present__two=2 * RAMP) == [300, 600, 900]
    assert counted(of, present__both=RAMP, present__one=7 * RAMP, present__two=7 * RAMP) == [100, 200, 300]


def test_a_load_is_people_over_capacity_and_no_number_without_one() -> None:
    of = report(2, quantity="load", place="both", places=("one", "two"))
    numbers = {"present__one": RAMP, "present__two": RAMP, "capacity__one": [[400]] * 3, "capacity__two": [[0], [400], [0]]}
    assert counted(of, **numbers) == [1.0, 1.0, 3.0]
    numbers["capacity__one"] = [[0], [400], [400]]
    assert np.isnan(counted(of, **numbers)[0])


def test_a_share_is_recorded_in_ten_thousandths() -> None:
    of = report(1, quantity="retaken_share", place="zone", places=("zone",))
    assert counted(of, retaken_share__zone=[[0], [2500], [10_000]]) == [0.0, 0.25, 1.0]


def test_shares_of_places_do_not_add_up_to_that_of_a_set() -> None:
    of = report(1, quantity="retaken_share", place="both", places=("one", "two"))
    series, values = tables(retaken_share__one=RAMP, retaken_share__two=RAMP)
    assert not countable(of, series, DAYS)
    with pytest.raises(RunError, match=r"camp: no retaken_share of 'both' \(all\) was recorded"):
        truth_of(of, series, values, DAYS)


def test_what_lies_outside_the_run_is_not_countable() -> None:
    series, values = tables(present__camp=RAMP)
    assert countable(report(9), series, DAYS)
    assert not countable(report(10), series, DAYS)
    assert not countable(report(9, place="elsewhere", places=("elsewhere",)), series, DAYS)
    with pytest.raises(RunError, match="2020-01-11 is outside the days of the run"):
        truth_of(report(10), series, values, DAYS)


@pytest.mark.parametrize("quantity", ["displaced_current", "displaced_ever"])
def test_displaced_people_are_split_by_the_share_in_camps(quantity: str) -> None:
    of = report(5, quantity=quantity, place="zone", places=("zone",), setting="both")
    numbers = {f"{quantity}__zone": RAMP, "present__camps": [[30], [50], [500]], "displaced_current__all": [[100]] * 3}
    parts = parts_of(of, *tables(**numbers), DAYS)
    assert parts.tolist() == [[150.0, 350.0], [500.0, 500.0], [1500.0, 0.0]]
    assert parts.sum(axis=1).tolist() == counted(of, **numbers)


@pytest.mark.parametrize(("setting", "inside"), [("camps", 200.0), ("outside", 0.0), ("both", 200.0)])
def test_whoever_is_at_a_place_is_where_the_place_is(setting: str, inside: float) -> None:
    numbers = {"present__camp": RAMP, "present__camps": [[1]] * 3, "displaced_current__all": [[100]] * 3}
    assert parts_of(report(2, setting=setting), *tables(**numbers), DAYS)[0].tolist() == [inside, 200.0 - inside]
