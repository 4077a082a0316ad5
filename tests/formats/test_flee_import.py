"""`corridor import flee` writes only what `check` takes and what means the same: odd names of countries, great numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support.flee_folders import SOUND, edited, flee_folder

from corridor.cli import flee_import, main
from corridor.errors import ScenarioError
from corridor.flee import simulate_flee
from corridor.formats.flee import native_files, read_flee, read_native_flee
from corridor.formats.flee.native_schedule import borders

LOC, ROADS, CLOSED, SET = "input_csv/locations.csv", "input_csv/routes.csv", "input_csv/closures.csv", "simsetting.yml"
Captured = pytest.CaptureFixture[str]


def lands(here: str, there: str, closures: str) -> dict[str, str]:
    """The sound folder with other names of its two countries."""
    return {
        LOC: SOUND[LOC].replace(",Here,", f",{here},").replace(",There,", f",{there},"),
        CLOSED: SOUND[CLOSED] + closures,
    }


@pytest.mark.parametrize(
    ("here", "there"), [("H|X", "X|Y"), ("Here", "T|"), ("|", "||"), ("a>b", "b>a"), (" Here", "There "), ("alba", "brod")]
)
def test_countries_of_any_name(here: str, there: str, tmp_path: Path) -> None:
    folder = flee_folder(tmp_path / "flee", lands(here, there, f"country,{here},{there},3,9\n"))
    assert main(["import", "flee", str(folder), "--out", str(tmp_path / "ours")]) == 0
    assert main(["check", str(tmp_path / "ours")]) == 0
    made, (found, _) = read_flee(folder), read_native_flee(tmp_path / "ours")
    assert found.closures == made.closures
    values = [simulate_flee(each, members=2, jobs=1).values for each in (made, found)]
    assert (values[0] == values[1]).all()


def test_borders_that_would_be_written_alike_are_refused_before_anything_is_written(
    tmp_path: Path, capsys: Captured
) -> None:
    more = "Cvet,North,A|B,1.0,2.5,town,,10\nDol,North,C,1.0,2.5,town,,10\n"
    changed = lands("A", "B|C", "country,A|B,C,3,9\n")
    folder = flee_folder(tmp_path / "flee", {**changed, LOC: changed[LOC] + more})
    assert main(["import", "flee", str(folder), "--out", str(tmp_path / "ours")]) == 1
    told = "".join(capsys.readouterr())
    assert "'A|B|C' could be the border of A and B|C too. Take the | out of the names of these countries." in told
    assert [path.name for path in tmp_path.iterdir()] == ["flee"]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("X|Y", [("X", "Y")]),
        ("a|b|c", [("a", "b|c"), ("a|b", "c")]),
        ("|", [("", "")]),
        ("X", []),
    ],
)
def test_what_a_border_may_mean(text: str, pairs: list[tuple[str, str]]) -> None:
    assert list(borders(text)) == pairs


GREAT: list[tuple[str, Mapping[str, str | None]]] = [
    ("distance", edited(ROADS, "100,0", "1e308,0")),
    ("coordinate", edited(LOC, "1.0,2.5,town", "-1e308,2.5,town")),
    ("population", edited(LOC, "50000", "10000000000")),
    ("settings", {SET: "move_rules:\n  max_move_speed: 1e300\n  awareness_level: 1000000000000000000000\n"}),
    ("days of closures", {CLOSED: SOUND[CLOSED] + "camp,Camp One,,-100000000000,999999999999999\n"}),
    ("the last days of all", {"input_csv/sim_period.csv": "StartDate,2100-12-11\nLength,20\n"}),
]


@pytest.mark.parametrize("changed", [case[1] for case in GREAT], ids=[case[0] for case in GREAT])
def test_what_is_read_can_be_written_and_read_again(changed: Mapping[str, str | None], tmp_path: Path) -> None:
    made = read_flee(flee_folder(tmp_path / "flee", changed))
    for name, text in native_files(made, False).items():
        path = tmp_path / "ours" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found, _ = read_native_flee(tmp_path / "ours")
    assert (found.locations, found.roads, found.settings) == (made.locations, made.roads, made.settings)
    assert (found.start, found.length) == (made.start, made.length)


def test_what_check_would_refuse_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    folder, fill = flee_folder(tmp_path / "flee"), flee_import._fill

    def spoilt(target: Path, files: dict[str, str]) -> None:
        fill(target, {**files, "routes.csv": files["routes.csv"].replace("100.0", "inf")})

    monkeypatch.setattr(flee_import, "_fill", spoilt)
    assert main(["import", "flee", str(folder), "--out", str(tmp_path / "ours")]) == 1
    told = capsys.readouterr().err
    assert "ours was not written: our own format cannot hold what the folder says." in " ".join(told.split())
    assert "routes.csv:2:km: 'inf' is not a finite number" in told
    assert [path.name for path in tmp_path.iterdir()] == ["flee"]


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """The sound folder, imported."""
    assert main(["import", "flee", str(flee_folder(tmp_path / "flee")), "--out", str(tmp_path / "ours")]) == 0
    return tmp_path / "ours"


@pytest.mark.parametrize("value", ["-500", "1e300"])
def test_attributes_have_the_same_bounds(ours: Path, value: str) -> None:
    places = (ours / "places.csv").read_text(encoding="utf-8").replace(",9000,,,,", f",9000,,,{value},")
    (ours / "places.csv").write_text(places, encoding="utf-8")
    message = f"places.csv:4:capacity_per_day: '{value}' is out of range; allowed is 0 to 1,000,000,000"
    with pytest.raises(ScenarioError) as error:
        read_native_flee(ours)
    assert [str(problem).split(". ")[0] for problem in error.value.problems] == [message]


@pytest.mark.parametrize(("rule", "wrong"), [("women_avoid_hazards", False), ("elderly_avoid_hazards", True)])
@pytest.mark.parametrize("age", ["old", "", "4.5"])
def test_ages_are_looked_at_where_a_rule_goes_by_them(ours: Path, age: str, rule: str, wrong: bool) -> None:
    numbers = (ours / "parameters.csv").read_text(encoding="utf-8").replace(f"{rule},=0", f"{rule},=1")
    (ours / "parameters.csv").write_text(numbers, encoding="utf-8")
    people = f'place,people,attributes\nalba,1,"{{""age"": ""{age}""}}"\nalba,2,"{{""age"": ""70""}}"\n'
    (ours / "people.csv").write_text(people, encoding="utf-8")
    if not wrong:
        assert [agents.count for agents in read_native_flee(ours)[0].agents] == [1, 2]
        return
    with pytest.raises(ScenarioError, match=r"people\.csv:2:attributes: .* has no age in whole years") as error:
        read_native_flee(ours)
    assert len(error.value.problems) == 1
