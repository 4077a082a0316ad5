"""Broken scenarios: fighters, regions, flanks and the next city; each with everything that the reader says."""

from __future__ import annotations

from tests.scenario.folders import Case, Folder, add, by_name, edit
from tests.scenario.second_city import PARAMETERS, PLAIN, PLAN, SCENARIO, SECOND_CITY, in_region, regions

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
