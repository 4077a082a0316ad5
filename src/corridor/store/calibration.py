"""Write the folder of a calibration: the posterior with its prior, and the manifest that vouches for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from corridor.posterior import Posterior
from corridor.store.folder import MANIFEST, replace_folder

__all__ = ["POSTERIOR", "calibration_name", "write_calibration"]

POSTERIOR = "posterior.parquet"
_FORMAT = 1


def calibration_name(scenario: str, seed: int) -> str:
    """Returns the name of a calibration's folder."""
    from corridor.store.folder import folder_name

    return folder_name(scenario, "calibration", seed)


def write_calibration(posterior: Posterior, folder: Path) -> Path:
    """Returns the folder in which the posterior now stands; StoreError says in plain words why it could not be done."""
    return replace_folder(Path(folder), _files(posterior))


def _files(posterior: Posterior) -> Iterator[tuple[str, bytes]]:
    content = posterior.to_bytes()
    yield POSTERIOR, content
    manifest = {
        "format": _FORMAT,
        "command": "calibrate",
        "complete": True,
        **posterior.facts(),
        "sha256": {POSTERIOR: hashlib.sha256(content).hexdigest()},
    }
    yield MANIFEST, (json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
