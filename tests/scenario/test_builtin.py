"""Built-in scenarios and where a scenario is."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scenario.folders import Folder

from corridor.errors import ScenarioError
from corridor.scenario import builtin
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.read import read
from corridor.scenario.schema import Scenario


def message(given: str | Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        builtin.locate(given)
    return str(caught.value.problems[0])


def test_built_in_names_and_folders(folder: Folder) -> None:
    assert "tutorial" in builtin.names()
    assert read(builtin.locate("tutorial")).id == "tutorial"
    assert builtin.locate(folder.path) == folder.path
    assert builtin.locate(str(folder.path)) == folder.path


def test_unknown_name() -> None:
    assert message("tutoral").startswith(
        "scenario: 'tutoral' is neither a built-in scenario nor a folder. Did you mean 'tutorial'? Built-in scenarios: "
    )
    assert "Did you mean" not in message("xyzzy")


@pytest.mark.parametrize("given", ["", "\0", "x" * 5000, "~nobody-here/x"])
def test_names_that_are_no_paths(given: str) -> None:
    assert "is neither a built-in scenario nor a folder" in message(given)


def test_a_file_in_a_folder(folder: Folder) -> None:
    text = message(folder.path / "scenario.yaml")
    assert text.endswith(f"is a file, not a scenario folder. Give the folder that holds it: {folder.path}.")


def test_the_tutorial(tutorial: Scenario) -> None:
    assert (tutorial.end - tutorial.start).days + 1 == 60
    assert len(tutorial.corridors) == 1
    assert {parameter.id.partition(".")[0] for parameter in tutorial.parameters} == {
        name.id for name in PARAMETER_NAMES.values() if not name.optional
    }
    assert all("invented" in observation.source for observation in tutorial.observations)


def test_every_quantity_has_a_unit_a_kind_and_a_sentence() -> None:
    assert list(QUANTITIES) == sorted(QUANTITIES)
    for id_, quantity in QUANTITIES.items():
        assert quantity.id == id_
        assert quantity.kind in {"stock", "flow", "cumulative", "ratio"}
        assert quantity.sentence[0].isupper()
        assert quantity.sentence.endswith(".")
        assert quantity.unit
