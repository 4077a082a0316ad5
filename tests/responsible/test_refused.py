"""What may not be put in, one case of each kind, with the exact reason that a user reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.responsible.scene import scene
from tests.scenario.folders import Edit, Folder, add, edit

from corridor.cli import main
from corridor.errors import RefusedInput


def column(name: str, file: str = "places.csv") -> Edit:
    """Adds an empty column."""

    def change(folder: Folder) -> None:
        header, _, rest = folder.text(file).partition("\n")
        folder.write(file, f"{header},{name}\n" + "\n".join(f"{line}," for line in rest.splitlines()))

    return change


REFUSED: tuple[tuple[str, Edit, str], ...] = (
    ("data on single persons", column("passport"),
     "Corridor takes no data on single persons or families (names, papers, devices, pictures, lists, scores)"),
    ("trajectories", column("trajectory", "routes.csv"),
     "Corridor takes no data on single persons or families (names, papers, devices, pictures, lists, scores)"),
    ("screening by attributes", add("parameters.csv", "false_positive_rate_by_sect,2.6,,,=1,,,,,yes,,,"),
     "people are not screened or scored by age, sex, ethnicity, tribe, sect, religion, nationality or neighbourhood"),
    ("routes of armed actors", edit("routes.csv", "east-road", "militant-road"),
     "routes, convoys, crossings and places of armed actors are not described below region and week"),
    ("places of armed actors", edit("places.csv", "Hill Villages,host", "Fighters' camp,host"),
     "routes, convoys, crossings and places of armed actors are not described below region and week"),
    ("a corridor for fighters alone", edit("scenario.yaml", "groups: [women_children, men_boys]", "groups: [fighters]"),
     "a corridor for fighters alone would be a route of armed actors"),
    ("strikes", add("schedule.csv", "2020-03-10,,old-town,strikes,,3,2020-03-10,,,"),
     "strikes, targets, forces and cordons are not part of the model, which is no planning tool"),
    ("a live feed", add("scenario.yaml", "feed: somewhere"),
     "Corridor works on past or invented situations; live feeds need a governance that no file can give"),
    ("coordinates of blocks", edit("scenario.yaml", "blocks: 10, window", "blocks: 10, lat: 30.1, window"),
     "blocks are an operation's clock; they have neither names nor coordinates"),
    ("an optimiser of the flank", add("scenario.yaml", "optimise: {over: [flank]}"),
     "nothing may be optimised over the operation, its pace or a flank; humanitarian choices only"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused_with_its_exact_reason(
    change: Edit, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = scene(tmp_path / "scene")
    change(folder)
    error = folder.error()
    assert isinstance(error, RefusedInput)
    assert any(f"is refused: {reason}. " in str(problem) for problem in error.problems)
    assert main(["run", str(folder.path), "--out", str(tmp_path / "run")]) == 1
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_the_scene_itself_is_not_refused(tmp_path: Path) -> None:
    assert scene(tmp_path / "scene").read().fighters
