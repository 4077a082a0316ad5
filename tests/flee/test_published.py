"""What is published of a run under Flee's rules: the arrays it is made from, whole; scores; positions; open roads."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.support.flee_folders import edited, flee_folder
from tests.support.flee_policies import with_policies
from tests.support.flee_situations import place, scenario

from corridor.errors import RunError
from corridor.flee import read_flee, scores_of, simulate_flee
from corridor.flee.camps import capacities, in_camps
from corridor.flee.folder import scores_csv
from corridor.flee.policies import changed, combined
from corridor.flee.published import FleePublished
from corridor.flee.run import FleeEnsemble
from corridor.flee.scores import dated_days
from corridor.formats.flee.schema import Room, Table
from corridor.observe.scores import crps
from corridor.publish.flee import publish_flee
from corridor.publish.flee_map import places_of
from corridor.publish.flee_scores import SCORES

MEMBERS = 12


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> FleeEnsemble:
    return simulate_flee(read_flee(with_policies(tmp_path_factory.mktemp("sound"))), members=MEMBERS)


@pytest.fixture(scope="module")
def published(ensemble: FleeEnsemble) -> FleePublished:
    return publish_flee(ensemble)


def test_fans_are_the_quantiles_of_the_members_whole(ensemble: FleeEnsemble, published: FleePublished) -> None:
    for name in ensemble.places:
        fan = published.run.fan("present", name)
        assert fan is not None
        wanted = np.quantile(ensemble.present(name), (0.05, 0.25, 0.5, 0.75, 0.95), axis=0).T
        assert fan.quantiles.tolist() == np.rint(wanted).tolist()
        assert fan.mean.tolist() == np.rint(ensemble.present(name).mean(axis=0)).tolist()
    road, ever, inside = (published.run.fan(*each) for each in (("in_transit",), ("displaced_ever",), ("present", "camps")))
    assert road is not None
    assert ever is not None
    assert inside is not None
    assert road.quantiles[:, 2].tolist() == np.rint(np.median(ensemble.under_way, axis=0)).tolist()
    assert ever.quantiles[:, 2].tolist() == np.median(ensemble.displaced, axis=0).tolist()
    both = ensemble.present("Camp One") + ensemble.present("Camp Two")
    assert inside.quantiles[:, 2].tolist() == np.rint(np.median(both, axis=0)).tolist()
    assert in_camps(ensemble).tolist() == both.tolist()


def test_row_t_is_flees_day_t(published: FleePublished) -> None:
    fan = published.run.fan("present", "Camp One")
    assert fan is not None
    assert (fan.dates[0], fan.dates[-1], len(fan.dates)) == (dt.date(2020, 3, 1), dt.date(2020, 3, 20), 20)
    assert published.run.run.end == fan.dates[-1]


def test_a_small_place_is_shown_for_ruling_21_exempts_flee(published: FleePublished) -> None:
    fan = published.run.fan("present", "Alba")
    assert fan is not None
    assert np.isfinite(fan.quantiles).all()
    assert (fan.quantiles % 100 != 0).any()


def test_checks_stand_beside_the_dated_counts(ensemble: FleeEnsemble, published: FleePublished) -> None:
    found = {(check.place, check.date.day): check for check in published.run.observations}
    assert set(found) == {("Camp One", 1), ("Camp One", 11), ("Camp Two", 1)}  # the 21st is after the last day
    check = found["Camp One", 11]
    members = ensemble.present("Camp One")[:, 10]
    assert check.value == 500
    assert check.quantiles[2] == np.rint(np.median(members))
    assert check.pit == ((members < 500).sum() + 0.5 * (members == 500).sum()) / MEMBERS
    assert (check.scored, found["Camp One", 1].scored) == (True, False)


def test_scores_are_rows_and_their_parts_add_up(ensemble: FleeEnsemble, published: FleePublished) -> None:
    scores = scores_of(ensemble)
    plain = published.score("ard")
    assert plain is not None
    assert plain.value == pytest.approx(scores.ard.mean())
    assert (plain.low, plain.high) == pytest.approx(tuple(np.quantile(scores.ard, (0.05, 0.95))))
    parts = [row.value for row in published.scores if row.score == "ard" and row.place != "all"]
    assert sum(parts) == pytest.approx(plain.value)
    total = published.score("ard_total")
    assert total is not None
    assert total.value <= plain.value
    assert {row.score.partition(":")[0] for row in published.scores} == set(SCORES)
    lines = scores_csv(published).decode().splitlines()
    assert lines[0] == "score,place,value,q05,q95,counts"
    assert len(lines) == 1 + len(published.scores)
    assert lines[1].startswith(f"ard,all,{plain.value:.6g},")


def test_coverage_counts_what_lies_inside() -> None:
    days = (0.0, 4.0, 8.0)
    tables = [Table("total", days, (0.0, 40.0, 80.0)), Table("B", days, (0.0, 40.0, 80.0))]
    made = scenario([place("A", "conflict", people=9), place("B", "camp")], [("A", "B", 9.0)], days=9, data=tables)
    ensemble = simulate_flee(made, members=4)
    values = ensemble.values.copy()
    at = ensemble.places.index("B")
    values[:, 4, at], values[:, 8, at] = (10, 30, 50, 90), (1, 2, 3, 4)
    dated = scores_of(replace(ensemble, values=values)).dated
    assert dated_days(ensemble, "B") == [4, 8]  # the first day is put in as it is
    assert (dated["B"].counts, dated["B"].inside_50, dated["B"].inside_90) == (2, 0.5, 0.5)
    both = crps(np.array([10.0, 30.0, 50.0, 90.0]), 40.0) + crps(np.array([1.0, 2.0, 3.0, 4.0]), 80.0)
    assert dated["B"].crps == pytest.approx(both / 2)
    assert dated["all"] == dated["B"]


def test_a_folder_without_counts_has_no_scores() -> None:
    made = scenario([place("A", "conflict"), place("B", "camp")], [("A", "B", 9.0)], days=3, start={"A": 50})
    published = publish_flee(simulate_flee(made, members=2))
    assert published.scores == ()
    assert published.data == {}
    assert scores_csv(published) == b"score,place,value,q05,q95,counts\n"


def test_capacities_in_agents_with_growth_and_dated_changes() -> None:
    places = [place("A"), place("B", "camp", capacity=1000, capacity_per_day=2.0), place("C", "camp")]
    made = scenario(places, [("A", "B", 9.0)], days=4, start={"A": 1}, hasten=10)
    made = replace(made, rooms=(Room("C", 1, 500), Room("C", 3, -1)))
    found = capacities(simulate_flee(made, members=1))
    assert set(found) == {"B", "C"}
    assert found["B"].tolist() == [102, 104, 106, 108]
    assert np.isnan(found["C"][[0, 3]]).all()
    assert found["C"][1:3].tolist() == [50, 50]


def test_numbers_are_in_agents_where_one_stands_for_many(tmp_path: Path) -> None:
    made = read_flee(flee_folder(tmp_path, edited("simsetting.yml", "hasten: 1", "hasten: 10")))
    published = publish_flee(simulate_flee(made, members=2))
    assert (published.hasten, published.run.fans[0].unit) == (10, "agents")
    (check,) = [each for each in published.run.observations if each.place == "Camp One" and each.scored]
    assert check.value == 50


def test_roads_are_open_as_the_run_has_them(ensemble: FleeEnsemble, published: FleePublished) -> None:
    days = published.run.map_dates
    assert [day.day for day in days] == [5, 10, 15, 20]
    new = [route for route in published.run.routes if {route.start, route.end} == {"Alba", "Camp Two"}]
    assert [route.open_on for route in new] == [(False,) * 4]
    opened = changed(ensemble.scenario, combined(ensemble.scenario, "new-road+border-closed"))
    routes = {route.id: route.open_on for route in publish_flee(simulate_flee(opened, members=1)).run.routes}
    assert routes["Alba>Camp Two"] == (False, False, True, True)  # the border is closed from the 5th to the 14th
    assert routes["Brod>Camp One"] == (False, False, True, True)
    assert routes["Alba>Brod"] == (True,) * 4


@pytest.mark.parametrize(
    ("x", "y", "lat", "lon"), [(12.345, 3.0, 12.35, 3.0), (135.0, 3.0, 3.0, 135.0), (0.0, 0.0, None, None)]
)
def test_positions(x: float, y: float, lat: float | None, lon: float | None) -> None:
    (found,) = places_of(scenario([place("A", x=x, y=y)], []))
    assert (found.lat, found.lon) == (lat, lon)


def test_a_zone_is_what_is_in_conflict_on_some_day_of_the_run() -> None:
    wars = {"T": (0.0, 0.5, 0.0), "U": (0.0, 0.0, 0.0), "C": (1.0, 1.0, 1.0)}
    made = scenario([place("A", "conflict"), place("T"), place("U"), place("C", "camp")], [], days=3, conflicts=wars)
    assert [each.kind for each in places_of(made)] == ["zone", "zone", "town", "camp"]
    assert [each.kind for each in places_of(replace(made, length=1))] == ["zone", "town", "town", "camp"]


def test_no_member_is_nothing_to_publish(ensemble: FleeEnsemble) -> None:
    with pytest.raises(RunError, match="No member was finished"):
        publish_flee(replace(ensemble, values=ensemble.values[:0]))


def test_a_location_named_camps_takes_the_place_of_the_set() -> None:
    made = scenario([place("A", "conflict"), place("camps", "camp")], [("A", "camps", 9.0)], days=2, start={"A": 5})
    published = publish_flee(simulate_flee(made, members=2))
    assert published.run.sets == {}
    assert [fan.place for fan in published.run.fans if fan.quantity == "present"] == ["A", "camps"]
    assert not any(math.isnan(value) for fan in published.run.fans for value in fan.mean)


def test_arrivals_by_conflict_are_said_to_be_no_reading_of_the_data() -> None:
    places = [place("A", "conflict"), place("B", "camp")]
    driven = scenario(places, [("A", "B", 9.0)], days=2, spawn_mode="constant", displaced_per_conflict_day=5.0)
    said = publish_flee(simulate_flee(driven, members=2)).run.limits
    assert any("set by the intensity of conflicts alone" in each for each in said)
    days = (0.0, 1.0)
    tables = [Table("total", days, (0.0, 9.0)), Table("B", days, (0.0, 9.0))]
    read = scenario([place("A", "conflict", people=9), places[1]], [("A", "B", 9.0)], days=2, data=tables)
    assert any("read from the counts" in each for each in publish_flee(simulate_flee(read, members=2)).run.limits)
