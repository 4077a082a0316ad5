"""Published counts beside the run: which number of the run each is held against, and the summary."""

from __future__ import annotations

import numpy as np
import pytest
from tests.publish.made import START, ensemble, observation, scenario

from corridor.publish import check_summary, chosen_checks, publish
from corridor.publish.checks import pit
from corridor.published import ObservationCheck

# Four members; on day d member m has (m + 1) * 100 * d.
RAMP = np.arange(1, 5)[:, None] * 100 * np.arange(10)[None, :]


def checks_of(*observations: object, **values: object) -> list[ObservationCheck]:
    series = {tuple(name.split("__")): numbers for name, numbers in values.items()}
    named = {(quantity, place.replace("_", "-"), group): numbers for (quantity, place, group), numbers in series.items()}
    return list(publish(ensemble(named, of=scenario(observations=observations))).observations)  # type: ignore[arg-type]


def test_a_stock_is_compared_with_its_day() -> None:
    (check,) = checks_of(observation("present", "camp-a", 2, 400), present__camp_a__all=RAMP)
    assert check.quantiles[2] == 500
    assert check.mean == 500
    assert check.pit == 0.375  # one below, one tie
    assert (check.q01, check.q99) == (206, 794)


def test_a_cumulative_count_is_compared_with_the_running_total() -> None:
    """Of a daily quantity the days are added; a running total is taken as it is."""
    arrived, left = checks_of(
        observation("arrivals", "camp-a", 2, 1, kind="cumulative"),
        observation("displaced_ever", "big-zone", 2, 1, kind="cumulative"),
        arrivals__camp_a__all=RAMP,
        displaced_ever__big_zone__all=RAMP * 100,
    )
    assert arrived.quantiles[2] == 250 * (0 + 1 + 2)
    assert left.quantiles[2] == 50_000


def test_a_flow_is_compared_with_its_own_day() -> None:
    daily, increase, first = checks_of(
        observation("arrivals", "camp-a", 3, 1, kind="flow"),
        observation("deaths", "all", 3, 1, kind="flow"),
        observation("deaths", "all", 0, 1, kind="flow", series="x"),
        arrivals__camp_a__all=RAMP,
        deaths__all__all=RAMP,
    )
    assert daily.quantiles[2] == 750
    assert increase.quantiles[2] == 250
    assert first.quantiles[2] == 0


def test_a_set_that_was_not_recorded_is_the_sum_of_its_places() -> None:
    (check,) = checks_of(
        observation("present", "both-camps", 2, 1), present__camp_a__all=RAMP, present__camp_b__all=RAMP[::-1]
    )
    assert check.quantiles == (1000,) * 5


def test_load_is_checked_as_a_ratio() -> None:
    (check,) = checks_of(
        observation("load", "camp-a", 2, 0.4), present__camp_a__all=RAMP, capacity__camp_a__all=np.full((4, 10), 1000)
    )
    assert check.quantiles[2] == pytest.approx(0.5)
    assert check.pit == 0.375


def test_counts_outside_the_run_unrecorded_or_not_to_be_shown_are_left_out() -> None:
    assert not checks_of(
        observation("present", "camp-a", 99, 1),
        observation("present", "camp-b", 1, 1),
        observation("present", "small-host", 1, 1),
        observation("present", "camp-a", 1, 1, group="dependants"),
        present__camp_a__all=RAMP,
        present__small_host__all=RAMP,
        present__camp_a__dependants=RAMP,
    )


def test_a_zone_is_rounded_in_its_check_but_ranked_before_the_rounding() -> None:
    numbers = np.array([120_010, 120_020, 120_030, 120_040])[:, None].repeat(10, axis=1)
    (check,) = checks_of(observation("trapped", "big-zone", 1, 120_025), trapped__big_zone__all=numbers)
    assert check.quantiles == (120_000,) * 5
    assert check.pit == 0.5


def test_pit_counts_ties_half() -> None:
    assert pit(np.array([1, 2, 2, 3]), 2) == 0.5
    assert pit(np.array([1, 2]), 0) == 0.0


def test_the_summary_tells_how_a_series_sits_in_the_run() -> None:
    observed = [observation("present", "camp-a", day, value, series="s") for day, value in enumerate((990, 400, 1600, 1.0))]
    unscored = observation("present", "camp-a", 4, 1000, series="s", scored=False)
    every_day = RAMP[:, [4] * 10]
    published = publish(ensemble({("present", "camp-a", "all"): every_day}, of=scenario(observations=(*observed, unscored))))
    scored, other = check_summary(published)
    assert (scored.series, scored.scored, scored.counts) == ("s", True, 4)
    assert scored.inside_50 == 0.25
    assert scored.inside_90 == 0.25
    assert scored.outside == 3
    assert scored.mean_pit == pytest.approx(np.mean([0.5, 0.125, 0.875, 0.0]))
    assert scored.band_width == pytest.approx(1080 / 1000)
    assert not scored.wholly_outside
    assert (other.scored, other.counts, other.outside) == (False, 1, 0)


def test_a_suppressed_edge_of_the_band_stands_for_less_than_fifty() -> None:
    observed = observation("present", "big-host", 0, 30)
    numbers = np.full((4, 10), 25_000)
    numbers[:, 0] = [0, 10, 20, 40_000]
    published = publish(ensemble({("present", "big-host", "all"): numbers}, of=scenario(observations=(observed,))))
    (row,) = check_summary(published)
    assert row.inside_90 == 1.0
    assert row.outside == 0


@pytest.mark.parametrize(("lengths", "shown"), [((3,), (3,)), ((40,), (14,)), ((2, 40), (2, 12)), ((40, 40, 40), (4, 5, 5))])
def test_the_printed_dates_are_few_and_spread(lengths: tuple[int, ...], shown: tuple[int, ...]) -> None:
    days = max(lengths)
    observed = tuple(
        observation("present", "camp-a", day, 1, series=f"s{index}")
        for index, count in enumerate(lengths)
        for day in range(count)
    )
    numbers = np.ones((4, days), np.int32)
    published = publish(ensemble({("present", "camp-a", "all"): numbers}, days=days, of=scenario(observations=observed)))
    chosen = chosen_checks(published)
    counts = [sum(check.series == f"s{index}" for check in chosen) for index in range(len(lengths))]
    assert tuple(counts) == shown
    assert chosen[0].date == START
    assert (chosen[-1].date - START).days == lengths[-1] - 1
    assert len(set(chosen)) == len(chosen)
