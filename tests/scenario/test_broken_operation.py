"""Broken scenarios: operation, corridors and policies of scenario.yaml; each with everything that the reader says."""

from __future__ import annotations

from tests.scenario.folders import Case, Folder, by_name, edit

SCENARIO = "scenario.yaml"

CASES = (
    Case(
        "zone without a start",
        (edit(SCENARIO, ", begins: 2020-03-05", ""),),
        (
            (
                "scenario.yaml:18:operation.zones.begins: is empty, and after as well. Give either begins: "
                "DATE or after: ZONE."
            ),
        ),
    ),
    Case(
        "zone with two starts",
        (edit(SCENARIO, "begins: 2020-03-05", "begins: 2020-03-05, after: old-town"),),
        (
            (
                "scenario.yaml:18:operation.zones.after: 'old-town' waits for itself. Give one zone of the "
                "circle a date in begins."
            ),
            (
                "scenario.yaml:18:operation.zones.begins: '2020-03-05' is given beside after. Give either "
                "begins: DATE or after: ZONE; or both, and known_on: DATE, until which after holds."
            ),
        ),
    ),
    Case(
        "start known without a start",
        (edit(SCENARIO, "begins: 2020-03-05", "known_on: 2020-03-05"),),
        (
            (
                "scenario.yaml:18:operation.zones.begins: is empty, and after as well. Give either begins: "
                "DATE or after: ZONE."
            ),
            (
                "scenario.yaml:18:operation.zones.known_on: '2020-03-05' is given without begins. It says when begins "
                "was public: leave it out."
            ),
        ),
    ),
    Case(
        "zone after itself",
        (edit(SCENARIO, "begins: 2020-03-05", "after: old-town"),),
        (
            (
                "scenario.yaml:18:operation.zones.after: 'old-town' waits for itself. Give one zone of the "
                "circle a date in begins."
            ),
        ),
    ),
    Case(
        "window wider than the zone",
        (edit(SCENARIO, "window: 3", "window: 12"),),
        ("scenario.yaml:18:operation.zones.window: '12' is more than the 10 blocks. Give fewer.",),
    ),
    Case(
        "replayed without a record",
        (edit(SCENARIO, "mode: simulated", "mode: replayed"),),
        (
            (
                "scenario.yaml:18:operation.zones.place: 'old-town' is replayed, but the schedule has no "
                "share_retaken for it. Add dated rows of share_retaken, or use mode: simulated."
            ),
        ),
    ),
    Case(
        "corridor of an unknown route",
        (edit(SCENARIO, "routes: [east-road]", "routes: [east-raod]"),),
        ("scenario.yaml:23:corridors.routes: 'east-raod' is not a route. Did you mean 'east-road'?",),
    ),
    Case(
        "corridor that does not start in a zone",
        (edit(SCENARIO, "routes: [east-road]", "routes: [north-gate>river-camp]"),),
        (
            (
                "scenario.yaml:23:corridors.routes: 'north-gate>river-camp' is a route that starts at "
                "'north-gate', a station. A corridor opens routes that start in a zone."
            ),
        ),
    ),
    Case(
        "bad consent",
        (edit(SCENARIO, "consent: unilateral", "consent: maybe"),),
        (
            (
                "scenario.yaml:25:corridors.consent: 'maybe' is not a kind of consent; allowed are agreed, "
                "unilateral. Choose one of them."
            ),
        ),
    ),
    Case(
        "hours of a corridor",
        (edit(SCENARIO, "hours: 12", "hours: 25"),),
        (("scenario.yaml:27:corridors.hours: '25' is out of range; allowed is 0 to 24. Check the unit and the value."),),
    ),
    Case(
        "policy that contradicts itself",
        (edit(SCENARIO, "quantity: agreed, value: 1", "quantity: open, value: 0"),),
        (
            (
                "scenario.yaml:35:policies.changes.value: '0' contradicts the policy 'corridor-open' itself: "
                "line 34 gives 1 for the same target, quantity and day. Keep one of the two."
            ),
        ),
    ),
    Case(
        "factual with changes",
        (edit(SCENARIO, "id: camp-half", "id: factual"),),
        (
            (
                "scenario.yaml:41:policies.id: 'factual' is the policy that changes nothing. Remove its "
                "changes, or give it another id."
            ),
        ),
    ),
    Case(
        "policy twice",
        (edit(SCENARIO, "id: corridor-unilateral", "id: corridor-open"),),
        ("scenario.yaml:36:policies.id: 'corridor-open' is given twice. Give each policy its own id.",),
    ),
    Case(
        "policy for an unknown target",
        (edit(SCENARIO, "target: river-camp", "target: river-kamp"),),
        (
            (
                "scenario.yaml:44:policies.changes.target: 'river-kamp' is not a place, a set, a route or a "
                "corridor. Did you mean 'river-camp' (River Camp)?"
            ),
        ),
    ),
    Case(
        "blocks missing",
        (edit(SCENARIO, "blocks: 10, ", ""),),
        ("scenario.yaml:18:operation.zones.blocks: is empty. Give one, for example 40.",),
    ),
    Case(
        "operation of a camp",
        (edit(SCENARIO, "place: old-town", "place: river-camp"),),
        (
            (
                "places.csv:2:id: 'old-town' is a zone that the operation does not name. Add it to "
                "operation.zones in scenario.yaml (with a start after the end if it is not fought over)."
            ),
            ("scenario.yaml:18:operation.zones.place: 'river-camp' is a camp, not a zone. Name a place of kind zone."),
        ),
    ),
)


@by_name(CASES)
def test_every_problem_is_named(case: Case, folder: Folder) -> None:
    case.check(folder)
