"""fighters_weekly.csv: to the byte, only where there are fighters, and in the manifest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.store.made import published

from corridor.published import Fighters, FighterWeek, ParameterFact
from corridor.store import read_manifest, write

ROWS = (
    FighterWeek(date(2016, 10, 17), "city", "fighters_remaining", 2_000, 4_300, 1_900, 4_400),
    FighterWeek(date(2016, 10, 17), "=desert", "fighters_relocated", 0, 50, 0, 100),
)
FIGHTERS = Fighters(ROWS, {"city": "The city", "=desert": "Desert"}, (), "The prior is itself.")


def test_the_table_to_the_byte(tmp_path: Path) -> None:
    folder = write(published(fighters=FIGHTERS), tmp_path / "a", "x")
    assert (folder / "fighters_weekly.csv").read_text(encoding="utf-8") == (
        "week,region,quantity,low,high,prior_low,prior_high\n"
        "2016-10-17,city,fighters_remaining,2000,4300,1900,4400\n"
        "2016-10-17,'=desert,fighters_relocated,0,50,0,100\n"
    )


def test_the_manifest_vouches_for_it_and_says_what_the_prior_is(tmp_path: Path) -> None:
    manifest = read_manifest(write(published(fighters=FIGHTERS), tmp_path / "a", "x"))
    assert "fighters_weekly.csv" in manifest["sha256"]
    assert manifest["fighters"]["prior"] == "The prior is itself."
    assert manifest["fighters"]["rows"] == 2


def test_without_fighters_there_is_no_table(tmp_path: Path) -> None:
    write(published(fighters=FIGHTERS), tmp_path / "a", "x")
    folder = write(published(), tmp_path / "a", "x")
    assert not (folder / "fighters_weekly.csv").exists()
    assert "fighters" not in read_manifest(folder)


def test_with_fighters_of_whom_nothing_may_be_said_there_is_a_header(tmp_path: Path) -> None:
    folder = write(published(fighters=Fighters((), {}, (), "")), tmp_path / "a", "x")
    assert (folder / "fighters_weekly.csv").read_bytes() == b"week,region,quantity,low,high,prior_low,prior_high\n"


def test_what_is_not_said_of_a_parameter_is_null(tmp_path: Path) -> None:
    nan = float("nan")
    fact = ParameterFact("fighters_initial.a", "2.8", "people", "LN(1900,0.3)", nan, nan, nan, "", True)
    (found,) = read_manifest(write(published(parameters=(fact,)), tmp_path / "a", "x"))["parameters"]
    assert (found["median"], found["low"], found["high"]) == (None, None, None)
