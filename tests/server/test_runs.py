"""What-ifs over HTTP: pictures with ever more members, the numbers of `compare`, stopping, forgetting."""

import numpy as np
import pytest
from tests.server.live import EAST, Live, running, until

from corridor import load
from corridor.contrast import compare
from corridor.publish.contrast import publish_comparison
from corridor.server.desk import MOST_ENDED
from corridor.store.contrast import contrast_csv
from corridor.store.tables import daily_csv

NAMES = ("q05", "q25", "q50", "q75", "q95")


def fan(picture, kind, quantity, place="all"):
    (found,) = [
        each for each in picture[kind] if (each["quantity"], each["place"], each["group"]) == (quantity, place, "all")
    ]
    return found


def numbers(found):
    """Returns (days, 5), NaN where nothing is shown."""
    return np.array([found[name] for name in NAMES], float).T


def test_every_picture_has_more_members_than_the_one_before(live: Live):
    pictures = live.pictures(levers=[EAST], members=16)
    assert [picture["members"] for picture in pictures] == sorted({picture["members"] for picture in pictures})
    assert pictures[-1]["members"] == 16
    assert [picture["complete"] for picture in pictures] == [*[False] * (len(pictures) - 1), True]


def test_the_last_picture_holds_what_compare_publishes(live: Live):
    """Named policies run by `corridor compare` with as many members: the same numbers, to the last digit."""
    picture = live.pictures(policy="corridor-open", baseline="camp-half", members=12)[-1]
    compared = publish_comparison(compare(load("tutorial"), ["camp-half", "corridor-open"], members=12))
    assert len(compared.courses) > 10
    for course in compared.courses:
        np.testing.assert_array_equal(numbers(fan(picture, "differences", course.quantity)), np.round(course.quantiles, 4))
    for published in compared.policies[1].fans:
        found = numbers(fan(picture, "series", published.quantity, published.place))
        np.testing.assert_array_equal(found, np.round(published.quantiles, 4))


def test_downloads_are_the_files_that_compare_writes(live: Live):
    asked = live.ask(policy="camp-half", members=12)
    assert live.events(asked["events"])[-1][0] == "done"
    comparison = compare(load("tutorial"), ["factual", "camp-half"], members=12)
    path = f"/api/runs/{asked['id']}"
    contrast = live.client.get(f"{path}/contrast.csv")
    assert contrast.content == contrast_csv(publish_comparison(comparison))
    from corridor import summarise

    daily = live.client.get(f"{path}/daily.csv")
    assert daily.content == daily_csv(summarise(comparison.others[0]))
    assert daily.headers["content-disposition"] == 'attachment; filename="tutorial-camp-half-daily.csv"'
    report = live.client.get(f"{path}/report.html")
    assert "The camp has half as many places" in report.text
    assert report.headers["content-type"] == "text/html; charset=utf-8"


def test_a_policy_that_is_its_own_baseline_differs_in_nothing(live: Live):
    asked = live.ask(members=12)
    pictures = [data for name, data in live.follow(asked["events"]) if name == "picture"]
    assert pictures[-1]["first_day"] is None
    for each in pictures[-1]["differences"]:
        assert set(np.nan_to_num(numbers(each)).ravel()) == {0.0}, each["quantity"]
    assert "Old Town" in live.client.get(f"/api/runs/{asked['id']}/report.html").text


def test_nothing_differs_before_the_first_day(live: Live):
    picture = live.pictures(levers=[EAST], members=12)[-1]
    assert picture["first_day"] == "2020-03-20"
    first = picture["dates"].index("2020-03-20")
    displaced = numbers(fan(picture, "differences", "displaced_ever"))
    assert not displaced[:first].any()
    assert displaced[first:].any()


def test_an_open_corridor_lets_more_people_out(live: Live):
    """Both sides agreed to it, so that hardly anybody is kept from using it: more leave, in all but the lowest draws."""
    lever = EAST | {"consent": "agreed", "from": "2020-03-05"}
    picture = live.pictures(levers=[lever], members=40)[-1]
    assert fan(picture, "differences", "displaced_ever")["q50"][-1] > 0
    assert picture["corridors"]["east-corridor"][:4] == [0] * 4
    assert set(picture["corridors"]["east-corridor"][4:]) == {1}
    assert picture["routes"]["east-road"] == picture["corridors"]["east-corridor"]


def test_exposure_and_trapped_are_in_every_picture(live: Live):
    for picture in live.pictures(levers=[EAST], members=12, watch=["river-camp"]):
        assert picture["always"] == ["exposed_person_days", "trapped"]
        for quantity in picture["always"]:
            assert fan(picture, "series", quantity)["unit"]
            assert fan(picture, "differences", quantity)


def test_watch_chooses_the_places_and_others_can_be_fetched(live: Live):
    asked = live.ask(levers=[EAST], members=12, watch=["river-camp"])
    *pictures, last = live.events(asked["events"])
    assert last == ("done", {"id": asked["id"]})
    for _, picture in pictures:
        assert {each["place"] for each in picture["series"]} == {"all", "river-camp"}
    whole = live.pictures(levers=[EAST], members=12)[-1]
    there = live.client.get(f"/api/runs/{asked['id']}/places/north-gate").json()
    for kind in ("series", "differences"):
        assert there[kind] == [each for each in whole[kind] if each["place"] == "north-gate"] != []
    assert live.client.get(f"/api/runs/{asked['id']}/places/atlantis").status_code == 404


def test_a_place_that_is_not_there_is_refused_alone(live: Live):
    """An old address may select it; who gets out is the same."""
    asked = live.ask(levers=[EAST], members=12, watch=["atlantis", "river-camp"])
    *pictures, (last, _) = live.events(asked["events"])
    assert last == "done"
    assert {each["place"] for _, picture in pictures for each in picture["series"]} == {"all", "river-camp"}
    assert pictures[-1][1] == live.pictures(levers=[EAST], members=12, watch=["river-camp"])[-1]
    answer = live.client.get(f"/api/runs/{asked['id']}/places/atlantis")
    assert answer.status_code == 404
    assert "not in this scenario" in answer.json()["message"]


def test_fighters_are_no_series(live: Live):
    picture = live.pictures(members=12)[-1]
    assert picture["fighters"] == []
    assert not [each for each in picture["series"] if "fighter" in each["quantity"] or each["group"] != "all"]


def test_a_run_that_is_stopped_fails_in_plain_words(live: Live):
    asked = live.ask(levers=[EAST | {"from": "2020-03-01"}], members=400)
    assert live.client.delete(f"/api/runs/{asked['id']}").status_code == 204
    name, data = live.events(asked["events"])[-1]
    assert (name, data) == ("failed", {"message": "It was stopped."})
    assert live.client.delete(f"/api/runs/{asked['id']}").status_code == 204
    said = live.client.get(f"/api/runs/{asked['id']}/daily.csv")
    assert said.status_code == 409
    assert "not finished" in said.json()["message"]


def test_a_new_what_if_of_a_page_stops_the_one_before(live: Live):
    first = live.ask(levers=[EAST], members=400, page="page-one")
    other = live.ask(levers=[EAST], members=12, page="page-two")
    second = live.ask(levers=[EAST], members=12, page="page-one")
    assert live.events(first["events"])[-1] == ("failed", {"message": "It was stopped."})
    assert live.events(other["events"])[-1][0] == "done"
    assert live.events(second["events"])[-1][0] == "done"


def test_whoever_comes_late_gets_the_last_picture_and_the_end(live: Live):
    asked = live.ask(levers=[EAST], members=12)
    live.events(asked["events"])
    again = live.events(asked["events"])
    assert [name for name, _ in again] == ["picture", "done"]
    assert again[0][1]["members"] == 12


def test_old_runs_are_forgotten():
    with running(load("tutorial")) as live:
        ids = []
        for _ in range(MOST_ENDED + 4):
            asked = live.ask(members=4)
            live.events(asked["events"])
            ids.append(asked["id"])
        known = [live.client.get(f"/api/runs/{id_}/events").status_code for id_ in ids]
        assert known == [404] * 3 + [200] * (MOST_ENDED + 1)
        assert "Ask again" in live.client.get(f"/api/runs/{ids[0]}/events").json()["message"]


@pytest.mark.slow
def test_twenty_what_ifs_at_once_are_all_right_and_none_is_mixed_up(live: Live):
    from concurrent.futures import ThreadPoolExecutor

    levers = [
        {"kind": "camp", "id": "river-camp", "capacity": 500 * (number + 1), "from": "2020-03-10"} for number in range(20)
    ]
    alone = [live.pictures(levers=[lever], members=12, watch=["river-camp"])[-1] for lever in levers]
    with ThreadPoolExecutor(20) as pool:
        asked = list(pool.map(lambda lever: live.ask(levers=[lever], members=12, watch=["river-camp"]), levers))
        ends = list(pool.map(lambda each: live.events(each["events"]), asked))
    assert len({each["id"] for each in asked}) == 20
    for wanted, events in zip(alone, ends, strict=True):
        assert events[-1][0] == "done"
        assert events[-2][1] == wanted
    capacities = {tuple(fan(picture, "series", "capacity", "river-camp")["q50"]) for picture in alone}
    assert len(capacities) == 20  # so that a mix-up would have been seen


def test_too_many_waiting_are_told_to_come_back(monkeypatch):
    monkeypatch.setattr("corridor.server.desk.MOST_WAITING", 2)
    with running(load("tutorial")) as live:
        answers = [live.client.post("/api/runs", json={"members": 400, "levers": [EAST]}) for _ in range(6)]
        refused = [answer for answer in answers if answer.status_code == 503]
        assert refused
        assert refused[0].headers["retry-after"] == "2"
        assert {answer.status_code for answer in answers} == {202, 503}
        until(lambda: live.client.post("/api/runs", json={"members": 4, "page": "p"}).status_code == 202)
