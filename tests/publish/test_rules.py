"""The table of what may be shown, and that every output keeps to it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tests.publish.made import GROUPS, PLACES, ensemble, scenario

from corridor.publish import publish
from corridor.publish.rules import RULES, Disclosure, Show, Where, Who, disclose

EXACT, ROUNDED, NEVER = Show.EXACT, Show.ROUNDED, Show.NEVER

# What a row about (place, group) may look like: everyone, men_boys, women_children, dependants, fighters.
COLUMNS = ("all", "men_boys", "women_children", "dependants", "fighters")
EXPECTED = {
    "all": (EXACT, ROUNDED, ROUNDED, ROUNDED, NEVER),
    "camp-a": (EXACT, ROUNDED, NEVER, NEVER, NEVER),
    "camp-b": (EXACT, ROUNDED, NEVER, NEVER, NEVER),
    "camps": (EXACT, ROUNDED, NEVER, NEVER, NEVER),
    "both-camps": (EXACT, ROUNDED, NEVER, NEVER, NEVER),
    "gate": (EXACT, ROUNDED, NEVER, NEVER, NEVER),
    "bridge": (EXACT, ROUNDED, NEVER, NEVER, NEVER),
    "province": (ROUNDED, ROUNDED, NEVER, NEVER, NEVER),
    "big-host": (ROUNDED, ROUNDED, NEVER, NEVER, NEVER),
    "small-host": (NEVER, NEVER, NEVER, NEVER, NEVER),
    "quiet-zone": (ROUNDED, ROUNDED, NEVER, NEVER, NEVER),
    "big-zone": (ROUNDED, ROUNDED, NEVER, NEVER, NEVER),
    "small-zone": (NEVER, NEVER, NEVER, NEVER, NEVER),
    "both-zones": (ROUNDED, ROUNDED, NEVER, NEVER, NEVER),
    "camp-and-host": (ROUNDED, ROUNDED, NEVER, NEVER, NEVER),
    "north": (ROUNDED, ROUNDED, NEVER, NEVER, NEVER),
    "south": (NEVER, NEVER, NEVER, NEVER, NEVER),
}
PEOPLE = {"big-zone": 300_000, "small-zone": 99_999, "quiet-zone": 30_000, "big-host": 20_000, "small-host": 19_999}


def test_the_table_has_one_row_for_every_kind_of_place_and_people() -> None:
    assert sorted((rule.where, rule.who) for rule in RULES) == sorted(product(Where, Who))


@pytest.mark.parametrize(("where", "who"), list(product(Where, (Who.FIGHTERS, Who.DEPENDANTS))))
def test_fighters_never_and_dependants_never_by_place(where: Where, who: Who) -> None:
    rule = next(rule for rule in RULES if (rule.where, rule.who) == (where, who))
    assert rule.show is (ROUNDED if (where, who) == (Where.ALL, Who.DEPENDANTS) else NEVER)


@pytest.mark.parametrize("place", EXPECTED)
def test_each_place_is_shown_as_the_model_says(place: str) -> None:
    rules = Disclosure(scenario(), PEOPLE)
    assert tuple(rules.of(place, group) for group in COLUMNS) == EXPECTED[place]


def test_without_dependants_women_and_children_may_be_shown_by_place() -> None:
    made = scenario(groups=tuple(group for group in scenario().groups if group.id in ("women_children", "men_boys")))
    assert Disclosure(made, PEOPLE).of("camp-a", "women_children") is ROUNDED


def test_a_station_is_no_residence_so_no_floor_is_asked_of_it() -> None:
    assert not Disclosure(scenario(), {}).too_small("gate")


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0.0, np.nan), (49.9, np.nan), (50.0, 0.0), (50.1, 100.0), (149.0, 100.0), (151.0, 200.0), (12_345.0, 12_300.0)],
)
def test_rounding_to_a_hundred_and_suppression_below_fifty(number: float, shown: float) -> None:
    np.testing.assert_equal(disclose(np.array([number]), ROUNDED, counted=True), np.array([shown]))


def test_exact_numbers_are_whole_and_ratios_stay() -> None:
    assert disclose(np.array([12.4, 0.2]), EXACT, counted=True).tolist() == [12.0, 0.0]
    assert disclose(np.array([0.123]), ROUNDED, counted=False).tolist() == [0.123]


def every_series() -> dict[tuple[str, str, str], list[int]]:
    """12,345 people everywhere, by every group; the big host has enough people to be shown, the small one has not."""
    places = ["all", "camps", *(place.id for place in PLACES), *(each.id for each in scenario().sets), "north", "south"]
    numbers = {(place, group): [12_345] * 4 for place in places for group in ("all", *GROUPS)}
    numbers["big-host", "all"] = [23_456] * 4
    return {("present", place, group): members for (place, group), members in numbers.items()}


def test_no_fan_shows_what_the_table_forbids() -> None:
    published = publish(ensemble(every_series()))
    shown = {(fan.place, fan.group): fan for fan in published.fans}
    rules = Disclosure(scenario(), PEOPLE | {"big-host": 23_456, "small-host": 12_345})
    for place, group in product(EXPECTED, ("all", *GROUPS)):
        show = rules.of(place, group)
        assert ((place, group) in shown) == (show is not NEVER), (place, group)
        if show is ROUNDED:
            assert (shown[place, group].quantiles % 100 == 0).all()
            assert (
                np.isnan(shown[place, group].mean).all()
                if rules.left_out(place)
                else (shown[place, group].mean % 100 == 0).all()
            )
        if show is EXACT:
            assert (shown[place, group].quantiles == 12_345).all()


def test_the_mean_of_a_sum_does_not_give_away_the_part_that_is_left_out() -> None:
    people = {"all": 150_000, "big-zone": 130_000, "small-zone": 20_000}
    quarters = {place: [count, count, count + 7_000, count + 7_000] for place, count in people.items()}
    places = {("displaced_ever", place, "all"): numbers for place, numbers in quarters.items()}
    fans = {fan.place: fan for fan in publish(ensemble(places)).fans}
    assert "small-zone" not in fans
    assert not np.isnan(fans["big-zone"].mean).any()
    assert np.isnan(fans["all"].mean).all()
    assert not np.isnan(fans["all"].quantiles).any()
    # Where the part is not counted in the quantity, the sum has its mean.
    del places["displaced_ever", "small-zone", "all"]
    (whole,) = (fan for fan in publish(ensemble(places)).fans if fan.place == "all")
    assert whole.mean.tolist() == [153_500.0] * len(whole.dates)


def test_nothing_but_totals_says_anything_of_fighters_or_of_places_too_small() -> None:
    flows = {
        (origin, exit_, where, group): [5_000] * 4
        for origin in ("north", "south")
        for exit_ in ("gate", "small-host")
        for where in ("camp-a", "small-host", "province")
        for group in GROUPS
    }
    published = publish(ensemble(every_series(), flows))
    groups = {fan.group for fan in published.fans} | {flow.group for flow in published.flows}
    groups |= set(published.groups)
    assert "fighters" not in groups
    assert {fan.place for fan in published.fans if fan.group == "dependants"} == {"all"}
    assert {flow.group for flow in published.flows} == {"all", "men_boys"}
    named = {fan.place for fan in published.fans}
    named |= {name for flow in published.flows for name in (flow.origin, flow.exit, flow.destination)}
    assert not named & {"small-zone", "small-host", "south"}


def test_what_is_withheld_is_said() -> None:
    published = publish(ensemble(every_series()))
    assert published.withheld == (
        "Not shown by itself, only in totals: Small zone, with fewer than 100,000 known people.",
        "Not shown by itself, only in totals: Small host, with fewer than 20,000 known people.",
    )


def test_only_camps_have_coordinates_finer_than_a_kilometre() -> None:
    places = {place.id: place for place in publish(ensemble(every_series())).places}
    assert (places["big-zone"].lat, places["big-zone"].lon) == (36.12, 43.99)
    assert (places["camp-a"].lat, places["camp-a"].lon) == (36.54321, 43.12345)
    assert places["gate"].lat is None


def test_the_floor_looks_at_the_prior_so_that_no_seed_changes_what_is_shown() -> None:
    one, other = (publish(ensemble(every_series(), seed=seed)) for seed in (1, 2))
    assert [fan.place for fan in one.fans] == [fan.place for fan in other.fans]


def test_a_population_set_for_the_run_counts_for_the_floor() -> None:
    made = ensemble(every_series(), overrides={"population.small-zone": 100_000.0})
    assert publish(made).fan("present", "small-zone") is not None
