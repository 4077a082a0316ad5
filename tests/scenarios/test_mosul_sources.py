"""Sources of mosul-2016: every number has one, published counts are as published, the data folder gives the tables."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from tests.scenarios.mosul import DATA, PACK, ROOT, SCORED, observation_tables, table, tables

from corridor.scenario.schema import Scenario

SCRIPT = ROOT / "tools" / "mosul_pack.py"
LAST_DAY_BEFORE_BREAK = date(2017, 6, 22)
FIRST_DAY_AFTER_BREAK = date(2017, 7, 3)


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


def test_the_note_of_sources_names_every_scored_series() -> None:
    text = (PACK / "SOURCES.md").read_text(encoding="utf-8")
    assert [series for series in SCORED if f"`{series}`" not in text] == []


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
