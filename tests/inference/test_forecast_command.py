"""`corridor forecast` and `corridor score --rolling` as they are typed: folder, terminal, report, refusals."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.inference import made

from corridor.cli import main
from corridor.inference.forecast import forecast
from corridor.publish.forecast import publish_forecast
from corridor.report import render
from corridor.report.sections import forecast as section
from corridor.scenario.load import load
from corridor.store.folder import FILES

AS_OF = date(2020, 4, 10)
COMMAND = ["forecast", "tutorial", "--as-of", str(AS_OF), "--members", "30", "--jobs", "1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "forecast"
    assert main([*COMMAND, "--out", str(folder)]) == 0
    return folder


def test_the_folder_holds_no_file_of_another_name(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} <= FILES


def test_past_days_are_filtered_and_later_days_forecast(folder: Path) -> None:
    with (folder / "daily.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["place"] == "river-camp" and row["quantity"] == "present"]
    camp = {date.fromisoformat(row["date"]): row for row in rows if row["group"] == "all"}
    assert min(camp) == date(2020, 3, 1)
    assert max(camp) == made.tutorial().end
    assert abs(float(camp[date(2020, 4, 5)]["q50"]) / 5400 - 1) < 0.25

    def width(day: date) -> float:
        return float(camp[day]["q95"]) - float(camp[day]["q05"])

    assert width(date(2020, 4, 25)) > 2 * width(date(2020, 4, 5))


def test_the_manifest_says_what_changed_and_how_sure_the_filter_is(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    told = manifest["forecast"]
    assert manifest["prior_set"] == "P0"
    assert told["as_of"] == str(AS_OF)
    assert told["updated_on"] == "2020-04-06"
    assert [row["horizon_days"] for row in told["expected"]] == [7, 14]
    for change in told["changes"]:
        total = change["before"] + change["facts"] + sum(shift["by"] for shift in change["shifts"]) + change["rest"]
        assert abs(total - change["now"]) <= 5, "up to rounding"
    assert told["least_effective"] > 1
    assert told["log_evidence"] < 0 < told["log_evidence_sd"]


def test_the_terminal_names_the_count_and_the_facts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main([*COMMAND, "--out", str(tmp_path / "run")]) == 0
    said = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "forecast as of 2020-04-10, 30 particles, seed 1, prior set P0" in said
    assert "invented-camp 2020-04-17 7 d" in said
    assert re.search(
        r"invented-camp of 2020-04-24: [\d,]+ to [\d,]+ \(new facts \+[\d,]+; invented-camp of 2020-04-05 \(5,400\)", said
    )
    assert "log evidence -" in said


def test_before_any_count_it_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    early = ["forecast", "tutorial", "--as-of", "2020-03-05", "--members", "4", "--out", str(tmp_path / "run")]
    assert main(early) == 0
    said = capsys.readouterr().out
    assert "No scored series had been counted by then" in said
    assert "Nothing had become known by then: this is the prior." in said


def test_a_recent_day_is_refused_before_any_work(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    recent = str(date.today() - timedelta(days=13))
    assert main(["forecast", "tutorial", "--as-of", recent, "--out", str(tmp_path / "run")]) == 1
    assert f"a forecast as of {recent} is refused" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_the_report_has_a_section_and_a_run_has_none(folder: Path) -> None:
    page = (folder / "report.html").read_text()
    assert 'id="forecast"' in page
    assert "What moved a forecast most was" in page
    published = publish_forecast(forecast(made.tutorial(), AS_OF, particles=10))
    assert section.build(replace(published, forecast=None)) is None
    assert 'id="forecast"' not in render(replace(published, forecast=None))


def test_a_forecast_without_anything_known_has_a_section_too() -> None:
    published = publish_forecast(forecast(made.tutorial(), date(2020, 3, 5), particles=4))
    built = section.build(published)
    assert built is not None
    assert "nothing had been counted" in str(built.blocks[0])


def test_counts_of_places_too_small_are_not_forecast_in_public() -> None:
    """A scored series of a host community with few people: forecast inside, not published."""
    tutorial = made.tutorial()
    hosts = [place.id for place in tutorial.places if place.kind == "host"]
    assert hosts, "the tutorial has a host community"
    seen = tuple(replace(each, series="hosts", place=hosts[0]) for each in tutorial.observations)
    told = forecast(replace(tutorial, observations=(*tutorial.observations, *seen)), AS_OF, particles=10)
    assert {each.report.series for each in told.ahead} == {"hosts", "invented-camp"}
    shown = publish_forecast(told).forecast
    assert shown is not None
    assert {each.series for each in shown.expected} == {"invented-camp"}
    assert {each.series for each in shown.changes} == {"invented-camp"}


def test_of_fighters_nothing_is_said_after_the_day() -> None:
    """Mosul with few particles: no week of fighters ends after the day of the forecast."""
    as_of = date(2016, 11, 20)
    told = forecast(load("mosul-2016"), as_of, particles=20)
    published = publish_forecast(told)
    assert published.run.end == as_of + timedelta(days=56)
    assert published.fighters is not None
    assert all(week.week + timedelta(days=6) <= as_of for week in published.fighters.weeks)
    assert any(f"no week after {as_of} is shown" in sentence for sentence in published.withheld)
    assert all(np.isfinite(each.quantiles).any() for each in published.forecast.expected)  # type: ignore[union-attr]


def test_the_rolling_study_writes_scores_and_prints_them(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "rolling"
    assert main(["score", "tutorial", "--rolling", "--members", "20", "--jobs", "1", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "prior set P0" in said
    assert "total forecast" in re.sub(r"\s+", " ", said)
    with (out / "scores.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["forecast"] for row in rows} == {"model", "persistence", "trend"}
    assert {path.name for path in out.iterdir()} <= FILES


@pytest.mark.parametrize(
    ("option", "value"),
    [("--policy", "corridor-open"), ("--priors", "P2"), ("--replicates", "2"), ("--cluster", "host:8786")],
)
def test_what_a_rolling_study_cannot_do_is_refused(
    option: str, value: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["score", "tutorial", "--rolling", option, value, "--out", str(tmp_path / "run")]) == 1
    assert f"--rolling does not go together with {option}" in capsys.readouterr().err
