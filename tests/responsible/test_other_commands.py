"""What `corridor compare` and `corridor claims` leave behind holds nothing that MODEL.md section 5 forbids either."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.report.reading import read
from tests.responsible.conftest import printed
from tests.responsible.scene import FINE, REGIONS, STATIONS, ZONES, scene

from corridor.scenario.quantities import QUANTITIES

RESTRICTED = {quantity.id for quantity in QUANTITIES.values() if quantity.restricted}
MEMBERS = 46  # 23 parameter draws of two members each
_CLAIMS = """\
note: "Invented for tests."
claims:
  - number: 1
    short: Fighters reach the plain
    statement: "Fighters reached the far plain over the open side, and fewer were left."
    parts:
      - says: "that many reached the far plain because the side was open"
        kind: model
        numbers:
          - name: Fighters who reached the far plain
            quantity: fighters_relocated
            place: far-plain
            true_if: "> 150"
          - name: Their share of those in the city at first
            quantity: fighters_relocated
            place: far-plain
            share_of: {initial_fighters: [old-town, new-town]}
          - name: Fighters left on 21 March
            quantity: fighters_remaining
            on: 2020-03-21
          - name: People who are left of the old town
            quantity: present
            place: old-town
        evidence:
          - what: "A paper said so."
            date: 2020-03-21
            source: https://example.org/paper
            party: no
            weighs: supports
            confidence: low
"""


@dataclass(frozen=True)
class Output:
    """The folder of a command and what it printed."""

    folder: Path
    printed: str

    def rows(self, file: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((self.folder / file).read_text(encoding="utf-8"))))

    def texts(self) -> dict[str, str]:
        files = [path for path in self.folder.iterdir() if path.suffix != ".parquet"]
        return {"terminal": self.printed} | {path.name: path.read_text(encoding="utf-8") for path in files}


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """The scene as it is, and with its flank closed."""
    base = tmp_path_factory.mktemp("compared")
    folder = scene(base / "scene")
    flank = "{date: 2020-03-01, target: old-town, quantity: flank, value: 0}"
    folder.edit("scenario.yaml", "policies:", f"policies:\n  - id: sealed\n    name: Sealed\n    changes: [{flank}]")
    policies = ("--policy", "factual", "--policy", "sealed")
    said = printed("compare", str(folder.path), *policies, "--members", str(MEMBERS), "--out", str(base / "out"))
    return Output(base / "out", said)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """The claim above."""
    base = tmp_path_factory.mktemp("judged")
    folder = scene(base / "scene").write("claims.yaml", _CLAIMS)
    said = printed("claims", str(folder.path), "--members", str(MEMBERS), "--out", str(base / "out"))
    return Output(base / "out", said)


Leaks = Iterator[str]
_OF_ONE_NUMBER = ("difference", "mc_se", "probability_positive", "variance_reduction")


def differences_in_fighters_other_than_weekly_ranges_of_regions(output: Output) -> Leaks:
    for row in _contrasts(output):
        if row["quantity"] not in RESTRICTED:
            continue
        empty = all(
            row[name] in ("", None) for name in ("difference", "mc_se", "probability_positive", "variance_reduction")
        )
        ends = [float(row[name]) for name in ("lo90", "hi90")]
        sunday = date.fromisoformat(str(row["date"])).weekday() == 6
        if not (empty and sunday and row["place"] in REGIONS and row["group"] == "all") or any(end % 100 for end in ends):
            yield str(row)


def groups_that_nobody_may_see(output: Output) -> Leaks:
    for row in _contrasts(output):
        if row["group"] == "fighters" or (row["group"] == "dependants" and row["place"] != "all"):
            yield str(row)
        if row["group"] == "women_children" and row["place"] != "all":  # all less both would be dependants
            yield str(row)


def unrounded_differences_of_zones_and_groups(output: Output) -> Leaks:
    for row in _contrasts(output):
        known = QUANTITIES.get(str(row["quantity"]))
        counted = known is None or (known.kind != "ratio" and known.unit not in ("events", "stage"))
        exact = row["place"] in ("all", "camps", "river-camp", *STATIONS) and row["group"] == "all"
        shown = [row[name] for name in ("difference", "lo90", "hi90") if row[name] not in ("", None)]
        if counted and not exact and any(float(number) % 100 for number in shown):
            yield str(row)


def single_draws_in_any_file(output: Output) -> Leaks:
    """No table has a row a member or a draw."""
    for name in ("contrast.csv", "daily.csv"):
        columns = set(output.rows(name)[0])
        yield from columns & {"member", "draw", "replicate"}


def coordinates_to_the_metre(output: Output) -> Leaks:
    yield from (f"{name}: {point}" for name, text in output.texts().items() for point in FINE if point in text)


def _contrasts(output: Output) -> Iterator[dict[str, Any]]:
    yield from output.rows("contrast.csv")
    yield from pq.read_table(output.folder / "contrast.parquet").to_pylist()


@pytest.mark.parametrize(
    "leaks",
    [
        differences_in_fighters_other_than_weekly_ranges_of_regions,
        groups_that_nobody_may_see,
        unrounded_differences_of_zones_and_groups,
        single_draws_in_any_file,
        coordinates_to_the_metre,
    ],
    ids=lambda leaks: leaks.__name__.replace("_", " "),
)
def test_a_comparison_leaks_nothing(leaks: Callable[[Output], Leaks], compared: Output) -> None:
    assert list(leaks(compared))[:5] == []


def test_the_comparison_has_what_could_leak(compared: Output) -> None:
    kinds = {row["quantity"] for row in compared.rows("contrast.csv")}
    assert "fighters_relocated" in kinds
    assert {row["place"] for row in compared.rows("contrast.csv")} & set(ZONES)
    assert len(compared.rows("contrast.csv")) > 500


def test_claims_give_of_fighters_a_range_and_never_a_number(judged: Output) -> None:
    rows = [row for row in judged.rows("verdicts.csv") if re.search("[Ff]ighters|Their share", row["quantity"])]
    numbers = [row for row in rows if not row["quantity"].startswith("probability")]
    assert len(numbers) == 3 * 3
    assert [row for row in numbers if row["estimate"]] == []
    for row in numbers:
        low, high = float(row["lo90"]), float(row["hi90"])
        step = 0.05 if "share" in row["quantity"] else 100
        assert low < high
        assert all(abs(end / step - round(end / step)) < 1e-9 for end in (low, high)), row


def test_claims_round_what_they_say_of_one_zone(judged: Output) -> None:
    rows = [row for row in judged.rows("verdicts.csv") if row["quantity"].startswith("People who are left")]
    shown = [row[name] for row in rows for name in ("estimate", "lo90", "hi90") if row[name]]
    assert shown
    assert all(float(number) % 100 == 0 for number in shown)


def test_a_page_of_claims_has_no_number_of_fighters_without_its_range(judged: Output) -> None:
    page = read((judged.folder / "report.html").read_text(encoding="utf-8")).text
    said = [
        line for line in (*page.splitlines(), *judged.printed.splitlines()) if "ighters who reached the far plain" in line
    ]
    assert said
    wrong = [line for line in said if re.search(r"\bmedian\b|≈", line)]
    assert wrong == []


def test_claims_hold_no_coordinates_and_nothing_of_the_groups(judged: Output) -> None:
    assert list(coordinates_to_the_metre(judged)) == []
    assert {path.name for path in judged.folder.iterdir()} == {"manifest.json", "report.html", "verdicts.csv"}
