"""Broken scenarios: places and routes; each with everything that the reader says."""

from __future__ import annotations

from tests.scenario.folders import Case, Folder, add, by_name, edit

PLACES = "places.csv"
ROUTES = "routes.csv"
PARAMETERS = "parameters.csv"

CASES = (
    Case(
        "bad id",
        (edit(PLACES, "hill-villages,Hill", "Hill Villages!,Hill"),),
        (
            (
                "places.csv:5:id: 'Hill Villages!' is not an id: lower-case Latin letters, digits, single "
                "hyphens or underscores. Write 'hill-villages' and put 'Hill Villages!' into the name."
            ),
        ),
    ),
    Case(
        "id twice",
        (add(PLACES, "river-camp,Another Camp,host,,,,,,,,,x,,"),),
        ("places.csv:6:id: 'river-camp' is the id of another place already. Give each its own id.",),
    ),
    Case(
        "reserved id",
        (add(PLACES, "all,Everything,host,,,,,,,,,x,,"),),
        ("places.csv:6:id: 'all' is a reserved word. Give another id.",),
    ),
    Case(
        "empty name",
        (edit(PLACES, "north-gate,North Gate", "north-gate,"),),
        ("places.csv:3:name: is empty. Give one, for example Old town.",),
    ),
    Case(
        "bad kind",
        (edit(PLACES, "north-gate,North Gate,station", "north-gate,North Gate,statoin"),),
        (
            (
                "places.csv:3:kind: 'statoin' is not a kind of place; allowed are zone, town, camp, station, "
                "crossing, host, region. Did you mean 'station'?"
            ),
        ),
    ),
    Case(
        "empty kind",
        (edit(PLACES, "north-gate,North Gate,station", "north-gate,North Gate,"),),
        ("places.csv:3:kind: is empty. Give one, for example camp.",),
    ),
    Case(
        "latitude out of range",
        (edit(PLACES, "30.10,20.05", "130.10,20.05"),),
        ("places.csv:3:lat: '130.10' is out of range; allowed is -90 to 90. Check the unit and the value.",),
    ),
    Case(
        "one coordinate",
        (edit(PLACES, "30.10,20.05", "30.10,"),),
        ("places.csv:3:lon: is empty, the other coordinate is not. Give both, or neither.",),
    ),
    Case(
        "neither yes nor no",
        (edit(PLACES, "20.05,yes", "20.05,perhaps"),),
        ("places.csv:3:schematic: 'perhaps' is neither yes nor no. Write yes or no.",),
    ),
    Case(
        "camp without capacity",
        (edit(PLACES, ",500,12000,1,", ",500,,1,"),),
        ("places.csv:4:capacity: is empty; a camp has a capacity. Give people; 0 if it is not open yet.",),
    ),
    Case(
        "capacity of a host",
        (
            edit(
                PLACES,
                "hill-villages,Hill Villages,host,,30.15,19.85,yes,,,,",
                "hill-villages,Hill Villages,host,,30.15,19.85,yes,,,800,",
            ),
        ),
        ("places.csv:5:capacity: '800' is given for a host; only camps have one. Empty the cell.",),
    ),
    Case(
        "negative capacity",
        (edit(PLACES, "12000", "-12000"),),
        (("places.csv:4:capacity: '-12000' is out of range; allowed is 0 to 1,000,000,000. Check the unit and the value."),),
    ),
    Case(
        "half a person",
        (edit(PLACES, ",500,", ",500.5,"),),
        ("places.csv:4:initial: '500.5' is not a whole number. Write 500.",),
    ),
    Case(
        "displaced people in a station",
        (edit(PLACES, "20.05,yes,,,,", "20.05,yes,,30,,"),),
        (
            (
                "places.csv:3:initial: '30' is given for a station, where nobody lives displaced. Put them "
                "into a place of kind camp, host, region or town; residents are the parameter population."
            ),
        ),
    ),
    Case(
        "ramp shares above one",
        (add(PLACES, "new-camp,New Camp,camp,,,,,,,100,0.5,x,,"),),
        (("places.csv:6:ramp_share: '0.5' makes the shares of the ramp add up to 1.5. Let them add up to 1 at most."),),
    ),
    Case(
        "station without a way on",
        (add(PLACES, "south-gate,South Gate,station,,,,,,,,,x,,"),),
        (
            (
                "parameters.csv:id: has no parameter throughput for south-gate. Add a row 'throughput' or "
                "'throughput.south-gate' with its prior and source."
            ),
            (
                "places.csv:6:id: 'south-gate' is a station without a way on: people who reach it could go "
                "nowhere. Add a route from 'south-gate' to a camp, host, region or town in routes.csv."
            ),
        ),
    ),
    Case(
        "zone in no origin and not in the operation",
        (
            add(PLACES, "new-town,New Town,zone,,,,,,,,,x,,"),
            add(PARAMETERS, "population.new-town,2.4,people,,=100,,,,,yes,,,"),
            add(PARAMETERS, "duration_days.new-town,2.4,days,,=100,,,,,yes,,,"),
        ),
        (
            ("places.csv:6:id: 'new-town' is a zone in no origin. Add it to the zones of an origin in scenario.yaml."),
            (
                "places.csv:6:id: 'new-town' is a zone that the operation does not name. Add it to "
                "operation.zones in scenario.yaml (with a start after the end if it is not fought over)."
            ),
        ),
    ),
    Case(
        "unknown place",
        (edit(ROUTES, "north-gate,river-camp", "north-gate,rivercamp"),),
        ("routes.csv:5:to: 'rivercamp' is not a place. Did you mean 'river-camp' (River Camp)?",),
    ),
    Case(
        "unknown place in Arabic",
        (edit(ROUTES, "old-town,north-gate", "البلدة القديمه جدا,north-gate"),),
        ("routes.csv:2:from: 'البلدة القديمه جدا' is not a place. Did you mean 'old-town' (Old Town)?",),
    ),
    Case(
        "unknown place, nothing near",
        (edit(ROUTES, "north-gate,river-camp", "north-gate,xyzzy"),),
        ("routes.csv:5:to: 'xyzzy' is not a place. Known: hill-villages, north-gate, old-town, river-camp.",),
    ),
    Case(
        "ambiguous alias",
        (
            edit(PLACES, "hill-villages,Hill Villages,host,", "hill-villages,Hill Villages,host,Oldtown"),
            edit(ROUTES, "old-town,north-gate", "Oldtown,north-gate"),
        ),
        (("routes.csv:2:from: 'Oldtown' is a name of hill-villages, old-town. Write the id of the one that is meant."),),
    ),
    Case(
        "route from a place to itself",
        (edit(ROUTES, "north-gate,hill-villages", "north-gate,north-gate"),),
        (("routes.csv:6:to: 'north-gate' is the place where the route starts. Name another place, or delete the row."),),
    ),
    Case(
        "same route twice",
        (add(ROUTES, "river-camp,hill-villages,,30,vehicle,1,,yes,no,x,,"),),
        (("routes.csv:8:id: 'river-camp>hill-villages' is the id of another route already. Give each its own id."),),
    ),
    Case(
        "route to a zone",
        (add(ROUTES, "river-camp,old-town,,30,vehicle,1,,yes,no,x,,"),),
        (
            (
                "routes.csv:8:to: 'old-town' is a zone; from a camp a route leads to a camp, host, region or "
                "town. Lead the route elsewhere, or check the kind of either place."
            ),
        ),
    ),
    Case(
        "bad route id",
        (edit(ROUTES, "east-road", "East Road!"),),
        (
            (
                "routes.csv:3:id: 'East Road!' is not an id: lower-case Latin letters, digits and hyphens. "
                "Leave it empty for 'old-town>river-camp'."
            ),
        ),
    ),
    Case(
        "bad mode",
        (edit(ROUTES, "8,foot", "8,on foot and by bus"),),
        (
            (
                "routes.csv:2:mode: 'on foot and by bus' is not a mode; allowed are foot, vehicle, crossing. "
                "Choose one of them."
            ),
        ),
    ),
    Case(
        "negative distance",
        (edit(ROUTES, ",8,foot", ",-8,foot"),),
        ("routes.csv:2:km: '-8' is out of range; allowed is 0 to 5,000. Check the unit and the value.",),
    ),
    Case(
        "fraction of a day",
        (edit(ROUTES, "18,foot,1", "18,foot,1.5"),),
        ("routes.csv:4:days: '1.5' is not a whole number. Write 2.",),
    ),
    Case(
        "too many days",
        (edit(ROUTES, "18,foot,1", "18,foot,45"),),
        ("routes.csv:4:days: '45' is out of range; allowed is 0 to 30. Check the unit and the value.",),
    ),
    Case(
        "spread of a day of 0",
        (edit(ROUTES, ",8,foot,0,,", ",8,foot,0,0.5,"),),
        (("routes.csv:2:days_cv: '0.5' spreads a journey of 0 days. Give days of 1 or more, or empty days_cv."),),
    ),
    Case(
        "residual to a camp",
        (edit(ROUTES, "15,vehicle,0,,yes,no", "15,vehicle,0,,yes,yes"),),
        (
            (
                "routes.csv:5:residual: 'yes' is set on a route to a camp; a residual route ends in a host or"
                " a region. Set it on a route to a host or a region."
            ),
        ),
    ),
    Case(
        "second residual route",
        (add(ROUTES, "north-gate,hill-villages,long-way,50,vehicle,2,,yes,yes,x,,"),),
        (
            (
                "routes.csv:8:residual: 'yes' is a second residual route out of 'north-gate'. Keep one; the "
                "first is on line 6."
            ),
        ),
    ),
)


@by_name(CASES)
def test_every_problem_is_named(case: Case, folder: Folder) -> None:
    case.check(folder)
