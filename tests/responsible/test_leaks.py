"""One table: what MODEL.md section 5 forbids, and that no file, page or command of a real run holds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

import numpy as np
import pytest
from tests.report.reading import read
from tests.responsible.conftest import Run
from tests.responsible.scene import FINE, MEMBERS, REGIONS, STATIONS, ZONES

from corridor.published import FighterWeek
from corridor.published_screening import Missed
from corridor.scenario.quantities import QUANTITIES

RESTRICTED = {quantity.id for quantity in QUANTITIES.values() if quantity.restricted}
NUMBERS = ("mean", "q05", "q25", "q50", "q75", "q95")
CITY = "new-town+old-town"
FILES = {"daily.csv", "daily.parquet", "fighters_weekly.csv", "flows.csv", "manifest.json", "report.html"}

#: Medians of the priors of `fighters_initial`, as they are written and as a page would write them.
_PRIORS = ("3137", "3,137", "2111", "2,111", "1511", "1,511")

Leaks = Iterator[str]


def tables(run: Run) -> Iterator[dict[str, Any]]:
    """Every row of people, of either file."""
    return chain(run.rows("daily.csv"), run.parquet(), run.rows("flows.csv"))


def place_of(row: dict[str, Any]) -> str:
    return str(row["place"]) if "place" in row else "flow"


def numbers_of(row: dict[str, Any]) -> list[float]:
    return [float(row[name]) for name in NUMBERS if row[name] not in ("", None)]


def files_that_nobody_knows(run: Run) -> Leaks:
    yield from {path.name for path in run.folder.iterdir()} ^ FILES


def restricted_quantities_in_tables_of_people(run: Run) -> Leaks:
    yield from (str(row) for row in tables(run) if row["quantity"] in RESTRICTED)


def fighters_as_a_group(run: Run) -> Leaks:
    yield from (str(row) for row in tables(run) if row["group"] == "fighters")


def dependants_by_place_or_flow(run: Run) -> Leaks:
    yield from (str(row) for row in tables(run) if row["group"] == "dependants" and place_of(row) != "all")


def dependants_by_subtraction(run: Run) -> Leaks:
    """Everybody less both other groups would be the dependants of a place."""
    yield from (str(row) for row in tables(run) if row["group"] == "women_children" and place_of(row) != "all")


def unrounded_numbers_of_zones_hosts_regions_groups_and_the_held(run: Run) -> Leaks:
    exact = {"all", "camps", "river-camp", *STATIONS}
    for row in tables(run):
        counted = QUANTITIES[row["quantity"]].kind != "ratio" and QUANTITIES[row["quantity"]].unit not in (
            "events",
            "stage",
        )
        coarse = place_of(row) not in exact or row["group"] != "all" or row["quantity"] in ("held", "innocent_held")
        if counted and coarse and any(number % 100 for number in numbers_of(row)):
            yield str(row)


def cells_below_fifty(run: Run) -> Leaks:
    """What the single runs say is below 50 must be an empty cell, in zones, hosts, regions and groups."""
    shown = {(row["date"], row["place"], row["group"], row["quantity"]): row for row in run.rows("daily.csv")}
    for column, series in enumerate(run.ensemble.series):
        known = QUANTITIES[series.quantity]
        open_ = series.place in ("all", "camps", "river-camp", *STATIONS) and series.group == "all"
        if known.kind == "ratio" or known.unit in ("events", "stage") or (open_ and series.quantity != "held"):
            continue
        middle = np.median(run.ensemble.values[:, :, column], axis=0)
        for day, value in zip(run.ensemble.dates, middle, strict=True):
            row = shown.get((day.isoformat(), series.place, series.group, series.quantity))
            if row is not None and value < 50 and row["q50"] != "":
                yield str(row)


def numbers_without_an_interval(run: Run) -> Leaks:
    """Where there is a mean or a median there are both ends; a suppressed end is one below 50."""
    for row in tables(run):
        if row["mean"] not in ("", None) and row["q95"] in ("", None):
            yield str(row)


def fighters_below_region_and_week(run: Run) -> Leaks:
    allowed = {CITY, *REGIONS}
    for row in run.rows("fighters_weekly.csv"):
        monday = date.fromisoformat(row["week"])
        inside = run.scenario.start <= monday and monday + timedelta(6) <= run.scenario.end
        everywhere = row["region"] == "all" and row["quantity"] == "fighters_held"
        if monday.weekday() != 0 or not inside or not (row["region"] in allowed or everywhere):
            yield str(row)


def fighters_as_points_or_too_fine(run: Run) -> Leaks:
    for row in run.rows("fighters_weekly.csv"):
        if list(row) != ["week", "region", "quantity", "low", "high", "prior_low", "prior_high"]:
            yield f"columns {list(row)}"
        for low, high in ((row["low"], row["high"]), (row["prior_low"], row["prior_high"])):
            steps = (100 if int(end) >= 1_000 else 50 for end in (low, high))
            if int(low) >= int(high) or any(int(end) % step for end, step in zip((low, high), steps, strict=True)):
                yield str(row)


def fighters_of_one_zone_among_the_parameters(run: Run) -> Leaks:
    for fact in run.manifest()["parameters"]:
        numbers = (fact["median"], fact["low"], fact["high"])
        if fact["id"].startswith("fighters_initial") and (numbers != (None,) * 3 or re.search(r"\d", fact["prior"])):
            yield str(fact)
    for name in ("report.html", "manifest.json"):
        yield from (f"{name}: {median}" for median in _PRIORS if re.search(rf"\b{median}\b", run.texts()[name]))


def single_runs_in_the_manifest(run: Run) -> Leaks:
    """No list of numbers is as long as the run has members."""

    def lists(value: Any) -> Iterator[list[Any]]:
        if isinstance(value, dict):
            yield from chain.from_iterable(map(lists, value.values()))
        if isinstance(value, list):
            yield value
            yield from chain.from_iterable(map(lists, value))

    for found in lists(run.manifest()):
        if len(found) > 2 and all(isinstance(each, int | float) for each in found):
            yield str(found)


def coordinates_to_the_metre(run: Run) -> Leaks:
    yield from (f"{name}: {fine}" for name, text in run.texts().items() for fine in FINE if fine in text)
    for place in run.published.places:
        if place.kind != "camp" and any(end is not None and end != round(end, 2) for end in (place.lat, place.lon)):
            yield str(place)


def fighters_on_the_page_as_points(run: Run) -> Leaks:
    """Every cell of a table of the fighters' section that has a digit is a range, a week, a share or a place's name."""
    section = re.split(r"<section ", run.texts()["report.html"])
    (fighters,) = [part for part in section if part.startswith('id="fighters"')]
    for cell in re.findall(r'<td class="n">(.*?)</td>', fighters):
        if not re.fullmatch(r"[\d,]+ to [\d,]+|[\d.]+\xa0%( to [\d.]+\xa0%)?", cell):
            yield cell
    for label in re.findall(r'class="rowlabel haloed">(.*?)</text>', fighters):
        if not re.fullmatch(r"week of .*: [\d,]+ to [\d,]+( \(prior [\d,]+ to [\d,]+\))?", label):
            yield label
    yield from re.findall(r'class="mid"|class="dot"|<circle', fighters)  # a median's line or dot


def fighters_on_the_page_by_place(run: Run) -> Leaks:
    """Outside their own section and the curves of screening no drawing is about fighters; inside, no zone is named."""
    names = {place.id: place.name for place in run.scenario.places}
    for part in re.split(r"<section ", run.texts()["report.html"])[1:]:
        id_ = part[4 : part.index('"', 4)]
        if id_ in ("fighters", "screening"):
            text = read(f"<p {part}").text
            alone = re.sub("Old Town and New Town|New Town and Old Town", "", text) if id_ == "fighters" else ""
            yield from (f"{id_}: {names[zone]}" for zone in ZONES if names[zone] in alone)
        else:
            yield from re.findall(r"<(?:title|figcaption|caption)[^>]*>[^<]*fighters[^<]*<", part)


def fighters_on_the_terminal_as_points(run: Run) -> Leaks:
    for line in run.printed.splitlines():
        if "ighters" in line and not re.fullmatch(
            r"Fighters relocated by the week of \d{4}-\d\d-\d\d, 90 % ranges under the prior: "
            r"(?:[A-Z][a-z]+ [A-Z][a-z]+ [\d,]+ to [\d,]+[;.] ?)+",
            line,
        ):
            yield line


def numbers_of_fighters_in_python_that_are_no_ranges(run: Run) -> Leaks:
    for found in walk(run.published):
        about = getattr(found, "quantity", "") in RESTRICTED or getattr(found, "group", "") == "fighters"
        if about and not isinstance(found, FighterWeek):
            yield str(found)


def single_runs_in_python(run: Run) -> Leaks:
    for found in walk(run.published):
        if isinstance(found, np.ndarray) and MEMBERS in found.shape:
            yield str(found.shape)


def walk(value: Any) -> Iterator[Any]:
    """Yields everything that hangs on a value."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(walk, value.values()))
    elif isinstance(value, tuple | list):
        yield from chain.from_iterable(map(walk, value))


FORBIDDEN: tuple[Callable[[Run], Leaks], ...] = (
    files_that_nobody_knows,
    restricted_quantities_in_tables_of_people,
    fighters_as_a_group,
    dependants_by_place_or_flow,
    dependants_by_subtraction,
    unrounded_numbers_of_zones_hosts_regions_groups_and_the_held,
    cells_below_fifty,
    numbers_without_an_interval,
    fighters_below_region_and_week,
    fighters_as_points_or_too_fine,
    fighters_of_one_zone_among_the_parameters,
    single_runs_in_the_manifest,
    coordinates_to_the_metre,
    fighters_on_the_page_as_points,
    fighters_on_the_page_by_place,
    fighters_on_the_terminal_as_points,
    numbers_of_fighters_in_python_that_are_no_ranges,
    single_runs_in_python,
)


@pytest.mark.parametrize("leaks", FORBIDDEN, ids=lambda leaks: leaks.__name__.replace("_", " "))
def test_nothing_forbidden_leaves_the_program(leaks: Callable[[Run], Leaks], run: Run) -> None:
    assert list(leaks(run))[:5] == []


def test_the_table_looks_at_something(run: Run) -> None:
    """The scene has what could leak: fighters in every way, at every place."""
    assert len(run.rows("fighters_weekly.csv")) > 50
    assert len(run.rows("daily.csv")) > 1_000
    for quantity in sorted(RESTRICTED):
        assert run.ensemble.unpublished(quantity).any(), quantity
    assert run.ensemble.unpublished("arrivals", "north-gate", "fighters").any()
    assert {row["quantity"] for row in run.rows("fighters_weekly.csv")} == RESTRICTED
    assert any(fan.group == "dependants" for fan in run.published.fans)


def test_people_held_are_civilians_so_nothing_can_be_subtracted(run: Run) -> None:
    held, innocent = run.ensemble.of("held"), run.ensemble.of("innocent_held")
    assert (held == innocent).all()
    groups = [run.ensemble.of("held", "all", group.id) for group in run.scenario.groups]
    assert (held == sum(groups)).all()
    assert held.any()


def test_what_is_published_of_screening_are_ranges_and_fans(run: Run) -> None:
    assert run.published.screening is not None
    assert [field.name for field in fields(Missed)] == ["sensitivity", "low", "high"]
    assert all(row.low < row.high and row.low % 50 == row.high % 50 == 0 for row in run.published.screening.missed)
