"""The pages about Flee's rules: what stands on them and in which order, and that they are safe and whole."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.support.flee_folders import edited, flee_folder
from tests.support.flee_policies import with_policies
from tests.support.flee_situations import place, scenario

from corridor.flee import read_flee, simulate_flee
from corridor.flee.policies import changed, combined
from corridor.flee.run import simulate_flee_together
from corridor.formats.flee.schema import FleeScenario, Notice
from corridor.publish.flee import publish_flee
from corridor.publish.flee_contrast import publish_flee_comparison
from corridor.report.flee import render_flee
from corridor.report.flee_compare import render_flee_comparison

ORDER = ["camps", "total", "scores", "map", "notices", "limits", "intervals", "repeat", "use"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> FleeScenario:
    return read_flee(with_policies(tmp_path_factory.mktemp("page") / "place"))


@pytest.fixture(scope="module")
def html(made: FleeScenario) -> str:
    return render_flee(publish_flee(simulate_flee(made, members=8), folder="place"))


def compared(made: FleeScenario, *policies: str, members: int = 8) -> str:
    chosen = [combined(made, policy) for policy in policies]
    ensembles = simulate_flee_together([changed(made, policy) for policy in chosen], members=members)
    return render_flee_comparison(publish_flee_comparison(chosen, ensembles, folder="place"))


class Check(HTMLParser):
    """Finds what must not be on a page: scripts, addresses outside, ids given twice, tags left open."""

    void = frozenset({"meta", "link", "br", "hr", "img", "path", "line", "rect", "circle", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.void:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("src", "href") and value and value.startswith("http"):
                self.outside.append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.void:
            assert self.open.pop() == tag


def checked(html: str) -> Check:
    check = Check()
    check.feed(html)
    assert check.open == []
    assert check.outside == []
    assert "script" not in check.tags
    assert len(check.ids) == len(set(check.ids))
    return check


def headings(html: str) -> list[str]:
    return re.findall(r'<section id="([^"]+)"', html)


def test_the_page_is_whole_and_in_order(html: str) -> None:
    checked(html)
    assert headings(html) == ["headline", *ORDER]
    for words in ("Camp by camp: run against data", "Averaged relative difference, rescaled", "rescaled", "MASE", "CRPS",
                  "corridor run place --policy factual --members 8 --seed 1 --until 2020-03-20"):  # fmt: skip
        assert words in html


def test_every_camp_has_a_panel_with_its_counts(html: str) -> None:
    for name in ("camp-camp-one", "camp-camp-two"):
        drawing = html[html.index(f'id="{name}"') :]
        drawing = drawing[: drawing.index("</svg>")]
        assert 'class="b90"' in drawing
        assert 'class="other"' in drawing  # the count of the first day
    one = html[html.index('id="camp-camp-one"') :]
    one = one[: one.index("</svg>")]
    assert one.count('class="scored"') == 1
    assert 'class="ceiling"' in one  # 9,000 places


def test_the_headline_says_how_many_and_how_well(html: str) -> None:
    head = re.sub(r"<[^>]+>", "", html[html.index('id="headline"') : html.index('id="camps"')]).replace("&nbsp;", " ")
    assert "By 20\u00a0March\u00a02020, 3,750 people had been displaced" in head
    assert "where the data have 3,750." in head
    assert re.search(
        r"averaged relative difference from the data is 0\.\d{3} \(0\.\d{3} to 0\.\d{3} over the members\)", head
    )
    assert re.search("\\d+\u00a0% of the 1 dated counts of camps lie within the range", head)


def test_notices_are_on_the_page_and_their_absence_is_said(html: str, tmp_path: Path) -> None:
    assert "Nothing: no unknown key, no dead key, no known defect is met." in html
    made = read_flee(flee_folder(tmp_path, edited("input_csv/routes.csv", "100,0", "100,1")))
    assert "lays the road twice and so doubles its weight. The same here. [R2]" in render_flee(
        publish_flee(simulate_flee(made, members=2))
    )


def test_names_are_text_and_nothing_else() -> None:
    evil = '<script>alert(1)</script>"&'
    built = scenario([place("A", "conflict", x=1.0), place(evil, "camp", x=2.0)], [("A", evil, 9.0)], days=3, start={"A": 9})
    built = replace(built, name=evil, notices=(Notice("S1", evil, 1, evil, evil),))
    page = render_flee(publish_flee(simulate_flee(built, members=2), folder=evil))
    assert "<script" not in page
    checked(page)


def test_without_camps_counts_or_positions_the_page_says_so() -> None:
    bare = scenario([place("A", "conflict"), place("B")], [("A", "B", 9.0)], days=3, start={"A": 9})
    page = render_flee(publish_flee(simulate_flee(bare, members=1)))
    checked(page)
    for words in ("This folder has no camp.", "so nothing is scored", "so there is no map", "This run has one member"):
        assert words in page


def test_agents_are_called_agents(tmp_path: Path) -> None:
    made = read_flee(flee_folder(tmp_path, edited("simsetting.yml", "hasten: 1", "hasten: 10")))
    page = render_flee(publish_flee(simulate_flee(made, members=3)))
    assert "1 agent stands for 10 people" in page
    assert "Agents present on each day" in page


def test_a_stopped_run_says_so(made: FleeScenario) -> None:
    ensemble = replace(simulate_flee(made, members=3), complete=False)
    assert "This run was stopped early: it holds the 3 members" in render_flee(publish_flee(ensemble))


def test_the_page_of_a_comparison_begins_with_what_changes(made: FleeScenario) -> None:
    page = compared(made, "factual", "camp-one-closed", "border-open")
    checked(page)
    assert headings(page)[:4] == ["headline", "policy-camp-one-closed", "policy-border-open", "beside"]
    head = re.sub(r"<[^>]+>", "", page[page.index('id="headline"') : page.index('id="policy-camp-one-closed"')])
    assert re.search("changes who is present by 20\u00a0March\u00a02020: Camp One by \u2212", head)
    assert "“border-open”, set against “What happened”, changes nobody" in head
    assert "No number differs on any day." in page
    assert "corridor compare place --policy factual --policy camp-one-closed --policy border-open --members 8" in page


def test_a_small_difference_is_told_with_a_decimal(made: FleeScenario) -> None:
    page = compared(made, "factual", "new-road", members=40)
    (row,) = re.findall(r'<th scope="row" dir="auto">On the road</th>\s*<td class="n">([^<]+)</td>', page)
    assert re.fullmatch(r"[+\u2212][\d,]+(\.\d)?", row)


def test_differences_are_in_the_unit_of_the_run(made: FleeScenario) -> None:
    assert "Difference in people present" in compared(made, "factual", "new-road")
    tenth = replace(made, settings=replace(made.settings, hasten=10))
    assert "Difference in agents present" in compared(tenth, "factual", "new-road")
