"""The section "How well it does": its tables, its histogram, and that it is there only where a run was scored."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from tests.report.reading import read

from corridor.observe.allocation import TOGETHER
from corridor.observe.table import ScoreRow
from corridor.published import Published, Scores
from corridor.report import render
from corridor.report.charts import histogram
from corridor.report.sections import scores

MODEL = ScoreRow(
    "counted", "present", "camp", "model", 0, "forecast", 12, crps=1234.0, wis=1100.0, mae=1500.0, bias=-300.0, ard=0.2,
    coverage=(0.5, 0.75, 1.0), log_score=9.25,
)  # fmt: skip
RULES = (
    replace(MODEL, forecast="persistence", horizon_days=14, counts=9, skill=0.25, skill_low=-0.1, skill_high=0.5),
    replace(MODEL, forecast="persistence", horizon_days=28, counts=3, skill=0.5),
    replace(MODEL, forecast="trend", horizon_days=14, counts=9, skill=-0.125, skill_low=-0.5, skill_high=-0.01),
)
PITS = {"counted": (3, 0, 0, 1, 2, 1, 1, 1, 0, 3)}
TOGETHER_ROW = ScoreRow(TOGETHER, "present", "all", "equal split", 0, "given", 5, energy=321.0, ard=0.75)


def words(published: Published, *rows: ScoreRow) -> str:
    return read(render(replace(published, scores=Scores(rows, PITS)))).text


def test_a_run_that_was_not_scored_has_no_such_section(runs: dict[str, Published]) -> None:
    assert scores.build(runs["mosul"]) is None
    assert "How well it does" not in read(render(runs["bare"])).text


def test_a_run_without_scored_counts_says_so(runs: dict[str, Published]) -> None:
    section = scores.build(replace(runs["bare"], scores=Scores((), {})))
    assert section is not None
    assert "None of the published counts within this run is scored." in words(runs["bare"])


def test_scores_and_skill_stand_with_their_interval(runs: dict[str, Published]) -> None:
    text = words(runs["bare"], MODEL, replace(MODEL, total="given", crps=987.0), *RULES)
    assert "counted 12 1,234 987" in text
    assert "14 d: 0.25 (−0.10 to 0.50)" in text
    assert "28 d:" not in text  # three counts say nothing
    assert "14 d: −0.12 (−0.50 to −0.01)" in text
    assert "50 / 75 / 100" in text
    assert "1,234" in text
    assert "persistence, 14 days" in text


def test_both_columns_of_who_is_where_are_told(runs: dict[str, Published]) -> None:
    text = words(runs["bare"], MODEL, TOGETHER_ROW, replace(TOGETHER_ROW, total="forecast", ard=0.875))
    assert "equal split given 5 321 0.75 equal split forecast 5 321 0.88" in text
    assert "Who is where" not in words(runs["bare"], MODEL)


def test_the_page_stays_well_formed(runs: dict[str, Published]) -> None:
    hostile = replace(MODEL, series='<script>alert("x")</script>')
    page = read(render(replace(runs["bare"], scores=Scores((hostile, *RULES, TOGETHER_ROW), PITS))))
    assert not page.unbalanced
    assert not any(tag == "script" for tag, _ in page.elements)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {"pit-wide", "pit-narrow", "scores"} <= set(ids)


@pytest.mark.parametrize("size", [(720.0, 200.0), (344.0, 180.0)])
def test_the_histogram_draws_every_bar_at_its_height(size: tuple[float, float]) -> None:
    counts = (3, 0, 6, 1)
    drawing = ElementTree.fromstring(histogram.draw("k", "T", "D", counts, size))
    heights = [float(bar.get("height", "")) for bar in drawing.iter("rect")]
    assert heights == pytest.approx([each * heights[3] for each in counts], rel=0.01)
    right = max(float(bar.get("x", "")) + float(bar.get("width", "")) for bar in drawing.iter("rect"))
    assert right < size[0]
    (even,) = [line for line in drawing.iter("line") if line.get("class") == "mark"]
    base = float(drawing.findall("rect")[0].get("y", "")) + heights[0]
    assert base - float(even.get("y1", "")) == pytest.approx(2.5 * heights[3], rel=0.02)
    labels = [text.text for text in drawing.iter("text")]
    assert labels == ["0", "2", "4", "6", "0\u00a0%", "50\u00a0%", "100\u00a0%"]


def test_a_histogram_of_nothing_is_empty() -> None:
    drawing = ElementTree.fromstring(histogram.draw("k", "T", "D", (0, 0), (300.0, 200.0)))
    assert {bar.get("height") for bar in drawing.iter("rect")} == {"0"}
