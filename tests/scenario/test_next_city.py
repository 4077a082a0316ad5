"""Fighters, regions, flanks and the next city: what may be said of them, and everything that the reader says else."""

from __future__ import annotations

from datetime import date

import pytest
from tests.scenario.folders import Case, Edit, Folder, add, by_name, edit

from corridor.errors import RefusedInput
from corridor.scenario import refusals
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.schema import FollowOn, Scenario

SCENARIO = "scenario.yaml"
PARAMETERS = "parameters.csv"
OBSERVED = "observations/invented.csv"
PLAIN = "far-plain,Far Plain,region,,,,,,,,,,,"
PLAN = (
    "follow_on: {zone: new-town, region: far-plain, after: [old-town], announced: 2020-03-08, "
    "isolated: 2020-03-20, assaulted: 2020-04-10, source: invented}"
)
COUNT = "invented-count,{},100,{},{},all,{},,,,,,,,,,"

SECOND_CITY: tuple[Edit, ...] = (
    add("places.csv", PLAIN),
    add("places.csv", "new-town,New Town,zone,,,,,,,,,,,"),
    edit(SCENARIO, "zones: [old-town]", "zones: [old-town, new-town]"),
    edit(SCENARIO, "begins: 2020-03-05}", "begins: 2020-03-05}\n    - {place: new-town, blocks: 4}"),
    add(PARAMETERS, "population.new-town,2.4,people,,=20000,,,,,yes,,,"),
    add(PARAMETERS, "duration_days.new-town,2.10,days,,=20,,,,,yes,,,"),
    add(SCENARIO, PLAN),
)


def regions(folder: Folder) -> None:
    """Give places.csv a column of regions, empty so far."""
    header, *rows = folder.text("places.csv").splitlines()
    folder.write("places.csv", "\n".join([f"{header},region", *(f"{row}," for row in rows)]) + "\n")


def in_region(place: str, region: str) -> Edit:
    def change(folder: Folder) -> None:
        lines = folder.text("places.csv").splitlines()
        lines = [line + region if line.startswith(f"{place},") else line for line in lines]
        folder.write("places.csv", "\n".join(lines) + "\n")

    return change


def changed(folder: Folder, *edits: Edit) -> Folder:
    for each in edits:
        each(folder)
    return folder


@pytest.fixture
def two_cities(folder: Folder) -> Folder:
    """The tutorial with a second city, to be taken after the first."""
    return changed(folder, *SECOND_CITY)


# --- what is understood ---


def test_without_them_a_scenario_has_none(tutorial: Scenario) -> None:
    assert (tutorial.fighters, tutorial.follow_on) == (False, None)
    assert {place.region for place in tutorial.places} == {""}


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("true", True), ("no", False)])
def test_fighters_are_simulated_or_not(folder: Folder, said: str, meant: bool) -> None:
    assert changed(folder, add(SCENARIO, f"fighters: {said}")).read().fighters is meant


def test_fighters_are_no_group_of_the_scenario(folder: Folder) -> None:
    scenario = changed(folder, add(SCENARIO, "fighters: yes")).read()
    assert [group.id for group in scenario.groups] == ["women_children", "men_boys"]


def test_a_place_lies_in_a_region_named_by_id_or_name_and_a_region_in_itself(folder: Folder) -> None:
    changed(folder, add("places.csv", PLAIN), regions, in_region("river-camp", "Far Plain"))
    found = {place.id: place.region for place in folder.read().places}
    assert found == {
        "old-town": "",
        "north-gate": "",
        "river-camp": "far-plain",
        "hill-villages": "",
        "far-plain": "far-plain",
    }


def test_the_next_city_is_read(two_cities: Folder) -> None:
    days = date(2020, 3, 8), date(2020, 3, 20), date(2020, 4, 10)
    assert two_cities.read().follow_on == FollowOn("new-town", "far-plain", ("old-town",), *days, "invented")


def test_the_zone_of_the_next_city_has_no_start_of_its_own(two_cities: Folder) -> None:
    zone = two_cities.read().operation.zones[1]
    assert (zone.begins, zone.after) == (None, None)


@pytest.mark.parametrize("value", ["0", "1", "2", "3"])
def test_the_next_operation_may_begin_in_four_ways(two_cities: Folder, value: str) -> None:
    two_cities.add("schedule.csv", f"2020-03-01,,new-town,follow_on,,{value},2020-03-01,,,")
    assert [change.value for change in two_cities.read().schedule if change.quantity == "follow_on"] == [float(value)]


@pytest.mark.parametrize("value", ["0", "0.3", "1"])
def test_a_flank_is_closed_open_or_in_between(folder: Folder, value: str) -> None:
    folder.add("schedule.csv", f"2020-03-10,,old-town,flank,,{value},2020-03-10,,,")
    assert [change.value for change in folder.read().schedule if change.quantity == "flank"] == [float(value)]


MECHANISMS = {"2.8": 17, "2.9": 16, "2.10": 1, "2.11": 6}


def test_every_parameter_of_these_mechanisms_may_be_left_out() -> None:
    first = {"duration_days", "gap_days", "tail_rate", "tail_share", "pause_rate", "resume_rate"}
    first |= {"return_rate", "village_boost", "return_bar"}
    new = [name for name in PARAMETER_NAMES.values() if name.equation in MECHANISMS and name.id not in first]
    counts = {equation: sum(name.equation == equation for name in new) for equation in MECHANISMS}
    assert counts == MECHANISMS
    assert all(name.optional for name in new)


@pytest.mark.parametrize("id_", ["fighters_initial.old-town", "surrender_rate.old-town", "operation_events.old-town"])
def test_some_belong_to_a_zone(folder: Folder, id_: str) -> None:
    folder.add(PARAMETERS, f"{id_},2.8,people,,=0.5,,,,,yes,,,")
    assert folder.read().parameters[-1].id == id_


@pytest.mark.parametrize("id_", ["base_events.far-plain", "region_population.far-plain", "relocation_weight.far-plain"])
def test_some_belong_to_a_region(folder: Folder, id_: str) -> None:
    changed(folder, add("places.csv", PLAIN), add(PARAMETERS, f"{id_},2.9,events,,=2,,,,,yes,,,"))
    assert folder.read().parameters[-1].id == id_


def test_fighters_by_region_and_week_may_be_observed_as_their_own_quantity(folder: Folder) -> None:
    folder.add("places.csv", PLAIN)
    for day in ("2020-03-15", "2020-03-22"):
        folder.add(OBSERVED, COUNT.format(day, "fighters_relocated", "far-plain", "cumulative"))
    assert [o.place for o in folder.read().observations[-2:]] == ["far-plain", "far-plain"]


# --- what is refused ---

REFUSED: list[tuple[str, list[Edit], str, str]] = [
    (
        "at a camp",
        [add(OBSERVED, COUNT.format("2020-03-15", "fighters_relocated", "river-camp", "cumulative"))],
        f"{OBSERVED}:7:place",
        refusals.ARMED_PLACE.reason,
    ),
    (
        "in a zone",
        [add(OBSERVED, COUNT.format("2020-03-15", "fighters_remaining", "old-town", "stock"))],
        f"{OBSERVED}:7:place",
        refusals.ARMED_PLACE.reason,
    ),
    (
        "in a set",
        [
            edit(SCENARIO, "policies:", "sets:\n  - {id: town, places: [old-town]}\n\npolicies:"),
            add(OBSERVED, COUNT.format("2020-03-15", "fighters_remaining", "town", "stock")),
        ],
        f"{OBSERVED}:7:place",
        refusals.ARMED_PLACE.reason,
    ),
    (
        "twice a week",
        [add(OBSERVED, COUNT.format(day, "fighters_remaining", "all", "stock")) for day in ("2020-03-15", "2020-03-21")],
        f"{OBSERVED}:8:date",
        refusals.ARMED_DATED.reason,
    ),
    (
        "twice a week, in two series",
        [
            add(OBSERVED, COUNT.format(day, "fighters_remaining", "all", "stock").replace("count", series))
            for day, series in (("2020-03-15", "one"), ("2020-03-21", "two"))
        ],
        f"{OBSERVED}:8:date",
        refusals.ARMED_DATED.reason,
    ),
    (
        "flank by group",
        [add("schedule.csv", "2020-03-10,,old-town,flank,fighters,0,2020-03-10,,,")],
        "schedule.csv:6:group",
        refusals.ARMED_PLACE.reason,
    ),
    (
        "weight of a camp",
        [add(PARAMETERS, "relocation_weight.river-camp,2.8,weight,,=1,,,,,yes,,,")],
        f"{PARAMETERS}:50:id",
        refusals.ARMED_PLACE.reason,
    ),
    (
        "described in a part",
        [edit(SCENARIO, "window: 3", "window: 3, fighters: 300")],
        f"{SCENARIO}:18:operation.zones.fighters",
        "routes, convoys, crossings and places of armed actors are not described below region and week",
    ),
    (
        "another quantity of theirs",
        [add(OBSERVED, COUNT.format("2020-03-15", "fighters_seen", "all", "stock"))],
        f"{OBSERVED}:7:quantity",
        "routes, convoys, crossings and places of armed actors are not described below region and week",
    ),
    (
        "optimiser of a flank",
        [add(SCENARIO, "optimise: {over: [flank]}")],
        f"{SCENARIO}:52:optimise",
        refusals.OPTIMISER.reason,
    ),
]


@pytest.mark.parametrize(("edits", "where", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_fighters_below_region_and_week_are_refused(folder: Folder, edits: list[Edit], where: str, reason: str) -> None:
    error = changed(folder, *edits).error()
    assert isinstance(error, RefusedInput)
    assert any(text.startswith(f"{where}:") and f"is refused: {reason}. " in text for text in map(str, error.problems))


# --- what is a problem ---

CASES = (
    Case(
        "yes or no",
        (add(SCENARIO, "fighters: 4800"),),
        (f"{SCENARIO}:52:fighters: '4800' is neither yes nor no. Write yes or no.",),
    ),
    Case(
        "fighters as a group",
        (edit(SCENARIO, "id: men_boys", "id: fighters"),),
        (
            f"{SCENARIO}:10:groups.id: 'fighters' is not a share of a zone's people. Leave it out; fighters are "
            "described by parameters of their own.",
        ),
    ),
    Case(
        "region of a zone",
        (add("places.csv", PLAIN), regions, in_region("old-town", "far-plain")),
        ("places.csv:2:region: 'far-plain' is given for a zone, which has its own violence. Empty the cell.",),
    ),
    Case(
        "region that is none",
        (regions, in_region("river-camp", "hill-villages")),
        ("places.csv:4:region: 'hill-villages' is a host, not a region. Name a place of kind region.",),
    ),
    Case(
        "region of a region",
        (add("places.csv", PLAIN), add("places.csv", PLAIN.replace("ar", "airy")), regions,
         in_region("far-plain", "fairy-plain")),
        ("places.csv:6:region: 'fairy-plain' is another region; a region is its own. Empty the cell.",),
    ),
    Case(
        "unknown region",
        (add("places.csv", PLAIN), regions, in_region("river-camp", "far-plane")),
        ("places.csv:4:region: 'far-plane' is not a place. Did you mean 'far-plain' (Far Plain)?",),
    ),
    Case(
        "flank of a camp",
        (add("schedule.csv", "2020-03-10,,river-camp,flank,,1,2020-03-10,,,"),),
        (
            "schedule.csv:6:quantity: 'flank' does not fit 'river-camp', which is or contains a camp. It fits a zone; "
            "a camp has capacity, capacity_factor.",
        ),
    ),
    Case(
        "flank in per cent",
        (add("schedule.csv", "2020-03-10,,old-town,flank,,30,2020-03-10,,,"),),
        ("schedule.csv:6:value: '30' is out of range; allowed is 0 to 1. Check the unit and the value.",),
    ),
    Case(
        "next operation that is not there",
        (add("schedule.csv", "2020-03-10,,old-town,follow_on,,1,2020-03-10,,,"),),
        (
            "schedule.csv:6:quantity: 'follow_on' is set, but scenario.yaml has no follow_on. Describe it there: zone, "
            "region, after and three days.",
        ),
    ),
    Case(
        "next operation of another zone",
        (*SECOND_CITY, add("schedule.csv", "2020-03-10,,old-town,follow_on,,1,2020-03-10,,,")),
        (
            "schedule.csv:6:target: 'old-town' is not the zone of follow_on in scenario.yaml. Name 'new-town'.",
        ),
    ),
    Case(
        "fifth way to begin",
        (*SECOND_CITY, add("schedule.csv", "2020-03-10,,new-town,follow_on,,4,2020-03-10,,,")),
        (
            "schedule.csv:6:value: '4' is out of range; allowed is 0, 1, 2 or 3. Check the unit and the value.",
        ),
    ),
    Case(
        "empty plan",
        (*SECOND_CITY, edit(SCENARIO, PLAN, "follow_on: {zone: new-town}")),
        (
            f"{SCENARIO}:53:follow_on.after: is empty. Name at least one.",
            f"{SCENARIO}:53:follow_on.announced: is empty. Give one, for example 2016-11-06.",
            f"{SCENARIO}:53:follow_on.assaulted: is empty. Give one, for example 2016-11-06.",
            f"{SCENARIO}:53:follow_on.isolated: is empty. Give one, for example 2016-11-06.",
            f"{SCENARIO}:53:follow_on.region: is empty. Name a place.",
        ),
    ),
    Case(
        "plan with a list",
        (*SECOND_CITY, edit(SCENARIO, PLAN, "follow_on: [new-town]")),
        (
            f"{SCENARIO}:19:operation.zones.begins: is empty, and after as well. Give either begins: DATE or after: "
            "ZONE.",
            f"{SCENARIO}:53:follow_on: is not a mapping with keys. Write its keys below it, indented.",
        ),
    ),
    Case(
        "misspelt key of the plan",
        (*SECOND_CITY, edit(SCENARIO, "source: invented}", "sources: invented}")),
        (f"{SCENARIO}:53:follow_on.sources: 'sources' is not a key here. Did you mean 'source'?",),
    ),
    Case(
        "plan of places of other kinds",
        (*SECOND_CITY, edit(SCENARIO, "zone: new-town, region: far-plain", "zone: river-camp, region: hill-villages")),
        (
            f"{SCENARIO}:19:operation.zones.begins: is empty, and after as well. Give either begins: DATE or after: "
            "ZONE.",
            f"{SCENARIO}:53:follow_on.region: 'hill-villages' is a host, not a region. Name a place of kind region.",
            f"{SCENARIO}:53:follow_on.zone: 'river-camp' is a camp, not a zone. Name a place of kind zone.",
        ),
    ),
    Case(
        "plan after itself",
        (*SECOND_CITY, edit(SCENARIO, "after: [old-town]", "after: [new-town, river-camp]")),
        (
            f"{SCENARIO}:53:follow_on.after: 'new-town' is the zone of follow_on itself. Name zones taken before it.",
            f"{SCENARIO}:53:follow_on.after: 'river-camp' is not a zone of the operation. Name its zones.",
        ),
    ),
    Case(
        "days in the wrong order",
        (*SECOND_CITY, edit(SCENARIO, "isolated: 2020-03-20", "isolated: 2020-04-20")),
        (
            f"{SCENARIO}:53:follow_on.assaulted: '2020-04-10' is before the day on which it was isolated (2020-04-20). "
            "Exchange them, or give a later day.",
        ),
    ),
    Case(
        "zone with a start beside the plan",
        (*SECOND_CITY, edit(SCENARIO, "blocks: 4}", "blocks: 4, begins: 2020-04-10}")),
        (
            f"{SCENARIO}:19:operation.zones.begins: '2020-04-10' is given for the zone of follow_on, which says when "
            "it is fought over. Leave it out.",
        ),
    ),
    Case(
        "zone with a start after another beside the plan",
        (*SECOND_CITY, edit(SCENARIO, "blocks: 4}", "blocks: 4, after: old-town}")),
        (
            f"{SCENARIO}:19:operation.zones.after: 'old-town' is given for the zone of follow_on, which says when it "
            "is fought over. Leave it out.",
        ),
    ),
    Case(
        "share above one",
        (add(PARAMETERS, 'flank_leak,2.8,share,,"LN(0.1,1)",,,,,yes,,,'),),
        (
            f"{PARAMETERS}:50:p1: 'LN(0.1,1)' can give 0 or more; flank_leak is 0 to 1. Bound it with the columns low "
            "and high.",
        ),
    ),
    Case(
        "explosive violence",
        (add(PARAMETERS, "branching_ratio,2.9,events,,=1,,,,,yes,,,"),),
        (
            f"{PARAMETERS}:50:p1: '=1' can give 1 to 1; branching_ratio is 0 to 0.99. Bound it with the columns low "
            "and high.",
        ),
    ),
    Case(
        "number of a place for everywhere",
        (add(PARAMETERS, "embed_rate.old-town,2.8,per day,,=0,,,,,yes,,,"),),
        (
            f"{PARAMETERS}:50:id: 'embed_rate.old-town' has a suffix, but the parameter is the same everywhere. Write "
            "'embed_rate'.",
        ),
    ),
    Case(
        "number of a zone for a camp",
        (add(PARAMETERS, "fighters_initial.river-camp,2.8,people,,=0,,,,,yes,,,"),),
        (
            f"{PARAMETERS}:50:id: 'fighters_initial.river-camp' does not end in the id of a zone. Known: old-town.",
        ),
    ),
)  # fmt: skip


@by_name(CASES)
def test_every_problem_is_named(case: Case, folder: Folder) -> None:
    case.check(folder)
