"""The command `corridor import flee`: a Flee folder written as a folder of our own that gives the same numbers."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from corridor.cli.common import OK
from corridor.errors import RunError, ScenarioError, StoreError

__all__ = ["import_"]


def import_(arguments: Namespace) -> int:
    """Reads the folder, writes the scenario, says what was left out; returns the exit status."""
    from corridor.cli import flee
    from corridor.formats.flee import native_files, recognised
    from corridor.scenario.builtin import locate

    folder = locate(arguments.folder)
    if not recognised(folder):
        raise RunError(f"{arguments.folder} is not a folder of Flee's: it has neither input_csv nor locations.csv.")
    _check_target(arguments.out)  # before the work, not after it
    scenario, repaired = flee.opened(arguments, folder)
    flee.told(scenario)
    _write(native_files(scenario, repaired), arguments.out)
    print(f"{scenario.name}: {len(scenario.locations)} places and {len(scenario.roads)} roads, written to {arguments.out}.")
    print(f"corridor run {arguments.out} gives the same numbers, member by member.")
    return OK


def _check_target(folder: Path) -> None:
    """Raises StoreError where a folder would be written into that holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} exists and is not empty. Name another folder with --out.")


def _write(files: dict[str, str], folder: Path) -> None:
    """Writes the files into a new folder beside `folder` and gives it its name at the end: all of it or nothing."""
    from corridor.formats.flee import read_native_flee
    from corridor.store.explain import explain

    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as fresh:
            _fill(Path(fresh) / "scenario", files)
            read_native_flee(Path(fresh) / "scenario")  # what `check` would refuse is not left behind
            if target.exists():
                target.rmdir()  # it is empty
            (Path(fresh) / "scenario").rename(target)
    except ScenarioError as error:
        problems = "\n".join(str(problem) for problem in error.problems[:3])
        raise RunError(f"{folder} was not written: our own format cannot hold what the folder says.\n{problems}") from error
    except OSError as error:
        raise explain(error, folder) from error


def _fill(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
