"""What leaves the program: rounded and suppressed numbers, ranges for fighters, a table and a page that say where from."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from tests.claims.made import Engine, claims_in, scenario

from corridor.claims.evaluate import evaluate
from corridor.claims.published import NumberRow, PublishedClaims
from corridor.claims.read import read_claims
from corridor.claims.run import Options, run_claims
from corridor.publish.claims import publish_claims
from corridor.report.claims import render_claims
from corridor.series import Series
from corridor.store.claims import VERDICT_COLUMNS, verdicts_csv, write_claims

OPTIONS = Options(members=12, replicates=2)
JUDGED = ("P1", "P2", "P3")


def published_of(
    name: str, engine: Engine, options: Options = OPTIONS, folder: Path | None = None, text: str = ""
) -> PublishedClaims:
    situation = scenario(name)
    claims = claims_in(folder, text, name) if folder else read_claims(situation)
    values = run_claims(situation, claims, options, engine)
    return publish_claims(situation, claims, evaluate(claims, values, options.replicates), values, options)


@cache
def mosul() -> PublishedClaims:
    return published_of("mosul-2016", Engine())


def table(published: PublishedClaims) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(verdicts_csv(published).decode("utf-8"))))


def numbers(published: PublishedClaims) -> list[NumberRow]:
    return [number for claim in published.claims for part in claim.parts for number in part.numbers]


def one_number(tmp_path: Path, keys: str, fill: Callable[..., np.ndarray], name: str = "mosul-2016") -> NumberRow:
    text = (
        "claims:\n  - number: 1\n    short: s\n    statement: s\n    parts:\n"
        f"      - {{says: it, kind: model, numbers: [{{name: n, {keys}}}]}}\n"
    )
    options = Options(members=8, replicates=2, until=date(2016, 12, 31) if name == "mosul-2016" else None)
    (number,) = numbers(published_of(name, Engine(fill), options, tmp_path, text))
    return number


def level(value: int) -> Callable[..., np.ndarray]:
    def fill(policy: str, prior: str, series: Series, shape: tuple[int, int]) -> np.ndarray:
        members = np.arange(shape[0])[:, None] * np.ones(shape[1], int)
        return np.full(shape, value) + members

    return fill


def test_fighters_leave_as_ranges_that_end_at_hundreds(tmp_path: Path) -> None:
    number = one_number(tmp_path, "quantity: fighters_relocated, place: hasakah", level(437))
    for cell in number.cells.values():
        assert math.isnan(cell.estimate)
        assert (cell.low, cell.high) == (400, 500)
    assert number.range_only
    assert number.sentence.count("between 400 and 500") == 3


def test_fighters_are_dated_by_the_end_of_the_week(tmp_path: Path) -> None:
    number = one_number(tmp_path, "quantity: fighters_relocated, place: hasakah, on: 2016-11-01", level(437))
    assert number.what == "fighters_relocated, hasakah, by 2016-11-06; factual"


def test_shares_of_fighters_end_at_twentieths(tmp_path: Path) -> None:
    keys = "quantity: fighters_relocated, place: hasakah, share_of: initial_fighters"
    number = one_number(tmp_path, keys, level(437))
    for cell in number.cells.values():
        assert math.isnan(cell.estimate)
        for end in (cell.low, cell.high):
            assert end * 20 == pytest.approx(round(end * 20))
        assert cell.low < cell.high


@pytest.mark.parametrize(
    ("keys", "value", "shown"),
    [
        ("quantity: trapped, place: mosul-right", 12_345, (12_300, 12_300, 12_400)),
        ("quantity: trapped, place: mosul-right", 20, (math.nan, math.nan, math.nan)),
        ("quantity: deaths", 12_345, (12_349, 12_345, 12_352)),
        ("quantity: arrivals, place: al-hol, on: 2016-10-17", 12_345, (12_349, 12_345, 12_352)),
        ("quantity: deaths, group: men_boys", 12_345, (12_300, 12_300, 12_400)),
    ],
)
def test_people_are_rounded_and_suppressed_as_the_table_of_rules_says(
    tmp_path: Path, keys: str, value: int, shown: tuple[float, float, float]
) -> None:
    cell = one_number(tmp_path, keys, level(value)).cells["P1"]
    assert (cell.estimate, cell.low, cell.high) == pytest.approx(shown, nan_ok=True)


def test_a_place_with_too_few_people_is_not_shown(tmp_path: Path) -> None:
    cell = one_number(tmp_path, "quantity: present, place: host-east-mosul", level(1_000)).cells["P1"]
    assert math.isnan(cell.estimate)
    assert cell.missing == "too few people live there for it to be shown by itself"


def test_a_day_that_is_not_reached_lies_after_the_last(tmp_path: Path) -> None:
    keys = "measure: first_day, quantity: retaken_share, place: mosul-right, reaches: 1"
    number = one_number(tmp_path, keys, level(0))
    assert number.cells["P1"].high == math.inf
    assert "after the last day" in number.sentence


def test_the_table_has_the_binding_columns_and_every_row_under_three_prior_sets() -> None:
    rows = table(mosul())
    assert tuple(rows[0]) == VERDICT_COLUMNS == (
        "number", "statement", "kind", "prior_set", "quantity", "estimate", "lo90", "hi90", "verdict", "evidence", "sources",
    )  # fmt: skip
    for claim in mosul().claims:
        mine = [row for row in rows if row["number"] == claim.number]
        assert {row["prior_set"] for row in mine} >= set(JUDGED)
        assert all(row["verdict"] for row in mine)
    checked = [row for row in rows if row["kind"] != "intent"]
    assert all(row["sources"].startswith("http") for row in checked)
    assert all("party" in row["evidence"] for row in checked)


def test_the_table_never_gives_a_number_without_its_interval_nor_fighters_as_one_number() -> None:
    for row in table(mosul()):
        if row["estimate"]:
            assert row["lo90"] or "first" in row["quantity"] or "retaken" in row["quantity"]
        if "fighters_" in row["quantity"] and "probability" not in row["quantity"]:
            assert row["estimate"] == ""


def test_verdicts_of_the_model_and_of_evidence_stand_apart_in_the_table() -> None:
    forecasts = [row for row in table(mosul()) if row["number"] == "3" and "fact and model" in row["kind"]]
    assert {row["prior_set"] for row in forecasts} == {"P0", *JUDGED}
    assert all(row["verdict"].startswith("contradicted by direct evidence: ") for row in forecasts)
    assert all(" | model: " in row["verdict"] and "(prior only)" in row["verdict"] for row in forecasts)


def test_what_stands_beside_numbers_of_fighters() -> None:
    names = [name for name, _ in mosul().beside]
    assert len(names) == 5
    assert all(set(by_set) == set(JUDGED) for _, by_set in mosul().beside)
    assert all(re.search(r" to ", text) for _, by_set in mosul().beside for text in by_set.values())


def test_scenarios_without_fighters_have_nothing_beside() -> None:
    assert published_of("tutorial", Engine()).beside == ()


def test_the_template_sentence() -> None:
    number = next(each for each in numbers(mosul()) if each.name == "Civilians killed" and each.difference)
    assert number.sentence.startswith("Under the assumptions of P1, P2 and P3, “")
    assert "” instead of “" in number.sentence
    assert re.search(r"P1: \S+ \(90 %: \S+ to \S+\); P2: ", number.sentence)
    assert re.search(r"; the sign is (un)?certain\. The data used do not identify [^.]+\.$", number.sentence)


class Page(HTMLParser):
    """Collects headings, links and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sections: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        named = dict(attrs)
        if tag == "section":
            self.sections.append(str(named["id"]))
        if tag == "a" and str(named.get("href")).startswith("http"):
            self.links.append(str(named["href"]))


def test_the_page_begins_with_what_people_were_exposed_to() -> None:
    page = Page(render_claims(mosul()))
    claims = [f"claim-{claim.number.lower()}" for claim in mosul().claims]
    assert page.sections == ["headline", "people", "overview", *claims, "beside", "reading", "limits", "repeat", "use"]
    assert "script" not in page.tags
    assert len(page.links) >= sum(len(part.evidence) for claim in mosul().claims for part in claim.parts)


def test_exposure_is_shown_for_every_policy_that_was_run() -> None:
    rows = mosul().exposure
    policies = {policy for policy, _, _ in mosul().run.runs}
    assert len([row for row in rows if row.unit == "person-days"]) == len(policies) == 5
    assert rows[0].what == "What happened"


def test_the_page_says_what_a_reader_must_know() -> None:
    text = render_claims(mosul())
    for words in ("Prior only", "Party to the claim", "yes †: ", "The data used do not identify", "not a model question"):
        assert words in text
    assert "the model proves" not in text.lower()


def test_texts_of_claims_are_escaped(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    text = (
        f"claims:\n  - number: 1\n    short: '{evil}'\n    statement: '=1+1 {evil}'\n    parts:\n"
        f"      - {{says: '{evil}', kind: intent}}\n"
    )
    published = published_of("tutorial", Engine(), folder=tmp_path, text=text)
    assert "<script>" not in render_claims(published)
    assert "'=1+1" in verdicts_csv(published).decode()


def test_the_folder_is_written_whole_with_a_manifest(tmp_path: Path) -> None:
    published = mosul()
    folder = write_claims(published, tmp_path / "run", render_claims(published))
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "report.html", "verdicts.csv"]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["complete"] is True
    assert manifest["claims"] == [claim.number for claim in published.claims]
    assert len(manifest["runs"]) == 16
    assert set(manifest["prior_hashes"]) == {"P0", *JUDGED}


def test_the_same_claims_and_runs_give_the_same_bytes() -> None:
    again = published_of("mosul-2016", Engine())
    assert verdicts_csv(again) == verdicts_csv(mosul())
    assert render_claims(again) == render_claims(mosul())


def test_after_a_stop_what_was_not_run_is_undetermined() -> None:
    published = published_of("mosul-2016", Engine(stop={"P2": 0}))
    assert not published.run.complete
    parts = [part for claim in published.claims for part in claim.parts if part.kind == "model" and not part.together]
    assert {part.verdict for part in parts} == {"undetermined"}
    cells = [number.cells["P3"] for claim in published.claims for part in claim.parts for number in part.numbers]
    assert {cell.missing for cell in cells} == {"it was stopped before it was run"}
    assert [part.verdict for part in published.claims[0].parts] == ["documented"]
    assert "stopped early" in render_claims(published)
