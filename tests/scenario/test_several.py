"""All problems at once, in order; and no complaint that only follows from another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.scenario.folders import Folder

from corridor.errors import CorridorError, RefusedInput, ScenarioError
from corridor.scenario.read import read


def test_problems_of_all_files_come_together_and_sorted(folder: Folder) -> None:
    folder.edit("places.csv", "12000", "lots").edit("routes.csv", "8,foot", "8,camel").edit("schedule.csv", "15000", "")
    folder.edit("scenario.yaml", "share: 0.3", "share: 0.4").edit("parameters.csv", "=50000", "50000")
    folder.edit("observations/invented.csv", "present", "presence")
    error = folder.error()
    assert [(problem.file, problem.row, problem.column) for problem in error.problems] == [
        ("observations/invented.csv", 3, "quantity"),
        ("parameters.csv", 2, "p1"),
        ("places.csv", 4, "capacity"),
        ("routes.csv", 2, "mode"),
        ("scenario.yaml", 10, "groups.share"),
        ("schedule.csv", 4, "value"),
    ]
    assert str(error).startswith("6 problems in the scenario:\n  observations/invented.csv:3:quantity: 'presence'")


def test_one_refusal_among_problems_makes_it_a_refusal_with_all_of_them(folder: Folder) -> None:
    folder.edit("places.csv", "12000", "lots").edit("scenario.yaml", "rules: native", "rules: native\nfeed: here")
    error = folder.error()
    assert isinstance(error, RefusedInput)
    assert [problem.column for problem in error.problems] == ["capacity", "feed"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path / "nowhere")
    assert str(caught.value) == (
        "1 problem in the scenario:\n  nowhere: is not there: no such folder. Give the folder that holds scenario.yaml."
    )


def test_a_file_instead_of_a_folder(folder: Folder) -> None:
    with pytest.raises(ScenarioError, match=r"scenario\.yaml: is a file, not a folder"):
        read(folder.path / "scenario.yaml")


def test_an_empty_folder_names_all_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path)
    assert [problem.file for problem in caught.value.problems] == [
        "parameters.csv", "places.csv", "routes.csv", "scenario.yaml",
    ]  # fmt: skip


def test_a_file_that_may_not_be_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert "places.csv: may not be read: permission denied. Check its permissions." in folder.messages()


def test_a_pipe_is_not_waited_for(folder: Folder) -> None:
    folder.remove("schedule.csv")
    os.mkfifo(folder.path / "schedule.csv")
    assert folder.messages() == ["schedule.csv: is not a regular file. Put a file of the name schedule.csv in its place."]


def test_a_file_that_is_too_large(folder: Folder) -> None:
    with (folder.path / "schedule.csv").open("ab") as file:
        file.truncate(17 * 1024**2)
    assert folder.messages() == ["schedule.csv: is larger than 16 MiB. Leave out what the scenario does not need."]


def test_every_error_is_a_corridor_error() -> None:
    assert issubclass(RefusedInput, ScenarioError)
    assert issubclass(ScenarioError, CorridorError)


def test_a_file_name_that_is_no_text(folder: Folder) -> None:
    try:
        (folder.path / "observations" / os.fsdecode(b"caf\xe9.csv")).write_text("series\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert folder.messages() == ["'observations/caf\\udce9.csv': has a name that is not UTF-8. Rename it in plain letters."]
