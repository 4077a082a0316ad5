"""The scenario mosul-2016: references hold, every number has a source, the data folder gives its tables."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
import yaml

from corridor.errors import PolicyError
from corridor.priors import parse
from corridor.scenario.calendar import Calendar
from corridor.scenario.policy import apply, combine, find
from corridor.scenario.read import read
from corridor.scenario.schema import PlaceKind, Scenario

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "src" / "corridor" / "scenarios" / "mosul-2016"
DATA = ROOT.parent / "shared" / "data" / "mosul"
SCRIPT = ROOT / "tools" / "mosul_pack.py"

LAST_DAY_BEFORE_BREAK = date(2017, 6, 22)
FIRST_DAY_AFTER_BREAK = date(2017, 7, 3)
SCORED = {"dtm-current-pre-break", "unhcr-built-occupied", "al-hol-received", "trapped-city", "trapped-right"}
#: Policies of one family say different things of one choice, so that no two of them combine.
FAMILIES = (
    ("flank-closed", "flank-open"),
    ("exits-none", "exits-unilateral", "exits-agreed"),
    ("screening-none", "screening-double"),
    ("border-closed", "border-admission"),
    ("camps-half", "camps-double"),
    ("pace-slow", "pace-fast"),
    ("follow-on-none", "follow-on-triggered", "follow-on-delayed"),
)
POLICIES = {policy for family in FAMILIES for policy in family}
CITY = ("mosul-left", "mosul-right")
P2_AND_P3 = {"exfiltration_rate", "flank_leak", "transit_loss", "fighter_elasticity"}
P2_ALONE = {"activation_rate"}
MOST_WAYS_ON = 12


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read(PACK)


def table(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables() -> list[str]:
    return ["places.csv", "routes.csv", "schedule.csv", "parameters.csv", *observation_tables()]


def observation_tables() -> list[str]:
    return sorted(f"observations/{path.name}" for path in (PACK / "observations").glob("*.csv"))


# --- it is a scenario ---


def test_it_can_be_read(scenario: Scenario) -> None:
    assert (scenario.id, scenario.start, scenario.end) == ("mosul-2016", date(2016, 10, 17), date(2017, 10, 31))


def test_its_policies_are_those_of_the_architecture(scenario: Scenario) -> None:
    assert {policy.id for policy in scenario.policies} == POLICIES


def test_its_policies_are_said_in_plain_words(scenario: Scenario) -> None:
    words = ("flank", "quantity", "policy", "parameter", "factor", "exfiltrat")
    for policy in scenario.policies:
        name = policy.name.replace("the parameter follow_on_delay", "")
        assert policy.name != policy.id
        assert not [word for word in words if word in name.casefold()], policy.name


@pytest.mark.parametrize("pair", [pair for family in FAMILIES for pair in combinations(family, 2)], ids="+".join)
def test_two_policies_on_one_choice_contradict_each_other(scenario: Scenario, pair: tuple[str, str]) -> None:
    with pytest.raises(PolicyError, match="contradict each other"):
        combine(scenario, "+".join(pair))


@pytest.mark.parametrize("pair", list(combinations(FAMILIES, 2)), ids=lambda pair: f"{pair[0][0]}+{pair[1][0]}")
def test_policies_on_different_choices_combine(scenario: Scenario, pair: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    for one, other in product(*pair):
        assert combine(scenario, f"{one}+{other}").id == "+".join(sorted((one, other)))


def test_one_policy_of_every_family_at_once(scenario: Scenario) -> None:
    combined = combine(scenario, "+".join(family[0] for family in FAMILIES))
    assert len(combined.changes) == sum(len(find(scenario, family[0]).changes) for family in FAMILIES)


@pytest.mark.parametrize(("policy", "value"), [("flank-closed", 0.0), ("flank-open", 1.0)])
def test_a_flank_policy_holds_for_both_banks_from_the_first_day_to_the_last(
    scenario: Scenario, policy: str, value: float
) -> None:
    calendar = Calendar(apply(scenario, policy))
    assert np.all(calendar.values("flank", dict(zip(CITY, range(2), strict=True)), lambda _: -1.0) == value)


def test_the_border_is_closed_to_every_civilian_group(scenario: Scenario) -> None:
    crossings = {route.id: n for n, route in enumerate(r for r in scenario.routes if r.end == "rajm-slebi")}
    groups = {group.id: n for n, group in enumerate(scenario.groups)}
    for policy, value in (("factual", 1.0), ("border-admission", 0.5), ("border-closed", 0.0)):
        admitted = Calendar(apply(scenario, policy)).values_by_group("admission", crossings, groups, 1.0)
        assert np.all(admitted == value), policy


def test_ids_are_unique_across_places_routes_sets_and_corridors(scenario: Scenario) -> None:
    ids = [part.id for parts in (scenario.places, scenario.routes, scenario.sets, scenario.corridors) for part in parts]
    assert len(ids) == len(set(ids))


def test_every_place_can_be_reached_or_left_or_is_a_region(scenario: Scenario) -> None:
    ends = {end for route in scenario.routes for end in (route.start, route.end)}
    assert [p.id for p in scenario.places if p.id not in ends and p.kind is not PlaceKind.REGION] == []


def test_every_camp_can_be_reached_and_has_a_direction_and_a_size(scenario: Scenario) -> None:
    reached = {route.end for route in scenario.routes}
    sized = {change.target for change in scenario.schedule if change.quantity == "capacity"}
    for camp in (place for place in scenario.places if place.kind is PlaceKind.CAMP):
        assert camp.id in reached
        assert camp.direction
        assert (camp.capacity or 0) > 0 or camp.id in sized, camp.id


def test_no_place_has_more_ways_on_than_the_budget_of_draws_allows(scenario: Scenario) -> None:
    ways: dict[str, int] = defaultdict(int)
    for route in scenario.routes:
        ways[route.start] += 1
    assert {place: count for place, count in ways.items() if count > MOST_WAYS_ON} == {}


def test_ramp_shares_add_up_to_one(scenario: Scenario) -> None:
    assert sum(place.ramp_share for place in scenario.places) == pytest.approx(1)


def test_zones_are_drawn_for_display_only(scenario: Scenario) -> None:
    assert all(place.schematic for place in scenario.places if place.kind is PlaceKind.ZONE)


def test_the_names_in_use_find_their_places(scenario: Scenario) -> None:
    labels = {label: place.id for place in scenario.places for label in (place.name, *place.aliases)}
    for label, place in {
        "الرقة": "raqqa",
        "Ar-Raqqah": "raqqa",
        "حمام العليل": "hammam-al-alil",
        "الهول": "al-hol",
    }.items():
        assert labels[label] == place


# --- every number has a source ---


@pytest.mark.parametrize("name", tables())
def test_every_row_is_sourced_or_says_that_it_is_assumed(name: str) -> None:
    bare = [row for row in table(name) if not row["source"] and "yes" not in row.get("assumed", "")]
    assert bare == []


@pytest.mark.parametrize("name", tables())
def test_every_row_says_how_sure_it_is(name: str) -> None:
    assert {row["confidence"] for row in table(name)} <= {"high", "medium", "low", "assumed"}


def test_an_assumed_parameter_says_why_or_is_wide(scenario: Scenario) -> None:
    silent = [p.id for p in scenario.parameters if p.assumed and not p.note]
    assert silent == []


def test_everything_dated_says_when_it_was_public(scenario: Scenario) -> None:
    assert [change for change in scenario.schedule if change.known_on is None] == []
    assert [o for o in scenario.observations if o.known_on is None or o.known_on < o.date] == []


def test_sources_hold_no_paths_of_a_machine() -> None:
    texts = [path.read_text(encoding="utf-8") for path in PACK.rglob("*") if path.suffix in {".csv", ".yaml", ".md"}]
    assert [match for text in texts for match in re.findall(r"(?:^|[\s\"'(])/(?:home|root|work|tmp|Users)/", text)] == []


def test_addresses_are_whole() -> None:
    parts = [part.strip() for name in tables() for row in table(name) for part in row["source"].split(";")]
    addresses = {part for part in parts if part.startswith("http")}
    assert all(re.fullmatch(r"https?://[^\s;]+\.[^\s;]+", address) for address in addresses)
    assert len(addresses) > 100


# --- dated changes ---


def test_camps_only_grow(scenario: Scenario) -> None:
    built = {place.id: place.capacity or 0 for place in scenario.places if place.kind is PlaceKind.CAMP}
    for change in scenario.schedule:
        if change.quantity == "capacity":
            assert change.value >= built[change.target], change
            built[change.target] = int(change.value)


def test_shares_retaken_only_grow_and_end_at_one(scenario: Scenario) -> None:
    shares: dict[str, float] = defaultdict(float)
    for change in scenario.schedule:
        if change.quantity == "share_retaken":
            assert change.value >= shares[change.target]
            shares[change.target] = change.value
    assert shares == dict.fromkeys((zone.place for zone in scenario.operation.zones), 1.0)


def test_both_banks_and_tal_afar_are_encircled_from_the_day_the_western_road_was_cut(scenario: Scenario) -> None:
    first = {c.target: c.date for c in scenario.schedule if c.quantity == "encircled" and c.value == 1}
    cut = {c.date for c in scenario.schedule if c.quantity == "leaking" and c.value == 1}
    assert cut == {date(2016, 11, 23)}
    assert {first[zone] for zone in ("mosul-left", "mosul-right", "tal-afar")} == cut


@pytest.mark.parametrize("bank", CITY)
def test_the_west_was_open_until_the_day_it_was_cut(scenario: Scenario, bank: str) -> None:
    flank = Calendar(scenario).values("flank", {bank: 0}, lambda _: -1.0)[:, 0]
    cut = (date(2016, 11, 23) - scenario.start).days
    assert cut == 37
    assert np.all(flank[:cut] == 1)
    assert np.all(flank[cut:] == 0)


def test_every_zone_says_how_open_it_is_to_fighters_from_the_first_day(scenario: Scenario) -> None:
    zones = {zone.place: n for n, zone in enumerate(scenario.operation.zones)}
    flank = Calendar(scenario).values("flank", zones, lambda _: -1.0)
    assert flank.min() >= 0
    assert flank.max() <= 1


def test_the_cordon_of_tal_afar_counts_as_weak_only_where_that_may_be_known(scenario: Scenario) -> None:
    day = (date(2017, 1, 1) - scenario.start).days
    then = Calendar(scenario, as_of=date(2017, 1, 1)).values("flank", {"tal-afar": 0}, lambda _: -1.0)[day, 0]
    later = Calendar(scenario).values("flank", {"tal-afar": 0}, lambda _: -1.0)[day, 0]
    assert (then, 0 < later < 1) == (0, True)


def test_the_next_city_is_raqqa_on_its_own_days(scenario: Scenario) -> None:
    plan = scenario.follow_on
    assert plan is not None
    assert (plan.zone, plan.region, plan.after) == ("raqqa", "raqqa-governorate", CITY)
    assert (plan.announced, plan.isolated, plan.assaulted) == (date(2016, 10, 25), date(2016, 11, 6), date(2017, 6, 6))
    assert set(Calendar(scenario).values("follow_on", {"raqqa": 0}, lambda _: -1.0)[:, 0]) == {1.0}


@pytest.mark.parametrize("day", [date(2016, 10, 16), date(2016, 12, 1), date(2017, 6, 5)])
def test_who_may_not_know_the_days_of_raqqa_has_it_triggered(scenario: Scenario, day: date) -> None:
    assert set(Calendar(scenario, as_of=day).values("follow_on", {"raqqa": 0}, lambda _: -1.0)[:, 0]) == {2.0}


def test_everybody_who_stays_somewhere_stays_in_a_region(scenario: Scenario) -> None:
    assert [p.id for p in scenario.places if (p.region == "") != (p.kind is PlaceKind.ZONE)] == []
    regions = {place.id for place in scenario.places if place.kind is PlaceKind.REGION}
    assert {place.region for place in scenario.places} - {""} <= regions


def test_the_dated_advice_is_stay_and_then_leave(scenario: Scenario) -> None:
    right = [(c.date, c.value) for c in scenario.schedule if (c.target, c.quantity) == ("mosul-right", "advice")]
    assert right == [(date(2016, 10, 16), 0), (date(2017, 5, 26), 1)]


def test_corridors_are_closed_unless_a_date_opens_them(scenario: Scenario) -> None:
    opened = {c.target for c in scenario.schedule if c.quantity == "open" and c.value == 1}
    assert opened & {corridor.id for corridor in scenario.corridors} == {"safe-corridors"}


# --- observations ---


def test_only_what_the_rulings_name_is_scored(scenario: Scenario) -> None:
    assert {o.series for o in scenario.observations if o.scored} == SCORED
    assert all(o.confidence != "low" for o in scenario.observations if o.scored)


def test_scored_displacement_ends_before_the_counting_break(scenario: Scenario) -> None:
    scored = [o for o in scenario.observations if o.scored and o.quantity.startswith("displaced")]
    assert max(o.date for o in scored) == LAST_DAY_BEFORE_BREAK
    assert {o.series for o in scored} == {"dtm-current-pre-break"}


def test_no_series_of_the_tracking_matrix_spans_the_counting_break(scenario: Scenario) -> None:
    days: dict[str, set[date]] = defaultdict(set)
    for o in scenario.observations:
        if o.series.startswith("dtm-"):
            days[o.series].add(o.date)
    for series, dates in days.items():
        assert max(dates) <= LAST_DAY_BEFORE_BREAK or min(dates) >= FIRST_DAY_AFTER_BREAK, series


def test_a_series_counts_one_thing(scenario: Scenario) -> None:
    things: dict[str, set[tuple[str, str, str, str]]] = defaultdict(set)
    for o in scenario.observations:
        things[o.series].add((o.quantity, o.place, o.kind, o.group))
    assert {series: found for series, found in things.items() if len(found) != 1} == {}


def test_a_series_has_one_row_a_day(scenario: Scenario) -> None:
    keys = [(o.series, o.date) for o in scenario.observations]
    assert len(keys) == len(set(keys))


def test_running_totals_that_are_scored_never_fall(scenario: Scenario) -> None:
    values = [o.value for o in scenario.observations if o.series == "al-hol-received"]
    assert values == sorted(values)


def test_ranges_hold_their_value(scenario: Scenario) -> None:
    for o in scenario.observations:
        assert (o.low if o.low is not None else 0) <= o.value <= (o.high if o.high is not None else float("inf")), o


@pytest.mark.parametrize(
    ("series", "day", "value"),
    [
        ("dtm-current-pre-break", date(2016, 11, 25), 71_436),
        ("dtm-current-pre-break", date(2016, 12, 27), 115_242),
        ("dtm-current-pre-break", date(2017, 6, 22), 432_726),
        ("dtm-current-post-break", date(2017, 7, 3), 821_178),
        ("unhcr-built-occupied", date(2016, 11, 27), 4_592 * 6),
        ("unhcr-built-occupied", date(2017, 5, 18), 12_752 * 6),
        ("al-hol-received", date(2016, 11, 27), 2_031),
        ("al-hol-received", date(2017, 7, 24), 21_224),
        ("trapped-right", date(2017, 7, 6), 20_000),
    ],
)
def test_anchors_are_the_published_numbers(scenario: Scenario, series: str, day: date, value: float) -> None:
    assert [o.value for o in scenario.observations if (o.series, o.date) == (series, day)] == [value]


def test_what_is_excluded_stays_out(scenario: Scenario) -> None:
    there = {(o.series, o.date.isoformat(), o.value) for o in scenario.observations}
    assert ("dtm-current-pre-break", "2016-10-23", 4140) not in there
    assert ("al-hol-received", "2017-03-27", 14486) not in there
    assert 380_000 not in {o.value for o in scenario.observations}


# --- parameters ---


def test_p0_does_not_use_the_durations_that_came_out(scenario: Scenario) -> None:
    for parameter in scenario.parameters:
        if parameter.id.startswith(("duration_days", "throughput.hammam", "share.mosul", "ramp_per_day")):
            assert parameter.priors[0] != parameter.priors[1], parameter.id


def test_p2_and_p3_differ_from_p1_in_what_the_model_note_names_and_nothing_else(scenario: Scenario) -> None:
    assert {p.id for p in scenario.parameters if p.priors[2] != p.priors[1]} == P2_AND_P3 | P2_ALONE
    assert {p.id for p in scenario.parameters if p.priors[3] != p.priors[1]} == P2_AND_P3


def test_p0_does_not_use_what_the_battles_of_2017_showed_of_fighters(scenario: Scenario) -> None:
    for parameter in scenario.parameters:
        if parameter.id.startswith(("fighters_initial", "surrender_rate", "deal_", "isolation_days", "follow_on_pl")):
            assert parameter.priors[0] != parameter.priors[1], parameter.id


def test_fighters_go_to_regions_only(scenario: Scenario) -> None:
    weighted = {p.id.partition(".")[2] for p in scenario.parameters if p.id.startswith("relocation_weight")}
    assert weighted == {"hasakah", "raqqa-governorate", "deir-ez-zor", "sinjar"}


def test_no_effect_of_displaced_people_is_assumed_before_it_is_seen(scenario: Scenario) -> None:
    (effect,) = (p for p in scenario.parameters if p.id == "arrival_events")
    assert {parse(text, effect.low, effect.high).median for text in effect.priors} == {0.0}


def test_dated_capacities_and_the_ramp_are_not_used_together(scenario: Scenario) -> None:
    (ramp,) = (p for p in scenario.parameters if p.id == "ramp_per_day")
    assert ramp.priors[1:] == ("=0", "=0", "=0")


def test_the_note_of_sources_names_every_scored_series() -> None:
    text = (PACK / "SOURCES.md").read_text(encoding="utf-8")
    assert [series for series in SCORED if f"`{series}`" not in text] == []


def test_limits_are_sentences() -> None:
    limits = yaml.safe_load((PACK / "scenario.yaml").read_text(encoding="utf-8"))["limits"]
    assert all(limit[0].isupper() and limit.endswith(".") for limit in limits)


# --- provenance ---


def rebuilt(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-B", str(SCRIPT), *arguments], capture_output=True, text=True, check=False)


needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the sourced data folder is not beside this checkout")


@needs_data
def test_the_data_give_the_tables_of_the_pack() -> None:
    done = rebuilt(str(DATA), "--check")
    assert (done.returncode, done.stderr) == (0, "")


@needs_data
def test_a_changed_number_in_the_data_is_found(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    copy.mkdir()
    for path in DATA.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        (copy / path.name).write_text(text.replace(",432726,", ",432727,"), encoding="utf-8")
    done = rebuilt(str(copy), "--check")
    assert done.returncode == 1
    assert re.fullmatch(r"observations/displaced\.csv:\d+: has '.*432726.*', the data give '.*432727.*'\n", done.stderr)


@needs_data
def test_rebuilding_elsewhere_gives_the_same_tables(tmp_path: Path) -> None:
    assert rebuilt(str(DATA), "--out", str(tmp_path)).returncode == 0
    for name in ("places.csv", "routes.csv", "schedule.csv", *observation_tables()):
        assert (tmp_path / name).read_bytes() == (PACK / name).read_bytes()


def test_a_folder_without_the_data_is_a_plain_message(tmp_path: Path) -> None:
    done = rebuilt(str(tmp_path), "--check")
    assert done.returncode == 2
    assert done.stderr.startswith("mosul_pack: ")
