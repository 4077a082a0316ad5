"""The content hash: of what the files say, not of where they are."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.scenario.folders import Folder

from corridor.scenario.read import read
from corridor.scenario.schema import Scenario


def test_it_is_a_sha_256(tutorial: Scenario) -> None:
    assert re.fullmatch("[0-9a-f]{64}", tutorial.content_hash)


def test_it_does_not_depend_on_the_folder_or_its_spelling(folder: Folder, tutorial: Scenario, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(folder.path, moved)
    (moved / "observations" / "invented.csv").rename(moved / "observations" / "counts.csv")
    for file in ("places.csv", "scenario.yaml"):
        text = folder.text(file)
        (moved / file).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "  \r\n").encode() + b"\r\n\r\n")
    assert read(moved).content_hash == tutorial.content_hash


def test_every_file_that_is_read_counts(folder: Folder, tutorial: Scenario) -> None:
    seen = {tutorial.content_hash}
    for file in (
        "scenario.yaml",
        "places.csv",
        "routes.csv",
        "schedule.csv",
        "parameters.csv",
        "observations/invented.csv",
    ):
        folder.add(file, "# one more line")
        seen.add(folder.read().content_hash)
    assert len(seen) == 7


def test_a_missing_optional_file_is_not_an_empty_one(folder: Folder) -> None:
    before = folder.read().content_hash
    folder.remove("schedule.csv")
    assert folder.read().content_hash != before
