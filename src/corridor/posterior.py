"""Posterior files: what a calibration found of the free parameters, its prior beside it, and what it was made from.

One Parquet file: a row a draw, the column `sample` says of which (posterior or prior), then a column a free parameter.
What it was made from (scenario, hashes, seed, runs) stands in the file's own metadata, and is asked before it is used.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.draws.keys import draw_key, text_key, uniform
from corridor.errors import ParameterError
from corridor.priors import prior_of
from corridor.scenario.schema import Scenario

__all__ = ["DOMINATED_ABOVE", "Learned", "Posterior", "checked", "read_posterior", "split"]

FloatArray = NDArray[np.float64]
#: A parameter (or a number) whose posterior is wider than this share of its prior is not identified (MODEL.md section 5).
DOMINATED_ABOVE = 0.8
#: Stands in every file; raised when a reader would have to change.
_FORMAT = "corridor-posterior-1"
_KEY = b"corridor"
_SAMPLES = ("posterior", "prior")
_OVER = re.compile(r"(P\d)\+(.+)")
#: Knows nothing of later days, so no posterior may stand on it (ruling 15).
_BLIND = "P0"


@dataclass(frozen=True, slots=True)
class Learned:
    """What the data told of one parameter: nats from prior to posterior, and posterior over prior spread."""

    nats: float
    spread_ratio: float

    @property
    def bits(self) -> float:
        """Returns the information in bits."""
        return self.nats / math.log(2.0)

    @property
    def identified(self) -> bool:
        """Returns whether the data narrowed the parameter beyond what counts as dominated by its prior."""
        return self.spread_ratio <= DOMINATED_ABOVE


@dataclass(frozen=True, slots=True)
class Posterior:
    """Equally likely draws of the free parameters, (draws, names) each, and what they were made from."""

    names: tuple[str, ...]
    values: FloatArray
    prior: FloatArray
    learned: Mapping[str, Learned]
    scenario: str
    content_hash: str
    prior_set: str
    prior_hash: str
    code_hash: str
    seed: int
    runs: int
    tolerance: float
    made: Mapping[str, Any]  # generations, waves, summaries: for people

    def drawn(self, seed: int, draws: int) -> FloatArray:
        """Returns (draws, names): draw i is the row that the keyed uniform of (seed, i) picks, whatever the prior set."""
        process, size = text_key("posterior"), self.values.shape[0]
        lots = [uniform(draw_key(seed, index, process, 0, 0)) for index in range(draws)]  # type: ignore[arg-type]
        return self.values[[int(lot * size) for lot in lots]]

    @property
    def unidentified(self) -> tuple[str, ...]:
        """Returns the parameters of which the data told too little."""
        return tuple(name for name in self.names if not self.learned[name].identified)

    @property
    def content(self) -> str:
        """Returns the SHA-256 of names and values: of what a run on this posterior depends on."""
        digest = hashlib.sha256("\n".join(self.names).encode())
        digest.update(np.ascontiguousarray(self.values).tobytes())
        return digest.hexdigest()

    def to_bytes(self) -> bytes:
        """Returns the file; the same posterior gives the same bytes."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        samples = np.repeat(_SAMPLES, [self.values.shape[0], self.prior.shape[0]])
        both = np.concatenate([self.values, self.prior])
        columns = {"sample": pa.array(samples.tolist(), pa.string())}
        columns |= {name: pa.array(both[:, column]) for column, name in enumerate(self.names)}
        facts = json.dumps({"format": _FORMAT, **self.facts()}, sort_keys=True)
        table = pa.table(columns).replace_schema_metadata({_KEY: facts.encode()})
        buffer = io.BytesIO()
        pq.write_table(table, buffer, compression="zstd")
        return buffer.getvalue()

    def facts(self) -> dict[str, Any]:
        """Returns what the posterior was made from and what the data told, ready for JSON."""
        plain = ("scenario", "content_hash", "prior_set", "prior_hash", "code_hash", "seed", "runs", "tolerance")
        learned = {name: [each.nats, each.spread_ratio] for name, each in self.learned.items()}
        return {name: getattr(self, name) for name in plain} | {"learned": learned, "made": dict(self.made)}


def split(prior_set: str) -> tuple[str, str | None]:
    """Returns the prior set ("" where the file says it) and the posterior file that a text names, or None.

    >>> split("P1"), split("out/posterior.parquet"), split("P2+posterior.parquet")
    (('P1', None), ('', 'out/posterior.parquet'), ('P2', 'posterior.parquet'))
    """
    if not prior_set.endswith(".parquet"):
        return prior_set, None
    over = _OVER.fullmatch(prior_set)
    return (over[1], over[2]) if over else ("", prior_set)


def checked(scenario: Scenario, base: str, file: str) -> tuple[str, Posterior]:
    """Returns the prior set and the posterior of a file, for runs of this scenario; ParameterError says why it is none.

    Another prior set than the one that was calibrated will do where it says the same of the free parameters.
    """
    posterior = read_posterior(file)
    base = base or posterior.prior_set
    again = f"Calibrate {scenario.id} with `corridor calibrate`, and name the file that it writes."
    if posterior.scenario != scenario.id:
        raise ParameterError(f"{file} was calibrated for the scenario {posterior.scenario!r}, not {scenario.id!r}. {again}")
    if posterior.content_hash != scenario.content_hash:
        raise ParameterError(f"{file} was calibrated for another version of {scenario.id}: its files have changed. {again}")
    if base == _BLIND:
        raise ParameterError(f"{_BLIND} knows only what was public before the first day; {file} rests on later counts. "
                             "Use P1, P2 or P3.")  # fmt: skip
    for parameter in scenario.parameters:
        if parameter.id in posterior.names and prior_of(parameter, base) != prior_of(parameter, posterior.prior_set):
            raise ParameterError(
                f"{file} was calibrated under {posterior.prior_set}, and {base} says something else of {parameter.id}. "
                f"Use {posterior.prior_set}, or calibrate under {base}."
            )
    return base, posterior


def read_posterior(path: Path | str) -> Posterior:
    """Returns the posterior in a file that `corridor calibrate` wrote; raises ParameterError for any other file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(Path(path))
        facts = json.loads((table.schema.metadata or {})[_KEY])
        if facts.pop("format") != _FORMAT:
            raise KeyError("format")
        return _posterior(table, facts)
    except FileNotFoundError:
        raise ParameterError(f"there is no file {path}. Make one with `corridor calibrate`.") from None
    except (OSError, pa.ArrowException, KeyError, ValueError, TypeError) as error:
        raise ParameterError(
            f"{path} is no posterior of this version of Corridor ({type(error).__name__}: {error}). "
            "Give the posterior.parquet that `corridor calibrate` wrote, or calibrate again."
        ) from None


def _posterior(table: Any, facts: dict[str, Any]) -> Posterior:
    names = tuple(name for name in table.column_names if name != "sample")
    samples = np.array(table.column("sample").to_pylist())
    both = np.column_stack([table.column(name).to_numpy() for name in names]).astype(np.float64)
    learned = {name: Learned(*facts["learned"][name]) for name in names}
    values, prior = (both[samples == sample] for sample in _SAMPLES)
    if not (values.size and prior.size and np.isfinite(both).all()):
        raise ValueError("a sample is empty or not finite")
    return Posterior(names, values, prior, **{**facts, "learned": learned})
