"""The folder of a comparison: the run folder of its baseline, with contrast.csv and contrast.parquet beside."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.store.folder import folder_name
from corridor.store.tables import RATIOS, texts
from corridor.store.write import write

if TYPE_CHECKING:
    from corridor.compared import Compared, Contrast

__all__ = ["CONTRAST_COLUMNS", "comparison_name", "contrast_csv", "contrast_parquet", "write_comparison"]

_NAMES = ("quantity", "place", "group", "date", "policy", "baseline")
_NUMBERS = ("difference", "mc_se", "median", "lo90", "hi90", "probability_positive", "variance_reduction")
CONTRAST_COLUMNS = (*_NAMES, *_NUMBERS)

_LONGEST_NAME = 100

Floats = NDArray[np.float64]


def comparison_name(scenario: str, policies: Sequence[str], seed: int) -> str:
    """Returns the name of a comparison's folder, safe on every file system.

    >>> comparison_name("mosul-2016", ["factual", "camps-half"], 1)
    'mosul-2016-factual-vs-camps-half-1'
    """
    together = "-vs-".join(policies)
    if len(together) > _LONGEST_NAME:
        digest = hashlib.blake2b(together.encode(), digest_size=4).hexdigest()
        together = f"{policies[0][:40]}-vs-{len(policies) - 1}-policies-{digest}"
    return folder_name(scenario, together, seed)


def write_comparison(compared: Compared, folder: Path, report_html: str) -> Path:
    """Returns the folder in which the comparison now stands; daily.csv and flows.csv are those of the baseline.

    A run or comparison that was there before is replaced. Raises StoreError as `write` does.
    """
    return write(
        compared.baseline,
        folder,
        report_html,
        tables={
            "contrast.csv": lambda: contrast_csv(compared),
            "contrast.parquet": lambda: contrast_parquet(compared),
        },
        facts={
            "policies": [{"id": policy.id, "name": policy.name} for policy in compared.policies],
            "draws": compared.draws,
            "contrast": {"dates": len(compared.contrasts[0].dates) if compared.contrasts else 0},
        },
    )


def contrast_csv(compared: Compared) -> bytes:
    """Returns contrast.csv: by policy, quantity, place, group and date; an empty cell is not shown or undefined."""
    lines = [",".join(CONTRAST_COLUMNS) + "\n"]
    for contrast in _ordered(compared.contrasts):
        lines += _rows(contrast)
    return "".join(lines).encode("utf-8")


def contrast_parquet(compared: Compared) -> bytes:
    """Returns contrast.parquet: the rows of contrast.csv, typed (date32, text, float64; null where empty)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    ordered = _ordered(compared.contrasts)
    columns: dict[str, object] = {}
    for name in _NAMES:
        if name == "date":
            days = [day for contrast in ordered for day in contrast.dates]
            columns[name] = pa.array(days, type=pa.date32())
        else:
            cells = [getattr(contrast, name) for contrast in ordered for _ in contrast.dates]
            columns[name] = pa.array(cells, type=pa.string())
    numbers = np.concatenate([_numbers(contrast) for contrast in ordered]) if ordered else np.empty((0, len(_NUMBERS)))
    for index, name in enumerate(_NUMBERS):
        columns[name] = pa.array(numbers[:, index], type=pa.float64(), from_pandas=True)
    sink = io.BytesIO()
    names = [name for name in _NAMES if name != "date"]
    pq.write_table(pa.table(columns), sink, compression="zstd", use_dictionary=names)
    return sink.getvalue()


def _rows(contrast: Contrast) -> Iterator[str]:
    head = texts(contrast.quantity, contrast.place, contrast.group)
    against = texts(contrast.policy, contrast.baseline)
    for day, row in zip(contrast.dates, _numbers(contrast).tolist(), strict=True):
        yield f"{head},{day.isoformat()},{against},{','.join(map(_cell, row))}\n"


def _numbers(contrast: Contrast) -> Floats:
    """(dates, 7) as both files say them: counts whole, the rest with three significant digits; NaN where empty."""
    digits = 4 if contrast.unit in RATIOS else 0
    middle = contrast.quantiles.shape[1] // 2
    counts = (contrast.difference, *(contrast.quantiles[:, at] for at in (middle, 0, -1)))
    difference, median, low, high = (np.round(each, digits) + 0.0 for each in counts)
    probability = np.round(contrast.probability_positive, 4)
    rest = (_three(contrast.mc_se), _three(contrast.variance_reduction))
    return np.column_stack([difference, rest[0], median, low, high, probability, rest[1]])


def _three(values: Floats) -> Floats:
    """Three significant digits; what is not finite is empty."""
    return np.array([float(f"{value:.3g}") if np.isfinite(value) else np.nan for value in values.tolist()])


def _cell(value: float) -> str:
    return "" if value != value else f"{value:.12g}"  # noqa: PLR0124  NaN is not itself


def _ordered(contrasts: Sequence[Contrast]) -> list[Contrast]:
    return sorted(contrasts, key=lambda each: (each.policy, each.quantity, each.place, each.group))
