"""Fighters below region and week: whatever a scenario says of them is refused."""

from __future__ import annotations

import pytest
from tests.scenario.folders import Edit, Folder, add, edit
from tests.scenario.second_city import COUNT, OBSERVED, PARAMETERS, SCENARIO, changed

from corridor.errors import RefusedInput
from corridor.scenario import refusals

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
