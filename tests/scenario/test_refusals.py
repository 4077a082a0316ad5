"""What responsible use forbids is refused, each with its reason; what only sounds like it is not."""

from __future__ import annotations

import pytest
from tests.scenario.folders import Edit, Folder, add, edit

from corridor.errors import RefusedInput
from corridor.scenario import refusals
from corridor.scenario.refusals import forbids

PERSONS = "Corridor takes no data on single persons or families (names, papers, devices, pictures, lists, scores)"
PROFILES = "people are not screened or scored by age, sex, ethnicity, tribe, sect, religion, nationality or neighbourhood"
ARMED = "routes, convoys, crossings and places of armed actors are not described below region and week"
FORCE = "strikes, targets, forces and cordons are not part of the model, which is no planning tool"
LIVE = "Corridor works on past or invented situations; live feeds need a governance that no file can give"
BLOCKS = "blocks are an operation's clock; they have neither names nor coordinates"
MASK = "groups: [women_children, men_boys]"
GATE = "schedule.csv"
OBSERVED = "observations/invented.csv"
FIGHTERS = "invented-armed,{},100,present,{},fighters,stock,,,,,,,,,,"


def column(name: str, file: str = "places.csv") -> Edit:
    def change(folder: Folder) -> None:
        header, _, rest = folder.text(file).partition("\n")
        folder.write(file, f"{header},{name}\n" + "\n".join(line + "," for line in rest.splitlines()))

    return change


REFUSED: list[tuple[str, list[Edit], str, str]] = [
    *((f"column {name}", [column(name)], f"places.csv:1:{name}", PERSONS) for name in (
        "person_name", "phone", "passport", "id_number", "device", "imei", "photo", "fingerprint", "email",
        "face", "household_id", "watch_list",
    )),
    ("column of routes", [column("phone", "routes.csv")], "routes.csv:1:phone", PERSONS),
    ("column of observations", [edit(OBSERVED, "families", "suspects")], f"{OBSERVED}:2:suspects", PERSONS),
    ("screening by tribe", [add("parameters.csv", "sensitivity.tribe-x,2.6,,,=1,,,,,yes,,,")],
     "parameters.csv:50:id", PROFILES),
    ("screening by age", [add("parameters.csv", "false_positive_rate_by_age,2.6,,,=1,,,,,yes,,,")],
     "parameters.csv:50:id", PROFILES),
    ("screening section", [add("scenario.yaml", "screening: {nationality: 0.5}")],
     "scenario.yaml:52:screening.nationality", PROFILES),
    ("column of ethnicity", [column("ethnicity", "parameters.csv")], "parameters.csv:1:ethnicity", PROFILES),
    ("convoy as a place", [add("places.csv", "convoy-1,Night convoy,host,,,,,,,,,,,")], "places.csv:6:id", ARMED),
    ("crossing of fighters", [edit("places.csv", "Hill Villages", "Fighters' crossing")], "places.csv:5:name", ARMED),
    ("Arabic alias of fighters", [edit("places.csv", "Hill Villages,host,", "Hill Villages,host,معسكر مقاتلين")],
     "places.csv:5:aliases", ARMED),
    ("route of militants", [edit("routes.csv", "east-road", "militant-road")],
     "routes.csv:3:id", ARMED),
    ("corridor for fighters alone", [edit("scenario.yaml", MASK, "groups: [fighters]")],
     "scenario.yaml:24:corridors.groups", refusals.ARMED_CORRIDOR.reason),
    ("corridor mask by another trait", [edit("scenario.yaml", MASK, "groups: [tribe-x]")],
     "scenario.yaml:24:corridors.groups", refusals.CORRIDOR_MASK.reason),
    ("schedule for fighters", [add(GATE, "2020-03-10,,east-road,admission,fighters,0,2020-03-10,,,")],
     "schedule.csv:6:group", refusals.ARMED_PLACE.reason),
    ("fighters counted at a camp", [add(OBSERVED, FIGHTERS.format("2020-03-15", "river-camp"))],
     f"{OBSERVED}:7:group", refusals.ARMED_PLACE.reason),
    ("fighters counted daily", [add(OBSERVED, FIGHTERS.format(f"2020-03-{day}", "all")) for day in (15, 18)],
     f"{OBSERVED}:8:date", refusals.ARMED_DATED.reason),
    ("named blocks", [edit("scenario.yaml", "blocks: 10", "blocks: [bazaar, mosque]")],
     "scenario.yaml:18:operation.zones.blocks", BLOCKS),
    ("names of blocks", [edit("scenario.yaml", "blocks: 10", "blocks: 10, block_names: [bazaar]")],
     "scenario.yaml:18:operation.zones.block_names", BLOCKS),
    ("coordinates of blocks", [edit("scenario.yaml", "blocks: 10", "blocks: 10, lat: 30.1")],
     "scenario.yaml:18:operation.zones.lat", BLOCKS),
    ("zone to the metre", [edit("places.csv", "30.00,20.00,yes", "30.00123,20.00,no")],
     "places.csv:2:lat", refusals.FINE_ZONE.reason),
    ("optimiser of the operation", [add("scenario.yaml", "optimise: {over: [operation.pace]}")],
     "scenario.yaml:52:optimise", refusals.OPTIMISER.reason),
    ("free force", [edit("scenario.yaml", "free: [rate_contested,", "free: [duration_days.old-town,")],
     "scenario.yaml:29:calibration.free", refusals.FITTED_FORCE.reason),
    ("live feed", [add("scenario.yaml", "feed: somewhere")], "scenario.yaml:52:feed", LIVE),
    ("live mode", [add("scenario.yaml", "live: yes")], "scenario.yaml:52:live", LIVE),
    ("strikes", [add(GATE, "2020-03-10,,old-town,strikes,,3,2020-03-10,,,")], "schedule.csv:6:quantity", FORCE),
    ("troops", [edit(OBSERVED, "present", "troops")], f"{OBSERVED}:3:quantity", FORCE),
    ("force ratio", [add("parameters.csv", "force_ratio,2.10,,,=3,,,,,yes,,,")], "parameters.csv:50:id", FORCE),
    ("list of targets", [add("scenario.yaml", "target_list: [a]")], "scenario.yaml:52:target_list", FORCE),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "where", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused_with_its_reason(folder: Folder, edits: list[Edit], where: str, reason: str) -> None:
    for change in edits:
        change(folder)
    error = folder.error()
    assert isinstance(error, RefusedInput)
    assert any(text.startswith(f"{where}:") and f"is refused: {reason}. " in text for text in map(str, error.problems))


def test_every_rule_has_a_case() -> None:
    rules = {*refusals.RULES} | {getattr(refusals, name) for name in refusals.__all__ if name.isupper()} & {
        value for value in vars(refusals).values() if isinstance(value, refusals.Rule)
    }
    assert {rule.reason for rule in rules} <= {row[3] for row in REFUSED}


def test_an_optimiser_of_camps_is_no_key_but_no_refusal_either(folder: Folder) -> None:
    folder.add("scenario.yaml", "optimise: {over: [camp capacity]}")
    assert not isinstance(folder.error(), RefusedInput)


def test_fighters_by_region_and_week_may_be_observed(folder: Folder) -> None:
    folder.add("places.csv", "far-plain,Far Plain,region,,,,,,,,,,,")
    folder.add("observations/invented.csv", FIGHTERS.format("2020-03-15", "far-plain"))
    folder.add("observations/invented.csv", FIGHTERS.format("2020-03-22", "far-plain"))
    assert len(folder.read().observations) == 6


def test_civilians_and_fighters_may_stand_in_one_mask(folder: Folder) -> None:
    folder.edit("scenario.yaml", "groups: [women_children, men_boys]", "groups: [women_children, men_boys, fighters]")
    assert folder.read().corridors[0].groups[-1] == "fighters"


@pytest.mark.parametrize("name", ["families", "target", "scope", "source", "direction", "aliases", "method", "note"])
def test_columns_of_the_format_are_not_refused(name: str) -> None:
    assert forbids("column", name) is None


@pytest.mark.parametrize("name", ["Hammam al-Alil", "Salamiyah", "Tal Afar", "Sinjar", "Arab Khan", "Christian quarter"])
def test_names_of_places_are_not_refused(name: str) -> None:
    assert forbids("label", name) is None
