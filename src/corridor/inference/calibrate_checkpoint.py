"""The course of a calibration on disk: written whole or not at all after every stage, read back bit for bit."""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import secrets
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from corridor.errors import StoreError
from corridor.inference.abc import Population
from corridor.inference.calibrate_stages import Course, Stage
from corridor.inference.history import Space, Wave
from corridor.store.explain import explain

__all__ = ["checkpoint_of", "forget", "load", "save"]

_WAVE = ("coefficients", "spread", "low", "high")
_POPULATION = ("points", "weights", "summaries", "distances")


def checkpoint_of(folder: Path) -> Path:
    """Returns where the course towards a run folder is kept: beside it, so that the folder itself is whole or absent."""
    return folder.with_name(f"{folder.name}.checkpoint")


def save(course: Course, identity: str, path: Path) -> None:
    """Writes the course in place of what `path` held; raises StoreError in plain words."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _tidy(path)
        with part.open("xb") as file:
            file.write(_bytes(course, identity))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise explain(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def load(path: Path, identity: str) -> Course | None:
    """Returns the course in a file, or None where there is none; StoreError where it belongs to another calibration."""
    if not path.is_file():
        return None
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            facts = json.loads(str(arrays["facts"]))
            if facts["identity"] != identity:
                raise StoreError(
                    f"{path} is the checkpoint of another calibration (another scenario, seed, number of runs or version of "
                    "the program). Remove it to begin anew, or name another folder with --out."
                )
            return _course(facts, {name: arrays[name] for name in arrays.files})
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile) as error:
        raise StoreError(
            f"{path} cannot be read as a checkpoint ({type(error).__name__}: {error}). Remove it to begin anew."
        ) from error


def forget(path: Path) -> None:
    """Removes a checkpoint whose calibration is done."""
    path.unlink(missing_ok=True)
    _tidy(path)


def _tidy(path: Path) -> None:
    """Removes what a kill in mid-writing left behind."""
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)


def _bytes(course: Course, identity: str) -> bytes:
    arrays: dict[str, Any] = {}
    for number, wave in enumerate(course.space.waves):
        arrays |= {f"wave{number}.{name}": getattr(wave, name) for name in _WAVE}
    if course.population is not None:
        arrays |= {f"population.{name}": getattr(course.population, name) for name in _POPULATION}
    if course.scale is not None:
        arrays["scale"] = course.scale
    buffer = io.BytesIO()
    np.savez(buffer, facts=np.array(json.dumps(_facts(course, identity))), **arrays)
    return buffer.getvalue()


def _facts(course: Course, identity: str) -> dict[str, Any]:
    found = course.population
    return {
        "identity": identity,
        "size": course.space.size,
        "cutoffs": [wave.cutoff for wave in course.space.waves],
        "runs": course.runs,
        "batches": course.batches,
        "ended": course.ended,
        "stages": [
            [each.name, each.runs, _written(each.left), each.acceptance, each.points, each.effective]
            for each in course.stages
        ],
        "population": None if found is None else [_written(found.tolerance), found.runs, found.batches],
    }


def _course(facts: dict[str, Any], arrays: dict[str, Any]) -> Course:
    waves = tuple(
        Wave(**{name: arrays[f"wave{number}.{name}"] for name in _WAVE}, cutoff=cutoff)
        for number, cutoff in enumerate(facts["cutoffs"])
    )
    population = None
    if facts["population"] is not None:
        tolerance, runs, batches = facts["population"]
        parts = {name: arrays[f"population.{name}"] for name in _POPULATION}
        population = Population(**parts, tolerance=_read(tolerance), runs=runs, batches=batches)
    stages = tuple(Stage(name, runs, _read(left), *rest) for name, runs, left, *rest in facts["stages"])
    return Course(
        space=Space(facts["size"], waves),
        runs=facts["runs"],
        batches=facts["batches"],
        scale=arrays.get("scale"),
        population=population,
        stages=stages,
        ended=facts["ended"],
    )


def _written(number: float) -> float | None:
    """JSON has no infinity."""
    return number if math.isfinite(number) else None


def _read(number: float | None) -> float:
    return math.inf if number is None else number
