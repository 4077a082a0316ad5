"""Broken scenarios: files that are missing, empty or no text; each with everything that the reader says."""

from __future__ import annotations

import shutil

from tests.scenario.folders import Case, Edit, Folder, by_name, remove, write

PLACES = "places.csv"
ROUTES = "routes.csv"
SCHEDULE = "schedule.csv"
SCENARIO = "scenario.yaml"


def rename(file: str, other: str) -> Edit:
    return lambda folder: (folder.path / file).rename(folder.path / other)


def make_folder(file: str) -> Edit:
    return lambda folder: (folder.remove(file).path / file).mkdir()


def make_observations_a_file(folder: Folder) -> None:
    shutil.rmtree(folder.path / "observations")
    folder.write("observations", "text")


CASES = (
    Case(
        "scenario.yaml missing",
        (remove(SCENARIO),),
        (("scenario.yaml: is missing. A scenario folder needs scenario.yaml, places.csv, routes.csv, parameters.csv."),),
    ),
    Case(
        "places.csv missing, with a likely stranger",
        (rename(PLACES, "place.csv"),),
        ("places.csv: is missing. There is 'place.csv': rename it to 'places.csv' if that is what it is.",),
    ),
    Case(
        "routes.csv empty",
        (write(ROUTES, ""),),
        ("routes.csv: is empty. Give it at least its header line, or delete the file if it is optional.",),
    ),
    Case(
        "routes.csv header only blanks",
        (write(ROUTES, "\n  \n"),),
        ("routes.csv: is empty. Give it at least its header line, or delete the file if it is optional.",),
    ),
    Case(
        "not UTF-8",
        (write(PLACES, b"id,name,kind\ncaf\xe9,x,town\n"),),
        ("places.csv:2: is not UTF-8: byte 0xe9 at byte 16. Save it as 'CSV UTF-8' or 'UTF-8'.",),
    ),
    Case(
        "UTF-16",
        (write(PLACES, b"\xff\xfei\x00d\x00,\x00n\x00a\x00m\x00e\x00,\x00k\x00i\x00n\x00d\x00\n\x00"),),
        ("places.csv: is encoded as UTF-16, not as UTF-8. Save it as 'CSV UTF-8' or 'UTF-8'.",),
    ),
    Case(
        "NUL byte",
        (write(SCHEDULE, b"date,until\n2020\x00,\n"),),
        (("schedule.csv:2: has a NUL byte at byte 15; it is not a text file. Save it again as plain text in UTF-8."),),
    ),
    Case(
        "a folder where a file is due",
        (make_folder(SCHEDULE),),
        ("schedule.csv: is a folder, not a file. Put a file of the name schedule.csv in its place.",),
    ),
    Case(
        "observations is a file",
        (make_observations_a_file,),
        ("observations: is a file, not a folder. Make it a folder of CSV files, or remove it.",),
    ),
)


@by_name(CASES)
def test_every_problem_is_named(case: Case, folder: Folder) -> None:
    case.check(folder)
