"""Files of a Flee folder of which nothing can be used: one problem each, and none that only follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.flee_folders import SOUND, flee_folder

from corridor.errors import ScenarioError
from corridor.formats.flee import read_flee

LOC, ROADS, CLOSED = "input_csv/locations.csv", "input_csv/routes.csv", "input_csv/closures.csv"
WAR, LAYOUT, PERIOD = "input_csv/conflicts.csv", "source_data/data_layout.csv", "input_csv/sim_period.csv"
ONE, GENDER, FLOOD = "source_data/one.csv", "input_csv/demographics_gender.csv", "input_csv/flood_level.csv"
LEGAL = {
    **SOUND,
    CLOSED: SOUND[CLOSED] + "country,Here,There,3,5\n",
    GENDER: "gender,Default,Alba\nmale,1,1\n",
    FLOOD: "#Day,Alba\n0,1\n",
}


def told(folder: Path) -> list[str]:
    with pytest.raises(ScenarioError) as error:
        read_flee(folder)
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize("name", [LOC, ROADS, CLOSED, WAR, LAYOUT, PERIOD, ONE, GENDER, FLOOD])
@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"#\xe9t\xe9\n", "is not UTF-8: byte 1 cannot be read. Save it as 'CSV UTF-8' or 'UTF-8'."),
        ("#name,b\n".encode("utf-16"), "is not UTF-8: byte 0 cannot be read. Save it as 'CSV UTF-8' or 'UTF-8'."),
        (b"#name\0\n", "has a NUL byte; it is not a text file. Save it again as plain text."),
    ],
    ids=["latin-1", "utf-16", "nul"],
)
def test_not_a_text(tmp_path: Path, name: str, raw: bytes, message: str) -> None:
    folder = flee_folder(tmp_path, LEGAL)
    (folder / name).write_bytes(raw)
    assert told(folder) == [f"{name}: {message}"]


@pytest.mark.parametrize("name", [LOC, ROADS, CLOSED, WAR, LAYOUT, PERIOD, ONE, GENDER, FLOOD])
def test_an_open_quote(tmp_path: Path, name: str) -> None:
    lines = LEGAL[name].splitlines()
    cells = lines[1].split(",")
    lines[1] = ",".join([f'"{cells[0]}', *cells[1:]])
    folder = flee_folder(tmp_path, {**LEGAL, name: "\n".join(lines) + "\n"})
    assert told(folder) == [f"{name}:2: opens a quotation mark that is never closed. Close it, or take it out."]


def test_an_open_quote_in_the_last_row(tmp_path: Path) -> None:
    folder = flee_folder(tmp_path, {LOC: SOUND[LOC].replace("Camp Two,", '"Camp Two,').rstrip("\n")})
    assert told(folder) == [f"{LOC}:5: opens a quotation mark that is never closed. Close it, or take it out."]


def test_quotes_that_flee_reads(tmp_path: Path) -> None:
    quoted = "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in SOUND[LOC].splitlines())
    made = read_flee(flee_folder(tmp_path / "a", {LOC: quoted, ROADS: SOUND[ROADS].replace("Alba,", '"Al"ba,')}))
    assert made.locations == read_flee(flee_folder(tmp_path / "b")).locations
    assert made.roads[0].start == "Alba"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_as_they_like(tmp_path: Path, end: str) -> None:
    folder = flee_folder(tmp_path / "a")
    for name, text in SOUND.items():
        (folder / name).write_bytes(text.replace("\n", end).encode())
    made, sound = read_flee(folder), read_flee(flee_folder(tmp_path / "b"))
    assert (made.locations, made.roads, made.data) == (sound.locations, sound.roads, sound.data)


def test_a_name_may_go_over_a_line_and_have_odd_separators(tmp_path: Path) -> None:
    changed = {
        name: text.replace("Brod", '"Brod\nupon Una"').replace("Camp One", "Camp\u2028One") for name, text in SOUND.items()
    }
    made = read_flee(flee_folder(tmp_path, changed))
    assert [place.name for place in made.locations] == ["Alba", "Brod\nupon Una", "Camp\u2028One", "Camp Two"]


def test_a_spoilt_demographic_is_not_said_to_be_missing(tmp_path: Path) -> None:
    rule = {"simsetting.yml": "move_rules:\n  WomenAvoidHazards: true\n"}
    assert told(flee_folder(tmp_path, {**rule, GENDER: "gender,Alba\nmale,1\n"})) == [
        f"{GENDER}:1:Default: has no column Default, which Flee uses for locations without their own. Add it."
    ]
