"""Charts: ticks, gaps, points, ribbons."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.published import Fan
from corridor.report.charts import bars, dots, fan, flows
from corridor.report.charts.axes import date_ticks, ticks

START = date(2017, 1, 1)


def make(rows: list[list[float]]) -> Fan:
    table = np.array(rows, dtype=np.float64)
    dates = tuple(START + timedelta(day) for day in range(len(rows)))
    return Fan("present", "camp", "all", "people", dates, table[:, 2], table)


def chart(rows: list[list[float]], **more: object) -> ElementTree.Element:
    made = fan.FanChart("k", "T", "D", make(rows), (300.0, 170.0), **more)  # type: ignore[arg-type]
    return ElementTree.fromstring(fan.draw(made))


def paths(drawing: ElementTree.Element, class_: str) -> list[str]:
    return [path.get("d", "") for path in drawing.iter("path") if path.get("class") == class_]


@given(st.floats(1e-3, 1e9), st.integers(2, 8))
def test_ticks_cover_the_top_with_few_steps(top: float, about: int) -> None:
    levels = ticks(top, about)
    assert levels[0] == 0
    assert levels[-1] >= top * (1 - 1e-9)
    assert levels[-1] <= 2.5 * top
    assert len(levels) <= about + 1


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 9000), st.integers(2, 9))
def test_date_ticks_lie_inside_and_are_few(start: date, days: int, about: int) -> None:
    end = start + timedelta(days)
    labels = date_ticks(start, end, about)
    assert labels
    assert all(start <= day <= end for day, _ in labels)
    assert len(labels) <= max(2, about)
    assert re.search(r"\d{4}$", labels[0][1])


def test_a_fan_has_two_bands_and_a_median() -> None:
    drawing = chart([[1, 2, 3, 4, 5]] * 4)
    assert [len(paths(drawing, name)) for name in ("b90", "b50", "mid")] == [1, 1, 1]


def test_what_is_suppressed_is_a_gap() -> None:
    row, gap = [100.0, 200, 300, 400, 500], [np.nan] * 5
    drawing = chart([row, row, gap, gap, row, row, gap, row])
    assert len(paths(drawing, "mid")) == 3


def test_a_low_quantile_that_is_suppressed_lies_at_the_floor() -> None:
    drawing = chart([[np.nan, np.nan, 300, 400, 500]] * 3)
    (band,) = paths(drawing, "b90")
    base = next(line for line in drawing.iter("line") if line.get("class") == "base")
    assert f" {base.get('y1')}" in band


def test_long_series_are_thinned() -> None:
    (median,) = paths(chart([[1, 2, 3, 4, 5]] * 3000, points=150), "mid")
    assert median.count("L") == 149


def test_capacity_is_a_step() -> None:
    ceiling = make([[n] * 5 for n in (100.0, 100, 400, 400)])
    (step,) = paths(chart([[1, 2, 3, 4, 5]] * 4, ceiling=ceiling), "ceiling")
    points = [tuple(map(float, pair.split())) for pair in step[1:].split("L")]
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))


def test_scored_and_other_counts_have_different_shapes_and_stay_inside() -> None:
    counts = (
        fan.Count(START, 3.0, True),
        fan.Count(START, 4.0, False, low=2.0, high=6.0),
        fan.Count(START - timedelta(9), 4.0, True),
    )
    drawing = chart([[1, 2, 3, 4, 5]] * 4, counts=counts)
    assert [c.get("class") for c in drawing.iter("circle")] == ["scored"]
    assert len(paths(drawing, "other")) == 1
    assert [line.get("class") for line in drawing.iter("line")].count("countrange") == 1


def test_one_day_is_drawn() -> None:
    drawing = chart([[1, 2, 3, 4, 5]])
    assert paths(drawing, "mid") == [re.sub(r"\s+", " ", paths(drawing, "mid")[0])]
    assert "L" in paths(drawing, "mid")[0]


def test_bars_cut_names_and_never_numbers() -> None:
    row = bars.IntervalRow("A very long name " * 9, (1e5, 2e5, 3e5, 4e5, 5e5))
    for width in (720.0, 344.0):
        drawing = ElementTree.fromstring(bars.draw("k", "T", "D", [row], "people", width))
        words = " ".join(label.text or "" for label in drawing.iter("text"))
        assert "300,000 (100,000 to 500,000)" in words
        assert "…" in words


def test_bars_of_suppressed_numbers_have_a_label_only() -> None:
    drawing = ElementTree.fromstring(bars.draw("k", "T", "D", [bars.IntervalRow("a", (np.nan,) * 5)], "people", 344.0))
    assert not list(drawing.iter("circle"))
    assert any("fewer than 50" in (label.text or "") for label in drawing.iter("text"))


def test_dots_stand_where_their_share_says() -> None:
    drawing = ElementTree.fromstring(dots.draw("k", "T", "D", [dots.DotRow("a", (0.0, 0.5, 1.0), True)], 116.0))
    assert [float(dot.get("cx", "")) for dot in drawing.iter("circle")] == [8, 58, 108]


def test_ribbons_keep_their_thickness_and_the_rest_stands_last() -> None:
    ribbons = [
        flows.Ribbon("a", "x", "p", 300.0, 0),
        flows.Ribbon("a", "y", "p", 100.0, 0),
        flows.Ribbon("b", "x", "other places", 600.0, 1),
    ]
    drawing = ElementTree.fromstring(flows.draw("k", "T", "D", ribbons, 720.0))
    labels = [label.text for label in drawing.iter("text")]
    assert labels == ["from", "by", "to", "b", "a", "x", "y", "p", "other places"]
    heights = {label: float(rect.get("height", "")) for label, rect in zip(labels[3:], drawing.iter("rect"), strict=True)}
    assert heights["b"] / heights["a"] == pytest.approx(1.5, rel=0.01)
    assert heights["x"] / heights["y"] == pytest.approx(9, rel=0.01)
